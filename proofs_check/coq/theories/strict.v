(* Every depth, all widths, any data: local minima are critical and have no direction of negative curvature.

     polyfun, pf_..., polymx, pm_...   functions of t that are polynomials, and their bounds for |t| <= 1
     loss_expansion                    the loss along a line, with a remainder that is a polynomial
     strict_not_minimum                where the Hessian form is negative there are smaller losses arbitrarily near
     minimum_critical                  a local minimum is critical
     depth_two_minima                  two layers: every local minimum is a global minimum *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network zero two_layers landscape.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Polynomial.
Variable F : realFieldType.
Definition polyfun (f : F -> F) := exists p : {poly F}, forall t, f t = p.[t].
Lemma pf_const c : polyfun (fun=> c). Proof. by exists c%:P => t; rewrite hornerC. Qed.
Lemma pf_id : polyfun id. Proof. by exists 'X => t; rewrite hornerX. Qed.
Lemma pf_add f g : polyfun f -> polyfun g -> polyfun (fun t => f t + g t).
Proof. by case=> p hp [q hq]; exists (p + q) => t; rewrite hornerD hp hq. Qed.
Lemma pf_mul f g : polyfun f -> polyfun g -> polyfun (fun t => f t * g t).
Proof. by case=> p hp [q hq]; exists (p * q) => t; rewrite hornerM hp hq. Qed.
Lemma pf_sum (I : finType) (f : I -> F -> F) : (forall i, polyfun (f i)) -> polyfun (fun t => \sum_i f i t).
Proof.
move=> h; have [p hp] := fin_all_exists h; exists (\sum_i p i) => t.
by rewrite horner_sum; apply: eq_bigr => i _.
Qed.
Lemma pf_bound f : polyfun f -> exists K, 0 <= K /\ forall t, `|t| <= 1 -> `|f t| <= K.
Proof.
case=> p; elim/poly_ind: p f => [|p c IH] f hf; first by exists 0; split=> // t _; rewrite hf horner0 normr0.
have [K [K0 hK]] := IH (fun t => p.[t]) (fun t => erefl); exists (K + `|c|); split; first by rewrite addr_ge0.
move=> t t1; rewrite hf hornerMXaddC; apply: (le_trans (ler_norm_add _ _)); rewrite ler_add2r normrM.
by rewrite -[K]mulr1 ler_pmul ?hK.
Qed.
Definition polymx m n (f : F -> 'M[F]_(m, n)) := forall i j, polyfun (fun t => f t i j).
Lemma pf_ext f g : (forall t, f t = g t) -> polyfun f -> polyfun g.
Proof. by move=> e [p hp]; exists p => t; rewrite -e hp. Qed.
Lemma pm_const m n (A : 'M[F]_(m, n)) : polymx (fun=> A). Proof. by move=> i j; exact: pf_const. Qed.
Lemma pm_add m n (f g : F -> 'M[F]_(m, n)) : polymx f -> polymx g -> polymx (fun t => f t + g t).
Proof. by move=> hf hg i j; apply: pf_ext (pf_add (hf i j) (hg i j)) => t; rewrite mxE. Qed.
Lemma pm_scale m n (f : F -> 'M[F]_(m, n)) : polymx f -> polymx (fun t => t *: f t).
Proof. by move=> hf i j; apply: pf_ext (pf_mul pf_id (hf i j)) => t; rewrite mxE. Qed.
Lemma pm_mul m n p (f : F -> 'M[F]_(m, n)) (g : F -> 'M[F]_(n, p)) : polymx f -> polymx g -> polymx (fun t => f t *m g t).
Proof.
move=> hf hg i j; apply: (@pf_ext (fun t => \sum_k f t i k * g t k j)) => [t|]; first by rewrite mxE.
by apply: pf_sum => k; exact: pf_mul.
Qed.
Lemma pm_tr m n (f : F -> 'M[F]_(m, n)) : polymx f -> polymx (fun t => (f t)^T).
Proof. by move=> hf i j; apply: pf_ext (hf j i) => t; rewrite mxE. Qed.
Lemma pf_trace n (f : F -> 'M[F]_n) : polymx f -> polyfun (fun t => \tr (f t)).
Proof. by move=> hf; apply: pf_sum => i; exact: hf. Qed.
End Polynomial.

Section Strict.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Lemma product3_poly (W V : layers F d) H : polymx (fun t => product3 t W V H).
Proof.
elim: H => [|H IH] /=; first exact: pm_const.
by do !(apply: pm_add || apply: pm_scale || apply: pm_mul || exact: pm_const || exact: IH).
Qed.
Theorem loss_expansion (W V : layers F d) H (Y : 'M[F]_(d H, m)) : exists r, polyfun r /\ forall t,
  loss X (moved t W V) Y = loss X W Y + t * (2%:R * variation X W Y V) + t ^+ 2 * hessian X W Y V + t ^+ 3 * r t.
Proof.
eexists; split; last by move=> t; rewrite /loss /variation /hessian /residual product_taylor word_res4 word_norm4; reflexivity.
rewrite /norm2 /=; have C := @product3_poly W V H.
by do !(apply: pf_add || apply: pf_trace || apply: pm_tr || apply: pm_mul || exact: pm_const || exact: pf_const ||
  exact: pf_id || exact: C || apply: pf_mul).
Qed.
Theorem strict_not_minimum (W V : layers F d) H (Y : 'M[F]_(d H, m)) : critical X W Y -> hessian X W Y V < 0 ->
  forall eps, 0 < eps -> exists U : layers F d, close H eps U W /\ loss X U Y < loss X W Y.
Proof.
move=> crit neg eps e0; have [r [pr e]] := loss_expansion W V Y; have [K [K0 hK]] := pf_bound pr.
pose M := \sum_(j < H) \sum_a \sum_b `|V j a b|.
have M0 : 0 <= M by do 3!(apply: sumr_ge0 => ? _).
have K1 : 0 < K + 1 by rewrite ltr_paddl.
have M1 : 0 < M + 1 by rewrite ltr_paddl.
pose h := - hessian X W Y V; have h0 : 0 < h by rewrite oppr_gt0.
pose t := Num.min 1 (Num.min (h / (K + 1)) (eps / (M + 1))).
have t0 : 0 < t by rewrite !lt_minr ltr01 !divr_gt0.
have t1 : t <= 1 by rewrite le_minl lexx.
have tK : t * (K + 1) <= h by rewrite -ler_pdivl_mulr // !le_minl lexx !orbT.
have tM : t * (M + 1) <= eps by rewrite -ler_pdivl_mulr // !le_minl lexx !orbT.
exists (moved t W V); split=> [j a b jH|].
  rewrite /moved !mxE addrC addKr normrM gtr0_norm //.
  apply: le_trans tM; rewrite ler_pmul2l //; apply: (@le_trans _ _ M); last by rewrite ler_addl ler01.
  rewrite /M (bigD1 (Ordinal jH)) //= ler_paddr //; first by do 3!(apply: sumr_ge0 => ? _).
  rewrite (bigD1 a) //= ler_paddr //; first by do 2!(apply: sumr_ge0 => ? _).
  by rewrite (bigD1 b) //= ler_paddr //; apply: sumr_ge0.
rewrite e crit mulr0 mulr0 addr0 -addrA gtr_addl.
have -> : t ^+ 2 * hessian X W Y V + t ^+ 3 * r t = t ^+ 2 * (hessian X W Y V + t * r t) by rewrite [RHS]mulrDr mulrA -exprSr.
rewrite pmulr_rlt0 ?exprn_gt0 //.
rewrite addrC -ltr_subr_addr sub0r -/h.
apply: (@le_lt_trans _ _ (t * K)).
  apply: (le_trans (ler_norm _)); rewrite normrM gtr0_norm // ler_pmul2l // hK // gtr0_norm //.
by apply: lt_le_trans tK; rewrite ltr_pmul2l // ltr_addl ltr01.
Qed.
Lemma entry_bound (V : layers F d) H j a b : (j < H)%N -> `|V j a b| <= \sum_(i < H) \sum_x \sum_y `|V i x y|.
Proof.
move=> jH; rewrite (bigD1 (Ordinal jH)) //= ler_paddr //; first by do 3!(apply: sumr_ge0 => ? _).
rewrite (bigD1 a) //= ler_paddr //; first by do 2!(apply: sumr_ge0 => ? _).
by rewrite (bigD1 b) //= ler_paddr //; apply: sumr_ge0.
Qed.
Lemma sign_out (x y z : F) : - x * z * (2%:R * y) = - (2%:R * (z * (x * y))). Proof. by ring. Qed.
(* Fermat *)
Theorem minimum_critical H (Y : 'M[F]_(d H, m)) (W : layers F d) : local_minimum X Y W -> critical X W Y.
Proof.
case=> eps [e0 loc] V; apply/eqP/negPn/negP => Dn.
have [r [pr e]] := loss_expansion W V Y.
have [K [K0 hK]] := pf_bound (pf_add (pf_const (hessian X W Y V)) (pf_mul (@pf_id F) pr)).
set D := variation X W Y V in Dn e.
pose M := \sum_(j < H) \sum_a \sum_b `|V j a b|.
have M0 : 0 <= M by do 3!(apply: sumr_ge0 => ? _).
have K1 : 0 < K + 1 by rewrite ltr_paddl.
have M1 : 0 < M + 1 by rewrite ltr_paddl.
have D0 : 0 < `|D| by rewrite normr_gt0.
pose s := Num.min 1 (Num.min (`|D| / (K + 1)) (eps / (M + 1))).
have s0 : 0 < s by rewrite !lt_minr ltr01 !divr_gt0.
have s1 : s <= 1 by rewrite le_minl lexx.
have sK : s * (K + 1) <= `|D| by rewrite -ler_pdivl_mulr // !le_minl lexx !orbT.
have sM : s * (M + 1) <= eps by rewrite -ler_pdivl_mulr // !le_minl lexx !orbT.
pose t := - Num.sg D * s.
have ts : `|t| = s by rewrite /t normrM normrN normr_sg Dn mul1r gtr0_norm.
have := loc (moved t W V) _; rewrite e leNgt => /(_ _) /negP; apply.
  move=> j a b jH; rewrite /moved !mxE addrC addKr normrM ts.
  apply: le_trans sM; rewrite ler_pmul2l //; apply: (le_trans (entry_bound V a b jH)); by rewrite ler_addl ler01.
rewrite -!addrA.
have -> : t ^+ 2 * hessian X W Y V + t ^+ 3 * r t = t ^+ 2 * (hessian X W Y V + t * r t) by rewrite [RHS]mulrDr mulrA -exprSr.
rewrite gtr_addl.
have tD : t * (2%:R * D) = - (2%:R * (s * `|D|)).
  rewrite normrEsg /t; move: (Num.sg D) (D : F) => x y; exact: sign_out.
rewrite tD addrC subr_lt0; have t2 : t ^+ 2 = s ^+ 2 by rewrite -ts -normrX ger0_norm ?sqr_ge0.
apply: (@le_lt_trans _ _ (s * (s * K))).
  rewrite t2 expr2 -mulrA !ler_pmul2l //; apply: (le_trans (ler_norm _)); apply: hK; by rewrite ts.
apply: (@lt_trans _ _ (s * `|D|)); last by rewrite mulr_natl mulr2n ltr_addl mulr_gt0.
by rewrite ltr_pmul2l //; apply: lt_le_trans sK; rewrite ltr_pmul2l // ltr_addl ltr01.
Qed.
(* two layers, any widths, any data: every local minimum is global *)
Theorem depth_two_minima (Y : 'M[F]_(d 2, m)) (W : layers F d) : local_minimum X Y W -> forall U, loss X W Y <= loss X U Y.
Proof.
move=> lm U; have crit := minimum_critical lm; case: lm => eps [e0 loc]; rewrite leNgt; apply/negP => less.
have [V neg] := depth_two crit less; have [T [close low]] := strict_not_minimum crit neg e0.
by have := loc T close; rewrite leNgt low.
Qed.
End Strict.
