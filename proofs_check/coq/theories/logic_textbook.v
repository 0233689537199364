(* What exported proofs of the logic use beside the lemmas of logic_rules.v: the norm, textbook facts, and sums of terms.

     fnorm A            the Frobenius norm, the square root of norm2 A, over a real closed field
     fnorm_ge0, fnorm_frobenius, fnorm_cauchy_schwarz, norm_definite, psd_trace_dominates, square_root_difference, cancel, equal_numbers, one_entry, wide
                        the textbook facts norm.nonnegative, norm.frobenius, norm.cauchy-schwarz, norm.definite,
                        psd.trace-dominates, real.square-root, real.cancel, real.equal, size.one, inverse.wide
     scaled_...         a fact follows from a positive multiple of it, which is a sum of terms
     zero_term, ...     each term of such a sum is zero, not negative, or psd *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms logic_rules.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma norm2_between (F : comRingType) m n (A B : 'M[F]_(m, n)) (a b : F) :
  norm2 (a *: A - b *: B) = a ^+ 2 * norm2 A - 2%:R * a * b * \tr (A^T *m B) + b ^+ 2 * norm2 B.
Proof. words. Qed.

Lemma square_root_le (F : realFieldType) (a b : F) : 0 <= b -> a ^+ 2 <= b ^+ 2 -> a <= b.
Proof.
move=> b0 h; apply: le_trans (ler_norm a) _.
by rewrite -(ger0_norm b0) -ler_sqr ?nnegrE ?normr_ge0 // !real_normK ?num_real.
Qed.

Section Norms.
Variable F : rcfType.
Definition fnorm m n (A : 'M[F]_(m, n)) : F := Num.sqrt (norm2 A).
Lemma fnorm_ge0 m n (A : 'M[F]_(m, n)) : 0 <= fnorm A.
Proof. exact: sqrtr_ge0. Qed.
Lemma fnorm_frobenius m n (A : 'M[F]_(m, n)) : fnorm A ^+ 2 - \tr (A^T *m A) = 0.
Proof. by rewrite /fnorm sqr_sqrtr ?norm2_ge0 // subrr. Qed.
Lemma fnorm_cauchy_schwarz m n (A B : 'M[F]_(m, n)) : 0 <= fnorm A * fnorm B - \tr (A^T *m B).
Proof.
rewrite subr_ge0; apply: square_root_le; first by rewrite mulr_ge0 ?fnorm_ge0.
rewrite exprMn !sqr_sqrtr ?norm2_ge0 //; case: (eqVneq (norm2 B) 0) => [/norm2_eq0 ->|b0].
  by rewrite mulmx0 mxtrace0 /norm2 mulmx0 mxtrace0 mulr0 expr0n.
have bp : 0 < norm2 B by rewrite lt_neqAle eq_sym b0 norm2_ge0.
have := norm2_ge0 (norm2 B *: A - \tr (A^T *m B) *: B).
rewrite norm2_between; set t := \tr _.
have -> : norm2 B ^+ 2 * norm2 A - 2%:R * norm2 B * t * t + t ^+ 2 * norm2 B = norm2 B * (norm2 A * norm2 B - t ^+ 2) by ring.
by rewrite pmulr_rge0 // subr_ge0.
Qed.
End Norms.

Lemma tr_between (F : comRingType) n (S : 'M[F]_n) (u v : 'cV[F]_n) (a b : F) :
  \tr ((a *: u - b *: v)^T *m S *m (a *: u - b *: v)) =
  a ^+ 2 * \tr (u^T *m S *m u) - a * b * \tr (u^T *m S *m v) - a * b * \tr (v^T *m S *m u) + b ^+ 2 * \tr (v^T *m S *m v).
Proof. words. Qed.

Section Facts.
Variable F : realFieldType.
Lemma norm_definite m n (A : 'M[F]_(m, n)) : 0 <= - \tr (A^T *m A) -> A = 0.
Proof. by rewrite oppr_ge0 => a; apply: norm2_eq0; apply/eqP; rewrite eq_le a norm2_ge0. Qed.
Lemma square_root_difference (a b : F) : 0 <= b -> 0 <= b ^+ 2 - a ^+ 2 -> 0 <= b - a.
Proof. by rewrite !subr_ge0 => b0; exact: square_root_le. Qed.
Lemma cancel (a b : F) : 0 <= a - 1 -> 0 <= a * b -> 0 <= b.
Proof. by rewrite subr_ge0 => a1; rewrite pmulr_rge0 // (lt_le_trans ltr01). Qed.
Lemma equal_numbers (a b : F) : 0 <= b - a -> 0 <= a - b -> a - b = 0.
Proof. by rewrite !subr_ge0 => ab ba; apply/eqP; rewrite subr_eq0 eq_le ab. Qed.
Lemma one_entry (A : 'M[F]_1) : A - \tr A *: 1%:M = 0.
Proof. by rewrite {1}[A]mx11_scalar trace_mx11 scalemx1 subrr. Qed.
Lemma wide n (A B : 'M[F]_n) : A *m B - 1%:M = 0 -> B *m A - 1%:M = 0.
Proof. by move/subr0_eq/mulmx1C => ->; rewrite subrr. Qed.
Lemma psd_entries n (S : 'M[F]_n) (x : 'cV[F]_n) : \tr (x^T *m S *m x) = \sum_i \sum_j x i 0 * S i j * x j 0.
Proof.
rewrite /mxtrace big_ord1 mxE exchange_big; apply: eq_bigr => i _; rewrite mxE mulr_suml.
by apply: eq_bigr => j _; rewrite !mxE.
Qed.
Lemma psd_trace_dominates n (S : 'M[F]_n) : psd S -> psd (\tr S *: 1%:M - S).
Proof.
case=> s p; split=> [|x]; first by rewrite linearB linearZ /= trmx1 s.
rewrite mulmxBr mulmxBl linearB /= -scalemxAr mulmx1 -scalemxAl linearZ /= subr_ge0 psd_entries.
have two i j : x i 0 * S i j * x j 0 *+ 2 <= x i 0 ^+ 2 * S j j + x j 0 ^+ 2 * S i i.
  have := p (x i 0 *: delta_mx j 0 - x j 0 *: delta_mx i 0).
  have sij : S j i = S i j by rewrite -{1}s mxE.
  have e a b : \tr ((delta_mx a 0 : 'cV[F]_n)^T *m S *m delta_mx b 0) = S a b.
    by rewrite trmx_delta -rowE -colE /mxtrace big_ord1 !mxE.
  rewrite tr_between !e sij => h; rewrite -subr_ge0; apply: le_trans h _.
  set a := x i 0; set b := x j 0.
  rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite mulr2n; ring.
rewrite -(ler_pmuln2r (isT : (0 < 2)%N)) -sumrMnl.
apply: le_trans (_ : \sum_i \sum_j (x i 0 ^+ 2 * S j j + x j 0 ^+ 2 * S i i) <= _).
  by apply: ler_sum => i _; rewrite -sumrMnl; apply: ler_sum => j _; exact: two.
under eq_bigr do rewrite big_split /=; rewrite big_split /= [X in _ + X]exchange_big /=.
rewrite mulr2n; have -> : \sum_i \sum_j x i 0 ^+ 2 * S j j = \tr S * \tr (x^T *m x).
  rewrite mulrC {1}/mxtrace big_ord1 mxE mulr_suml; apply: eq_bigr => i _.
  by rewrite mxE -expr2 mulr_sumr.
by [].
Qed.
End Facts.

Section Terms.
Variable F : realFieldType.
Implicit Types (k x y z : F).
Lemma scaled_zero k x y : 0 < k -> k * x = y -> y = 0 -> x = 0.
Proof. by move=> k0 <- /eqP; rewrite mulf_eq0 gt_eqF //= => /eqP. Qed.
Lemma scaled_ge k x y : 0 < k -> k * x = y -> 0 <= y -> 0 <= x.
Proof. by move=> k0 <-; rewrite pmulr_rge0. Qed.
Lemma scaled_eq m n k (A B : 'M[F]_(m, n)) : 0 < k -> k *: A = B -> B = 0 -> A = 0.
Proof. by move=> k0 <- /eqP; rewrite scaler_eq0 gt_eqF //= => /eqP. Qed.
Lemma scaled_psd n k (A B : 'M[F]_n) : 0 < k -> k *: A = B -> psd B -> psd A.
Proof.
move=> k0 <- [s p]; split=> [|x]; first by move: s; rewrite linearZ /= => /(scalerI (lt0r_neq0 k0)).
by have := p x; rewrite -scalemxAr -scalemxAl mxtraceZ pmulr_rge0.
Qed.
Lemma psd_zero n (A : 'M[F]_n) : A = 0 -> psd A.
Proof. by move=> ->; split=> [|x]; rewrite ?trmx0 // mulmx0 mul0mx mxtrace0. Qed.
Lemma psd_add n (A B : 'M[F]_n) : psd A -> psd B -> psd (A + B).
Proof.
move=> [s p] [r q]; split=> [|x]; first by rewrite linearD /= s r.
by rewrite mulmxDr mulmxDl mxtraceD; apply: addr_ge0; [exact: p | exact: q].
Qed.
Lemma zero_term x z : z = 0 -> x * z = 0.
Proof. by move=> ->; rewrite mulr0. Qed.
Lemma zero_is_ge x : x = 0 -> 0 <= x.
Proof. by move=> ->. Qed.
Lemma times_eq m n x (A : 'M[F]_(m, n)) : A = 0 -> x *: A = 0.
Proof. by move=> ->; rewrite scaler0. Qed.
Lemma times_ge (c : nat) x : 0 <= x -> 0 <= c%:R * x.
Proof. by move=> x0; rewrite mulr_ge0 ?ler0n. Qed.
Lemma times_psd n (c : nat) (A : 'M[F]_n) : psd A -> psd (c%:R *: A).
Proof.
move=> [s p]; split=> [|x]; first by rewrite linearZ /= s.
by rewrite -scalemxAr -scalemxAl mxtraceZ; apply: mulr_ge0; rewrite ?ler0n.
Qed.
Lemma inside_zero m n p q x (U : 'M[F]_(p, m)) (A : 'M[F]_(m, n)) (V : 'M[F]_(n, q)) : A = 0 -> x *: (U *m A *m V) = 0.
Proof. by move=> ->; rewrite mulmx0 mul0mx scaler0. Qed.
Lemma inside_zero_turned m n p q x (U : 'M[F]_(p, n)) (A : 'M[F]_(m, n)) (V : 'M[F]_(m, q)) : A = 0 -> x *: (U *m A^T *m V) = 0.
Proof. by move=> ->; rewrite trmx0 mulmx0 mul0mx scaler0. Qed.
Lemma number_inside_zero m n x z (A : 'M[F]_(m, n)) : z = 0 -> (x * z) *: A = 0.
Proof. by move=> ->; rewrite mulr0 scale0r. Qed.
End Terms.
