(* Any differentiable loss f of the product, all depths and widths: what a local minimum says about the gradient of f.

     moved_layer             the product after a change of one layer
     still_line, still_layer along a line, and so for every layer, the derivative at a local minimum vanishes
     steady W G              no layer has a gradient at W, nor at any point near W with the same product, if G is the gradient of f
     nudge_low, nudge_high   the layers below, resp. above, some vertex changed a little such that a vector survives and no product moves
     steady_zero             G = 0 if W is steady and the rank of the product is smaller than all widths
     wide_zero               G = 0 if W is steady and no hidden layer is narrower than both ends (Laurent and von Brecht)
     convex_minimum          a convex function is least where its gradient vanishes
     squared_gradient_at     ||P X - Y||^2 is differentiable with gradient 2 (P X - Y) X^T
     without_bottleneck, convex_global
                             Laurent and von Brecht: the gradient vanishes, and a convex loss is least, at every local minimum *)
From mathcomp Require Import all_ssreflect all_algebra.
From symdln Require Import definitions words norms network zero two_layers landscape strict flow regression.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma square_step (F : comRingType) p q m (P C : 'M[F]_(p, q)) (X : 'M[F]_(q, m)) (Y : 'M[F]_(p, m)) :
  norm2 ((P + C) *m X - Y) - norm2 (P *m X - Y) - \tr ((2%:R *: ((P *m X - Y) *m X^T))^T *m C) = norm2 (C *m X).
Proof. words. Qed.

Section Layers.
Variables (F : realFieldType) (d : nat -> nat).
Implicit Types W U V : layers F d.
Lemma product_same W U k : (forall j, (j < k)%N -> U j = W j) -> product U k = product W k.
Proof. by elim: k => //= k IH e; rewrite e // IH // => j jk; apply: e; rewrite ltnW. Qed.
Lemma outer_same W U h k : (k <= h)%N -> (forall j, (k <= j < h)%N -> U j = W j) -> outer U h k = outer W h k.
Proof.
elim: h => [|h IH] kh e; first by move: kh; rewrite leqn0 => /eqP ->; rewrite !outer_self.
move: kh; rewrite leq_eqVlt => /orP[/eqP ->|kh]; first by rewrite !outer_self.
have {}kh : (k <= h)%N := kh; rewrite !outer_step // (e h) ?kh ?ltnSn //; congr (_ *m _); apply: IH => // j /andP[kj jh].
by apply: e; rewrite kj ltnW.
Qed.
Lemma moved_layer W V h k : (k < h)%N -> (forall j, j <> k -> V j = 0) ->
  product (fun j => W j + V j) h = product W h + outer W h k.+1 *m V k *m product W k.
Proof.
move=> kh V0; rewrite -(@outer_product _ _ _ h k.+1) // -(@outer_product _ _ W h k.+1) //.
rewrite (@outer_same W) => [|//|j /andP[kj _]]; last by rewrite V0 ?addr0 // => e; rewrite e ltnn in kj.
rewrite /= (@product_same W) => [|j jk]; last by rewrite V0 ?addr0 // => e; rewrite e ltnn in jk.
by rewrite -[X in _ = _ + X]mulmxA -mulmxDr mulmxDl.
Qed.
Lemma size_entry m n (A : 'M[F]_(m, n)) a b : `|A a b| <= \sum_i \sum_j `|A i j|.
Proof.
rewrite (bigD1 a) //= ler_paddr //; first by do 2!(apply: sumr_ge0 => ? _).
by rewrite (bigD1 b) //= ler_paddr //; apply: sumr_ge0.
Qed.
Lemma size_ge0 m n (A : 'M[F]_(m, n)) : 0 <= \sum_i \sum_j `|A i j|.
Proof. by do 2!(apply: sumr_ge0 => ? _). Qed.
Lemma shrink m n (A : 'M[F]_(m, n)) e : 0 < e -> exists t, 0 < t /\ forall s a b, `|s| <= t -> `|(s *: A) a b| <= e.
Proof.
move=> e0; have B1 : 0 < \sum_i \sum_j `|A i j| + 1 by rewrite ltr_paddl ?size_ge0.
exists (e / (\sum_i \sum_j `|A i j| + 1)); split=> [|s a b st]; first by rewrite divr_gt0.
rewrite mxE normrM; apply: (@le_trans _ _ (e / (\sum_i \sum_j `|A i j| + 1) * `|A a b|)); first by rewrite ler_wpmul2r.
by rewrite mulrAC ler_pdivr_mulr // ler_pmul2l // (le_trans (size_entry _ _ _)) // ler_addl ler01.
Qed.
Lemma row_square n (y : 'rV[F]_n) : y *m y^T = (norm2 y^T)%:M.
Proof. by rewrite -{1}(trmxK y) mul11. Qed.
Lemma tr_neq0 m n (A : 'M[F]_(m, n)) : A != 0 -> A^T != 0.
Proof. by apply: contraNneq => /(congr1 trmx); rewrite trmxK trmx0 => ->. Qed.
Lemma square_scale m n (x : 'M[F]_(m, n)) (k : nat) (y : 'cV[F]_k) t : x != 0 -> y != 0 -> 0 < t -> (t * norm2 y) *: x != 0.
Proof. by move=> x0 y0 t0; rewrite scaler_eq0 negb_or x0 andbT gt_eqF // mulr_gt0 // norm2_gt0. Qed.
End Layers.

Lemma mul_small (F : realFieldType) m n p (A : 'M[F]_(m, n)) (B : 'M[F]_(n, p)) e a b : 0 <= e -> (forall i j, `|A i j| <= e) ->
  `|(A *m B) a b| <= e * \sum_i \sum_j `|B i j|.
Proof.
move=> e0 small; rewrite mxE mulr_sumr; apply: (le_trans (ler_norm_sum _ _ _)); apply: ler_sum => i _.
rewrite normrM (bigD1 b) //= mulrDr ler_paddr ?ler_wpmul2r //.
by rewrite mulr_ge0 // sumr_ge0.
Qed.
Lemma mul_small_left (F : realFieldType) m n p (A : 'M[F]_(m, n)) (B : 'M[F]_(n, p)) e a b : 0 <= e -> (forall i j, `|B i j| <= e) ->
  `|(A *m B) a b| <= e * \sum_i \sum_j `|A i j|.
Proof.
move=> e0 small; have -> : (A *m B) a b = (B^T *m A^T) b a by rewrite -trmx_mul [in RHS]mxE.
have -> : \sum_i \sum_j `|A i j| = \sum_j \sum_i `|A^T j i|.
  by rewrite exchange_big; do 2!(apply: eq_bigr => ? _); rewrite mxE.
by apply: mul_small => // i j; rewrite mxE.
Qed.

Section Line.
Variables (F : realFieldType) (p q : nat) (f : 'M[F]_(p, q) -> F).
Implicit Types P G C : 'M[F]_(p, q).
Theorem still_line P G C r : gradient_at f P G -> 0 < r -> (forall t, `|t| <= r -> f P <= f (P + t *: C)) -> \tr (G^T *m C) = 0.
Proof.
move=> grad r0 least; set D := \tr _; apply/eqP/negPn/negP => Dn.
have D0 : 0 < `|D| by rewrite normr_gt0.
have K0 : 0 < \sum_i \sum_j `|C i j| + 1 by rewrite ltr_paddl ?size_ge0.
set K := _ + 1 in K0; pose e := `|D| / K / 2%:R.
have e0 : 0 < e by rewrite !divr_gt0 ?ltr0n.
have [r1 [r10 h]] := grad e e0; have [r2 [r20 small]] := shrink C r10.
pose s := Num.min r r2; have s0 : 0 < s by rewrite lt_minr r0 r20.
have [sr sr2] : s <= r /\ s <= r2 by rewrite !le_minl !lexx orbT.
pose t := - Num.sg D * s; have ts : `|t| = s by rewrite /t normrM normrN normr_sg Dn mul1r gtr0_norm.
have := least t; rewrite ts sr => /(_ isT) low.
have tC a b : `|(P + t *: C) a b - P a b| = `|(t *: C) a b| by rewrite mxE addrC addKr.
have := h (P + t *: C) _; have -> : P + t *: C - P = t *: C by rewrite addrC addKr.
have -> : \tr (G^T *m (t *: C)) = - (s * `|D|).
  by rewrite w_mulZr mxtraceZ -/D /t [`|D|]normrEsg !mulNr; congr (- _); rewrite mulrAC mulrC.
have -> : \sum_a \sum_b `|(P + t *: C) a b - P a b| = s * (K - 1).
  rewrite /K addrK mulr_sumr; apply: eq_bigr => a _; rewrite mulr_sumr; apply: eq_bigr => b _.
  by rewrite tC mxE normrM ts.
rewrite opprK => bound.
have {}bound : `|f (P + t *: C) - f P + s * `|D| | <= e * (s * (K - 1)).
  by apply: bound => a b; rewrite tC small // ts.
have : s * `|D| <= e * (s * (K - 1)).
  apply: le_trans bound; apply: le_trans (ler_norm _); by rewrite ler_addr subr_ge0.
rewrite leNgt => /negP; apply; rewrite mulrCA ltr_pmul2l //.
apply: (@le_lt_trans _ _ (e * K)); first by rewrite ler_pmul2l // ler_subl_addr ler_addl ler01.
by rewrite /e mulrAC divfK ?gt_eqF // ltr_pdivr_mulr ?ltr0n // ltr_pmulr // ltr1n.
Qed.
End Line.

Section Steady.
Variables (F : realFieldType) (d : nat -> nat) (H : nat) (G : 'M[F]_(d H, d 0)).
Implicit Types W U V : layers F d.
Definition steady W : Prop := exists e, 0 < e /\ forall U, close H e U W -> product U H = product W H ->
  forall k, (k < H)%N -> (outer U H k.+1)^T *m G *m (product U k)^T = 0.
Lemma closer (e : F) W U V : close H (e / 2%:R) U W -> close H (e / 2%:R) V U -> close H e V W.
Proof.
move=> UW VU j a b jH; rewrite -[V j a b](subrK (U j a b)) -addrA; apply: (le_trans (ler_norm_add _ _)).
have -> : e = e / 2%:R + e / 2%:R by rewrite -mulr2n -[_ *+ 2]mulr_natl mulrC divfK ?pnatr_eq0.
by rewrite ler_add ?UW ?VU.
Qed.
Lemma close_same (e : F) W : 0 < e -> close H e W W.
Proof. by move=> e0 j a b _; rewrite subrr normr0 ltW. Qed.
Lemma close_layer (e : F) W U k t (M : 'M[F]_(d k.+1, d k)) V : close H e U W -> (forall a b, `|(t *: M) a b| <= e) -> U k = W k ->
  V k = t *: M -> (forall j, j <> k -> V j = 0) -> close H e (fun j => U j + V j) W.
Proof.
move=> UW small Uk Vk V0 j; have [-> a b _ | /eqP jk a b jH] := eqVneq j k; last by rewrite V0 // addr0 UW.
by rewrite Uk Vk mxE addrC addKr.
Qed.

(* a point near a steady one, with the same product, is steady *)
Lemma steady_near W : steady W -> exists e, 0 < e /\ forall U, close H e U W -> product U H = product W H -> steady U.
Proof.
case=> e [e0 s]; exists (e / 2%:R); split=> [|U UW UP]; first by rewrite divr_gt0 ?ltr0n.
exists (e / 2%:R); split=> [|V VU VP]; first by rewrite divr_gt0 ?ltr0n.
by apply: s => //; [exact: closer UW VU | rewrite VP].
Qed.
Lemma steady_layer W k : steady W -> (k < H)%N -> (outer W H k.+1)^T *m G *m (product W k)^T = 0.
Proof. by case=> e [e0 s]; apply: s => //; exact: close_same. Qed.

(* the layers below the vertex k can be changed a little such that z is not killed on the way up to k, and no product moves:
   each vertex on the way has a vector x that the layers above kill *)
Lemma nudge_low W e k (z : 'cV[F]_(d 0)) : 0 < e -> z != 0 -> (k <= H)%N ->
  (forall i, (0 < i <= k)%N -> exists x : 'cV[F]_(d i), x != 0 /\ outer W H i *m x = 0) ->
  exists U, [/\ close H e U W, forall j, (k <= j)%N -> U j = W j, product U H = product W H & product U k *m z != 0].
Proof.
move=> e0 z0; elim: k => [|k IH] kH has; first by exists W; split=> //; [exact: close_same | rewrite /= mul1mx].
have [|i /andP[i0 ik]|U [near same keep alive]] := IH; [exact: ltnW | by apply: has; rewrite i0 ltnW | ].
set y := product U k *m z in alive; have Uk : U k = W k by exact: same.
have [Wy | Wy] := eqVneq (W k *m y) 0; last first.
  exists U; split=> // [j kj|]; first by apply: same; rewrite ltnW.
  by rewrite /= -mulmxA -/y Uk.
have [|x [x0 Ax]] := has k.+1; first by rewrite leqnn.
have [t [t0 ts]] := shrink (x *m y^T) e0; have [V [Vk V0]] := at_layer (t *: (x *m y^T)).
exists (fun j => U j + V j); split.
- by apply: close_layer Uk Vk V0 => // a b; apply: ts; rewrite gtr0_norm.
- by move=> j kj; rewrite V0 ?addr0 => [|jE]; [apply: same; exact: ltnW | rewrite jE ltnn in kj].
- rewrite (moved_layer U kH V0) keep Vk (@outer_same _ _ W) // => [|j /andP[kj _]]; last by apply: same; exact: ltnW.
  by rewrite -scalemxAr mulmxA Ax mul0mx scaler0 mul0mx addr0.
- rewrite /= (@product_same _ _ U) => [|j jk]; last by rewrite V0 ?addr0 // => jE; rewrite jE ltnn in jk.
  rewrite -mulmxA -/y mulmxDl Uk Wy add0r Vk -scalemxAl -mulmxA mul11 mul_mx_scalar scalerA.
  exact: square_scale.
Qed.
(* the same above the vertex k + 1, for a row z at the top *)
Lemma nudge_high W e k (z : 'rV[F]_(d H)) : 0 < e -> z != 0 -> (k < H)%N ->
  (forall i, (k < i < H)%N -> exists x : 'rV[F]_(d i), x != 0 /\ x *m product W i = 0) ->
  exists U, [/\ close H e U W, forall j, (j <= k)%N -> U j = W j, product U H = product W H & z *m outer U H k.+1 != 0].
Proof.
move=> e0 z0 kH; have [q] : exists q, (k + q).+1 = H by exists (H - k.+1)%N; rewrite -addSn subnKC.
elim: q k kH => [|q IH] k kH kq has.
  exists W; split=> //; first exact: close_same.
  by rewrite addn0 in kq; case: H / kq z z0 {kH has} => z z0; rewrite outer_self mulmx1.
have k1H : (k.+1 < H)%N by rewrite -kq addnS !ltnS leq_addr.
have [||i /andP[ki iH]|U [near same keep alive]] := IH k.+1; [by [] | by rewrite addSnnS | by apply: has; rewrite iH ltnW | ].
set y := z *m outer U H k.+2 in alive; have Uk : U k.+1 = W k.+1 by exact: same.
have [Wy | Wy] := eqVneq (y *m W k.+1) 0; last first.
  exists U; split=> // [j jk|]; first by apply: same; rewrite leqW.
  by rewrite -outer_first // mulmxA -/y Uk.
have [|x [x0 xB]] := has k.+1; first by rewrite ltnSn.
have [t [t0 ts]] := shrink (y^T *m x) e0; have [V [Vk V0]] := at_layer (t *: (y^T *m x)).
exists (fun j => U j + V j); split.
- by apply: close_layer Uk Vk V0 => // a b; apply: ts; rewrite gtr0_norm.
- move=> j jk; rewrite V0 ?addr0 => [|jE]; first by apply: same; exact: leqW.
  by rewrite jE ltnn in jk.
- rewrite (moved_layer U k1H V0) keep Vk -mulmxA -scalemxAl -mulmxA (@product_same _ _ W U) => [|j jk]; last by apply: same; exact: ltnW.
  by rewrite xB mulmx0 scaler0 mulmx0 addr0.
- rewrite -outer_first // (@outer_same _ _ U) // => [|j /andP[kj _]]; last by rewrite V0 ?addr0 // => jE; rewrite jE ltnn in kj.
  rewrite mulmxA -/y mulmxDr Uk Wy add0r Vk -scalemxAr mulmxA row_square mul_scalar_mx scalerA.
  by rewrite square_scale ?tr_neq0.
Qed.

Lemma outer_outer W i k h : (i <= k)%N -> (k <= h)%N -> outer W h i = outer W h k *m outer W k i.
Proof.
move=> ik; elim: h => [|h IH]; first by rewrite leqn0 => /eqP kE; subst; rewrite outer_self mul1mx.
rewrite leq_eqVlt => /orP[/eqP kE | kh]; first by subst; rewrite outer_self mul1mx.
by rewrite !outer_step ?(leq_trans ik) // IH // mulmxA.
Qed.
Lemma left_kernel m n (A : 'M[F]_(m, n)) : (\rank A < m)%N -> exists x : 'rV[F]_m, x != 0 /\ x *m A = 0.
Proof.
move=> rA; have /rowV0Pn[x /sub_kermxP xA x0] : kermx A != 0 by rewrite kermx_eq0 /row_free neq_ltn rA.
by exists x.
Qed.
Lemma right_kernel m n (A : 'M[F]_(m, n)) : (\rank A < n)%N -> exists x : 'cV[F]_n, x != 0 /\ A *m x = 0.
Proof.
rewrite -mxrank_tr => /left_kernel[x [x0 xA]]; exists x^T; split; first exact: tr_neq0.
by apply: trmx_inj; rewrite trmx_mul trmxK trmx0.
Qed.

Theorem steady_high W k : steady W -> (k < H)%N -> (forall i, (k < i < H)%N -> exists x : 'rV[F]_(d i), x != 0 /\ x *m product W i = 0) ->
  G *m (product W k)^T = 0.
Proof.
move=> sW kH has; apply: trmx_inj; rewrite trmx0 trmx_mul trmxK; apply/row_matrixP => j; rewrite row0.
apply/eqP/negPn/negP => z0; have [e [e0 near]] := steady_near sW.
have [U [UW same keep]] := nudge_high e0 z0 kH has; have := steady_layer (near U UW keep) kH.
rewrite (product_same (W := W)) => [g|i ik]; last by apply: same; exact: ltnW.
case/negP; apply/eqP; rewrite -row_mul; have -> : product W k *m G^T *m outer U H k.+1 = 0; last by rewrite row0.
by apply: trmx_inj; rewrite !trmx_mul !trmxK trmx0 mulmxA.
Qed.
Theorem steady_zero W : steady W -> (forall j, (j <= H)%N -> (\rank (product W H) < d j)%N) -> G = 0.
Proof.
move=> sW narrow; have ex : exists k, (k <= H)%N && (\rank (product W k) == d k) by exists 0%N; rewrite /= mxrank1 eqxx.
have [|k /andP[kH /eqP rk] most] := ex_maxnP ex (m := H); first by move=> i /andP[].
have {}kH : (k < H)%N.
  by rewrite ltn_neqAle kH andbT; apply: contraTneq (narrow k kH) => kE; rewrite -kE rk ltnn.
have free : row_free (product W k) by rewrite /row_free rk.
have rank_outer i : (k <= i)%N -> \rank (product W i) = \rank (outer W i k).
  by move=> ki; rewrite -(outer_product W ki) mxrankMfree.
have below i : (0 < i <= k)%N -> exists x : 'cV[F]_(d i), x != 0 /\ outer W H i *m x = 0.
  move=> /andP[_ ik]; apply: right_kernel; apply: leq_ltn_trans (narrow i (leq_trans ik (ltnW kH))).
  by rewrite rank_outer ?(ltnW kH) // (outer_outer W ik (ltnW kH)) mxrankM_maxl.
apply/row_matrixP => j; rewrite row0; apply/eqP/negPn/negP => /tr_neq0 z0.
have [e [e0 near]] := steady_near sW; have [U [UW same keep alive]] := nudge_low e0 z0 (ltnW kH) below.
have g : G *m (product U k)^T = 0.
  apply: steady_high (near U UW keep) kH _ => i /andP[ki iH]; apply: left_kernel.
  rewrite -(outer_product U (ltnW ki)); apply: leq_ltn_trans (mxrankM_maxl _ _) _.
  rewrite (@outer_same _ _ W) ?(ltnW ki) // => [|l /andP[kl _]]; last exact: same.
  rewrite -rank_outer ?(ltnW ki) // ltn_neqAle rank_leq_row andbT; apply: contraTneq (ki) => full.
  by rewrite -leqNgt most // full eqxx ltnW.
by case/negP: alive; rewrite -(trmxK (product U k)) -trmx_mul -row_mul g row0 trmx0.
Qed.
End Steady.

Section Wide.
Variables (F : realFieldType) (d : nat -> nat) (h : nat) (G : 'M[F]_(d h.+1, d 0)).
Implicit Types W U : layers F d.
(* the product has the rank of one end *)
Lemma still_onto W : (forall k, (k < h.+1)%N -> (outer W h.+1 k.+1)^T *m G *m (product W k)^T = 0) ->
  \rank (product W h.+1) = d 0 \/ \rank (product W h.+1) = d h.+1 -> G = 0.
Proof.
move=> still [] r.
  have := still h (ltnSn h); rewrite outer_self trmx1 mul1mx => g.
  have free : row_free (product W h)^T.
    by rewrite /row_free mxrank_tr eqn_leq rank_leq_col -{1}r /= mxrankM_maxr.
  by apply: (row_free_inj free); rewrite g mul0mx.
have := still 0%N (ltn0Sn h); rewrite [product W 0]/= trmx1 mulmx1 => g.
have free : row_free (outer W h.+1 1).
  by rewrite /row_free eqn_leq rank_leq_row -{1}r -(outer_product W (ltn0Sn h)) mxrankM_maxl.
apply: trmx_inj; rewrite trmx0; apply: (row_free_inj free); apply: trmx_inj.
by rewrite trmx_mul trmxK g mul0mx trmx0.
Qed.
Theorem wide_zero W : (forall j, (0 < j < h.+1)%N -> (minn (d 0%N) (d h.+1) <= d j)%N) -> steady G W -> G = 0.
Proof.
move=> wide sW; have [small | full] := ltnP (\rank (product W h.+1)) (minn (d 0%N) (d h.+1)).
  apply: steady_zero sW _ => j jH; apply: (leq_trans small).
  have [-> | j0] := posnP j; first exact: geq_minl.
  move: jH; rewrite leq_eqVlt => /orP[/eqP -> | jH]; first exact: geq_minr.
  by rewrite wide // j0.
apply: (still_onto (W := W)) => [k kh|]; first exact: steady_layer.
have r0 := rank_leq_col (product W h.+1); have rH := rank_leq_row (product W h.+1).
by move: full; rewrite geq_min => /orP[] le; [left | right]; apply/eqP; rewrite eqn_leq le ?r0 ?rH.
Qed.
End Wide.

Section AnyLoss.
Variables (F : realFieldType) (d : nat -> nat).
Implicit Types W U : layers F d.
Lemma minimum_near H (f : 'M[F]_(d H, d 0) -> F) W : local_minimum_of f W ->
  exists e, 0 < e /\ forall U, close H e U W -> product U H = product W H -> local_minimum_of f U.
Proof.
case=> e [e0 least]; exists (e / 2%:R); split=> [|U UW UP]; first by rewrite divr_gt0 ?ltr0n.
exists (e / 2%:R); split=> [|V VU]; first by rewrite divr_gt0 ?ltr0n.
by rewrite UP; apply: least; exact: closer UW VU.
Qed.
Theorem still_layer H (f : 'M[F]_(d H, d 0) -> F) G W k : local_minimum_of f W -> gradient_at f (product W H) G -> (k < H)%N ->
  (outer W H k.+1)^T *m G *m (product W k)^T = 0.
Proof.
case=> e [e0 least] grad kH; apply: trace_all => M; rewrite trmx0 mul0mx mxtrace0.
have [r [r0 small]] := shrink M e0.
have := still_line (C := outer W H k.+1 *m M *m product W k) grad r0 _; rewrite -[\tr (G^T *m _)]opprK word_pull => s.
rewrite -[RHS]s // => [|t tr]; first by rewrite w_trN mulNmx w_trcN opprK.
have [V [Vk V0]] := at_layer (t *: M).
have := least (fun j => W j + V j); rewrite (moved_layer W kH V0) Vk -scalemxAr -scalemxAl; apply.
by apply: close_layer (close_same _ e0) _ (erefl _) Vk V0 => a b; exact: small.
Qed.
Theorem minimum_steady H (f : 'M[F]_(d H, d 0) -> F) G W : local_minimum_of f W -> gradient_at f (product W H) G -> steady G W.
Proof.
move=> /minimum_near[e [e0 near]] grad; exists e; split=> // U UW UP k kH.
by apply: still_layer (near U UW UP) _ kH; rewrite UP.
Qed.
Theorem convex_minimum p q (f : 'M[F]_(p, q) -> F) P : convex f -> gradient_at f P 0 -> forall Q, f P <= f Q.
Proof.
move=> cvx grad Q; rewrite leNgt; apply/negP => low.
pose K := \sum_a \sum_b `|(Q - P) a b|; have K1 : 0 < K + 1 by rewrite ltr_paddl ?size_ge0.
have e0 : 0 < (f P - f Q) / (K + 1) by rewrite divr_gt0 // subr_gt0.
have [r [r0 bound]] := grad _ e0; have [t0 [t00 small]] := shrink (Q - P) r0.
pose t := Num.min 1 t0; have tp : 0 < t by rewrite lt_minr ltr01.
have [t1 tt] : t <= 1 /\ t <= t0 by rewrite !le_minl !lexx orbT.
have E : t *: Q + (1 - t) *: P = P + t *: (Q - P) by rewrite scalerBl scale1r scalerBr addrCA.
have entry a b : `|(t *: Q + (1 - t) *: P) a b - P a b| = t * `|(Q - P) a b|.
  by rewrite E mxE addrC addKr mxE normrM gtr0_norm.
have := bound (t *: Q + (1 - t) *: P) _; rewrite trmx0 mul0mx mxtrace0 subr0.
have -> : \sum_a \sum_b `|(t *: Q + (1 - t) *: P) a b - P a b| = t * K.
  by rewrite mulr_sumr; apply: eq_bigr => a _; rewrite mulr_sumr; apply: eq_bigr => b _; rewrite entry.
move=> near; have {}near : `|f (t *: Q + (1 - t) *: P) - f P| <= (f P - f Q) / (K + 1) * (t * K).
  by apply: near => a b; rewrite entry; have := small t a b; rewrite mxE normrM !(gtr0_norm tp); apply.
have fall : t * (f P - f Q) <= f P - f (t *: Q + (1 - t) *: P).
  by rewrite ler_subr_addl -ler_subr_addr (le_trans (cvx Q P t (ltW tp) t1)) // mulrBl mul1r mulrBr opprB addrCA addrA.
have : t * (f P - f Q) <= (f P - f Q) / (K + 1) * (t * K).
  by apply: (le_trans fall); apply: le_trans near; rewrite distrC ler_norm.
rewrite mulrCA ler_pmul2l // leNgt => /negP; apply.
by rewrite mulrAC ltr_pdivr_mulr // ltr_pmul2l ?subr_gt0 // ltr_addl ltr01.
Qed.

(* the squared loss is differentiable *)
Lemma size_mul p q m (C : 'M[F]_(p, q)) (X : 'M[F]_(q, m)) :
  \sum_i \sum_j `|(C *m X) i j| <= (\sum_i \sum_j `|C i j|) * \sum_i \sum_j `|X i j|.
Proof.
rewrite mulr_suml; apply: ler_sum => i _; rewrite mulr_suml.
apply: (@le_trans _ _ (\sum_j \sum_k `|C i k| * `|X k j|)).
  by apply: ler_sum => j _; rewrite mxE (le_trans (ler_norm_sum _ _ _)) //; apply: ler_sum => k _; rewrite normrM.
rewrite exchange_big; apply: ler_sum => k _; rewrite -mulr_sumr ler_wpmul2l //.
by rewrite [X in _ <= X](bigD1 k) //= ler_addl; do 2!(apply: sumr_ge0 => ? _).
Qed.
Theorem squared_gradient_at p q m (X : 'M[F]_(q, m)) (Y : 'M[F]_(p, m)) (P : 'M[F]_(p, q)) :
  gradient_at (fun Q => norm2 (Q *m X - Y)) P (2%:R *: ((P *m X - Y) *m X^T)).
Proof.
move=> e e0; pose S := \sum_i \sum_j `|X i j|; have S0 : 0 <= S := size_ge0 X.
have S1 : 0 < S ^+ 2 + 1 by rewrite ltr_paddl ?sqr_ge0.
exists (e / (S ^+ 2 + 1)); split=> [|Q near]; first by rewrite divr_gt0.
pose C := Q - P; have QE : Q = P + C by rewrite addrC subrK.
have size_C : \sum_a \sum_b `|Q a b - P a b| = \sum_a \sum_b `|C a b| by do 2!(apply: eq_bigr => ? _); rewrite !mxE.
rewrite size_C {1}QE -/C square_step ger0_norm ?norm2_ge0 // norm2E exchange_big /=.
have r0 : 0 <= e / (S ^+ 2 + 1) by rewrite divr_ge0 ?ltW.
apply: (@le_trans _ _ (\sum_i \sum_j e / (S ^+ 2 + 1) * S * `|(C *m X) i j|)).
  apply: ler_sum => i _; apply: ler_sum => j _; rewrite -normr_id -[_ ^+ 2]ger0_norm ?sqr_ge0 // normrX expr2 normr_id.
  by rewrite ler_wpmul2r // mul_small // => a b; rewrite !mxE near.
under eq_bigr do rewrite -mulr_sumr; rewrite -mulr_sumr.
apply: (le_trans (ler_wpmul2l (mulr_ge0 r0 S0) (size_mul C X))); rewrite -/S mulrCA mulrC -!mulrA.
rewrite ler_pmul2l // mulrC ler_pdivr_mulr // mulrA -expr2 mulrC ler_wpmul2l ?size_ge0 //.
by rewrite ler_addl ler01.
Qed.

Section Laurent.
Variables (h : nat) (f : 'M[F]_(d h.+1, d 0) -> F) (G : 'M[F]_(d h.+1, d 0)) (W : layers F d).
Hypotheses (wide : forall j, (0 < j < h.+1)%N -> (minn (d 0%N) (d h.+1) <= d j)%N) (least : local_minimum_of f W).
Hypothesis grad : gradient_at f (product W h.+1) G.
Theorem without_bottleneck : G = 0.
Proof. exact: wide_zero wide (minimum_steady least grad). Qed.
Theorem convex_global : convex f -> forall Q, f (product W h.+1) <= f Q.
Proof. by move=> cvx; apply: convex_minimum => //; rewrite -without_bottleneck. Qed.
End Laurent.
Theorem convex_losses h :
  (forall (f : 'M[F]_(d h.+1, d 0) -> F) (G : 'M[F]_(d h.+1, d 0)) W,
   (forall j, (0 < j < h.+1)%N -> (minn (d 0%N) (d h.+1) <= d j)%N) -> local_minimum_of f W -> gradient_at f (product W h.+1) G -> convex f ->
   forall Q, f (product W h.+1) <= f Q) /\
  (forall m (X : 'M[F]_(d 0, m)) (Y : 'M[F]_(d h.+1, m)) (P : 'M[F]_(d h.+1, d 0)),
   let f (Q : 'M[F]_(d h.+1, d 0)) := norm2 (Q *m X - Y) in
   convex f /\ gradient_at f P (2%:R *: ((P *m X - Y) *m X^T))).
Proof.
split=> [f G W wide least grad cvx|m X Y P f]; first exact: convex_global wide least grad cvx.
split; last exact: squared_gradient_at.
by move=> A B t t0 t1; have := two_sided_convex 1%:M X Y A B t0 t1; rewrite !mul1mx.
Qed.
End AnyLoss.
