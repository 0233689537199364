(* Least squares in one factor, and derivatives of words.

     trace_derivatives, jacobian_vector, jacobian_matrix
                         derivatives, as terms of first order in t
     two_sided_convex    ||A B X - Y||^2 is convex in B
     two_sided           it is minimal at B if and only if A^T A B (X X^T) = A^T (Y X^T) *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network flow.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Words.
Variable F : comRingType.
Lemma word_step n p q m (A : 'M[F]_(n, p)) (B D : 'M[F]_(p, q)) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)) :
  norm2 (A *m (B + D) *m X - Y) =
  norm2 (A *m B *m X - Y) + 2%:R * \tr ((A^T *m (A *m B *m X - Y) *m X^T)^T *m D) + norm2 (A *m D *m X).
Proof. words. Qed.
Lemma word_segment n m (M N : 'M[F]_(n, m)) t :
  norm2 (t *: M + (1 - t) *: N) + t * (1 - t) * norm2 (M - N) = t * norm2 M + (1 - t) * norm2 N.
Proof. words. Qed.
Lemma word_affine n p q m (A : 'M[F]_(n, p)) (B C : 'M[F]_(p, q)) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)) t :
  A *m (t *: B + (1 - t) *: C) *m X - Y = t *: (A *m B *m X - Y) + (1 - t) *: (A *m C *m X - Y).
Proof. words. Qed.
Lemma word_descent n m (G : 'M[F]_(n, m)) s : \tr (G^T *m (- s *: G)) = - (s * norm2 G).
Proof. words. Qed.

Theorem trace_derivatives a b c (A : 'M[F]_(a, b)) (B D : 'M[F]_(b, c)) (C : 'M[F]_(c, a)) (C' : 'M[F]_(a, c)) (K : 'M[F]_c) t :
  [/\ \tr (A *m (B + t *: D) *m C) = \tr (A *m B *m C) + t * \tr ((A^T *m C^T)^T *m D),
      \tr (C' *m (B + t *: D)^T *m A^T) = \tr (C' *m B^T *m A^T) + t * \tr ((A^T *m C')^T *m D) &
      \tr (A *m (B + t *: D) *m K *m (B + t *: D)^T *m A^T) = \tr (A *m B *m K *m B^T *m A^T) +
        t * \tr ((A^T *m A *m B *m K^T + A^T *m A *m B *m K)^T *m D) + t ^+ 2 * \tr (A *m D *m K *m D^T *m A^T)].
Proof. split; words. Qed.
Theorem jacobian_vector n m (A : 'M[F]_(n, m)) (x : 'cV[F]_m) t i j :
  (A *m (x + t *: delta_mx j 0)) i 0 = (A *m x) i 0 + t * A i j.
Proof. by rewrite mulmxDr -scalemxAr -colE !mxE. Qed.
Theorem jacobian_matrix n m (A : 'M[F]_(n, m)) (x : 'cV[F]_m) t i k q :
  ((A + t *: delta_mx k q) *m x) i 0 = (A *m x) i 0 + t * (if k == i then x q 0 else 0).
Proof.
rewrite mulmxDl -scalemxAl mxE; congr (_ + _); rewrite mxE; congr (_ * _).
rewrite mxE (bigD1 q) //= big1 ?addr0 => [|j jq]; last by rewrite mxE (negPf jq) andbF mul0r.
by rewrite mxE eqxx andbT eq_sym; case: (k == i); rewrite ?mul1r ?mul0r.
Qed.
Theorem two_squares n m (P Q : 'M[F]_(n, m)) : norm2 (P - Q) + norm2 (P + Q) = 2%:R * norm2 P + 2%:R * norm2 Q.
Proof. words. Qed.
End Words.

Section Least.
Variable F : realFieldType.
Lemma still (a b : F) : 0 <= a -> 0 <= b -> (forall s, 0 <= 2%:R * - (s * a) + s ^+ 2 * b) -> a = 0.
Proof.
move=> a0 b0 pos; have [//|an] := eqVneq a 0; exfalso.
have b1 : 0 < b + 1 := ltr_paddl b0 ltr01.
have := pos (a / (b + 1)); rewrite leNgt => /negP; apply.
have ap : 0 < a by rewrite lt0r an.
have s0 : 0 < a / (b + 1) by rewrite divr_gt0.
have -> : 2%:R * - (a / (b + 1) * a) + (a / (b + 1)) ^+ 2 * b = a / (b + 1) * (a / (b + 1) * b - 2%:R * a) by rewrite expr2; ring.
rewrite pmulr_rlt0 // subr_lt0; apply: (@le_lt_trans _ _ a); last by rewrite mulr_natl mulr2n ltr_addl.
by rewrite mulrAC ler_pdivr_mulr // ler_pmul2l // ler_addl ler01.
Qed.
Section Two.
Variables (n p q m : nat) (A : 'M[F]_(n, p)) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)).
Theorem two_sided_convex (B C : 'M[F]_(p, q)) t : 0 <= t -> t <= 1 ->
  norm2 (A *m (t *: B + (1 - t) *: C) *m X - Y) <= t * norm2 (A *m B *m X - Y) + (1 - t) * norm2 (A *m C *m X - Y).
Proof.
by move=> t0 t1; rewrite word_affine -word_segment ler_addl !mulr_ge0 ?norm2_ge0 // subr_ge0.
Qed.
Theorem two_sided (B : 'M[F]_(p, q)) : (forall C, norm2 (A *m B *m X - Y) <= norm2 (A *m C *m X - Y)) <->
  A^T *m A *m B *m (X *m X^T) = A^T *m (Y *m X^T).
Proof.
set G := A^T *m (A *m B *m X - Y) *m X^T.
have GE : (A^T *m A *m B *m (X *m X^T) = A^T *m (Y *m X^T)) <-> G = 0.
  have -> : G = A^T *m A *m B *m (X *m X^T) - A^T *m (Y *m X^T) by rewrite /G mulmxBr mulmxBl !mulmxA.
  by split=> [-> | /subr0_eq //]; rewrite subrr.
rewrite GE; split=> [least | G0 C]; last first.
  have -> : C = B + (C - B) by rewrite addrC subrK.
  by rewrite (word_step A B (C - B) X Y) -/G G0 trmx0 mul0mx mxtrace0 mulr0 addr0 ler_addl norm2_ge0.
apply: norm2_eq0; apply: (@still _ (norm2 (A *m G *m X))); rewrite ?norm2_ge0 // => s.
have := least (B + - s *: G); rewrite (word_step A B (- s *: G) X Y) -/G word_descent -addrA ler_addl.
suff -> : norm2 (A *m (- s *: G) *m X) = s ^+ 2 * norm2 (A *m G *m X) by [].
by words.
Qed.
End Two.
End Least.
