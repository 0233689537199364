(* The terms of first and second order of the product as sums over layers, and over pairs of layers.

     product1_layers    (flow.v) product1 is the sum over the layers
     product2_layers    product2 is the sum over the pairs of layers j < k
     layer_sum          a sum over layers inside a product, or a trace, is put in front
     first_in_layers    the first-order term of a product in which the end-to-end matrix stands once *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network flow.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Sums.
Variables (F : comRingType) (d : nat -> nat).
Implicit Types W V : layers F d.
Theorem product2_layers W V H :
  product2 W V H = \sum_(k < H) \sum_(j < k) outer W H k.+1 *m V k *m outer W k j.+1 *m V j *m product W j.
Proof.
elim: H => [|h IH]; first by rewrite big_ord0.
rewrite [LHS]/= {}IH big_ord_recr addrC; congr (_ + _).
  rewrite mulmx_sumr; apply: eq_bigr => k _; rewrite mulmx_sumr; apply: eq_bigr => j _.
  by rewrite [widen_ord _ k : nat]/= (outer_step W (ltn_ord k)) !mulmxA.
rewrite outer_self mul1mx product1_layers mulmx_sumr; apply: eq_bigr => j _.
by rewrite !mulmxA.
Qed.
Theorem layer_splits W H j : (j < H)%N -> product W H = outer W H j.+1 *m W j *m product W j.
Proof. by move=> jH; rewrite outer_first // outer_product // ltnW. Qed.
Theorem pair_splits W H k j : (j < k < H)%N -> product W H = outer W H k.+1 *m W k *m outer W k j.+1 *m W j *m product W j.
Proof. by case/andP=> jk kH; rewrite (layer_splits W kH) (layer_splits W jk) !mulmxA. Qed.
(* the first derivative of the product, as a limit-free statement *)
Theorem first_order W V H t : exists R : 'M[F]_(d H, d 0),
  product (moved t W V) H = product W H + t *: (\sum_(j < H) outer W H j.+1 *m V j *m product W j) + t ^+ 2 *: R.
Proof.
rewrite product_taylor product1_layers; exists (product2 W V H + t *: product3 t W V H).
by rewrite scalerDr scalerA -exprSr !addrA.
Qed.
Theorem second_order W V H t : exists R : 'M[F]_(d H, d 0),
  product (moved t W V) H = product W H + t *: (\sum_(j < H) outer W H j.+1 *m V j *m product W j) +
    t ^+ 2 *: (\sum_(k < H) \sum_(j < k) outer W H k.+1 *m V k *m outer W k j.+1 *m V j *m product W j) + t ^+ 3 *: R.
Proof. by rewrite product_taylor product1_layers product2_layers; exists (product3 t W V H). Qed.
End Sums.
Lemma tr_sum (F : comRingType) (n m : nat) (A : 'I_n -> 'M[F]_m) : \tr (\sum_(i < n) A i) = \sum_(i < n) \tr (A i).
Proof. exact: linear_sum. Qed.
Ltac layer_sum := rewrite ?(mulmx_sumr, mulmx_suml, tr_sum, scaler_sumr, mulr_sumr);
  apply: eq_bigr => ? _; rewrite ?(mulmx_sumr, mulmx_suml, tr_sum, scaler_sumr, mulr_sumr);
  try (apply: eq_bigr => ? _); words.
