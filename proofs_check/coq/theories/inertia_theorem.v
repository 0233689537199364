(* The inertia theorem for critical points in normal form, for every depth of at least 2: the two parts of normal_inertia.v and
   string_inertia.v together, and what they say about strict saddles.

     inertia_normal     the theorem
     strictness_normal  there is a negative direction if and only if a value left out is larger than a selected one or some pivot of the
                        rest is not tightened *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From symdln Require Import definitions words norms network flow losses strings_all three_lines string_inertia split_inertia normal_inertia.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma blocked_outer (F : realFieldType) (n : nat -> nat) r (D : 'M[F]_r) (Z : layers F n) i e : (0 < i)%N -> (i <= e)%N ->
  outer (blocked D Z) e i = block_mx 1%:M 0 0 (outer Z e i).
Proof.
move=> i0; elim: e => [|e IH]; first by rewrite leqn0 => /eqP ie; rewrite ie in i0.
rewrite leq_eqVlt => /orP[/eqP -> | ie]; first by rewrite !outer_self -scalar_mx_block.
rewrite ltnS in ie; rewrite !outer_step // IH // /blocked gtn_eqF ?(leq_trans i0 ie) // mulmx_block.
by rewrite !mul0mx !mulmx0 !addr0 add0r mulmx1.
Qed.
Theorem inertia_normal (F : realFieldType) (n : nat -> nat) (r h m : nat) (Z : layers F n) (delta : 'rV[F]_r) (eps : nat -> F)
  (X : 'M[F]_(r + n 0%N, m)) (Y : 'M[F]_(r + n h.+2, m)) :
  let W : layers F (fun j => r + n j)%N := fun j => block_mx (if j == 0%N then diag_mx delta else 1%:M) 0 0 (Z j) in
  let E : 'M[F]_(n 0%N, n h.+2) := \matrix_(i, j) ((i == j :> nat)%:R * eps j) in
  (forall t, 0 < delta 0 t) -> (forall i, 0 <= eps i) -> X *m X^T = 1%:M -> Y *m X^T = block_mx (diag_mx delta) 0 0 E^T ->
  critical X W Y -> product Z h.+2 = 0 ->
  exists (k : nat) (a l : 'I_k -> nat),
    [/\ forall i, is_string h.+2 (a i) (l i),
        forall j e, (j <= e)%N -> (e <= h.+2)%N -> \rank (outer Z e j) = (\sum_i contains h.+2 (a i) (l i) j (e - j))%N,
        forall j e, (j < e)%N -> (e <= h.+2)%N ->
          \rank (product Z j *m E *m outer Z h.+2 e) = (\sum_i contains h.+2 (a i) (l i) e (h.+2 - e + j.+1))%N &
        let inv := (\sum_(i < n h.+2) \sum_(t < r) nat_of_bool ((i < n 0)%N && (delta 0%R t < eps i)%R))%N in
        let ties := (\sum_(i < n h.+2) \sum_(t < r) nat_of_bool ((i < n 0)%N && (delta 0%R t == eps i)%R))%N in
        let pairs := (\sum_s \sum_t are_pair h.+2 (a s) (l s) (a t) (l t))%N in
        let squares := (\sum_s \sum_t are_square h.+2 (a s) (l s) (a t) (l t))%N in
        forall p q, has_inertia h.+2 (hessian X W Y) p q <->
          (p + (inv + ties) = r * r + r * n 0 + n h.+2 * r + (pairs + squares))%N /\ q = (inv + pairs)%N].
Proof.
move=> W E dpos epos white YX crit PZ; set H := h.+2; pose D := diag_mx delta.
have EZ j : (j < H)%N -> product Z j *m E *m outer Z H j.+1 = 0.
  move=> jH; have /critical_layers/(_ j jH) := crit.
  have -> : residual X W Y *m X^T = product W H - Y *m X^T by rewrite /residual mulmxBl -mulmxA white mulmx1.
  rewrite YX.
  rewrite (blocked_product D Z H) (blocked_product D Z j) (blocked_outer D Z) // PZ opp_block_mx add_block_mx /= subrr !oppr0 !addr0 sub0r.
  rewrite !tr_block_mx !trmx0 !mulmx_block !mul0mx !mulmx0 !add0r => /eqP; rewrite block_mx_eq0 => /and4P[_ _ _ /eqP e].
  have := congr1 trmx e; rewrite trmx0 !trmx_mul !trmxK linearN /= trmxK mulNmx mulmxN mulmxA => /eqP.
  by rewrite oppr_eq0 => /eqP.
have critZ : critical (1%:M : 'M[F]_(n 0%N)) Z E^T.
  apply/critical_layers => j jH; rewrite /residual PZ mul0mx sub0r trmx1 mulmx1.
  have := congr1 trmx (EZ j jH); rewrite trmx0 !trmx_mul mulmxA => e.
  by rewrite mulmxN mulNmx e oppr0.
have full : (1%:M : 'M[F]_(n 0%N)) *m 1%:M^T \in unitmx by rewrite trmx1 mulmx1 unitmx1.
have [k [a [l [str rank1 rank2 inertia]]]] := inertia_zero (isT : (2 <= H)%N) full critZ PZ.
exists k, a, l; split=> // [j e je eH | ].
  by rewrite -rank2 // mul1mx trmxK.
move=> inv ties pairs squares p q.
have := (inertia (pairs + squares)%N pairs).2 (conj (erefl _) (erefl _)).
move/(normal_split dpos EZ PZ white YX); have := count_above n h dpos epos; rewrite (count_negative n h dpos epos).
set u := #|_| => cu i; have {}cu : (u + (inv + ties) = r * r + r * n 0 + n H * r)%N := cu.
split=> [j | [e qE]].
  by have [-> ->] := law_inertia (@hessian_still _ _ _ X H Y W) j i; rewrite -cu addnAC.
have -> : p = (u + (pairs + squares))%N by apply/eqP; rewrite -(eqn_add2r (inv + ties)) e -cu addnAC.
rewrite qE; exact: i.
Qed.

Lemma some_one k (f : 'I_k -> bool) : (0 < \sum_i f i)%N <-> exists i, f i.
Proof.
split=> [|[i fi]]; last by rewrite (bigD1 i) //= fi.
case: (pickP f) => [i fi _|no]; first by exists i.
by rewrite big1 // => i _; rewrite no.
Qed.
Lemma some_two k n (f : 'I_k -> 'I_n -> bool) : (0 < \sum_s \sum_t f s t)%N <-> exists s t, f s t.
Proof.
split=> [|[s [t st]]]; last by rewrite (bigD1 s) //= (bigD1 t) //= st.
case: (pickP (fun u : 'I_k * 'I_n => f u.1 u.2)) => [[s t] st _|no]; first by exists s, t.
by rewrite big1 // => s _; rewrite big1 // => t _; have := no (s, t) => /= ->.
Qed.
Theorem strictness_normal (F : realFieldType) (n : nat -> nat) (r h m : nat) (Z : layers F n) (delta : 'rV[F]_r) (eps : nat -> F)
  (X : 'M[F]_(r + n 0%N, m)) (Y : 'M[F]_(r + n h.+2, m)) :
  let W : layers F (fun j => r + n j)%N := fun j => block_mx (if j == 0%N then diag_mx delta else 1%:M) 0 0 (Z j) in
  let E : 'M[F]_(n 0%N, n h.+2) := \matrix_(i, j) ((i == j :> nat)%:R * eps j) in
  (forall t, 0 < delta 0 t) -> (forall i, 0 <= eps i) -> X *m X^T = 1%:M -> Y *m X^T = block_mx (diag_mx delta) 0 0 E^T ->
  critical X W Y -> product Z h.+2 = 0 ->
  forall p q, has_inertia h.+2 (hessian X W Y) p q -> ((0 < q)%N <->
    (exists (i : 'I_(n h.+2)) (t : 'I_r), (i < n 0)%N && (delta 0 t < eps i)) \/
    (exists j k, [/\ (0 < j)%N, (j < k)%N, (k <= h.+2)%N, outer Z k.-1 j != 0 & product Z j.-1 *m E *m outer Z h.+2 k != 0])).
Proof.
move=> W E dpos epos white YX crit PZ p q i.
have [k [a [l [str rank1 rank2 inertia]]]] := inertia_normal dpos epos white YX crit PZ.
have [_ ->] := (inertia p q).1 i; rewrite addn_gt0.
have first j e : (0 < j)%N -> (j < e)%N -> (e <= h.+2)%N -> outer Z e.-1 j != 0 <-> exists s, contains h.+2 (a s) (l s) j (e - j.+1).
  move=> j0 je eH; rewrite -mxrank_eq0 -lt0n rank1; [|lia|lia].
  have -> : (e.-1 - j = e - j.+1)%N by lia.
  exact: (some_one (fun s => contains h.+2 (a s) (l s) j (e - j.+1))).
have second j e : (0 < j)%N -> (j < e)%N -> (e <= h.+2)%N ->
    product Z j.-1 *m E *m outer Z h.+2 e != 0 <-> exists s, contains h.+2 (a s) (l s) e (h.+2 - e + j).
  by move=> j0 je eH; rewrite -mxrank_eq0 -lt0n rank2 ?prednK //; [exact: (some_one (fun s => contains h.+2 (a s) (l s) e (h.+2 - e + j))) | lia].
have pairs : (0 < \sum_s \sum_t are_pair h.+2 (a s) (l s) (a t) (l t))%N <->
    exists j k, [/\ (0 < j)%N, (j < k)%N, (k <= h.+2)%N, outer Z k.-1 j != 0 & product Z j.-1 *m E *m outer Z h.+2 k != 0].
  apply: (iff_trans (some_two _)); split=> [[s [t st]] | [j [e [j0 je eH /(first j e j0 je eH)[s cs] /(second j e j0 je eH)[t ct]]]]].
    have [[_ some] _ _ _ _] := string_pairs (isT : (2 <= h.+2)%N) (str s) (str t).
    have [|j [e /orP[] /and5P[j0 je eH c1 c2]]] := some; first by rewrite st.
      by exists j, e; split=> //; [apply/(first j e j0 je eH); exists s | apply/(second j e j0 je eH); exists t].
    by exists j, e; split=> //; [apply/(first j e j0 je eH); exists t | apply/(second j e j0 je eH); exists s].
  have [[some _] _ _ _ _] := string_pairs (isT : (2 <= h.+2)%N) (str s) (str t).
  have /orP[st|ts] : are_pair h.+2 (a s) (l s) (a t) (l t) || are_pair h.+2 (a t) (l t) (a s) (l s).
  - by apply: some; exists j, e; rewrite /has_product j0 je eH cs ct.
  - by exists s, t.
  - by exists t, s.
split=> [/orP[/some_two ? | /pairs ?] | [? | ?]]; [by left | by right | | ]; apply/orP; [left; apply/some_two | right; apply/pairs]; assumption.
Qed.
