(* Every depth, any data: strict saddles from the rank of the hidden layers W_{H-2} ... W_1.

     ends1, ends2        the terms of first and second order along a direction that changes the first and the last layer alone
     narrow_strict       if that rank is the least hidden width, a critical point that is no global minimum has an indefinite Hessian form
     lossy_strict        if the last layer makes that rank smaller, it has a direction of negative curvature *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network zero two_layers landscape strict flow saddles losses minima.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Ends.
Variables (F : realFieldType) (d : nat -> nat) (h : nat).
Implicit Types W U V : layers F d.
Variables (W V : layers F d).
Hypotheses (h0 : (0 < h)%N) (V0 : forall j, j <> 0%N -> j <> h -> V j = 0).
Lemma inner_terms n : (0 < n <= h)%N -> product1 W V n = outer W n 1 *m V 0%N /\ product2 W V n = 0.
Proof.
elim: n => // [[|n]] IH /andP[_ nh].
  by rewrite outer_self mul1mx /= !mulmx1 !mulmx0 !addr0.
have [e1 e2] := IH (ltnW nh); have Vn : V n.+1 = 0 by apply: V0 => // nE; rewrite nE ltnn in nh.
by split; [rewrite outer_step // [LHS]/= -/(product1 W V n.+1) e1 | rewrite [LHS]/= -/(product2 W V n.+1) e2 mulmx0 addr0]; rewrite Vn mul0mx ?add0r ?mulmxA.
Qed.
Lemma ends1 : product1 W V h.+1 = V h *m product W h + outer W h.+1 1 *m V 0%N.
Proof. by have [|e1 _] := @inner_terms h; [rewrite h0 /= | rewrite /= -/(outer W h.+1 1) outer_step // e1 !mulmxA]. Qed.
Lemma ends2 : product2 W V h.+1 = V h *m (outer W h 1 *m V 0%N).
Proof. by have [|e1 e2] := @inner_terms h; [rewrite h0 /= | rewrite /= e1 e2 mulmx0 addr0]. Qed.
End Ends.

Section Strict.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)) (h : nat) (Y : 'M[F]_(d h.+1, m)).
Implicit Types W U V : layers F d.
Lemma cancel a b c e (A : 'M[F]_(a, b)) (L : 'M[F]_(b, c)) (C : 'M[F]_(c, b)) (B : 'M[F]_(b, e)) : L *m C = 1%:M ->
  A *m L *m (C *m B) = A *m B.
Proof. by move=> LC; rewrite mulmxA -(mulmxA A) LC mulmx1. Qed.
Section Lift.
Variables (k : nat) (W : layers F d).
Hypotheses (k0 : (0 < k)%N) (kh : (k <= h)%N) (onto : row_free (outer W k 1)) (into : row_full (outer W h k)).
(* every direction of the two folded layers is one of the network *)
Lemma lift (V2 : layers F (ends d h k)) : exists V, product1 W V h.+1 = product1 (folded h k W) V2 2 /\ product2 W V h.+1 = product2 (folded h k W) V2 2.
Proof.
have h0 : (0 < h)%N := leq_trans k0 kh; have [V [V0 Vh VN]] := unfold k0 kh W V2; exists V.
rewrite (ends1 W h0 VN) (ends2 W h0 VN) V0 Vh (outer_outer W k0 (leqW kh)) (outer_outer W k0 kh) -(outer_product W kh).
have L1 : pinvmx (outer W h k) *m outer W h k = 1%:M := mulVpmx into.
have R1 : outer W k 1 *m pinvmx (outer W k 1) = 1%:M := mulmxVp onto.
split; first by rewrite (cancel _ _ L1) (cancel _ _ R1) /= !mulmx1 mulmx0 addr0.
by rewrite (cancel _ _ R1) (cancel _ _ L1) /= !mulmx1 !mulmx0 !addr0 mulmx0 addr0.
Qed.
Lemma lift_critical : critical X W Y -> @critical F (ends d h k) m X (folded h k W) 2 Y.
Proof.
move=> crit V2; have [V [e1 _]] := lift V2; have := crit V.
by rewrite /variation /residual e1 folded_product.
Qed.
Lemma lift_hessian (V2 : layers F (ends d h k)) : exists V, hessian X W Y V = @hessian F (ends d h k) m X (folded h k W) 2 Y V2.
Proof. by have [V [e1 e2]] := lift V2; exists V; rewrite /hessian /residual e1 e2 folded_product. Qed.
End Lift.

Theorem narrow_strict k W U : (0 < k <= h)%N -> (d k <= \rank (outer W h 1))%N -> critical X W Y -> loss X U Y < loss X W Y ->
  (exists V, hessian X W Y V < 0) /\ (exists V, 0 < hessian X W Y V).
Proof.
move=> /andP[k0 kh] rk crit less; have e := outer_outer W k0 kh.
have onto : row_free (outer W k 1) by rewrite /row_free eqn_leq rank_leq_row (leq_trans rk) // e mxrankM_maxr.
have into : row_full (outer W h k) by rewrite /row_full eqn_leq rank_leq_col (leq_trans rk) // e mxrankM_maxl.
have crit2 := lift_critical k0 kh onto into crit.
have less2 : @loss F (ends d h k) m X (folded h k U) 2 Y < @loss F (ends d h k) m X (folded h k W) 2 Y by rewrite !folded_loss.
have [[V neg] [V' pos]] := indefinite crit2 less2; split.
  by have [Z eZ] := lift_hessian k0 kh onto into V; exists Z; rewrite eZ.
by have [Z eZ] := lift_hessian k0 kh onto into V'; exists Z; rewrite eZ.
Qed.

Lemma lost n p q (A : 'M[F]_(n, p)) (Z : 'M[F]_(p, q)) : (\rank (A *m Z) < \rank Z)%N -> exists x : 'cV[F]_q, A *m Z *m x = 0 /\ Z *m x != 0.
Proof.
move=> low; have KZ : kermx (A *m Z)^T *m Z^T != 0.
  apply: contraTneq low => /sub_kermxP/mxrankS; rewrite !mxrank_ker !mxrank_tr -leqNgt => le.
  by have := leq_sub2l q le; rewrite !subKn ?rank_leq_col.
have /matrix0Pn[i [j ij]] := KZ; exists (row i (kermx (A *m Z)^T))^T; split.
  by apply: trmx_inj; rewrite trmx_mul trmxK -row_mul mulmx_ker row0 trmx0.
apply: contraNneq ij => z; have /rowP/(_ j) : row i (kermx (A *m Z)^T *m Z^T) = 0.
  by apply: trmx_inj; rewrite row_mul trmx_mul trmxK z trmx0.
by rewrite [LHS]mxE [RHS]mxE => ->.
Qed.
Lemma turn p q (E : 'M[F]_(p, m)) (C : 'M[F]_(p, q)) (Z : 'M[F]_(q, m)) : \tr (E^T *m C *m Z) = \tr ((E *m Z^T)^T *m C).
Proof. by rewrite trmx_mul trmxK mxtrace_mulC mulmxA. Qed.
Theorem lossy_strict W U : (\rank (outer W h.+1 1) < \rank (outer W h 1))%N -> (0 < h)%N -> loss X U Y < loss X W Y ->
  exists V, hessian X W Y V < 0.
Proof.
move=> low h0 less; rewrite outer_step // in low; have [x [Wx Zx]] := lost low; set z := _ *m x in Zx.
have /matrix0Pn[a [b gab]] : residual X W Y *m X^T != 0.
  by apply: contraTneq less => g; rewrite -leNgt; exact: squared_least.
set g := (_ *m _) a b in gab.
pose u := delta_mx a 0 : 'cV[F]_(d h.+1); pose w := delta_mx 0 b : 'rV[F]_(d 0).
pose N := norm2 (u *m z^T *m product W h *m X); pose r := - (N + 1) / (2%:R * norm2 z * g).
have [V [Vh V0]] := at_layer (u *m z^T); have [T [T0 TN]] := at_layer (r *: (x *m w)).
pose D j := V j + T j.
have Dh : D h = u *m z^T by rewrite /D Vh TN ?addr0 // => hE; rewrite hE in h0.
have D0 : D 0%N = r *: (x *m w) by rewrite /D T0 V0 ?add0r // => hE; rewrite -hE in h0.
have DN j : j <> 0%N -> j <> h -> D j = 0 by move=> j0 jh; rewrite /D V0 // TN // addr0.
have e1 : outer W h.+1 1 *m D 0%N = 0 by rewrite D0 outer_step // -scalemxAr mulmxA Wx mul0mx scaler0.
have e2 : D h *m (outer W h 1 *m D 0%N) = (r * norm2 z) *: delta_mx a b.
  rewrite D0 Dh -scalemxAr [outer W h 1 *m _]mulmxA -/z -scalemxAr -[u *m z^T *m _]mulmxA [z^T *m _]mulmxA mul11.
  by rewrite mul_scalar_mx -scalemxAr scalerA mul_delta_mx.
exists D; rewrite /hessian (ends1 W h0 DN) (ends2 W h0 DN) e1 e2 addr0 Dh -/N turn -scalemxAr mxtraceZ tr_delta -/g.
have c0 : 2%:R * norm2 z * g != 0 by rewrite !mulf_neq0 ?pnatr_eq0 // gt_eqF // norm2_gt0.
have -> : 2%:R * (r * norm2 z * g) = - (N + 1).
  by rewrite -[RHS](divfK c0) -/r; ring.
by rewrite opprD addrA subrr sub0r oppr_lt0 ltr01.
Qed.
End Strict.
