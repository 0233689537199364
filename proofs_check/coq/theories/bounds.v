(* Bounds by least eigenvalues: traces, and the speed at which the residual of the gradient flow falls.

   c <= lambda_min (A A^T) is written: c ||x||^2 <= ||A^T x||^2 for all columns x.

     gram_left, gram_right    such bounds for matrices in place of columns
     trace_inequality         tr (A A^T B B^T) >= c tr (B B^T)
     cauchy_schwarz           (tr (A^T C))^2 <= ||A||^2 ||C||^2
     trace_bound              |tr (A C)| <= ||C|| tr A for positive semidefinite A
     dissipation              the squared residual falls at least as fast as the products of least eigenvalues say *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network flow.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Bounds.
Variable F : realFieldType.
Lemma gram_left n k m (A : 'M[F]_(n, k)) c (M : 'M[F]_(n, m)) :
  (forall x : 'cV[F]_n, c * norm2 x <= norm2 (A^T *m x)) -> c * norm2 M <= norm2 (A^T *m M).
Proof. by move=> low; rewrite norm2_mulcol norm2_col mulr_sumr; apply: ler_sum => j _; exact: low. Qed.
Lemma gram_right n k m (A : 'M[F]_(k, n)) c (M : 'M[F]_(m, n)) :
  (forall x : 'cV[F]_n, c * norm2 x <= norm2 (A *m x)) -> c * norm2 M <= norm2 (M *m A^T).
Proof.
move=> low; rewrite -norm2_tr -[X in _ <= X]norm2_tr trmx_mul trmxK.
by have := @gram_left _ _ _ A^T c M^T; rewrite trmxK; apply.
Qed.
Theorem trace_inequality n k m (A : 'M[F]_(n, k)) (B : 'M[F]_(n, m)) c :
  (forall x : 'cV[F]_n, c * norm2 x <= norm2 (A^T *m x)) -> c * \tr (B *m B^T) <= \tr (A *m A^T *m B *m B^T).
Proof.
move=> low; have := gram_left B low; congr (_ * _ <= _).
  by rewrite /norm2 mxtrace_mulC.
by rewrite /norm2 trmx_mul trmxK mxtrace_mulC !mulmxA mxtrace_mulC !mulmxA mxtrace_mulC !mulmxA.
Qed.

Lemma word_schwarz (R : comRingType) n m (A C : 'M[R]_(n, m)) (x y : R) :
  norm2 (x *: C - y *: A) = x ^+ 2 * norm2 C - 2%:R * x * y * \tr (A^T *m C) + y ^+ 2 * norm2 A.
Proof. words. Qed.
Lemma schwarz_ring (x y z : F) : x ^+ 2 * z - 2%:R * x * y * y + y ^+ 2 * x = x * (x * z - y ^+ 2). Proof. by ring. Qed.
Theorem cauchy_schwarz n m (A C : 'M[F]_(n, m)) : \tr (A^T *m C) ^+ 2 <= norm2 A * norm2 C.
Proof.
have [A0 | An] := eqVneq A 0; first by rewrite A0 trmx0 mul0mx mxtrace0 expr0n /= mulr_ge0 ?norm2_ge0.
have := norm2_ge0 (norm2 A *: C - \tr (A^T *m C) *: A).
by rewrite word_schwarz schwarz_ring pmulr_rge0 ?norm2_gt0 // subr_ge0.
Qed.

Lemma tr_entry n (A : 'M[F]_n) i j : \tr ((delta_mx i 0 : 'cV[F]_n)^T *m A *m (delta_mx j 0 : 'cV[F]_n)) = A i j.
Proof. by rewrite -mulmxA -colE trmx_delta -rowE /mxtrace big_ord_recl big_ord0 !mxE addr0. Qed.
Lemma word_two (R : comRingType) n (A : 'M[R]_n) (u v : 'cV[R]_n) (x y : R) : A^T = A ->
  \tr ((x *: u + y *: v)^T *m A *m (x *: u + y *: v)) =
  x ^+ 2 * \tr (u^T *m A *m u) + 2%:R * x * y * \tr (u^T *m A *m v) + y ^+ 2 * \tr (v^T *m A *m v).
Proof. words. Qed.
Lemma minor_ring (p q r : F) : r ^+ 2 * p + 2%:R * r * - q * q + (- q) ^+ 2 * r = r * (p * r - q ^+ 2). Proof. by ring. Qed.
Lemma flat_ring (p q : F) : q ^+ 2 * p + 2%:R * q * - (p + 1) * q + (- (p + 1)) ^+ 2 * 0 = - (q ^+ 2 * (p + 2%:R)).
Proof. by ring. Qed.
Section Psd.
Variables (n : nat) (A : 'M[F]_n).
Hypotheses (sA : A^T = A) (pA : forall x : 'cV[F]_n, 0 <= \tr (x^T *m A *m x)).
Lemma diagonal_ge0 i : 0 <= A i i. Proof. by rewrite -tr_entry. Qed.
Lemma minor_ge0 i j : A i j ^+ 2 <= A i i * A j j.
Proof.
have form x y : 0 <= x ^+ 2 * A i i + 2%:R * x * y * A i j + y ^+ 2 * A j j.
  by have := pA (x *: delta_mx i 0 + y *: delta_mx j 0); rewrite word_two // !tr_entry.
have [j0 | jn] := eqVneq (A j j) 0; last first.
  by have := form (A j j) (- A i j); rewrite minor_ring pmulr_rge0 ?subr_ge0 // lt0r jn diagonal_ge0.
have := form (A i j) (- (A i i + 1)); rewrite j0 flat_ring mulr0 oppr_ge0.
by rewrite pmulr_lle0 // ltr_paddl ?diagonal_ge0 ?ltr0n.
Qed.
Lemma psd_norm : norm2 A <= \tr A ^+ 2.
Proof.
rewrite norm2E /mxtrace expr2 mulr_suml; apply: ler_sum => j _; rewrite mulr_sumr; apply: ler_sum => i _.
by rewrite mulrC minor_ge0.
Qed.
Theorem trace_bound (C : 'M[F]_n) c : 0 <= c -> c ^+ 2 = norm2 C -> `|\tr (A *m C)| <= c * \tr A.
Proof.
move=> c0 cC; have tr0 : 0 <= \tr A by apply: sumr_ge0 => i _; exact: diagonal_ge0.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?mulr_ge0 // real_normK ?num_real // exprMn cC mulrC.
have := cauchy_schwarz A C; rewrite sA => /le_trans; apply.
by rewrite ler_wpmul2r ?norm2_ge0 ?psd_norm.
Qed.
End Psd.

Variable d : nat -> nat.
Implicit Types W U V : layers F d.
Lemma outer_bound W H j m (M : 'M[F]_(d H, m)) e : (j <= H)%N -> (forall l, 0 <= e l) ->
  (forall l (x : 'cV[F]_(d l.+1)), (j <= l < H)%N -> e l * norm2 x <= norm2 ((W l)^T *m x)) ->
  \prod_(j <= l < H) e l * norm2 M <= norm2 ((outer W H j)^T *m M).
Proof.
move=> jH e0; elim: H jH M => [|h IH] jh M low.
  by move: jh; rewrite leqn0 => /eqP ->; rewrite big_geq // mul1r outer_self trmx1 mul1mx.
move: jh; rewrite leq_eqVlt => /orP[/eqP ->|jh]; first by rewrite big_geq // mul1r outer_self trmx1 mul1mx.
rewrite outer_step // big_nat_recr //= trmx_mul -mulmxA -mulrA.
apply: le_trans (IH jh _ _); last by move=> l x /andP[jl lh]; apply: low; rewrite jl ltnW.
apply: ler_wpmul2l; first by apply: prodr_ge0.
by apply: gram_left => x; apply: low; rewrite ltnSn andbT.
Qed.
Lemma product_bound W j m (M : 'M[F]_(m, d 0)) c : (forall k, 0 <= c k) ->
  (forall k (x : 'cV[F]_(d k)), (k < j)%N -> c k * norm2 x <= norm2 (W k *m x)) ->
  \prod_(k < j) c k * norm2 M <= norm2 (M *m (product W j)^T).
Proof.
move=> c0; elim: j => [|j IH] low; first by rewrite big_ord0 mul1r /= trmx1 mulmx1.
rewrite big_ord_recr /= trmx_mul mulmxA [_ * c j]mulrC -mulrA.
apply: le_trans (gram_right _ _); last by move=> x; apply: low.
by apply: ler_wpmul2l => //; apply: IH => k x kj; apply: low; rewrite ltnW.
Qed.
Theorem dissipation H (Y : 'M[F]_(d H, d 0)) W U c e :
  (forall V, \sum_(j < H) \tr ((U j)^T *m V j) = - variation 1%:M W Y V) ->
  (forall k, 0 <= c k) -> (forall k (x : 'cV[F]_(d k)), (k < H)%N -> c k * norm2 x <= norm2 (W k *m x)) ->
  (forall l, 0 <= e l) -> (forall l (x : 'cV[F]_(d l.+1)), (l < H)%N -> e l * norm2 x <= norm2 ((W l)^T *m x)) ->
  2%:R * \tr ((Y - product W H)^T *m - product1 W U H) <=
  - (2%:R * \sum_(j < H) (\prod_(k < j) c k) * (\prod_(j.+1 <= l < H) e l) * norm2 (Y - product W H)).
Proof.
move=> flow c0 lowc e0 lowe; have [_ ->] := residual_flow flow.
rewrite ler_opp2 ler_pmul2l ?ltr0n //; apply: ler_sum => j _.
apply: le_trans (product_bound _ c0 _); last by move=> k x kj; apply: lowc; rewrite (ltn_trans kj).
rewrite -mulrA; apply: ler_wpmul2l; first by apply: prodr_ge0.
by apply: outer_bound => // l x /andP[_ lH]; exact: lowe.
Qed.
Theorem dissipation_first h (Y : 'M[F]_(d h.+1, d 0)) W U e :
  (forall V, \sum_(j < h.+1) \tr ((U j)^T *m V j) = - variation 1%:M W Y V) ->
  (forall l, 0 <= e l) -> (forall l (x : 'cV[F]_(d l.+1)), (l < h.+1)%N -> e l * norm2 x <= norm2 ((W l)^T *m x)) ->
  2%:R * \tr ((Y - product W h.+1)^T *m - product1 W U h.+1) <=
  - (2%:R * (\prod_(1 <= l < h.+1) e l) * norm2 (Y - product W h.+1)).
Proof.
move=> flow e0 lowe; pose c (k : nat) : F := 0; have c0 k : 0 <= c k by [].
have lowc k (x : 'cV[F]_(d k)) : (k < h.+1)%N -> c k * norm2 x <= norm2 (W k *m x) by rewrite mul0r norm2_ge0.
have := dissipation flow c0 lowc e0 lowe; move=> main; apply: (le_trans main).
rewrite ler_opp2 big_ord_recl big_ord0 mul1r -mulrA ler_pmul2l ?ltr0n // ler_addl.
apply: sumr_ge0 => j _; rewrite mulr_ge0 ?norm2_ge0 // mulr_ge0 //; first by apply: prodr_ge0.
by apply: prodr_ge0.
Qed.
End Bounds.
