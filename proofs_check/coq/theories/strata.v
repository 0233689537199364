(* Critical points by the rank of the product, or of the layers above the first: every depth.

     full_rank          a critical point whose product has the rank of some width is a global minimum or a strict saddle
     no_bottleneck      Yun, Sra, Jadbabaie: without a bottleneck the rank of the product tells global minima from saddles
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
