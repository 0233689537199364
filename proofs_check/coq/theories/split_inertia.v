(* The inertia of a sum of signed squares of independent linear forms and of another form in further independent variables.

     signed c s t       the weight of the entry (s, t) has the sign of c
     split_inertia      the numbers of positive and of negative weights are added to those of the other form *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From symdln Require Import definitions network string_inertia.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Split.
Variables (F : realFieldType) (w n : nat -> nat) (H u v : nat) (Q : layers F w -> F) (Q3 : layers F n -> F) (S : 'M[F]_(u, v)).
Variables (C : layers F w -> 'M[F]_(u, v)) (G : layers F w -> layers F n) (realize : 'M[F]_(u, v) -> layers F n -> layers F w).
Variables (cov : 'I_u -> 'I_v -> layers F w) (cov3 : layers F n -> layers F w).
Hypothesis QE : forall V, Q V = \sum_s \sum_t S s t * C V s t ^+ 2 + Q3 (G V).
Hypothesis C_lin : forall p (A : 'I_p -> layers F w) x, C (combination A x) = \sum_i x 0 i *: C (A i).
Hypothesis G_lin : forall p (A : 'I_p -> layers F w) x j, G (combination A x) j = \sum_i x 0 i *: G (A i) j.
Hypothesis Q3_ext : forall U V : layers F n, (forall j, (j < H)%N -> U j = V j) -> Q3 U = Q3 V.
Hypothesis Q3_still : still Q3.
Hypothesis C_real : forall M e s t, S s t != 0 -> C (realize M e) s t = M s t.
Hypothesis G_real : forall M e j, (j < H)%N -> G (realize M e) j = e j.
Hypothesis covE : forall s t V, S s t != 0 -> inner H (cov s t) V = C V s t.
Hypothesis cov3E : forall c V, inner H (cov3 c) V = inner H c (G V).
Definition signed (c : F) s t : bool := 0 < c * S s t.
Lemma signed_nonzero c s t : signed c s t -> S s t != 0.
Proof. by apply: contraTneq => e; rewrite /signed e mulr0 ltxx. Qed.
Lemma side c p3 (A3 : 'I_p3 -> layers F n) : (forall x, x != 0 -> 0 < c * Q3 (combination A3 x)) ->
  exists A : 'I_(#|these (signed c)| + p3) -> layers F w, forall x, x != 0 -> 0 < c * Q (combination A x).
Proof.
move=> pos; pose fam (i : 'I_(#|these (signed c)| + p3)) := match split i with
  | inl i => realize (entry F i) (fun _ => 0) | inr i => realize 0 (A3 i) end.
have faml i : fam (lshift _ i) = realize (entry F i) (fun _ => 0) by rewrite /fam (unsplitK (inl i)).
have famr i : fam (rshift _ i) = realize 0 (A3 i) by rewrite /fam (unsplitK (inr i)).
exists fam => x xn; rewrite QE.
have CE s t : S s t != 0 -> C (combination fam x) s t = spread (lsubmx x) s t.
  move=> sn; rewrite C_lin summxE big_split_ord /= [X in _ + X]big1 ?addr0 => [|i _]; last by rewrite mxE famr C_real // mxE mulr0.
  by rewrite /spread summxE; apply: eq_bigr => i _; rewrite !mxE faml C_real // !mxE.
have -> : Q3 (G (combination fam x)) = Q3 (combination A3 (rsubmx x)).
  apply: Q3_ext => j jH; rewrite G_lin big_split_ord /= [X in X + _]big1 ?add0r => [|i _]; last by rewrite faml G_real // scaler0.
  by apply: eq_bigr => i _; rewrite famr G_real // mxE.
have -> : \sum_s \sum_t S s t * C (combination fam x) s t ^+ 2 = \sum_s \sum_t S s t * spread (lsubmx x) s t ^+ 2.
  apply: eq_bigr => s _; apply: eq_bigr => t _; have [->|sn] := eqVneq (S s t) 0; first by rewrite !mul0r.
  by rewrite CE.
have term s t : 0 <= c * (S s t * spread (lsubmx x) s t ^+ 2).
  rewrite mulrA; case st : (signed c s t); first by rewrite mulr_ge0 ?sqr_ge0 ?ltW.
  by rewrite spread_out ?st // expr0n mulr0.
have sums : 0 <= c * (\sum_s \sum_t S s t * spread (lsubmx x) s t ^+ 2).
  by rewrite mulr_sumr; apply: sumr_ge0 => s _; rewrite mulr_sumr; apply: sumr_ge0.
rewrite mulrDr; have [r0 | rn] := eqVneq (rsubmx x) 0; last by rewrite ltr_paddl // pos.
have [l0 | ln] := eqVneq (lsubmx x) 0; first by case/eqP: xn; rewrite -[x]hsubmxK l0 r0 row_mx0.
have -> : Q3 (combination A3 (rsubmx x)) = 0 by apply: Q3_still => j; rewrite /combination r0 big1 // => i _; rewrite mxE scale0r.
rewrite mulr0 addr0; have /rV0Pn[i xi] := ln.
set s0 := (enum_val i).1; set t0 := (enum_val i).2; have : signed c s0 t0 by have := enum_valP i; rewrite inE.
rewrite /signed => st; rewrite (bigD1 s0) //= (bigD1 t0) //= -addrA mulrDr ltr_paddr //.
  rewrite mulrDr addr_ge0 // mulr_sumr; apply: sumr_ge0 => // s _; rewrite mulr_sumr; apply: sumr_ge0 => t _; exact: term.
by rewrite mulrA mulr_gt0 // spread_at exprn_even_gt0.
Qed.
Theorem split_inertia p3 q3 : has_inertia H Q3 p3 q3 ->
  has_inertia H Q (#|these (signed 1)| + p3) (#|these (signed (-1))| + q3).
Proof.
case=> [[A3 pos] [B3 neg] [C3 same]]; split.
- have [|A all] := @side 1 p3 A3; first by move=> x xn; rewrite mul1r pos.
  by exists A => x xn; have := all x xn; rewrite mul1r.
- have [|A all] := @side (-1) q3 B3; first by move=> x xn; rewrite mulN1r oppr_gt0 neg.
  by exists A => x xn; have := all x xn; rewrite mulN1r oppr_gt0.
pose at_ c (i : 'I_#|these (signed c)|) := cov (enum_val i).1 (enum_val i).2.
exists (fun i => match split i with
  | inl i => match split i with inl i => at_ 1 i | inr i => cov3 (C3 (lshift q3 i)) end
  | inr i => match split i with inl i => at_ (-1) i | inr i => cov3 (C3 (rshift p3 i)) end end) => U V e.
rewrite !QE; congr (_ + _).
  apply: eq_bigr => s _; apply: eq_bigr => t _; have [->|sn] := eqVneq (S s t) 0; first by rewrite !mul0r.
  have [st|st] : signed 1 s t \/ signed (-1) s t.
    by rewrite /signed mul1r mulN1r oppr_gt0; have := sn; rewrite neq_lt => /orP[lt|gt]; [right | left].
  - have h : (s, t) \in these (signed 1) by rewrite inE.
    have := e (lshift _ (lshift _ (enum_rank_in h (s, t)))); rewrite (unsplitK (inl _)) (unsplitK (inl _)) /at_ enum_rankK_in //=.
    by rewrite !covE // => ->.
  - have h : (s, t) \in these (signed (-1)) by rewrite inE.
    have := e (rshift _ (lshift _ (enum_rank_in h (s, t)))); rewrite (unsplitK (inr _)) (unsplitK (inl _)) /at_ enum_rankK_in //=.
    by rewrite !covE // => ->.
apply: same => i; case: (split_ordP i) => i' ->; rewrite -!cov3E.
  by have := e (lshift _ (rshift _ i')); rewrite (unsplitK (inl _)) (unsplitK (inr _)).
by have := e (rshift _ (rshift _ i')); rewrite (unsplitK (inr _)) (unsplitK (inr _)).
Qed.
End Split.
