(* Kronecker products and vectors of matrices, taken row by row.

     place_index        the pair (i, j) stands at place i n + j
     kron_vec           (A (x) B) vec V = vec (A V B^T)
     kron_swap          (A (x) B) swap vec V = vec (A V^T B^T)
     kron_block         the tactic for steps that read a sum of Kronecker products off a matrix *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Vec.
Variable F : comRingType.
Lemma placeK m n (i : 'I_m) (j : 'I_n) : place (mxvec_index i j) = (i, j).
Proof. by rewrite /place /mxvec_index cast_ordK enum_rankK. Qed.
Lemma sum_places m n (f : 'I_m * 'I_n -> F) : \sum_(k < m * n) f (place k) = \sum_i \sum_j f (i, j).
Proof.
rewrite pair_big /= (reindex (fun p : 'I_m * 'I_n => mxvec_index p.1 p.2)) /=.
  by apply: eq_bigr => -[i j] _; rewrite placeK.
have [g gK Kg] := curry_mxvec_bij m n.
by exists g => k _; [rewrite -[RHS]gK; case: k | rewrite -[RHS]Kg; case: (g k)].
Qed.
Lemma vecZ m n c (A : 'M[F]_(m, n)) : vec (c *: A) = c *: vec A.
Proof. by apply/matrixP => k z; rewrite !mxE. Qed.
Lemma vecD m n (A B : 'M[F]_(m, n)) : vec (A + B) = vec A + vec B.
Proof. by apply/matrixP => k z; rewrite !mxE. Qed.
Lemma vecN m n (A : 'M[F]_(m, n)) : vec (- A) = - vec A.
Proof. by apply/matrixP => k z; rewrite !mxE. Qed.
Theorem kron_vec m n p q (A : 'M[F]_(m, n)) (B : 'M[F]_(p, q)) V : kron A B *m vec V = vec (A *m V *m B^T).
Proof.
apply/matrixP => k z; rewrite !mxE.
under eq_bigr do rewrite !mxE.
rewrite (sum_places (fun l => A (place k).1 l.1 * B (place k).2 l.2 * V l.1 l.2)) exchange_big /=.
apply: eq_bigr => j _; rewrite !mxE mulr_suml; apply: eq_bigr => i _ /=; by rewrite mulrAC.
Qed.
Lemma swap_vec m n (V : 'M[F]_(m, n)) : swap F m n *m vec V = vec V^T.
Proof.
apply/matrixP => k z; rewrite !mxE.
under eq_bigr do rewrite !mxE.
rewrite (sum_places (fun l => (((place k).1 == l.2) && ((place k).2 == l.1))%:R * V l.1 l.2)).
rewrite (bigD1 (place k).2) //= (bigD1 (place k).1) //= !eqxx mul1r !big1 ?addr0 //.
  by move=> i ne; apply: big1 => j _; rewrite (eq_sym _ i) (negPf ne) andbF mul0r.
by move=> j ne; rewrite eq_sym (negPf ne) mul0r.
Qed.
Theorem kron_swap m n p q (A : 'M[F]_(m, n)) (B : 'M[F]_(p, q)) V : kron A B *m swap F q n *m vec V = vec (A *m V^T *m B^T).
Proof. by rewrite -mulmxA swap_vec kron_vec. Qed.
End Vec.
Ltac kron_block := intros; subst; rewrite ?mulmxDl ?mulNmx -?scalemxAl ?kron_swap ?kron_vec -?vecZ -?vecN -?vecD; congr vec; words.
