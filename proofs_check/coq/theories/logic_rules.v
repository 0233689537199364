(* Lemmas for the rules of proofs_check/logic, which say why the rules are sound; start, constant and barrier have none.

   A fact with free variables is a predicate of their values; hypotheses stand before an arrow.

     psd A              A is symmetric and x^T A x is not negative
     rule_assume, rule_axiom, rule_instantiate, rule_cut
                        the four rules that do not look into facts
     rule_trace_zero, rule_trace_psd
                        the trace of 0 is 0, that of a psd matrix is not negative
     rule_order_ge, rule_order_zero
                        sums of products of numbers that are not negative, of squares, and of multiples of 0
     rule_matrices_psd, rule_matrices_zero
                        sums of U^T A U, and of multiples of zero matrices
     rule_congruence    equal arguments have equal values
     rule_induction_up, rule_induction_down
                        induction over whole numbers, with or without a bound at the other end
     rule_cases_real, rule_cases_whole
                        a number is >= 0 or <= 0, a whole number >= 0 or <= -1
     rule_choose        what follows from facts about any letter holds if some letter has them
     rule_lowest        a polynomial that is not negative for small t >= 0 has no negative lowest coefficient
     mean w f           the sum of w x * f x over finitely many outcomes x
     rule_average_zero, rule_average_ge, rule_separate, rule_contract_first
                        means over finitely many outcomes; the pairings of contract are mean1 to mean22 of gaussian.v *)
From mathcomp Require Import all_ssreflect all_algebra ring zify.
From symdln Require Import definitions words norms.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Facts.
Variables (T : Type) (A B C G : T -> Prop).
Lemma rule_assume v : A v -> A v.
Proof. by []. Qed.
Lemma rule_axiom : (forall v, A v) -> forall v, B v -> A v.
Proof. by move=> a v _; exact: a. Qed.
Lemma rule_instantiate (S : Type) (f : S -> T) : (forall v, A v -> C v) -> forall w, A (f w) -> C (f w).
Proof. by move=> t w; exact: t. Qed.
Lemma rule_cut : (forall v, A v -> G v -> C v) -> (forall v, B v -> A v) -> forall v, B v -> G v -> C v.
Proof. by move=> t p v b; apply: t; exact: p. Qed.
Lemma rule_congruence (S R : Type) (f : S -> R) (x y : T -> S) : (forall v, A v -> x v = y v) -> forall v, A v -> f (x v) = f (y v).
Proof. by move=> e v a; rewrite e. Qed.
End Facts.

Section Order.
Variable F : realFieldType.
Lemma rule_order_ge (I J K : finType) (w : I -> F) (p : I -> seq F) (m z : J -> F) (v r : K -> F) :
  (forall i, 0 <= w i) -> (forall i x, x \in p i -> 0 <= x) -> (forall j, z j = 0) -> (forall k, 0 <= v k) ->
  0 <= \sum_i w i * \prod_(x <- p i) x + \sum_j m j * z j + \sum_k v k * (r k * r k).
Proof.
move=> w0 p0 z0 v0; have -> : \sum_j m j * z j = 0 by apply: big1 => j _; rewrite z0 mulr0.
rewrite addr0.
apply: addr_ge0.
  apply: sumr_ge0 => i _; apply: mulr_ge0; first exact: w0.
  by rewrite big_seq; apply: prodr_ge0 => x xi; exact: (p0 i x).
by apply: sumr_ge0 => k _; apply: mulr_ge0; rewrite ?v0 // -expr2 sqr_ge0.
Qed.
Lemma rule_order_zero (J : finType) (m z : J -> F) : (forall j, z j = 0) -> \sum_j m j * z j = 0.
Proof. by move=> z0; apply: big1 => j _; rewrite z0 mulr0. Qed.

Definition psd n (A : 'M[F]_n) : Prop := A^T = A /\ forall x : 'cV[F]_n, 0 <= \tr (x^T *m A *m x).
Lemma rule_trace_zero n (A : 'M[F]_n) : A = 0 -> \tr A = 0.
Proof. by move=> ->; rewrite mxtrace0. Qed.
Lemma rule_trace_psd n (A : 'M[F]_n) : psd A -> 0 <= \tr A.
Proof.
case=> _ a; rewrite /mxtrace; apply: sumr_ge0 => i _.
have := a (delta_mx i 0); rewrite trmx_delta -rowE -colE /mxtrace big_ord1 !mxE.
by [].
Qed.
Lemma psd_sum n (I : finType) (A : I -> 'M[F]_n) : (forall i, psd (A i)) -> psd (\sum_i A i).
Proof.
move=> a; split=> [|x]; first by rewrite linear_sum; apply: eq_bigr => i _; case: (a i).
rewrite mulmx_sumr mulmx_suml linear_sum; by apply: sumr_ge0 => i _; case: (a i) => _; apply.
Qed.
Lemma psd_congruence n m (A : 'M[F]_n) (U : 'M[F]_(n, m)) (c : F) : 0 <= c -> psd A -> psd (c *: (U^T *m A *m U)).
Proof.
move=> c0 [s a]; split=> [|x]; first by rewrite linearZ /= !trmx_mul trmxK s mulmxA.
rewrite -scalemxAr -scalemxAl mxtraceZ; apply: mulr_ge0 => //.
by have := a (U *m x); rewrite trmx_mul !mulmxA.
Qed.
Lemma psd_identity n : psd (1%:M : 'M[F]_n).
Proof. by split=> [|x]; [exact: trmx1 | rewrite mulmx1; exact: norm2_ge0]. Qed.
Lemma rule_matrices_zero n m (J K : finType) (p q : J -> nat) (s : J -> F) (U : forall j, 'M[F]_(n, p j))
  (M : forall j, 'M[F]_(p j, q j)) (V : forall j, 'M[F]_(q j, m)) (z : K -> F) (X : K -> 'M[F]_(n, m)) :
  (forall j, M j = 0) -> (forall k, z k = 0) -> \sum_j s j *: (U j *m M j *m V j) + \sum_k z k *: X k = 0.
Proof.
move=> m0 z0; rewrite !big1 ?addr0 // => [k|j] _; first by rewrite z0 scale0r.
by rewrite m0 mulmx0 mul0mx scaler0.
Qed.
Lemma rule_matrices_psd m (I J K : finType) (n : I -> nat) (w : I -> F) (c : I -> seq F) (A : forall i, 'M[F]_(n i)) (U : forall i, 'M[F]_(n i, m))
  (p q : J -> nat) (s : J -> F) (L : forall j, 'M[F]_(m, p j)) (M : forall j, 'M[F]_(p j, q j)) (V : forall j, 'M[F]_(q j, m))
  (z : K -> F) (X : K -> 'M[F]_m) :
  (forall i, 0 <= w i) -> (forall i x, x \in c i -> 0 <= x) -> (forall i, psd (A i)) -> (forall j, M j = 0) -> (forall k, z k = 0) ->
  psd (\sum_i (w i * \prod_(x <- c i) x) *: ((U i)^T *m A i *m U i) + (\sum_j s j *: (L j *m M j *m V j) + \sum_k z k *: X k)).
Proof.
move=> w0 c0 a m0 z0; rewrite rule_matrices_zero // addr0; apply: psd_sum => i; apply: psd_congruence; last exact: a.
by apply: mulr_ge0; rewrite ?w0 // big_seq; apply: prodr_ge0 => x xi; exact: (c0 i x).
Qed.
End Order.

Section Induction.
Variables (P : int -> Prop) (low high : int).
Lemma up_by (n : nat) : P low -> (forall j, low <= j -> P j -> P (j + 1)) -> P (low + n%:Z).
Proof.
move=> base step; elim: n => [|n IH]; first by rewrite addr0.
by have := step _ _ IH; rewrite -addrA -PoszD addn1; apply; rewrite ler_addl.
Qed.
Lemma rule_induction_up : P low -> (forall j, low <= j -> P j -> P (j + 1)) -> forall j, low <= j -> P j.
Proof.
move=> base step j lj; have [n e] : exists n : nat, j = low + n%:Z by exists `|j - low|%N; lia.
by rewrite e; exact: up_by.
Qed.
Lemma rule_induction_up_to : P low -> (forall j, low <= j -> j + 1 <= high -> P j -> P (j + 1)) ->
  forall j, low <= j -> j <= high -> P j.
Proof.
move=> base step j lj; have [n ->] : exists n : nat, j = low + n%:Z by exists `|j - low|%N; lia.
elim: n => [|n IH] top; first by rewrite addr0.
have e : low + n.+1%:Z = low + n%:Z + 1 by rewrite -addn1 PoszD addrA.
rewrite e in top *; apply: step => //; first by rewrite ler_addl.
by apply: IH; apply: le_trans top; rewrite ler_addl.
Qed.
Lemma rule_induction_down : P high -> (forall j, j + 1 <= high -> P (j + 1) -> P j) -> forall j, j <= high -> P j.
Proof.
move=> base step j jh; have [n ->] : exists n : nat, j = high - n%:Z by exists `|high - j|%N; lia.
elim: n => [|n IH]; first by rewrite subr0.
have e : high - n.+1%:Z + 1 = high - n%:Z by rewrite -addn1 PoszD opprD addrA subrK.
by apply: step; rewrite e // ler_subl_addr ler_addl.
Qed.
Lemma rule_induction_down_to : P high -> (forall j, low <= j -> j + 1 <= high -> P (j + 1) -> P j) ->
  forall j, low <= j -> j <= high -> P j.
Proof.
move=> base step j lj jh; have [n e] : exists n : nat, j = high - n%:Z by exists `|high - j|%N; lia.
rewrite e in lj *; elim: n lj {jh e} => [|n IH] lj; first by rewrite subr0.
have e : high - n.+1%:Z + 1 = high - n%:Z by rewrite -addn1 PoszD opprD addrA subrK.
apply: step => //; rewrite e; first by rewrite ler_subl_addr ler_addl.
by apply: IH; rewrite -e; apply: le_trans lj _; rewrite ler_addl.
Qed.
End Induction.

Section Choices.
Lemma rule_cases_real (F : realFieldType) (p : F) (C : Prop) : (0 <= p -> C) -> (0 <= - p -> C) -> C.
Proof. by move=> a b; case: (lerP 0 p) => [/a //|/ltW h]; apply: b; rewrite oppr_ge0. Qed.
Lemma rule_cases_whole (t : int) (C : Prop) : (0 <= t -> C) -> (0 <= - 1 - t -> C) -> C.
Proof. by move=> a b; case: (lerP 0 t) => [/a //|h]; apply: b; lia. Qed.
Lemma rule_choose (S : Type) (E : S -> Prop) (C : Prop) : (exists x, E x) -> (forall x, E x -> C) -> C.
Proof. by case=> x e c; exact: c e. Qed.
End Choices.

Section Lowest.
Variable F : realFieldType.
Implicit Types (p q : {poly F}) (t e : F).
Lemma poly_bounded p : exists b : F, 0 <= b /\ forall t, 0 <= t -> t <= 1 -> `|p.[t]| <= b.
Proof.
elim/poly_ind: p => [|p c [b [b0 h]]]; first by exists 0; split=> // t _ _; rewrite horner0 normr0.
exists (b + `|c|); split=> [|t t0 t1]; first by rewrite addr_ge0.
rewrite hornerMXaddC; apply: le_trans (ler_norm_add _ _) _; rewrite ler_add2r normrM (ger0_norm t0).
by apply: le_trans (ler_wpmul2l (normr_ge0 _) t1) _; rewrite mulr1; exact: h.
Qed.
Lemma positive_near p : 0 < p.[0] -> exists e, 0 < e /\ forall t, 0 <= t -> t <= e -> 0 < p.[t].
Proof.
elim/poly_ind: p => [|p c _]; first by rewrite horner0 ltxx.
have [b [b0 h]] := poly_bounded p; rewrite hornerMXaddC mulr0 add0r => c0.
have d0 : 0 < b + c + 1 by rewrite addr_gt0 ?ltr01 // (lt_le_trans c0) // ler_addr.
have d1 : b + c + 1 != 0 by rewrite gt_eqF.
exists (c / (b + c + 1)); split=> [|t t0 te]; first by rewrite divr_gt0.
have t1 : t <= 1.
  by apply: le_trans te _; rewrite ler_pdivr_mulr // mul1r -addrA addrCA ler_addl addr_ge0 ?ler01.
have := h t t0 t1; rewrite ler_norml hornerMXaddC => /andP[low _].
rewrite -ltr_subl_addr sub0r; apply: lt_le_trans (_ : - b * t <= _); last exact: ler_wpmul2r.
rewrite mulNr ltr_opp2; apply: le_lt_trans (ler_wpmul2l b0 te) _.
rewrite mulrA ltr_pdivr_mulr // -subr_gt0.
have -> : c * (b + c + 1) - b * c = c * (c + 1) by ring.
by rewrite mulr_gt0 // addr_gt0 ?ltr01.
Qed.
Lemma all_positive_near (s : seq {poly F}) : (forall q, q \in s -> 0 < q.[0]) ->
  exists e, 0 < e /\ forall t q, 0 <= t -> t <= e -> q \in s -> 0 < q.[t].
Proof.
elim: s => [|q s IH] h; first by exists 1; split; rewrite ?ltr01.
have [e [e0 he]] := positive_near (h q (mem_head _ _)).
have [r rs|d [d0 hd]] := IH; first by apply: h; rewrite inE rs orbT.
exists (Num.min e d); split=> [|t r t0]; first by rewrite lt_minr e0.
by rewrite le_minr inE => /andP[te td] /orP[/eqP->|]; [exact: he | exact: hd].
Qed.
Lemma rule_lowest p (s : seq {poly F}) m : (forall t, 0 <= t -> (forall q, q \in s -> 0 <= q.[t]) -> 0 <= p.[t]) ->
  (forall q, q \in s -> 0 < q.[0]) -> (forall k, (k < m)%N -> p`_k = 0) -> 0 <= p`_m.
Proof.
move=> hp hs low; rewrite leNgt; apply/negP => neg.
have [r er] : exists r, p = r * 'X^m.
  exists (\poly_(k < size p) p`_(k + m)); apply/polyP => k; rewrite coefMXn.
  case: ltnP => [/low //|mk]; rewrite coef_poly subnK //.
  by case: ltnP => // /leq_trans - /(_ _ (leq_subr m k)) /leq_sizeP; apply.
have r0 : 0 < (- r).[0].
  by move: neg; rewrite er coefMXn ltnn subnn hornerN oppr_gt0 horner_coef0.
have [|e [e0 he]] := @all_positive_near (- r :: s).
  by move=> q; rewrite inE => /orP[/eqP-> //|]; exact: hs.
have le : e <= e by [].
have hq q : q \in s -> 0 <= q.[e].
  by move=> qs; apply/ltW/(he e q (ltW e0) le); rewrite inE qs orbT.
have := hp e (ltW e0) hq; rewrite er hornerM hornerXn pmulr_lge0 ?exprn_gt0 // leNgt.
by have := he e (- r) (ltW e0) le (mem_head _ _); rewrite hornerN oppr_gt0 => ->.
Qed.
End Lowest.

Section Means.
Variable F : realFieldType.
Definition mean (S : finType) (w : S -> F) (f : S -> F) : F := \sum_x w x * f x.
Lemma rule_average_zero (S : finType) (w f g : S -> F) : (forall x, f x = 0) -> mean w (fun x => g x * f x) = 0.
Proof. by move=> f0; apply: big1 => x _; rewrite f0 !mulr0. Qed.
Lemma rule_average_ge (S : finType) (w f : S -> F) : (forall x, 0 <= w x) -> (forall x, 0 <= f x) -> 0 <= mean w f.
Proof. by move=> w0 f0; apply: sumr_ge0 => x _; exact: mulr_ge0. Qed.
Variables (S R : finType) (w : S -> F) (v : R -> F).
Let wv (z : S * R) := w z.1 * v z.2.
Lemma rule_contract_first (f : S -> R -> F) : mean wv (fun z => f z.1 z.2) = mean v (fun y => mean w (f ^~ y)).
Proof.
rewrite /mean; transitivity (\sum_x \sum_y wv (x, y) * f x y); last rewrite exchange_big /=.
  by rewrite pair_bigA /=; apply: eq_bigr => -[x y] _.
by apply: eq_bigr => y _; rewrite mulr_sumr; apply: eq_bigr => x _; rewrite mulrA (mulrC (v y)).
Qed.
Lemma rule_separate (f : S -> F) (g : R -> F) : mean wv (fun z => f z.1 * g z.2) = mean w f * mean v g.
Proof.
rewrite (rule_contract_first (fun x y => f x * g y)) /mean mulr_sumr; apply: eq_bigr => y _.
by rewrite mulrCA mulr_suml; congr (_ * _); apply: eq_bigr => x _; rewrite mulrA.
Qed.
End Means.
