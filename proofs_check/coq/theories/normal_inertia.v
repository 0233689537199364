(* The first two of the three forms (three_lines.v) for diagonal D and E, as signed squares of independent linear forms.

     kappa              the weights 1 - (e_i / d_t)^2, or 1, that completing the square leaves
     numbers V          the linear forms, weights their weights; placed_at is a direction with given numbers
     count_negative, count_above
                        how many weights are negative, and positive: inv(S) and ties(S) of the inertia theorem
     normal_split       the inertia of the Hessian is that of the layers Z and these numbers *)
From mathcomp Require Import all_ssreflect all_algebra ring zify.
From symdln Require Import definitions words norms network flow losses three_lines string_inertia split_inertia.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Entries.
Variable F : realFieldType.
Lemma norm2_entries p q (A : 'M[F]_(p, q)) : norm2 A = \sum_s \sum_t A s t ^+ 2.
Proof. by rewrite norm2E exchange_big. Qed.
Lemma completed p q (B : 'M[F]_(p, q)) (M : 'M[F]_(q, p)) : norm2 (B - M^T) = norm2 B - 2%:R * \tr (M *m B) + norm2 M.
Proof.
have -> : norm2 (B - M^T) = \tr (B^T *m B) - \tr (M *m B) - (\tr (B^T *m M^T) - \tr (M *m M^T)).
  have e : (B - M^T)^T = B^T - M by rewrite linearB /= trmxK.
  by rewrite /norm2 e mulmxBr !mulmxBl !raddfB.
rewrite (mxtrace_mulC M M^T) -/(norm2 M) -/(norm2 B).
have -> : \tr (B^T *m M^T) = \tr (M *m B) by rewrite -trmx_mul mxtrace_tr.
move: (\tr (M *m B)) (norm2 B) (norm2 M) => x y z; by ring.
Qed.
Lemma trace_delta p q (M : 'M[F]_(p, q)) s t : \tr (M *m delta_mx t s) = M s t.
Proof.
have -> : \tr (M *m delta_mx t s) = \sum_i \sum_u M i u * (delta_mx t s : 'M[F]_(q, p)) u i by apply: eq_bigr => i _; rewrite mxE.
rewrite (bigD1 s) //= [X in _ + X]big1 => [|i ne]; last by rewrite big1 // => u _; rewrite mxE (negPf ne) andbF mulr0.
rewrite (bigD1 t) //= [X in _ + X + _]big1 => [|u ne]; last by rewrite mxE (negPf ne) mulr0.
by rewrite mxE !eqxx mulr1 !addr0.
Qed.
Lemma same_square p q (x : 'I_q -> F) (i : 'I_p) : (\sum_(j < q) (i == j :> nat)%:R * x j) ^+ 2 = \sum_(j < q) (i == j :> nat)%:R * x j ^+ 2.
Proof.
have [iq | qi] := ltnP i q.
  have single (y : 'I_q -> F) : \sum_(j < q) (i == j :> nat)%:R * y j = y (Ordinal iq).
    rewrite (bigD1 (Ordinal iq)) //= eqxx mul1r big1 ?addr0 // => j ne.
    have -> : (i == j :> nat) = false by apply: contraNF ne => /eqP e; apply/eqP/val_inj; rewrite /= e.
    by rewrite mul0r.
  by rewrite !single.
have none (j : 'I_q) : (i == j :> nat) = false by apply/eqP => e; move: (ltn_ord j); rewrite -e ltnNge qi.
by rewrite !big1 ?expr0n // => j _; rewrite none mul0r.
Qed.
Lemma same_count p (j : nat) : \sum_(i < p) (i == j :> nat)%:R = (j < p)%N%:R :> F.
Proof.
case: ltnP => [jp | pj]; last first.
  by rewrite big1 // => i _; case: eqP => // e; move: (ltn_ord i); rewrite e ltnNge pj.
rewrite (bigD1 (Ordinal jp)) //= eqxx big1 ?addr0 // => i ne.
by case: eqP => // e; case/eqP: ne; apply/val_inj.
Qed.
End Entries.

Section Turns.
Variable F : comRingType.
Lemma word_turn a b c e (D : 'M[F]_(a, b)) (T : 'M[F]_(b, c)) (O : 'M[F]_(c, e)) (V : 'M[F]_(e, a)) :
  \tr (D *m (T *m O) *m V) = \tr (O *m V *m D *m T).
Proof. words. Qed.
Lemma word_turn2 a b c (D : 'M[F]_(a, b)) (T : 'M[F]_(b, c)) (V : 'M[F]_(c, a)) : \tr (D *m T *m V) = \tr (V *m D *m T).
Proof. words. Qed.
End Turns.

Section Normal.
Variables (F : realFieldType) (n : nat -> nat) (r h : nat) (Z : layers F n) (delta : 'rV[F]_r) (eps : nat -> F).
Let H := h.+2.
Let w j := (r + n j)%N.
Let D : 'M[F]_r := diag_mx delta.
Let E : 'M[F]_(n 0%N, n H) := \matrix_(i, j) ((i == j :> nat)%:R * eps j).
Hypotheses (delta_pos : forall t, 0 < delta 0 t) (EZ : forall j, (j < H)%N -> product Z j *m E *m outer Z H j.+1 = 0) (PZ : product Z H = 0).
Lemma unit_D : D \in unitmx.
Proof. by rewrite unitmxE det_diag unitfE; apply/prodf_neq0 => t _; rewrite gt_eqF. Qed.
Lemma inverse_D : invmx D = diag_mx (\row_t (delta 0 t)^-1).
Proof.
rewrite -[RHS]mul1mx -(mulVmx unit_D) -mulmxA mulmx_diag; set U := diag_mx _; suff -> : U = 1%:M by rewrite mulmx1.
by apply/matrixP => s t; rewrite !mxE; case: eqP => [->|]; rewrite ?mulr1n ?mulr0n // divff // gt_eqF.
Qed.
Definition crossed (q : 'M[F]_(n H, r)) : 'M[F]_(n 0%N, r) := E *m q *m invmx D.
Lemma crossedE q i t : crossed q i t = \sum_(j < n H) (i == j :> nat)%:R * (eps j * q j t / delta 0 t).
Proof.
rewrite /crossed inverse_D mul_mx_diag !mxE mulr_suml; apply: eq_bigr => j _; rewrite !mxE.
by rewrite !mulrA.
Qed.
Definition kappa : 'M[F]_(n H, r) := \matrix_(i, t) (1 - (i < n 0)%N%:R * (eps i / delta 0 t) ^+ 2).
Lemma kappa_sum q : norm2 q - norm2 (crossed q) = \sum_i \sum_t kappa i t * q i t ^+ 2.
Proof.
have -> : norm2 (crossed q) = \sum_(j < n H) \sum_t (j < n 0)%N%:R * (eps j / delta 0 t * q j t) ^+ 2.
  rewrite norm2_entries (eq_bigr (fun i : 'I_(n 0) => \sum_t \sum_(j < n H) (i == j :> nat)%:R * (eps j / delta 0 t * q j t) ^+ 2)) => [|i _].
    rewrite exchange_big [RHS]exchange_big /=; apply: eq_bigr => t _; rewrite exchange_big /=; apply: eq_bigr => j _.
    by rewrite -mulr_suml same_count.
  apply: eq_bigr => t _; rewrite crossedE -same_square; congr (_ ^+ 2); apply: eq_bigr => j _.
  by rewrite mulrAC.
rewrite norm2_entries -sumrB; apply: eq_bigr => i _; rewrite -sumrB; apply: eq_bigr => t _; rewrite mxE exprMn mulrBl mul1r.
by rewrite mulrA.
Qed.
Definition weights : 'M[F]_(w H, w 0%N) := block_mx (const_mx 1) (const_mx 1) kappa 0.
Definition numbers (V : layers F w) : 'M[F]_(w H, w 0%N) :=
  block_mx (sum_a D V H) (sum_b Z V H - (crossed (sum_c D Z V H))^T) (sum_c D Z V H) 0.
Lemma three_sums m (X : 'M[F]_(w 0%N, m)) (Y : 'M[F]_(w H, m)) V : X *m X^T = 1%:M -> Y *m X^T = block_mx D 0 0 E^T ->
  hessian X (blocked D Z) Y V = \sum_s \sum_t weights s t * numbers V s t ^+ 2 + hessian (1%:M : 'M[F]_(n 0%N)) Z E^T (Ve V).
Proof.
move=> white YX; rewrite (three_lines _ unit_D EZ PZ) //; congr (_ + _).
have -> : \sum_s \sum_t weights s t * numbers V s t ^+ 2 =
    norm2 (sum_a D V H) + norm2 (sum_b Z V H - (crossed (sum_c D Z V H))^T) + \sum_i \sum_t kappa i t * sum_c D Z V H i t ^+ 2.
  rewrite big_split_ord /= !norm2_entries -big_split /=; congr (_ + _); apply: eq_bigr => s _; rewrite big_split_ord /=.
    by congr (_ + _); apply: eq_bigr => t _; rewrite /weights /numbers ?block_mxEul ?block_mxEur [const_mx _ _ _]mxE mul1r.
  rewrite [X in _ + X]big1 ?addr0 => [|t _]; last by rewrite /weights block_mxEdr mxE mul0r.
  by apply: eq_bigr => t _; rewrite /weights /numbers !block_mxEdl.
rewrite -kappa_sum completed -/(crossed _).
move: (norm2 (sum_a D V H)) (norm2 (sum_b Z V H)) (norm2 (sum_c D Z V H)) (norm2 (crossed _)) (\tr _) => a b c x y; by ring.
Qed.

Lemma Va_lin p (A : 'I_p -> layers F w) x j : Va (combination A x) j = \sum_i x 0 i *: Va (A i) j.
Proof. by apply/matrixP => s t; rewrite /Va /combination !mxE !summxE; apply: eq_bigr => i _; rewrite !mxE. Qed.
Lemma Vb_lin p (A : 'I_p -> layers F w) x j : Vb (combination A x) j = \sum_i x 0 i *: Vb (A i) j.
Proof. by apply/matrixP => s t; rewrite /Vb /combination !mxE !summxE; apply: eq_bigr => i _; rewrite !mxE. Qed.
Lemma Vc_lin p (A : 'I_p -> layers F w) x j : Vc (combination A x) j = \sum_i x 0 i *: Vc (A i) j.
Proof. by apply/matrixP => s t; rewrite /Vc /combination !mxE !summxE; apply: eq_bigr => i _; rewrite !mxE. Qed.
Lemma sum_a_lin p (A : 'I_p -> layers F w) x j : sum_a D (combination A x) j = \sum_i x 0 i *: sum_a D (A i) j.
Proof.
elim: j => [|j IH]; first by rewrite big1 // => i _; rewrite scaler0.
have step V : sum_a D V j.+1 = Va V j *m (if j == 0%N then 1%:M else D) + sum_a D V j by [].
rewrite step Va_lin IH mulmx_suml -big_split; apply: eq_bigr => i _.
by rewrite step scalerDr scalemxAl.
Qed.
Lemma sum_b_lin p (A : 'I_p -> layers F w) x j : sum_b Z (combination A x) j = \sum_i x 0 i *: sum_b Z (A i) j.
Proof.
elim: j => [|j IH]; first by rewrite big1 // => i _; rewrite scaler0.
have step V : sum_b Z V j.+1 = Vb V j *m product Z j + sum_b Z V j by [].
rewrite step Vb_lin IH mulmx_suml -big_split; apply: eq_bigr => i _.
by rewrite step scalerDr scalemxAl.
Qed.
Lemma sum_c_lin p (A : 'I_p -> layers F w) x j : sum_c D Z (combination A x) j = \sum_i x 0 i *: sum_c D Z (A i) j.
Proof.
elim: j => [|j IH]; first by rewrite big1 // => i _; rewrite scaler0.
have step V : sum_c D Z V j.+1 = Vc V j *m (if j == 0%N then 1%:M else D) + Z j *m sum_c D Z V j by [].
rewrite step Vc_lin IH mulmx_suml mulmx_sumr -big_split; apply: eq_bigr => i _.
by rewrite step scalerDr scalemxAl scalemxAr.
Qed.
Lemma numbers_lin p (A : 'I_p -> layers F w) x : numbers (combination A x) = \sum_i x 0 i *: numbers (A i).
Proof.
have cr : crossed (\sum_i x 0 i *: sum_c D Z (A i) H) = \sum_i x 0 i *: crossed (sum_c D Z (A i) H).
  rewrite /crossed mulmx_sumr mulmx_suml; apply: eq_bigr => i _; by rewrite -scalemxAr -scalemxAl.
apply/matrixP => s t; rewrite summxE /numbers sum_a_lin sum_b_lin sum_c_lin cr.
case: (split_ordP s) => s' ->; case: (split_ordP t) => t' ->; rewrite ?block_mxEul ?block_mxEur ?block_mxEdl ?block_mxEdr.
- by rewrite summxE; apply: eq_bigr => i _; rewrite mxE [in RHS]mxE block_mxEul.
- rewrite !mxE !summxE -sumrB; apply: eq_bigr => i _; rewrite [in RHS]mxE block_mxEur !mxE.
  by rewrite mulrBr.
- by rewrite summxE; apply: eq_bigr => i _; rewrite mxE [in RHS]mxE block_mxEdl.
- by rewrite mxE big1 // => i _; rewrite mxE block_mxEdr mxE mulr0.
Qed.
Lemma Ve_lin p (A : 'I_p -> layers F w) x j : Ve (combination A x) j = \sum_i x 0 i *: Ve (A i) j.
Proof. by apply/matrixP => s t; rewrite /Ve /combination !mxE !summxE; apply: eq_bigr => i _; rewrite !mxE. Qed.
Definition placed_at (M : 'M[F]_(w H, w 0%N)) (e : layers F n) : layers F w := fun j =>
  block_mx (if j == 0%N then ulsubmx M else 0)
    (match j return 'M[F]_(r, n j) with 0%N => ursubmx M + (crossed (dlsubmx M))^T | _ => 0 end)
    (if j == h.+1 then conform_mx 0 (dlsubmx M *m invmx D) else 0) (e j).
Lemma placed_a M e j : sum_a D (placed_at M e) j.+1 = ulsubmx M.
Proof.
elim: j => [|j IH]; first by rewrite /= /Va /placed_at block_mxKul /= mulmx1 addr0.
have -> : sum_a D (placed_at M e) j.+2 = Va (placed_at M e) j.+1 *m D + sum_a D (placed_at M e) j.+1 by [].
by rewrite IH /Va /placed_at block_mxKul /= mul0mx add0r.
Qed.
Lemma placed_b M e j : sum_b Z (placed_at M e) j.+1 = ursubmx M + (crossed (dlsubmx M))^T.
Proof.
elim: j => [|j IH]; first by rewrite /= /Vb /placed_at block_mxKur /= mulmx1 addr0.
have -> : sum_b Z (placed_at M e) j.+2 = Vb (placed_at M e) j.+1 *m product Z j.+1 + sum_b Z (placed_at M e) j.+1 by [].
by rewrite IH /Vb /placed_at block_mxKur mul0mx add0r.
Qed.
Lemma placed_c M e : sum_c D Z (placed_at M e) H = dlsubmx M.
Proof.
have low j : (j <= h.+1)%N -> sum_c D Z (placed_at M e) j = 0.
  elim: j => // j IH jh; have -> : sum_c D Z (placed_at M e) j.+1 = Vc (placed_at M e) j *m (if j == 0%N then 1%:M else D) + Z j *m sum_c D Z (placed_at M e) j by [].
  by rewrite IH ?(ltnW jh) // mulmx0 addr0 /Vc /placed_at block_mxKdl (ltn_eqF jh) mul0mx.
have -> : sum_c D Z (placed_at M e) H = Vc (placed_at M e) h.+1 *m D + Z h.+1 *m sum_c D Z (placed_at M e) h.+1 by [].
by rewrite low // mulmx0 addr0 /Vc /placed_at block_mxKdl eqxx conform_mx_id mulmxKV // unit_D.
Qed.
Lemma numbers_placed M e s t : weights s t != 0 -> numbers (placed_at M e) s t = M s t.
Proof.
rewrite /numbers placed_a placed_b placed_c addrK -[M in RHS]submxK /weights.
case: (split_ordP s) => s' ->; case: (split_ordP t) => t' ->; rewrite ?block_mxEul ?block_mxEur ?block_mxEdl ?block_mxEdr //.
by rewrite mxE eqxx.
Qed.
Lemma Ve_placed M e j : Ve (placed_at M e) j = e j.
Proof. by rewrite /Ve /placed_at block_mxKdr. Qed.
Definition covector_c s t : layers F w := fun j => block_mx 0 0 ((outer Z H j.+1)^T *m delta_mx s t *m (if j == 0%N then 1%:M else D)^T) 0.
Definition covector_b s t : layers F w := fun j => block_mx 0 (delta_mx s t *m (product Z j)^T) 0 0.
Definition covector_n (s : 'I_(w H)) (t : 'I_(w 0%N)) : layers F w :=
  match split s, split t with
  | inl s, inl t => fun j => block_mx (delta_mx s t *m (if j == 0%N then 1%:M else D)^T) 0 0 0
  | inl s, inr t => fun j => covector_b s t j - \sum_(i < n H) ((t == i :> nat)%:R * (eps i / delta 0 s)) *: covector_c i s j
  | inr s, inl t => covector_c s t
  | inr s, inr t => fun _ => 0
  end.
Lemma block_inner p1 p2 q1 q2 (A : 'M[F]_(p1, q1)) B C (G : 'M[F]_(p2, q2)) (V : 'M[F]_(p1 + p2, q1 + q2)) :
  \tr ((block_mx A B C G)^T *m V) = \tr (A^T *m ulsubmx V) + \tr (C^T *m dlsubmx V) + (\tr (B^T *m ursubmx V) + \tr (G^T *m drsubmx V)).
Proof. by rewrite -{1}[V]submxK tr_block_mx mulmx_block mxtrace_block !mxtraceD. Qed.
Lemma inner_c s t (V : layers F w) : inner H (covector_c s t) V = sum_c D Z V H s t.
Proof.
rewrite sum_c_outer summxE /inner; apply: eq_bigr => j _; rewrite /covector_c block_inner !trmx0 !mul0mx !mxtrace0 !addr0 add0r.
by rewrite !trmx_mul !trmxK trmx_delta word_turn trace_delta.
Qed.
Lemma sum_a_outer (V : layers F w) j : sum_a D V j = \sum_(i < j) Va V i *m (if i == 0%N :> nat then 1%:M else D).
Proof.
elim: j => [|j IH]; first by rewrite big_ord0.
have -> : sum_a D V j.+1 = Va V j *m (if j == 0%N then 1%:M else D) + sum_a D V j by [].
by rewrite big_ord_recr IH; exact: addrC.
Qed.
Lemma sum_b_outer (V : layers F w) j : sum_b Z V j = \sum_(i < j) Vb V i *m product Z i.
Proof.
elim: j => [|j IH]; first by rewrite big_ord0.
have -> : sum_b Z V j.+1 = Vb V j *m product Z j + sum_b Z V j by [].
by rewrite big_ord_recr IH; exact: addrC.
Qed.
Lemma inner_b s t (V : layers F w) : inner H (covector_b s t) V = sum_b Z V H s t.
Proof.
rewrite sum_b_outer summxE /inner; apply: eq_bigr => j _; rewrite /covector_b block_inner !trmx0 !mul0mx !mxtrace0 !addr0 !add0r.
by rewrite !trmx_mul !trmxK trmx_delta word_turn2 trace_delta.
Qed.
Lemma inner_minus (C1 C2 : layers F w) V : inner H (fun j => C1 j - C2 j) V = inner H C1 V - inner H C2 V.
Proof. by rewrite /inner -sumrB; apply: eq_bigr => j _; rewrite linearB /= mulmxBl raddfB. Qed.
Lemma inner_sum p (C : 'I_p -> layers F w) (x : 'I_p -> F) V : inner H (fun j => \sum_i x i *: C i j) V = \sum_i x i * inner H (C i) V.
Proof.
rewrite /inner (eq_bigr (fun j : 'I_H => \sum_i x i * \tr ((C i j)^T *m V j))) => [|j _].
  by rewrite exchange_big /=; apply: eq_bigr => i _; rewrite mulr_sumr.
by rewrite linear_sum /= mulmx_suml raddf_sum /=; apply: eq_bigr => i _; rewrite linearZ /= -scalemxAl mxtraceZ.
Qed.
Lemma inner_n s t V : weights s t != 0 -> inner H (covector_n s t) V = numbers V s t.
Proof.
rewrite /numbers /weights /covector_n; case: (split_ordP s) => s' ->; case: (split_ordP t) => t' ->.
- rewrite block_mxEul [in RHS]block_mxEul => _.
  rewrite sum_a_outer summxE /inner; apply: eq_bigr => j _; rewrite block_inner !trmx0 !mul0mx !mxtrace0 !addr0.
  by rewrite !trmx_mul !trmxK trmx_delta word_turn2 trace_delta.
- rewrite block_mxEur [in RHS]block_mxEur => _.
  rewrite inner_minus inner_b inner_sum [RHS]mxE; congr (_ + _); rewrite [RHS]mxE; congr (- _); rewrite [RHS]mxE crossedE.
  by apply: eq_bigr => i _; rewrite inner_c -!mulrA; congr (_ * (_ * _)); rewrite mulrC.
- by rewrite block_mxEdl [in RHS]block_mxEdl => _; exact: inner_c.
- by rewrite block_mxEdr mxE eqxx.
Qed.
Definition covector_e (c : layers F n) : layers F w := fun j => block_mx 0 0 0 (c j).
Lemma inner_e c (V : layers F w) : inner H (covector_e c) V = inner H c (Ve V).
Proof. by rewrite /inner; apply: eq_bigr => j _; rewrite block_inner !trmx0 !mul0mx !mxtrace0 !add0r. Qed.

Lemma hessian_above (U V : layers F n) : (forall j, (j < H)%N -> U j = V j) ->
  hessian (1%:M : 'M[F]_(n 0%N)) Z E^T U = hessian (1%:M : 'M[F]_(n 0%N)) Z E^T V.
Proof.
move=> e; have [e1 e2] : product1 Z U H = product1 Z V H /\ product2 Z U H = product2 Z V H.
  suff all j : (j <= H)%N -> product1 Z U j = product1 Z V j /\ product2 Z U j = product2 Z V j by exact: all.
  elim: j => // j IH jH; have [i1 i2] := IH (ltnW jH).
  have s1 (T : layers F n) : product1 Z T j.+1 = T j *m product Z j + Z j *m product1 Z T j by [].
  have s2 (T : layers F n) : product2 Z T j.+1 = T j *m product1 Z T j + Z j *m product2 Z T j by [].
  by rewrite !s1 !s2 i1 i2 e.
by rewrite /hessian e1 e2.
Qed.
Definition larger (i : 'I_(n H)) (t : 'I_r) : bool := (i < n 0)%N && (delta 0 t < eps i).
Definition equal (i : 'I_(n H)) (t : 'I_r) : bool := (i < n 0)%N && (delta 0 t == eps i).
Hypothesis eps_pos : forall i, 0 <= eps i.
Lemma kappa_sign i t : (0 < kappa i t) = ~~ larger i t && ~~ equal i t /\ (kappa i t < 0) = larger i t.
Proof.
rewrite mxE /larger /equal; case: (i < n 0)%N; last by rewrite mul0r subr0 ltr01 ltr10.
have d := delta_pos t; rewrite mul1r subr_gt0 subr_lt0 /=.
have q0 : 0 <= eps i / delta 0 t by rewrite divr_ge0 // ltW.
have e : (eps i / delta 0 t) ^+ 2 < 1 = (eps i < delta 0 t) by rewrite expr_lt1 // ltr_pdivr_mulr // mul1r.
have e' : 1 < (eps i / delta 0 t) ^+ 2 = (delta 0 t < eps i) by rewrite expr_gt1 // ltr_pdivl_mulr // mul1r.
by rewrite e e' -negb_or orbC -le_eqVlt -ltNge.
Qed.
Lemma count_negative : #|these (signed weights (-1))| = (\sum_i \sum_t larger i t)%N.
Proof.
rewrite count_these big_split_ord /= [X in (X + _)%N]big1 ?add0n => [|s _].
  apply: eq_bigr => i _; rewrite big_split_ord /= [X in (_ + X)%N]big1 ?addn0 => [|t _].
    by apply: eq_bigr => t _; rewrite /signed /weights block_mxEdl mulN1r oppr_gt0; have [_ ->] := kappa_sign i t.
  by rewrite /signed /weights block_mxEdr mxE mulr0 ltxx.
rewrite big1 // => t _; rewrite /signed /weights -[t]splitK; case: (split t) => t' /=.
  by rewrite block_mxEul mxE mulr1 oppr_gt0 ltr10.
by rewrite block_mxEur mxE mulr1 oppr_gt0 ltr10.
Qed.
Lemma count_above : (#|these (signed weights 1)| + (\sum_i \sum_t larger i t + \sum_i \sum_t equal i t) = r * r + r * n 0 + n H * r)%N.
Proof.
rewrite count_these big_split_ord /= -addnA; congr (_ + _)%N.
  rewrite -mulnDr; have -> : (r * (r + n 0) = \sum_(s < r) \sum_(t < r + n 0) 1)%N by rewrite sum_nat_const !sum_nat_const !card_ord muln1.
  apply: eq_bigr => s _; apply: eq_bigr => t _; rewrite /signed /weights mul1r -[t]splitK; case: (split t) => t' /=.
    by rewrite block_mxEul mxE ltr01.
  by rewrite block_mxEur mxE ltr01.
have -> : (n H * r = \sum_(i < n H) \sum_(t < r) 1)%N by rewrite sum_nat_const !sum_nat_const !card_ord muln1.
rewrite -!big_split /=; apply: eq_bigr => i _; rewrite big_split_ord /= [X in (_ + X + _)%N]big1 ?addn0 => [|t _].
  rewrite -!big_split /=; apply: eq_bigr => t _; rewrite /signed /weights mul1r block_mxEdl; have [-> _] := kappa_sign i t.
  rewrite /larger /equal; case: (i < n 0)%N => //=; case: ltgtP => //.
by rewrite /signed /weights block_mxEdr mxE mulr0 ltxx.
Qed.
Theorem normal_split p q m (X : 'M[F]_(w 0%N, m)) (Y : 'M[F]_(w H, m)) : X *m X^T = 1%:M -> Y *m X^T = block_mx D 0 0 E^T ->
  has_inertia H (hessian (1%:M : 'M[F]_(n 0%N)) Z E^T) p q ->
  has_inertia H (hessian X (blocked D Z) Y) (#|these (signed weights 1)| + p) (#|these (signed weights (-1))| + q).
Proof.
move=> white YX; apply: (@split_inertia _ _ _ _ _ _ _ _ weights numbers (@Ve F n r) placed_at covector_n covector_e).
- by move=> V; exact: three_sums.
- exact: numbers_lin.
- exact: Ve_lin.
- exact: hessian_above.
- exact: hessian_still.
- exact: numbers_placed.
- by move=> M e j _; exact: Ve_placed.
- exact: inner_n.
- exact: inner_e.
Qed.
End Normal.
