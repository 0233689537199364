(* Blocks of sums, for derivations that multiply 2 x 2 tables of blocks. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Blocks.
Variables (F : comRingType) (m1 m2 n1 n2 : nat) (I : Type) (r : seq I) (A : I -> 'M[F]_(m1 + m2, n1 + n2)).
Lemma ulsubmx_sum : ulsubmx (\sum_(i <- r) A i) = \sum_(i <- r) ulsubmx (A i).
Proof. by apply/matrixP => a b; rewrite !mxE !summxE; apply: eq_bigr => i _; rewrite !mxE. Qed.
Lemma ursubmx_sum : ursubmx (\sum_(i <- r) A i) = \sum_(i <- r) ursubmx (A i).
Proof. by apply/matrixP => a b; rewrite !mxE !summxE; apply: eq_bigr => i _; rewrite !mxE. Qed.
Lemma dlsubmx_sum : dlsubmx (\sum_(i <- r) A i) = \sum_(i <- r) dlsubmx (A i).
Proof. by apply/matrixP => a b; rewrite !mxE !summxE; apply: eq_bigr => i _; rewrite !mxE. Qed.
Lemma drsubmx_sum : drsubmx (\sum_(i <- r) A i) = \sum_(i <- r) drsubmx (A i).
Proof. by apply/matrixP => a b; rewrite !mxE !summxE; apply: eq_bigr => i _; rewrite !mxE. Qed.
End Blocks.
Ltac block_sum := rewrite ?(ulsubmx_sum, ursubmx_sum, dlsubmx_sum, drsubmx_sum).
