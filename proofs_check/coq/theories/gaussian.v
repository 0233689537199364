(* Expectations over Gaussian matrices of traces that hold the matrix up to four times.

     unit_outer, unit_inner, unit_turn, unit_trace
                        sums over all matrices with a single entry 1
     pairing2, pairing4 the expectation of a form that is linear in each of the two, or four, places at which W stands
     mean1, mean2, mean4, mean22
                        the expectations of tr (W U), tr (W U W^T V), tr (W U1 W^T V1 W U2 W^T V2), tr (W U1 W^T V1) tr (W U2 W^T V2) *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Units.
Variables (F : comRingType) (p q : nat).
Lemma between_units m n k l (i : 'I_m) (a : 'I_n) (b : 'I_k) (j : 'I_l) (U : 'M[F]_(n, k)) :
  delta_mx i a *m U *m delta_mx b j = U a b *: delta_mx i j.
Proof.
apply/matrixP => x y; rewrite !mxE (bigD1 b) //= big1 ?addr0 => [|c cb]; last by rewrite !mxE (negPf cb) mulr0.
rewrite !mxE (bigD1 a) //= big1 ?addr0 => [|c ca]; last by rewrite !mxE (negPf ca) andbF mul0r.
by rewrite !mxE !eqxx andbT /= mulrAC -natrM mulnb mulrC.
Qed.
Lemma unit_outer (U : 'M[F]_q) : \sum_(i < p) \sum_(a < q) delta_mx i a *m U *m (delta_mx i a)^T = \tr U *: 1%:M.
Proof.
rewrite mx1_sum_delta scaler_sumr; apply: eq_bigr => i _; rewrite /mxtrace scaler_suml.
by apply: eq_bigr => a _; rewrite trmx_delta between_units.
Qed.
Lemma unit_inner (V : 'M[F]_p) : \sum_(i < p) \sum_(a < q) (delta_mx i a)^T *m V *m delta_mx i a = \tr V *: 1%:M.
Proof.
rewrite exchange_big mx1_sum_delta scaler_sumr; apply: eq_bigr => a _; rewrite /mxtrace scaler_suml.
by apply: eq_bigr => i _; rewrite trmx_delta between_units.
Qed.
Lemma unit_turn (U : 'M[F]_(q, p)) : \sum_(i < p) \sum_(a < q) delta_mx i a *m U *m delta_mx i a = U^T.
Proof.
rewrite [RHS]matrix_sum_delta; apply: eq_bigr => i _; apply: eq_bigr => a _.
by rewrite between_units mxE.
Qed.
Lemma tr_unit (A : 'M[F]_(q, p)) i a : \tr (A *m delta_mx i a) = A a i.
Proof.
rewrite /mxtrace (bigD1 a) //= big1 ?addr0 => [|b ba].
  by rewrite mxE (bigD1 i) //= big1 ?addr0 => [|j ji]; rewrite !mxE ?eqxx ?mulr1 // (negPf ji) mulr0.
by rewrite mxE big1 // => j _; rewrite !mxE (negPf ba) andbF mulr0.
Qed.
Lemma unit_trace (A B : 'M[F]_(q, p)) :
  \sum_(i < p) \sum_(a < q) \tr (A *m delta_mx i a) * \tr (B *m delta_mx i a) = \tr (A *m B^T).
Proof.
rewrite exchange_big /= [RHS]/mxtrace; apply: eq_bigr => a _; rewrite mxE; apply: eq_bigr => i _.
by rewrite !tr_unit mxE.
Qed.
End Units.

Section Pairings.
Variables (F : comRingType) (p q : nat) (s : F) (E : ('M[F]_(p, q) -> F) -> F).
Hypothesis gE : gaussian s E.
Local Open Scope ring_scope.
Lemma mean_ext f g : f =1 g -> E f = E g. Proof. by case: gE => -[+ _ _ _] _ _ _ _; exact. Qed.
Lemma meanD f g : E (fun W => f W + g W) = E f + E g. Proof. by case: gE => -[_ + _ _] _ _ _ _; exact. Qed.
Lemma meanZ c f : E (fun W => c * f W) = c * E f. Proof. by case: gE => -[_ _ + _] _ _ _ _; exact. Qed.
Lemma mean_1 : E (fun=> 1) = 1. Proof. by case: gE => -[_ _ _ +] _ _ _ _; exact. Qed.
Lemma mean_0 : E (fun=> 0) = 0.
Proof. by apply: etrans (mul0r (E (fun=> 0))); rewrite -meanZ; apply: mean_ext => W; rewrite mul0r. Qed.
Lemma mean_sum (I : finType) (f : I -> 'M[F]_(p, q) -> F) : E (fun W => \sum_x f x W) = \sum_x E (f x).
Proof.
elim: (index_enum I) => [|x r IH].
  by rewrite big_nil -[RHS]mean_0; apply: mean_ext => W; rewrite big_nil.
by rewrite big_cons -IH -meanD; apply: mean_ext => W; rewrite big_cons.
Qed.
Definition linear_form (f : 'M[F]_(p, q) -> F) := (forall c X, f (c *: X) = c * f X) /\ (forall X Y, f (X + Y) = f X + f Y).
Lemma form_sum f (I : finType) (g : I -> 'M[F]_(p, q)) : linear_form f -> f (\sum_x g x) = \sum_x f (g x).
Proof.
case=> fZ fD; elim: (index_enum I) => [|x r IH]; last by rewrite !big_cons fD IH.
by rewrite !big_nil -[0 in LHS](scale0r 0) fZ mul0r.
Qed.
Lemma form_units f W : linear_form f -> f W = \sum_(x : 'I_p * 'I_q) W x.1 x.2 * f (delta_mx x.1 x.2).
Proof.
move=> lf; rewrite {1}[W]matrix_sum_delta pair_big form_sum //; apply: eq_bigr => x _.
by case: lf => ->.
Qed.
Lemma pairing1 f : linear_form f -> E f = 0.
Proof.
move=> lf; have -> : E f = E (fun W => \sum_(x : 'I_p * 'I_q) f (delta_mx x.1 x.2) * W x.1 x.2).
  by apply: mean_ext => W; rewrite form_units //; apply: eq_bigr => x _; rewrite mulrC.
rewrite mean_sum big1 // => x _; rewrite meanZ; case: gE => _ -> _ _ _; exact: mulr0.
Qed.
Lemma covariance_sum (g : 'I_p * 'I_q -> F) x : \sum_y covariance s x.1 x.2 y.1 y.2 * g y = s * g x.
Proof.
rewrite (bigD1 x) //= big1 ?addr0 => [|y yx]; first by rewrite /covariance !eqxx mulr1.
by rewrite /covariance -xpair_eqE -!surjective_pairing eq_sym (negPf yx) mulr0 mul0r.
Qed.
Lemma pairing2 f : (forall X, linear_form (f X)) -> (forall Y, linear_form (f ^~ Y)) ->
  E (fun W => f W W) = s * \sum_(x : 'I_p * 'I_q) f (delta_mx x.1 x.2) (delta_mx x.1 x.2).
Proof.
move=> l1 l2; pose u x : 'M[F]_(p, q) := delta_mx x.1 x.2.
have -> : E (fun W => f W W) = E (fun W => \sum_x \sum_y f (u x) (u y) * (W x.1 x.2 * W y.1 y.2)).
  apply: mean_ext => W; rewrite (form_units W (l2 W)); apply: eq_bigr => x _.
  by rewrite (form_units W (l1 _)) mulr_sumr; apply: eq_bigr => y _; rewrite /u /=; ring.
rewrite mean_sum mulr_sumr; apply: eq_bigr => x _; rewrite mean_sum -(covariance_sum (fun y => f (u x) (u y))).
by apply: eq_bigr => y _; rewrite meanZ mulrC; case: gE => _ _ -> _ _.
Qed.
Lemma pairing4 f : (forall Y Z T, linear_form (fun X => f X Y Z T)) -> (forall X Z T, linear_form (fun Y => f X Y Z T)) ->
  (forall X Y T, linear_form (fun Z => f X Y Z T)) -> (forall X Y Z, linear_form (fun T => f X Y Z T)) ->
  let u x : 'M[F]_(p, q) := delta_mx x.1 x.2 in
  E (fun W => f W W W W) = s ^+ 2 * (\sum_x \sum_y f (u x) (u x) (u y) (u y) + \sum_x \sum_y f (u x) (u y) (u x) (u y) +
    \sum_x \sum_y f (u x) (u y) (u y) (u x)).
Proof.
move=> l1 l2 l3 l4 u; pose e W (x : 'I_p * 'I_q) : F := W x.1 x.2; pose c (x y : 'I_p * 'I_q) := covariance s x.1 x.2 y.1 y.2.
have -> : E (fun W => f W W W W) = E (fun W => \sum_x \sum_y \sum_z \sum_t f (u x) (u y) (u z) (u t) * (e W x * e W y * (e W z * e W t))).
  apply: mean_ext => W; rewrite (form_units W (l1 W W W)); apply: eq_bigr => x _.
  rewrite (form_units W (l2 _ W W)) mulr_sumr; apply: eq_bigr => y _.
  rewrite (form_units W (l3 _ _ W)) !mulr_sumr; apply: eq_bigr => z _.
  by rewrite (form_units W (l4 _ _ _)) !mulr_sumr; apply: eq_bigr => t _; rewrite /u /e /=; ring.
have four x y z t : E (fun W => f (u x) (u y) (u z) (u t) * (e W x * e W y * (e W z * e W t))) =
    c x y * (c z t * f (u x) (u y) (u z) (u t)) + c x z * (c y t * f (u x) (u y) (u z) (u t)) + c x t * (c y z * f (u x) (u y) (u z) (u t)).
  by rewrite meanZ; case: gE => _ _ _ _ ->; rewrite /c; ring.
rewrite mean_sum -!big_split mulr_sumr; apply: eq_bigr => x _.
rewrite mean_sum /=; under eq_bigr => y _.
  rewrite mean_sum; under eq_bigr => z _.
    rewrite mean_sum; under eq_bigr => t _ do rewrite four.
    rewrite !big_split /=; over.
  rewrite !big_split /=; over.
rewrite !big_split /= !mulrDr; congr (_ + _ + _).
- rewrite mulr_sumr; have -> : \sum_y s ^+ 2 * f (u x) (u x) (u y) (u y) = s * \sum_y s * f (u x) (u x) (u y) (u y).
    by rewrite mulr_sumr; apply: eq_bigr => y _; rewrite mulrA.
  rewrite -(covariance_sum (fun y => \sum_z s * f (u x) (u y) (u z) (u z))); apply: eq_bigr => y _.
  rewrite mulr_sumr; apply: eq_bigr => z _; rewrite -mulr_sumr.
  by rewrite (covariance_sum (fun t => f (u x) (u y) (u z) (u t))).
- rewrite mulr_sumr; apply: eq_bigr => y _; rewrite expr2 -mulrA -(covariance_sum (fun z => s * f (u x) (u y) (u z) (u y))).
  apply: eq_bigr => z _; rewrite -mulr_sumr.
  by rewrite (covariance_sum (fun t => f (u x) (u y) (u z) (u t))).
rewrite mulr_sumr; apply: eq_bigr => y _; rewrite expr2 -mulrA.
have -> : s * f (u x) (u y) (u y) (u x) = \sum_z c y z * f (u x) (u y) (u z) (u x) by rewrite (covariance_sum (fun z => f (u x) (u y) (u z) (u x))).
rewrite -(covariance_sum (fun t => \sum_z c y z * f (u x) (u y) (u z) (u t))) exchange_big /=.
by apply: eq_bigr => t _; rewrite mulr_sumr.
Qed.
End Pairings.

Section Means.
Variables (F : comRingType) (p q : nat).
Definition unit_at (x : 'I_p * 'I_q) : 'M[F]_(p, q) := delta_mx x.1 x.2.
Lemma sum_outer r (A : 'M[F]_(r, p)) (U : 'M[F]_q) (B : 'M[F]_(p, r)) :
  \sum_x \tr (A *m unit_at x *m U *m (unit_at x)^T *m B) = \tr U * \tr (A *m B).
Proof.
have <- : \tr (A *m (\tr U *: 1%:M) *m B) = \tr U * \tr (A *m B) by words.
rewrite -(@unit_outer F p q) [X in _ *m X *m _]pair_big mulmx_sumr mulmx_suml linear_sum; apply: eq_bigr => x _.
by rewrite !mulmxA.
Qed.
Lemma sum_inner r (A : 'M[F]_(r, q)) (V : 'M[F]_p) (B : 'M[F]_(q, r)) :
  \sum_x \tr (A *m (unit_at x)^T *m V *m unit_at x *m B) = \tr V * \tr (A *m B).
Proof.
have <- : \tr (A *m (\tr V *: 1%:M) *m B) = \tr V * \tr (A *m B) by words.
rewrite -(@unit_inner F p q) [X in _ *m X *m _]pair_big mulmx_sumr mulmx_suml linear_sum; apply: eq_bigr => x _.
by rewrite !mulmxA.
Qed.
Lemma sum_turn r (A : 'M[F]_(r, p)) (U : 'M[F]_(q, p)) (B : 'M[F]_(q, r)) :
  \sum_x \tr (A *m unit_at x *m U *m unit_at x *m B) = \tr (A *m U^T *m B).
Proof.
rewrite -(@unit_turn F p q) [X in _ *m X *m _]pair_big mulmx_sumr mulmx_suml linear_sum; apply: eq_bigr => x _.
by rewrite !mulmxA.
Qed.
Lemma sum_traces (A B : 'M[F]_(q, p)) : \sum_x \tr (A *m unit_at x) * \tr (B *m unit_at x) = \tr (A *m B^T).
Proof. by rewrite -(@unit_trace F p q) [RHS]pair_big. Qed.

Variables (s : F) (E : ('M[F]_(p, q) -> F) -> F).
Hypothesis gE : gaussian s E.
Ltac linear := repeat (move=> ?); split=> *; words.
Theorem mean1 (U : 'M[F]_(q, p)) : E (fun W => \tr (W *m U)) = 0.
Proof. by apply: (pairing1 gE); linear. Qed.
Theorem mean2 (U : 'M[F]_q) (V : 'M[F]_p) : E (fun W => \tr (W *m U *m W^T *m V)) = s * (\tr U * \tr V).
Proof.
rewrite (@pairing2 _ _ _ _ _ gE (fun X Y => \tr (X *m U *m Y^T *m V))); [|linear|linear].
congr (_ * _); have <- : \tr (V *m 1%:M) = \tr V by words.
rewrite -sum_outer; apply: eq_bigr => x _; rewrite -/(unit_at x); move: (unit_at x) => u; words.
Qed.
Theorem mean4 (U1 U2 : 'M[F]_q) (V1 V2 : 'M[F]_p) :
  E (fun W => \tr (W *m U1 *m W^T *m V1 *m W *m U2 *m W^T *m V2)) =
  s ^+ 2 * (\tr U1 * \tr U2 * \tr (V1 *m V2) + \tr V1 * \tr V2 * \tr (U1 *m U2) + \tr (U1^T *m U2) * \tr (V1^T *m V2)).
Proof.
rewrite (@pairing4 _ _ _ _ _ gE (fun X Y Z T => \tr (X *m U1 *m Y^T *m V1 *m Z *m U2 *m T^T *m V2))); [|linear|linear|linear|linear].
have outer12 : \sum_x \sum_y \tr (unit_at x *m U1 *m (unit_at x)^T *m V1 *m unit_at y *m U2 *m (unit_at y)^T *m V2) =
    \tr U1 * \tr U2 * \tr (V1 *m V2).
  rewrite exchange_big /= -mulrA -sum_outer mulr_sumr; apply: eq_bigr => y _.
  have <- : \tr (1%:M *m (V1 *m unit_at y *m U2 *m (unit_at y)^T *m V2)) = \tr (V1 *m unit_at y *m U2 *m (unit_at y)^T *m V2) by rewrite mul1mx.
  by rewrite -sum_outer; apply: eq_bigr => x _; rewrite !mulmxA mul1mx.
have turn : \sum_x \sum_y \tr (unit_at x *m U1 *m (unit_at y)^T *m V1 *m unit_at x *m U2 *m (unit_at y)^T *m V2) =
    \tr (U1^T *m U2) * \tr (V1^T *m V2).
  rewrite exchange_big /=.
  rewrite -sum_outer; apply: eq_bigr => y _.
  transitivity (\tr (1%:M *m (U1 *m (unit_at y)^T *m V1)^T *m (U2 *m (unit_at y)^T *m V2))); last by words.
  by rewrite -sum_turn; apply: eq_bigr => x _; rewrite !mulmxA mul1mx.
have inner23 : \sum_x \sum_y \tr (unit_at x *m U1 *m (unit_at y)^T *m V1 *m unit_at y *m U2 *m (unit_at x)^T *m V2) =
    \tr V1 * \tr V2 * \tr (U1 *m U2).
  have <- : \tr V1 * (\tr (U1 *m U2) * \tr (1%:M *m V2)) = \tr V1 * \tr V2 * \tr (U1 *m U2) by rewrite mul1mx; ring.
  rewrite -sum_outer mulr_sumr; apply: eq_bigr => x _.
  transitivity (\tr V1 * \tr ((unit_at x *m U1) *m (U2 *m (unit_at x)^T *m V2))); last first.
    by congr (_ * _); rewrite !mulmxA mul1mx.
  by rewrite -sum_inner; apply: eq_bigr => y _; rewrite !mulmxA.
by rewrite outer12 turn inner23; ring.
Qed.
Theorem mean22 (U1 U2 : 'M[F]_q) (V1 V2 : 'M[F]_p) :
  E (fun W => \tr (W *m U1 *m W^T *m V1) * \tr (W *m U2 *m W^T *m V2)) =
  s ^+ 2 * (\tr U1 * \tr V1 * (\tr U2 * \tr V2) + \tr (U1^T *m U2) * \tr (V1^T *m V2) + \tr (U1 *m U2) * \tr (V1 *m V2)).
Proof.
rewrite (@pairing4 _ _ _ _ _ gE (fun X Y Z T => \tr (X *m U1 *m Y^T *m V1) * \tr (Z *m U2 *m T^T *m V2))); [|linear|linear|linear|linear].
have one (U : 'M[F]_q) (V : 'M[F]_p) : \sum_x \tr (unit_at x *m U *m (unit_at x)^T *m V) = \tr U * \tr V.
  have <- : \tr (1%:M *m V) = \tr V by rewrite mul1mx.
  by rewrite -sum_outer; apply: eq_bigr => x _; rewrite mul1mx.
have first : \sum_x \sum_y \tr (unit_at x *m U1 *m (unit_at x)^T *m V1) * \tr (unit_at y *m U2 *m (unit_at y)^T *m V2) =
    \tr U1 * \tr V1 * (\tr U2 * \tr V2).
  by rewrite -!one mulr_suml; apply: eq_bigr => x _; rewrite mulr_sumr.
have second : \sum_x \sum_y \tr (unit_at x *m U1 *m (unit_at y)^T *m V1) * \tr (unit_at x *m U2 *m (unit_at y)^T *m V2) =
    \tr (U1^T *m U2) * \tr (V1^T *m V2).
  have <- : \tr (U2^T *m U1) * \tr (V1 *m V2^T) = \tr (U1^T *m U2) * \tr (V1^T *m V2) by words.
  rewrite exchange_big /=.
  transitivity (\sum_y \tr ((U1 *m (unit_at y)^T *m V1) *m (U2 *m (unit_at y)^T *m V2)^T)).
    apply: eq_bigr => y _; rewrite -sum_traces; apply: eq_bigr => x _.
    move: (unit_at x) (unit_at y) => v u; words.
  rewrite -[RHS]one.
  by apply: eq_bigr => y _; move: (unit_at y) => u; words.
have third : \sum_x \sum_y \tr (unit_at x *m U1 *m (unit_at y)^T *m V1) * \tr (unit_at y *m U2 *m (unit_at x)^T *m V2) =
    \tr (U1 *m U2) * \tr (V1 *m V2).
  rewrite exchange_big /=.
  transitivity (\sum_y \tr ((U1 *m (unit_at y)^T *m V1) *m (U2^T *m (unit_at y)^T *m V2^T)^T)).
    apply: eq_bigr => y _; rewrite -sum_traces; apply: eq_bigr => x _.
    move: (unit_at x) (unit_at y) => v u; words.
  have <- : \tr (U2 *m U1) * \tr (V1 *m V2) = \tr (U1 *m U2) * \tr (V1 *m V2) by words.
  rewrite -[RHS]one; by apply: eq_bigr => y _; move: (unit_at y) => u; words.
by rewrite first second third.
Qed.
End Means.
Lemma trace_ones (F : comRingType) (A B : 'M[F]_1) : \tr (A *m B) = \tr A * \tr B.
Proof. by rewrite [A]mx11_scalar [B]mx11_scalar -scalar_mxM !mxtrace_scalar. Qed.
Ltac gaussian_means h := rewrite ?(meanD h, meanZ h, mean_1 h, mean1 h, mean2 h, mean4 h, mean22 h).
(* as words_by, with several equations between traces *)
Ltac words_by_all h := move: h; w_norm; w_atom_traces; intros;
  repeat match goal with e : _ /\ _ |- _ => destruct e end; repeat match goal with e : ?t = _ |- _ => is_var t; subst t end; w_close.
