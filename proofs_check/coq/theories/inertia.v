(* Inertia of symmetric matrices by explicit frames.

     inertia M a b c      in some basis of rows the form M is a sum of a squares, minus b squares, and c zeros
     law_pos, law_rank    Sylvester's law: a, and a + b = rank M, do not depend on the basis
     definite_frames M p q
                          p rows span a space on which the form is positive, q rows one on which it is negative, and rank M <= p + q
     definite_bound       p + q <= rank M for any two such spaces
     law_frames           so p and q do not depend on the frames
     inertia_frames, frames_inertia
                          an inertia (a, b, c) has such frames, and whoever has such frames knows the inertia
     absorb               a sum of k products x_i y_i, where x_i occurs nowhere else, adds k to a and to b *)
From mathcomp Require Import all_ssreflect all_algebra ring zify.
From symdln Require Import definitions words norms network zero two_layers.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma word_top (F : comRingType) k (J B : 'M[F]_k) (h s s' : F) :
  h *: (s' *: J - B) + h *: (s *: J - B) + B = h *: ((s + s') *: J) + (1 - (h + h)) *: B.
Proof. words. Qed.
Section Law.
Variable F : realFieldType.
(* the rows of A, B, C are together a basis in which the form is the sum of a squares, minus b squares, and c zeros *)
Definition inertia N (M : 'M[F]_N) a b c := exists (A : 'M[F]_(a, N)) (B : 'M[F]_(b, N)) (C : 'M[F]_(c, N)),
  [/\ row_free (col_mx A (col_mx B C)), (a + (b + c))%N = N &
   col_mx A (col_mx B C) *m M *m (col_mx A (col_mx B C))^T = block_mx 1%:M 0 0 (block_mx (- 1%:M) 0 0 0)].
Definition qf N (M : 'M[F]_N) (x : 'rV_N) := \tr (x *m M *m x^T).

Lemma tr_sq k l (x : 'M[F]_(k, l)) : \tr (x *m x^T) = norm2 x^T. Proof. by rewrite /norm2 trmxK. Qed.
Lemma disjoint N a b (M : 'M[F]_N) (A : 'M[F]_(a, N)) (B : 'M[F]_(b, N)) : row_free A -> row_free B ->
  (forall x : 'rV_a, x != 0 -> 0 < qf M (x *m A)) -> (forall y : 'rV_b, qf M (y *m B) <= 0) -> (a + b <= N)%N.
Proof.
move=> fA fB pos neg.
have cap : (A :&: B)%MS = 0.
  apply/eqP/rowV0P => v; rewrite sub_capmx => /andP[/submxP[x vx] /submxP[y vy]].
  have [x0|xn] := eqVneq x 0; first by rewrite vx x0 mul0mx.
  by have := lt_le_trans (pos x xn) (eq_ind v (fun w => qf M w <= 0) (eq_ind_r (fun w => qf M w <= 0) (neg y) vy) _ vx); rewrite ltxx.
have := mxrank_sum_cap A B; rewrite cap mxrank0 addn0 (eqP fA) (eqP fB) => <-.
exact: rank_leq_col.
Qed.
Lemma frames N (M : 'M[F]_N) a b c : inertia M a b c ->
  (exists A : 'M[F]_(a, N), row_free A /\ forall x : 'rV_a, x != 0 -> 0 < qf M (x *m A)) /\
  (exists B : 'M[F]_(b + c, N), row_free B /\ forall y, qf M (y *m B) <= 0).
Proof.
case=> A [B [C [free _ form]]]; pose D := col_mx B C; rewrite -/D in free form.
have rows k (K : 'M[F]_(k, a + (b + c))) : row_free K -> row_free (K *m col_mx A D) by move=> fK; rewrite /row_free mxrankMfree.
have qfE k (K : 'M[F]_(k, a + (b + c))) (x : 'rV_k) : qf M (x *m (K *m col_mx A D)) =
   \tr ((x *m K) *m block_mx 1%:M 0 0 (block_mx (- 1%:M) 0 0 0) *m (x *m K)^T).
  by rewrite /qf -form !trmx_mul !mulmxA.
split.
- exists (row_mx 1%:M 0 *m col_mx A D); split.
    apply: rows; rewrite -row_leq_rank; have := mxrankM_maxl (row_mx 1%:M 0 : 'M[F]_(a, a + (b + c))) (col_mx 1%:M 0).
    by rewrite mul_row_col mulmx1 mul0mx addr0 mxrank1.
  move=> x xn; rewrite qfE mul_mx_row mulmx1 mulmx0 mul_row_block tr_row_mx mul_row_col.
  rewrite !mulmx0 !mul0mx mulmx1 !addr0 trmx0 mulmx0 addr0 tr_sq norm2_gt0 //.
  by apply: contraNneq xn => /(congr1 trmx); rewrite trmxK trmx0 => ->.
- exists (row_mx 0 1%:M *m col_mx A D); split.
    apply: rows; rewrite -row_leq_rank; have := mxrankM_maxl (row_mx 0 1%:M : 'M[F]_(b + c, a + (b + c))) (col_mx 0 1%:M).
    by rewrite mul_row_col mulmx1 mulmx0 add0r mxrank1.
  move=> y; rewrite qfE mul_mx_row mulmx1 mulmx0 mul_row_block tr_row_mx mul_row_col.
  rewrite !mul0mx !mulmx0 !add0r trmx0 ?mulmx0 ?mul0mx ?add0r.
  rewrite -[y]hsubmxK mul_row_block tr_row_mx mul_row_col !mulmx0 !addr0 mul0mx addr0 mulmxN mulmx1 mulNmx linearN /= oppr_le0.
  by rewrite tr_sq norm2_ge0.
Qed.
Theorem law_pos N (M : 'M[F]_N) a b c a' b' c' : inertia M a b c -> inertia M a' b' c' -> a = a'.
Proof.
have half x y z x' y' z' : inertia M x y z -> inertia M x' y' z' -> (x <= x')%N.
  move=> i i'; have [[A [fA pA]] _] := frames i; have [_ [B [fB nB]]] := frames i'.
  case: i' => _ [_ [_ [_ e _]]]; have := disjoint fA fB pA nB.
  by rewrite -e leq_add2r.
by move=> i i'; apply/eqP; rewrite eqn_leq (half _ _ _ _ _ _ i i') (half _ _ _ _ _ _ i' i).
Qed.
Theorem law_rank N (M : 'M[F]_N) a b c : inertia M a b c -> (a + b)%N = \rank M /\ (a + b + c)%N = N.
Proof.
case=> A [B [C []]]; set P := col_mx A _ => free e form; split; last by rewrite -addnA.
have full : row_full P by rewrite /row_full (eqP free) e.
have freeT : row_free P^T by rewrite /row_free mxrank_tr; exact: full.
have := congr1 (fun Z => \rank Z) form; rewrite mxrankMfree // -mxrank_tr trmx_mul mxrankMfree // mxrank_tr => ->.
by rewrite !rank_diag_block_mx mxrank0 addn0 mxrank1 mxrank_opp mxrank1.
Qed.

Lemma inertiaI N (M : 'M[F]_N) a b c (A : 'M[F]_(a, N)) (B : 'M[F]_(b, N)) (C : 'M[F]_(c, N)) : M^T = M ->
  row_free (col_mx A (col_mx B C)) -> (a + (b + c))%N = N ->
  A *m M *m A^T = 1%:M -> B *m M *m B^T = - 1%:M -> C *m M *m C^T = 0 ->
  A *m M *m B^T = 0 -> A *m M *m C^T = 0 -> B *m M *m C^T = 0 -> inertia M a b c.
Proof.
move=> sM free e AA BB CC AB AC BC; exists A, B, C; split=> //.
have flip k l (U : 'M[F]_(k, N)) (V : 'M[F]_(l, N)) : U *m M *m V^T = 0 -> V *m M *m U^T = 0.
  by move/(congr1 trmx); rewrite !trmx_mul trmxK sM trmx0 mulmxA.
rewrite !tr_col_mx (mul_col_mx A) (mul_col_mx B) !mul_col_row mul_mx_row mul_col_mx AA BB CC AB AC BC (flip _ _ _ _ AB) (flip _ _ _ _ AC) (flip _ _ _ _ BC).
by rewrite row_mx0 col_mx0.
Qed.
Lemma inertiaE N (M : 'M[F]_N) a b c : inertia M a b c -> exists (A : 'M[F]_(a, N)) (B : 'M[F]_(b, N)) (C : 'M[F]_(c, N)),
  [/\ row_free (col_mx A (col_mx B C)), A *m M *m A^T = 1%:M, B *m M *m B^T = - 1%:M, C *m M *m C^T = 0 &
   [/\ A *m M *m B^T = 0, A *m M *m C^T = 0 & B *m M *m C^T = 0]].
Proof.
case=> A [B [C [free e]]]; rewrite !tr_col_mx (mul_col_mx A) (mul_col_mx B) !mul_col_row => /eq_block_mx [AA].
rewrite mul_mx_row -row_mx0 => /eq_row_mx [AB AC] _ /eq_block_mx [BB BC _ CC].
by exists A, B, C.
Qed.

(* k products x_i y_i, x_i private: y may meet y (B) and all other variables (C) as it likes, D is the rest of the form *)
Section Absorb.
Variables (k t : nat) (B : 'M[F]_k) (C : 'M[F]_(k, t)) (D : 'M[F]_t).
Hypotheses (sB : B^T = B) (sD : D^T = D).
Definition absorbed : 'M[F]_(k + (k + t)) := block_mx 0 (row_mx 1%:M 0) (col_mx 1%:M 0) (block_mx B C C^T D).
Lemma pairing a b (x y : 'M[F]_(a, k)) (w : 'M[F]_(a, t)) (x' y' : 'M[F]_(b, k)) (w' : 'M[F]_(b, t)) :
  row_mx x (row_mx y w) *m absorbed *m (row_mx x' (row_mx y' w'))^T =
  y *m x'^T + x *m y'^T + (y *m B *m y'^T + w *m C^T *m y'^T) + (y *m C *m w'^T + w *m D *m w'^T).
Proof.
rewrite /absorbed !mul_row_block mul_mx_row add_row_mx !tr_row_mx !mul_row_col.
by rewrite !mulmx0 !mulmx1 ?add0r ?addr0 !mulmxDl !addrA.
Qed.
Lemma absorbed_sym : absorbed^T = absorbed.
Proof. by rewrite /absorbed !tr_block_mx tr_row_mx tr_col_mx !trmx1 !trmx0 sB sD trmxK. Qed.
Theorem absorb a b c : inertia D a b c -> inertia absorbed (k + a) (k + b) c.
Proof.
move/[dup]/law_rank => [_ dim] /inertiaE [P [N [Z [free PP NN ZZ [PN PZ NZ]]]]].
pose h : F := 2%:R^-1; have hh : h + h = 1 by rewrite /h -mulr2n -[_ *+ 2]mulr_natl divff ?pnatr_eq0.
pose low r (w : 'M[F]_(r, t)) := row_mx (- (w *m C^T)) (row_mx (0 : 'M[F]_(r, k)) w).
pose top (s : F) := row_mx (h *: (s *: 1%:M - B)) (row_mx (1%:M : 'M[F]_k) (0 : 'M[F]_(k, t))).
have ll r r' (w : 'M[F]_(r, t)) (w' : 'M[F]_(r', t)) : low r w *m absorbed *m (low r' w')^T = w *m D *m w'^T.
  by rewrite pairing !trmx0 !mulmx0 !mul0mx !add0r ?addr0 ?add0r.
have tl r s (w : 'M[F]_(r, t)) : top s *m absorbed *m (low r w)^T = 0.
  by rewrite pairing !trmx0 !mulmx0 !mul0mx !mul1mx ?addr0 linearN /= trmx_mul trmxK ?addr0 addNr.
have lt r s (w : 'M[F]_(r, t)) : low r w *m absorbed *m (top s)^T = 0.
  by have := congr1 trmx (tl r s w); rewrite !trmx_mul trmxK absorbed_sym trmx0 mulmxA.
have tt s s' : top s *m absorbed *m (top s')^T = h *: ((s + s') *: 1%:M).
  rewrite pairing !trmx0 !mulmx0 !mul0mx trmx1 !mulmx1 !mul1mx ?addr0 linearZ /= linearB /= linearZ /= trmx1 sB.
  by rewrite ?addr0 word_top hh subrr scale0r addr0.
have block r s (w : 'M[F]_(r, t)) r' s' (w' : 'M[F]_(r', t)) :
  col_mx (top s) (low r w) *m absorbed *m (col_mx (top s') (low r' w'))^T = block_mx (h *: ((s + s') *: 1%:M)) 0 0 (w *m D *m w'^T).
  by rewrite tr_col_mx mul_col_mx mul_col_row tt tl lt ll.
apply: (@inertiaI _ _ _ _ _ (col_mx (top 1) (low _ P)) (col_mx (top (- 1)) (low _ N)) (low _ Z)).
- exact: absorbed_sym.
- apply: inj_row_free => v; rewrite -[v]hsubmxK -[lsubmx v]hsubmxK -[rsubmx v]hsubmxK -[lsubmx (rsubmx v)]hsubmxK.
  move: (lsubmx (lsubmx v)) (rsubmx (lsubmx v)) (lsubmx (lsubmx (rsubmx v))) (rsubmx (lsubmx (rsubmx v))) (rsubmx (rsubmx v)) => v1 v2 v3 v4 v5.
  rewrite !mul_row_col /top /low !mul_mx_row !add_row_mx !mulmx0 !mulmx1 ?addr0 ?add0r.
  move/eqP; rewrite !row_mx_eq0 => /and3P [/eqP ex /eqP ey /eqP ew].
  have : row_mx v2 (row_mx v4 v5) *m col_mx P (col_mx N Z) = 0 by rewrite !mul_row_col.
  rewrite -[X in _ = X](mul0mx _ (col_mx P (col_mx N Z))) => /(row_free_inj free) /eqP; rewrite !row_mx_eq0 => /and3P [/eqP e2 /eqP e4 /eqP e5].
  have e3 : v3 = - v1 by apply/eqP; rewrite -addr_eq0 addrC ey.
  move: ex; rewrite e2 e4 e5 e3 !mul0mx !addr0 -!scalemxAr mulNmx scalerN -scalerBr -mulmxBr.
  have -> : 1 *: 1%:M - B - (-1 *: 1%:M - B) = 2%:R *: 1%:M :> 'M[F]_k.
    by rewrite opprB addrA subrK scaleN1r opprK scale1r -mulr2n -scaler_nat.
  rewrite -scalemxAr mulmx1 scalerA /h mulVf ?pnatr_eq0 // scale1r => ->.
  by rewrite oppr0 !row_mx0.
- by rewrite -dim; lia.
- by rewrite block PP -mulr2n scalerA mulVf ?pnatr_eq0 // scale1r -scalar_mx_block.
- rewrite block NN -opprD -mulr2n scaleNr scalerN scalerA mulVf ?pnatr_eq0 // scale1r.
  by rewrite (scalar_mx_block _ _ 1) opp_block_mx !oppr0.
- by rewrite ll.
- by rewrite block PN subrr scale0r scaler0 block_mx0.
- by rewrite 2!mul_col_mx tl ll PZ col_mx0.
- by rewrite 2!mul_col_mx tl ll NZ col_mx0.
Qed.
End Absorb.
End Law.

(* Definite frames: over an ordered field without square roots there need be no orthonormal rows, but definite ones there are. *)
Section Frames.
Variables (F : realFieldType) (N : nat) (M : 'M[F]_N).
Definition positive p (A : 'M[F]_(p, N)) := forall x : 'rV_p, x != 0 -> 0 < qf M (x *m A).
Definition negative q (B : 'M[F]_(q, N)) := forall y : 'rV_q, y != 0 -> qf M (y *m B) < 0.
Definition definite_frames p q := [/\ exists A : 'M[F]_(p, N), positive A, exists B : 'M[F]_(q, N), negative B & (\rank M <= p + q)%N].
Hypothesis sM : M^T = M.
Lemma qf_turn (u v : 'rV[F]_N) : \tr (u *m M *m v^T) = \tr (v *m M *m u^T).
Proof. by rewrite -mxtrace_tr !trmx_mul trmxK sM mulmxA. Qed.
Theorem definite_bound p q (A : 'M[F]_(p, N)) (B : 'M[F]_(q, N)) : positive A -> negative B -> (p + q <= \rank M)%N.
Proof.
move=> pos neg; suff /eqP <- : row_free (col_mx A B *m M) by exact: mxrankM_maxr.
apply: inj_row_free => v; rewrite -[v]hsubmxK; move: (lsubmx v) (rsubmx v) => x y.
rewrite mulmxA mul_row_col mulmxDl => /eqP; rewrite addr_eq0 => /eqP e.
have same : qf M (x *m A) = qf M (y *m B).
  rewrite /qf e mulNmx linearN /= qf_turn e mulNmx linearN /= opprK; exact: erefl.
have [x0 | xn] := eqVneq x 0; have [y0 | yn] := eqVneq y 0; first by rewrite x0 y0 row_mx0.
- by have := neg y yn; rewrite -same x0 /qf !mul0mx mxtrace0 ltxx.
- by have := pos x xn; rewrite same y0 /qf !mul0mx mxtrace0 ltxx.
- by have := lt_trans (pos x xn) (eq_ind_r (fun s => s < 0) (neg y yn) same); rewrite ltxx.
Qed.
Theorem law_frames p q p' q' : definite_frames p q -> definite_frames p' q' -> p = p' /\ q = q'.
Proof.
move=> [[A pA] [B nB] r] [[A' pA'] [B' nB'] r'].
by move: (definite_bound pA nB) (definite_bound pA' nB) (definite_bound pA nB') (definite_bound pA' nB'); lia.
Qed.
End Frames.
Theorem inertia_frames (F : realFieldType) N (M : 'M[F]_N) a b c : inertia M a b c -> definite_frames M a b.
Proof.
move=> i; have [ab _] := law_rank i; case/inertiaE: i => [A [B [C [free AA BB _ _]]]].
have norm k (x : 'rV[F]_k) : x != 0 -> 0 < \tr (x *m x^T).
  by move=> xn; rewrite tr_sq norm2_gt0 //; apply: contraNneq xn => /(congr1 trmx); rewrite trmxK trmx0 => ->.
split; last by rewrite ab.
- exists A => x xn; rewrite /qf trmx_mul !mulmxA -(mulmxA x) -(mulmxA x) AA mulmx1; exact: norm.
- by exists B => x xn; rewrite /qf trmx_mul !mulmxA -(mulmxA x) -(mulmxA x) BB mulmxN mulmx1 mulNmx linearN oppr_lt0 norm.
Qed.
Corollary frames_inertia (F : realFieldType) N (M : 'M[F]_N) p q a b c : M^T = M -> definite_frames M p q -> inertia M a b c ->
  [/\ a = p, b = q & (p + q + c)%N = N].
Proof.
move=> sM f i; have [<- <-] := law_frames sM (inertia_frames i) f; split=> //.
by have [] := law_rank i.
Qed.
