(* One step of the normal form: in a nilpotent map a longest string v, vN, ..., vN^k has a stable complement, the common
   kernel of f, Nf, ..., N^k f for any covector f with v N^k f <> 0.  Homogeneous v and f give the graded statement.

     chain_free, chain_stable   the string is independent, and its span is mapped into itself
     complement_stable          so is the complement
     splits                     the two span everything and meet in 0 only *)
From mathcomp Require Import all_ssreflect all_algebra zify.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Step.
Variables (F : fieldType) (n : nat) (N : 'M[F]_n).
Fixpoint pw k : 'M[F]_n := if k is k'.+1 then N *m pw k' else 1%:M.
Lemma pw_add i j : pw (i + j) = pw i *m pw j.
Proof. by elim: i => [|i IH] /=; [rewrite mul1mx | rewrite IH mulmxA]. Qed.
Variables (k : nat) (v : 'rV[F]_n) (f : 'cV[F]_n).
Hypothesis last : pw k.+1 = 0.
Hypothesis meets : (v *m pw k *m f) 0 0 != 0.
Definition chain : 'M[F]_(k.+1, n) := \matrix_(i < k.+1) (v *m pw i).
Definition cochain : 'M[F]_(n, k.+1) := (\matrix_(j < k.+1) (pw j *m f)^T)^T.
Lemma chainE (u : 'rV[F]_k.+1) : u *m chain = \sum_i u 0 i *: (v *m pw i).
Proof. by rewrite mulmx_sum_row; apply: eq_bigr => i _; rewrite rowK. Qed.
Lemma cochainE (x : 'rV[F]_n) j : (x *m cochain) 0 j = (x *m (pw j *m f)) 0 0.
Proof. by rewrite !mxE; apply: eq_bigr => a _; rewrite !mxE. Qed.
Lemma pw0 i : (k < i)%N -> pw i = 0.
Proof. by move=> ki; rewrite -(subnK ki) pw_add last mulmx0. Qed.
Lemma meet_free (u : 'rV[F]_k.+1) : u *m chain *m cochain = 0 -> u = 0.
Proof.
move=> e; apply/eqP/negPn/negP => un.
have [l0 l0n] : exists l, u 0 l != 0.
  by case: (pickP (fun l => u 0 l != 0)) => [l ln|no]; [exists l | case/eqP: un; apply/matrixP => a l; rewrite ord1 mxE; have /negbT := no l; rewrite negbK => /eqP].
have [l ln least] := @arg_minnP _ l0 (fun l => u 0 l != 0) (fun l => val l) l0n.
have lk : (k - l < k.+1)%N by rewrite ltnS leq_subr.
have /rowP /(_ (Ordinal lk)) := e; rewrite cochainE chainE [RHS]mxE mulmx_suml summxE (bigD1 l) //= big1 => [|i il].
  have lE : (l + (k - l))%N = k by rewrite subnKC // -ltnS.
  rewrite addr0 -scalemxAl mxE /= (mulmxA _ (pw (k - l)) f) -(mulmxA v (pw l)) -pw_add lE.
  by move/eqP; rewrite mulf_eq0 (negPf ln) (negPf meets).
rewrite -scalemxAl mxE; have [u0 | ui] := eqVneq (u 0 i) 0; first by rewrite u0 mul0r.
have li : (l < i)%N by rewrite ltn_neqAle least // andbT eq_sym; exact: il.
have big : (k < i + (k - l))%N by have := ltn_ord l; lia.
by rewrite /= (mulmxA _ (pw (k - l)) f) -(mulmxA v (pw i)) -pw_add (pw0 big) mulmx0 mul0mx mxE mulr0.
Qed.
Theorem chain_free : row_free chain.
Proof. by apply: inj_row_free => u e; apply: meet_free; rewrite e mul0mx. Qed.
Theorem complement_stable : (kermx cochain *m N <= kermx cochain)%MS.
Proof.
apply/sub_kermxP; apply/row_matrixP => i; rewrite row0 2!row_mul.
set x := row i _; have x0 : x *m cochain = 0 by rewrite /x -row_mul mulmx_ker row0.
apply/rowP => j; rewrite cochainE [RHS]mxE -mulmxA (mulmxA N) -[N *m pw j]/(pw j.+1).
have [jk | kj] := ltnP j k.
  have lk : (j.+1 < k.+1)%N by [].
  by have /rowP /(_ (Ordinal lk)) := x0; rewrite cochainE [RHS]mxE.
by rewrite pw0 ?mul0mx ?mulmx0 ?mxE.
Qed.
Theorem chain_stable : (chain *m N <= chain)%MS.
Proof.
apply/row_subP => i; rewrite row_mul rowK -mulmxA.
have pwr q : pw q *m N = pw q.+1 by rewrite -addn1 pw_add /= mulmx1.
rewrite pwr.
have [ik | ki] := ltnP i k; last by rewrite pw0 ?mulmx0 ?sub0mx.
have lk : (i.+1 < k.+1)%N by [].
by have := row_sub (Ordinal lk) chain; rewrite rowK.
Qed.
Theorem splits : (chain :&: kermx cochain)%MS = 0 /\ (chain + kermx cochain :=: 1%:M)%MS.
Proof.
have cap : (chain :&: kermx cochain)%MS = 0.
  apply/eqP/rowV0P => x; rewrite sub_capmx => /andP[/submxP[u ->] /sub_kermxP e].
  by rewrite (meet_free e) mul0mx.
split=> //; apply/eqmxP; rewrite submx1 /= sub1mx -col_leq_rank.
have := mxrank_sum_cap chain (kermx cochain); rewrite cap mxrank0 addn0 => ->.
rewrite (eqP chain_free) mxrank_ker; have := rank_leq_col cochain; lia.
Qed.
End Step.
