(* The Hessian at a point in normal form, W_1 = diag(D, Z_1) and W_j = diag(1, Z_j), as a sum of three forms in different variables.

     blocked D Z        these layers; Va, Vb, Vc, Ve are the four blocks of a direction V
     sum_a, sum_b, sum_c
                        three blocks of the part of order 1 of the product; the fourth is that of the layers Z
     second_line        the products of the blocks b and c depend on sum_b and sum_c only
     three_lines        the Hessian: |sum_a|^2, a form in sum_b and sum_c, and the Hessian of the layers Z along Ve *)
From mathcomp Require Import all_ssreflect all_algebra ring zify.
From symdln Require Import definitions words norms network flow losses.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Words.
Variable F : comRingType.
Lemma word_white p q m (A : 'M[F]_(p, q)) (X : 'M[F]_(q, m)) : norm2 (A *m X) = \tr (A *m (X *m X^T) *m A^T).
Proof. words. Qed.
Lemma word_residual p q m (P S : 'M[F]_(p, q)) (X : 'M[F]_(q, m)) (Y : 'M[F]_(p, m)) :
  \tr ((P *m X - Y)^T *m S *m X) = \tr ((P *m (X *m X^T) - Y *m X^T)^T *m S).
Proof. words. Qed.
Lemma word_plain p q (A : 'M[F]_(p, q)) : \tr (A *m A^T) = norm2 A.
Proof. words. Qed.
Lemma norm2_block p q u v (A : 'M[F]_(p, u)) (B : 'M[F]_(p, v)) (C : 'M[F]_(q, u)) (G : 'M[F]_(q, v)) :
  norm2 (block_mx A B C G) = norm2 A + norm2 B + norm2 C + norm2 G.
Proof.
rewrite /norm2 tr_block_mx mulmx_block mxtrace_block !mxtraceD -!addrA; congr (_ + _).
by rewrite addrCA.
Qed.
Lemma gather (a b c e x y : F) : a + b + c + e + 2%:R * - (y + x) = a + (b + c - 2%:R * x) + (e + 2%:R * - y).
Proof. by ring. Qed.
End Words.

Section Blocks.
Variables (F : realFieldType) (n : nat -> nat) (r : nat) (D : 'M[F]_r) (Z : layers F n).
Let w j := (r + n j)%N.
Definition blocked : layers F w := fun j => block_mx (if j == 0%N then D else 1%:M) 0 0 (Z j).
Let Dp j : 'M[F]_r := if j == 0%N then 1%:M else D.
Lemma blocked_product j : product blocked j = block_mx (Dp j) 0 0 (product Z j).
Proof.
elim: j => [|j IH]; first exact: scalar_mx_block.
have -> : product blocked j.+1 = blocked j *m product blocked j by [].
rewrite IH mulmx_block !mul0mx !mulmx0 !add0r !addr0 /Dp /=; congr block_mx.
by case: j {IH} => [|j] /=; rewrite ?mulmx1 ?mul1mx.
Qed.
Variable V : layers F w.
Definition Va j : 'M[F]_r := ulsubmx (V j).
Definition Vb j : 'M[F]_(r, n j) := ursubmx (V j).
Definition Vc j : 'M[F]_(n j.+1, r) := dlsubmx (V j).
Definition Ve : layers F n := fun j => drsubmx (V j).
Fixpoint sum_a j : 'M[F]_r := if j is i.+1 then Va i *m Dp i + sum_a i else 0.
Fixpoint sum_b j : 'M[F]_(r, n 0%N) := if j is i.+1 then Vb i *m product Z i + sum_b i else 0.
Fixpoint sum_c j : 'M[F]_(n j, r) := if j is i.+1 then Vc i *m Dp i + Z i *m sum_c i else 0.
Fixpoint mixed j : 'M[F]_(n j, n 0%N) := if j is i.+1 then Vc i *m sum_b i + Z i *m mixed i else 0.
Lemma VE j : V j = block_mx (Va j) (Vb j) (Vc j) (Ve j).
Proof. by rewrite -[LHS]submxK. Qed.
Lemma blocked_product1 j : product1 blocked V j = block_mx (sum_a j) (sum_b j) (sum_c j) (product1 Z Ve j).
Proof.
elim: j => [|j IH]; first by rewrite /= block_mx0.
have -> : product1 blocked V j.+1 = V j *m product blocked j + blocked j *m product1 blocked V j by [].
rewrite IH blocked_product VE /blocked !mulmx_block !mul0mx !mulmx0 !add0r !addr0 add_block_mx.
by case: j {IH} => [|j]; rewrite /= ?mulmx0 ?mul1mx ?addr0.
Qed.
Lemma blocked_product2 j : drsubmx (product2 blocked V j) = product2 Z Ve j + mixed j.
Proof.
elim: j => [|j IH]; first by rewrite addr0 (_ : product2 blocked V 0 = block_mx 0 0 0 0) ?block_mxKdr // block_mx0.
have -> : product2 blocked V j.+1 = V j *m product1 blocked V j + blocked j *m product2 blocked V j by [].
rewrite blocked_product1 VE -[product2 blocked V j]submxK IH /blocked !mulmx_block add_block_mx block_mxKdr.
by rewrite /= mul0mx add0r mulmxDr [X in X + _ = _]addrC addrACA.
Qed.
Lemma sum_c_outer h : sum_c h = \sum_(i < h) outer Z h i.+1 *m Vc i *m Dp i.
Proof.
elim: h => [|h IH]; first by rewrite big_ord0.
have -> : sum_c h.+1 = Vc h *m Dp h + Z h *m sum_c h by [].
rewrite addrC big_ord_recr IH mulmx_sumr; congr (_ + _); last by rewrite [nat_of_ord ord_max]/= outer_self mul1mx.
by apply: eq_bigr => i _; rewrite (outer_step Z (ltn_ord i)) !mulmxA.
Qed.
Lemma mixed_outer h : mixed h = \sum_(i < h) outer Z h i.+1 *m Vc i *m sum_b i.
Proof.
elim: h => [|h IH]; first by rewrite big_ord0.
have -> : mixed h.+1 = Vc h *m sum_b h + Z h *m mixed h by [].
rewrite addrC big_ord_recr IH mulmx_sumr; congr (_ + _); last by rewrite [nat_of_ord ord_max]/= outer_self mul1mx.
by apply: eq_bigr => i _; rewrite (outer_step Z (ltn_ord i)) !mulmxA.
Qed.
Lemma sum_b_split i h : (i <= h)%N -> sum_b h = sum_b i + \sum_(i <= j < h) Vb j *m product Z j.
Proof.
elim: h => [|h IH]; first by rewrite leqn0 => /eqP ->; rewrite big_geq ?addr0.
rewrite leq_eqVlt => /orP[/eqP -> | ih]; first by rewrite big_geq ?addr0.
have -> : sum_b h.+1 = Vb h *m product Z h + sum_b h by [].
by rewrite ltnS in ih; rewrite IH // big_nat_recr //= addrC addrA.
Qed.
Variables (H : nat) (E : 'M[F]_(n 0%N, n H)).
Hypotheses (unit : D \in unitmx) (EZ : forall j, (j < H)%N -> product Z j *m E *m outer Z H j.+1 = 0).
Lemma around_zero i j : (i <= j)%N -> (i < H)%N -> product Z j *m E *m outer Z H i.+1 = 0.
Proof.
elim: j => [|j IH]; first by rewrite leqn0 => /eqP ->; exact: EZ.
rewrite leq_eqVlt => /orP[/eqP <- | ij] iH; first exact: EZ.
have -> : product Z j.+1 = Z j *m product Z j by [].
by rewrite -!mulmxA [product Z j *m _]mulmxA IH // mulmx0.
Qed.
Lemma second_line : \tr (E *m mixed H) = \tr (E *m sum_c H *m invmx D *m sum_b H).
Proof.
rewrite mixed_outer sum_c_outer mulmx_sumr [E *m \sum_(_ < _) _ in RHS]mulmx_sumr !mulmx_suml !raddf_sum /=; apply: eq_bigr => i _.
have iH := ltn_ord i; rewrite !mulmxA.
rewrite [in RHS](sum_b_split (ltnW iH)) mulmxDr mxtraceD [X in _ + X](_ : _ = 0) ?addr0; last first.
  rewrite mulmx_sumr raddf_sum /= big_nat_cond big1 // => j /andP[/andP[ij _] _].
  by rewrite mulmxA mxtrace_mulC !mulmxA (around_zero ij iH) !mul0mx mxtrace0.
congr (\tr _); rewrite /Dp; case: (posnP i) => [i0 | i1]; last by rewrite mulmxK.
by rewrite i0 /= !mulmx0.
Qed.

Hypothesis PZ : product Z H = 0.
Theorem three_lines m (X : 'M[F]_(w 0%N, m)) (Y : 'M[F]_(w H, m)) : (0 < H)%N -> X *m X^T = 1%:M -> Y *m X^T = block_mx D 0 0 E^T ->
  hessian X blocked Y V = norm2 (sum_a H) + (norm2 (sum_b H) + norm2 (sum_c H) - 2%:R * \tr (E *m sum_c H *m invmx D *m sum_b H)) +
    hessian (1%:M : 'M[F]_(n 0%N)) Z E^T Ve.
Proof.
move=> H0 white YX; rewrite /hessian /residual word_white word_residual white !mulmx1 word_plain YX blocked_product PZ /Dp gtn_eqF //.
rewrite opp_block_mx add_block_mx subrr !oppr0 !addr0 sub0r tr_block_mx -[product2 blocked V H]submxK mulmx_block mxtrace_block blocked_product2.
rewrite blocked_product1 norm2_block -second_line !trmx0 !mul0mx !addr0 !add0r mxtrace0 add0r.
have minus S : \tr ((- E^T)^T *m S) = - \tr (E *m S) by rewrite linearN /= trmxK mulNmx linearN.
rewrite !minus mulmxDr mxtraceD; move: (\tr (E *m mixed H)) (\tr (E *m product2 Z Ve H)) => x y.
move: (norm2 (sum_a H)) (norm2 (sum_b H)) (norm2 (sum_c H)) (norm2 (product1 Z Ve H)) => a b c e.
exact: gather.
Qed.
End Blocks.
