(* The network in bases made of strings (string_bases.v): every path is then a diagonal matrix of zeros and ones.

     mask p             the diagonal matrix with ones at the indices that p selects
     masked_inverse     B has a right inverse R with R B = mask p, if the columns of B outside of p are 0 and those inside a basis
     outer_basis, around
                        a path maps the vector of a string at its beginning to that at its end, if the string contains the path
     outer_rank, around_rank
                        so its rank is the number of strings that contain it
     coordinates        a direction V in these bases: one matrix of pairs of strings for each layer
     product1_coordinates, product2_coordinates
                        the parts of order 1 and 2 of the product: has_square and has_product say which variables occur *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From symdln Require Import definitions words network flow losses string_bases.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Masks.
Variables (F : fieldType) (k : nat).
Implicit Types p q : 'I_k -> bool.
Definition mask p : 'M[F]_k := \matrix_(i, j) (p i && (i == j))%:R.
Lemma mask_row r p (A : 'M[F]_(k, r)) i j : (mask p *m A) i j = (p i)%:R * A i j.
Proof.
rewrite mxE (bigD1 i) //= mxE eqxx andbT big1 ?addr0 // => i' ne.
by rewrite mxE eq_sym (negPf ne) andbF mul0r.
Qed.
Lemma mask_col r p (A : 'M[F]_(r, k)) i j : (A *m mask p) i j = (p j)%:R * A i j.
Proof.
rewrite mxE (bigD1 j) //= mxE eqxx andbT big1 ?addr0 => [|i' ne]; first by rewrite mulrC.
by rewrite mxE (negPf ne) andbF mulr0.
Qed.
Lemma mask_mask p q : mask p *m mask q = mask (fun i => p i && q i).
Proof. by apply/matrixP => i j; rewrite mask_row !mxE; case: (p i); rewrite ?mul1r ?mul0r. Qed.
Lemma mask_same p q : p =1 q -> mask p = mask q.
Proof. by move=> e; apply/matrixP => i j; rewrite !mxE e. Qed.
Lemma mask_tr p : (mask p)^T = mask p.
Proof. by apply/matrixP => i j; rewrite !mxE eq_sym; case: eqP => [->|]; rewrite ?andbF. Qed.
Lemma mask_not p : mask p + mask (fun i => ~~ p i) = 1%:M.
Proof. by apply/matrixP => i j; rewrite !mxE; case: (p i); case: (i == j); rewrite ?addr0 ?add0r. Qed.
Lemma mask_rank p : (\rank (mask p) <= \sum_i p i)%N.
Proof.
have -> : mask p = \sum_i (p i)%:R *: delta_mx i i.
  apply/matrixP => a b; rewrite summxE (bigD1 a) //= big1 ?addr0 => [|i ne]; rewrite !mxE.
    by rewrite eqxx [b == a]eq_sym -natrM mulnb.
  by rewrite [a == i]eq_sym (negPf ne) /= mulr0.
elim/big_ind2: _ => [|A x B y hA hB|i _]; first by rewrite mxrank0.
  exact: leq_trans (mxrank_add _ _) (leq_add hA hB).
by case: (p i); rewrite ?scale0r ?mxrank0 // scale1r mxrank_delta.
Qed.
Lemma mask_rank_sum p : \rank (mask p) = (\sum_i p i)%N.
Proof.
have both : (\sum_i p i + \sum_i ~~ p i = k)%N.
  by rewrite -big_split /= -[RHS]card_ord -sum1_card; apply: eq_bigr => i _; case: (p i).
apply/eqP; rewrite eqn_leq mask_rank /= -(leq_add2r (\sum_i ~~ p i)) both -{1}(mxrank1 F k) -(mask_not p).
by apply: leq_trans (mxrank_add _ _) _; rewrite leq_add2l mask_rank.
Qed.
(* the columns of B outside the mask are 0, those inside are a basis *)
Lemma masked_inverse r p (B : 'M[F]_(r, k)) : (forall i, ~~ p i -> col i B = 0) -> \rank B = r -> (\sum_i p i)%N = r ->
  let R := mask p *m pinvmx B in B *m R = 1%:M /\ R *m B = mask p.
Proof.
move=> out rB np R; have Bp : B *m mask p = B.
  apply/matrixP => i j; rewrite mask_col; case pj : (p j); first by rewrite mul1r.
  by have /colP/(_ i) := out j (negbT pj); rewrite !mxE => ->; rewrite mulr0.
have BR : B *m R = 1%:M by rewrite /R mulmxA Bp mulmxVp // /row_free rB.
split=> //; apply/eqP; rewrite -subr_eq0; apply/eqP.
set Z := R *m B - mask p; have Zp : mask p *m Z = Z by rewrite /Z /R mulmxBr !mulmxA !mask_mask (@mask_same _ p) // => i; exact: andbb.
have BZ : B *m Z = 0 by rewrite mulmxBr mulmxA BR mul1mx Bp subrr.
pose O := mask (fun i => ~~ p i); have pO : mask p *m O = 0.
  by rewrite mask_mask; apply/matrixP => i j; rewrite !mxE andbN.
have : (kermx B^T <= O)%MS.
  have le : (O <= kermx B^T)%MS by apply/sub_kermxP; rewrite -[O]mask_tr -trmx_mul -Bp -mulmxA pO mulmx0 trmx0.
  have [_ <-] := mxrank_leqif_sup le; rewrite eqn_leq mxrankS //= mxrank_ker mxrank_tr rB.
  have := mxrank_add (mask p) O; rewrite mask_not mxrank1; have := mask_rank p; rewrite np; lia.
move=> kO; have /submxP[D ZO] : (Z^T <= O)%MS by apply: submx_trans kO; apply/sub_kermxP; rewrite -trmx_mul BZ trmx0.
apply: trmx_inj; rewrite -Zp trmx_mul mask_tr ZO -mulmxA trmx0 -[O]mask_tr -[mask p]mask_tr -trmx_mul pO trmx0.
exact: mulmx0.
Qed.
End Masks.

Section Coordinates.
Variables (F : fieldType) (d : nat -> nat) (H : nat) (W : layers F d) (E : 'M[F]_(d 0%N, d H)).
Variables (k : nat) (a l : 'I_k -> nat) (B : forall j, 'M[F]_(d j, k)).
Hypothesis bases : bases_of W E a l B.
Definition has s n (i : 'I_k) : bool := contains H (a i) (l i) s n.
Variable R : forall j, 'M[F]_(k, d j).
Definition inverses := forall j, (j <= H)%N -> B j *m R j = 1%:M /\ R j *m B j = mask F (has j 0).
Hypothesis basis_inverse : inverses.
Lemma basis_mask j (p q : 'I_k -> bool) : (j <= H)%N -> (forall i, is_string H (a i) (l i) -> has j 0 i -> p i = q i) -> B j *m mask F p = B j *m mask F q.
Proof.
case: bases => str all jH e; have [none _ _ _ _] := all j jH; apply/matrixP => x i; rewrite !mask_col.
case ci : (has j 0 i); first by rewrite (e _ (str i) ci).
by have /colP/(_ x) := none i (negbT ci); rewrite !mxE => ->; rewrite !mulr0.
Qed.
Lemma col_mask r (p : 'I_k -> bool) (A : 'M[F]_(r, k)) (C : 'M[F]_(r, k)) : (forall i, p i -> col i A = col i C) -> (forall i, ~~ p i -> col i A = 0) -> A = C *m mask F p.
Proof.
move=> yes no; apply/matrixP => x i; rewrite mask_col; case pi : (p i).
  by have /colP/(_ x) := yes i pi; rewrite !mxE mul1r.
by have /colP/(_ x) := no i (negbT pi); rewrite !mxE mul0r.
Qed.
Lemma layer_basis j : (j < H)%N -> W j *m B j = B j.+1 *m mask F (has j 0).
Proof.
case: bases => _ all jH; have [none step _ _ _] := all j (ltnW jH); apply: col_mask => i ci.
  by rewrite -step // !colE mulmxA.
by rewrite colE -mulmxA -colE none // mulmx0.
Qed.
Lemma closing_basis : E *m B H = B 0%N *m mask F (has H 0).
Proof.
case: bases => _ all; have [none _ step _ _] := all H (leqnn H); apply: col_mask => i ci.
  by rewrite -step // !colE mulmxA.
by rewrite colE -mulmxA -colE none // mulmx0.
Qed.
Lemma outer_basis j e : (j <= e)%N -> (e <= H)%N -> outer W e j *m B j = B e *m mask F (has j (e - j)).
Proof.
have start i : (i <= H)%N -> outer W i i *m B i = B i *m mask F (has i (i - i)).
  move=> iH; rewrite outer_self mul1mx subnn -[LHS]mulmx1 -(mask_not F (fun=> true)) mulmxDr.
  rewrite [X in _ + X](_ : _ = 0) ?addr0; first by apply: basis_mask => // s _ ->.
  by apply/matrixP => x y; rewrite mask_col mul0r mxE.
elim: e => [|e IH]; first by rewrite leqn0 => /eqP ->; exact: start.
rewrite leq_eqVlt => /orP[/eqP <- | je eH]; first exact: start.
rewrite ltnS in je; rewrite outer_step // -mulmxA IH ?(ltnW eH) // mulmxA layer_basis // -mulmxA mask_mask.
apply: basis_mask => // i; move: eH je; rewrite /has /contains /is_string; clear; move: (a i) (l i) => s n; lia.
Qed.
Lemma product_basis j : (j <= H)%N -> product W j *m B 0%N = B j *m mask F (has 0 j).
Proof. by move=> jH; rewrite -outer_from_zero outer_basis // subn0. Qed.
Lemma around j m : (j <= m)%N -> (m < H)%N ->
  product W j *m E *m outer W H m.+1 *m B m.+1 = B j *m mask F (has m.+1 (H - m.+1 + j.+1)).
Proof.
move=> jm mH; rewrite -mulmxA outer_basis // mulmxA -(mulmxA (product W j)) closing_basis.
rewrite mulmxA product_basis; last by rewrite (leq_trans jm) // ltnW.
rewrite -2!mulmxA !mask_mask; apply: basis_mask => [|i]; first by rewrite (leq_trans jm) // ltnW.
move: jm mH; rewrite /has /contains /is_string; clear; move: (a i) (l i) => s n; lia.
Qed.

Lemma rank_of (p : 'I_k -> bool) j e (M : 'M[F]_(d e, d j)) : (j <= H)%N -> (e <= H)%N -> M *m B j = B e *m mask F p ->
  (forall i, is_string H (a i) (l i) -> p i -> has e 0 i) -> \rank M = (\sum_i p i)%N.
Proof.
move=> jH eH MB pe; case: bases => str all; have [_ _ _ rk _] := all j jH.
have [_ f] := basis_inverse eH; have free : row_free (B j) by rewrite /row_free rk.
rewrite -(mxrankMfree M free) MB -(mask_rank_sum F p); apply/eqP; rewrite eqn_leq mxrankM_maxr /=.
apply: leq_trans (mxrankM_maxr (R e) _); rewrite mulmxA f mask_mask (@mask_same _ _ _ p) // => i.
by case pi : (p i); rewrite ?andbF // (pe i (str i) pi).
Qed.
Lemma outer_rank j e : (j <= e)%N -> (e <= H)%N -> \rank (outer W e j) = (\sum_i has j (e - j) i)%N.
Proof.
move=> je eH; apply: rank_of (outer_basis je eH) _ => // [|i]; first exact: leq_trans je eH.
by move: je eH; rewrite /has /contains /is_string; clear; move: (a i) (l i) => s n; lia.
Qed.
Lemma around_rank j m : (j <= m)%N -> (m < H)%N -> \rank (product W j *m E *m outer W H m.+1) = (\sum_i has m.+1 (H - m.+1 + j.+1) i)%N.
Proof.
move=> jm mH; have jH : (j <= H)%N := leq_trans jm (ltnW mH).
apply: rank_of (around jm mH) _ => // i.
by move: jm mH; rewrite /has /contains /is_string; clear; move: (a i) (l i) => s n; lia.
Qed.

Variable V : layers F d.
Definition coordinates j : 'M[F]_k := R j.+1 *m V j *m B j.
Lemma in_coordinates j : (j < H)%N -> V j = B j.+1 *m coordinates j *m R j.
Proof.
move=> jH; have [e _] := basis_inverse jH; have [e' _] := basis_inverse (ltnW jH).
by rewrite /coordinates !mulmxA e mul1mx -mulmxA e' mulmx1.
Qed.
Definition first_order : 'M[F]_k := \matrix_(s, t) \sum_(j < H) (has_square H (a s) (l s) (a t) (l t) j.+1)%:R * coordinates j s t.
Lemma inverse_product j : (j <= H)%N -> R j *m product W j = mask F (has 0 j) *m R 0%N.
Proof.
move=> jH; have [e _] := basis_inverse (leq0n H); have [_ f] := basis_inverse jH.
rewrite -[product W j]mulmx1 -e (mulmxA (product W j)) product_basis // !mulmxA f mask_mask; congr (_ *m _).
apply: mask_same => i; case: bases => str _; move: (str i) jH; rewrite /has /contains /is_string; clear; move: (a i) (l i) => s n; lia.
Qed.
Lemma product1_coordinates : product1 W V H = B H *m first_order *m R 0%N.
Proof.
rewrite product1_layers; have -> : first_order = \sum_(j < H) mask F (has j.+1 (H - j.+1)) *m coordinates j *m mask F (has 0 j).
  apply/matrixP => s t; rewrite mxE summxE; apply: eq_bigr => j _; rewrite mask_col mask_row mulrA -natrM mulnb.
  by congr (_%:R * _); rewrite /has_square /has ltn_ord.
rewrite mulmx_sumr mulmx_suml; apply: eq_bigr => j _.
have := in_coordinates (ltn_ord j); move: (coordinates j) => x ->; rewrite !mulmxA outer_basis // -!mulmxA inverse_product ?(ltnW (ltn_ord j)) //.
Qed.
Lemma product2_layers h : product2 W V h = \sum_(m < h) \sum_(j < m) outer W h m.+1 *m V m *m outer W m j.+1 *m V j *m product W j.
Proof.
elim: h => [|h IH]; first by rewrite big_ord0.
have -> : product2 W V h.+1 = V h *m product1 W V h + W h *m product2 W V h by [].
rewrite addrC [RHS]big_ord_recr; congr (_ + _).
  rewrite IH mulmx_sumr; apply: eq_bigr => m _; rewrite mulmx_sumr; apply: eq_bigr => j _.
  by rewrite (outer_step W (ltn_ord m)) !mulmxA.
by rewrite product1_layers mulmx_sumr; apply: eq_bigr => j _; rewrite [nat_of_ord ord_max]/= outer_self mul1mx !mulmxA.
Qed.
Lemma turn n1 n2 n3 n4 (A1 : 'M[F]_(n1, n2)) (A2 : 'M[F]_(n2, n3)) (A3 : 'M[F]_(n3, n4)) (A4 : 'M[F]_(n4, n1)) :
  \tr (A1 *m A2 *m A3 *m A4) = \tr (A4 *m A1 *m A2 *m A3).
Proof. by rewrite mxtrace_mulC !mulmxA. Qed.
Lemma masked_trace (p q : 'I_k -> bool) (x y : 'M[F]_k) : \tr (mask F p *m x *m mask F q *m y) = \sum_s \sum_t (p t && q s)%:R * (y s t * x t s).
Proof.
rewrite exchange_big /= /mxtrace; apply: eq_bigr => t _; rewrite mxE; apply: eq_bigr => s _.
by rewrite mask_col mask_row mulrA -natrM mulnb andbC -mulrA [y s t * _]mulrC.
Qed.
Lemma product2_coordinates : \tr (E *m product2 W V H) =
  \sum_(j < H) \sum_(m < H) \sum_s \sum_t (has_product H (a s) (l s) (a t) (l t) j.+1 m.+1)%:R * (coordinates j s t * coordinates m t s).
Proof.
rewrite product2_layers mulmx_sumr raddf_sum /= [RHS]exchange_big /=; apply: eq_bigr => m _.
rewrite mulmx_sumr raddf_sum /= (big_ord_widen H (fun j => \tr (E *m (outer W H m.+1 *m V m *m outer W m j.+1 *m V j *m product W j)))) ?(ltnW (ltn_ord m)) //.
rewrite big_mkcond; apply: eq_bigr => j _; have jH := ltn_ord j; have mH := ltn_ord m; case: ltnP => jm; last first.
  rewrite big1 // => s _; rewrite big1 // => t _.
  have -> : has_product H (a s) (l s) (a t) (l t) j.+1 m.+1 = false; last by rewrite mul0r.
  by apply/negP => /and5P[_ jm' _ _ _]; move: jm'; rewrite ltnS ltnNge jm.
have := in_coordinates mH; have := in_coordinates jH; move: (coordinates j) (coordinates m) => x y -> ->; rewrite !mulmxA.
have -> : \tr (E *m outer W H m.+1 *m B m.+1 *m y *m R m *m outer W m j.+1 *m B j.+1 *m x *m R j *m product W j) =
  \tr (R j *m (product W j *m E *m outer W H m.+1 *m B m.+1) *m y *m (R m *m (outer W m j.+1 *m B j.+1)) *m x).
  by rewrite -[X in \tr X]mulmxA mxtrace_mulC !mulmxA.
rewrite around ?(ltnW jm) // outer_basis ?(ltnW mH) // !mulmxA.
have [_ ->] := basis_inverse (ltnW jH); have [_ f] := basis_inverse (ltnW mH); rewrite mask_mask -(mulmxA _ (R m)) f.
rewrite -(mulmxA (mask F _ *m y)) mask_mask masked_trace; apply: eq_bigr => s _; apply: eq_bigr => t _; congr (_%:R * _).
case: bases => str _; move: (str s) (str t) jm mH; rewrite /has_product /has /contains /is_string; clear.
move: (a s) (l s) (a t) (l t) (nat_of_ord j) (nat_of_ord m) => a1 l1 a2 l2 j' m'; lia.
Qed.
End Coordinates.
Lemma inverses_exist (F : fieldType) (d : nat -> nat) H (W : layers F d) (E : 'M[F]_(d 0%N, d H)) k (a l : 'I_k -> nat) (B : forall j, 'M[F]_(d j, k)) :
  bases_of W E a l B -> exists R, inverses H a l B R.
Proof.
case=> _ all; exists (fun j => mask F (has H a l j 0) *m pinvmx (B j)) => j jH.
by have [none _ _ rk count] := all j jH; exact: masked_inverse.
Qed.
