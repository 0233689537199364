(* What is proved, theorem by theorem, in terms of definitions.v alone: read that file, then this one.

   A comment stands before each theorem: the ids of the claims that it proves (or refutes), the theorem in words, and
   what the claim says beyond it, if it does.  Each proof is one name, so Coq checks here that what is printed is what
   was proved in the other files.

   F is any commutative ring (comRingType) or any ordered field (realFieldType), such as the real numbers;
   d 0, d 1, d 2, ... are the widths, m the number of samples; layers are counted from 0 and a network of depth H has the
   layers 0, ..., H - 1; the loss is the squared Frobenius norm without 1/2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From symdln Require Import definitions network zero two_layers landscape strict flow bounds regression targets saddles reduced
  corollaries losses minima hidden strata symmetries powers normal strings_all string_inertia inertia_theorem.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Claims: chitour.first-variation
   Words: The term of order one in t of the loss at W + tV is 2t times the sum over the layers of the trace of the residual, transposed, times the layers above, times V_j, times the layers below, times X. *)
Theorem chitour_first_variation :
  forall (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W V : layers F d) (t : F),
  exists r : F, loss X (moved t W V) Y = loss X W Y +
    t * (2%:R * \sum_(j < H) \tr ((product W H *m X - Y)^T *m (outer W H j.+1 *m V j *m product W j) *m X)) + t ^+ 2 * r.
Proof. exact: first_variation. Qed.

(* Claims: chitour.gradient
   Words: U is minus the gradient of half the loss if and only if each U_j is the transposed product of the layers above, times the residual, times the transposed product of the layers below. *)
Theorem chitour_gradient :
  forall (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W U : layers F d),
  (forall V : layers F d, \sum_(j < H) \tr ((U j)^T *m V j) = - variation X W Y V) <->
  (forall j, (j < H)%N -> U j = (outer W H j.+1)^T *m ((Y - product W H *m X) *m X^T) *m (product W j)^T).
Proof. exact: gradient_flow. Qed.

(* Claims: chitour.invariant
   Words: If the layers move with minus the gradient U, then the derivative of W_{j+1}^T W_{j+1} - W_j W_j^T is zero. *)
Theorem chitour_invariant :
  forall (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W U : layers F d),
  (forall V : layers F d, \sum_(j < H) \tr ((U j)^T *m V j) = - variation X W Y V) ->
  forall j, (j.+1 < H)%N -> (U j.+1)^T *m W j.+1 + (W j.+1)^T *m U j.+1 - (U j *m (W j)^T + W j *m (U j)^T) = 0.
Proof. exact: invariant. Qed.

(* Claims: chitour.invariant.norms
   Words: If the layers move with minus the gradient U, then the squared norm of every layer has the derivative of that of the first layer. *)
Theorem chitour_invariant_norms :
  forall (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W U : layers F d),
  (forall V : layers F d, \sum_(j < H) \tr ((U j)^T *m V j) = - variation X W Y V) ->
  forall j, (j < H)%N -> 2%:R * \tr ((U j)^T *m W j) = 2%:R * \tr ((U 0%N)^T *m W 0%N).
Proof. exact: invariant_norms. Qed.

(* Claims: chitour.remark3.cross-entropy
   Words: The same for every loss of the end-to-end matrix: G is its gradient by that matrix, U minus its gradient by the layers. *)
Theorem chitour_cross_entropy :
  forall (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)), descends W G U ->
  (forall j, (j.+1 < H)%N -> (U j.+1)^T *m W j.+1 + (W j.+1)^T *m U j.+1 - (U j *m (W j)^T + W j *m (U j)^T) = 0) /\
  (forall j, (j < H)%N -> \tr ((U j)^T *m W j) = \tr ((U 0%N)^T *m W 0%N)).
Proof. exact: invariants. Qed.

(* Claims: chitour.remark3.regularised.corrected, ours.balance.decay
   Words: With weight decay lam the layers move with Z = U - lam W, and the derivatives of W_{j+1}^T W_{j+1} - W_j W_j^T and of the differences of squared norms are -2 lam times these differences.
   Narrower: that a function with derivative -2 lam times itself is a multiple of exp(-2 lam t) is not stated in Coq *)
Theorem chitour_weight_decay :
  forall (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)) (lam : F), descends W G U ->
  let Z j := U j - lam *: W j in
  (forall j, (j.+1 < H)%N -> (Z j.+1)^T *m W j.+1 + (W j.+1)^T *m Z j.+1 - (Z j *m (W j)^T + W j *m (Z j)^T) =
     - (2%:R * lam) *: ((W j.+1)^T *m W j.+1 - W j *m (W j)^T)) /\
  (forall j, (j < H)%N -> 2%:R * \tr ((Z j)^T *m W j) - 2%:R * \tr ((Z 0%N)^T *m W 0%N) =
     - (2%:R * lam) * (norm2 (W j) - norm2 (W 0%N))).
Proof. exact: decay. Qed.

(* Claims: chitour.summed-invariant.corrected
   Words: The traces of the first j differences W_{i+1}^T W_{i+1} - W_i W_i^T add up to ||W_j||^2 - ||W_0||^2, layers counted from 0. *)
Theorem chitour_summed_invariant :
  forall (F : comRingType) (d : nat -> nat) (W : layers F d) (j : nat),
  \sum_(i < j) \tr ((W i.+1)^T *m W i.+1 - W i *m (W i)^T) = norm2 (W j) - norm2 (W 0%N).
Proof. exact: summed_traces. Qed.

(* Claims: ours.decay.balance
   Words: At a critical point of a loss of the end-to-end matrix plus weight decays lam_j, where U = lam W for minus the gradient U of the loss, neighbouring layers are balanced: lam_{j+1} W_{j+1}^T W_{j+1} = lam_j W_j W_j^T. *)
Theorem ours_decay_balance :
  forall (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)) (lam : nat -> F), descends W G U ->
  (forall j, (j < H)%N -> U j = lam j *: W j) ->
  forall j, (j.+1 < H)%N -> lam j.+1 *: ((W j.+1)^T *m W j.+1) = lam j *: (W j *m (W j)^T).
Proof. exact: decay_balance. Qed.

(* Claims: ours.decay.hidden-directions
   Words: At a critical point of a loss of the end-to-end matrix plus weight decay lam, where U = lam W for minus the gradient U of the loss, let S.W = (S_{j+1} W_j - W_j S_j) with S = 0 at both ends. The first derivative of the product along S.W vanishes, so the mixed second derivative of the regularised loss along V and S.W is the left side below (G is the gradient of the loss by the product, the bracket the mixed term of second order of the product); it is lam times the inner product of V and (S + S^T).W. So S.W is in the kernel for antisymmetric S, and has the eigenvalue 2 lam for symmetric S.
   Narrower: the dimensions of the two spaces are not stated *)
Theorem ours_hidden_directions :
  forall (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)) (S : forall j, 'M[F]_(d j)),
  descends W G U -> S 0%N = 0 -> S H = 0 -> forall (lam : F) (V : layers F d), (forall j, (j < H)%N -> U j = lam *: W j) ->
  let SW : layers F d := fun j => S j.+1 *m W j - W j *m S j in
  product1 W SW H = 0 /\
  (\tr (G^T *m (product2 W (fun j => V j + SW j) H - product2 W V H - product2 W SW H)) + lam * \sum_(j < H) \tr ((V j)^T *m SW j))%R =
  lam * \sum_(j < H) \tr ((V j)^T *m ((S j.+1 + (S j.+1)^T) *m W j - W j *m (S j + (S j)^T))).
Proof. exact: hidden_directions. Qed.

(* Claims: kunin.identities.hessian
   Words: At any weights, for any loss of the end-to-end matrix with gradient G and any S that is 0 at both ends: the first derivative of the product along S.W = (S_{j+1} W_j - W_j S_j) vanishes, and the mixed second derivative of the loss along V and S.W is the inner product of V with (S_{j+1}^T U_j - U_j S_j^T), U being minus the gradient by the layers. With S = M at one vertex these are the printed blocks. *)
Theorem kunin_hessian_identity :
  forall (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)) (S : forall j, 'M[F]_(d j)),
  descends W G U -> S 0%N = 0 -> S H = 0 -> forall V : layers F d,
  let SW : layers F d := fun j => S j.+1 *m W j - W j *m S j in
  product1 W SW H = 0 /\
  \tr (G^T *m (product2 W (fun j => V j + SW j) H - product2 W V H - product2 W SW H)) =
  \sum_(j < H) \tr (((S j.+1)^T *m U j - U j *m (S j)^T)^T *m V j).
Proof. exact: hessian_identity. Qed.

(* Claims: kunin.identities.gradient
   Words: The gradients -U of any loss of the end-to-end matrix by neighbouring layers: the one by W_j times W_j^T is W_{j+1}^T times the one by W_{j+1}. *)
Theorem kunin_gradient_identity :
  forall (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)), descends W G U ->
  forall j, (j.+1 < H)%N -> - U j *m (W j)^T = (W j.+1)^T *m - U j.+1.
Proof. exact: gradient_identity. Qed.

(* Claims: zhao.symmetry
   Words: If the layers move with minus the gradient U of any loss of the end-to-end matrix, then tr(W_j^T M W_j) - tr(W_{j+1} M W_{j+1}^T) has the derivative zero, for every symmetric M. *)
Theorem zhao_symmetry :
  forall (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)), descends W G U ->
  forall (j : nat) (M : 'M[F]_(d j.+1)), (j.+1 < H)%N -> M^T = M ->
  \tr ((U j)^T *m M *m W j + (W j)^T *m M *m U j) - \tr (U j.+1 *m M *m (W j.+1)^T + W j.+1 *m M *m (U j.+1)^T) = 0.
Proof. exact: linear_symmetry. Qed.

(* Claims: kamber.minimisers.norms
   Words: At a critical point of a loss of the end-to-end matrix plus weight decay lam, which is not zero, all layers have the same norm.
   Narrower: that this norm is given by the singular values of the product is not stated *)
Theorem kamber_equal_norms :
  forall (F : realFieldType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)) (lam : F), descends W G U ->
  lam != 0 -> (forall j, (j < H)%N -> U j = lam *: W j) -> forall j, (j < H)%N -> norm2 (W j) = norm2 (W 0%N).
Proof. exact: equal_norms. Qed.

(* Claims: chitour.growth
   Words: X = 1: the squared norm of the last layer has the derivative 2 tr(M P^T) = 2 tr(Y P^T) - 2 tr(P^T P), where P is the product and M = Y - P. *)
Theorem chitour_growth :
  forall (F : comRingType) (d : nat -> nat) (h : nat) (Y : 'M[F]_(d h.+1, d 0%N)) (W U : layers F d),
  (forall V : layers F d, \sum_(j < h.+1) \tr ((U j)^T *m V j) = - variation 1%:M W Y V) ->
  let P := product W h.+1 in
  2%:R * \tr ((U h)^T *m W h) = 2%:R * \tr ((Y - P) *m P^T) /\
  2%:R * \tr ((Y - P) *m P^T) = 2%:R * \tr (Y *m P^T) - 2%:R * \tr (P^T *m P).
Proof. exact: growth. Qed.

(* Claims: chitour.residual-flow
   Words: X = 1: the derivatives of the residual M = Y - P and of its squared norm along the flow; A_j and B_j are the products of the layers above and below layer j. *)
Theorem chitour_residual_flow :
  forall (F : comRingType) (d : nat -> nat) (H : nat) (Y : 'M[F]_(d H, d 0%N)) (W U : layers F d),
  (forall V : layers F d, \sum_(j < H) \tr ((U j)^T *m V j) = - variation 1%:M W Y V) ->
  let M := Y - product W H in let A j := outer W H j.+1 in let B j := product W j in
  - product1 W U H = - (\sum_(j < H) A j *m (A j)^T *m M *m (B j)^T *m B j) /\
  2%:R * \tr (M^T *m - product1 W U H) = - (2%:R * \sum_(j < H) norm2 ((A j)^T *m M *m (B j)^T)).
Proof. exact: residual_flow. Qed.

(* Claims: chitour.trace-inequality
   Words: If c <= lambda_min(A A^T), that is c ||x||^2 <= ||A^T x||^2 for all x, then c tr(B B^T) <= tr(A A^T B B^T). *)
Theorem chitour_trace_inequality :
  forall (F : realFieldType) (n k m : nat) (A : 'M[F]_(n, k)) (B : 'M[F]_(n, m)) (c : F),
  (forall x : 'cV[F]_n, c * norm2 x <= norm2 (A^T *m x)) -> c * \tr (B *m B^T) <= \tr (A *m A^T *m B *m B^T).
Proof. exact: trace_inequality. Qed.

(* Claims: chitour.trace-bound
   Words: If A is symmetric and positive semidefinite and c = ||C||, then |tr(A C)| <= c tr A. *)
Theorem chitour_trace_bound :
  forall (F : realFieldType) (n : nat) (A : 'M[F]_n), A^T = A -> (forall x : 'cV[F]_n, 0 <= \tr (x^T *m A *m x)) ->
  forall (C : 'M[F]_n) (c : F), 0 <= c -> c ^+ 2 = norm2 C -> `|\tr (A *m C)| <= c * \tr A.
Proof. exact: trace_bound. Qed.

(* Claims: chitour.trace-power
   Words: For symmetric S with x^T S x >= 0, of size n, and every gamma >= 0 with gamma n^m <= 1: gamma (tr S)^{m+1} <= tr(S^{m+1}) <= (tr S)^{m+1}, where iter k (mulmx S) 1 is the power S^k. *)
Theorem chitour_trace_power :
  forall (F : realFieldType) (n : nat) (S : 'M[F]_n), S^T = S -> (forall x : 'cV[F]_n, 0 <= \tr (x^T *m S *m x)) ->
  forall (m : nat) (gamma : F), 0 <= gamma -> gamma * n%:R ^+ m <= 1 ->
  gamma * \tr S ^+ m.+1 <= \tr (iter m.+1 (mulmx S) 1%:M) /\ \tr (iter m.+1 (mulmx S) 1%:M) <= \tr S ^+ m.+1.
Proof. exact: trace_power. Qed.

(* Claims: chitour.lemma2.4
   Words: H = h hidden layers, g the squared norm of the last layer, C_j = W_{j+1}^T W_{j+1} - W_j W_j^T, c_j at least the norm of C_j, tau_j at least 0 and at least - tr C_j - ... - tr C_{H-1} (layers counted from 0): the squared norm of the product lies between gamma g^{H+1} - P and g^{H+1} + P for every gamma >= 0 with gamma d_y^H <= 1, where P is the printed sum, in which x_j = g + tau_j.
   Narrower: that P is a polynomial in g of degree at most H with nonnegative coefficients is seen from its form, not stated *)
Theorem chitour_lemma2_4 :
  forall (F : realFieldType) (d : nat -> nat) (h : nat) (W : layers F d) (c tau : nat -> F) (gamma : F),
  let C j := (W j.+1)^T *m W j.+1 - W j *m (W j)^T in
  (forall j, (j < h)%N -> 0 <= c j) -> (forall j, (j < h)%N -> norm2 (C j) <= c j ^+ 2) ->
  (forall j, 0 <= tau j) -> (forall j, (j <= h)%N -> - (\sum_(j <= i < h) \tr (C i)) <= tau j) ->
  0 <= gamma -> gamma * (d h.+1)%:R ^+ h <= 1 ->
  let g := norm2 (W h) in let x j := g + tau j in
  let P := \sum_(k < h) ((x k.+1 + c k) ^+ k.+1 - x k.+1 ^+ k.+1) * \prod_(k.+1 <= l < h.+1) x l in
  gamma * g ^+ h.+1 - P <= norm2 (product W h.+1) /\ norm2 (product W h.+1) <= g ^+ h.+1 + P.
Proof. exact: product_norm. Qed.

(* Claims: chitour.dissipation
   Words: X = 1, c_k <= lambda_min(W_k^T W_k), e_l <= lambda_min(W_l W_l^T), not negative: the squared residual has at most the derivative -2 times the sum over j of (product of c_k below j) (product of e_l above j) times the squared residual. *)
Theorem chitour_dissipation :
  forall (F : realFieldType) (d : nat -> nat) (H : nat) (Y : 'M[F]_(d H, d 0%N)) (W U : layers F d) (c e : nat -> F),
  (forall V : layers F d, \sum_(j < H) \tr ((U j)^T *m V j) = - variation 1%:M W Y V) ->
  (forall k, 0 <= c k) -> (forall k (x : 'cV[F]_(d k)), (k < H)%N -> c k * norm2 x <= norm2 (W k *m x)) ->
  (forall l, 0 <= e l) -> (forall l (x : 'cV[F]_(d l.+1)), (l < H)%N -> e l * norm2 x <= norm2 ((W l)^T *m x)) ->
  2%:R * \tr ((Y - product W H)^T *m - product1 W U H) <=
  - (2%:R * \sum_(j < H) (\prod_(k < j) c k) * (\prod_(j.+1 <= l < H) e l) * norm2 (Y - product W H)).
Proof. exact: dissipation. Qed.

(* Claims: chitour.dissipation.first
   Words: The same with the term of the first layer alone, for all widths. *)
Theorem chitour_dissipation_first :
  forall (F : realFieldType) (d : nat -> nat) (h : nat) (Y : 'M[F]_(d h.+1, d 0%N)) (W U : layers F d) (e : nat -> F),
  (forall V : layers F d, \sum_(j < h.+1) \tr ((U j)^T *m V j) = - variation 1%:M W Y V) ->
  (forall l, 0 <= e l) -> (forall l (x : 'cV[F]_(d l.+1)), (l < h.+1)%N -> e l * norm2 x <= norm2 ((W l)^T *m x)) ->
  2%:R * \tr ((Y - product W h.+1)^T *m - product1 W U h.+1) <=
  - (2%:R * (\prod_(1 <= l < h.+1) e l) * norm2 (Y - product W h.+1)).
Proof. exact: dissipation_first. Qed.

(* Claims: chitour.prop3.value
   Words: The loss splits into ||M||^2 and ||R W_0 K||^2. J and K are the two blocks of columns of an identity, W_0 J and W_0 K those of the first layer, S J^T = [S 0] the target, R the product of the layers above the first, M = S - R W_0 J. *)
Theorem chitour_value :
  forall (F : realFieldType) (d : nat -> nat) (p q : nat) (J : 'M[F]_(d 0%N, p)) (K : 'M[F]_(d 0%N, q)),
  J^T *m J = 1%:M -> J^T *m K = 0 -> J *m J^T + K *m K^T = 1%:M ->
  forall (h : nat) (S : 'M[F]_(d h.+1, p)) (W : layers F d),
  let R := outer W h.+1 1 in let M := S - R *m (W 0%N *m J) in
  loss 1%:M W (S *m J^T) = norm2 M + norm2 (R *m (W 0%N *m K)).
Proof. exact: value. Qed.

(* Claims: chitour.lemma3.1.equivalence
   Words: W is critical if and only if R^T M = 0, R W_0 K = 0 and, for every later layer, the transposed layers above, times M, times (W_0 J)^T, times the transposed layers between vanish. J and K are the two blocks of columns of an identity, W_0 J and W_0 K those of the first layer, S J^T = [S 0] the target, R the product of the layers above the first, M = S - R W_0 J. *)
Theorem chitour_equivalence :
  forall (F : realFieldType) (d : nat -> nat) (p q : nat) (J : 'M[F]_(d 0%N, p)) (K : 'M[F]_(d 0%N, q)),
  J^T *m J = 1%:M -> J^T *m K = 0 -> J *m J^T + K *m K^T = 1%:M ->
  forall (h : nat) (S : 'M[F]_(d h.+1, p)) (W : layers F d),
  let R := outer W h.+1 1 in let M := S - R *m (W 0%N *m J) in
  critical 1%:M W (S *m J^T) <->
  [/\ R^T *m M = 0, R *m (W 0%N *m K) = 0 &
      forall j, (0 < j < h.+1)%N -> (outer W h.+1 j.+1)^T *m M *m (W 0%N *m J)^T *m (outer W j 1)^T = 0].
Proof. exact: equivalence. Qed.

(* Claims: chitour.lemma3.1
   Words: At a critical point of two or more layers R^T S = R^T R W_0 J, R W_0 K = 0 and S (W_0 J)^T R^T = R W_0 J (W_0 J)^T R^T (the last printed with both sides transposed, as S is diagonal). J and K are the two blocks of columns of an identity, W_0 J and W_0 K those of the first layer, S J^T = [S 0] the target, R the product of the layers above the first, M = S - R W_0 J. *)
Theorem chitour_equations :
  forall (F : realFieldType) (d : nat -> nat) (p q : nat) (J : 'M[F]_(d 0%N, p)) (K : 'M[F]_(d 0%N, q)),
  J^T *m J = 1%:M -> J^T *m K = 0 -> J *m J^T + K *m K^T = 1%:M ->
  forall (h : nat) (S : 'M[F]_(d h.+1, p)) (W : layers F d),
  let R := outer W h.+1 1 in let M := S - R *m (W 0%N *m J) in
  critical 1%:M W (S *m J^T) ->
  [/\ R^T *m S = R^T *m R *m (W 0%N *m J), R *m (W 0%N *m K) = 0 &
      (0 < h)%N -> S *m (W 0%N *m J)^T *m R^T = R *m (W 0%N *m J) *m (W 0%N *m J)^T *m R^T].
Proof. exact: equations. Qed.

(* Claims: chitour.prop3.flow
   Words: The velocities of the blocks of the first layer and of the other layers. J and K are the two blocks of columns of an identity, W_0 J and W_0 K those of the first layer, S J^T = [S 0] the target, R the product of the layers above the first, M = S - R W_0 J. *)
Theorem chitour_flow_blocks :
  forall (F : realFieldType) (d : nat -> nat) (p q : nat) (J : 'M[F]_(d 0%N, p)) (K : 'M[F]_(d 0%N, q)),
  J^T *m J = 1%:M -> J^T *m K = 0 -> J *m J^T + K *m K^T = 1%:M ->
  forall (h : nat) (S : 'M[F]_(d h.+1, p)) (W : layers F d),
  let R := outer W h.+1 1 in let M := S - R *m (W 0%N *m J) in
  forall U : layers F d, (forall V : layers F d, \sum_(j < h.+1) \tr ((U j)^T *m V j) = - variation 1%:M W (S *m J^T) V) ->
  [/\ U 0%N *m J = R^T *m M, U 0%N *m K = - (R^T *m R *m (W 0%N *m K)) &
      forall j, (0 < j < h.+1)%N -> U j = (outer W h.+1 j.+1)^T *m M *m (W 0%N *m J)^T *m (outer W j 1)^T
        - (outer W h.+1 j.+1)^T *m R *m (W 0%N *m K) *m (W 0%N *m K)^T *m (outer W j 1)^T].
Proof. exact: flow_blocks. Qed.

(* Claims: chitour.lemma3.2.q
   Words: From the equations of chitour_equations with a symmetric S: Q = R W_0 J satisfies Q^T S = Q^T Q = S Q, Q S = Q Q^T = S Q^T and commutes with S^2. *)
Theorem chitour_q :
  forall (F : comRingType) (p : nat) (S : 'M[F]_p), S^T = S ->
  forall (n : nat) (R : 'M[F]_(p, n)) (A : 'M[F]_(n, p)), let Q := R *m A in
  R^T *m S = R^T *m R *m A -> S *m A^T *m R^T = R *m A *m A^T *m R^T ->
  [/\ Q^T *m S = Q^T *m Q, Q^T *m Q = S *m Q, Q *m S = Q *m Q^T, Q *m Q^T = S *m Q^T & Q *m (S *m S) = (S *m S) *m Q].
Proof. exact: q_equations. Qed.

(* Claims: chitour.hessian-shallow
   Words: Two layers, at a critical point: the Hessian form of half the loss (twice the printed H_W) is -2 tr(V_1 V_0 J M^T) + ||V_1 W_0 J + W_1 V_0 J||^2 + ||V_1 W_0 K + W_1 V_0 K||^2. J and K are the two blocks of columns of an identity, W_0 J and W_0 K those of the first layer, S J^T = [S 0] the target, R the product of the layers above the first, M = S - R W_0 J. *)
Theorem chitour_hessian_shallow :
  forall (F : realFieldType) (d : nat -> nat) (p q : nat) (J : 'M[F]_(d 0%N, p)) (K : 'M[F]_(d 0%N, q)),
  J^T *m J = 1%:M -> J^T *m K = 0 -> J *m J^T + K *m K^T = 1%:M ->
  forall (S : 'M[F]_(d 2%N, p)) (W V : layers F d), critical 1%:M W (S *m J^T) ->
  let M := S - W 1%N *m (W 0%N *m J) in
  hessian 1%:M W (S *m J^T) V = - (2%:R * \tr (V 1%N *m (V 0%N *m J) *m M^T)) +
    norm2 (V 1%N *m (W 0%N *m J) + W 1%N *m (V 0%N *m J)) + norm2 (V 1%N *m (W 0%N *m K) + W 1%N *m (V 0%N *m K)).
Proof. exact: hessian_short. Qed.

(* Claims: chitour.prop4.ii
   Words: Two layers: at every critical point that is no global minimum the Hessian form takes a negative value. Three or more layers, if no hidden width is 0 and Y X^T is not 0: W = 0 is critical, no local extremum, and its Hessian form is zero. *)
Theorem chitour_prop4_ii :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)),
  (forall (Y : 'M[F]_(d 2%N, m)) (W U : layers F d), critical X W Y -> loss X U Y < loss X W Y -> exists V : layers F d, hessian X W Y V < 0) /\
  (forall (h : nat) (Y : 'M[F]_(d h.+3, m)), (forall j, (0 < j < h.+3)%N -> (0 < d j)%N) -> Y *m X^T != 0 ->
   let O : layers F d := fun=> 0 in
   [/\ critical X O Y, ~ local_minimum X Y O, ~ local_maximum X Y O & forall V : layers F d, hessian X O Y V = 0]).
Proof. exact: prop4_ii. Qed.

(* Claims: chitour.least-squares
   Words: If X X^T is invertible and no hidden layer is narrower than the output, W is a global minimum if and only if the product is Y X^T (X X^T)^{-1}. *)
Theorem chitour_least_squares :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)), X *m X^T \in unitmx ->
  forall (h : nat) (Y : 'M[F]_(d h.+1, m)) (W : layers F d), (forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N) ->
  (global_minimum X Y W <-> product W h.+1 = Y *m X^T *m invmx (X *m X^T)).
Proof. exact: least_squares_network. Qed.

(* Claims: chitour.least-squares.unique
   Words: If X X^T is invertible, Y X^T (X X^T)^{-1} is the only minimiser of ||P X - Y||^2 over all matrices P, and over all products of weights if no hidden layer is narrower than the output. *)
Theorem chitour_least_squares_unique :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)), X *m X^T \in unitmx ->
  (forall (n : nat) (Y : 'M[F]_(n, m)) (P : 'M[F]_(n, d 0%N)),
   (forall Q : 'M[F]_(n, d 0%N), norm2 (P *m X - Y) <= norm2 (Q *m X - Y)) <-> P = Y *m X^T *m invmx (X *m X^T)) /\
  (forall (h : nat) (Y : 'M[F]_(d h.+1, m)) (W : layers F d), (forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N) ->
   (global_minimum X Y W <-> product W h.+1 = Y *m X^T *m invmx (X *m X^T))).
Proof. exact: least_squares_both. Qed.

(* Claims: chitour.remark1.zero
   Words: A reduced target of full row rank is a product of weights if and only if no hidden layer is narrower than the output. *)
Theorem chitour_zero_loss :
  forall (F : realFieldType) (d : nat -> nat) (h : nat) (Y : 'M[F]_(d h.+1, d 0%N)), \rank Y = d h.+1 ->
  (exists W : layers F d, loss 1%:M W Y = 0) <-> (forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N).
Proof. exact: reaches_target. Qed.

(* Claims: chitour.prop2.rank.corrected
   Words: W^T W has at most rank n, the number of rows of W; if W has more columns than rows, a nonzero vector is in the kernel of W^T W, so its least eigenvalue is zero. *)
Theorem chitour_gram_rank :
  forall (F : realFieldType) (n k : nat) (W : 'M[F]_(n, k)), (\rank (W^T *m W) <= n)%N /\
  ((n < k)%N -> exists x : 'cV[F]_k, x != 0 /\ W^T *m W *m x = 0).
Proof. exact: gram_rank. Qed.

(* Claims: achour.shallow-strict, zhu.shallow.strict, kawaguchi.bad-saddles.shallow
   Words: Two layers, all widths, any data: at a critical point that is no global minimum the Hessian form takes a negative value. *)
Theorem achour_shallow_strict :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (Y : 'M[F]_(d 2%N, m)) (W U : layers F d),
  critical X W Y -> loss X U Y < loss X W Y -> exists V : layers F d, hessian X W Y V < 0.
Proof. exact: depth_two. Qed.

(* Claims: achour.zero-nonstrict, kawaguchi.bad-saddles.deep
   Words: Three or more layers, no hidden width 0, Y X^T not 0: W = 0 is critical, its Hessian form is zero, and arbitrarily near are points of smaller and of larger loss. *)
Theorem achour_zero_nonstrict :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+3, m)),
  (forall j, (0 < j < h.+3)%N -> (0 < d j)%N) -> Y *m X^T != 0 ->
  let O : layers F d := fun=> 0 in
  [/\ critical X O Y, forall V : layers F d, hessian X O Y V = 0,
      forall e, 0 < e -> exists U : layers F d, close h.+3 e U O /\ loss X U Y < loss X O Y &
      forall e, 0 < e -> exists U : layers F d, close h.+3 e U O /\ loss X O Y < loss X U Y].
Proof. exact: zero_saddle. Qed.

(* Claims: achour.no-spurious, achour.no-spurious.general-data
   Words: Every depth, all widths, any data: a local minimum is a global minimum; a point with a larger loss than another is neither a local minimum nor a local maximum; and if X is not zero and no width is 0 there is no local maximum at all. *)
Theorem achour_no_spurious :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (W : layers F d),
  (local_minimum X Y W -> global_minimum X Y W) /\
  (forall U : layers F d, loss X U Y < loss X W Y -> ~ local_minimum X Y W /\ ~ local_maximum X Y W) /\
  ((forall j, (0 < j <= h.+1)%N -> (0 < d j)%N) -> X != 0 -> ~ local_maximum X Y W).
Proof. exact: deep_landscape. Qed.

(* Claims: lucchi.thm8.2, lucchi.thm8.2.general-data, kawaguchi.thm2.3.ii
   Words: Every depth, all widths, any data: every local minimum is a global minimum. *)
Theorem lucchi_thm8_2 :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (W : layers F d),
  local_minimum X Y W -> global_minimum X Y W.
Proof. exact: deep_minimum. Qed.

(* Claims: lucchi.thm8.3, lucchi.thm8.3.general-data, kawaguchi.thm2.3.iii, baldi.critical.saddles
   Words: Every depth, all widths, any data: a point with a larger loss than another, critical or not, is neither a local minimum nor a local maximum. *)
Theorem lucchi_thm8_3 :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (W U : layers F d),
  loss X U Y < loss X W Y -> ~ local_minimum X Y W /\ ~ local_maximum X Y W.
Proof. exact: deep_saddle. Qed.

(* Claims: lucchi.thm8.4, lucchi.thm8.4.general-data, kawaguchi.thm2.3.iv, lucchi.saddle-definition.corrected, lucchi.saddle-definition.corrected.general-data
   Words: Two or more layers, any data: if the product of the layers between the first and the last has at least the rank of some hidden width, such as the least, the Hessian form takes both signs at a critical point that is no global minimum. *)
Theorem lucchi_thm8_4 :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (k : nat) (W U : layers F d),
  (0 < k <= h)%N -> (d k <= \rank (outer W h 1))%N -> critical X W Y -> loss X U Y < loss X W Y ->
  (exists V : layers F d, hessian X W Y V < 0) /\ (exists V : layers F d, 0 < hessian X W Y V).
Proof. exact: narrow_strict. Qed.

(* Claims: chitour.prop4.iii.rank
   Words: Two or more layers, any data: if the last layer makes the rank of the product of the layers between the first and the last smaller, the Hessian form takes a negative value at every point that is no global minimum. *)
Theorem chitour_prop4_iii_rank :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (W U : layers F d),
  (\rank (outer W h.+1 1) < \rank (outer W h 1))%N -> (0 < h)%N -> loss X U Y < loss X W Y ->
  exists V : layers F d, hessian X W Y V < 0.
Proof. exact: lossy_strict. Qed.

(* Claims: yun.global
   Words: Every depth, any data: a critical point whose product has the rank of some width is a global minimum, or else its Hessian form takes a negative value. *)
Theorem yun_global :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (k : nat) (W U : layers F d),
  (k <= h.+1)%N -> (d k <= \rank (product W h.+1))%N -> critical X W Y -> loss X U Y < loss X W Y -> exists V : layers F d, hessian X W Y V < 0.
Proof. exact: full_rank. Qed.

(* Claims: yun.thm2.1
   Words: X X^T invertible, Y X^T of full rank, no hidden layer narrower than both ends: a critical point whose product has full rank is a global minimum, any other is neither a local minimum nor a local maximum. *)
Theorem yun_thm2_1 :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (W : layers F d),
  X *m X^T \in unitmx -> \rank (Y *m X^T) = minn (d 0%N) (d h.+1) ->
  (forall j, (0 < j < h.+1)%N -> (minn (d 0%N) (d h.+1) <= d j)%N) -> critical X W Y ->
  (\rank (product W h.+1) = minn (d 0%N) (d h.+1) -> global_minimum X Y W) /\
  ((\rank (product W h.+1) < minn (d 0%N) (d h.+1))%N -> ~ local_minimum X Y W /\ ~ local_maximum X Y W).
Proof. exact: no_bottleneck. Qed.

(* Claims: chitour.prop4.i.corrected
   Words: X = 1, Y of full row rank, no hidden layer narrower than the output: the loss is 0, or the point is neither a local minimum nor a local maximum. *)
Theorem chitour_prop4_i :
  forall (F : realFieldType) (d : nat -> nat) (h : nat) (Y : 'M[F]_(d h.+1, d 0%N)), \rank Y = d h.+1 ->
  (forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N) ->
  forall W : layers F d, loss 1%:M W Y = 0 \/ (~ local_minimum 1%:M Y W /\ ~ local_maximum 1%:M Y W).
Proof. exact: zero_or_saddle. Qed.

(* Claims: chitour.crit-strata, chitour.prop4.iii.saddle
   Words: X = 1, Y of full row rank, no hidden layer narrower than the output: a critical point is a global minimum if and only if the product of the layers above the first has the rank of the output width, and if that rank is smaller it is neither a local minimum nor a local maximum. *)
Theorem chitour_crit_strata :
  forall (F : realFieldType) (d : nat -> nat) (h : nat) (Y : 'M[F]_(d h.+1, d 0%N)), \rank Y = d h.+1 ->
  (forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N) -> forall W : layers F d, critical 1%:M W Y ->
  (\rank (outer W h.+1 1) = d h.+1 <-> global_minimum 1%:M Y W) /\
  ((\rank (outer W h.+1 1) < d h.+1)%N -> ~ local_minimum 1%:M Y W /\ ~ local_maximum 1%:M Y W).
Proof. exact: strata. Qed.

(* Claims: lu.rank-constrained.deep
   Words: Every depth, all widths, any data: the product of the layers at a local minimum has the least loss among all matrices whose rank is at most every width. *)
Theorem lu_deep :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (W : layers F d),
  local_minimum X Y W ->
  forall R : 'M[F]_(d h.+1, d 0%N), (forall j, (j <= h.+1)%N -> (\rank R <= d j)%N) -> loss X W Y <= norm2 (R *m X - Y).
Proof. exact: rank_minimum. Qed.

(* Claims: lu.rank-constrained.shallow
   Words: Any data: a matrix R of rank at most p that has the least ||R X - Y||^2 among the matrices of rank at most p near it has the least among all of them. *)
Theorem lu_shallow :
  forall (F : realFieldType) (n p q m : nat) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)) (R : 'M[F]_(n, q)), (\rank R <= p)%N ->
  (exists e, 0 < e /\ forall Q : 'M[F]_(n, q), (\rank Q <= p)%N -> (forall a b, `|Q a b - R a b| <= e) -> norm2 (R *m X - Y) <= norm2 (Q *m X - Y)) ->
  forall Q : 'M[F]_(n, q), (\rank Q <= p)%N -> norm2 (R *m X - Y) <= norm2 (Q *m X - Y).
Proof. exact: rank_constrained. Qed.

(* Claims: achour.rank-constrained
   Words: Two or more layers, all widths, any data: a critical point at which the Hessian form is nowhere negative has the least loss among all matrices whose rank is at most that of its product. *)
Theorem achour_rank_constrained :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (W : layers F d),
  (0 < h)%N -> critical X W Y -> (forall V : layers F d, 0 <= hessian X W Y V) ->
  forall R : 'M[F]_(d h.+1, d 0%N), (\rank R <= \rank (product W h.+1))%N -> loss X W Y <= norm2 (R *m X - Y).
Proof. exact: rank_least. Qed.

(* Claims: lucchi.thm7, lucchi.thm7.general-data
   Words: Two layers, all widths, any data: at a critical point that is no global minimum the Hessian form takes both signs, so the point is no local minimum. *)
Theorem lucchi_thm7 :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (Y : 'M[F]_(d 2%N, m)) (W U : layers F d),
  critical X W Y -> loss X U Y < loss X W Y ->
  [/\ exists V : layers F d, hessian X W Y V < 0, exists V : layers F d, 0 < hessian X W Y V & ~ local_minimum X Y W].
Proof. exact: shallow_no_minimum. Qed.

(* Claims: lucchi.thm4
   Words: For fixed A the loss is convex in B, and every solution B of A^T A B Sxx = A^T Syx is a minimum. *)
Theorem lucchi_thm4 :
  forall (F : realFieldType) (n p q m : nat) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)) (A : 'M[F]_(n, p)),
  (forall (B C : 'M[F]_(p, q)) (t : F), 0 <= t -> t <= 1 ->
   norm2 (A *m (t *: B + (1 - t) *: C) *m X - Y) <= t * norm2 (A *m B *m X - Y) + (1 - t) * norm2 (A *m C *m X - Y)) /\
  (forall B : 'M[F]_(p, q), A^T *m A *m B *m (X *m X^T) = A^T *m (Y *m X^T) ->
   forall C : 'M[F]_(p, q), norm2 (A *m B *m X - Y) <= norm2 (A *m C *m X - Y)).
Proof. exact: convex_inner. Qed.

(* Claims: lucchi.thm4.converse
   Words: For fixed A every minimum in B solves A^T A B Sxx = A^T Syx. *)
Theorem lucchi_thm4_converse :
  forall (F : realFieldType) (n p q m : nat) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)) (A : 'M[F]_(n, p)) (B : 'M[F]_(p, q)),
  (forall C : 'M[F]_(p, q), norm2 (A *m B *m X - Y) <= norm2 (A *m C *m X - Y)) ->
  A^T *m A *m B *m (X *m X^T) = A^T *m (Y *m X^T).
Proof. exact: least_inner. Qed.

(* Claims: lucchi.thm5
   Words: For fixed B the loss is convex in A, and every solution A of A B Sxx B^T = Syx B^T is a minimum. *)
Theorem lucchi_thm5 :
  forall (F : realFieldType) (n p q m : nat) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)) (B : 'M[F]_(p, q)),
  (forall (A C : 'M[F]_(n, p)) (t : F), 0 <= t -> t <= 1 ->
   norm2 ((t *: A + (1 - t) *: C) *m B *m X - Y) <= t * norm2 (A *m B *m X - Y) + (1 - t) * norm2 (C *m B *m X - Y)) /\
  (forall A : 'M[F]_(n, p), A *m B *m (X *m X^T) *m B^T = Y *m X^T *m B^T ->
   forall C : 'M[F]_(n, p), norm2 (A *m B *m X - Y) <= norm2 (C *m B *m X - Y)).
Proof. exact: convex_outer. Qed.

(* Claims: lucchi.thm5.converse
   Words: For fixed B every minimum in A solves A B Sxx B^T = Syx B^T. *)
Theorem lucchi_thm5_converse :
  forall (F : realFieldType) (n p q m : nat) (X : 'M[F]_(q, m)) (Y : 'M[F]_(n, m)) (B : 'M[F]_(p, q)) (A : 'M[F]_(n, p)),
  (forall C : 'M[F]_(n, p), norm2 (A *m B *m X - Y) <= norm2 (C *m B *m X - Y)) ->
  A *m B *m (X *m X^T) *m B^T = Y *m X^T *m B^T.
Proof. exact: least_outer. Qed.

(* Claims: lucchi.thm6.corrected
   Words: Two layers, Sxx invertible: at a critical point the product is Q Syx Sxx^{-1}, where Q is the orthogonal projector onto the columns of the second layer, which exists. *)
Theorem lucchi_thm6 :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)), X *m X^T \in unitmx ->
  forall (Y : 'M[F]_(d 2%N, m)) (W : layers F d), critical X W Y ->
  exists Q : 'M[F]_(d 2%N), [/\ Q^T = Q, Q *m Q = Q, Q *m W 1%N = W 1%N, exists R, Q = W 1%N *m R &
    product W 2 = Q *m (Y *m X^T *m invmx (X *m X^T))].
Proof. exact: projection. Qed.

(* Claims: lucchi.thm8.1.corrected, lucchi.thm8.1.corrected.every-problem, kawaguchi.thm2.3.i
   Words: Two or more layers, no width above the input 0, X not 0: at a midpoint of two weights of equal loss the loss is larger than at both, and at a midpoint of two others it is smaller than the mean. *)
Theorem lucchi_not_convex :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+2, m)),
  (forall j, (0 < j <= h.+2)%N -> (0 < d j)%N) -> X != 0 ->
  let middle (U V : layers F d) : layers F d := fun j => 2%:R^-1 *: U j + (1 - 2%:R^-1) *: V j in
  (exists U V : layers F d, loss X U Y = loss X V Y /\ loss X U Y < loss X (middle U V) Y) /\
  (exists U V : layers F d, loss X (middle U V) Y < 2%:R^-1 * loss X U Y + 2%:R^-1 * loss X V Y).
Proof. exact: neither_convex_nor_concave. Qed.

(* Refutes: lucchi.thm8.1
   Words: If X = 0 the loss is the same at all weights, so it is convex and concave. *)
Theorem lucchi_constant_loss :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+2, m)) (W U : layers F d),
  X = 0 -> loss X W Y = loss X U Y.
Proof. exact: constant_loss. Qed.

(* Refutes: lucchi.saddle-definition
   Words: There is a critical point that is no global minimum and whose Hessian form is zero: W = 0 in three layers of width 1 with X = Y = 1. *)
Theorem lucchi_saddle_definition :
  forall F : realFieldType, let O : layers F (fun=> 1%N) := fun=> 0 in let X : 'M[F]_1 := 1%:M in let Y : 'M[F]_1 := 1%:M in
  [/\ @critical F (fun=> 1%N) 1 X O 3 Y, ~ @global_minimum F (fun=> 1%N) 1 X 3 Y O &
      forall V : layers F (fun=> 1%N), @hessian F (fun=> 1%N) 1 X O 3 Y V = 0].
Proof. exact: flat_saddle. Qed.

(* Claims: lucchi.trace-derivatives
   Words: The terms of order one in t of tr(A B C), tr(C B^T A^T) and tr(A B K B^T A^T) at B + tD are t times the inner products of D with the printed derivatives. *)
Theorem lucchi_trace_derivatives :
  forall (F : comRingType) (a b c : nat) (A : 'M[F]_(a, b)) (B D : 'M[F]_(b, c)) (C : 'M[F]_(c, a)) (C' : 'M[F]_(a, c)) (K : 'M[F]_c) (t : F),
  [/\ \tr (A *m (B + t *: D) *m C) = \tr (A *m B *m C) + t * \tr ((A^T *m C^T)^T *m D),
      \tr (C' *m (B + t *: D)^T *m A^T) = \tr (C' *m B^T *m A^T) + t * \tr ((A^T *m C')^T *m D) &
      \tr (A *m (B + t *: D) *m K *m (B + t *: D)^T *m A^T) = \tr (A *m B *m K *m B^T *m A^T) +
        t * \tr ((A^T *m A *m B *m K^T + A^T *m A *m B *m K)^T *m D) + t ^+ 2 * \tr (A *m D *m K *m D^T *m A^T)].
Proof. exact: trace_derivatives. Qed.

(* Claims: lucchi.matrix-gradient.x
   Words: The i-th entry of A x changes by t A_ij when the j-th entry of x changes by t. *)
Theorem lucchi_jacobian_vector :
  forall (F : comRingType) (n m : nat) (A : 'M[F]_(n, m)) (x : 'cV[F]_m) (t : F) (i : 'I_n) (j : 'I_m),
  (A *m (x + t *: delta_mx j 0)) i 0 = (A *m x) i 0 + t * A i j.
Proof. exact: jacobian_vector. Qed.

(* Claims: lucchi.matrix-gradient.A
   Words: The i-th entry of A x changes by t x_q when the entry (i, q) of A changes by t, and not at all when an entry of another row changes. *)
Theorem lucchi_jacobian_matrix :
  forall (F : comRingType) (n m : nat) (A : 'M[F]_(n, m)) (x : 'cV[F]_m) (t : F) (i k : 'I_n) (q : 'I_m),
  ((A + t *: delta_mx k q) *m x) i 0 = (A *m x) i 0 + t * (if k == i then x q 0 else 0).
Proof. exact: jacobian_matrix. Qed.

(* Claims: lucchi.gradient
   Words: The derivative of half the loss is the sum over the layers of the inner products with the backward matrix times the transposed forward matrix, in both printed forms. *)
Theorem lucchi_gradient :
  forall (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W V : layers F d),
  variation X W Y V = \sum_(j < H) \tr ((((outer W H j.+1)^T *m (product W H *m X - Y)) *m (product W j *m X)^T)^T *m V j) /\
  variation X W Y V = \sum_(j < H) \tr (((outer W H j.+1)^T *m (product W H *m X *m X^T - Y *m X^T) *m (product W j)^T)^T *m V j).
Proof. exact: backpropagation. Qed.

(* Claims: lucchi.thm9.start
   Words: The squared norm of a difference is at most twice the sum of the squared norms, and the gap is the squared norm of the sum; so of the two parts of the gradient by layer j. *)
Theorem lucchi_start :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W : layers F d) (j : nat),
  let P := (outer W H j.+1)^T *m (product W H *m X *m X^T) *m (product W j)^T in
  let Q := (outer W H j.+1)^T *m (Y *m X^T) *m (product W j)^T in
  norm2 (P - Q) + norm2 (P + Q) = 2%:R * norm2 P + 2%:R * norm2 Q /\ norm2 (P - Q) <= 2%:R * norm2 P + 2%:R * norm2 Q.
Proof. exact: twice_the_sum. Qed.

(* Claims: laurent.convex-loss, laurent.arbitrary-loss.corrected
   Words: Every depth, no hidden layer narrower than both ends: at a local minimum of f(W_H ... W_1), f convex and differentiable at the product, f is least among all matrices; the squared loss is such an f. *)
Theorem laurent_convex_loss :
  forall (F : realFieldType) (d : nat -> nat) (h : nat),
  (forall (f : 'M[F]_(d h.+1, d 0%N) -> F) (G : 'M[F]_(d h.+1, d 0%N)) (W : layers F d),
   (forall j, (0 < j < h.+1)%N -> (minn (d 0%N) (d h.+1) <= d j)%N) -> local_minimum_of f W -> gradient_at f (product W h.+1) G -> convex f ->
   forall Q : 'M[F]_(d h.+1, d 0%N), f (product W h.+1) <= f Q) /\
  (forall (m : nat) (X : 'M[F]_(d 0%N, m)) (Y : 'M[F]_(d h.+1, m)) (P : 'M[F]_(d h.+1, d 0%N)),
   let f (Q : 'M[F]_(d h.+1, d 0%N)) := norm2 (Q *m X - Y) in
   convex f /\ gradient_at f P (2%:R *: ((P *m X - Y) *m X^T))).
Proof. exact: convex_losses. Qed.

(* Claims: laurent.gradient
   Words: Every depth, no hidden layer narrower than both ends: at a local minimum of f(W_H ... W_1) the gradient of f at the product vanishes, f being differentiable there. *)
Theorem laurent_gradient :
  forall (F : realFieldType) (d : nat -> nat) (h : nat) (f : 'M[F]_(d h.+1, d 0%N) -> F) (G : 'M[F]_(d h.+1, d 0%N)) (W : layers F d),
  (forall j, (0 < j < h.+1)%N -> (minn (d 0%N) (d h.+1) <= d j)%N) -> local_minimum_of f W -> gradient_at f (product W h.+1) G -> G = 0.
Proof. exact: without_bottleneck. Qed.

(* Claims: ours.strings.S1, ours.strings.S2, ours.strings.S3, ours.strings.S3n, ours.strings.S3m, ours.strings.S4, ours.strings.S5
   Words: Strings sigma = (a, l) and tau = (b, m) with last vertices es and et: a product occurs only if tau closes (S1), never for a string with itself (S2); if tau alone closes, the products fill one rectangle, it is not empty under two inequalities, and these say that sigma visits every vertex that tau misses (S3, S3n, S3m); if both close, the products fill two rectangles, at most one of which is not empty (S4, S5). *)
Theorem ours_string_products :
  forall H a l b m : nat, (2 <= H)%N -> is_string H a l -> is_string H b m ->
  let es := ends_at H a l in let et := ends_at H b m in
  [/\ forall j k, has_product H a l b m j k -> closes H b m,
      forall j k, ~~ has_product H a l a l j k,
      closes H b m -> ~~ closes H a l ->
        [/\ forall j k, has_product H a l b m j k = [&& 0 < j, a <= j, j <= et.+1, b <= k, k <= es.+1 & k <= H]%N,
            (exists j k, has_product H a l b m j k) <-> ((a <= et.+1) && (b <= es.+1))%N &
            (forall v, (v <= H)%N -> ~~ contains H b m v 0 -> contains H a l v 0) <-> ((a <= et.+1) && (b <= es.+1))%N] &
      closes H b m -> closes H a l ->
        (forall j k, has_product H a l b m j k =
           [&& a <= j, j <= et.+1, b <= k & k <= H]%N || [&& 0 < j, j <= et.+1, b <= k & k <= es.+1]%N) /\
        ((a <= et.+1)%N -> (es.+1 < b)%N)].
Proof. exact: string_products. Qed.

(* Claims: ours.strings.S6a, ours.strings.S6b, ours.strings.S6c, ours.strings.S6d, ours.strings.S7, ours.strings.S8, ours.strings.S9
   Words: Which variables of two strings occur in a square: tau alone closes and es is not H (S6a, S6b), or is H (S6c, S6d); both close (S7); neither closes (S8); a string with itself (S9). *)
Theorem ours_string_squares :
  forall H a l b m : nat, (2 <= H)%N -> is_string H a l -> is_string H b m ->
  let es := ends_at H a l in let et := ends_at H b m in
  [/\ closes H b m -> ~~ closes H a l -> es <> H ->
        (forall j, ~~ has_square H a l b m j) /\ (forall k, has_square H b m a l k = [&& a == 0, b <= k, k <= es.+1 & k <= H]%N),
      closes H b m -> ~~ closes H a l -> es = H ->
        (forall j, has_square H a l b m j = [&& 0 < j, a <= j & j <= et.+1]%N) /\ (forall k, ~~ has_square H b m a l k),
      closes H b m -> closes H a l -> forall j, has_square H a l b m j = (a <= j <= et.+1)%N,
      ~~ closes H b m -> ~~ closes H a l -> forall j, has_square H a l b m j = [&& es == H, b == 0, a <= j & j <= et.+1]%N &
      forall j, ~~ has_square H a l a l j].
Proof. exact: string_squares. Qed.

(* Claims: ours.strings.S10, ours.strings.S11, ours.strings.S12, ours.strings.S13, ours.strings.S14
   Words: Some product occurs in one order or the other if and only if the strings are a pair (S10); the strings of a pair visit every vertex between them (S11); a string through all hidden layers is open and a pair with every closing one (S12); at depth 2 the pairs are the strings through the hidden layer (S13); the strings at W = 0 form no pair from depth 3 on (S14). *)
Theorem ours_string_pairs :
  forall H a l b m : nat, (2 <= H)%N -> is_string H a l -> is_string H b m ->
  let es := ends_at H a l in let et := ends_at H b m in
  [/\ (exists j k, has_product H a l b m j k || has_product H b m a l j k) <-> (are_pair H a l b m || are_pair H b m a l),
      forall v, (v <= H)%N -> ~~ contains H a l v 0 -> ~~ contains H b m v 0 -> ~~ are_pair H a l b m,
      closes H b m -> contains H a l 1 (H - 2) -> ~~ closes H a l /\ are_pair H a l b m,
      H = 2%N -> closes H b m -> are_pair H a l b m = contains H a l 1 0 &
      (3 <= H)%N -> b = H -> m = 1%N -> l = 0%N \/ (a = H /\ l = 1%N) -> ~~ are_pair H a l b m].
Proof. exact: string_pairs. Qed.

(* Claims: ours.strings.S15, ours.strings.S16
   Words: tau closes: if the strings form no pair, no run of sigma contains et + 1, ..., b - 1 (S15), and this is a non-empty set of hidden layers (S16). *)
Theorem ours_string_gaps :
  forall H a l b m : nat, (2 <= H)%N -> is_string H a l -> is_string H b m ->
  let es := ends_at H a l in let et := ends_at H b m in
  closes H b m ->
  (~~ are_pair H a l b m -> ~~ are_pair H b m a l ->
   [/\ ~~ (closes H a l && (a <= et.+1)), ~~ (closes H a l && (b <= es.+1)) & ~~ [&& ~~ closes H a l, a <= et.+1 & b <= es.+1]]%N) /\
  (et.+1 <= b.-1)%N /\ (b.-1 < H)%N.
Proof. exact: string_gaps. Qed.

(* Claims: ours.normal-form
   Words: X X^T = 1, the product P = diag(D, 0) and the target Y X^T = diag(D, E) in orthonormal bases [J0 K0] and [J1 K1] at the ends, and weights V, near or not, whose product has the blocks D + a, p, q, s: the loss (without 1/2) changes by |a|^2 + |p|^2 + |q|^2 + |s|^2 - 2 <E, s>, and where D + a is invertible s = q (D + a)^{-1} p + U_{H-1} ... U_0 with layers U of the widths d_j - r.
   Narrower: that a critical point of real weights has such bases, and that the U_j are restrictions of the V_j, are not stated *)
Theorem ours_normal_form :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h r : nat) (Y : 'M[F]_(d h.+1, m))
    (J0 : 'M[F]_(d 0%N, r)) (K0 : 'M[F]_(d 0%N, d 0%N - r)) (J1 : 'M[F]_(d h.+1, r)) (K1 : 'M[F]_(d h.+1, d h.+1 - r))
    (D : 'M[F]_r) (E : 'M[F]_(d h.+1 - r, d 0%N - r)) (W V : layers F d),
  [/\ J0^T *m J0 = 1%:M, J0^T *m K0 = 0, K0^T *m K0 = 1%:M & J0 *m J0^T + K0 *m K0^T = 1%:M] ->
  [/\ J1^T *m J1 = 1%:M, J1^T *m K1 = 0, K1^T *m K1 = 1%:M & J1 *m J1^T + K1 *m K1^T = 1%:M] ->
  X *m X^T = 1%:M -> product W h.+1 = J1 *m D *m J0^T -> Y *m X^T = J1 *m D *m J0^T + K1 *m E *m K0^T ->
  let Q := product V h.+1 in let a := J1^T *m Q *m J0 - D in
  let p := J1^T *m Q *m K0 in let q := K1^T *m Q *m J0 in let s := K1^T *m Q *m K0 in
  loss X V Y - loss X W Y = norm2 a + norm2 p + norm2 q + norm2 s - 2%:R * \tr (E^T *m s) /\
  (D + a \in unitmx -> exists U : layers F (fun j => (d j - r)%N), s = q *m invmx (D + a) *m p + product U h.+1).
Proof. exact: normal_form. Qed.

(* Claims: ours.values.complex
   Words: White inputs, any commutative ring such as the complex numbers, with transposes and not adjoints: at a critical point A = P P^T satisfies A^2 = A Sigma = Sigma A, and the loss is tr(Y Y^T) - tr A. *)
Theorem ours_complex_values :
  forall (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)) (W : layers F d),
  X *m X^T = 1%:M -> critical X W Y ->
  let A := product W h.+1 *m (product W h.+1)^T in let Sigma := (Y *m X^T) *m (Y *m X^T)^T in
  [/\ A *m A = A *m Sigma, A *m Sigma = Sigma *m A & loss X W Y = \tr (Y *m Y^T) - \tr A].
Proof. exact: complex_values. Qed.

(* Claims: ours.inertia
   Words: A critical point of depth H >= 2 at which the product of the layers is zero has strings such that every path, through the residual or not, has as rank the number of the strings that contain it, and its Hessian has exactly pairs + squares positive and pairs negative directions.
   Narrower: the product of the layers is 0, so that r = 0, and X X^T is invertible *)
Theorem ours_inertia_zero :
  forall (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W : layers F d),
  (2 <= H)%N -> X *m X^T \in unitmx -> critical X W Y -> product W H = 0 ->
  exists (k : nat) (a l : 'I_k -> nat),
    [/\ forall i, is_string H (a i) (l i),
        forall j e, (j <= e)%N -> (e <= H)%N -> \rank (outer W e j) = (\sum_i contains H (a i) (l i) j (e - j))%N,
        forall j e, (j < e)%N -> (e <= H)%N ->
          \rank (product W j *m (X *m Y^T) *m outer W H e) = (\sum_i contains H (a i) (l i) e (H - e + j.+1))%N &
        forall p q, has_inertia H (hessian X W Y) p q <->
          p = (\sum_s \sum_t are_pair H (a s) (l s) (a t) (l t) + \sum_s \sum_t are_square H (a s) (l s) (a t) (l t))%N /\
          q = (\sum_s \sum_t are_pair H (a s) (l s) (a t) (l t))%N].
Proof. exact: inertia_zero. Qed.

(* Claims: ours.inertia
   Words: At a critical point in normal form, with the selected singular values delta and the others eps, the rest has strings that the ranks of its paths count, and the Hessian has exactly r^2 + r (d_x - r) + r (d_y - r) - inv - ties + pairs + squares positive and inv + pairs negative directions.
   Narrower: X X^T = 1 and the weights are in normal form: that suitable bases bring every critical point of real weights to this form is not stated *)
Theorem ours_inertia_normal :
  forall (F : realFieldType) (n : nat -> nat) (r h m : nat) (Z : layers F n) (delta : 'rV[F]_r) (eps : nat -> F)
    (X : 'M[F]_(r + n 0%N, m)) (Y : 'M[F]_(r + n h.+2, m)),
  let W : layers F (fun j => r + n j)%N := fun j => block_mx (if j == 0%N then diag_mx delta else 1%:M) 0 0 (Z j) in
  let E : 'M[F]_(n 0%N, n h.+2) := \matrix_(i, j) ((i == j :> nat)%:R * eps j) in
  (forall t, 0 < delta 0 t) -> (forall i, 0 <= eps i) -> X *m X^T = 1%:M -> Y *m X^T = block_mx (diag_mx delta) 0 0 E^T ->
  critical X W Y -> product Z h.+2 = 0 ->
  exists (k : nat) (a l : 'I_k -> nat),
    [/\ forall i, is_string h.+2 (a i) (l i),
        forall j e, (j <= e)%N -> (e <= h.+2)%N -> \rank (outer Z e j) = (\sum_i contains h.+2 (a i) (l i) j (e - j))%N,
        forall j e, (j < e)%N -> (e <= h.+2)%N ->
          \rank (product Z j *m E *m outer Z h.+2 e) = (\sum_i contains h.+2 (a i) (l i) e (h.+2 - e + j.+1))%N &
        let inv := (\sum_(i < n h.+2) \sum_(t < r) nat_of_bool ((i < n 0)%N && (delta 0%R t < eps i)%R))%N in
        let ties := (\sum_(i < n h.+2) \sum_(t < r) nat_of_bool ((i < n 0)%N && (delta 0%R t == eps i)%R))%N in
        let pairs := (\sum_s \sum_t are_pair h.+2 (a s) (l s) (a t) (l t))%N in
        let squares := (\sum_s \sum_t are_square h.+2 (a s) (l s) (a t) (l t))%N in
        forall p q, has_inertia h.+2 (hessian X W Y) p q <->
          (p + (inv + ties) = r * r + r * n 0 + n h.+2 * r + (pairs + squares))%N /\ q = (inv + pairs)%N].
Proof. exact: inertia_normal. Qed.

(* Claims: ours.inertia.strictness, ours.inertia.strictness.general-data
   Words: At a critical point in normal form the Hessian has a negative direction if and only if a singular value left out is larger than a selected one, or some pivot is not tightened: both of its products, taken in the complement of the selected part, are nonzero.
   Narrower: X X^T = 1 and the weights are in normal form, which is not shown to exist, and that all pivots are tightened where r = r_max is not stated *)
Theorem ours_strictness_normal :
  forall (F : realFieldType) (n : nat -> nat) (r h m : nat) (Z : layers F n) (delta : 'rV[F]_r) (eps : nat -> F)
    (X : 'M[F]_(r + n 0%N, m)) (Y : 'M[F]_(r + n h.+2, m)),
  let W : layers F (fun j => r + n j)%N := fun j => block_mx (if j == 0%N then diag_mx delta else 1%:M) 0 0 (Z j) in
  let E : 'M[F]_(n 0%N, n h.+2) := \matrix_(i, j) ((i == j :> nat)%:R * eps j) in
  (forall t, 0 < delta 0 t) -> (forall i, 0 <= eps i) -> X *m X^T = 1%:M -> Y *m X^T = block_mx (diag_mx delta) 0 0 E^T ->
  critical X W Y -> product Z h.+2 = 0 ->
  forall p q, has_inertia h.+2 (hessian X W Y) p q -> ((0 < q)%N <->
    (exists (i : 'I_(n h.+2)) (t : 'I_r), (i < n 0)%N && (delta 0 t < eps i)) \/
    (exists j k, [/\ (0 < j)%N, (j < k)%N, (k <= h.+2)%N, outer Z k.-1 j != 0 & product Z j.-1 *m E *m outer Z h.+2 k != 0])).
Proof. exact: strictness_normal. Qed.
