(* Strings of layers: W 0, ..., W (H - 1) and a closing arrow E from the last space to the first.  If every path of H arrows
   along the cycle vanishes, all spaces have bases made of strings.

     bases_of a l B       column i of B j is the vector of string i at the vertex j, 0 where it does not pass
     string_bases         such bases exist: jordan.v for the spaces put into one *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From symdln Require Import definitions network flow losses jordan.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Layers.
Variables (F : fieldType) (d : nat -> nat) (H : nat) (W : layers F d) (E : 'M[F]_(d 0%N, d H)).
Hypotheses (PZ : product W H = 0) (EZ : forall j, (j < H)%N -> product W j *m E *m outer W H j.+1 = 0).
Definition bases_of k (a l : 'I_k -> nat) (B : forall j, 'M[F]_(d j, k)) :=
  (forall i, is_string H (a i) (l i)) /\
  forall j, (j <= H)%N ->
  [/\ forall i, ~~ contains H (a i) (l i) j 0 -> col i (B j) = 0,
      forall i, contains H (a i) (l i) j 0 -> (j < H)%N -> W j *m col i (B j) = col i (B j.+1),
      forall i, contains H (a i) (l i) H 0 -> E *m col i (B H) = col i (B 0%N),
      \rank (B j) = d j & (\sum_i contains H (a i) (l i) j 0)%N = d j].
Section Embedded.
Variables (n : nat) (inj : forall j, 'M[F]_(d j, n)).
Hypothesis injK : forall j, (j <= H)%N -> inj j *m (inj j)^T = 1%:M.
Let N j : 'M[F]_n := if (j < H)%N then (inj j)^T *m (W j)^T *m inj j.+1 else (inj H)^T *m E^T *m inj 0%N.
Let U j : 'M[F]_n := (inj j)^T *m inj j.
Lemma UK k (A : 'M[F]_(k, n)) j : (j <= H)%N -> (A <= U j)%MS -> A *m U j = A.
Proof. by move=> jH /submxP[D ->]; rewrite /U -!mulmxA (mulmxA (inj j)) injK // mul1mx. Qed.
Lemma U_rank j : (j <= H)%N -> \rank (U j) = d j.
Proof.
move=> jH; apply/eqP; rewrite eqn_leq (leq_trans (mxrankM_maxr _ _) (rank_leq_row _)) /=.
have := mxrankM_maxr (inj j) (U j *m (inj j)^T); rewrite /U !mulmxA injK // mul1mx injK // mxrank1 => h.
exact: leq_trans h (mxrankM_maxl _ _).
Qed.
Lemma U_stable : stable H N U.
Proof.
move=> j jH; rewrite /N /next; case: ifP => lt; rewrite mulmxA; apply: submx_trans (submxMl _ (inj _)) _.
  by rewrite -[inj j.+1]mul1mx -(injK lt) -mulmxA submxMl.
by rewrite -[inj 0]mul1mx -(injK (leq0n H)) -mulmxA submxMl.
Qed.
Lemma iter_up j t : (j + t <= H)%N -> iter t (next H) j = (j + t)%N.
Proof. by elim: t => [|t IH] le; rewrite ?addn0 // iterS IH /next ?addnS; [case: ifP le; lia | lia]. Qed.
Lemma up_path j e : (j <= e)%N -> (e <= H)%N -> U j *m path H N (e - j) j = (inj j)^T *m (outer W e j)^T *m inj e.
Proof.
elim: e => [|e IH]; first by rewrite leqn0 => /eqP -> _; rewrite subnn outer_self /= mulmx1 trmx1 mulmx1.
rewrite leq_eqVlt => /orP[/eqP <- | je] eH; first by rewrite subnn outer_self /= mulmx1 trmx1 mulmx1.
rewrite ltnS in je; have le := ltnW eH; rewrite subSn // path_last mulmxA (IH je le) iter_up subnKC // /N eH outer_step // trmx_mul.
by rewrite !mulmxA -(mulmxA _ (inj e)) injK // mulmx1.
Qed.
Lemma U_nil j : (j <= H)%N -> U j *m path H N H j = 0.
Proof.
case: j => [_ | j jH]; first by rewrite -{2}(subn0 H) up_path // outer_from_zero PZ trmx0 mulmx0 mul0mx.
have back : inj 0%N *m path H N j 0 = (product W j)^T *m inj j.
  have := up_path (leq0n j) (ltnW jH); rewrite subn0 outer_from_zero => /(congr1 (mulmx (inj 0%N))).
  by rewrite /U !mulmxA injK // !mul1mx.
rewrite -[X in path _ _ X _](subnK jH) -addSnnS path_split path_last iterS iter_up ?subnKC // !mulmxA up_path //.
have -> : N H = (inj H)^T *m E^T *m inj 0%N by rewrite /N ltnn.
rewrite [next H H]/next ltnn !mulmxA -(mulmxA _ (inj H)) injK // mulmx1 -(mulmxA _ (inj 0%N)) back mulmxA.
by have /(congr1 trmx) := EZ jH; rewrite !trmx_mul trmx0 !mulmxA => e; rewrite -2!(mulmxA (inj j.+1)^T) e mulmx0 mul0mx.
Qed.
Lemma embedded_bases : exists k (a l : 'I_k -> nat) (B : forall j, 'M[F]_(d j, k)), bases_of a l B.
Proof.
have [k [a [l [b [ok all]]]]] := strings_exist U_stable U_nil.
exists k, a, l, (fun j => inj j *m (b j)^T); split=> // j jH.
have colE i e : col i (inj e *m (b e)^T) = (row i (b e) *m (inj e)^T)^T.
  by rewrite -[LHS]trmxK tr_col trmx_mul trmxK row_mul.
have [none step full count] := all j jH; split=> [i h | i h lt | i h | |].
- by rewrite colE none // mul0mx trmx0.
- rewrite !colE; have := step i h; rewrite /N /next lt => <-.
  by rewrite !mulmxA -(mulmxA _ (inj j.+1)) injK // mulmx1 !trmx_mul !trmxK ?mulmxA.
- rewrite !colE; have [_ stepH _ _] := all H (leqnn H); have := stepH i h; rewrite /N /next ltnn => <-.
  by rewrite !mulmxA -(mulmxA _ (inj 0%N)) injK // mulmx1 !trmx_mul !trmxK ?mulmxA.
- apply/eqP; rewrite eqn_leq rank_leq_row /=.
  have bU : b j *m U j = b j by apply: UK => //; rewrite full.
  apply: (@leq_trans (\rank (b j))); first by rewrite full U_rank.
  by rewrite -[X in (_ <= X)%N]mxrank_tr trmx_mul trmxK -{1}bU /U mulmxA mxrankM_maxl.
- by rewrite count U_rank.
Qed.
End Embedded.
Theorem string_bases : exists k (a l : 'I_k -> nat) (B : forall j, 'M[F]_(d j, k)), bases_of a l B.
Proof.
pose n := (\sum_(j < H.+1) d j)%N.
have le j : (j <= H)%N -> (d j <= n)%N by rewrite -ltnS => jH; rewrite /n (bigD1 (Ordinal jH)) //= leq_addr.
apply: (@embedded_bases n (fun j => pid_mx (d j))) => j jH.
by rewrite tr_pid_mx mul_pid_mx minnn (minn_idPr (le j jH)) pid_mx_1.
Qed.
End Layers.
