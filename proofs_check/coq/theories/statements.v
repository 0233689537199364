(* What is proved, theorem by theorem, in terms of definitions.v alone: read that file, then this one.

   A comment stands before each theorem: the ids of the claims that it proves (or refutes), the theorem in words, and
   what the claim says beyond it, if it does.  Each proof is one name, so Coq checks here that what is printed is what
   was proved in the other files.

   F is any commutative ring (comRingType) or any ordered field (realFieldType), such as the real numbers;
   d 0, d 1, d 2, ... are the widths, m the number of samples; layers are counted from 0 and a network of depth H has the
   layers 0, ..., H - 1; the loss is the squared Frobenius norm without 1/2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From symdln Require Import definitions network zero two_layers landscape strict flow bottleneck.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Claims: chitour.first-variation
   Words: The terms of order one in t of the loss at W + tV are 2t times the sum over the layers of the trace of the residual, transposed, times (layers above) V_j (layers below) X. *)
Theorem chitour_first_variation :
  forall (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W V : layers F d) (t : F),
  exists r : F, loss X (moved t W V) Y = loss X W Y +
    t * (2%:R * \sum_(j < H) \tr ((product W H *m X - Y)^T *m (outer W H j.+1 *m V j *m product W j) *m X)) + t ^+ 2 * r.
Proof. exact: first_variation. Qed.

(* Claims: chitour.gradient
   Words: Along the gradient flow each layer moves with the transposed layers above, times the residual, times the transposed layers below; and whatever moves so is the gradient flow. *)
Theorem chitour_gradient :
  forall (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W U : layers F d),
  (forall V : layers F d, \sum_(j < H) \tr ((U j)^T *m V j) = - variation X W Y V) <->
  (forall j, (j < H)%N -> U j = (outer W H j.+1)^T *m ((Y - product W H *m X) *m X^T) *m (product W j)^T).
Proof. exact: gradient_flow. Qed.

(* Claims: chitour.invariant, chitour.remark3.cross-entropy
   Words: Along the gradient flow of any differentiable loss of the end-to-end matrix, the derivative of W_{j+1}^T W_{j+1} - W_j W_j^T is zero, and all squared norms of layers have the same derivative. *)
Theorem chitour_invariant :
  forall (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)), descends W G U ->
  (forall j, (j.+1 < H)%N -> (U j.+1)^T *m W j.+1 + (W j.+1)^T *m U j.+1 - (U j *m (W j)^T + W j *m (U j)^T) = 0) /\
  (forall j, (j < H)%N -> \tr ((U j)^T *m W j) = \tr ((U 0%N)^T *m W 0%N)).
Proof. exact: invariants. Qed.

(* Claims: achour.shallow-strict
   Words: With two layers, at a critical point that is no global minimum the Hessian takes a negative value: for all widths and all data. *)
Theorem achour_shallow_strict :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (Y : 'M[F]_(d 2%N, m)) (W U : layers F d),
  critical X W Y -> loss X U Y < loss X W Y -> exists V : layers F d, hessian X W Y V < 0.
Proof. exact: depth_two. Qed.
