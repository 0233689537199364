(* Critical points by the rank of the product, or of the layers above the first: every depth.

     full_rank          a critical point whose product has the rank of some width is a global minimum or a strict saddle
     no_bottleneck      Yun, Sra, Jadbabaie: without a bottleneck the rank of the product tells global minima from saddles
     rank_strict        a critical point whose product is not the best matrix of its rank is a strict saddle
     rank_least         a critical point without negative curvature has the best product of its rank
     strata             Chitour, Liao, Couillet: so does the rank of the layers above the first in the reduced problem *)
From mathcomp Require Import all_ssreflect all_algebra.
From symdln Require Import definitions words norms network zero two_layers landscape strict flow saddles targets losses minima hidden.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Strata.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)).
Implicit Types W U V : layers F d.
Lemma onto_least W : critical X W Y -> \rank (product W h.+1) = d 0 \/ \rank (product W h.+1) = d h.+1 -> global_minimum X Y W.
Proof. by move=> /critical_layers still r; apply: squared_least; exact: still_onto r. Qed.
Theorem full_rank k W U : (k <= h.+1)%N -> (d k <= \rank (product W h.+1))%N -> critical X W Y -> loss X U Y < loss X W Y ->
  exists V, hessian X W Y V < 0.
Proof.
move=> kh full crit less; have up : ~ global_minimum X Y W by move=> /(_ U); rewrite leNgt less.
have split := @outer_product _ _ W h.+1 k kh.
have [k0 | k0] := posnP k.
  case: up; apply: onto_least crit _; left; subst k; apply/eqP; by rewrite eqn_leq full rank_leq_col.
move: (kh); rewrite leq_eqVlt => /orP[/eqP kE | {}kh].
  by case: up; apply: onto_least crit _; right; subst k; apply/eqP; rewrite eqn_leq full rank_leq_row.
have hidden : (d k <= \rank (outer W h 1))%N.
  apply: (leq_trans full); rewrite -(outer_product W (leqnSn h)) -(outer_product W (leq_trans k0 kh : (0 < h)%N)) mulmxA.
  by apply: leq_trans (mxrankM_maxl _ _) (mxrankM_maxr _ _).
by have [] := narrow_strict (k := k) _ hidden crit less; rewrite ?k0.
Qed.

Theorem no_bottleneck W : X *m X^T \in unitmx -> \rank (Y *m X^T) = minn (d 0%N) (d h.+1) ->
  (forall j, (0 < j < h.+1)%N -> (minn (d 0%N) (d h.+1) <= d j)%N) -> critical X W Y ->
  (\rank (product W h.+1) = minn (d 0%N) (d h.+1) -> global_minimum X Y W) /\
  ((\rank (product W h.+1) < minn (d 0%N) (d h.+1))%N -> ~ local_minimum X Y W /\ ~ local_maximum X Y W).
Proof.
move=> inv rk wide crit; split=> r.
  by apply: onto_least crit _; move: r; rewrite /minn; case: ifP; [left | right].
pose Q := Y *m X^T *m invmx (X *m X^T).
have rQ : \rank Q = minn (d 0%N) (d h.+1) by rewrite mxrankMfree // row_free_unit unitmx_inv.
have [j jh|U UQ] := factored (R := Q) (h := h).
  rewrite rQ; have [-> | j0] := posnP j; first exact: geq_minl.
  move: jh; rewrite leq_eqVlt => /orP[/eqP -> | jH]; first exact: geq_minr.
  by rewrite wide // j0.
apply: (@deep_saddle _ _ _ X h Y W U); rewrite /loss /residual UQ lt_neqAle.
have [_ least] := least_squares inv Y Q; rewrite (least erefl) andbT.
apply: contraTneq r => same; rewrite -leqNgt -rQ; have -> // : product W h.+1 = Q.
by apply/(least_squares inv) => R; rewrite -same; exact: least.
Qed.
(* the product has rank r; two layers of inner width r have the same product, and their directions lift *)
Theorem rank_strict W (R : 'M[F]_(d h.+1, d 0)) : (0 < h)%N -> critical X W Y -> (\rank R <= \rank (product W h.+1))%N ->
  norm2 (R *m X - Y) < loss X W Y -> exists V, hessian X W Y V < 0.
Proof.
move=> h0 crit; set P := product W h.+1; set r := \rank P => low less.
pose A : 'M[F]_(d h.+1, r) := col_base P; pose B : 'M[F]_(r, d 0) := row_base P.
have AB : A *m B = P := mulmx_base P.
have Ai : pinvmx A *m A = 1%:M by apply: mulVpmx; exact: col_base_full.
have Bi : B *m pinvmx B = 1%:M by apply: mulmxVp; exact: row_base_free.
pose e := widths (d h.+1) r (d 0); pose T : layers F e := @two_layers F e B A.
have TP : product T 2 = P by rewrite -AB /= mulmx1.
have PE : P = W h *m outer W h 1 *m W 0%N.
  by rewrite /P -(outer_from_zero W h.+1) -(outer_first W (ltn0Sn h)) outer_step.
have lift (V2 : layers F e) : exists V, product1 W V h.+1 = product1 T V2 2 /\ product2 W V h.+1 = product2 T V2 2.
  have [V [Vh VN]] := at_layer (V2 1%N *m (pinvmx A *m W h) : 'M[F]_(d h.+1, d h)).
  have [U [U0 UN]] := at_layer (W 0%N *m pinvmx B *m V2 0%N : 'M[F]_(d 1, d 0)).
  pose D j := V j + U j.
  have Dh : D h = V2 1%N *m (pinvmx A *m W h) by rewrite /D Vh UN ?addr0 // => hE; rewrite hE in h0.
  have D0 : D 0%N = W 0%N *m pinvmx B *m V2 0%N by rewrite /D U0 VN ?add0r // => hE; rewrite -hE in h0.
  have DN j : j <> 0%N -> j <> h -> D j = 0 by move=> j0 jh; rewrite /D VN // UN // addr0.
  have up : pinvmx A *m W h *m product W h = B by rewrite -mulmxA -[W h *m _]/P -AB mulmxA Ai mul1mx.
  have down : outer W h.+1 1 *m (W 0%N *m pinvmx B) = A.
    by rewrite mulmxA outer_first // outer_from_zero -/P -AB -mulmxA Bi mulmx1.
  have mid : pinvmx A *m W h *m outer W h 1 *m (W 0%N *m pinvmx B) = 1%:M.
    have -> : pinvmx A *m W h *m outer W h 1 *m (W 0%N *m pinvmx B) = pinvmx A *m (W h *m outer W h 1 *m W 0%N) *m pinvmx B by rewrite !mulmxA.
    by rewrite -PE -AB [pinvmx A *m _]mulmxA Ai mul1mx Bi.
  exists D; rewrite (ends1 W h0 DN) (ends2 W h0 DN) Dh D0; split.
    by rewrite -[X in X + _]mulmxA up [X in _ + X]mulmxA down /= !mulmx1 mulmx0 addr0.
  have -> : V2 1%N *m (pinvmx A *m W h) *m (outer W h 1 *m (W 0%N *m pinvmx B *m V2 0%N)) =
    V2 1%N *m (pinvmx A *m W h *m outer W h 1 *m (W 0%N *m pinvmx B)) *m V2 0%N by rewrite !mulmxA.
  by rewrite mid mulmx1 /= !mulmx1 !mulmx0 !addr0 mulmx0 addr0.
have critT : @critical F e m X T 2 Y.
  by move=> V2; have [V [e1 _]] := lift V2; have := crit V; rewrite /variation /residual e1 TP.
have [U UR] := @two_factors F (d h.+1) r (d 0) R low.
have lessT : @loss F e m X U 2 Y < @loss F e m X T 2 Y.
  by rewrite /loss /residual TP /= mulmx1 UR.
have [V2 neg] := depth_two critT lessT; have [V [e1 e2]] := lift V2.
by exists V; rewrite /hessian /residual e1 e2; move: neg; rewrite /hessian /residual TP.
Qed.
Theorem rank_least W : (0 < h)%N -> critical X W Y -> (forall V, 0 <= hessian X W Y V) ->
  forall R : 'M[F]_(d h.+1, d 0), (\rank R <= \rank (product W h.+1))%N -> loss X W Y <= norm2 (R *m X - Y).
Proof.
move=> h0 crit flat R low; rewrite leNgt; apply/negP => less.
by have [V] := rank_strict h0 crit low less; rewrite ltNge flat.
Qed.
End Strata.

Section Reduced.
Variables (F : realFieldType) (d : nat -> nat) (h : nat) (Y : 'M[F]_(d h.+1, d 0)).
Implicit Types W U : layers F d.
Hypotheses (full : \rank Y = d h.+1) (wide : forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N).
Lemma zero_or_saddle W : loss 1%:M W Y = 0 \/ (~ local_minimum 1%:M Y W /\ ~ local_maximum 1%:M Y W).
Proof.
have [_ /(_ wide)[U zero]] := reaches_target full; have [-> | pos] := eqVneq (loss 1%:M W Y) 0; [by left | right].
by apply: (@deep_saddle _ _ _ _ h Y W U); rewrite zero lt_neqAle eq_sym pos norm2_ge0.
Qed.
Theorem strata W : critical 1%:M W Y ->
  (\rank (outer W h.+1 1) = d h.+1 <-> global_minimum 1%:M Y W) /\
  ((\rank (outer W h.+1 1) < d h.+1)%N -> ~ local_minimum 1%:M Y W /\ ~ local_maximum 1%:M Y W).
Proof.
move=> crit; have low : loss 1%:M W Y = 0 -> (d h.+1 <= \rank (outer W h.+1 1))%N.
  rewrite /loss /residual mulmx1 => /norm2_eq0/subr0_eq e.
  by have := mxrankM_maxl (outer W h.+1 1) (product W 1); rewrite outer_product // e full.
have [_ /(_ wide)[U zero]] := reaches_target full.
split; last by move=> small; have [/low | //] := zero_or_saddle W; rewrite leqNgt small.
split=> [r|/(_ U)]; last first.
  rewrite zero => le0; apply/eqP; rewrite eqn_leq rank_leq_row low //.
  by apply/eqP; rewrite eq_le le0 norm2_ge0.
apply: squared_least; have /critical_layers/(_ 0%N (ltn0Sn h)) := crit; rewrite [product W 0]/= !trmx1 !mulmx1 => g.
have free : row_free (outer W h.+1 1) by rewrite /row_free r.
by apply: trmx_inj; rewrite trmx0; apply: (row_free_inj free); apply: trmx_inj; rewrite trmx_mul trmxK g mul0mx trmx0.
Qed.
End Reduced.
