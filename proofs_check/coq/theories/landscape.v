(* What the other files give in the words of a network.

     two_layers V0 V1   layers that are zero from the third on
     depth_two          depth 2: a critical point that is no global minimum has a direction of negative curvature
     word_convex        a matrix at which the gradient of ||P Z - T||^2 vanishes minimises it
     onto_global        any depth: a critical point whose layers above the first are onto is a global minimum *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network zero two_layers.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Landscape.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Definition two_layers (V0 : 'M[F]_(d 1, d 0)) (V1 : 'M[F]_(d 2, d 1)) : layers F d :=
  fun j => match j return 'M[F]_(d j.+1, d j) with 0 => V0 | 1 => V1 | _ => 0 end.
Theorem depth_two (Y : 'M[F]_(d 2, m)) (W U : layers F d) : critical X W Y -> loss X U Y < loss X W Y ->
  exists V, hessian X W Y V < 0.
Proof.
move=> crit less.
have two (T : layers F d) : product T 2 = T 1%N *m T 0%N by rewrite /= mulmx1.
have two1 (V : layers F d) : product1 W V 2 = V 1%N *m W 0%N + W 1%N *m V 0%N by rewrite /= !mulmx1 mulmx0 addr0.
have two2 (V : layers F d) : product2 W V 2 = V 1%N *m V 0%N by rewrite /= !mulmx1 !mulmx0 !addr0 mulmx0 addr0.
have c V1 V2 : diffX X Y (W 0%N) (W 1%N) V1 V2 = 0.
  by have := crit (two_layers V1 V2); rewrite /variation /residual two two1.
have l : lossX X Y (U 0%N) (U 1%N) < lossX X Y (W 0%N) (W 1%N) by move: less; rewrite /loss /residual !two.
have [V1 [V2 neg]] := no_spurious c l.
by exists (two_layers V1 V2); rewrite /hessian /residual two two1 two2.
Qed.

Lemma word_convex (a b c : nat) (P Q : 'M[F]_(a, b)) (Z : 'M[F]_(b, c)) (T : 'M[F]_(a, c)) : (P *m Z - T) *m Z^T = 0 ->
  norm2 (P *m Z - T) <= norm2 (Q *m Z - T).
Proof.
move=> g; have -> : Q *m Z - T = (P *m Z - T) - (P - Q) *m Z by rewrite mulmxBl opprB [RHS]addrC addrA subrK.
by rewrite [X in _ <= X]word_orth trmx_mul mulmxA g mul0mx mxtrace0 mulr0 subr0 ler_addl norm2_ge0.
Qed.
(* any depth k + 1 and all widths: a critical point whose product above the first layer is onto minimises globally,
   among all matrices and so among all networks *)
Theorem onto_global k (Y : 'M[F]_(d (depth k 1), m)) (W : layers F d) : critical X W Y -> row_free (above W k 1) ->
  forall Q : 'M[F]_(d (depth k 1), d 0), loss X W Y <= norm2 (Q *m X - Y).
Proof.
move=> crit free Q; apply: word_convex; have := @critical_gradient F d m X W k 0%N Y crit.
rewrite /gradient [product W 0]/= trmx1 mulmx1 !mulmxA -mulmxBl => g.
have {}g : (above W k 1)^T *m ((product W (depth k 1) *m X - Y) *m X^T) = 0.
  exact: g.
apply: trmx_inj; rewrite trmx0; apply: (row_free_inj free); rewrite mul0mx.
by apply: trmx_inj; rewrite trmx_mul trmxK trmx0 g.
Qed.
End Landscape.
