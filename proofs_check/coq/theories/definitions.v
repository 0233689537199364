(* The definitions on which every theorem rests: read this file first, the others only prove.

   Layers are counted from 0: W j has shape d j.+1 x d j and is the (j+1)-th weight matrix of the papers.

     norm2 A            the squared Frobenius norm: the trace of A^T A, without a factor 1/2
     depth k j          k + j, written so that Coq sees depth k.+1 j = depth k j.+1 by computation
     layers F d         weight matrices of the widths d 0, d 1, d 2, ... over F, one for each j; a network of depth H uses those with j < H
     product W j        W (j-1) *m ... *m W 0, of shape d j x d 0; the end-to-end matrix for j = H
     above W k j        W (j+k-1) *m ... *m W j, the product of the k layers from layer j on
     outer W H j        W (H-1) *m ... *m W j, of shape d H x d j, for j <= H: the identity for j = H, the end-to-end matrix for j = 0
     product1 W V j, product2 W V j
                        the terms of order 1 and 2 in V of the product of the layers W + V
     product3 t W V j   the sum of all terms of higher order, so that product (W + tV) = product W + t product1 + t^2 product2 + t^3 product3
     moved t W V        the layers W + t V
     only V i           V in layer i, zero in all others
     descends W G U     U is minus the gradient at W of a loss of the end-to-end matrix whose gradient by that matrix is G:
                        the sum over the layers of <U j, V j> is minus <G, product1 W V H> for all V.  U is the velocity of the flow.
     residual X W Y     product W H *m X - Y, where Y has d H rows
     loss X W Y         norm2 (residual X W Y), WITHOUT a factor 1/2: twice the loss L = 1/2 ||W_H ... W_1 X - Y||^2
     variation X W Y V  the first derivative of L = loss / 2 at W along V
     hessian X W Y V    the second derivative of L = loss / 2 at W along V: loss (W + tV) = loss W + 2 t variation + t^2 hessian + O(t^3)
     gradient X W k j Y the gradient of L = loss / 2 by layer j in a network with k layers above it, so of depth k + j + 1
     critical X W Y     the first derivative vanishes along all V
     close H e U W      every entry of the first H layers of U is within e of that of W
     local_minimum X Y W, local_maximum X Y W
                        no close U has a smaller, resp. larger, loss
     global_minimum X Y W
                        no U has a smaller loss
     gradient_at f P G  the function f of a matrix is differentiable at P with gradient G: f Q - f P - <G, Q - P> is smaller than any
                        multiple of the size of Q - P, for Q near P
     convex f           f is at most linear on every segment
     local_minimum_of f W
                        no U close to W has a smaller value of f at its end-to-end matrix; for f P = ||P X - Y||^2 this is local_minimum
     is_string H a l    a string of depth H: it begins at the vertex a of the cycle 0 -> 1 -> ... -> H -> 0 and has l < H arrows
     closes, ends_at    it passes the arrow H -> 0; its last vertex
     contains H a l s n it contains the path of n arrows from the vertex s on
     has_product H a l b m j k, has_square H a l b m j
                        a product of variables of the layers j and k, resp. the square of one of layer j, of the strings (a, l) and (b, m)
                        occurs in the second-order part of the loss
     are_pair H a l b m the pairs of strings that the inertia theorem counts
     are_square H a l b m
                        the pairs of strings that it counts as squares: neither closes, (a, l) ends at H, (b, m) begins at 0, and
                        (a, l) begins at the latest one vertex after the end of (b, m)
     combination A x    the layers x_1 A_1 + ... + x_p A_p
     inner H C V        the inner product of the first H layers: the sum of the traces of C_j^T V_j
     has_inertia H Q p q
                        the quadratic form Q of the layers is positive on p dimensions and negative on q dimensions (except at 0), and
                        depends on p + q linear functions of the first H layers only: all other directions are zeros
     vec A              the entries of A as one column, row by row
     kron A B           the Kronecker product: its entry at the rows (i, k) and columns (j, l) is A i j * B k l, pairs counted as in vec
     swap m n           the matrix that takes vec A to vec A^T, for every m x n matrix A
     gaussian s E       E has, for polynomials of degree up to four in the entries of a matrix, the values of the expectation over
                        independent Gaussian entries of mean 0 and variance s: it is linear and has their moments (Isserlis) *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition norm2 (F : comRingType) m n (A : 'M[F]_(m, n)) : F := \tr (A^T *m A).

Fixpoint depth (k j : nat) : nat := if k is k'.+1 then depth k' j.+1 else j.

Definition layers (F : comRingType) (d : nat -> nat) := forall j, 'M[F]_(d j.+1, d j).

Section Products.
Variables (F : comRingType) (d : nat -> nat).
Implicit Types W V : layers F d.

Fixpoint product W j : 'M[F]_(d j, d 0) := if j is i.+1 then W i *m product W i else 1%:M.
Fixpoint above W k j : 'M[F]_(d (depth k j), d j) :=
  match k return 'M[F]_(d (depth k j), d j) with 0 => 1%:M | k'.+1 => above W k' j.+1 *m W j end.

Fixpoint outer W H j : 'M[F]_(d H, d j) :=
  match H return 'M[F]_(d H, d j) with
  | 0 => conform_mx 0 (1%:M : 'M[F]_(d j))
  | h.+1 => if j == h.+1 then conform_mx 0 (1%:M : 'M[F]_(d j)) else W h *m outer W h j
  end.

Fixpoint product1 W V j : 'M[F]_(d j, d 0) := if j is i.+1 then V i *m product W i + W i *m product1 W V i else 0.
Fixpoint product2 W V j : 'M[F]_(d j, d 0) := if j is i.+1 then V i *m product1 W V i + W i *m product2 W V i else 0.
Fixpoint product3 t W V j : 'M[F]_(d j, d 0) :=
  if j is i.+1 then V i *m product2 W V i + W i *m product3 t W V i + t *: (V i *m product3 t W V i) else 0.
Definition moved t W V : layers F d := fun j => W j + t *: V j.
Definition only V i : layers F d := fun j => if j == i then V j else 0.
Definition descends W H (G : 'M[F]_(d H, d 0)) (U : layers F d) : Prop :=
  forall V, \sum_(i < H) \tr ((U i)^T *m V i) = - \tr (G^T *m product1 W V H).
End Products.

Section Loss.
Variables (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Implicit Types W V : layers F d.

Definition residual W H (Y : 'M[F]_(d H, m)) : 'M[F]_(d H, m) := product W H *m X - Y.
Definition loss W H (Y : 'M[F]_(d H, m)) : F := norm2 (residual W Y).
Definition variation W H (Y : 'M[F]_(d H, m)) V : F := \tr ((residual W Y)^T *m product1 W V H *m X).
Definition hessian W H (Y : 'M[F]_(d H, m)) V : F :=
  norm2 (product1 W V H *m X) + 2%:R * \tr ((residual W Y)^T *m product2 W V H *m X).
Definition gradient W k j (Y : 'M[F]_(d (depth k j.+1), m)) : 'M[F]_(d j.+1, d j) :=
  (above W k j.+1)^T *m (product W (depth k j.+1) *m (X *m X^T) - Y *m X^T) *m (product W j)^T.
Definition critical W H (Y : 'M[F]_(d H, m)) : Prop := forall V, variation W Y V = 0.
End Loss.
Arguments gradient {F d m} X W k j Y.

Section Minima.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Implicit Types W U : layers F d.

Definition close (H : nat) (e : F) U W : Prop := forall j a b, (j < H)%N -> `|U j a b - W j a b| <= e.
Definition local_minimum H (Y : 'M[F]_(d H, m)) W : Prop :=
  exists e, 0 < e /\ forall U, close H e U W -> loss X W Y <= loss X U Y.
Definition local_maximum H (Y : 'M[F]_(d H, m)) W : Prop :=
  exists e, 0 < e /\ forall U, close H e U W -> loss X U Y <= loss X W Y.
Definition global_minimum H (Y : 'M[F]_(d H, m)) W : Prop := forall U, loss X W Y <= loss X U Y.
End Minima.

Section Functions.
Variables (F : realFieldType) (p q : nat) (f : 'M[F]_(p, q) -> F).
Definition gradient_at (P G : 'M[F]_(p, q)) : Prop := forall e, 0 < e -> exists r, 0 < r /\ forall Q : 'M[F]_(p, q),
  (forall a b, `|Q a b - P a b| <= r) -> `|f Q - f P - \tr (G^T *m (Q - P))| <= e * \sum_a \sum_b `|Q a b - P a b|.
Definition convex : Prop := forall (P Q : 'M[F]_(p, q)) t, 0 <= t -> t <= 1 ->
  f (t *: P + (1 - t) *: Q) <= t * f P + (1 - t) * f Q.
End Functions.
Definition local_minimum_of (F : realFieldType) (d : nat -> nat) (H : nat) (f : 'M[F]_(d H, d 0%N) -> F) (W : layers F d) : Prop :=
  exists e, 0 < e /\ forall U : layers F d, close H e U W -> f (product W H) <= f (product U H).

Section Strings.
Variable H : nat.
Definition is_string (a l : nat) : bool := ((a <= H) && (l < H))%N.
Definition closes (a l : nat) : bool := (H < a + l)%N.
Definition ends_at (a l : nat) : nat := if (H < a + l)%N then (a + l - H.+1)%N else (a + l)%N.
Definition contains (a l s n : nat) : bool := (((a <= s) && (s + n <= a + l)) || ((s < a) && (s + H.+1 + n <= a + l)))%N.
Definition has_product (a l b m j k : nat) : bool :=
  [&& 0 < j, j < k, k <= H, contains a l j (k - j.+1) & contains b m k (H - k + j)]%N.
Definition has_square (a l b m j : nat) : bool := [&& 0 < j, j <= H, contains b m 0 j.-1 & contains a l j (H - j)]%N.
Definition are_pair (a l b m : nat) : bool :=
  (closes b m && (a <= (ends_at b m).+1) && (closes a l || (b <= (ends_at a l).+1)))%N.
Definition are_square (a l b m : nat) : bool :=
  [&& ~~ closes a l, ~~ closes b m, ends_at a l == H, b == 0 & a <= (ends_at b m).+1]%N.
End Strings.

Section Inertia.
Variables (F : realFieldType) (d : nat -> nat).
Definition combination p (A : 'I_p -> layers F d) (x : 'rV[F]_p) : layers F d := fun j => \sum_i x 0 i *: A i j.
Definition inner H (C V : layers F d) : F := \sum_(j < H) \tr ((C j)^T *m V j).
Definition has_inertia H (Q : layers F d -> F) (p q : nat) : Prop :=
  [/\ exists A : 'I_p -> layers F d, forall x, x != 0 -> 0 < Q (combination A x),
      exists B : 'I_q -> layers F d, forall x, x != 0 -> Q (combination B x) < 0 &
      exists C : 'I_(p + q) -> layers F d, forall U V, (forall i, inner H (C i) U = inner H (C i) V) -> Q U = Q V].
End Inertia.

Section Kronecker.
Variable F : comRingType.
Definition place m n (k : 'I_(m * n)) : 'I_m * 'I_n := enum_val (cast_ord (esym (mxvec_cast m n)) k).
Definition vec m n (A : 'M[F]_(m, n)) : 'cV[F]_(m * n) := \col_k A (place k).1 (place k).2.
Definition kron m n p q (A : 'M[F]_(m, n)) (B : 'M[F]_(p, q)) : 'M[F]_(m * p, n * q) :=
  \matrix_(k, l) (A (place k).1 (place l).1 * B (place k).2 (place l).2).
Definition swap m n : 'M[F]_(n * m, m * n) := \matrix_(k, l) (((place k).1 == (place l).2) && ((place k).2 == (place l).1))%:R.
End Kronecker.

Section Expectations.
Variables (F : comRingType) (p q : nat) (s : F).
Implicit Types E : ('M[F]_(p, q) -> F) -> F.
Definition covariance (i : 'I_p) (a : 'I_q) (j : 'I_p) (b : 'I_q) : F := s * ((i == j) && (a == b))%:R.
Definition linear_expectation E : Prop :=
  [/\ forall f g, f =1 g -> E f = E g, forall f g, E (fun W => f W + g W) = E f + E g,
      forall c f, E (fun W => c * f W) = c * E f & E (fun _ => 1) = 1].
Definition gaussian E : Prop := [/\ linear_expectation E,
  forall i a, E (fun W => W i a) = 0,
  forall i a j b, E (fun W => W i a * W j b) = covariance i a j b,
  forall i a j b k c, E (fun W => W i a * W j b * W k c) = 0 &
  forall i a j b k c l d, E (fun W => W i a * W j b * (W k c * W l d)) = covariance i a j b * covariance k c l d +
    covariance i a k c * covariance j b l d + covariance i a l d * covariance j b k c].
End Expectations.
