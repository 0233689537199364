(* Laurent and von Brecht 2018 for the squared loss: every depth, any data, no hidden layer narrower than the input.

     nudge                   layers can be changed a little such that no product moves and a given vector survives
     kept_minimum            a point near a local minimum with the same products is a local minimum
     no_bottleneck           a local minimum is a global minimum, even among all matrices
     no_bottleneck_networks  the same, among networks *)
From mathcomp Require Import all_ssreflect all_algebra ring zify.
From symdln Require Import definitions words norms network zero two_layers landscape strict.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Wide.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Implicit Types W U V : layers F d.
Lemma layer_at k (M : 'M[F]_(d k.+1, d k)) : exists V, V k = M /\ forall i, i <> k -> V i = 0.
Proof.
exists (fun i => if k =P i is ReflectT e then ecast j 'M[F]_(d j.+1, d j) e M else 0); split.
  by case: eqP => // e; rewrite (eq_axiomK e).
by move=> i ik; case: eqP => // e; case: ik.
Qed.
Lemma above_ext W U q k : (forall i, (k <= i < depth q k)%N -> U i = W i) -> above U q k = above W q k.
Proof.
elim: q k => //= q IH k e; rewrite (e k) ?IH // => [i /andP[ki iq]|]; first by apply: e; rewrite ltnW.
by rewrite leqnn depthE; lia.
Qed.
Lemma product_keep W U j : (forall i, U i *m product W i = W i *m product W i) -> product U j = product W j.
Proof. by move=> e; elim: j => //= j ->; exact: e. Qed.
Lemma scale_small p q (M : 'M[F]_(p, q)) eps : 0 < eps -> exists t, 0 < t /\ forall a b, `|(t *: M) a b| <= eps.
Proof.
move=> e0; pose B := \sum_a \sum_b `|M a b|.
have B0 : 0 <= B by do 2!(apply: sumr_ge0 => ? _).
have B1 : 0 < B + 1 by rewrite ltr_paddl.
exists (eps / (B + 1)); split=> [|a b]; first by rewrite divr_gt0.
rewrite mxE normrM gtr0_norm ?divr_gt0 // mulrAC ler_pdivr_mulr // ler_pmul2l //.
apply: (@le_trans _ _ B); last by rewrite ler_addl ler01.
rewrite /B (bigD1 a) //= ler_paddr //; first by do 2!(apply: sumr_ge0 => ? _).
by rewrite (bigD1 b) //= ler_paddr //; apply: sumr_ge0.
Qed.
(* change the layers k, ..., depth q k - 1 a little, such that no product moves and v is not killed *)
Lemma nudge W eps q k (v : 'rV[F]_(d (depth q k))) : 0 < eps -> v != 0 ->
  (forall i, (k <= i < depth q k)%N -> exists x : 'rV[F]_(d i), x != 0 /\ x *m product W i = 0) ->
  exists U, [/\ forall i, U i *m product W i = W i *m product W i, forall i a b, `|U i a b - W i a b| <= eps,
    forall i, (i < k)%N || (depth q k <= i)%N -> U i = W i & v *m above U q k != 0].
Proof.
move=> e0; elim: q k v => [|q IH] k v vn has.
  by exists W; split=> //= [i a b|]; rewrite ?subrr ?normr0 ?ltW // mulmx1.
have [|U [keep near same yn]] := IH k.+1 v vn.
  by move=> i /andP[ki iq]; apply: has; rewrite (ltnW ki).
set y := v *m above U q k.+1 in yn.
have kq : (k < depth q k.+1)%N by rewrite depthE; lia.
have [yW | yW] := eqVneq (y *m W k) 0; last first.
  exists U; split=> //= [i /orP[ik|ki]|]; first by apply: same; rewrite (ltn_trans ik).
    by apply: same; rewrite ki orbT.
  by rewrite mulmxA -/y same ?ltnSn.
have [|x [xn xB]] := has k; first by rewrite leqnn.
have [t [t0 ts]] := scale_small (y^T *m x) e0.
have [V [Vk V0]] := layer_at (t *: (y^T *m x)).
have Uk : U k = W k by apply: same; rewrite ltnSn.
exists (fun i => U i + V i); split.
- move=> i; have [-> | /eqP ik] := eqVneq i k; last by rewrite V0 // addr0.
  by rewrite Uk Vk mulmxDl -scalemxAl -mulmxA xB mulmx0 scaler0 addr0.
- move=> i; have [-> a b | /eqP ik a b] := eqVneq i k; last by rewrite V0 // addr0.
  by rewrite Uk Vk mxE addrC addKr.
- move=> i ik; have ink : i <> k by case/orP: ik => [lt e|ge e]; [rewrite e ltnn in lt | rewrite e leqNgt kq in ge].
  rewrite V0 // addr0; apply: same; case/orP: ik => [ik|->]; last by rewrite orbT.
  by rewrite (ltn_trans ik).
rewrite /= mulmxA (@above_ext U); last first.
  by move=> i /andP[ki _]; rewrite V0 ?addr0 // => e; rewrite e ltnn in ki.
rewrite -/y Uk Vk mulmxDr yW add0r -scalemxAr mulmxA.
have -> : y *m y^T = (norm2 y^T)%:M by rewrite -{1}(trmxK y) mul11.
have ny : 0 < norm2 y^T.
  by apply: norm2_gt0; apply: contraNneq yn => /(congr1 trmx); rewrite trmxK trmx0 => ->.
by rewrite mul_scalar_mx !scaler_eq0 !negb_or xn andbT !gt_eqF.
Qed.

Variables (h : nat) (Y : 'M[F]_(d h.+1, m)) (W : layers F d).
Lemma kept_minimum U eps : 0 < eps -> (forall T : layers F d, (forall j a b, (j < h.+1)%N -> `|T j a b - W j a b| <= eps) -> loss X W Y <= loss X T Y) ->
  (forall i a b, `|U i a b - W i a b| <= eps / 2%:R) -> (forall i, U i *m product W i = W i *m product W i) -> local_minimum X Y U.
Proof.
move=> e0 loc near keep; exists (eps / 2%:R); split=> [|T nT]; first by rewrite divr_gt0 ?ltr0n.
rewrite [loss X U Y]/loss /residual (product_keep _ keep); apply: loc => j a b jh.
rewrite -[T j a b](subrK (U j a b)) -addrA; apply: (le_trans (ler_norm_add _ _)).
have -> : eps = eps / 2%:R + eps / 2%:R by rewrite -mulr2n -[_ *+ 2]mulr_natr divfK ?pnatr_eq0.
by rewrite ler_add ?nT.
Qed.
End Wide.

Section Top.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
(* the gradient by layer k below the top layer, without a cast: depth (depth q k.+1).+1 *)
Lemma below_top q k (U : layers F d) (Y : 'M[F]_(d (depth q k.+1).+1, m)) : critical X U Y ->
  (U (depth q k.+1) *m above U q k.+1)^T *m (product U (depth q k.+1).+1 *m (X *m X^T) - Y *m X^T) *m (product U k)^T = 0.
Proof.
move=> crit; apply/matrixP => a b; rewrite -tr_delta [RHS]mxE -word_grad.
have [V [Vk V0]] := layer_at (delta_mx a b : 'M[F]_(d k.+1, d k)).
have := crit V; rewrite /variation /residual [product1 _ _ _]/= => <-.
have ne : depth q k.+1 <> k by rewrite depthE; lia.
rewrite V0 // mul0mx add0r.
have -> : product1 U V (depth q k.+1) = product1 U (only V k) (depth q k.+1).
  elim: (depth q k.+1) => //= j ->; congr (_ *m _ + _); rewrite /only; case: eqP => // /eqP jk.
  by rewrite V0 //; apply/eqP.
by rewrite product1_above Vk !mulmxA.
Qed.
Theorem no_bottleneck h (Y : 'M[F]_(d h.+1, m)) (W : layers F d) : (forall j, (0 < j < h.+1)%N -> (d 0 <= d j)%N) ->
  local_minimum X Y W -> forall Q : 'M[F]_(d h.+1, d 0), loss X W Y <= norm2 (Q *m X - Y).
Proof.
move=> wide lm Q; apply: word_convex; rewrite mulmxBl -mulmxA; set G := _ - _.
have crit := minimum_critical lm.
have full j : (\rank (product W j) == d 0) = row_free (product W j)^T by rewrite /row_free mxrank_tr.
case: (boolP (row_free (product W h)^T)) => [free | nf].
  apply: (row_free_inj free); rewrite mul0mx.
  by have := @critical_gradient F d m X W 0%N h Y crit; rewrite /gradient trmx1 mul1mx.
have ex : exists j, ~~ row_free (product W j)^T by exists h.
case: (ex_minnP ex) => [[|k]] kn least; first by move: kn; rewrite -full /= mxrank1 eqxx.
have freek : row_free (product W k)^T by apply/negPn/negP => n; have := least _ n; rewrite ltnn.
have kh : (k.+1 <= h)%N := least _ nf.
have [q hq] : exists q, h = depth q k.+1 by exists (h - k.+1)%N; rewrite depthE subnK.
subst h.
have rk i : (k < i)%N -> (\rank (product W i) < d 0)%N.
  move=> ki; have [p ->] : exists p, i = depth p k.+1 by exists (i - k.+1)%N; rewrite depthE subnK.
  rewrite product_above; apply: leq_ltn_trans (mxrankM_maxr _ _) _.
  by rewrite ltn_neqAle full kn rank_leq_col.
have has i : (k.+1 <= i < (depth q k.+1).+1)%N -> exists x : 'rV[F]_(d i), x != 0 /\ x *m product W i = 0.
  move=> /andP[ki ih]; have : kermx (product W i) != 0.
    rewrite kermx_eq0 /row_free neq_ltn; apply/orP; left; apply: leq_trans (rk i ki) (wide i _).
    by rewrite ih andbT (leq_ltn_trans _ ki).
  case/rowV0Pn => x /sub_kermxP xk xn; by exists x.
have [|v [vn vB]] := has (depth q k.+1); first by rewrite kh ltnSn.
case: lm => eps [e0 loc].
have e2 : 0 < eps / 2%:R by rewrite divr_gt0 ?ltr0n.
have [|U [keep near same yn]] := nudge e2 vn (W := W).
  by move=> i /andP[ki iq]; apply: has; rewrite ki ltnW.
have topU : U (depth q k.+1) = W (depth q k.+1) by apply: same; rewrite leqnn orbT.
have critU : critical X U Y := minimum_critical (kept_minimum e0 loc near keep).
have eqU := below_top critU; rewrite (product_keep _ keep) -/G (product_keep k keep) in eqU.
have zero_of (A : 'M[F]_(_, d 0)) : A *m (product W k)^T = 0 -> A = 0 by move=> e; apply: (row_free_inj freek); rewrite e mul0mx.
have {}eqU := zero_of _ _ eqU.
(* every row u *)
have uG (u : 'rV[F]_(d (depth q k.+1).+1)) : u *m G = 0.
  have [t [t0 ts]] := scale_small (u^T *m v) e2.
  have [V [Vh V0]] := layer_at (t *: (u^T *m v)).
  pose T i := U i + V i.
  have keepT i : T i *m product W i = W i *m product W i.
    rewrite /T; have [-> | /eqP ih] := eqVneq i (depth q k.+1); last by rewrite V0 // addr0 keep.
    by rewrite topU Vh mulmxDl -scalemxAl -mulmxA vB mulmx0 scaler0 addr0.
  have nearT i a b : `|T i a b - W i a b| <= eps / 2%:R.
    rewrite /T; move: a b; have [-> a b | /eqP ih a b] := eqVneq i (depth q k.+1); last by rewrite V0 // addr0 near.
    by rewrite topU Vh mxE addrC addKr.
  have critT : critical X T Y := minimum_critical (kept_minimum e0 loc nearT keepT).
  have eqT := below_top critT; rewrite (product_keep _ keepT) -/G (product_keep k keepT) in eqT.
  have {}eqT := zero_of _ _ eqT.
  have upT : above T q k.+1 = above U q k.+1.
    by apply: above_ext => i /andP[_ ih]; rewrite /T V0 ?addr0 // => e; rewrite e ltnn in ih.
  have TE : T (depth q k.+1) = U (depth q k.+1) + t *: (u^T *m v) by rewrite /T Vh.
  move: eqT; rewrite upT TE mulmxDl w_trD mulmxDl eqU add0r -scalemxAl -mulmxA.
  set y := v *m _ in yn *; rewrite w_trZ -scalemxAl trmx_mul trmxK -mulmxA => /eqP.
  rewrite scaler_eq0 gt_eqF //= => /eqP /(congr1 (mulmx y)); rewrite mulmx0 ?mulmxA -(mulmxA (y *m y^T)).
  have -> : y *m y^T = (norm2 y^T)%:M by rewrite -{1}(trmxK y) mul11.
  have ny : 0 < norm2 y^T.
    by apply: norm2_gt0; apply: contraNneq yn => /(congr1 trmx); rewrite trmxK trmx0 => ->.
  by move/eqP; rewrite mul_scalar_mx scaler_eq0 gt_eqF //= => /eqP.
by apply/row_matrixP => i; rewrite row0 rowE; exact: uG.
Qed.
(* no hidden layer narrower than the input: every local minimum is global *)
Corollary no_bottleneck_networks h (Y : 'M[F]_(d h.+1, m)) (W : layers F d) : (forall j, (0 < j < h.+1)%N -> (d 0 <= d j)%N) ->
  local_minimum X Y W -> forall U, loss X W Y <= loss X U Y.
Proof. by move=> wide lm U; exact: no_bottleneck. Qed.
End Top.

