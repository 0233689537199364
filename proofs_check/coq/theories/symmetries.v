(* What the hidden symmetries W_j -> g_{j+1} W_j g_j^{-1} say about the derivatives of a loss of the product, all depths and widths.

     turned S W           S_{j+1} W_j - W_j S_j: the velocity of W under the symmetries exp (t S)
     first_turned         the term of first order of the product along it
     mixed_turned         the mixed term of second order along it and any direction
     hessian_identity     the mixed second derivative of the loss along it and V, G being the gradient of the loss by the product
     hidden_directions    the same with weight decay, at a critical point: S.W is in the kernel for antisymmetric S, has eigenvalue 2 lam for symmetric S
     linear_symmetry      one conserved quantity for every symmetric matrix
     equal_norms          all layers have the same norm at critical points with weight decay *)
From mathcomp Require Import all_ssreflect all_algebra.
From symdln Require Import definitions words norms network flow.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Turned.
Variables (F : comRingType) (d : nat -> nat) (S : forall j, 'M[F]_(d j)).
Implicit Types W V U : layers F d.
Definition turned W : layers F d := fun j => S j.+1 *m W j - W j *m S j.
Lemma word_first n p q (S1 : 'M[F]_n) (W : 'M[F]_(n, p)) (S0 : 'M[F]_p) (P : 'M[F]_(p, q)) (T : 'M[F]_q) :
  (S1 *m W - W *m S0) *m P + W *m (S0 *m P - P *m T) = S1 *m (W *m P) - W *m P *m T.
Proof. words. Qed.
Theorem first_turned W n : product1 W (turned W) n = S n *m product W n - product W n *m S 0%N.
Proof. by elim: n => [|n IH] /=; rewrite ?mulmx1 ?mul1mx ?subrr // IH word_first. Qed.
Lemma first_sum W V U n : product1 W (fun j => V j + U j) n = product1 W V n + product1 W U n.
Proof. by elim: n => [|n IH] /=; rewrite ?addr0 // IH mulmxDl mulmxDr addrACA. Qed.
Lemma word_second n p q (V D W : 'M[F]_(n, p)) (A B C M N : 'M[F]_(p, q)) :
  (V + D) *m (A + B) + W *m (C + N + M) = (V *m B + D *m A + W *m C) + (D *m B + W *m N) + (V *m A + W *m M).
Proof. words. Qed.
Fixpoint mixed W V U j : 'M[F]_(d j, d 0) :=
  if j is i.+1 then V i *m product1 W U i + U i *m product1 W V i + W i *m mixed W V U i else 0.
Lemma mixed_second W V U n : product2 W (fun j => V j + U j) n - product2 W V n - product2 W U n = mixed W V U n.
Proof.
suff -> : product2 W (fun j => V j + U j) n = mixed W V U n + product2 W U n + product2 W V n by rewrite !addrK.
elim: n => [|n IH] /=; first by rewrite !addr0.
by rewrite IH first_sum word_second.
Qed.
Lemma word_mixed n p q (S1 : 'M[F]_n) (V W : 'M[F]_(n, p)) (S0 : 'M[F]_p) (P Q R : 'M[F]_(p, q)) (T : 'M[F]_q) :
  V *m (S0 *m P - P *m T) + (S1 *m W - W *m S0) *m Q + W *m (S0 *m Q - Q *m T - R) =
  S1 *m (V *m P + W *m Q) - (V *m P + W *m Q) *m T - ((S1 *m V - V *m S0) *m P + W *m R).
Proof. words. Qed.
Theorem mixed_turned W V n : mixed W V (turned W) n = S n *m product1 W V n - product1 W V n *m S 0%N - product1 W (turned V) n.
Proof.
elim: n => [|n IH] /=; first by rewrite mulmx0 mul0mx !subr0.
by rewrite IH first_turned word_mixed.
Qed.
End Turned.

Section Loss.
Variables (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0)) (S : forall j, 'M[F]_(d j)).
Hypotheses (flow : descends W G U) (S0 : S 0%N = 0) (SH : S H = 0).
Implicit Types V : layers F d.
Lemma word_adjoint n p (A : 'M[F]_n) (B : 'M[F]_p) (U0 V0 : 'M[F]_(n, p)) :
  \tr (U0^T *m (A *m V0 - V0 *m B)) = \tr ((A^T *m U0 - U0 *m B^T)^T *m V0).
Proof. words. Qed.
Theorem hessian_identity V : product1 W (turned S W) H = 0 /\
  \tr (G^T *m (product2 W (fun j => V j + turned S W j) H - product2 W V H - product2 W (turned S W) H)) =
  \sum_(j < H) \tr (((S j.+1)^T *m U j - U j *m (S j)^T)^T *m V j).
Proof.
rewrite first_turned mixed_second mixed_turned S0 SH !mul0mx !mulmx0 !subrr sub0r; split=> //.
rewrite mulmxN w_trcN -flow; apply: eq_bigr => j _; exact: word_adjoint.
Qed.
Lemma word_symmetric n p (A : 'M[F]_n) (B : 'M[F]_p) (W0 V0 : 'M[F]_(n, p)) lam :
  \tr ((A^T *m (lam *: W0) - (lam *: W0) *m B^T)^T *m V0) + lam * \tr (V0^T *m (A *m W0 - W0 *m B)) =
  lam * \tr (V0^T *m ((A + A^T) *m W0 - W0 *m (B + B^T))).
Proof. words. Qed.
Theorem hidden_directions lam V : (forall j, (j < H)%N -> U j = lam *: W j) ->
  product1 W (turned S W) H = 0 /\
  (\tr (G^T *m (product2 W (fun j => V j + turned S W j) H - product2 W V H - product2 W (turned S W) H)) +
    lam * \sum_(j < H) \tr ((V j)^T *m turned S W j))%R =
  lam * \sum_(j < H) \tr ((V j)^T *m ((S j.+1 + (S j.+1)^T) *m W j - W j *m (S j + (S j)^T))).
Proof.
move=> crit; have [-> ->] := hessian_identity V; split=> //.
rewrite !mulr_sumr -big_split; apply: eq_bigr => j _; rewrite crit //; exact: word_symmetric.
Qed.
End Loss.

Section Flow.
Variables (F : comRingType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0)).
Hypothesis flow : descends W G U.
Theorem gradient_identity j : (j.+1 < H)%N -> - U j *m (W j)^T = (W j.+1)^T *m - U j.+1.
Proof. by move=> jH; rewrite mulNmx mulmxN (flow_balanced flow jH). Qed.
Lemma word_moment n p (U0 V0 : 'M[F]_(n, p)) (M : 'M[F]_n) : M^T = M -> \tr (U0^T *m M *m V0 + V0^T *m M *m U0) = 2%:R * \tr (M *m (U0 *m V0^T)).
Proof. move=> sym; words. Qed.
Lemma word_moment_above n p (U1 V1 : 'M[F]_(n, p)) (M : 'M[F]_p) : M^T = M ->
  \tr (U1 *m M *m V1^T + V1 *m M *m U1^T) = 2%:R * \tr (M *m (V1^T *m U1)).
Proof. move=> sym; words. Qed.
Theorem linear_symmetry j (M : 'M[F]_(d j.+1)) : (j.+1 < H)%N -> M^T = M ->
  \tr ((U j)^T *m M *m W j + (W j)^T *m M *m U j) - \tr (U j.+1 *m M *m (W j.+1)^T + W j.+1 *m M *m (U j.+1)^T) = 0.
Proof. by move=> jH sym; rewrite word_moment // word_moment_above // (flow_balanced flow jH) subrr. Qed.
End Flow.

Theorem equal_norms (F : realFieldType) (d : nat -> nat) (H : nat) (W U : layers F d) (G : 'M[F]_(d H, d 0%N)) (lam : F) : descends W G U ->
  lam != 0 -> (forall j, (j < H)%N -> U j = lam *: W j) -> forall j, (j < H)%N -> norm2 (W j) = norm2 (W 0%N).
Proof.
move=> flow lam0 crit j jH; have H0 : (0 < H)%N := leq_ltn_trans (leq0n j) jH.
have [_ same] := invariants flow; have := same j jH; rewrite (crit j jH) (crit 0%N H0) !w_trZ -!scalemxAl !mxtraceZ.
by move/(mulfI lam0).
Qed.
