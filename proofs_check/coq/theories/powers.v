(* Traces of powers of psd matrices, and Lemma 2.4 of Chitour, Liao and Couillet, for every depth.

     pow S k              S multiplied k times with itself
     log_convex           tr (S^{k+1})^2 <= tr (S^k) tr (S^{k+2}) for psd S
     trace_power          gamma (tr S)^{m+1} <= tr (S^{m+1}) <= (tr S)^{m+1}
     op A a               ||A M|| <= a ||M|| for all M
     product_norm         Lemma 2.4, with its polynomial written out *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network zero flow bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.


Section Pow.
Variables (F : comRingType) (n : nat) (S : 'M[F]_n).
Definition pow k : 'M[F]_n := iter k (mulmx S) 1%:M.
Lemma powD a b : pow (a + b) = pow a *m pow b.
Proof. by elim: a => [|a IH]; rewrite ?mul1mx // addSn /pow !iterS -/(pow _) IH mulmxA. Qed.
Lemma pow1 : pow 1 = S. Proof. exact: mulmx1. Qed.
Lemma powSr k : pow k.+1 = pow k *m S. Proof. by rewrite -addn1 powD pow1. Qed.
Lemma pow_sym k : S^T = S -> (pow k)^T = pow k.
Proof. by move=> s; elim: k => [|k IH]; rewrite ?trmx1 // {1}powSr trmx_mul IH s. Qed.
Lemma word_shift (P : 'M[F]_n) a : S^T = S -> \tr ((S - a *: 1%:M)^T *m P *m (S - a *: 1%:M)) = \tr (S *m P *m S) - 2%:R * a * \tr (P *m S) + a ^+ 2 * \tr P.
Proof. move=> s; words. Qed.
End Pow.

Lemma word_gap (F : comRingType) n (A C P Q : 'M[F]_n) : A *m P - (A - C) *m Q = A *m (P - Q) + C *m Q.
Proof. words. Qed.
Lemma square_sum (F : comRingType) m n (P Q : 'M[F]_(m, n)) : norm2 (P + Q) = norm2 P + 2%:R * \tr (P^T *m Q) + norm2 Q.
Proof. words. Qed.

Section Psd.
Variables (F : realFieldType) (n : nat) (S : 'M[F]_n).
Hypotheses (sS : S^T = S) (pS : forall x : 'cV[F]_n, 0 <= \tr (x^T *m S *m x)).
Lemma pow_psd k (x : 'cV[F]_n) : 0 <= \tr (x^T *m pow S k *m x).
Proof.
have evens j : 0 <= \tr (x^T *m pow S (j + j) *m x).
  by have := norm2_ge0 (pow S j *m x); rewrite /norm2 trmx_mul (pow_sym _ sS) powD !mulmxA.
have odds j : 0 <= \tr (x^T *m pow S (j + j.+1) *m x).
  by have := pS (pow S j *m x); rewrite trmx_mul (pow_sym _ sS) powD [pow S j.+1]/(S *m pow S j) !mulmxA.
rewrite -(odd_double_half k) -addnn; case: (odd k); last exact: evens.
by rewrite add1n -addnS; exact: odds.
Qed.
Lemma psd_trace p (A : 'M[F]_n) (D : 'M[F]_(n, p)) : (forall x : 'cV[F]_n, 0 <= \tr (x^T *m A *m x)) -> 0 <= \tr (D^T *m A *m D).
Proof. by move=> a; apply: sumr_ge0 => j _; rewrite -tr_entry !mulmxA -trmx_mul -!mulmxA mulmxA a. Qed.
Let t k := \tr (pow S k).
Lemma t_ge0 k : 0 <= t k.
Proof. by have := psd_trace 1%:M (@pow_psd k); rewrite trmx1 mul1mx mulmx1. Qed.
Lemma log_ring (x y z : F) : z - 2%:R * (y / x) * y + (y / x) ^+ 2 * x = z - 2%:R * (y / x) * y + (y / x) * (y / x * x).
Proof. by rewrite expr2; ring. Qed.
Lemma log_convex k : t k.+1 ^+ 2 <= t k * t k.+2.
Proof.
have form a : 0 <= t k.+2 - 2%:R * a * t k.+1 + a ^+ 2 * t k.
  have := psd_trace (S - a *: 1%:M) (@pow_psd k); rewrite word_shift //.
  by rewrite -mulmxA -!powSr -[S *m _]/(pow S k.+2).
have [k0 | kn] := eqVneq (t k) 0.
  rewrite k0 mul0r; have [-> | y0] := eqVneq (t k.+1) 0; first by rewrite expr0n.
  have := form ((t k.+2 + 1) / (2%:R * t k.+1)); rewrite k0 mulr0 addr0.
  have -> : 2%:R * ((t k.+2 + 1) / (2%:R * t k.+1)) * t k.+1 = t k.+2 + 1.
    by rewrite mulrAC mulrC divfK // mulf_neq0 ?pnatr_eq0.
  by rewrite opprD addrA subrr sub0r oppr_ge0 ler10.
have kp : 0 < t k by rewrite lt0r kn t_ge0.
have := form (t k.+1 / t k); rewrite log_ring divfK //.
have -> : t k.+2 - 2%:R * (t k.+1 / t k) * t k.+1 + t k.+1 / t k * t k.+1 = t k.+2 - t k.+1 ^+ 2 / t k by rewrite expr2; ring.
by rewrite subr_ge0 ler_pdivr_mulr // mulrC.
Qed.
Lemma chebyshev k : t k * t 1 <= n%:R * t k.+1.
Proof.
elim: k => [|k IH]; first by rewrite /t mxtrace1.
have [k0 | kn] := eqVneq (t k) 0.
  have z : t k.+1 ^+ 2 <= 0 by have := log_convex k; rewrite k0 mul0r.
  have -> : t k.+1 = 0 by apply/eqP; rewrite -sqrf_eq0 eq_le z sqr_ge0.
  by rewrite mul0r mulr_ge0 ?ler0n ?t_ge0.
have kp : 0 < t k by rewrite lt0r kn t_ge0.
rewrite -(ler_pmul2l kp); apply: (@le_trans _ _ (t k.+1 * (n%:R * t k.+1))).
  by rewrite [X in X <= _]mulrCA ler_wpmul2l ?t_ge0.
by rewrite [X in X <= _]mulrCA [X in _ <= X]mulrCA ler_wpmul2l ?ler0n // -expr2 log_convex.
Qed.
Lemma upper_step k : t k.+1 <= t k * t 1.
Proof.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?mulr_ge0 ?t_ge0 //; have := cauchy_schwarz (pow S k) S.
rewrite (pow_sym _ sS) -powSr => /le_trans; apply; rewrite exprMn ler_pmul ?norm2_ge0 //.
  by apply: psd_norm; [exact: pow_sym | exact: pow_psd].
by rewrite /t pow1; apply: psd_norm.
Qed.
Theorem trace_power m gamma : 0 <= gamma -> gamma * n%:R ^+ m <= 1 ->
  gamma * \tr S ^+ m.+1 <= \tr (pow S m.+1) /\ \tr (pow S m.+1) <= \tr S ^+ m.+1.
Proof.
move=> g0 g1; have t1 : \tr S = t 1 by rewrite /t pow1.
have s0 : 0 <= \tr S by rewrite t1 t_ge0.
split; last first.
  elim: m {g1} => [|m IH]; first by rewrite pow1 expr1.
  by rewrite exprSr (le_trans (upper_step _)) // -t1 ler_wpmul2r.
have low : \tr S ^+ m.+1 <= n%:R ^+ m * t m.+1.
  elim: m {g1} => [|m IH]; first by rewrite expr0 mul1r expr1 t1.
  rewrite exprSr (le_trans (ler_wpmul2r s0 IH)) // exprSr -!mulrA ler_wpmul2l ?exprn_ge0 ?ler0n //.
  by rewrite t1 chebyshev.
apply: (le_trans (ler_wpmul2l g0 low)); rewrite mulrA -[X in _ <= X]mul1r.
by rewrite ler_wpmul2r ?t_ge0.
Qed.
End Psd.

Section Operators.
Variable F : realFieldType.
Definition op m n (A : 'M[F]_(m, n)) (a : F) : Prop := 0 <= a /\ forall p (M : 'M[F]_(n, p)), norm2 (A *m M) <= a ^+ 2 * norm2 M.
Lemma sum_ring (x y z : F) : x ^+ 2 * z + 2%:R * (x * y * z) + y ^+ 2 * z = (x + y) ^+ 2 * z. Proof. by ring. Qed.
Lemma norm2_triangle m n (P Q : 'M[F]_(m, n)) a b s : 0 <= a -> 0 <= b -> 0 <= s -> norm2 P <= a ^+ 2 * s -> norm2 Q <= b ^+ 2 * s ->
  norm2 (P + Q) <= (a + b) ^+ 2 * s.
Proof.
move=> a0 b0 s0 p q; rewrite -sum_ring.
have -> : norm2 (P + Q) = norm2 P + 2%:R * \tr (P^T *m Q) + norm2 Q.
  have := square_sum P Q; exact.
apply: ler_add => //; apply: ler_add => //; rewrite ler_pmul2l ?ltr0n //.
apply: (le_trans (ler_norm _)); rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?mulr_ge0 // real_normK ?num_real //.
apply: (le_trans (cauchy_schwarz _ _)); apply: (le_trans (ler_pmul (norm2_ge0 _) (norm2_ge0 _) p q)).
by rewrite !exprMn [_ * (b ^+ 2 * s)]mulrACA -expr2.
Qed.
Lemma op_add m n (A B : 'M[F]_(m, n)) a b : op A a -> op B b -> op (A + B) (a + b).
Proof.
case=> a0 hA [b0 hB]; split=> [|p M]; first exact: addr_ge0.
by rewrite mulmxDl norm2_triangle ?norm2_ge0.
Qed.
Lemma op_mul m n q (A : 'M[F]_(m, n)) (B : 'M[F]_(n, q)) a b : op A a -> op B b -> op (A *m B) (a * b).
Proof.
case=> a0 hA [b0 hB]; split=> [|p M]; first exact: mulr_ge0.
rewrite -mulmxA exprMn (le_trans (hA _ _)) // -[X in _ <= X]mulrA ler_wpmul2l ?sqr_ge0 //; exact: hB.
Qed.
Lemma op1 n : op (1%:M : 'M[F]_n) 1.
Proof. by split=> [|p M]; rewrite ?ler01 // mul1mx expr1n mul1r. Qed.
Lemma op0 m n : op (0 : 'M[F]_(m, n)) 0.
Proof. by split=> // p M; rewrite mul0mx expr0n mul0r /norm2 mulmx0 mxtrace0. Qed.
Lemma norm2_opp m n (A : 'M[F]_(m, n)) : norm2 (- A) = norm2 A.
Proof. by rewrite /norm2 w_trN mulNmx mulmxN opprK. Qed.
Lemma op_opp m n (A : 'M[F]_(m, n)) a : op A a -> op (- A) a.
Proof. by case=> a0 h; split=> // p M; rewrite mulNmx norm2_opp. Qed.
Lemma norm2_mul m n p (A : 'M[F]_(m, n)) (B : 'M[F]_(n, p)) : norm2 (A *m B) <= norm2 A * norm2 B.
Proof.
rewrite -[norm2 A]norm2_tr (norm2_col A^T) (norm2_col B) mulr_suml norm2E exchange_big /=.
apply: ler_sum => i _; rewrite mulr_sumr; apply: ler_sum => j _.
have := cauchy_schwarz (col i A^T) (col j B).
have -> // : \tr ((col i A^T)^T *m col j B) = (A *m B) i j.
by rewrite /mxtrace big_ord_recl big_ord0 addr0 !mxE; apply: eq_bigr => k _; rewrite !mxE.
Qed.
Lemma op_norm m n (A : 'M[F]_(m, n)) a : 0 <= a -> norm2 A <= a ^+ 2 -> op A a.
Proof. by move=> a0 h; split=> // p M; rewrite (le_trans (norm2_mul _ _)) // ler_wpmul2r ?norm2_ge0. Qed.
Lemma pow_op n (A : 'M[F]_n) a k : op A a -> op (pow A k) (a ^+ k).
Proof.
move=> h; elim: k => [|k IH]; first exact: op1.
by rewrite exprS [pow A k.+1]/(A *m pow A k); exact: op_mul.
Qed.
Lemma pow_gap n (A C : 'M[F]_n) x c k : op A x -> op C c -> op (pow A k - pow (A - C) k) ((x + c) ^+ k - x ^+ k).
Proof.
move=> hA hC; elim: k => [|k IH]; first by rewrite !expr0 !subrr; exact: op0.
have -> : pow A k.+1 - pow (A - C) k.+1 = A *m (pow A k - pow (A - C) k) + C *m pow (A - C) k.
  exact: word_gap.
have -> : (x + c) ^+ k.+1 - x ^+ k.+1 = x * ((x + c) ^+ k - x ^+ k) + c * (x + c) ^+ k by rewrite !exprS; ring.
by apply: op_add; apply: op_mul => //; apply: pow_op; apply: op_add => //; exact: op_opp.
Qed.
Lemma trace_gap m n (V : 'M[F]_(m, n)) (D : 'M[F]_n) e s : op D e -> norm2 V <= s -> `|\tr (V *m D *m V^T)| <= e * s.
Proof.
case=> e0 h vs; have s0 : 0 <= s := le_trans (norm2_ge0 _) vs.
apply: (@le_trans _ _ (e * norm2 V)); last by rewrite ler_wpmul2l.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?mulr_ge0 ?norm2_ge0 // real_normK ?num_real //.
have := cauchy_schwarz V^T (D *m V^T); rewrite trmxK mulmxA => /le_trans; apply.
rewrite exprMn norm2_tr [norm2 V ^+ 2]expr2 [X in _ <= X]mulrCA ler_wpmul2l ?norm2_ge0 //.
by have := h _ V^T; rewrite norm2_tr.
Qed.
End Operators.

Section Lemma24.
Variables (F : realFieldType) (d : nat -> nat) (h : nat) (W : layers F d) (c tau : nat -> F) (gamma : F).
Let C j := (W j.+1)^T *m W j.+1 - W j *m (W j)^T.
Hypotheses (c0 : forall j, (j < h)%N -> 0 <= c j) (cC : forall j, (j < h)%N -> norm2 (C j) <= c j ^+ 2).
Hypotheses (tau0 : forall j, 0 <= tau j) (tauC : forall j, (j <= h)%N -> - (\sum_(j <= i < h) \tr (C i)) <= tau j).
Hypotheses (g0 : 0 <= gamma) (g1 : gamma * (d h.+1)%:R ^+ h <= 1).
Let g := norm2 (W h).
Let x j := g + tau j.
Lemma x_ge0 j : 0 <= x j. Proof. by rewrite addr_ge0 ?norm2_ge0. Qed.
Lemma trace_C j : \tr (C j) = norm2 (W j.+1) - norm2 (W j).
Proof. by rewrite /C linearB /= (mxtrace_mulC (W j)). Qed.
Lemma layer_bound j : (j <= h)%N -> norm2 (W j) <= x j.
Proof.
move=> jh; have := tauC jh; have -> : \sum_(j <= i < h) \tr (C i) = norm2 (W h) - norm2 (W j).
  by rewrite (eq_bigr (fun i => norm2 (W i.+1) - norm2 (W i))) ?telescope_sumr // => i _; exact: trace_C.
by rewrite opprB ler_subl_addl.
Qed.
Lemma outer_le j : (j <= h)%N -> norm2 (outer W h.+1 j) <= \prod_(j <= l < h.+1) x l.
Proof.
suff gen n : (j <= n)%N -> (n <= h)%N -> norm2 (outer W n.+1 j) <= \prod_(j <= l < n.+1) x l by move=> jh; exact: gen.
elim: n => [|n IH].
  by rewrite leqn0 => /eqP -> _; rewrite outer_step // outer_self mulmx1 big_nat1 layer_bound.
move=> jn nh; have [-> | jne] := eqVneq j n.+1.
  by rewrite outer_step // outer_self mulmx1 big_nat1 layer_bound.
have j_n : (j <= n)%N by rewrite -ltnS ltn_neqAle jne jn.
rewrite outer_step ?leqW // big_nat_recr ?leqW //= mulrC; apply: (le_trans (norm2_mul _ _)).
by apply: ler_pmul; rewrite ?norm2_ge0 ?layer_bound // IH // ltnW.
Qed.

Let K k := W k *m (W k)^T.
Let V k := outer W h.+1 k.+1.
Let a k := \tr (V k *m pow (K k) k.+1 *m (V k)^T).
Let E k := ((x k.+1 + c k) ^+ k.+1 - x k.+1 ^+ k.+1) * \prod_(k.+1 <= l < h.+1) x l.
Lemma pow_shift p q (A : 'M[F]_(p, q)) l : A *m pow (A^T *m A) l *m A^T = pow (A *m A^T) l.+1.
Proof.
elim: l => [|l IH]; first by rewrite /pow /= !mulmx1.
have -> : pow (A *m A^T) l.+2 = A *m A^T *m pow (A *m A^T) l.+1 by [].
by rewrite -IH; have -> : pow (A^T *m A) l.+1 = A^T *m A *m pow (A^T *m A) l by []; rewrite !mulmxA.
Qed.
Lemma near_step k : (k < h)%N -> `|a k.+1 - a k| <= E k.
Proof.
move=> kh; pose A := W k.+1.
have up : a k.+1 = \tr (V k *m pow (A^T *m A) k.+1 *m (V k)^T).
  by rewrite /a /K -pow_shift /V -(outer_first W (kh : (k.+1 < h.+1)%N)) trmx_mul !mulmxA.
have K_C : K k = A^T *m A - C k by rewrite /C opprB addrC subrK.
rewrite up /a K_C -linearB /= -mulmxBl -mulmxBr; apply: trace_gap; last exact: outer_le.
have xk := x_ge0 k.+1; apply: pow_gap; apply: op_norm => //; [|exact: c0 | exact: cC].
apply: (le_trans (norm2_mul _ _)); rewrite norm2_tr -expr2 ler_pexpn2r ?nnegrE ?norm2_ge0 //; exact: layer_bound.
Qed.
Lemma near_sum : `|a h - a 0%N| <= \sum_(k < h) E k.
Proof.
suff gen n : (n <= h)%N -> `|a n - a 0%N| <= \sum_(k < n) E k by exact: gen.
elim: n => [_|n IH nh]; first by rewrite subrr normr0 big_ord0.
rewrite big_ord_recr /= -[a n.+1](subrK (a n)) -addrA addrC (le_trans (ler_norm_add _ _)) // ler_add ?near_step //.
by rewrite IH // ltnW.
Qed.
Theorem product_norm : gamma * g ^+ h.+1 - \sum_(k < h) E k <= norm2 (product W h.+1) /\ norm2 (product W h.+1) <= g ^+ h.+1 + \sum_(k < h) E k.
Proof.
have first : a 0%N = norm2 (product W h.+1).
  rewrite /a pow1 /K -[norm2 _]norm2_tr /norm2 trmxK -(outer_from_zero W h.+1) -(outer_first W (ltn0Sn h)) trmx_mul !mulmxA.
  by [].
have last : a h = \tr (pow (K h) h.+1) by rewrite /a /V outer_self mul1mx trmx1 mulmx1.
have sK : (K h)^T = K h by rewrite /K trmx_mul trmxK.
have pK (v : 'cV[F]_(d h.+1)) : 0 <= \tr (v^T *m K h *m v).
  by have := norm2_ge0 ((W h)^T *m v); rewrite /norm2 trmx_mul trmxK /K !mulmxA.
have tK : \tr (K h) = g by rewrite /K mxtrace_mulC.
have [low high] := trace_power sK pK g0 g1; have := near_sum; rewrite first last tK in low high *.
rewrite ler_norml => /andP[down up]; split.
  rewrite ler_subl_addr (le_trans low) //; move: up; by rewrite ler_subl_addr addrC.
by apply: (@le_trans _ _ (\tr (pow (K h) h.+1) + \sum_(k < h) E k)); [rewrite -ler_subl_addl -opprB ler_oppl | rewrite ler_add2r].
Qed.
End Lemma24.
