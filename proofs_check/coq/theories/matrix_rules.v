(* The rules of proofs that `symdln prove` finds, beyond sums of multiples of known equations.

     pseudo_inverse     every matrix over an ordered field has a pseudo-inverse with its four equations
     swapped            u v = I gives v u = I for square matrices
     multiple_zero      c A = 0 gives A = 0 for c other than 0
     last_square, more_squares, last_number, more_numbers
                        a sum of squares with positive weights is zero only if every root is *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Rules.
Variable F : realFieldType.
Lemma pseudo_inverse_of_product m r n (C : 'M[F]_(m, r)) (R : 'M[F]_(r, n)) :
  C^T *m C \in unitmx -> R *m R^T \in unitmx -> let A := C *m R in exists G : 'M[F]_(n, m),
  [/\ A *m G *m A = A, G *m A *m G = G, (A *m G)^T = A *m G & (G *m A)^T = G *m A].
Proof.
move=> uC uR A; set P := invmx (C^T *m C); set Q := invmx (R *m R^T).
have eP : P *m (C^T *m C) = 1%:M by rewrite mulVmx.
have eQ : Q *m (R *m R^T) = 1%:M by rewrite mulVmx.
have eQ' : (R *m R^T) *m Q = 1%:M by rewrite mulmxV.
have sP : P^T = P by rewrite /P trmx_inv trmx_mul trmxK.
have sQ : Q^T = Q by rewrite /Q trmx_inv trmx_mul trmxK.
have AG : A *m (R^T *m Q *m P *m C^T) = C *m P *m C^T.
  by rewrite -[RHS](mulmx1 _) /A; have := congr1 (fun Z => C *m Z *m P *m C^T) eQ'; rewrite mulmx1 !mulmxA => ->; rewrite mulmx1.
have GA : (R^T *m Q *m P *m C^T) *m A = R^T *m Q *m R.
  by rewrite /A; have := congr1 (fun Z => R^T *m Q *m Z *m R) eP; rewrite mulmx1 !mulmxA.
exists (R^T *m Q *m P *m C^T); rewrite AG GA; split.
- by rewrite /A; have := congr1 (fun Z => C *m Z *m R) eP; rewrite mulmx1 !mulmxA.
- by have := congr1 (fun Z => R^T *m Z *m Q *m P *m C^T) eQ; rewrite mulmx1 !mulmxA.
- by rewrite !trmx_mul trmxK sP mulmxA.
by rewrite !trmx_mul trmxK sQ mulmxA.
Qed.
Theorem pseudo_inverse m n (A : 'M[F]_(m, n)) : exists G : 'M[F]_(n, m),
  [/\ A *m G *m A = A, G *m A *m G = G, (A *m G)^T = A *m G & (G *m A)^T = G *m A].
Proof.
rewrite -(mulmx_base A); apply: pseudo_inverse_of_product.
  by apply: gram_unit; rewrite /row_free mxrank_tr; exact: col_base_full.
by have := @gram_unit F n _ (row_base A)^T; rewrite trmxK; apply; exact: row_base_free.
Qed.
Theorem swapped n (u v : 'M[F]_n) : u *m v - 1%:M = 0 -> v *m u - 1%:M = 0.
Proof. by move/subr0_eq/mulmx1C => ->; rewrite subrr. Qed.
Lemma multiple_zero m n (c : F) (A : 'M[F]_(m, n)) : c != 0 -> c *: A = 0 -> A = 0.
Proof. by move=> c0 /eqP; rewrite scaler_eq0 (negPf c0) => /eqP. Qed.
Lemma number_zero (c x : F) : c != 0 -> c * x = 0 -> x = 0.
Proof. by move=> c0 /eqP; rewrite mulf_eq0 (negPf c0) => /eqP. Qed.
Lemma last_square m n (c : F) (A : 'M[F]_(m, n)) : c * norm2 A = 0 -> 0 < c -> A = 0.
Proof. by move=> /eqP e c0; move: e; rewrite mulf_eq0 gt_eqF //= => /eqP /norm2_eq0. Qed.
Lemma more_squares m n (c r : F) (A : 'M[F]_(m, n)) : c * norm2 A + r = 0 -> 0 < c -> 0 <= r -> A = 0 /\ r = 0.
Proof.
move=> e c0 r0; have n0 : 0 <= c * norm2 A by rewrite mulr_ge0 ?norm2_ge0 ?ltW.
move: e => /eqP; rewrite paddr_eq0 // => /andP[/eqP a /eqP ->]; split=> //.
exact: last_square a c0.
Qed.
Lemma last_number (c x : F) : c * x ^+ 2 = 0 -> 0 < c -> x = 0.
Proof. by move=> /eqP e c0; move: e; rewrite mulf_eq0 gt_eqF //= sqrf_eq0 => /eqP. Qed.
Lemma more_numbers (c r x : F) : c * x ^+ 2 + r = 0 -> 0 < c -> 0 <= r -> x = 0 /\ r = 0.
Proof.
move=> e c0 r0; have n0 : 0 <= c * x ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 ?ltW.
move: e => /eqP; rewrite paddr_eq0 // => /andP[/eqP a /eqP ->]; split=> //.
exact: last_number a c0.
Qed.
End Rules.
Lemma sum_zero (V : zmodType) (a b : V) : a = 0 -> b = 0 -> a + b = 0.
Proof. by move=> -> ->; rewrite addr0. Qed.
Lemma trace_zero (F : comRingType) n (A : 'M[F]_n) : A = 0 -> \tr A = 0.
Proof. by move=> ->; rewrite mxtrace0. Qed.
Ltac zero_by h := rewrite h ?(trmx0, mulmx0, mul0mx, scaler0, mulr0, mul0r, mxtrace0, scale0r).
Ltac not_negative := repeat apply: addr_ge0; first [exact: norm2_ge0 | exact: sqr_ge0 | apply: mulr_ge0; [exact: ler0n | first [exact: norm2_ge0 | exact: sqr_ge0]]].
