(* Saddles: the Hessian of two layers has both signs; every W = 0 from three layers on; convexity fails.

     indefinite           two layers: at a critical point that is no global minimum the Hessian form takes both signs
     shallow_no_minimum   ... so it is no local minimum
     zero_saddle          three or more layers, Y X^T != 0: W = 0 is critical, no extremum, its Hessian form is zero
     not_convex, not_concave
                          two or more layers and X != 0: the loss is neither convex nor concave
     constant_loss        X = 0: the loss is constant *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network zero two_layers landscape strict.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Shallow.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Implicit Types W U V : layers F d.
Lemma hessian_two (Y : 'M[F]_(d 2, m)) W V : hessian X W Y V =
  norm2 ((V 1%N *m W 0%N + W 1%N *m V 0%N) *m X) + 2%:R * \tr ((W 1%N *m W 0%N *m X - Y)^T *m (V 1%N *m V 0%N) *m X).
Proof. by rewrite /hessian /residual /= !mulmx1 !mulmx0 !addr0 mulmx0 addr0. Qed.
Theorem indefinite (Y : 'M[F]_(d 2, m)) W U : critical X W Y -> loss X U Y < loss X W Y ->
  (exists V, hessian X W Y V < 0) /\ (exists V, 0 < hessian X W Y V).
Proof.
move=> crit less; have [V neg] := depth_two crit less; split; first by exists V.
have [flat | bent] := eqVneq ((V 1%N *m W 0%N + W 1%N *m V 0%N) *m X) 0.
  exists (two_layers (V 0%N) (- V 1%N)); rewrite hessian_two /=; apply: ltr_paddl (norm2_ge0 _) _.
  move: neg; rewrite hessian_two flat [norm2 0]/norm2 mulmx0 mxtrace0 add0r.
  by rewrite [- V 1%N *m V 0%N]mulNmx mulmxN mulNmx linearN /= mulrN oppr_gt0.
pose P (V0 : 'M[F]_(d 1, d 0)) (V1 : 'M[F]_(d 2, d 1)) := hessian X W Y (two_layers V0 V1).
have top (V1 : 'M[F]_(d 2, d 1)) : P 0 V1 = norm2 (V1 *m W 0%N *m X) by rewrite /P hessian_two /= !mulmx0 addr0 mul0mx mxtrace0 mulr0 addr0.
have low (V0 : 'M[F]_(d 1, d 0)) : P V0 0 = norm2 (W 1%N *m V0 *m X).
  by rewrite /P hessian_two /= !mul0mx add0r mulmx0 mul0mx mxtrace0 mulr0 addr0.
have [z1 | n1] := eqVneq (V 1%N *m W 0%N *m X) 0; last by exists (two_layers 0 (V 1%N)); rewrite -/(P _ _) top norm2_gt0.
have [z0 | n0] := eqVneq (W 1%N *m V 0%N *m X) 0; last by exists (two_layers (V 0%N) 0); rewrite -/(P _ _) low norm2_gt0.
by case/eqP: bent; rewrite mulmxDl z1 z0 addr0.
Qed.
Theorem shallow_no_minimum (Y : 'M[F]_(d 2, m)) W U : critical X W Y -> loss X U Y < loss X W Y ->
  [/\ exists V, hessian X W Y V < 0, exists V, 0 < hessian X W Y V & ~ local_minimum X Y W].
Proof.
move=> crit less; have [neg pos] := indefinite crit less; split=> // /depth_two_minima /(_ U).
by rewrite leNgt less.
Qed.
End Shallow.

Section Zero.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Theorem zero_saddle H (Y : 'M[F]_(d H.+3, m)) : (forall j, (0 < j < H.+3)%N -> (0 < d j)%N) -> Y *m X^T != 0 ->
  [/\ critical X (zeros F d) Y, forall V, hessian X (zeros F d) Y V = 0,
      forall e, 0 < e -> exists U, close H.+3 e U (zeros F d) /\ loss X U Y < loss X (zeros F d) Y &
      forall e, 0 < e -> exists U, close H.+3 e U (zeros F d) /\ loss X (zeros F d) Y < loss X U Y].
Proof.
move=> wide nonzero; have ext := zero_no_extremum wide nonzero.
have near e U : small e U -> close H.+3 e U (zeros F d) by move=> s j a b _; rewrite mxE subr0.
split=> [|V|e e0|e e0]; [exact: zero_critical | exact: zero_hess | |].
- by have [[U [s l]] _] := ext e e0; exists U; split=> //; exact: near.
- by have [_ [U [s l]]] := ext e e0; exists U; split=> //; exact: near.
Qed.
End Zero.

Section Convexity.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)) (h : nat) (Y : 'M[F]_(d h.+2, m)).
Implicit Types W U V : layers F d.
Theorem constant_loss W U : X = 0 -> loss X W Y = loss X U Y.
Proof. by move=> ->; rewrite /loss /residual !mulmx0. Qed.
Hypothesis wide : forall j, (0 < j <= h.+2)%N -> (0 < d j)%N.
Hypothesis nonzero : X != 0.
Definition between t U V : layers F d := fun j => t *: U j + (1 - t) *: V j.

Lemma probe : exists (w : F -> F -> layers F d) (a b : F), 0 < b /\
  (forall x y, loss X (w x y) Y = norm2 Y - 2%:R * (x * y) * a + (x * y) ^+ 2 * b) /\
  (forall t x y x' y' j, w (t * x + (1 - t) * x') (t * y + (1 - t) * y') j = between t (w x y) (w x' y') j).
Proof.
have [[i s] /= Xis] : exists e : 'I_(d 0) * 'I_m, X e.1 e.2 != 0.
  apply/existsP; rewrite -negb_forall; apply: contra nonzero => /forallP z; apply/eqP/matrixP => i s.
  by have /eqP := z (i, s); rewrite mxE.
pose idx j := if j == 0%N then val i else 0%N.
have ok j : (j <= h.+2)%N -> (idx j < d j)%N.
  by rewrite /idx; case: eqP => [-> _ | /eqP j0 jh]; [exact: ltn_ord | apply: wide; rewrite lt0n j0].
pose c x y j : F := if j == 0%N then x else if j == 1%N then y else 1.
pose D : 'M[F]_(d h.+2, d 0) := \matrix_(u, v) ((val u == idx h.+2) && (val v == idx 0%N))%:R.
exists (fun x y => path d (c x y) idx), (\tr ((Y *m X^T)^T *m D)), (norm2 (D *m X)); split; [|split].
- apply: norm2_gt0; apply/eqP => /matrixP /(_ (Ordinal (ok h.+2 (leqnn _))) s); rewrite !mxE.
  rewrite (bigD1 i) //= big1 ?addr0 => [|k ki]; last by rewrite mxE /= (_ : (k == i :> nat) = false) ?andbF ?mul0r //; apply/negbTE.
  by rewrite mxE /= !eqxx mul1r => e; case/eqP: Xis.
- move=> x y; rewrite /loss /residual; case: (product_path (c x y) ok) => // ->; rewrite word_cross -/D.
  by have -> : \prod_(j < h.+2) c x y j = x * y by rewrite !big_ord_recl /= big1 ?mulr1.
- move=> t x y x' y' j; rewrite /between /path !scalerA -scalerDl; congr (_ *: _).
  by rewrite /c; case: j => [|[|j]] //=; rewrite !mulr1 addrC subrK.
Qed.

Lemma even_ring (n a b x y : F) : n - 2%:R * (x * y) * a + (x * y) ^+ 2 * b = n + (x * y) * ((x * y) * b - 2%:R * a).
Proof. by ring. Qed.
Lemma loss_same W U : (forall j, (j < h.+2)%N -> W j = U j) -> loss X W Y = loss X U Y.
Proof.
move=> e; rewrite /loss /residual; suff gen k : (k <= h.+2)%N -> product W k = product U k by rewrite gen.
by elim: k => //= k IH kh; rewrite e // IH // ltnW.
Qed.
Lemma half : (2%:R^-1 : F) + 2%:R^-1 = 1. Proof. by rewrite -mulr2n -[_ *+ 2]mulr_natl divff ?pnatr_eq0. Qed.
Lemma other_half : 1 - 2%:R^-1 = 2%:R^-1 :> F. Proof. by rewrite -{1}half addrK. Qed.
Theorem not_convex : exists U V, loss X U Y = loss X V Y /\ loss X U Y < loss X (between 2%:R^-1 U V) Y.
Proof.
have [w [a [b [b0 [value mid]]]]] := probe; pose s : F := if 0 <= a then -1 else 1.
have sa : s * a <= 0 by rewrite /s; case: (lerP 0 a) => a0; rewrite ?mulN1r ?oppr_le0 // mul1r ltW.
exists (w (2%:R * s) 0), (w 0 2%:R).
rewrite -(@loss_same (w s 1) (between 2%:R^-1 (w (2%:R * s) 0) (w 0 2%:R))) => [|j _]; last first.
  rewrite -mid other_half !mulr0 addr0 add0r mulrA mulVf ?pnatr_eq0 // mul1r.
  by [].
rewrite !value !mulr0 !mul0r !mulr0 expr0n /= !mul0r subr0 addr0; split=> //.
rewrite even_ring ltr_addl mulr1 mulrBr mulrA -expr2 subr_gt0.
have -> : s ^+ 2 = 1 by rewrite /s; case: ifP; rewrite ?sqrrN ?expr1n.
by rewrite mul1r mulrCA; apply: le_lt_trans b0; rewrite pmulr_rle0 ?ltr0n.
Qed.
Theorem not_concave : exists U V, loss X (between 2%:R^-1 U V) Y < 2%:R^-1 * loss X U Y + 2%:R^-1 * loss X V Y.
Proof.
have [w [a [b [b0 [value mid]]]]] := probe; exists (w 1 1), (w (- 1) 1).
rewrite -(@loss_same (w 0 1) (between 2%:R^-1 (w 1 1) (w (- 1) 1))) => [|j _]; last by rewrite -mid other_half mulrN mulr1 subrr half.
have e0 : loss X (w 0 1) Y = norm2 Y by rewrite value; ring.
have e1 : loss X (w 1 1) Y = norm2 Y - 2%:R * a + b by rewrite value; ring.
have e2 : loss X (w (- 1) 1) Y = norm2 Y + 2%:R * a + b by rewrite value; ring.
rewrite e0 e1 e2 -mulrDr (_ : _ + _ = 2%:R * (norm2 Y + b)); last by ring.
by rewrite mulrA mulVf ?pnatr_eq0 // mul1r ltr_addl.
Qed.
End Convexity.
