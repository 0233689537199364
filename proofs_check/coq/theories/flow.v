(* The gradient flow of a loss of the product, and what does not move along it; all depths and widths.

     outer W H j        W (H-1) *m ... *m W j, the product of the layers from layer j on, for j <= H
     descends W H G U   U is minus the gradient at W of W |-> l (product W H), where G is the gradient of l at the product:
                        the first-order term tr (G^T product1 W V H) of the loss is minus the inner product of U and V
     squared_gradient   G of the squared loss L = 1/2 ||product *m X - Y||^2
     flow_layer         the formula of the flow, layer by layer
     flow_balanced      W_{j+1}^T U_{j+1} = U_j W_j^T
     flow_norm          tr (U_j^T W_j) is the same for every layer
     flow_energy        the loss falls at the rate of the sum of all ||U_j||^2 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Outer.
Variables (F : comRingType) (d : nat -> nat).
Implicit Types W V U : layers F d.

Lemma outer_id W h j : j = h -> outer W h j = conform_mx 0 (1%:M : 'M[F]_(d j)).
Proof. by case: h => [|h] ->; rewrite /= ?eqxx. Qed.
Lemma outer_self W h : outer W h h = 1%:M.
Proof. by rewrite outer_id // conform_mx_id. Qed.
Lemma outer_step W h j : (j <= h)%N -> outer W h.+1 j = W h *m outer W h j.
Proof. by move=> jh; rewrite /= ltn_eqF. Qed.
Lemma outer_product W h j : (j <= h)%N -> outer W h j *m product W j = product W h.
Proof.
elim: h => [|h IH]; first by rewrite leqn0 => /eqP ->; rewrite outer_self mul1mx.
rewrite leq_eqVlt => /orP[/eqP -> | jh]; first by rewrite outer_self mul1mx.
by rewrite outer_step // -mulmxA IH.
Qed.
Lemma outer_first W h j : (j < h)%N -> outer W h j.+1 *m W j = outer W h j.
Proof.
elim: h => // h IH; rewrite ltnS leq_eqVlt => /orP[/eqP -> | jh].
  by rewrite outer_self mul1mx outer_step // outer_self mulmx1.
by rewrite !outer_step // ?(ltnW jh) // -mulmxA IH.
Qed.
Lemma product_zero W : product W 0 = outer W 0 0.
Proof. by rewrite outer_self. Qed.
Lemma outer_from_zero W h : outer W h 0 = product W h.
Proof. by rewrite -[RHS](@outer_product W h 0) //= mulmx1. Qed.
Lemma product1_only W V h i : (i < h)%N -> product1 W (only V i) h = outer W h i.+1 *m V i *m product W i.
Proof.
elim: h => // h IH; rewrite ltnS leq_eqVlt => /orP[/eqP -> | ih].
  by rewrite /= product1_below // mulmx0 addr0 /only eqxx eqxx conform_mx_id mul1mx.
by rewrite outer_step // [LHS]/= IH // /only (gtn_eqF ih) mul0mx add0r !mulmxA.
Qed.
Lemma product1_layers W V h : product1 W V h = \sum_(i < h) outer W h i.+1 *m V i *m product W i.
Proof. by rewrite product1_sum; apply: eq_bigr => i _; exact: product1_only. Qed.
Lemma trace_all p q (A B : 'M[F]_(p, q)) : (forall M : 'M[F]_(p, q), \tr (A^T *m M) = \tr (B^T *m M)) -> A = B.
Proof. by move=> e; apply/matrixP => a b; rewrite -!tr_delta e. Qed.
Lemma at_layer k (M : 'M[F]_(d k.+1, d k)) : exists V, V k = M /\ forall i, i <> k -> V i = 0.
Proof.
exists (fun i => if k =P i is ReflectT e then ecast j 'M[F]_(d j.+1, d j) e M else 0); split.
  by case: eqP => // e; rewrite (eq_axiomK e).
by move=> i ik; case: eqP => // e; case: ik.
Qed.
Lemma word_pull n q p r (G : 'M[F]_(n, r)) (A : 'M[F]_(n, q)) (V : 'M[F]_(q, p)) (B : 'M[F]_(p, r)) :
  - \tr (G^T *m (A *m V *m B)) = \tr ((- (A^T *m G *m B^T))^T *m V).
Proof. words. Qed.

Section Flow.
Variables (W U : layers F d) (H : nat) (G : 'M[F]_(d H, d 0)).
Theorem descends_layers : descends W G U <-> forall j, (j < H)%N -> U j = - ((outer W H j.+1)^T *m G *m (product W j)^T).
Proof.
split=> [flow j jH | e V].
  apply: trace_all => M; have [V [Vj V0]] := at_layer M; have := flow V.
  rewrite product1_layers (bigD1 (Ordinal jH)) //= big1 => [|i ij]; last by rewrite V0 ?mulmx0 ?mxtrace0 // => e; case/eqP: ij; apply: val_inj.
  rewrite (bigD1 (Ordinal jH)) //= big1 => [|i ij]; last by rewrite V0 ?mulmx0 ?mul0mx // => e; case/eqP: ij; apply: val_inj.
  by rewrite !addr0 Vj => ->; rewrite word_pull.
rewrite product1_layers mulmx_sumr linear_sum /= -sumrN; apply: eq_bigr => i _.
by rewrite word_pull -e.
Qed.
Hypothesis flow : descends W G U.
Lemma flow_layer j : (j < H)%N -> U j = - ((outer W H j.+1)^T *m G *m (product W j)^T).
Proof. by move=> jH; case: descends_layers => e _; rewrite e. Qed.
Lemma flow_balanced j : (j.+1 < H)%N -> (W j.+1)^T *m U j.+1 = U j *m (W j)^T.
Proof.
move=> jH; rewrite !flow_layer ?(ltnW jH) // -(outer_first W jH) /= mulmxN mulNmx !trmx_mul.
by rewrite !mulmxA.
Qed.
Theorem flow_invariant j : (j.+1 < H)%N ->
  (U j.+1)^T *m W j.+1 + (W j.+1)^T *m U j.+1 - (U j *m (W j)^T + W j *m (U j)^T) = 0.
Proof.
move=> jH; have e := flow_balanced jH; have := congr1 trmx e; rewrite !trmx_mul !trmxK => ->.
by rewrite e [X in X - _]addrC subrr.
Qed.
Theorem flow_norm j : (j < H)%N -> \tr ((U j)^T *m W j) = - \tr (G^T *m product W H).
Proof.
move=> jH; rewrite flow_layer // -word_pull; congr (- \tr (_ *m _)).
by rewrite outer_first // outer_product // ltnW.
Qed.
Theorem flow_energy : \tr (G^T *m product1 W U H) = - \sum_(i < H) norm2 (U i).
Proof. by rewrite flow opprK. Qed.
End Flow.

Section Squared.
Variables (m : nat) (X : 'M[F]_(d 0, m)).
Lemma squared_gradient W V H (Y : 'M[F]_(d H, m)) : variation X W Y V = \tr (((residual X W Y) *m X^T)^T *m product1 W V H).
Proof. by rewrite /variation trmx_mul trmxK mxtrace_mulC mulmxA. Qed.
Theorem critical_layers W H (Y : 'M[F]_(d H, m)) : critical X W Y <->
  forall j, (j < H)%N -> (outer W H j.+1)^T *m (residual X W Y *m X^T) *m (product W j)^T = 0.
Proof.
pose z : layers F d := fun=> 0; have -> : critical X W Y <-> descends W (residual X W Y *m X^T) z.
  split=> crit V.
    by rewrite -squared_gradient crit oppr0 big1 // => i _; rewrite trmx0 mul0mx mxtrace0.
  apply: oppr_inj; rewrite squared_gradient -crit oppr0 big1 // => i _.
  by rewrite trmx0 mul0mx mxtrace0.
rewrite descends_layers; split=> e j jH; have := e j jH.
  by move=> /esym/eqP; rewrite oppr_eq0 => /eqP.
by move->; rewrite oppr0.
Qed.
End Squared.
End Outer.

Section Printed.
Variables (F : comRingType) (d : nat -> nat).
Implicit Types W V U : layers F d.
Theorem first_variation m (X : 'M[F]_(d 0, m)) H (Y : 'M[F]_(d H, m)) W V t : exists r : F,
  loss X (moved t W V) Y = loss X W Y +
  t * (2%:R * \sum_(j < H) \tr ((product W H *m X - Y)^T *m (outer W H j.+1 *m V j *m product W j) *m X)) + t ^+ 2 * r.
Proof.
have [r ->] := loss_taylor X t W V Y; exists (hessian X W Y V + t * r).
have e : t ^+ 3 * r = t ^+ 2 * (t * r) by rewrite mulrA -exprSr.
rewrite e -[LHS]addrA -mulrDr; congr (_ + _ * (_ * _) + _).
by rewrite /variation product1_layers mulmx_sumr mulmx_suml linear_sum.
Qed.
Theorem gradient_flow m (X : 'M[F]_(d 0, m)) H (Y : 'M[F]_(d H, m)) W U :
  (forall V, \sum_(j < H) \tr ((U j)^T *m V j) = - variation X W Y V) <->
  (forall j, (j < H)%N -> U j = (outer W H j.+1)^T *m ((Y - product W H *m X) *m X^T) *m (product W j)^T).
Proof.
have [to back] := descends_layers W U (residual X W Y *m X^T); split=> [flow j jH | e V].
  rewrite to // => [|V]; last by rewrite flow squared_gradient.
  by rewrite /residual -[Y - _]opprB !(mulNmx, mulmxN).
rewrite squared_gradient; apply: back => j jH.
by rewrite e // /residual -[Y - _]opprB !(mulNmx, mulmxN).
Qed.
Theorem invariants H W U (G : 'M[F]_(d H, d 0)) : descends W G U ->
  (forall j, (j.+1 < H)%N -> (U j.+1)^T *m W j.+1 + (W j.+1)^T *m U j.+1 - (U j *m (W j)^T + W j *m (U j)^T) = 0) /\
  (forall j, (j < H)%N -> \tr ((U j)^T *m W j) = \tr ((U 0%N)^T *m W 0%N)).
Proof.
move=> flow; split=> [j jH | j jH]; first exact: flow_invariant flow _ jH.
by rewrite (flow_norm flow jH) (flow_norm flow) // (leq_ltn_trans _ jH).
Qed.
Lemma squared_descends m (X : 'M[F]_(d 0, m)) H (Y : 'M[F]_(d H, m)) W U :
  (forall V, \sum_(j < H) \tr ((U j)^T *m V j) = - variation X W Y V) <-> descends W (residual X W Y *m X^T) U.
Proof. by split=> flow V; rewrite flow squared_gradient. Qed.
Theorem invariant m (X : 'M[F]_(d 0, m)) H (Y : 'M[F]_(d H, m)) W U :
  (forall V, \sum_(j < H) \tr ((U j)^T *m V j) = - variation X W Y V) ->
  forall j, (j.+1 < H)%N -> (U j.+1)^T *m W j.+1 + (W j.+1)^T *m U j.+1 - (U j *m (W j)^T + W j *m (U j)^T) = 0.
Proof. by move=> /squared_descends /invariants []. Qed.
Theorem invariant_norms m (X : 'M[F]_(d 0, m)) H (Y : 'M[F]_(d H, m)) W U :
  (forall V, \sum_(j < H) \tr ((U j)^T *m V j) = - variation X W Y V) ->
  forall j, (j < H)%N -> 2%:R * \tr ((U j)^T *m W j) = 2%:R * \tr ((U 0%N)^T *m W 0%N).
Proof. by move=> /squared_descends /invariants [_ e] j jH; rewrite e. Qed.

(* weight decay: the velocity is U - lam W *)
Lemma word_decay n q p (U1 W1 : 'M[F]_(n, q)) (U0 W0 : 'M[F]_(q, p)) lam :
  (U1 - lam *: W1)^T *m W1 + W1^T *m (U1 - lam *: W1) - ((U0 - lam *: W0) *m W0^T + W0 *m (U0 - lam *: W0)^T) =
  (U1^T *m W1 + W1^T *m U1 - (U0 *m W0^T + W0 *m U0^T)) - (2%:R * lam) *: (W1^T *m W1 - W0 *m W0^T).
Proof. words. Qed.
Lemma word_decay_norm n p (U W : 'M[F]_(n, p)) lam : \tr ((U - lam *: W)^T *m W) = \tr (U^T *m W) - lam * norm2 W.
Proof. words. Qed.
Lemma decay_ring (x lam a b : F) : 2%:R * (x - lam * a) - 2%:R * (x - lam * b) = - (2%:R * lam) * (a - b).
Proof. by ring. Qed.
Theorem decay H W U (G : 'M[F]_(d H, d 0)) lam : descends W G U ->
  let Z j := U j - lam *: W j in
  (forall j, (j.+1 < H)%N -> (Z j.+1)^T *m W j.+1 + (W j.+1)^T *m Z j.+1 - (Z j *m (W j)^T + W j *m (Z j)^T) =
     - (2%:R * lam) *: ((W j.+1)^T *m W j.+1 - W j *m (W j)^T)) /\
  (forall j, (j < H)%N -> 2%:R * \tr ((Z j)^T *m W j) - 2%:R * \tr ((Z 0%N)^T *m W 0%N) =
     - (2%:R * lam) * (norm2 (W j) - norm2 (W 0%N))).
Proof.
move=> /invariants [e n] Z; split=> j jH; first by rewrite word_decay e // sub0r scaleNr.
by rewrite !word_decay_norm n // decay_ring.
Qed.

(* where the velocity with weight decays vanishes, neighbouring layers are balanced *)
Theorem decay_balance H W U (G : 'M[F]_(d H, d 0)) (lam : nat -> F) : descends W G U -> (forall j, (j < H)%N -> U j = lam j *: W j) ->
  forall j, (j.+1 < H)%N -> lam j.+1 *: ((W j.+1)^T *m W j.+1) = lam j *: (W j *m (W j)^T).
Proof.
move=> des still j jH; have := flow_balanced des jH.
by rewrite (still _ jH) (still _ (ltnW jH)) -scalemxAr -scalemxAl.
Qed.
(* the traces of the invariants add up *)
Theorem summed_traces W j : \sum_(i < j) \tr ((W i.+1)^T *m W i.+1 - W i *m (W i)^T) = norm2 (W j) - norm2 (W 0%N).
Proof.
elim: j => [|j IH]; first by rewrite big_ord0 subrr.
rewrite big_ord_recr /= IH raddfB /= (mxtrace_mulC (W j)) /norm2 addrC -addrA; congr (_ + _).
by rewrite addKr.
Qed.

(* X = 1, Y the target: the last layer grows with tr (M P^T) *)
Lemma word_growth n p (Y P : 'M[F]_(n, p)) :
  - \tr ((P *m 1%:M - Y)^T *m P) = \tr ((Y - P) *m P^T) /\ \tr ((Y - P) *m P^T) = \tr (Y *m P^T) - \tr (P^T *m P).
Proof. by split; words. Qed.
Theorem growth h (Y : 'M[F]_(d h.+1, d 0)) W U :
  (forall V, \sum_(j < h.+1) \tr ((U j)^T *m V j) = - variation 1%:M W Y V) ->
  let P := product W h.+1 in
  2%:R * \tr ((U h)^T *m W h) = 2%:R * \tr ((Y - P) *m P^T) /\
  2%:R * \tr ((Y - P) *m P^T) = 2%:R * \tr (Y *m P^T) - 2%:R * \tr (P^T *m P).
Proof.
move=> /squared_descends flow P; have [e1 e2] := word_growth Y P.
rewrite (flow_norm flow (ltnSn h)) trmx1 mulmx1 [residual _ _ _]/(P *m 1%:M - Y) e1.
by split=> //; rewrite e2 mulrBr.
Qed.

(* the residual M = Y - P moves with - product1 W U *)
Theorem residual_flow H (Y : 'M[F]_(d H, d 0)) W U :
  (forall V, \sum_(j < H) \tr ((U j)^T *m V j) = - variation 1%:M W Y V) ->
  let M := Y - product W H in
  let A j := outer W H j.+1 in let B j := product W j in
  - product1 W U H = - (\sum_(j < H) A j *m (A j)^T *m M *m (B j)^T *m B j) /\
  2%:R * \tr (M^T *m - product1 W U H) = - (2%:R * \sum_(j < H) norm2 ((A j)^T *m M *m (B j)^T)).
Proof.
move=> flow M A B; have e j : (j < H)%N -> U j = (A j)^T *m M *m (B j)^T.
  by move=> jH; have [to _] := gradient_flow 1%:M Y W U; rewrite (to flow) // trmx1 !mulmx1.
have s j : (j < H)%N -> A j *m U j *m B j = A j *m (A j)^T *m M *m (B j)^T *m B j by move=> jH; rewrite e // !mulmxA.
split; first by rewrite product1_layers (eq_bigr _ (fun j _ => s (val j) (ltn_ord j))).
have /squared_descends /flow_energy := flow; rewrite trmx1 mulmx1 [residual _ _ _]/(product W H *m 1%:M - Y) mulmx1 => en.
rewrite -mulrN; congr (_ * _).
have -> : M^T *m - product1 W U H = (product W H - Y)^T *m product1 W U H by rewrite mulmxN -mulNmx -w_trN opprB.
by rewrite en; congr (- _); apply: eq_bigr => j _; rewrite e.
Qed.
End Printed.
