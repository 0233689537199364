(* Every depth, all widths, any data: local minima are global, and there is no local maximum.

     folded W k           the network with the two layers W_{H-1} ... W_k and W_{k-1} ... W_0
     folded_minimum       it has a local minimum where W has one, if its layers are onto, resp. one to one
     deep_minimum         every local minimum is a global minimum
     reaches              the layers from some vertex on kept, the others a little changed such that the loss does not fall and the data get there
     rises, no_maximum    arbitrarily near every point are larger losses, if X is not zero and no width is *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network zero two_layers landscape strict flow losses.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Fold.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)) (h k : nat) (Y : 'M[F]_(d h.+1, m)).
Implicit Types W U V : layers F d.
Definition ends (j : nat) : nat := match j with 0 => d 0 | 1 => d k | _ => d h.+1 end.
Definition folded W : layers F ends := @two_layers F ends (product W k) (outer W h.+1 k).
Hypotheses (k0 : (0 < k)%N) (kh : (k <= h)%N).
Lemma folded_product W : product (folded W) 2 = product W h.+1.
Proof. by rewrite -[RHS](outer_product W (leqW kh)) -[X in _ = _ *m X]mulmx1. Qed.
Lemma folded_loss W : @loss F ends m X (folded W) 2 Y = loss X W Y.
Proof. by rewrite /loss /residual folded_product. Qed.

Variable W : layers F d.
Hypotheses (onto : row_free (outer W k 1)) (into : row_full (outer W h k)).
Let R := pinvmx (outer W k 1).
Let L := pinvmx (outer W h k).
(* a direction of the two layers, at the first and at the last layer of the network *)
Lemma unfold (V2 : layers F ends) : exists V, [/\ V 0%N = R *m V2 0%N, V h = V2 1%N *m L & forall j, j <> 0%N -> j <> h -> V j = 0].
Proof.
have h0 : (0 < h)%N := leq_trans k0 kh.
have [V [Vh V0]] := at_layer (V2 1%N *m L : 'M[F]_(d h.+1, d h)); have [U [U0 UN]] := at_layer (R *m V2 0%N : 'M[F]_(d 1, d 0)).
exists (fun j => V j + U j); split.
- by rewrite V0 ?add0r // => hE; rewrite -hE ltnn in h0.
- by rewrite Vh UN ?addr0 // => hE; rewrite hE ltnn in h0.
- by move=> j j0 jh; rewrite V0 // UN // addr0.
Qed.
Lemma unfold_product (V2 : layers F ends) V : V 0%N = R *m V2 0%N -> V h = V2 1%N *m L -> (forall j, j <> 0%N -> j <> h -> V j = 0) ->
  product (fun j => W j + V j) h.+1 = (outer W h.+1 k + V2 1%N) *m (product W k + V2 0%N).
Proof.
move=> V0 Vh VN; have h0 : (0 < h)%N := leq_trans k0 kh.
rewrite -(@outer_product _ _ _ h.+1 k) ?leqW //; congr (_ *m _).
  rewrite !outer_step // (@outer_same _ _ W) // => [|j /andP[kj jh]]; last first.
    by rewrite VN ?addr0 // => jE; [rewrite jE leqn0 -leqn0 leqNgt k0 in kj | rewrite jE ltnn in jh].
  by rewrite mulmxDl Vh -[V2 1%N *m L *m _]mulmxA mulVpmx // mulmx1.
rewrite -(@outer_product _ _ _ k 1) // -(@outer_product _ _ W k 1) // (@outer_same _ _ W) // => [|j /andP[j0 jk]]; last first.
  by rewrite VN ?addr0 // => jE; [rewrite jE in j0 | move: (leq_trans jk kh); rewrite jE ltnn].
by rewrite /= !mulmx1 mulmxDr V0 mulmxA mulmxVp // mul1mx.
Qed.
Theorem folded_minimum : local_minimum X Y W -> @local_minimum F ends m X 2 Y (folded W).
Proof.
case=> e [e0 least]; pose K := \sum_i \sum_j `|L i j| + \sum_i \sum_j `|R i j| + 1.
have h0 : (0 < h)%N := leq_trans k0 kh.
have K0 : 0 < K by rewrite ltr_paddl // addr_ge0 ?size_ge0.
have q0 : 0 < e / K by rewrite divr_gt0.
exists (e / K); split=> // U2 near; rewrite folded_loss.
pose V2 : layers F ends := fun j => U2 j - folded W j.
have [V [V0 Vh VN]] := unfold V2; have eU := unfold_product V0 Vh VN.
have -> : @loss F ends m X U2 2 Y = loss X (fun j => W j + V j) Y.
  rewrite /loss /residual eU; congr (norm2 (_ *m X - Y)).
  have e1 : outer W h.+1 k + V2 1%N = U2 1%N by rewrite addrC [LHS]subrK.
  have e2 : product W k + V2 0%N = U2 0%N by rewrite addrC [LHS]subrK.
  by rewrite e1 e2 /= mulmx1.
have small (j : nat) (j2 : (j < 2)%N) a b : `|V2 j a b| <= e / K by rewrite !mxE; exact: near.
have part (x : F) : 0 <= x -> x <= K -> e / K * x <= e.
  by move=> x0 xK; rewrite mulrAC ler_pdivr_mulr // ler_pmul2l.
apply: least => j a b jh; rewrite mxE addrC addKr.
have [jE | /eqP j0] := eqVneq j 0%N.
  subst j; rewrite V0; apply: (le_trans (mul_small_left _ _ _ (ltW q0) (small 0%N isT))); apply: part; first exact: size_ge0.
  by rewrite /K -addrA ler_paddl ?size_ge0 // ler_addl ler01.
have [jE | /eqP j1] := eqVneq j h; last by rewrite VN // mxE normr0 ltW.
subst j; rewrite Vh; apply: (le_trans (mul_small _ _ _ (ltW q0) (small 1%N isT))); apply: part; first exact: size_ge0.
by rewrite /K -addrA ler_addl addr_ge0 ?size_ge0.
Qed.
End Fold.

Section Deep.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Implicit Types W U V : layers F d.
Lemma squared_steady H (Y : 'M[F]_(d H, m)) W : local_minimum X Y W -> steady (residual X W Y *m X^T) W.
Proof.
move=> lm; have [e [e0 near]] := @minimum_near F d H (fun P => norm2 (P *m X - Y)) W lm.
exists e; split=> // U UW UP k kH.
have /critical_layers/(_ k kH) : critical X U Y := minimum_critical (near U UW UP).
by rewrite /residual UP.
Qed.
Lemma squared_least H (Y : 'M[F]_(d H, m)) W : residual X W Y *m X^T = 0 -> global_minimum X Y W.
Proof. by move=> g U; exact: word_convex. Qed.
Theorem deep_minimum h (Y : 'M[F]_(d h.+1, m)) W : local_minimum X Y W -> global_minimum X Y W.
Proof.
move=> lm; have sW := squared_steady lm; set P := product W h.+1.
have [/forallP narrow | ] := boolP [forall j : 'I_h.+2, \rank P < d j]%N.
  by apply/squared_least/(steady_zero sW) => j jh; exact: (narrow (Ordinal (jh : (j < h.+2)%N))).
rewrite negb_forall => /existsP[[k /= kh]]; rewrite -leqNgt => full.
have split := @outer_product _ _ W h.+1 k kh.
have ro : \rank (outer W h.+1 k) = d k.
  by apply/eqP; rewrite eqn_leq rank_leq_col (leq_trans full) // /P -split mxrankM_maxl.
have ri : \rank (product W k) = d k.
  by apply/eqP; rewrite eqn_leq rank_leq_row (leq_trans full) // /P -split mxrankM_maxr.
have [k0 | k0] := posnP k.
  by subst k; apply/squared_least/(still_onto (fun k => @steady_layer _ _ _ _ W k sW)); left; rewrite -{2}ro outer_from_zero.
move: kh; rewrite ltnS leq_eqVlt => /orP[/eqP kE | kh].
  by subst k; apply/squared_least/(still_onto (fun k => @steady_layer _ _ _ _ W k sW)); right; rewrite -{2}ri.
have onto : row_free (outer W k 1).
  by rewrite /row_free eqn_leq rank_leq_row -{1}ri -(@outer_product _ _ W k 1) // mxrankM_maxl.
have into : row_full (outer W h k).
  by rewrite /row_full eqn_leq rank_leq_col -{1}ro outer_step // mxrankM_maxr.
move=> U; rewrite -(folded_loss (k := k) X Y kh W) -(folded_loss (k := k) X Y kh U).
exact: depth_two_minima (folded_minimum k0 kh onto into lm) _.
Qed.

(* the mean of the losses at U + V and U - V *)
Lemma word_mean n p (E : 'M[F]_(n, m)) (C : 'M[F]_(n, p)) (Z : 'M[F]_(p, m)) :
  norm2 (E + C *m Z) + norm2 (E - C *m Z) = 2%:R * norm2 E + 2%:R * norm2 (C *m Z).
Proof. words. Qed.
Lemma higher (x y a b : F) : 0 <= b -> x + y = 2%:R * a + 2%:R * b -> a <= x \/ a <= y.
Proof.
move=> b0 e; case: (lerP a x) => [|xa]; [by left | right]; rewrite -subr_ge0.
have -> : y - a = (a - x) + 2%:R * b by rewrite -[y](addKr x) e; ring.
by rewrite addr_ge0 ?mulr_ge0 ?ler0n // subr_ge0 ltW.
Qed.
Lemma strictly_higher (x y a b : F) : 0 < b -> x + y = 2%:R * a + 2%:R * b -> a < x \/ a < y.
Proof.
move=> b0 e; case: (ltrP a x) => [|xa]; [by left | right]; rewrite -subr_gt0.
have -> : y - a = (a - x) + 2%:R * b by rewrite -[y](addKr x) e; ring.
by rewrite ltr_paddl ?mulr_gt0 ?ltr0n // subr_ge0.
Qed.
Lemma mean_loss h (Y : 'M[F]_(d h, m)) U V k : (k < h)%N -> (forall j, j <> k -> V j = 0) ->
  loss X (fun j => U j + V j) Y + loss X (fun j => U j - V j) Y = 2%:R * loss X U Y + 2%:R * norm2 (outer U h k.+1 *m V k *m product U k *m X).
Proof.
move=> kh V0; have N0 : forall j, j <> k -> - V j = 0 by move=> j jk; rewrite V0 ?oppr0.
rewrite /loss /residual (moved_layer U kh V0) (moved_layer U kh N0) mulmxN mulNmx !mulmxDl mulNmx.
rewrite [_ + _ *m X - Y]addrAC [_ - _ *m X - Y]addrAC; move: (outer U h k.+1 *m V k *m product U k) => C; exact: word_mean.
Qed.
Lemma catch n p (Z : 'M[F]_(p, m)) : (0 < n)%N -> Z != 0 -> exists M : 'M[F]_(n, p), M *m Z != 0.
Proof.
case: n => // n _ /matrix0Pn[a [b ab]]; exists (delta_mx 0 a); apply/matrix0Pn; exists 0, b.
rewrite mxE (bigD1 a) //= big1 => [|j ja]; first by rewrite mxE !eqxx mul1r addr0.
by rewrite mxE (negPf ja) andbF mul0r.
Qed.
Section Rise.
Variables (h : nat) (Y : 'M[F]_(d h, m)) (W : layers F d) (e : F).
Hypotheses (wide : forall j, (0 < j <= h)%N -> (0 < d j)%N) (X0 : X != 0) (e0 : 0 < e).
(* one layer moved up or down, with a product that is not zero on the data *)
Lemma step U k : close h e U W -> U k = W k -> (k < h)%N -> W k *m (product U k *m X) = 0 -> product U k *m X != 0 ->
  exists V, [/\ forall j, j <> k -> V j = 0, V k *m (product U k *m X) != 0, close h e (fun j => U j + V j) W & close h e (fun j => U j - V j) W].
Proof.
move=> UW Uk kh WZ Z0; have [|M MZ] := @catch (d k.+1) _ _ _ Z0; first exact: wide.
have [t [t0 ts]] := shrink M e0; have [V [Vk V0]] := at_layer (t *: M).
exists V; split=> //.
- by rewrite Vk -scalemxAl scaler_eq0 negb_or gt_eqF.
- by apply: close_layer UW _ Uk Vk V0 => a b; rewrite ts // gtr0_norm.
- apply: (@close_layer _ _ _ e W U k (- t) M (fun j => - V j)) => // [a b||j jk]; first by rewrite ts // normrN gtr0_norm.
    by rewrite Vk scaleNr.
  by rewrite V0 ?oppr0.
Qed.
Lemma reaches k : (k <= h)%N -> exists U, [/\ close h e U W, forall j, (k <= j)%N -> U j = W j, loss X W Y <= loss X U Y & product U k *m X != 0].
Proof.
elim: k => [_|k IH kh]; first by exists W; split=> //; [exact: close_same | rewrite /= mul1mx].
have [U [UW same le Z0]] := IH (ltnW kh); have Uk : U k = W k by exact: same.
have [WZ | WZ] := eqVneq (W k *m (product U k *m X)) 0; last first.
  by exists U; split=> // [j kj|]; [apply: same; exact: ltnW | rewrite /= Uk -mulmxA].
have [V [V0 VZ up down]] := step UW Uk kh WZ Z0.
have below (N : layers F d) : (forall j, j <> k -> N j = 0) -> forall j, (k.+1 <= j)%N -> U j + N j = W j.
  by move=> N0 j kj; rewrite N0 ?addr0 ?same ?(ltnW kj) // => jE; rewrite jE ltnn in kj.
have gets (N : layers F d) : (forall j, j <> k -> N j = 0) -> N k *m (product U k *m X) != 0 ->
    product (fun j => U j + N j) k.+1 *m X != 0.
  move=> N0; rewrite /= (@product_same _ _ U) => [|j jk]; last by rewrite N0 ?addr0 // => jE; rewrite jE ltnn in jk.
  by rewrite Uk -mulmxA mulmxDl WZ add0r.
have N0 : forall j, j <> k -> - V j = 0 by move=> j jk; rewrite V0 ?oppr0.
have [high | high] := higher (norm2_ge0 _) (mean_loss Y U kh V0).
  by exists (fun j => U j + V j); split=> //; [exact: below | exact: le_trans high | exact: gets].
exists (fun j => U j - V j); split=> //; [exact: (below (fun j => - V j)) | exact: le_trans high |].
by apply: (gets (fun j => - V j)) => //; rewrite mulNmx oppr_eq0.
Qed.
End Rise.
Theorem rises h (Y : 'M[F]_(d h.+1, m)) W e : (forall j, (0 < j <= h.+1)%N -> (0 < d j)%N) -> X != 0 -> 0 < e ->
  exists U, close h.+1 e U W /\ loss X W Y < loss X U Y.
Proof.
move=> wide X0 e0; have [U [UW same le Z0]] := reaches Y W wide X0 e0 (leqnSn h).
have [|M MZ] := @catch (d h.+1) _ _ _ Z0; first by apply: wide; rewrite leqnn.
have [t [t0 ts]] := shrink M e0; have [V [Vh V0]] := at_layer (t *: M).
have N0 : forall j, j <> h -> - V j = 0 by move=> j jh; rewrite V0 ?oppr0.
have Uh : U h = W h by exact: same.
have pos : 0 < norm2 (outer U h.+1 h.+1 *m V h *m product U h *m X).
  by rewrite outer_self mul1mx Vh -mulmxA norm2_gt0 // -scalemxAl scaler_eq0 negb_or gt_eqF.
have [high | high] := strictly_higher pos (mean_loss Y U (ltnSn h) V0); [exists (fun j => U j + V j) | exists (fun j => U j - V j)]; split;
  try exact: le_lt_trans le high.
  by apply: close_layer UW _ Uh Vh V0 => a b; rewrite ts // gtr0_norm.
apply: (@close_layer _ _ _ e W U h (- t) M (fun j => - V j)) => // [a b|]; first by rewrite ts // normrN gtr0_norm.
by rewrite Vh scaleNr.
Qed.
Theorem no_maximum h (Y : 'M[F]_(d h.+1, m)) W : (forall j, (0 < j <= h.+1)%N -> (0 < d j)%N) -> X != 0 -> ~ local_maximum X Y W.
Proof.
move=> wide X0 [e [e0 most]]; have [U [UW more]] := rises Y W wide X0 e0.
by have := most U UW; rewrite leNgt more.
Qed.

(* a network with a larger loss than another sees the data, and has no empty layer *)
Lemma seen h (Y : 'M[F]_(d h.+1, m)) W U : loss X U Y < loss X W Y -> X != 0 /\ forall j, (0 < j <= h.+1)%N -> (0 < d j)%N.
Proof.
move=> less; split=> [|j /andP[_ jh]].
  by apply: contraTneq less => X0; rewrite /loss /residual X0 !mulmx0 ltxx.
rewrite lt0n; apply: contraTneq less => dj; have empty (T : layers F d) : product T h.+1 = 0.
  apply/eqP; have <- := mxrank_eq0 (product T h.+1); rewrite -(outer_product T jh) -leqn0.
  by apply: leq_trans (mxrankM_maxl _ _) _; apply: leq_trans (rank_leq_col _) _; rewrite dj.
by rewrite /loss /residual !empty ltxx.
Qed.
Theorem deep_saddle h (Y : 'M[F]_(d h.+1, m)) W U : loss X U Y < loss X W Y -> ~ local_minimum X Y W /\ ~ local_maximum X Y W.
Proof.
move=> less; have [X0 wide] := seen less; split; last exact: no_maximum.
by move=> /deep_minimum/(_ U); rewrite leNgt less.
Qed.
Theorem deep_landscape h (Y : 'M[F]_(d h.+1, m)) W :
  (local_minimum X Y W -> global_minimum X Y W) /\ (forall U, loss X U Y < loss X W Y -> ~ local_minimum X Y W /\ ~ local_maximum X Y W) /\
  ((forall j, (0 < j <= h.+1)%N -> (0 < d j)%N) -> X != 0 -> ~ local_maximum X Y W).
Proof. by split; [exact: deep_minimum | split; [move=> U; exact: deep_saddle | exact: no_maximum]]. Qed.

(* a matrix whose rank is at most every width is a product *)
Lemma factored h (R : 'M[F]_(d h.+1, d 0)) : (forall j, (j <= h.+1)%N -> (\rank R <= d j)%N) -> exists U, product U h.+1 = R.
Proof.
move=> low; have [h0 | h0] := posnP h.
  by subst h; have [V [V0 _]] := at_layer (R : 'M[F]_(d 1, d 0)); exists V; rewrite /= mulmx1.
set r := \rank R in low; pose pid j : 'M[F]_(d j, r) := pid_mx r.
have pidK j : (j <= h.+1)%N -> (pid_mx r : 'M[F]_(r, d j)) *m pid j = 1%:M.
  by move=> jh; rewrite mul_pid_mx minnn (minn_idPr (low j jh)) pid_mx_1.
have [V [Vh VN]] := at_layer (col_base R *m (pid_mx r : 'M[F]_(r, d h)) : 'M[F]_(d h.+1, d h)).
pose U j := if (0 < j < h)%N then pid j.+1 *m (pid_mx r : 'M[F]_(r, d j)) else V j.
have [T [T0 TN]] := at_layer (pid 1%N *m row_base R : 'M[F]_(d 1, d 0)).
exists (fun j => U j + T j); suff below n : (0 < n <= h)%N -> product (fun j => U j + T j) n = pid n *m row_base R.
  rewrite [LHS]/= below ?h0 /= // /U ltnn andbF Vh TN ?addr0 => [|hE]; last by rewrite hE in h0.
  by rewrite mulmxA -(mulmxA (col_base R)) pidK // mulmx1 mulmx_base.
elim: n => // [[_ _|n IH /andP[_ nh]]].
  by rewrite /= mulmx1 /U /= T0 VN ?add0r // => hE; rewrite -hE in h0.
by rewrite [LHS]/= -/(product _ n.+1) IH ?(ltnW nh) // /U nh /= TN // addr0 mulmxA -(mulmxA (pid _)) pidK ?mulmx1 // leqW // ltnW.
Qed.
Theorem rank_minimum h (Y : 'M[F]_(d h.+1, m)) W : local_minimum X Y W ->
  forall R : 'M[F]_(d h.+1, d 0), (forall j, (j <= h.+1)%N -> (\rank R <= d j)%N) -> loss X W Y <= norm2 (R *m X - Y).
Proof. by move=> /deep_minimum least R /factored[U <-]; exact: least. Qed.
End Deep.

(* matrices of rank at most p, as products of two factors *)
Section Rank.
Variables (F : realFieldType) (n p q m : nat) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)).
Definition widths (j : nat) : nat := match j with 0 => q | 1 => p | _ => n end.
Lemma two_factors (R : 'M[F]_(n, q)) : (\rank R <= p)%N -> exists U : layers F widths, U 1%N *m U 0%N = R.
Proof.
move=> low; exists (@two_layers F widths (pid_mx (\rank R) *m row_base R) (col_base R *m pid_mx (\rank R))).
by rewrite /= mulmxA -(mulmxA (col_base R)) mul_pid_mx minnn (minn_idPr low) pid_mx_1 mulmx1 mulmx_base.
Qed.
Theorem rank_constrained (R : 'M[F]_(n, q)) : (\rank R <= p)%N ->
  (exists e, 0 < e /\ forall Q : 'M[F]_(n, q), (\rank Q <= p)%N -> (forall a b, `|Q a b - R a b| <= e) -> norm2 (R *m X - Y) <= norm2 (Q *m X - Y)) ->
  forall Q : 'M[F]_(n, q), (\rank Q <= p)%N -> norm2 (R *m X - Y) <= norm2 (Q *m X - Y).
Proof.
move=> /two_factors[W WE] [e [e0 least]] Q /two_factors[U UE].
have two (T : layers F widths) : @loss F widths m X T 2 Y = norm2 (T 1%N *m T 0%N *m X - Y) by rewrite /loss /residual /= mulmx1.
have rk (T : layers F widths) : (\rank (T 1%N *m T 0%N) <= p)%N by apply: leq_trans (mxrankM_maxl _ _) _; exact: rank_leq_col.
rewrite -WE -UE -!two; apply: (@depth_two_minima F widths m X Y W _ U).
pose K := \sum_i \sum_j `|W 1%N i j| + \sum_i \sum_j `|W 0%N i j| + p%:R + 1.
have K0 : 0 < K by rewrite ltr_paddl // !addr_ge0 ?size_ge0 ?ler0n.
pose r := Num.min 1 (e / K); have r0 : 0 < r by rewrite lt_minr ltr01 divr_gt0.
exists r; split=> // T near; rewrite !two WE; apply: least => [|a b]; first exact: rk.
pose D0 : 'M[F]_(p, q) := T 0%N - W 0%N; pose D1 : 'M[F]_(n, p) := T 1%N - W 1%N.
have small0 i k : `|D0 i k| <= r by rewrite !mxE; exact: near.
have small1 i k : `|D1 i k| <= r by rewrite !mxE; exact: near.
have -> : T 1%N *m T 0%N = R + (W 1%N *m D0 + (D1 *m W 0%N + D1 *m D0)).
  have -> : T 1%N = W 1%N + D1 by rewrite [RHS]addrC subrK.
  have -> : T 0%N = W 0%N + D0 by rewrite [RHS]addrC subrK.
  by rewrite mulmxDl !mulmxDr WE -addrA.
rewrite mxE addrC addKr; have r1 : r <= 1 by rewrite le_minl lexx.
have third : `|(D1 *m D0) a b| <= r * p%:R.
  rewrite mxE; apply: (le_trans (ler_norm_sum _ _ _)); apply: (@le_trans _ _ (\sum_(c < p) r)); last first.
    by rewrite sumr_const card_ord mulr_natr.
  by apply: ler_sum => c _; rewrite normrM -[X in _ <= X]mulr1 ler_pmul ?(le_trans (small0 _ _)).
apply: (@le_trans _ _ (r * K)); last by rewrite -ler_pdivl_mulr // le_minl lexx orbT.
rewrite mxE; apply: (le_trans (ler_norm_add _ _)).
have -> : r * K = r * (\sum_i \sum_j `|W 1%N i j|) + (r * (\sum_i \sum_j `|W 0%N i j|) + r * p%:R) + r by rewrite /K !mulrDr mulr1 !addrA.
apply: ler_paddr; [exact: ltW | apply: ler_add; first by apply: mul_small_left; [exact: ltW | exact: small0]].
by rewrite mxE; apply: (le_trans (ler_norm_add _ _)); apply: ler_add third; apply: mul_small; [exact: ltW | exact: small1].
Qed.
End Rank.
