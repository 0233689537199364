(* Three or more layers at W = 0: the gradient and the Hessian form vanish, and it is no extremum if Y X^T is not 0.

     zeros                     the layers that are all zero
     zero_critical, zero_hess  two, resp. three or more layers: the first, resp. second, derivative vanishes
     path c idx                layers with one entry c j each, in row idx (j+1) and column idx j
     product_path              their product
     zero_no_extremum          arbitrarily near 0 the loss is smaller, and larger *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Flat.
Variables (F : comRingType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Definition zeros : layers F d := fun _ => 0.
Lemma product_zeros j : product zeros j.+1 = 0. Proof. by rewrite /= mul0mx. Qed.
Lemma product1_zeros V j : product1 zeros V j.+2 = 0.
Proof. by rewrite [LHS]/= !mul0mx mulmx0 !addr0. Qed.
Lemma product2_zeros V j : product2 zeros V j.+3 = 0.
Proof. by rewrite [LHS]/= !mul0mx !mulmx0 !addr0 mulmx0. Qed.
Theorem zero_critical H Y : critical X zeros (Y : 'M_(d H.+2, m)).
Proof. by move=> V; rewrite /variation product1_zeros mulmx0 mul0mx mxtrace0. Qed.
Theorem zero_hess H (Y : 'M_(d H.+3, m)) V : hessian X zeros Y V = 0.
Proof. by rewrite /hessian product1_zeros product2_zeros mulmx0 !mul0mx mxtrace0 mulr0 addr0 /norm2 mulmx0 mxtrace0. Qed.
Lemma word_cross n p (P : 'M[F]_(n, p)) (Z : 'M[F]_(p, m)) (Y : 'M[F]_(n, m)) u :
  norm2 (u *: P *m Z - Y) = norm2 Y - 2%:R * u * \tr ((Y *m Z^T)^T *m P) + u ^+ 2 * norm2 (P *m Z).
Proof. words. Qed.
End Flat.

Section Saddle.
Variables (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0, m)).
Lemma swap3 (x y z : F) : 2%:R * x * y * z = y * (2%:R * (x * z)). Proof. by ring. Qed.
Definition small eps (W : layers F d) := forall j a b, `|W j a b| <= eps.

(* a path of unit entries through the vertices idx j, scaled by c j *)
Definition path (c : nat -> F) (idx : nat -> nat) : layers F d :=
  fun j => c j *: (\matrix_(a, b) ((val a == idx j.+1) && (val b == idx j))%:R).
Lemma product_path c idx H : (forall j, (j <= H)%N -> (idx j < d j)%N) ->
  product (path c idx) H = (\prod_(j < H) c j) *: (\matrix_(a, b) ((val a == idx H) && (val b == idx 0%N))%:R) \/ H = 0%N.
Proof.
case: H => [|H] ok; [by right | left].
elim: H ok => [|H IH] ok.
  by rewrite /= mulmx1 big_ord_recl big_ord0 mulr1.
rewrite [LHS]/= -/(product (path c idx) H.+1) IH => [|j jH]; last by apply: ok; rewrite (leq_trans jH).
rewrite [in RHS]big_ord_recr /= /path -scalemxAl -scalemxAr scalerA mulrC; congr (_ *: _).
apply/matrixP => a b; rewrite !mxE.
pose h : 'I_(d H.+1) := Ordinal (ok H.+1 (leqnSn _)).
rewrite (bigD1 h) //= big1 ?addr0; last first.
  by move=> i ih; rewrite !mxE; have /negPf -> : val i != idx H.+1 := ih; rewrite andbF mul0r.
by rewrite !mxE /= eqxx andbT -natrM mulnb andbA andbT.
Qed.

Variables (H : nat) (Y : 'M[F]_(d H.+3, m)).
Hypothesis wide : forall j, (0 < j < H.+3)%N -> (0 < d j)%N.
Hypothesis Syx : Y *m X^T != 0.

Lemma scaled (eps : F) : 0 < eps -> exists W : bool -> layers F d,
  [/\ forall b, small eps (W b), loss X (W true) Y < loss X (zeros F d) Y & loss X (zeros F d) Y < loss X (W false) Y].
Proof.
move=> e0.
have [a [b ab]] : exists a b, (Y *m X^T) a b != 0.
  case: (pickP (fun ab : 'I_(d H.+3) * 'I_(d 0) => (Y *m X^T) ab.1 ab.2 != 0)) => [[a b] /= ab|no]; first by exists a, b.
  by case/negP: Syx; apply/eqP/matrixP => a b; have := no (a, b) => /= /negbT; rewrite negbK [RHS]mxE => /eqP.
pose idx j := if j == 0%N then val b else if j == H.+3 then val a else 0%N.
have ok j : (j <= H.+3)%N -> (idx j < d j)%N.
  rewrite /idx; case: eqP => [->|/eqP j0] jH; first exact: ltn_ord.
  case: eqP => [->|/eqP jn]; first exact: ltn_ord.
  by apply: wide; rewrite lt0n j0 ltn_neqAle jn.
pose D : 'M[F]_(d H.+3, d 0) := \matrix_(x, y) ((val x == idx H.+3) && (val y == idx 0%N))%:R.
have DE : D = delta_mx a b by apply/matrixP => x y; rewrite !mxE /idx /= eqxx.
set sg := (Y *m X^T) a b in ab; pose N := norm2 (D *m X).
have N0 : 0 <= N := norm2_ge0 _.
pose t := Num.min eps (Num.min 1 (`|sg| / (N + 1))).
have sg0 : 0 < `|sg| by rewrite normr_gt0.
have N1 : 0 < N + 1 by apply: ltr_paddl N0 ltr01.
have t0 : 0 < t by rewrite !lt_minr e0 ltr01 divr_gt0.
have te : t <= eps by rewrite le_minl lexx.
have t1 : t <= 1 by rewrite !le_minl lexx orbT.
have tN : t * N < 2%:R * `|sg|.
  have : t <= `|sg| / (N + 1) by rewrite !le_minl lexx !orbT.
  rewrite ler_pdivl_mulr // => h; apply: (@le_lt_trans _ _ (t * (N + 1))).
    by rewrite ler_pmul2l // ler_addl ler01.
  by apply: (le_lt_trans h); rewrite mulr_natl mulr2n ltr_addl.
pose W (rising : bool) := path (fun j => if j == 0%N then (if rising then Num.sg sg else - Num.sg sg) * t else t) idx.
have smallW rising : small eps (W rising).
  move=> j x y; rewrite /W /path !mxE normrM.
  have -> : `|if j == 0%N then (if rising then Num.sg sg else - Num.sg sg) * t else t| = t.
    case: (j == _); last by rewrite gtr0_norm.
    by case: rising; rewrite normrM ?normrN normr_sg ab mul1r gtr0_norm.
  case: (_ && _); first by rewrite normr1 mulr1.
  by rewrite normr0 mulr0 ltW.
have lossW rising : loss X (W rising) Y = norm2 Y - 2%:R * (if rising then Num.sg sg else - Num.sg sg) * t ^+ H.+3 * sg + (t ^+ H.+3) ^+ 2 * N.
  rewrite /loss /residual; case: (product_path (fun j => if j == 0%N then (if rising then Num.sg sg else - Num.sg sg) * t else t) ok) => // ->.
  rewrite word_cross -/D -/N DE tr_delta -/sg.
  rewrite big_ord_recl /= (eq_bigr (fun=> t)) // big_const_ord iter_mulr_1.
  have -> : (if rising then Num.sg sg else - Num.sg sg) * t * t ^+ H.+2 = (if rising then Num.sg sg else - Num.sg sg) * t ^+ H.+3 by rewrite -mulrA -exprS.
  rewrite exprMn; have -> : (if rising then Num.sg sg else - Num.sg sg) ^+ 2 = 1 by case: rising; rewrite ?sqrrN sqr_sg ab.
  by rewrite mul1r !mulrA.
have loss0 : loss X (zeros F d) Y = norm2 Y.
  by rewrite /loss /residual product_zeros mul0mx sub0r /norm2 w_trN mulNmx mulmxN opprK.
have p0 : 0 < t ^+ H.+3 by rewrite exprn_gt0.
have pt : t ^+ H.+3 <= t by rewrite exprS ler_pimulr ?exprn_ile1 // ltW.
exists W; split=> //; rewrite loss0 lossW.
- have -> : 2%:R * Num.sg sg * t ^+ H.+3 * sg = t ^+ H.+3 * (2%:R * `|sg|) by rewrite normrEsg swap3.
  rewrite -addrA gtr_addl addrC subr_lt0 expr2 -mulrA ltr_pmul2l //.
  by apply: le_lt_trans tN; rewrite ler_wpmul2r.
- have -> : 2%:R * - Num.sg sg * t ^+ H.+3 * sg = - (t ^+ H.+3 * (2%:R * `|sg|)) by rewrite normrEsg swap3 mulNr !mulrN.
  rewrite opprK -addrA ltr_addl; apply: ltr_paddr; first by rewrite mulr_ge0 ?sqr_ge0.
  by apply: mulr_gt0 => //; apply: mulr_gt0; rewrite ?ltr0n.
Qed.

Theorem zero_no_extremum (eps : F) : 0 < eps ->
  (exists W, small eps W /\ loss X W Y < loss X (zeros F d) Y) /\ (exists W, small eps W /\ loss X (zeros F d) Y < loss X W Y).
Proof. by case/scaled => W [sm lo hi]; split; [exists (W true) | exists (W false)]. Qed.
End Saddle.
