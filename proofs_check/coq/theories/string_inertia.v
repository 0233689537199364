(* The inertia theorem at critical points whose end-to-end matrix vanishes, for every depth.

     law_inertia        p and q of has_inertia are unique for a form that vanishes at 0
     string_value V     the linear forms of V on which the Hessian depends, one for each ordered pair of strings
     hessian_value      the Hessian in these forms: a scalar product minus twice the products of the pairs
     value_realize      they take all values
     point_inertia      the Hessian is positive on as many dimensions as there are pairs and squares, negative on as many as there
                        are pairs, and depends on these forms only
     inertia_zero       for every critical point, as strings exist; the ranks of the paths determine the strings *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From symdln Require Import definitions words norms network flow two_layers losses string_bases pair_sums string_coordinates absorption.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Law.
Variables (F : realFieldType) (d : nat -> nat) (H : nat).
Implicit Types C V : layers F d.
Lemma inner_combination C p (A : 'I_p -> layers F d) (x : 'rV[F]_p) : inner H C (combination A x) = \sum_i x 0 i * inner H C (A i).
Proof.
rewrite /inner /combination; have -> : \sum_(j < H) \tr ((C j)^T *m (\sum_i x 0 i *: A i j)) = \sum_(j < H) \sum_i x 0 i * \tr ((C j)^T *m A i j).
  by apply: eq_bigr => j _; rewrite mulmx_sumr raddf_sum /=; apply: eq_bigr => i _; rewrite -scalemxAr mxtraceZ.
by rewrite exchange_big /=; apply: eq_bigr => i _; rewrite mulr_sumr.
Qed.
Definition still (Q : layers F d -> F) := forall V, (forall j, V j = 0) -> Q V = 0.
Lemma law_half (Q : layers F d -> F) p q p' q' : still Q -> has_inertia H Q p q -> has_inertia H Q p' q' -> (p' + q <= p + q)%N.
Proof.
move=> zero [_ [B neg] [C same]] [[A pos] _ _]; rewrite leqNgt; apply/negP => lt.
pose M : 'M[F]_(p' + q, p + q) := \matrix_(r, i) inner H (C i) (match split r with inl s => A s | inr t => B t end).
have /rowV0Pn[x /sub_kermxP xM x0] : kermx M != 0 by rewrite kermx_eq0 /row_free neq_ltn (leq_ltn_trans (rank_leq_col _) lt).
have flat n (D : 'I_n -> layers F d) : Q (combination D 0) = 0.
  by apply: zero => j; rewrite /combination big1 // => i _; rewrite mxE scale0r.
have eq : Q (combination A (lsubmx x)) = Q (combination B (- rsubmx x)).
  apply: same => i; rewrite !inner_combination; have /matrixP/(_ 0 i) := xM; rewrite !mxE big_split_ord /=.
  have -> : \sum_i0 (- rsubmx x) 0 i0 * inner H (C i) (B i0) = - \sum_i0 x 0 (rshift p' i0) * M (rshift p' i0) i.
    by rewrite -sumrN; apply: eq_bigr => t _; rewrite !mxE mulNr (unsplitK (inr t)).
  move/eqP; rewrite addr_eq0 => /eqP <-; apply: eq_bigr => s _; by rewrite !mxE (unsplitK (inl s)).
have [u0 | un] := eqVneq (lsubmx x) 0; have [w0 | wn] := eqVneq (rsubmx x) 0.
- by case/eqP: x0; rewrite -[x]hsubmxK u0 w0 row_mx0.
- by have := neg (- rsubmx x); rewrite oppr_eq0 -eq u0 flat ltxx => /(_ wn).
- by have := pos _ un; rewrite eq w0 oppr0 flat ltxx.
- have := lt_trans (pos _ un) (eq_ind_r (fun z => z < 0) (neg (- rsubmx x) _) eq); rewrite ltxx oppr_eq0.
  by move=> /(_ wn).
Qed.
Lemma opposite (Q : layers F d -> F) p q : has_inertia H Q p q -> has_inertia H (fun V => - Q V) q p.
Proof.
move=> [[A pos] [B neg] [C same]]; split.
- by exists B => x xn; rewrite oppr_gt0 neg.
- by exists A => x xn; rewrite oppr_lt0 pos.
- exists (fun i => C (cast_ord (addnC q p) i)) => U V e; congr (- _); apply: same => i.
  by have := e (cast_ord (esym (addnC q p)) i); rewrite cast_ordKV.
Qed.
Theorem law_inertia (Q : layers F d -> F) p q p' q' : still Q -> has_inertia H Q p q -> has_inertia H Q p' q' -> p = p' /\ q = q'.
Proof.
have half (P : layers F d -> F) p1 q1 p2 q2 : still P -> has_inertia H P p1 q1 -> has_inertia H P p2 q2 -> p1 = p2.
  move=> z i j; have := law_half z i j; have := law_half z j i; rewrite !leq_add2r => h h'.
  by apply/eqP; rewrite eqn_leq h h'.
move=> z i j; split; first exact: half i j.
by apply: half (opposite i) (opposite j) => V V0; rewrite z // oppr0.
Qed.
End Law.

Section Count.
Variables (k k2 : nat) (r : 'I_k -> 'I_k2 -> bool).
Definition these := [set st : 'I_k * 'I_k2 | r st.1 st.2].
Lemma count_these : #|these| = (\sum_s \sum_t r s t)%N.
Proof.
rewrite -sum1_card big_mkcond /= pair_big /=; apply: eq_bigr => st _; rewrite inE.
by case: r.
Qed.
Variable F : realFieldType.
Definition entry (i : 'I_#|these|) : 'M[F]_(k, k2) := delta_mx (enum_val i).1 (enum_val i).2.
Definition spread (x : 'rV[F]_#|these|) : 'M[F]_(k, k2) := \sum_i x 0 i *: entry i.
Lemma spread_out x s t : ~~ r s t -> spread x s t = 0.
Proof.
move=> n; rewrite summxE big1 // => i _; rewrite !mxE; case: andP => [[/eqP sE /eqP tE]|]; last by rewrite mulr0.
by have := enum_valP i; rewrite inE -sE -tE (negPf n).
Qed.
Lemma spread_at x i : spread x (enum_val i).1 (enum_val i).2 = x 0 i.
Proof.
rewrite summxE (bigD1 i) //= !mxE !eqxx mulr1 big1 ?addr0 // => j ne; rewrite !mxE.
case: andP => [[/eqP sE /eqP tE]|]; last by rewrite mulr0.
by case/eqP: ne; apply: enum_val_inj; rewrite [LHS]surjective_pairing [RHS]surjective_pairing sE tE.
Qed.
End Count.

Section Words.
Variable F : comRingType.
Lemma word_metric c k n p m (B : 'M[F]_(n, k)) (M : 'M[F]_(k, c)) (R : 'M[F]_(c, p)) (X : 'M[F]_(p, m)) :
  norm2 (B *m M *m R *m X) = \tr (M^T *m ((B^T *m B) *m M *m (R *m (X *m X^T) *m R^T))).
Proof. words. Qed.
Lemma word_slope n p m (Y : 'M[F]_(n, m)) (P : 'M[F]_(n, p)) (X : 'M[F]_(p, m)) : \tr ((- Y)^T *m P *m X) = - \tr (X *m Y^T *m P).
Proof. words. Qed.
End Words.

Section Point.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W : layers F d).
Hypotheses (HH : (2 <= H)%N) (full : X *m X^T \in unitmx) (PZ : product W H = 0).
Let E := X *m Y^T.
Variables (k : nat) (a l : 'I_k -> nat) (B : forall j, 'M[F]_(d j, k)) (R : forall j, 'M[F]_(k, d j)).
Hypotheses (bases : bases_of W E a l B) (inv : inverses H a l B R).
Lemma string_ok i : is_string H (a i) (l i). Proof. by case: bases. Qed.
Definition pr s t := are_pair H (a s) (l s) (a t) (l t).
Definition sq s t := are_square H (a s) (l s) (a t) (l t).
Definition ep s t := squared H (a s) (l s) (a t) (l t).
Definition wt s t j := weight H (a s) (l s) (a t) (l t) j.
Definition active s t := [|| pr s t, pr t s | sq s t].
Let K := (B H)^T *m B H.
Let L := R 0%N *m (X *m X^T) *m (R 0%N)^T.
Lemma pr_order s t : pr s t -> ~~ pr t s.
Proof. exact: (one_order HH (string_ok s) (string_ok t)). Qed.
Lemma pr_private s t : pr s t -> ~~ (ep s t && ep t s).
Proof. exact: (private HH (string_ok s) (string_ok t)). Qed.
Lemma sq_alone s t : sq s t -> [&& ~~ pr s t, ~~ pr t s & ep s t].
Proof. exact: square_alone. Qed.
Definition string_value V : 'M[F]_k := \matrix_(s, t) \sum_(j < H) (wt s t j.+1)%:R * coordinates B R V j s t.
Lemma first_value V : first_order H a l B R V = cut ep (string_value V).
Proof.
apply/matrixP => s t; rewrite !mxE mulr_sumr; apply: eq_bigr => j _.
rewrite (square_weight HH (string_ok s) (string_ok t)) ?ltn_ord // mulrA -natrM mulnb; exact: erefl.
Qed.
Lemma product_values V : \sum_(j < H) \sum_(n < H) \sum_s \sum_t
    (has_product H (a s) (l s) (a t) (l t) j.+1 n.+1)%:R * (coordinates B R V j s t * coordinates B R V n t s) =
  \sum_s \sum_t (pr s t)%:R * (string_value V s t * string_value V t s).
Proof.
pose x j s t := coordinates B R V j s t.
pose hp s t j n := has_product H (a s) (l s) (a t) (l t) j n.
pose G s t := \sum_(j < H) \sum_(n < H) (hp s t j.+1 n.+1)%:R * (x j s t * x n t s).
transitivity (\sum_s \sum_t G s t).
  rewrite (eq_bigr (fun j : 'I_H => \sum_s \sum_(n < H) \sum_t (hp s t j.+1 n.+1)%:R * (x j s t * x n t s))) => [|j _]; last exact: exchange_big.
  rewrite exchange_big /=; apply: eq_bigr => s _.
  rewrite (eq_bigr (fun j : 'I_H => \sum_t \sum_(n < H) (hp s t j.+1 n.+1)%:R * (x j s t * x n t s))) => [|j _]; last exact: exchange_big.
  exact: exchange_big.
have both s t : (pr s t)%:R * (string_value V s t * string_value V t s) = (pr s t)%:R * G s t + (pr s t)%:R * G t s.
  case st : (pr s t); last by rewrite !mul0r addr0.
  have ts := negbTE (pr_order st); rewrite !mul1r !mxE mulr_suml /G [X in _ + X]exchange_big -big_split /=.
  apply: eq_bigr => j _; rewrite mulr_sumr -big_split /=; apply: eq_bigr => n _.
  have -> : wt s t j.+1 = first_factor H (a s) (l s) (a t) (l t) j.+1 by move: st; rewrite /wt /weight /pr => ->.
  have -> : wt t s n.+1 = second_factor H (a s) (l s) (a t) (l t) n.+1 by move: st ts; rewrite /wt /weight /pr => -> ->.
  have := pair_product HH (string_ok s) (string_ok t) (ltn_ord j : (0 < j.+1 <= H)%N) (ltn_ord n : (0 < n.+1 <= H)%N) st.
  rewrite -/(hp s t j.+1 n.+1) -/(hp t s n.+1 j.+1) -/(x j s t) -/(x n t s) => /(congr1 (fun i => i%:R : F)).
  rewrite natrD [x n t s * x j s t]mulrC -mulrDl => ->.
  by rewrite -mulnb natrM mulrACA.
rewrite [RHS](eq_bigr (fun s => \sum_t (pr s t)%:R * G s t + \sum_t (pr s t)%:R * G t s)) => [|s _]; last first.
  by rewrite -big_split /=; apply: eq_bigr => t _; exact: both.
rewrite big_split /= [X in _ = _ + X]exchange_big -big_split /=; apply: eq_bigr => s _; rewrite -big_split /=; apply: eq_bigr => t _.
rewrite -mulrDl -natrD; case st : (pr s t); first by rewrite (negbTE (pr_order st)) mul1r.
case ts : (pr t s); first by rewrite mul1r.
rewrite mul0r /G big1 // => j _; rewrite big1 // => n _.
have -> : hp s t j.+1 n.+1 = false by apply/negP => /(product_pair HH (string_ok s) (string_ok t)); move: st ts; rewrite /pr => -> ->.
exact: mul0r.
Qed.
Lemma hessian_value V : hessian X W Y V = form K L pr ep (string_value V).
Proof.
rewrite /hessian /form /residual PZ mul0mx sub0r -product_values -(product2_coordinates bases inv) (product1_coordinates bases inv) first_value; congr (_ + _).
  exact: word_metric.
by rewrite word_slope mulrN.
Qed.
Definition realize (v : 'M[F]_k) : layers F d := fun j =>
  B j.+1 *m (\matrix_(s, t) ((place_of H (a s) (l s) (a t) (l t) == j.+1)%:R * v s t)) *m R j.
Lemma value_realize v : string_value (realize v) = cut active v.
Proof.
apply/matrixP => s t; rewrite !mxE.
have x (j : 'I_H) : coordinates B R (realize v) j s t =
    (has H a l j 0 t)%:R * ((has H a l j.+1 0 s)%:R * ((place_of H (a s) (l s) (a t) (l t) == j.+1)%:R * v s t)).
  rewrite /coordinates /realize; set M := \matrix_(_, _) _.
  have [_ f] := inv (ltn_ord j); have [_ g] := inv (ltnW (ltn_ord j)).
  by rewrite !mulmxA f -!mulmxA g !mulmxA mask_col mask_row mxE.
rewrite (eq_bigr _ (fun j _ => congr1 (fun z => (wt s t (nat_of_ord j).+1)%:R * z) (x j))); case act : (active s t); last first.
  move: act; rewrite /active => /negbT; rewrite !negb_or => /and3P[n1 n2 n3].
  by rewrite big1 ?mul0r // => j _; rewrite /wt (weight_zero HH (string_ok s) (string_ok t)) ?mul0r ?ltn_ord.
have := placed HH (string_ok s) (string_ok t) act; rewrite /=; set p := place_of _ _ _ _ _ => /and5P[p0 pH w c1 c2].
have jH : (p.-1 < H)%N by rewrite prednK.
rewrite (bigD1 (Ordinal jH)) //= prednK // big1 ?addr0 => [|j ne].
  by rewrite /wt w /has c1 c2 eqxx !mul1r.
have -> : (p == j.+1) = false.
  by apply: contraNF ne => /eqP e; apply/eqP/val_inj; rewrite /= e.
by rewrite mul0r !mulr0.
Qed.
Lemma value_combination p (A : 'I_p -> layers F d) x : string_value (combination A x) = \sum_i x 0 i *: string_value (A i).
Proof.
have c j : coordinates B R (combination A x) j = \sum_i x 0 i *: coordinates B R (A i) j.
  rewrite /coordinates /combination mulmx_sumr mulmx_suml; apply: eq_bigr => i _.
  by rewrite -scalemxAr -scalemxAl.
apply/matrixP => s t; rewrite mxE summxE.
rewrite (eq_bigr (fun j : 'I_H => \sum_i x 0 i * ((wt s t j.+1)%:R * coordinates B R (A i) j s t))) => [|j _].
  by rewrite exchange_big /=; apply: eq_bigr => i _; rewrite !mxE mulr_sumr.
by rewrite c summxE mulr_sumr; apply: eq_bigr => i _; rewrite mxE mulrCA.
Qed.

Lemma symmetric_K : K^T = K. Proof. by rewrite /K trmx_mul trmxK. Qed.
Lemma symmetric_L : L^T = L. Proof. by rewrite /L !trmx_mul !trmxK !mulmxA. Qed.
Let ot := other pr ep.
Let solve := solved K L pr sq ep.
Lemma square_ends s t : sq s t -> has H a l H 0 s && has H a l 0 0 t.
Proof.
move: (string_ok s) (string_ok t); rewrite /sq /are_square /has /contains /is_string /closes /ends_at; clear.
move: (a s) (l s) (a t) (l t) => a1 l1 a2 l2; case: ifP; lia.
Qed.
Lemma metric_pos (g : 'M[F]_k) : free sq g != 0 -> 0 < scalar K L (free sq g) (free sq g).
Proof.
set N := free sq g => Nn; have NE : mask F (has H a l H 0) *m N *m mask F (has H a l 0 0) = N.
  apply/matrixP => s t; rewrite mask_col mask_row !mxE; case q : (sq s t); last by rewrite !mul0r !mulr0.
  by have /andP[-> ->] := square_ends q; rewrite !mul1r.
rewrite /scalar /K /L -word_metric norm2_gt0 //; apply: contraNneq Nn => z.
have [_ f] := inv (leqnn H); have [_ h] := inv (leq0n H).
have /(congr1 (fun Z => R H *m (Z *m X^T *m invmx (X *m X^T)) *m B 0%N)) := z.
rewrite !mul0mx mulmx0 mul0mx -(mulmxA _ X) mulmxK // !mulmxA f -(mulmxA _ (R 0%N)) h NE => ->.
exact: eqxx.
Qed.
Lemma metric_ge (g : 'M[F]_k) : 0 <= scalar K L (free sq g) (free sq g).
Proof.
have [->|/metric_pos/ltW//] := eqVneq (free sq g) 0.
by rewrite /scalar trmx0 mul0mx mxtrace0.
Qed.
Lemma solve_active c (g : 'M[F]_k) : supported pr sq ep g -> cut active (solve c g) = solve c g.
Proof.
move=> sg; apply/matrixP => s t; rewrite !mxE /active.
case ts : (other pr ep t s); first by move: ts; rewrite /other => /orP[] /andP[-> _]; rewrite ?orbT mul1r.
case st : (other pr ep s t); first by move: st; rewrite /other => /orP[] /andP[-> _]; rewrite ?orbT mul1r.
case q : (sq s t); first by rewrite !orbT mul1r.
by rewrite sg ?st ?q // mulr0.
Qed.
Section Family.
Variables (c : F) (r : 'I_k -> 'I_k -> bool).
Hypothesis inside : forall s t, r s t -> ot s t || sq s t.
Definition family (i : 'I_#|these r|) := realize (solve c (entry F i)).
Lemma supported_out (g : 'M[F]_k) : (forall s t, ~~ r s t -> g s t = 0) -> supported pr sq ep g.
Proof. by move=> out s t no ns; apply: out; apply: contraNN no => /inside; rewrite (negPf ns) orbF. Qed.
Lemma family_value x : string_value (combination family x) = solve c (spread x).
Proof.
rewrite value_combination /spread /solve solved_sum; apply: eq_bigr => i _.
rewrite value_realize solve_active //; apply: supported_out => s t n; rewrite !mxE; case: andP => // [[/eqP sE /eqP tE]].
by have := enum_valP i; rewrite inE -sE -tE (negPf n).
Qed.
Lemma family_form x : hessian X W Y (combination family x) =
  scalar K L (free sq (spread x)) (free sq (spread x)) + c * \sum_s \sum_t (ot s t)%:R * (spread x s t) ^+ 2.
Proof.
rewrite hessian_value family_value /solve (form_solved symmetric_K symmetric_L pr_order pr_private sq_alone) //.
by apply: supported_out => s t; exact: spread_out.
Qed.
Lemma family_sum (x : 'rV[F]_#|these r|) : 0 <= \sum_s \sum_t (ot s t)%:R * (spread x s t) ^+ 2.
Proof. by apply: sumr_ge0 => s _; apply: sumr_ge0 => t _; rewrite mulr_ge0 ?sqr_ge0 ?ler0n. Qed.
Lemma family_pos (x : 'rV[F]_#|these r|) i : ot (enum_val i).1 (enum_val i).2 -> x 0 i != 0 -> 0 < \sum_s \sum_t (ot s t)%:R * (spread x s t) ^+ 2.
Proof.
move=> o xi; set s0 := (enum_val i).1; set t0 := (enum_val i).2.
have pos s t : 0 <= (ot s t)%:R * (spread x s t) ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 ?ler0n.
rewrite (bigD1 s0) //= (bigD1 t0) //= o mul1r spread_at -addrA ltr_paddr //; last by rewrite exprn_even_gt0.
by rewrite addr_ge0 //; apply: sumr_ge0 => // s _; apply: sumr_ge0.
Qed.
End Family.
Lemma some_entry n (x : 'rV[F]_n) : x != 0 -> exists i, x 0 i != 0.
Proof. by case/rV0Pn => i xi; exists i. Qed.
Definition covector s t : layers F d := fun j => (wt s t j.+1)%:R *: ((R j.+1)^T *m delta_mx s t *m (B j)^T).
Lemma inner_covector s t V : inner H (covector s t) V = string_value V s t.
Proof.
rewrite /inner mxE; apply: eq_bigr => j _; rewrite /covector /coordinates linearZ /= -scalemxAl mxtraceZ; congr (_ * _).
rewrite !trmx_mul !trmxK trmx_delta mulmxA mxtrace_mulC !mulmxA mxtrace_mulC.
rewrite !mulmxA; move: (R j.+1 *m V j *m B j) => M.
have -> : \tr (M *m delta_mx t s) = \sum_i \sum_u M i u * (delta_mx t s : 'M[F]_k) u i by apply: eq_bigr => i _; rewrite mxE.
rewrite (bigD1 s) //= [X in _ + X]big1 => [|i ne]; last by rewrite big1 // => u _; rewrite mxE (negPf ne) andbF mulr0.
rewrite (bigD1 t) //= [X in _ + X + _]big1 => [|u ne]; last by rewrite mxE (negPf ne) mulr0.
by rewrite mxE !eqxx mulr1 !addr0.
Qed.
Lemma value_active U V : (forall s t, active s t -> string_value U s t = string_value V s t) -> string_value U = string_value V.
Proof.
move=> e; apply/matrixP => s t; case act : (active s t); first exact: e.
move/negbT: act; rewrite /active !negb_or => /and3P[n1 n2 n3].
by rewrite !mxE; apply: eq_bigr => j _; rewrite /wt (weight_zero HH (string_ok s) (string_ok t)) ?mul0r ?ltn_ord.
Qed.
Let P := (\sum_s \sum_t pr s t)%N.
Let S := (\sum_s \sum_t sq s t)%N.
Let r s t := ot s t || sq s t.
Lemma count_other : #|these ot| = P.
Proof.
rewrite count_these.
have -> : (\sum_s \sum_t ot s t = \sum_s \sum_t (pr s t && ep s t) + \sum_s \sum_t (pr t s && ~~ ep t s))%N.
  rewrite -big_split /=; apply: eq_bigr => s _; rewrite -big_split /=; apply: eq_bigr => t _.
  by rewrite /ot /other; case st : (pr s t) => //=; rewrite (negPf (pr_order st)) orbF addn0.
rewrite [X in (_ + X)%N]exchange_big -big_split /=; apply: eq_bigr => s _; rewrite -big_split /=; apply: eq_bigr => t _.
by case: (pr s t); case: (ep s t).
Qed.
Lemma count_positive : #|these r| = (P + S)%N.
Proof.
rewrite count_these -count_other count_these -big_split /=; apply: eq_bigr => s _; rewrite -big_split /=; apply: eq_bigr => t _.
rewrite /r; case o : (ot s t) => //=.
by rewrite (other_alone sq_alone) //; move: o; rewrite /ot => ->.
Qed.
Lemma count_active : #|these active| = (P + S + P)%N.
Proof.
have e : P = (\sum_s \sum_t pr t s)%N by rewrite /P exchange_big.
rewrite {2}e count_these /P /S -!big_split /=; apply: eq_bigr => s _; rewrite -!big_split /=; apply: eq_bigr => t _.
rewrite /active; case st : (pr s t); last first.
  by case q : (sq s t); [have /and3P[_ /negPf -> _] := sq_alone q | rewrite orbF].
rewrite (negPf (pr_order st)); case q : (sq s t) => //.
by have /and3P[] := sq_alone q; rewrite st.
Qed.
Theorem point_inertia : has_inertia H (hessian X W Y) (P + S) P.
Proof.
have inside1 s t : r s t -> ot s t || sq s t by [].
have inside2 s t : ot s t -> ot s t || sq s t by move->.
split.
- rewrite -count_positive; exists (@family 1 r) => x /some_entry[i xi].
  rewrite (family_form _ inside1) mul1r.
  have : r (enum_val i).1 (enum_val i).2 by have := enum_valP i; rewrite inE.
  case/orP => [o|q]; first by rewrite ltr_paddl ?metric_ge // (family_pos o).
  rewrite ltr_paddr ?family_sum // metric_pos //; apply: contraNneq xi => /matrixP/(_ (enum_val i).1 (enum_val i).2).
  by rewrite !mxE q mul1r spread_at => ->.
- rewrite -count_other; exists (@family (-1) ot) => x /some_entry[i xi].
  rewrite (family_form _ inside2).
  have -> : free sq (spread x) = 0.
    apply/matrixP => s t; rewrite !mxE; case q : (sq s t); last by rewrite mul0r.
    rewrite spread_out ?mulr0 //; apply/negP => o; have := other_alone sq_alone (s := s) (t := t).
    by rewrite q -/ot o => /(_ isT).
  rewrite /scalar trmx0 mul0mx mxtrace0 add0r mulN1r oppr_lt0; apply: (@family_pos ot x i) => //.
  by have := enum_valP i; rewrite inE.
- pose st (i : 'I_(P + S + P)) := enum_val (cast_ord (esym count_active) i).
  exists (fun i => covector (st i).1 (st i).2) => U V e; rewrite !hessian_value; congr form.
  apply: value_active => s t act; have h : (s, t) \in these active by rewrite inE.
  have := e (cast_ord count_active (enum_rank_in h (s, t))).
  by rewrite /st cast_ordK enum_rankK_in // !inner_covector.
Qed.
End Point.

Lemma hessian_still (F : realFieldType) (d : nat -> nat) m (X : 'M[F]_(d 0%N, m)) H (Y : 'M[F]_(d H, m)) (W : layers F d) : still (hessian X W Y).
Proof.
move=> V V0; have [e1 e2] : product1 W V H = 0 /\ product2 W V H = 0.
  by elim: (H) => [|h [e1 e2]] //=; rewrite e1 e2 V0 !mulmx0 !mul0mx; split; exact: addr0.
by rewrite /hessian e1 e2 !mulmx0 !mul0mx /norm2 mulmx0 mxtrace0 mulr0 addr0.
Qed.
Theorem inertia_zero (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (H : nat) (Y : 'M[F]_(d H, m)) (W : layers F d) :
  (2 <= H)%N -> X *m X^T \in unitmx -> critical X W Y -> product W H = 0 ->
  exists (k : nat) (a l : 'I_k -> nat),
    [/\ forall i, is_string H (a i) (l i),
        forall j e, (j <= e)%N -> (e <= H)%N -> \rank (outer W e j) = (\sum_i contains H (a i) (l i) j (e - j))%N,
        forall j e, (j < e)%N -> (e <= H)%N ->
          \rank (product W j *m (X *m Y^T) *m outer W H e) = (\sum_i contains H (a i) (l i) e (H - e + j.+1))%N &
        forall p q, has_inertia H (hessian X W Y) p q <->
          p = (\sum_s \sum_t are_pair H (a s) (l s) (a t) (l t) + \sum_s \sum_t are_square H (a s) (l s) (a t) (l t))%N /\
          q = (\sum_s \sum_t are_pair H (a s) (l s) (a t) (l t))%N].
Proof.
move=> HH full crit PZ; have EZ j : (j < H)%N -> product W j *m (X *m Y^T) *m outer W H j.+1 = 0.
  move=> jH; have /critical_layers/(_ j jH) := crit; rewrite /residual PZ mul0mx sub0r mulNmx mulmxN mulNmx => /eqP.
  by rewrite oppr_eq0 => /eqP /(congr1 trmx); rewrite !trmx_mul !trmxK trmx0 !mulmxA.
have [k [a [l [B bases]]]] := string_bases PZ EZ; have [R inv] := inverses_exist bases.
exists k, a, l; split; first by case: bases.
- by move=> j e je eH; exact: (outer_rank bases inv je eH).
- by move=> j [|e] //; rewrite ltnS => je eH; exact: (around_rank bases inv je eH).
move=> p q; have i := point_inertia HH full PZ bases inv; split=> [i' | [-> ->]]; last exact: i.
exact: (law_inertia (@hessian_still _ _ _ X H Y W) i' i).
Qed.
