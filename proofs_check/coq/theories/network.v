(* Deep linear networks of every depth and all widths: expansions, gradient, critical equations.

     depthE, every_layer    depth k j = k + j; every layer of a network has some number of layers above it
     product_above, split_layer
                            the product is (layers above j) (layer j) (layers below j)
     product_taylor         the product of the layers W + tV, by powers of t
     product1_below, product1_above, product1_sum
                            the term of first order: one summand for each layer
     loss_taylor            the loss of the layers W + tV, by powers of t
     variation_gradient     the first derivative along one layer is the inner product with its gradient
     critical_gradient, gradient_critical
                            critical means that all gradients vanish
     inner_equation, outer_equation
                            P^T P Sxx = P^T Syx and P Sxx P^T = Syx P^T at critical points
     balanced, balanced_any the flow of neighbouring layers is balanced; flow.v has it without casts *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma depthE k j : depth k j = (k + j)%N.
Proof. by elim: k j => //= k IH j; rewrite IH addnS. Qed.
(* every layer j < H stands at some height k below the top *)
Lemma every_layer H j : (j < H)%N -> exists k, H = depth k j.+1.
Proof. by move=> jH; exists (H - j.+1)%N; rewrite depthE subnK. Qed.

Lemma word_norm4 (F : comRingType) n p m (E : 'M[F]_(n, m)) (A B C : 'M[F]_(n, p)) (X : 'M[F]_(p, m)) (t : F) :
  norm2 (E + t *: (A *m X) + t ^+ 2 *: (B *m X) + t ^+ 3 *: (C *m X)) =
  norm2 E + t * (2%:R * \tr (E^T *m A *m X)) + t ^+ 2 * (norm2 (A *m X) + 2%:R * \tr (E^T *m B *m X)) +
  t ^+ 3 * (2%:R * \tr (E^T *m C *m X) + 2%:R * \tr ((A *m X)^T *m B *m X) +
  t * (norm2 (B *m X) + 2%:R * \tr ((A *m X)^T *m C *m X)) + t ^+ 2 * (2%:R * \tr ((B *m X)^T *m C *m X)) + t ^+ 3 * norm2 (C *m X)).
Proof. words. Qed.
Lemma word_res4 (F : comRingType) n p m (P A B C : 'M[F]_(n, p)) (X : 'M[F]_(p, m)) (Y : 'M[F]_(n, m)) (t : F) :
  (P + t *: A + t ^+ 2 *: B + t ^+ 3 *: C) *m X - Y =
  (P *m X - Y) + t *: (A *m X) + t ^+ 2 *: (B *m X) + t ^+ 3 *: (C *m X).
Proof. words. Qed.
Lemma word_grad (F : comRingType) n q p r m (P : 'M[F]_(n, r)) (A : 'M[F]_(n, q)) (V : 'M[F]_(q, p)) (B : 'M[F]_(p, r))
  (X : 'M[F]_(r, m)) (Y : 'M[F]_(n, m)) :
  \tr ((P *m X - Y)^T *m (A *m V *m B) *m X) = \tr ((A^T *m (P *m (X *m X^T) - Y *m X^T) *m B^T)^T *m V).
Proof. words. Qed.
Lemma word_balanced (F : comRingType) n q p s r (G : 'M[F]_(n, r)) (A : 'M[F]_(n, q)) (W1 : 'M[F]_(q, p)) (W0 : 'M[F]_(p, s)) (B : 'M[F]_(s, r)) :
  (- (A^T *m G *m (W0 *m B)^T))^T *m W1 + W1^T *m (- (A^T *m G *m (W0 *m B)^T)) -
  ((- ((A *m W1)^T *m G *m B^T)) *m W0^T + W0 *m (- ((A *m W1)^T *m G *m B^T))^T) = 0.
Proof. words. Qed.

Section Net.
Variables (F : comRingType) (d : nat -> nat).
Implicit Types W V : layers F d.
Lemma product_above W k j : product W (depth k j) = above W k j *m product W j.
Proof. by elim: k j => [|k IH] j /=; [rewrite mul1mx | rewrite IH /= mulmxA]. Qed.
(* P = A_j W_j B_j, for every depth and every layer *)
Theorem split_layer W k j : product W (depth k j.+1) = above W k j.+1 *m W j *m product W j.
Proof. by rewrite product_above /= mulmxA. Qed.

Theorem product_taylor t W V H :
  product (moved t W V) H = product W H + t *: product1 W V H + t ^+ 2 *: product2 W V H + t ^+ 3 *: product3 t W V H.
Proof.
elim: H => [|H IH] /=; first by rewrite !scaler0 !addr0.
rewrite IH /moved.
move: (product W H) (product1 W V H) (product2 W V H) (product3 t W V H) => A B C D.
words.
Qed.

Lemma product1_below W V i j : (j <= i)%N -> product1 W (only V i) j = 0.
Proof.
elim: j => //= j IH ji; rewrite IH ?(ltnW ji) // mulmx0 addr0 /only.
by rewrite (ltn_eqF ji) mul0mx.
Qed.
Lemma product1_above W V k i : product1 W (only V i) (depth k i.+1) = above W k i.+1 *m V i *m product W i.
Proof.
have gen n : (i < n)%N -> forall m, product1 W (only V i) (depth m n) = above W m n *m product1 W (only V i) n.
  move=> lin m; elim: m n lin => [|m IH] n lin /=; first by rewrite mul1mx.
  rewrite IH ?(ltnW lin) //= ?ltnS ?(ltnW lin) //.
  by rewrite /only (gtn_eqF lin) mul0mx add0r mulmxA.
rewrite gen //= product1_below // mulmx0 addr0 /only eqxx.
by rewrite mulmxA.
Qed.
Theorem product1_sum W V H : product1 W V H = \sum_(i < H) product1 W (only V i) H.
Proof.
elim: H => [|H IH] /=; first by rewrite big_ord0.
rewrite big_ord_recr /= product1_below // mulmx0 addr0 /only eqxx addrC; congr (_ + _).
rewrite IH mulmx_sumr; apply: eq_bigr => i _.
by rewrite (gtn_eqF (ltn_ord i)) mul0mx add0r.
Qed.

Section Loss.
Variables (m : nat) (X : 'M[F]_(d 0, m)).
Theorem loss_taylor t W V H (Y : 'M[F]_(d H, m)) : exists r : F,
  loss X (moved t W V) Y = loss X W Y + t * (2%:R * variation X W Y V) + t ^+ 2 * hessian X W Y V + t ^+ 3 * r.
Proof.
rewrite /loss /variation /hessian /residual product_taylor word_res4 word_norm4; eexists; reflexivity.
Qed.

Theorem variation_gradient W V k j Y : variation X W Y (only V j) = \tr ((gradient X W k j Y)^T *m V j).
Proof.
by rewrite /variation /gradient /residual product1_above word_grad.
Qed.

Lemma tr_delta p q (G : 'M[F]_(p, q)) a b : \tr (G^T *m delta_mx a b) = G a b.
Proof.
rewrite /mxtrace (bigD1 b) //= big1 ?addr0; last first.
  by move=> i ib; rewrite mxE big1 // => l _; rewrite !mxE (negPf ib) andbF mulr0.
rewrite mxE (bigD1 a) //= big1 ?addr0; last by move=> l la; rewrite !mxE (negPf la) mulr0.
by rewrite !mxE !eqxx mulr1.
Qed.
Theorem critical_gradient W k j Y : critical X W Y -> gradient X W k j Y = 0.
Proof.
move=> crit; apply/matrixP => a b; rewrite -tr_delta [RHS]mxE.
pose V : layers F d := fun i => \matrix_(x, y) ((val x == val a) && (val y == val b))%:R.
have -> : delta_mx a b = V j by apply/matrixP => x y; rewrite !mxE.
by rewrite -variation_gradient.
Qed.
Lemma variation_gradient_cast W V H (Y : 'M[F]_(d H, m)) k j (e : depth k j.+1 = H) :
  variation X W Y (only V j) = \tr ((gradient X W k j (ecast h 'M[F]_(d h, m) (esym e) Y))^T *m V j).
Proof. by case: H / e Y => Y; rewrite variation_gradient. Qed.
Theorem gradient_critical W H (Y : 'M[F]_(d H, m)) :
  (forall k j (e : depth k j.+1 = H), gradient X W k j (ecast h 'M[F]_(d h, m) (esym e) Y) = 0) -> critical X W Y.
Proof.
move=> g V; rewrite /variation product1_sum mulmx_sumr mulmx_suml linear_sum big1 //= => i _.
have [k /esym e] := every_layer (ltn_ord i).
by have := variation_gradient_cast W V Y e; rewrite /variation => ->; rewrite g trmx0 mul0mx mxtrace0.
Qed.

(* the outer equations, for depth >= 1 *)
Theorem inner_equation W k Y : critical X W Y ->
  let P := product W (depth k 1) in P^T *m P *m (X *m X^T) = P^T *m (Y *m X^T).
Proof.
move=> crit P; have := @critical_gradient W k 0%N Y crit; rewrite /gradient -/P [product W 0]/= trmx1 mulmx1 => g.
have e : P = above W k 1 *m W 0%N by rewrite /P split_layer /= mulmx1.
apply/subr0_eq; rewrite -mulmxA -mulmxBr.
by rewrite {1}e trmx_mul -mulmxA g mulmx0.
Qed.
Theorem outer_equation W j Y : critical X W Y ->
  let P := product W j.+1 in P *m (X *m X^T) *m P^T = (Y *m X^T) *m P^T.
Proof.
move=> crit P; have := @critical_gradient W 0 j Y crit; rewrite /gradient -/P trmx1 mul1mx => g.
by apply/subr0_eq; rewrite -mulmxBl /P [(_ *m product W j)^T]trmx_mul mulmxA g mul0mx.
Qed.

(* balancedness: along dW_j/dt = - grad_j nothing of W_{j+1}^T W_{j+1} - W_j W_j^T moves; depth k + j + 2 *)
Theorem balanced W k j (Y : 'M[F]_(d (depth k j.+2), m)) :
  let U1 := - gradient X W k j.+1 Y in let U0 := - gradient X W k.+1 j Y in
  U1^T *m W j.+1 + (W j.+1)^T *m U1 - (U0 *m (W j)^T + W j *m U0^T) = 0.
Proof.
exact: word_balanced.
Qed.
(* the same for any loss of the product, G = dl/dP *)
Theorem balanced_any W k j (G : 'M[F]_(d (depth k j.+2), d 0)) :
  let U1 := - ((above W k j.+2)^T *m G *m (product W j.+1)^T) in let U0 := - ((above W k.+1 j.+1)^T *m G *m (product W j)^T) in
  U1^T *m W j.+1 + (W j.+1)^T *m U1 - (U0 *m (W j)^T + W j *m U0^T) = 0.
Proof. exact: word_balanced. Qed.
End Loss.
End Net.
