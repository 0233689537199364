(* The reduced problem of Chitour et al.: X = 1 and the target [S 0].

   The two blocks of columns of the first layer are W_0 J and W_0 K, where J and K are the two blocks of columns of an
   identity (J^T J = 1, K^T K = 1, J^T K = 0, J J^T + K K^T = 1), so that the target is S J^T.

     value          the loss splits into a part of W_0 J and a part of W_0 K
     equivalence    W is critical if and only if R^T M = 0, R W_{1,2} = 0 and the equations of the other layers hold
     equations, q_equations
                    what critical points satisfy
     hessian_short  the Hessian form of two layers
     complex_values the critical values in terms of P P^T, over any commutative ring *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network flow zero two_layers landscape strict saddles.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Complex.
Variables (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Lemma word_value n p k (P T : 'M[F]_(n, p)) (Z : 'M[F]_(p, k)) (Y : 'M[F]_(n, k)) : Z *m Z^T = 1%:M -> Y *m Z^T = T ->
  P *m P^T = T *m P^T -> norm2 (P *m Z - Y) = \tr (Y *m Y^T) - \tr (P *m P^T).
Proof.
move=> white target outer_eq; have -> : norm2 (P *m Z - Y) = \tr (P *m (Z *m Z^T) *m P^T) - 2%:R * \tr (Y *m Z^T *m P^T) + \tr (Y *m Y^T) by words.
by rewrite white target mulmx1 outer_eq; ring.
Qed.
Lemma squares n p (P T : 'M[F]_(n, p)) : P *m P^T = T *m P^T -> P^T *m P = P^T *m T ->
  (P *m P^T) *m (P *m P^T) = (P *m P^T) *m (T *m T^T) /\ (P *m P^T) *m (T *m T^T) = (T *m T^T) *m (P *m P^T).
Proof.
move=> out inn; have outT : P *m P^T = P *m T^T by have := congr1 trmx out; rewrite !trmx_mul !trmxK.
have left : (P *m P^T) *m (P *m P^T) = (P *m P^T) *m (T *m T^T).
  by rewrite {2}outT mulmxA -[P *m P^T *m P]mulmxA inn !mulmxA.
by split=> //; have := congr1 trmx left; rewrite !trmx_mul !trmxK => e; rewrite -left e.
Qed.
Theorem complex_values h (Y : 'M[F]_(d h.+1, m)) (W : layers F d) : X *m X^T = 1%:M -> critical X W Y ->
  let A := product W h.+1 *m (product W h.+1)^T in let Sigma := (Y *m X^T) *m (Y *m X^T)^T in
  [/\ A *m A = A *m Sigma, A *m Sigma = Sigma *m A & loss X W Y = \tr (Y *m Y^T) - \tr A].
Proof.
move=> white crit; set P := product W h.+1; set T := Y *m X^T.
have out : P *m P^T = T *m P^T by have := outer_equation crit; cbv zeta; rewrite white mulmx1.
have inn : P^T *m P = P^T *m T.
  have [/(_ crit) e _] := critical_layers X W Y; have := e 0%N isT; rewrite [product W 0]/= trmx1 mulmx1 => e0.
  have : P^T *m (residual X W Y *m X^T) = 0.
    by rewrite /P -(outer_from_zero W h.+1) -(outer_first W (ltn0Sn h)) trmx_mul -mulmxA e0 mulmx0.
  by rewrite /residual mulmxBl -mulmxA white mulmx1 mulmxBr => /subr0_eq.
have [left commute] := squares out inn.
by split; [exact: left | exact: commute | exact: (word_value white)].
Qed.
End Complex.

Section Reduced.
Variables (F : realFieldType) (d : nat -> nat) (p q : nat) (J : 'M[F]_(d 0, p)) (K : 'M[F]_(d 0, q)).
Hypotheses (JJ : J^T *m J = 1%:M) (KK : K^T *m K = 1%:M) (JK : J^T *m K = 0) (JJKK : J *m J^T + K *m K^T = 1%:M).
Implicit Types W U V : layers F d.
Lemma KJ : K^T *m J = 0. Proof. by apply: trmx_inj; rewrite trmx_mul trmxK JK trmx0. Qed.
Lemma split_norm n (A : 'M[F]_(n, d 0)) : norm2 A = norm2 (A *m J) + norm2 (A *m K).
Proof.
rewrite -[norm2 A]norm2_tr -[norm2 (A *m J)]norm2_tr -[norm2 (A *m K)]norm2_tr /norm2 !trmxK !trmx_mul !mulmxA.
by rewrite -linearD /= -mulmxDl -!(mulmxA A) -mulmxDr JJKK mulmx1.
Qed.
Lemma split_zero n (A : 'M[F]_(n, d 0)) : A *m J = 0 -> A *m K = 0 -> A = 0.
Proof. by move=> a b; rewrite -[A]mulmx1 -JJKK mulmxDr !mulmxA a b !mul0mx addr0. Qed.

Variables (h : nat) (S : 'M[F]_(d h.+1, p)).
Section At.
Variable W : layers F d.
Let R := outer W h.+1 1.
Let M := S - R *m (W 0%N *m J).
Lemma residual_blocks : residual 1%:M W (S *m J^T) *m 1%:M^T = R *m W 0%N - S *m J^T.
Proof. by rewrite /residual trmx1 !mulmx1 -(outer_from_zero W h.+1) -(outer_first W (ltn0Sn h)). Qed.
Lemma residual_J : (R *m W 0%N - S *m J^T) *m J = - M.
Proof. by rewrite mulmxBl -mulmxA -[S *m _ *m _]mulmxA JJ mulmx1 /M opprB. Qed.
Lemma residual_K : (R *m W 0%N - S *m J^T) *m K = R *m (W 0%N *m K).
Proof. by rewrite mulmxBl -mulmxA -[S *m _ *m _]mulmxA JK mulmx0 subr0. Qed.
Lemma residual_first : (R *m W 0%N - S *m J^T) *m (W 0%N)^T =
  - (M *m (W 0%N *m J)^T) + R *m (W 0%N *m K) *m (W 0%N *m K)^T.
Proof.
rewrite -[X in X *m _]mulmx1 -JJKK mulmxDr !mulmxA residual_J residual_K mulmxDl !trmx_mul.
by rewrite !mulNmx !mulmxA.
Qed.
Theorem value : loss 1%:M W (S *m J^T) = norm2 M + norm2 (R *m (W 0%N *m K)).
Proof.
have := residual_blocks; rewrite trmx1 mulmx1 => e; rewrite /loss e split_norm residual_J residual_K.
by rewrite /norm2 w_trN mulNmx mulmxN opprK.
Qed.
Lemma layer_blocks j : (j.+1 < h.+1)%N ->
  (outer W h.+1 j.+2)^T *m (R *m W 0%N - S *m J^T) *m (product W j.+1)^T =
  (outer W h.+1 j.+2)^T *m (- (M *m (W 0%N *m J)^T) + R *m (W 0%N *m K) *m (W 0%N *m K)^T) *m (outer W j.+1 1)^T.
Proof.
move=> _; rewrite -residual_first -(outer_from_zero W j.+1) -(outer_first W (ltn0Sn j)) trmx_mul.
by rewrite !mulmxA.
Qed.
Theorem equivalence : critical 1%:M W (S *m J^T) <->
  [/\ R^T *m M = 0, R *m (W 0%N *m K) = 0 &
      forall j, (0 < j < h.+1)%N -> (outer W h.+1 j.+1)^T *m M *m (W 0%N *m J)^T *m (outer W j 1)^T = 0].
Proof.
rewrite critical_layers residual_blocks; split=> [crit | [RM RK rest] [_ | j jh]].
- have := crit 0%N isT; rewrite [product W 0]/= trmx1 mulmx1 -/R => e.
  have RK : R *m (W 0%N *m K) = 0.
    apply: norm2_eq0; rewrite /norm2 trmx_mul -mulmxA -residual_K mulmxA mulmxA -(mulmxA _ R^T) e.
    by rewrite mulmx0 mul0mx mxtrace0.
  split=> // [|[//|j] /andP[_ jh]].
    by apply: oppr_inj; rewrite -mulmxN -residual_J mulmxA e mul0mx oppr0.
  have := crit j.+1 jh; rewrite layer_blocks // RK mul0mx addr0 mulmxN mulNmx => /eqP.
  by rewrite oppr_eq0 !mulmxA => /eqP.
- rewrite [product W 0]/= trmx1 mulmx1 -/R; apply: split_zero; rewrite -mulmxA.
    by rewrite residual_J mulmxN RM oppr0.
  by rewrite residual_K RK mulmx0.
- have := rest j.+1 jh; rewrite layer_blocks // RK mul0mx addr0 mulmxN mulNmx !mulmxA => ->.
  by rewrite oppr0.
Qed.
Theorem equations : critical 1%:M W (S *m J^T) ->
  [/\ R^T *m S = R^T *m R *m (W 0%N *m J), R *m (W 0%N *m K) = 0 &
      (0 < h)%N -> S *m (W 0%N *m J)^T *m R^T = R *m (W 0%N *m J) *m (W 0%N *m J)^T *m R^T].
Proof.
move=> /equivalence [RM RK rest]; split=> // [|h0].
  by apply/subr0_eq; rewrite -[_ *m R *m _]mulmxA -mulmxBr.
have := rest h; rewrite ltnSn h0 outer_self trmx1 mul1mx => /(_ isT) top.
have RT : R^T = (outer W h 1)^T *m (W h)^T by rewrite /R outer_step // trmx_mul.
apply/subr0_eq; rewrite -!mulmxBl -/M RT mulmxA top.
by rewrite mul0mx.
Qed.
Theorem flow_blocks U : (forall V, \sum_(j < h.+1) \tr ((U j)^T *m V j) = - variation 1%:M W (S *m J^T) V) ->
  [/\ U 0%N *m J = R^T *m M, U 0%N *m K = - (R^T *m R *m (W 0%N *m K)) &
      forall j, (0 < j < h.+1)%N -> U j = (outer W h.+1 j.+1)^T *m M *m (W 0%N *m J)^T *m (outer W j 1)^T
        - (outer W h.+1 j.+1)^T *m R *m (W 0%N *m K) *m (W 0%N *m K)^T *m (outer W j 1)^T].
Proof.
move=> /squared_descends/descends_layers; rewrite residual_blocks => e.
have e0 := e 0%N isT; rewrite [product W 0]/= trmx1 mulmx1 -/R in e0; split=> [||[//|j] /andP[_ jh]].
- by rewrite e0 mulNmx -mulmxA residual_J mulmxN opprK.
- by rewrite e0 mulNmx -mulmxA residual_K !mulmxA.
- by rewrite e // layer_blocks // mulmxDr mulmxDl opprD !(mulmxN, mulNmx) opprK !mulmxA.
Qed.
End At.
End Reduced.

(* the blocks of the product Q = R W_0 J at a critical point, for a symmetric target S *)
Section Q.
Variables (F : comRingType) (p : nat) (S : 'M[F]_p).
Hypothesis sS : S^T = S.
Lemma q_symmetric (Q : 'M[F]_p) : Q^T *m S = Q^T *m Q -> Q *m Q^T = S *m Q^T ->
  [/\ Q^T *m Q = S *m Q, Q *m S = Q *m Q^T & Q *m (S *m S) = (S *m S) *m Q].
Proof.
move=> a1 a4; have a2 : Q^T *m Q = S *m Q by have := congr1 trmx a1; rewrite !trmx_mul !trmxK sS => ->.
have a3 : Q *m S = Q *m Q^T by have := congr1 trmx a4; rewrite !trmx_mul !trmxK sS => ->.
by split=> //; rewrite mulmxA a3 -mulmxA a1 -(mulmxA S) -a2 !mulmxA a4.
Qed.
Theorem q_equations n (R : 'M[F]_(p, n)) (A : 'M[F]_(n, p)) : let Q := R *m A in
  R^T *m S = R^T *m R *m A -> S *m A^T *m R^T = R *m A *m A^T *m R^T ->
  [/\ Q^T *m S = Q^T *m Q, Q^T *m Q = S *m Q, Q *m S = Q *m Q^T, Q *m Q^T = S *m Q^T & Q *m (S *m S) = (S *m S) *m Q].
Proof.
move=> Q e1 e2; have a1 : Q^T *m S = Q^T *m Q by rewrite /Q trmx_mul -!mulmxA e1 !mulmxA.
have a4 : Q *m Q^T = S *m Q^T by rewrite /Q trmx_mul !mulmxA e2.
by have [a2 a3 a5] := q_symmetric a1 a4.
Qed.
End Q.

(* two layers: the Hessian form at a critical point *)
Section Short.
Variables (F : realFieldType) (d : nat -> nat) (p q : nat) (J : 'M[F]_(d 0, p)) (K : 'M[F]_(d 0, q)).
Hypotheses (JJ : J^T *m J = 1%:M) (KK : K^T *m K = 1%:M) (JK : J^T *m K = 0) (JJKK : J *m J^T + K *m K^T = 1%:M).
Lemma word_cut n k (E : 'M[F]_(n, d 0)) (V1 : 'M[F]_(n, k)) (V0 : 'M[F]_(k, d 0)) :
  \tr (E^T *m (V1 *m V0)) = \tr ((E *m J)^T *m (V1 *m (V0 *m J))) + \tr ((E *m K)^T *m (V1 *m (V0 *m K))).
Proof.
rewrite !trmx_mul -!(mulmxA _ E^T) ![\tr (_^T *m (E^T *m _))]mxtrace_mulC -linearD /= -!mulmxA.
by rewrite -!mulmxDr JJKK mulmx1.
Qed.
Lemma word_sign n k r (M : 'M[F]_(n, r)) (A : 'M[F]_(n, k)) (B : 'M[F]_(k, r)) :
  \tr ((- M)^T *m (A *m B)) = - \tr (A *m B *m M^T).
Proof. by rewrite w_trN mulNmx linearN /= mxtrace_mulC. Qed.
Theorem hessian_short (S : 'M[F]_(d 2, p)) (W V : layers F d) : critical 1%:M W (S *m J^T) ->
  let M := S - W 1%N *m (W 0%N *m J) in
  hessian 1%:M W (S *m J^T) V = - (2%:R * \tr (V 1%N *m (V 0%N *m J) *m M^T)) +
    norm2 (V 1%N *m (W 0%N *m J) + W 1%N *m (V 0%N *m J)) + norm2 (V 1%N *m (W 0%N *m K) + W 1%N *m (V 0%N *m K)).
Proof.
have RE : outer W 2 1 = W 1%N by rewrite /= !conform_mx_id mulmx1.
move=> crit M; have [/(_ crit) [_ RK _] _] := equivalence JJ JK JJKK S W; rewrite RE in RK.
have rJ := residual_J JJ S W; have rK := residual_K JK S W; rewrite RE in rJ rK.
rewrite hessian_two !mulmx1 (split_norm JJKK) word_cut rJ rK RK trmx0 mul0mx mxtrace0 addr0 !mulmxDl -/M word_sign.
rewrite -(mulmxA (V 1%N) (W 0%N) J) -(mulmxA (V 1%N) (W 0%N) K) -(mulmxA (W 1%N) (V 0%N) J) -(mulmxA (W 1%N) (V 0%N) K).
by rewrite mulrN [LHS]addrC addrA.
Qed.
End Short.
