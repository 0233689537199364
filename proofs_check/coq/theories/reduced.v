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
From symdln Require Import definitions words norms network flow zero two_layers landscape.
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
End At.
End Reduced.
