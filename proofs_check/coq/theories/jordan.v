(* Homogeneous Jordan bases on a cycle: F^n holds subspaces U 0, ..., U H, and N j maps U j into U (next j), where next is
   0 -> 1 -> ... -> H -> 0.  If every path of H arrows vanishes, the U j have bases made of strings.

     next, steps          the next vertex of the cycle; how many steps lead from one vertex to another
     path k j             the product of the k arrows from vertex j on (rows: vectors stand on the left)
     strings_of U a l b   row i of b j is the vector of string i, with start a i and l i arrows, at the vertex j: 0 where the string
                          does not pass; an arrow leads to the next vector of the string, and to 0 at its end; the rows of b j
                          span U j, and as many strings pass j as U j has dimensions, so that their vectors are a basis
     rest_stable, rest_split
                          a longest string splits off: at each vertex a stable complement is the kernel of one covector
     strings_exist        so strings exist *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From symdln Require Import definitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Vertices.
Variable H : nat.
Definition next j := if (j < H)%N then j.+1 else 0%N.
Definition steps a j := if (a <= j)%N then (j - a)%N else (j + H.+1 - a)%N.
Ltac go := rewrite /next /steps /contains; repeat case: ifP; lia.
Lemma next_le j : (next j <= H)%N. Proof. go. Qed.
Lemma containsE a l j : (a <= H)%N -> (j <= H)%N -> (l < H)%N -> contains H a l j 0 = (steps a j <= l)%N. Proof. go. Qed.
Lemma steps_le a j : (a <= H)%N -> (j <= H)%N -> (steps a j <= H)%N. Proof. go. Qed.
Lemma steps_self a : steps a a = 0%N. Proof. go. Qed.
Lemma steps_next a j : (a <= H)%N -> (j <= H)%N -> next j != a -> steps a (next j) = (steps a j).+1. Proof. go. Qed.
Lemma steps_last a j : (a <= H)%N -> (j <= H)%N -> next j = a -> steps a j = H. Proof. go. Qed.
Lemma iter_next a k : (a <= H)%N -> (k <= H)%N -> iter k next a = if (a + k <= H)%N then (a + k)%N else (a + k - H.+1)%N.
Proof. by move=> aH; elim: k => [|k IH] kH /=; [rewrite addn0 aH | rewrite IH ?(ltnW kH) //; move: kH aH; go]. Qed.
Lemma iter_steps a j : (a <= H)%N -> (j <= H)%N -> iter (steps a j) next a = j.
Proof. by move=> aH jH; rewrite iter_next ?steps_le //; move: aH jH; go. Qed.
Lemma iter_le k a : (a <= H)%N -> (iter k next a <= H)%N.
Proof. by case: k => // k _; exact: next_le. Qed.
End Vertices.

Section Paths.
Variables (F : fieldType) (H n : nat) (N : nat -> 'M[F]_n).
Fixpoint path k j : 'M[F]_n := if k is k'.+1 then N j *m path k' (next H j) else 1%:M.
Lemma path_last k j : path k.+1 j = path k j *m N (iter k (next H) j).
Proof.
elim: k j => [|k IH] j; first by rewrite /= mulmx1 mul1mx.
have step i m : path m.+1 i = N i *m path m (next H i) by [].
by rewrite step IH mulmxA -step iterSr.
Qed.
Lemma path_split i k j : path (i + k) j = path i j *m path k (iter i (next H) j).
Proof. by elim: k => [|k IH]; [rewrite addn0 mulmx1 | rewrite addnS !path_last IH -iterD addnC mulmxA]. Qed.

Definition stable (U : nat -> 'M[F]_n) := forall j, (j <= H)%N -> (U j *m N j <= U (next H j))%MS.
Definition strings_of (U : nat -> 'M[F]_n) k (a l : 'I_k -> nat) (b : nat -> 'M[F]_(k, n)) :=
  (forall i, is_string H (a i) (l i)) /\
  forall j, (j <= H)%N -> [/\ forall i, ~~ contains H (a i) (l i) j 0 -> row i (b j) = 0,
    forall i, contains H (a i) (l i) j 0 -> row i (b j) *m N j = row i (b (next H j)),
    (b j :=: U j)%MS & (\sum_i contains H (a i) (l i) j 0)%N = \rank (U j)].

(* a longest string splits off *)
Section Step.
Variables (U : nat -> 'M[F]_n) (a l r : nat) (v : 'rV[F]_n) (f : 'cV[F]_n) (s : F).
Hypotheses (aH : (a <= H)%N) (lH : (l < H)%N) (sU : stable U).
Hypothesis longest : forall j, (j <= H)%N -> U j *m path l.+1 j = 0.
Hypotheses (vU : (v <= U a)%MS) (meets : v *m path l a *m f = s%:M) (sn : s != 0).
Let c j := contains H a l j 0.
Definition along j : 'rV[F]_n := if contains H a l j 0 then v *m path (steps H a j) a else 0.
Definition against j : 'cV[F]_n := if contains H a l j 0 then path (l - steps H a j) j *m f else 0.
Definition rest j : 'M[F]_n := (U j :&: kermx (against j))%MS.
Lemma kills k (W : 'M[F]_(k, n)) j : (j <= H)%N -> (W <= U j)%MS -> W *m path l.+1 j = 0.
Proof. by move=> jH /submxP[D ->]; rewrite -mulmxA longest // mulmx0. Qed.
Lemma path_in k : (v *m path k a <= U (iter k (next H) a))%MS.
Proof.
elim: k => [|k IH]; first by rewrite /= mulmx1.
by rewrite path_last mulmxA; apply: submx_trans (submxMr _ IH) (sU _); exact: iter_le.
Qed.
Lemma along_in j : (j <= H)%N -> (along j <= U j)%MS.
Proof. by move=> jH; rewrite /along; case: ifP => _; [have := path_in (steps H a j); rewrite iter_steps | exact: sub0mx]. Qed.
Lemma along_against j : (j <= H)%N -> contains H a l j 0 -> along j *m against j = s%:M.
Proof.
move=> jH cj; rewrite /along /against cj -meets !mulmxA; congr (_ *m _).
rewrite containsE // in cj; rewrite -{2}(subnKC cj) path_split iter_steps // mulmxA; exact: erefl.
Qed.
Lemma along_next j : (j <= H)%N -> contains H a l j 0 -> along j *m N j = along (next H j).
Proof.
move=> jH cj; rewrite /along cj -mulmxA -{2}(iter_steps aH jH) -path_last.
rewrite containsE // in cj; have nH := next_le H j.
have ne : next H j != a by apply: contraTneq cj => e; rewrite (steps_last aH jH e) -ltnNge.
rewrite containsE // steps_next //; case: ltnP => // ge.
have -> : steps H a j = l by apply/eqP; rewrite eqn_leq cj.
by rewrite kills.
Qed.
Lemma rest_stable : stable rest.
Proof.
move=> j jH; rewrite /rest sub_capmx (submx_trans (submxMr _ (capmxSl _ _)) (sU jH)) /=.
set K := (_ :&: _)%MS; apply/sub_kermxP; rewrite /against; case: ifP => cn; last by rewrite mulmx0.
have [e | ne] := eqVneq (next H j) a.
  have /(congr1 (fun Z => Z *m f)) := kills jH (capmxSl (U j) (kermx (against j))).
  by rewrite e steps_self subn0 /= e mul0mx !mulmxA => ->.
have nH := next_le H j; rewrite containsE // steps_next // in cn.
have cj : contains H a l j 0 by rewrite containsE // ltnW.
have : K *m against j = 0 by apply/sub_kermxP; exact: capmxSr.
rewrite /against cj steps_next // subnS; move: cn; rewrite -subn_gt0 => cn.
by rewrite -{1}(prednK cn) /= !mulmxA.
Qed.
Lemma rest_split j : (j <= H)%N -> (along j + rest j :=: U j)%MS /\ \rank (U j) = (contains H a l j 0 + \rank (rest j))%N.
Proof.
move=> jH; case cj : (contains H a l j 0); last first.
  have -> : along j = 0 by rewrite /along cj.
  have e : (rest j :=: U j)%MS.
    by rewrite /rest /against cj; apply/eqmxP; rewrite capmxSl sub_capmx submx_refl /=; apply/sub_kermxP; rewrite mulmx0.
  by rewrite -e; split=> //; apply: eqmx_trans (adds0mx _ _) e.
have e := along_against jH cj; have wn : along j != 0.
  by apply: contraNneq sn => w0; move: e; rewrite w0 mul0mx => /matrixP /(_ 0 0); rewrite !mxE eqxx mulr1n => <-.
have full : (along j + rest j :=: U j)%MS.
  apply/eqmxP; rewrite addsmx_sub along_in // capmxSl /=.
  have -> : U j = s^-1 *: (U j *m against j) *m along j + (U j - s^-1 *: (U j *m against j) *m along j) by rewrite addrC subrK.
  rewrite addmx_sub_adds // ?submxMl // sub_capmx; apply/andP; split.
    by rewrite addmx_sub // eqmx_opp (submx_trans (submxMl _ _) (along_in jH)).
  apply/sub_kermxP; rewrite mulmxBl -mulmxA e mul_mx_scalar scalerA divff // scale1r; exact: subrr.
split=> //; rewrite -full; have cap : (along j :&: rest j)%MS = 0.
  apply/eqP/rowV0P => x; rewrite sub_capmx => /andP[/submxP[u ->]].
  rewrite sub_capmx => /andP[_ /sub_kermxP]; rewrite -mulmxA e mul_mx_scalar => /eqP; rewrite scaler_eq0 (negPf sn) => /eqP ->.
  exact: mul0mx.
have := mxrank_sum_cap (along j) (rest j); rewrite cap mxrank0 addn0 => ->.
by rewrite rank_rV wn.
Qed.
End Step.

Lemma add_string (U R : nat -> 'M[F]_n) (w : nat -> 'rV[F]_n) a0 l0 k a l (b : nat -> 'M[F]_(k, n)) : is_string H a0 l0 ->
  (forall j, (j <= H)%N -> [/\ ~~ contains H a0 l0 j 0 -> w j = 0, contains H a0 l0 j 0 -> w j *m N j = w (next H j),
    (w j + R j :=: U j)%MS & \rank (U j) = (contains H a0 l0 j 0 + \rank (R j))%N]) ->
  strings_of R a l b -> exists (a' l' : 'I_(1 + k) -> nat), strings_of U a' l' (fun j => col_mx (w j) (b j)).
Proof.
move=> ok0 one [ok all]; pose add x (g : 'I_k -> nat) (i : 'I_(1 + k)) := match split i with inl _ => x | inr i' => g i' end.
have addl x g i : add x g (lshift k i) = x by rewrite /add (unsplitK (inl i)).
have addr x g i : add x g (rshift 1 i) = g i by rewrite /add (unsplitK (inr i)).
exists (add a0 a), (add l0 l); split=> [i | j jH].
  by case: (split_ordP i) => i' ->; rewrite ?addl ?addr.
have [none step full rank] := one j jH; have [none' step' full' rank'] := all j jH; split=> [i | i | |].
- by case: (split_ordP i) => i' ->; rewrite ?addl ?addr ?rowKu ?rowKd => h; [rewrite none // ord1 row0 | exact: none'].
- case: (split_ordP i) => i' ->; rewrite ?addl ?addr ?rowKu ?rowKd => h; last exact: step'.
  by rewrite -!row_mul ?step // ord1.
- by apply: eqmx_trans full; apply: eqmx_trans (eqmx_sym (addsmxE _ _)) (adds_eqmx (eqmx_refl _) full').
- by rewrite big_split_ord big_ord1 addl addl rank -rank' /=; congr (_ + _)%N; apply: eq_bigr => i _; rewrite !addr.
Qed.

Theorem strings_exist (U : nat -> 'M[F]_n) : stable U -> (forall j, (j <= H)%N -> U j *m path H j = 0) ->
  exists k (a l : 'I_k -> nat) (b : nat -> 'M[F]_(k, n)), strings_of U a l b.
Proof.
have [m] := ubnP (\sum_(j < H.+1) \rank (U j)); elim: m U => // m IH U; rewrite ltnS => small sU nil.
have zero k j : (j <= H)%N -> (H <= k)%N -> U j *m path k j = 0.
  by move=> jH /subnK <-; elim: (k - H)%N => [|i IHi]; [exact: nil | rewrite addSn path_last mulmxA IHi mul0mx].
pose P k := [exists j : 'I_H.+1, U j *m path k j != 0].
case: (pickP (fun j : 'I_H.+1 => U j != 0)) => [j0 U0 | none]; last first.
  have U0 j : (j <= H)%N -> U j = 0 by rewrite -ltnS => jH; apply/eqP; have /negbT := none (Ordinal jH); rewrite negbK.
  exists 0%N, (fun _ => 0%N), (fun _ => 0%N), (fun _ => 0); split=> [[] // | j jH].
  by rewrite U0 // mxrank0 big_ord0; split=> [[]//|[]//||//]; exact: eqmx0.
have some : exists k, P k by exists 0%N; apply/existsP; exists j0; rewrite /= mulmx1.
have top k : P k -> (k <= H)%N.
  by case/existsP=> j; apply: contraNT; rewrite -ltnNge => kH; rewrite zero ?(ltnW kH) // -ltnS.
have [l /existsP[a an] most] := ex_maxnP some top.
have aH : (a <= H)%N by rewrite -ltnS.
have lH : (l < H)%N by rewrite ltnNge; apply: contraNN an => Hl; rewrite zero.
have longest j : (j <= H)%N -> U j *m path l.+1 j = 0.
  rewrite -ltnS => jH; apply/eqP/negPn/negP => ne.
  have /most : P l.+1 by apply/existsP; exists (Ordinal jH).
  by rewrite ltnn.
have [r [q e]] : exists r q, (U a *m path l a) r q != 0.
  case: (pickP (fun rq : 'I_n * 'I_n => (U a *m path l a) rq.1 rq.2 != 0)) => [[r q] e|no]; first by exists r, q.
  by case/eqP: an; apply/matrixP => r q; have /negbT := no (r, q); rewrite negbK => /eqP /= ->; rewrite mxE.
pose v := row r (U a); pose f : 'cV[F]_n := delta_mx q 0.
have meets : v *m path l a *m f = ((U a *m path l a) r q)%:M.
  by rewrite -row_mul; apply/matrixP => x y; rewrite !ord1 -colE !mxE eqxx mulr1n.
have vU : (v <= U a)%MS := row_sub r (U a).
have stp j := @rest_split U a l v f _ aH lH sU vU meets e j.
have [|||k [a' [l' [b s]]]] := IH (rest U a l f).
- apply: leq_trans small; rewrite (bigD1 a) //= [X in (_ < X)%N](bigD1 a) //= -addSn; apply: leq_add.
    by have [_ ->] := stp a aH; rewrite containsE // steps_self.
  by apply: leq_sum => j _; apply: mxrankS; exact: capmxSl.
- exact: rest_stable.
- by move=> j jH; apply/eqP; rewrite -submx0 -(nil j jH) submxMr // capmxSl.
have [||a'' [l'' s']] := @add_string U _ (along a l v) a l _ _ _ _ _ _ s.
- by rewrite /is_string aH.
- move=> j jH; have [full rank] := stp j jH; split=> //; first by rewrite /along => /negPf ->.
  exact: (along_next aH lH longest vU jH).
by exists (1 + k)%N, a'', l'', (fun j => col_mx (along a l v j) (b j)).
Qed.
End Paths.
