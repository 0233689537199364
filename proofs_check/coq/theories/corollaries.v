(* Corollaries in the form in which the claims are printed; statements.v repeats their statements. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network zero two_layers landscape strict flow regression targets saddles.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Network.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Implicit Types W U V : layers F d.
Lemma not_global H (Y : 'M[F]_(d H, m)) W U : loss X U Y < loss X W Y -> ~ global_minimum X Y W.
Proof. by move=> less /(_ U); rewrite leNgt less. Qed.
Theorem prop4_ii :
  (forall (Y : 'M[F]_(d 2, m)) W U, critical X W Y -> loss X U Y < loss X W Y -> exists V, hessian X W Y V < 0) /\
  (forall h (Y : 'M[F]_(d h.+3, m)), (forall j, (0 < j < h.+3)%N -> (0 < d j)%N) -> Y *m X^T != 0 ->
   let O : layers F d := fun=> 0 in
   [/\ critical X O Y, ~ local_minimum X Y O, ~ local_maximum X Y O & forall V, hessian X O Y V = 0]).
Proof.
split=> [Y W U | h Y wide nonzero O]; first exact: depth_two.
have [crit flat lower higher] := zero_saddle wide nonzero; split=> //.
- by case=> e [e0 least]; have [U [near low]] := lower e e0; have := least U near; rewrite leNgt low.
- by case=> e [e0 most]; have [U [near high]] := higher e e0; have := most U near; rewrite leNgt high.
Qed.
Theorem least_squares_both : X *m X^T \in unitmx ->
  (forall n (Y : 'M[F]_(n, m)) (P : 'M[F]_(n, d 0)),
   (forall Q, norm2 (P *m X - Y) <= norm2 (Q *m X - Y)) <-> P = Y *m X^T *m invmx (X *m X^T)) /\
  (forall h (Y : 'M[F]_(d h.+1, m)) W, (forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N) ->
   (global_minimum X Y W <-> product W h.+1 = Y *m X^T *m invmx (X *m X^T))).
Proof. by move=> inv; split=> *; [exact: least_squares | exact: least_squares_network]. Qed.
Theorem projection : X *m X^T \in unitmx -> forall (Y : 'M[F]_(d 2, m)) W, critical X W Y ->
  exists Q : 'M[F]_(d 2), [/\ Q^T = Q, Q *m Q = Q, Q *m W 1%N = W 1%N, exists R, Q = W 1%N *m R &
    product W 2 = Q *m (Y *m X^T *m invmx (X *m X^T))].
Proof.
move=> inv Y W crit; have [Q [sQ iQ keep _ span]] := projector (W 1%N); exists Q; split=> //.
exact: projected.
Qed.
Theorem neither_convex_nor_concave h (Y : 'M[F]_(d h.+2, m)) : (forall j, (0 < j <= h.+2)%N -> (0 < d j)%N) -> X != 0 ->
  let middle U V : layers F d := fun j => 2%:R^-1 *: U j + (1 - 2%:R^-1) *: V j in
  (exists U V, loss X U Y = loss X V Y /\ loss X U Y < loss X (middle U V) Y) /\
  (exists U V, loss X (middle U V) Y < 2%:R^-1 * loss X U Y + 2%:R^-1 * loss X V Y).
Proof. by move=> wide nonzero; split; [exact: not_convex | exact: not_concave]. Qed.
Theorem twice_the_sum H (Y : 'M[F]_(d H, m)) W j :
  let P := (outer W H j.+1)^T *m (product W H *m X *m X^T) *m (product W j)^T in
  let Q := (outer W H j.+1)^T *m (Y *m X^T) *m (product W j)^T in
  norm2 (P - Q) + norm2 (P + Q) = 2%:R * norm2 P + 2%:R * norm2 Q /\
  norm2 (P - Q) <= 2%:R * norm2 P + 2%:R * norm2 Q.
Proof. by move=> P Q; rewrite -two_squares; split=> //; rewrite ler_addl norm2_ge0. Qed.
End Network.

Section Backward.
Variables (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Implicit Types W V : layers F d.
Lemma word_backward n q p (R : 'M[F]_(n, m)) (A : 'M[F]_(n, q)) (V : 'M[F]_(q, p)) (B : 'M[F]_(p, d 0)) :
  \tr (R^T *m (A *m V *m B) *m X) = \tr (((A^T *m R) *m (B *m X)^T)^T *m V).
Proof. words. Qed.
Theorem backpropagation H (Y : 'M[F]_(d H, m)) W V :
  variation X W Y V = \sum_(j < H) \tr ((((outer W H j.+1)^T *m (product W H *m X - Y)) *m (product W j *m X)^T)^T *m V j) /\
  variation X W Y V = \sum_(j < H) \tr (((outer W H j.+1)^T *m (product W H *m X *m X^T - Y *m X^T) *m (product W j)^T)^T *m V j).
Proof.
have first_form : variation X W Y V =
    \sum_(j < H) \tr ((((outer W H j.+1)^T *m (product W H *m X - Y)) *m (product W j *m X)^T)^T *m V j).
  rewrite /variation product1_layers mulmx_sumr mulmx_suml linear_sum /=; apply: eq_bigr => j _.
  exact: word_backward.
split=> //; rewrite first_form; apply: eq_bigr => j _; congr (\tr (_^T *m _)).
by rewrite -mulmxBl trmx_mul !mulmxA.
Qed.
End Backward.

Section Factors.
Variables (F : realFieldType) (n p q m : nat) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)).
Theorem convex_inner (A : 'M[F]_(n, p)) :
  (forall (B C : 'M[F]_(p, q)) t, 0 <= t -> t <= 1 ->
   norm2 (A *m (t *: B + (1 - t) *: C) *m X - Y) <= t * norm2 (A *m B *m X - Y) + (1 - t) * norm2 (A *m C *m X - Y)) /\
  (forall B : 'M[F]_(p, q), A^T *m A *m B *m (X *m X^T) = A^T *m (Y *m X^T) ->
   forall C : 'M[F]_(p, q), norm2 (A *m B *m X - Y) <= norm2 (A *m C *m X - Y)).
Proof. by split=> [B C t | B /two_sided //]; exact: two_sided_convex. Qed.
Theorem least_inner (A : 'M[F]_(n, p)) (B : 'M[F]_(p, q)) :
  (forall C : 'M[F]_(p, q), norm2 (A *m B *m X - Y) <= norm2 (A *m C *m X - Y)) ->
  A^T *m A *m B *m (X *m X^T) = A^T *m (Y *m X^T).
Proof. by move/two_sided. Qed.
Variable B : 'M[F]_(p, q).
Lemma outer_form (A : 'M[F]_(n, p)) : norm2 (1%:M *m A *m (B *m X) - Y) = norm2 (A *m B *m X - Y).
Proof. by rewrite mul1mx mulmxA. Qed.
Lemma outer_equation_form (A : 'M[F]_(n, p)) : (1%:M : 'M[F]_n)^T *m 1%:M *m A *m (B *m X *m (B *m X)^T) = 1%:M^T *m (Y *m (B *m X)^T) <->
  A *m B *m (X *m X^T) *m B^T = Y *m X^T *m B^T.
Proof. by rewrite trmx1 !mul1mx trmx_mul !mulmxA. Qed.
Theorem convex_outer :
  (forall (A C : 'M[F]_(n, p)) t, 0 <= t -> t <= 1 ->
   norm2 ((t *: A + (1 - t) *: C) *m B *m X - Y) <= t * norm2 (A *m B *m X - Y) + (1 - t) * norm2 (C *m B *m X - Y)) /\
  (forall A : 'M[F]_(n, p), A *m B *m (X *m X^T) *m B^T = Y *m X^T *m B^T ->
   forall C : 'M[F]_(n, p), norm2 (A *m B *m X - Y) <= norm2 (C *m B *m X - Y)).
Proof.
split=> [A C t t0 t1 | A /outer_equation_form/two_sided least C].
  by rewrite -!outer_form; exact: two_sided_convex.
by have := least C; rewrite !outer_form.
Qed.
Theorem least_outer (A : 'M[F]_(n, p)) : (forall C : 'M[F]_(n, p), norm2 (A *m B *m X - Y) <= norm2 (C *m B *m X - Y)) ->
  A *m B *m (X *m X^T) *m B^T = Y *m X^T *m B^T.
Proof. by move=> least; apply/outer_equation_form/two_sided => C; rewrite !outer_form. Qed.
End Factors.

(* three layers of width 1, X = Y = 1 *)
Theorem flat_saddle (F : realFieldType) :
  let O : layers F (fun=> 1%N) := fun=> 0 in let X : 'M[F]_1 := 1%:M in let Y : 'M[F]_1 := 1%:M in
  [/\ @critical F (fun=> 1%N) 1 X O 3 Y, ~ @global_minimum F (fun=> 1%N) 1 X 3 Y O &
      forall V : layers F (fun=> 1%N), @hessian F (fun=> 1%N) 1 X O 3 Y V = 0].
Proof.
move=> O X Y; pose d (j : nat) := 1%N.
have wide j : (0 < j < 3)%N -> (0 < d j)%N by [].
have nonzero : Y *m X^T != 0 by rewrite mul1mx trmx1 -scalemx1 scaler_eq0 oner_eq0 /= matrix_nonzero1.
have [crit flat lower _] := @zero_saddle F d 1 X 0 Y wide nonzero; split=> //.
by have [U [_ low]] := lower 1 ltr01; apply: (not_global (d := d) low).
Qed.
