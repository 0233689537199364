(* Two layers, all widths and any data, over every ordered field: a critical point at which no direction has negative
   curvature is a global minimum.  There is no spectral theorem and there are no singular values: the inequality of Eckart
   and Young comes out of one family of directions, V_1 = b u^T E, V_2 = - u b^T W_2^T W_2.

     loss2, diff2, hess2       the loss ||V_2 V_1 - Y||^2 and the derivatives of its half, for X = 1
     direction                 the Hessian form along that family
     negative_curvature        X = 1: a smaller loss somewhere gives a direction of negative curvature
     lossX, diffX, hessX       the same with data X
     no_spurious               the same for any X and Y *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.


Lemma word_split (F : comRingType) q n (Q : 'M[F]_q) (M : 'M[F]_(q, n)) : Q^T = Q ->
  norm2 M = norm2 (Q *m M) + norm2 ((1%:M - Q) *m M) + 2%:R * \tr (M^T *m (Q - Q *m Q) *m M).
Proof. words. Qed.

Lemma word_dir2 (F : comRingType) (a b c d : nat) (w1 : 'M[F]_(b, a)) (w2 : 'M[F]_(c, b)) (e : 'M[F]_(c, a)) (x : 'M[F]_(b, d)) (u : 'M[F]_(c, d)) :
  norm2 (- (u *m x^T *m w2^T *m w2) *m w1 + w2 *m (x *m u^T *m e)) + 2%:R * \tr (e^T *m (- (u *m x^T *m w2^T *m w2)) *m (x *m u^T *m e)) =
  norm2 (u *m ((w2 *m w1)^T *m w2 *m x)^T) + norm2 (w2 *m x *m (e^T *m u)^T)
   - 2%:R * \tr ((e *m w1^T) *m (w2^T *m w2 *m x *m u^T *m w2 *m x *m u^T)) - 2%:R * norm2 (w2 *m x *m (e^T *m u)^T).
Proof. words. Qed.


Lemma word_cross2 (F : comRingType) a b (C : 'M[F]_a) (P E : 'M[F]_(a, b)) : C^T = C ->
  norm2 (C *m (P - E)) = norm2 (P^T *m C) + norm2 (C *m E) - 2%:R * \tr ((E *m P^T) *m (C *m C)).
Proof. words. Qed.
Lemma word_taylor2 (F : comRingType) a b c (W1 V1 : 'M[F]_(b, a)) (W2 V2 : 'M[F]_(c, b)) (Y : 'M[F]_(c, a)) t :
  norm2 ((W2 + t *: V2) *m (W1 + t *: V1) - Y) = norm2 (W2 *m W1 - Y) + t * (2%:R * \tr ((W2 *m W1 - Y)^T *m (V2 *m W1 + W2 *m V1))) +
  t ^+ 2 * (norm2 (V2 *m W1 + W2 *m V1) + 2%:R * \tr ((W2 *m W1 - Y)^T *m V2 *m V1)) +
  t ^+ 3 * (2%:R * \tr ((V2 *m W1 + W2 *m V1)^T *m V2 *m V1)) + t ^+ 4 * norm2 (V2 *m V1).
Proof. words. Qed.

Section Two.
Variables (F : realFieldType) (n p q : nat) (W1 : 'M[F]_(p, n)) (W2 : 'M[F]_(q, p)) (Y : 'M[F]_(q, n)).
Let P : 'M[F]_(q, n) := W2 *m W1.
Let E : 'M[F]_(q, n) := P - Y.
Definition loss2 (V1 : 'M[F]_(p, n)) (V2 : 'M[F]_(q, p)) := norm2 (V2 *m V1 - Y).
(* loss2 (W1 + t V1) (W2 + t V2) = loss2 W1 W2 + 2 t diff2 + t^2 hess2 + O(t^3) *)
Definition diff2 V1 V2 := \tr (E^T *m (V2 *m W1 + W2 *m V1)).
Definition hess2 V1 V2 := norm2 (V2 *m W1 + W2 *m V1) + 2%:R * \tr (E^T *m V2 *m V1).
Lemma twice_off (x y : F) : x + y - 2%:R * y = x - y. Proof. by ring. Qed.
Theorem loss2_taylor V1 V2 t : loss2 (W1 + t *: V1) (W2 + t *: V2) = loss2 W1 W2 + t * (2%:R * diff2 V1 V2) + t ^+ 2 * hess2 V1 V2 +
  t ^+ 3 * (2%:R * \tr ((V2 *m W1 + W2 *m V1)^T *m V2 *m V1)) + t ^+ 4 * norm2 (V2 *m V1).
Proof. exact: word_taylor2. Qed.
Lemma word_diff2 V1 V2 : diff2 V1 V2 = \tr ((E *m W1^T)^T *m V2) + \tr ((W2^T *m E)^T *m V1).
Proof.
rewrite /diff2 mulmxDr linearD /=; congr (_ + _); last by rewrite trmx_mul trmxK mulmxA.
by rewrite trmx_mul trmxK mulmxA mxtrace_mulC mulmxA.
Qed.
Hypothesis crit1 : W2^T *m E = 0.
Hypothesis crit2 : E *m W1^T = 0.

Lemma direction (b : 'M[F]_(p, 1)) (u : 'M[F]_(q, 1)) :
  hess2 (b *m u^T *m E) (- (u *m b^T *m W2^T *m W2)) = norm2 u * norm2 (P^T *m W2 *m b) - norm2 (W2 *m b) * norm2 (E^T *m u).
Proof.
rewrite /hess2 word_dir2 -/P crit2 mul0mx mxtrace0 mulr0 subr0 !norm2_rank1.
exact: twice_off.
Qed.

(* W2 not injective, E <> 0 *)
Lemma word_dir1 (a b c d : nat) (w1 : 'M[F]_(b, a)) (w2 : 'M[F]_(c, b)) (e : 'M[F]_(c, a)) (z : 'M[F]_(b, d)) (u : 'M[F]_(c, d)) s :
  norm2 (u *m z^T *m w1 + w2 *m (s *: (z *m u^T *m e))) = norm2 (u *m z^T *m w1 + s *: ((w2 *m z) *m u^T *m e)).
Proof. by rewrite -scalemxAr !mulmxA. Qed.
Lemma not_injective (z : 'M[F]_(p, 1)) : W2 *m z = 0 -> z != 0 -> E != 0 -> exists C V2, hess2 (C *m E) V2 < 0.
Proof.
move=> z0 zn En.
have [u un] : exists u : 'M[F]_(q, 1), E^T *m u != 0.
  case: (pickP (fun i => col i E^T != 0)) => [i ci|no].
    by exists (delta_mx i 0); rewrite -colE.
  have E0 : E^T = 0.
    apply/matrixP => i j; have /negbT := no j; rewrite negbK => /eqP /matrixP /(_ i 0).
    by rewrite [LHS]mxE [RHS]mxE => ->; rewrite mxE.
  by case/eqP: En; rewrite -[LHS]trmxK E0 trmx0.
pose N := norm2 (u *m z^T *m W1); pose D := 2%:R * (norm2 z * norm2 (E^T *m u)).
have D0 : 0 < D by rewrite !mulr_gt0 ?ltr0n ?norm2_gt0.
pose s := - ((N + 1) / D).
exists (s *: (z *m u^T)), (u *m z^T); rewrite -scalemxAl.
rewrite /hess2 word_dir1 z0 !mul0mx scaler0 addr0 -/N.
have -> : \tr (E^T *m (u *m z^T) *m (s *: (z *m u^T *m E))) = s * (norm2 z * norm2 (E^T *m u)).
  rewrite -scalemxAr mxtraceZ; congr (_ * _).
  have -> : E^T *m (u *m z^T) *m (z *m u^T *m E) = (E^T *m u) *m (z^T *m z) *m (E^T *m u)^T.
    by rewrite !trmx_mul trmxK !mulmxA.
  by rewrite mul11 mul_mx_scalar -scalemxAl mxtraceZ mxtrace_mulC.
have -> : 2%:R * (s * (norm2 z * norm2 (E^T *m u))) = s * D by rewrite /D mulrCA.
by rewrite /s mulNr divfK ?gt_eqF // opprD addrA subrr add0r ltrN10.
Qed.

Let dir1 (b : 'M[F]_(p, 1)) (u : 'M[F]_(q, 1)) := b *m u^T *m E.
Let dir2 (b : 'M[F]_(p, 1)) (u : 'M[F]_(q, 1)) := - (u *m b^T *m W2^T *m W2).
Lemma all_directions k l (B : 'M[F]_(p, k)) (U : 'M[F]_(q, l)) :
  (forall i j, 0 <= hess2 (dir1 (col i B) (col j U)) (dir2 (col i B) (col j U))) ->
  norm2 (W2 *m B) * norm2 (E^T *m U) <= norm2 U * norm2 (P^T *m W2 *m B).
Proof.
move=> h; rewrite (norm2_col U) !norm2_mulcol !big_distrlr /= exchange_big /=.
apply: ler_sum => j _; apply: ler_sum => i _; rewrite -subr_ge0 -direction; exact: h.
Qed.

Lemma word_tr2 (a : nat) (A B : 'M[F]_a) : A^T = A -> A *m A = A -> B^T = B -> B *m B = B ->
  norm2 (A *m (1%:M - B)) = \tr A - \tr (A *m B).
Proof.
move=> sA iA sB iB; rewrite /norm2 mxtrace_mulC trmx_mul sA !mulmxA -(mulmxA A).
have -> : (1%:M - B) *m (1%:M - B)^T = 1%:M - B.
  by rewrite linearB /= trmx1 sB mulmxBl !mulmxBr !mul1mx mulmx1 iB subrr subr0.
by rewrite mxtrace_mulC mulmxA iA mulmxBr mulmx1 linearB.
Qed.

Theorem negative_curvature U1 U2 : loss2 U1 U2 < loss2 W1 W2 -> exists C V2, hess2 (C *m E) V2 < 0.
Proof.
move=> less; have [E0 | En] := eqVneq E 0.
  by move: less; rewrite ltNge {1}/loss2 -/P -/E E0 /norm2 mulmx0 mxtrace0 norm2_ge0.
case: (boolP (row_free W2^T)) => [free | nf]; last first.
  have K0 : kermx W2^T != 0 by rewrite kermx_eq0.
  have [i ri] : exists i, row i (kermx W2^T) != 0.
    case: (pickP (fun i => row i (kermx W2^T) != 0)) => [i ri|no]; first by exists i.
    case/eqP: K0; apply/row_matrixP => i; have /negbT := no i; rewrite negbK => /eqP ->.
    by rewrite row0.
  apply: (@not_injective (row i (kermx W2^T))^T) => //.
  - by apply: trmx_inj; rewrite trmx_mul trmxK trmx0 -row_mul mulmx_ker row0.
  - by apply: contraNneq ri => /(congr1 trmx); rewrite trmxK trmx0 => ->.
have [sP keepP trP] := ontoP free; have iP := onto_idem free; set Pi := onto W2 in sP keepP trP iP.
have [Q [sQ iQ keepQ trQ _]] := projector U2.
have PiP : Pi *m P = P by rewrite /P mulmxA keepP.
have EW : E^T *m W2 = 0 by apply: trmx_inj; rewrite trmx_mul trmxK crit1 trmx0.
have EPi : E^T *m Pi = 0 by rewrite /Pi /onto !mulmxA EW !mul0mx.
have EP : E *m P^T = 0 by rewrite /P trmx_mul mulmxA crit2 mul0mx.
pose B := invmx (W2^T *m W2) *m W2^T *m (1%:M - Q).
have WB : W2 *m B = Pi *m (1%:M - Q) by rewrite /B /Pi /onto !mulmxA.
pose U := (1%:M - Pi) *m Q.
case: (pickP (fun ij => hess2 (dir1 (col ij.1 B) (col ij.2 U)) (dir2 (col ij.1 B) (col ij.2 U)) < 0)) => [ij neg | none].
  by exists (col ij.1 B *m (col ij.2 U)^T), (dir2 (col ij.1 B) (col ij.2 U)).
exfalso; move: less; apply/negP; rewrite -leNgt.
have key : norm2 (W2 *m B) * norm2 (E^T *m U) <= norm2 U * norm2 (P^T *m W2 *m B).
  by apply: all_directions => i j; have /negbT := none (i, j); rewrite -leNgt.
rewrite /U in key.
have PB : P^T *m W2 *m B = P^T *m (1%:M - Q).
  rewrite -mulmxA WB mulmxA; congr (_ *m _); apply: trmx_inj; by rewrite trmx_mul trmxK sP PiP.
have EU : E^T *m ((1%:M - Pi) *m Q) = E^T *m Q.
  by rewrite mulmxA mulmxBr mulmx1 EPi subr0.
rewrite WB PB EU in key.
pose a := norm2 (Pi *m (1%:M - Q)); pose b := norm2 ((1%:M - Pi) *m Q).
pose SE := norm2 (E^T *m Q); pose SP := norm2 (P^T *m (1%:M - Q)).
have ba : b <= a.
  have -> : b = \tr Q - \tr (Q *m Pi).
    by rewrite /b -norm2_tr trmx_mul linearB /= trmx1 sP sQ word_tr2.
  have -> : a = \tr Pi - \tr (Pi *m Q) by rewrite /a word_tr2.
  by rewrite (mxtrace_mulC Q) ler_add2r trP.
have SES : SE <= SP.
  have [a0 | an] := eqVneq a 0.
    have b0 : b = 0 by apply/eqP; rewrite eq_le norm2_ge0 andbT -[X in _ <= X]a0.
    have U0 : (1%:M - Pi) *m Q = 0 := norm2_eq0 b0.
    by rewrite /SE -EU U0 mulmx0 /norm2 mulmx0 mxtrace0 norm2_ge0.
  have a0 : 0 < a by rewrite lt0r an norm2_ge0.
  rewrite -(ler_pmul2l a0); apply: (le_trans key); rewrite -/b -/SP.
  by rewrite ler_wpmul2r ?norm2_ge0.
have split (M : 'M[F]_(q, n)) : norm2 M = norm2 (Q *m M) + norm2 ((1%:M - Q) *m M).
  by rewrite (word_split M sQ) iQ subrr mulmx0 mul0mx mxtrace0 mulr0 addr0.
have lower : norm2 ((1%:M - Q) *m Y) <= loss2 U1 U2.
  rewrite /loss2 (split (U2 *m U1 - Y)) -[X in X <= _]add0r ler_add ?norm2_ge0 //.
  have -> : (1%:M - Q) *m (U2 *m U1 - Y) = - ((1%:M - Q) *m Y).
    by rewrite mulmxBr mulmxA mulmxBl mul1mx keepQ subrr mul0mx sub0r.
  by rewrite /norm2 w_trN mulNmx mulmxN opprK.
apply: le_trans lower; rewrite /loss2 -/P -/E.
have -> : Y = P - E by rewrite /E opprB addrC subrK.
rewrite (_ : norm2 ((1%:M - Q) *m (P - E)) = SP + norm2 ((1%:M - Q) *m E)); last first.
  by rewrite word_cross2 ?EP ?mul0mx ?mxtrace0 ?mulr0 ?subr0 // linearB /= trmx1 sQ.
rewrite (split E) ler_add2r; apply: le_trans SES.
by rewrite /SE -norm2_tr trmx_mul sQ.
Qed.
End Two.
(* any data X, Y, nothing assumed of them *)
Lemma word_diff3 (F : comRingType) a b c m (X : 'M[F]_(a, m)) (Y : 'M[F]_(c, m)) (W1 V1 : 'M[F]_(b, a)) (W2 V2 : 'M[F]_(c, b)) :
  \tr ((W2 *m W1 *m X - Y)^T *m (V2 *m W1 + W2 *m V1) *m X) =
  \tr (((W2 *m W1 *m X - Y) *m X^T *m W1^T)^T *m V2) + \tr ((W2^T *m ((W2 *m W1 *m X - Y) *m X^T))^T *m V1).
Proof. words. Qed.
Lemma word_orth (F : comRingType) a b (U V : 'M[F]_(a, b)) : norm2 (U - V) = norm2 U + norm2 V - 2%:R * \tr (U *m V^T).
Proof. words. Qed.
Section Data.
Variables (F : realFieldType) (n p q m : nat) (X : 'M[F]_(n, m)) (Y : 'M[F]_(q, m)).
Definition lossX (W1 : 'M[F]_(p, n)) (W2 : 'M[F]_(q, p)) := norm2 (W2 *m W1 *m X - Y).
Definition diffX (W1 : 'M[F]_(p, n)) (W2 : 'M[F]_(q, p)) (V1 : 'M[F]_(p, n)) (V2 : 'M[F]_(q, p)) :=
  \tr ((W2 *m W1 *m X - Y)^T *m (V2 *m W1 + W2 *m V1) *m X).
Definition hessX (W1 : 'M[F]_(p, n)) (W2 : 'M[F]_(q, p)) (V1 : 'M[F]_(p, n)) (V2 : 'M[F]_(q, p)) :=
  norm2 ((V2 *m W1 + W2 *m V1) *m X) + 2%:R * \tr ((W2 *m W1 *m X - Y)^T *m (V2 *m V1) *m X).
Lemma word_diffX W1 W2 V1 V2 : diffX W1 W2 V1 V2 =
  \tr (((W2 *m W1 *m X - Y) *m X^T *m W1^T)^T *m V2) + \tr ((W2^T *m ((W2 *m W1 *m X - Y) *m X^T))^T *m V1).
Proof. exact: word_diff3. Qed.
Lemma word_pyth (a b c : nat) (A : 'M[F]_(a, b)) (B : 'M[F]_(a, c)) (Z : 'M[F]_(b, c)) (Q : 'M[F]_c) : Q^T = Q -> Q *m Q = Q -> Z *m Q = Z ->
  norm2 (A *m Z - B) = norm2 (A *m Z - B *m Q) + norm2 (B *m (1%:M - Q)).
Proof.
move=> sQ iQ ZQ; have -> : A *m Z - B = (A *m Z - B *m Q) - B *m (1%:M - Q) by rewrite mulmxBr mulmx1 opprB addrA subrK.
rewrite word_orth (_ : (A *m Z - B *m Q) *m (B *m (1%:M - Q))^T = 0) ?mxtrace0 ?mulr0 ?subr0 //.
rewrite trmx_mul linearB /= trmx1 sQ mulmxA -{1}ZQ mulmxA -mulmxBl -(mulmxA _ Q) mulmxBr mulmx1 iQ subrr.
by rewrite mulmx0 mul0mx.
Qed.
Theorem no_spurious W1 W2 : (forall V1 V2, diffX W1 W2 V1 V2 = 0) -> forall U1 U2, lossX U1 U2 < lossX W1 W2 ->
  exists V1 V2, hessX W1 W2 V1 V2 < 0.
Proof.
move=> crit U1 U2 less.
have [Q [sQ iQ keep _ [R QR]]] := projector X^T.
have XQ : X *m Q = X by apply: trmx_inj; rewrite trmx_mul sQ.
pose E := W2 *m W1 *m X - Y.
have c1 : W2^T *m (E *m X^T) = 0.
  by apply: norm2_eq0; have := crit (W2^T *m (E *m X^T)) 0; rewrite word_diffX mulmx0 mxtrace0 add0r.
have c2 : E *m X^T *m W1^T = 0.
  by apply: norm2_eq0; have := crit 0 (E *m X^T *m W1^T); rewrite word_diffX mulmx0 mxtrace0 addr0.
have QK : Q = R^T *m X by rewrite -sQ QR trmx_mul trmxK.
have EQ : W2 *m (W1 *m X) - Y *m Q = E *m Q by rewrite /E mulmxBl -(mulmxA _ X) XQ !mulmxA.
have less' : loss2 (Y *m Q) (U1 *m X) U2 < loss2 (Y *m Q) (W1 *m X) W2.
  move: less; rewrite /lossX /loss2 (word_pyth _ _ sQ iQ XQ) [X in _ < X](word_pyth _ _ sQ iQ XQ) ltr_add2r.
  by rewrite !mulmxA.
have [] := negative_curvature _ _ less'.
- by rewrite EQ QR !mulmxA -[W2^T *m E *m _]mulmxA c1 mul0mx.
- by rewrite EQ trmx_mul mulmxA -(mulmxA E) -{1}sQ -trmx_mul XQ c2.
move=> C [V2]; rewrite EQ (_ : C *m (E *m Q) = (C *m E *m R^T) *m X); last by rewrite QK !mulmxA.
move: (C *m E *m R^T) => D neg; exists D, V2; apply: le_lt_trans neg.
rewrite /hess2 EQ /hessX -/E le_eqVlt; apply/orP; left; apply/eqP; congr (norm2 _ + _ * _).
  by rewrite mulmxDl !mulmxA.
rewrite -{1}XQ trmx_mul sQ; rewrite -!mulmxA [in RHS]mxtrace_mulC.
by rewrite !mulmxA.
Qed.
End Data.
