(* Squared norms over a real field, columns, and the orthogonal projector onto the columns of a matrix.

     norm2_ge0, norm2_eq0   a squared norm is not negative, and zero only for the zero matrix
     norm2_col              the squared norm is the sum over the columns
     onto C                 C (C^T C)^{-1} C^T, for C with independent columns
     projector A            there is an orthogonal projector Q with Q A = A and Q = A R for some R *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Norms.
Variable F : realFieldType.
Lemma norm2_ge0 p q (A : 'M[F]_(p, q)) : 0 <= norm2 A.
Proof.
rewrite /norm2 /mxtrace; apply: sumr_ge0 => i _; rewrite mxE; apply: sumr_ge0 => j _.
by rewrite mxE -expr2 sqr_ge0.
Qed.
Lemma norm2E m n (A : 'M[F]_(m, n)) : norm2 A = \sum_j \sum_i A i j ^+ 2.
Proof.
rewrite /norm2 /mxtrace; apply: eq_bigr => j _; rewrite mxE; apply: eq_bigr => i _.
by rewrite mxE expr2.
Qed.
Lemma norm2_eq0 m n (A : 'M[F]_(m, n)) : norm2 A = 0 -> A = 0.
Proof.
rewrite norm2E => /eqP; rewrite psumr_eq0; last by move=> j _; apply: sumr_ge0 => i _; exact: sqr_ge0.
move=> /allP h; apply/matrixP => i j; have := h j (mem_index_enum _).
rewrite psumr_eq0 /=; last by move=> k _; exact: sqr_ge0.
by move=> /allP /(_ i (mem_index_enum _)) /=; rewrite sqrf_eq0 mxE => /eqP.
Qed.
Lemma norm2_gt0 m n (A : 'M[F]_(m, n)) : A != 0 -> 0 < norm2 A.
Proof. by move=> A0; rewrite lt0r norm2_ge0 andbT; apply: contraNneq A0 => /norm2_eq0 ->. Qed.
Lemma norm2_tr m n (A : 'M[F]_(m, n)) : norm2 A^T = norm2 A.
Proof. by rewrite /norm2 trmxK mxtrace_mulC. Qed.
Lemma norm2_col m n (A : 'M[F]_(m, n)) : norm2 A = \sum_j norm2 (col j A).
Proof.
rewrite norm2E; apply: eq_bigr => j _; rewrite norm2E big_ord_recl big_ord0 addr0.
by apply: eq_bigr => i _; rewrite mxE.
Qed.
Lemma norm2_mulcol m n k (A : 'M[F]_(m, n)) (B : 'M[F]_(n, k)) : norm2 (A *m B) = \sum_j norm2 (A *m col j B).
Proof. by rewrite norm2_col; apply: eq_bigr => j _; rewrite !colE mulmxA. Qed.
Lemma mul11 n (x : 'M[F]_(n, 1)) : x^T *m x = (norm2 x)%:M.
Proof. by rewrite [LHS]mx11_scalar /norm2 /mxtrace big_ord_recl big_ord0 addr0. Qed.
Lemma norm2_rank1 m n (x : 'M[F]_(m, 1)) (y : 'M[F]_(n, 1)) : norm2 (x *m y^T) = norm2 x * norm2 y.
Proof.
rewrite {1}/norm2 trmx_mul trmxK mulmxA -(mulmxA y) mul11 mul_mx_scalar -scalemxAl mxtraceZ.
by rewrite (mxtrace_mulC y).
Qed.

(* the orthogonal projector onto the columns of A *)
Lemma gram_unit m r (C : 'M[F]_(m, r)) : row_free C^T -> C^T *m C \in unitmx.
Proof.
move=> free; rewrite -row_free_unit -kermx_eq0; set K := kermx _.
have KC : K *m C^T *m C = 0 by rewrite -mulmxA mulmx_ker.
have : norm2 (K *m C^T)^T = 0 by rewrite /norm2 trmxK trmx_mul trmxK mulmxA KC mul0mx mxtrace0.
move/norm2_eq0/(congr1 trmx); rewrite trmxK trmx0 => KC0.
by apply/eqP; apply: (row_free_inj free); rewrite KC0 mul0mx.
Qed.
Definition onto m r (C : 'M[F]_(m, r)) := C *m invmx (C^T *m C) *m C^T.
Lemma ontoP m r (C : 'M[F]_(m, r)) : row_free C^T ->
  [/\ (onto C)^T = onto C, onto C *m C = C & \tr (onto C) = r%:R].
Proof.
move=> /gram_unit G; split.
- by rewrite /onto !trmx_mul trmxK trmx_inv trmx_mul trmxK mulmxA.
- by rewrite /onto -!mulmxA mulVmx // mulmx1.
- by rewrite /onto -mulmxA mxtrace_mulC -mulmxA mulVmx // mxtrace1.
Qed.
Lemma onto_idem m r (C : 'M[F]_(m, r)) : row_free C^T -> onto C *m onto C = onto C.
Proof. by move=> /ontoP [_ keep _]; rewrite -[X in _ *m X = _]mulmxA mulmxA keep mulmxA. Qed.
Lemma projector m k (A : 'M[F]_(m, k)) : exists Q : 'M[F]_m,
  [/\ Q^T = Q, Q *m Q = Q, Q *m A = A, \tr Q <= k%:R & exists R, Q = A *m R].
Proof.
have free : row_free (col_base A)^T by rewrite /row_free mxrank_tr; exact: col_base_full.
have [sym keep tr] := ontoP free; exists (onto (col_base A)); split=> //.
- exact: onto_idem.
- apply: etrans (congr1 (mulmx _) (esym (mulmx_base A))) _.
  by rewrite mulmxA keep mulmx_base.
- by rewrite tr ler_nat rank_leq_col.
- exists (pinvmx (row_base A) *m (invmx ((col_base A)^T *m col_base A) *m (col_base A)^T)).
  have CE : A *m pinvmx (row_base A) = col_base A.
    have := congr1 (mulmx^~ (pinvmx (row_base A))) (mulmx_base A).
    by rewrite -mulmxA mulmxVp ?row_base_free // mulmx1.
  by rewrite [RHS]mulmxA CE /onto -[LHS]mulmxA.
Qed.
End Norms.
