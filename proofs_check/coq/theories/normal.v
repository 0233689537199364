(* The normal form of the loss: all weights, every depth.

     block_norm          the squared norm is the sum over the four blocks of orthonormal splittings at both ends
     loss_blocks         the change of the loss, block by block
     kernels             bases of the kernels of full matrices
     normal_form         both, with the last block as a Schur term and a product of smaller matrices *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network flow losses.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition splits (F : comRingType) n r k (J : 'M[F]_(n, r)) (K : 'M[F]_(n, k)) : Prop :=
  [/\ J^T *m J = 1%:M, J^T *m K = 0, K^T *m K = 1%:M & J *m J^T + K *m K^T = 1%:M].

Section Blocks.
Variable F : comRingType.
Lemma word_columns n r k p (A : 'M[F]_(p, n)) (J : 'M[F]_(n, r)) (K : 'M[F]_(n, k)) :
  norm2 (A *m J) + norm2 (A *m K) = \tr (A *m (J *m J^T + K *m K^T) *m A^T).
Proof. words. Qed.
Lemma split_columns n r k p (A : 'M[F]_(p, n)) (J : 'M[F]_(n, r)) (K : 'M[F]_(n, k)) : splits J K -> norm2 A = norm2 (A *m J) + norm2 (A *m K).
Proof. by case=> _ _ _ e; rewrite word_columns e mulmx1 /norm2 mxtrace_mulC. Qed.
Lemma norm_turned p q (A : 'M[F]_(p, q)) : norm2 A = norm2 A^T.
Proof. by rewrite /norm2 trmxK mxtrace_mulC. Qed.
Lemma split_rows n r k p (A : 'M[F]_(n, p)) (J : 'M[F]_(n, r)) (K : 'M[F]_(n, k)) : splits J K -> norm2 A = norm2 (J^T *m A) + norm2 (K^T *m A).
Proof.
by move=> s; rewrite norm_turned (split_columns _ s) (norm_turned (A^T *m J)) (norm_turned (A^T *m K)) !trmx_mul !trmxK.
Qed.
Variables (n m r k l : nat) (J0 : 'M[F]_(n, r)) (K0 : 'M[F]_(n, k)) (J1 : 'M[F]_(m, r)) (K1 : 'M[F]_(m, l)) (D : 'M[F]_r) (E : 'M[F]_(l, k)).
Hypotheses (s0 : splits J0 K0) (s1 : splits J1 K1).
Lemma block_norm (A : 'M[F]_(m, n)) : norm2 A = norm2 (J1^T *m A *m J0) + norm2 (J1^T *m A *m K0) + (norm2 (K1^T *m A *m J0) + norm2 (K1^T *m A *m K0)).
Proof. by rewrite (split_rows _ s1) !(split_columns _ s0). Qed.
Let P := J1 *m D *m J0^T.
Let T := P + K1 *m E *m K0^T.
Lemma KJ a b c (J : 'M[F]_(a, b)) (K : 'M[F]_(a, c)) : J^T *m K = 0 -> K^T *m J = 0.
Proof. by move=> e; rewrite -[J]trmxK -trmx_mul e trmx0. Qed.
Lemma word_least p q (A B : 'M[F]_(p, q)) : norm2 (A - B) = norm2 A - 2%:R * \tr (B^T *m A) + norm2 B.
Proof. words. Qed.
Theorem loss_blocks (Q : 'M[F]_(m, n)) : norm2 (Q - T) - norm2 (P - T) =
  norm2 (J1^T *m Q *m J0 - D) + norm2 (J1^T *m Q *m K0) + norm2 (K1^T *m Q *m J0) + norm2 (K1^T *m Q *m K0) - 2%:R * \tr (E^T *m (K1^T *m Q *m K0)).
Proof.
have [a0 b0 c0 _] := s0; have [a1 b1 c1 _] := s1; have b0' := KJ b0; have b1' := KJ b1.
have TJJ : J1^T *m T *m J0 = D by rewrite /T /P mulmxDr mulmxDl !mulmxA a1 b1 mul1mx !mul0mx addr0 -mulmxA a0 mulmx1.
have TJK : J1^T *m T *m K0 = 0 by rewrite /T /P mulmxDr mulmxDl !mulmxA a1 b1 mul1mx !mul0mx addr0 -mulmxA b0 mulmx0.
have TKJ : K1^T *m T *m J0 = 0 by rewrite /T /P mulmxDr mulmxDl !mulmxA b1' c1 mul1mx !mul0mx add0r -mulmxA b0' mulmx0.
have TKK : K1^T *m T *m K0 = E by rewrite /T /P mulmxDr mulmxDl !mulmxA b1' c1 mul1mx !mul0mx add0r -mulmxA c0 mulmx1.
have PT : norm2 (P - T) = norm2 E.
  rewrite /T opprD addrA subrr sub0r /norm2 w_trN mulNmx mulmxN opprK !trmx_mul trmxK mxtrace_mulC.
  by rewrite -!mulmxA (mulmxA K0^T) c0 mul1mx mxtrace_mulC -!mulmxA c1 mulmx1 mxtrace_mulC.
rewrite PT block_norm !(mulmxBr, mulmxBl) TJJ TJK TKJ TKK !subr0 [norm2 (_ - E)]word_least !addrA addrK.
by rewrite addrAC.
Qed.
End Blocks.

Section White.
Variables (F : comRingType) (n p m : nat) (X : 'M[F]_(p, m)) (Y : 'M[F]_(n, m)) (P Q : 'M[F]_(n, p)).
Lemma word_loss (A : 'M[F]_(n, p)) : norm2 (A *m X - Y) = \tr (A *m (X *m X^T) *m A^T) - 2%:R * \tr ((Y *m X^T)^T *m A) + norm2 Y.
Proof. words. Qed.
Lemma shift_ring (a b c a' b' e : F) : a - b + c - (a' - b' + c) = a - b + e - (a' - b' + e). Proof. by ring. Qed.
Lemma white_loss : X *m X^T = 1%:M -> norm2 (Q *m X - Y) - norm2 (P *m X - Y) = norm2 (Q - Y *m X^T) - norm2 (P - Y *m X^T).
Proof.
move=> white; rewrite !word_loss !word_least white !mulmx1 /norm2 !(mxtrace_mulC _^T).
exact: shift_ring.
Qed.
End White.

Section Kernel.
Variable F : realFieldType.
Definition spans n r k (M : 'M[F]_(r, n)) (N : 'M[F]_(n, k)) : Prop :=
  M *m N = 0 /\ forall c (x : 'M[F]_(n, c)), M *m x = 0 -> exists y, x = N *m y.
Definition kernel n r (M : 'M[F]_(r, n)) : 'M[F]_(n, n - r) := conform_mx 0 (row_base (kermx M^T))^T.
Lemma spans_conform n r k l (M : 'M[F]_(r, n)) (N : 'M[F]_(n, k)) : k = l -> spans M N -> spans M (conform_mx (0 : 'M[F]_(n, l)) N).
Proof. by move=> kl; subst l; rewrite conform_mx_id. Qed.
Lemma kernel_spans n r (M : 'M[F]_(r, n)) : \rank M = r -> spans M (kernel M).
Proof.
move=> rM; apply: spans_conform; first by rewrite mxrank_ker mxrank_tr rM.
split=> [|c x Mx].
  apply: trmx_inj; rewrite trmx_mul trmxK trmx0; apply/sub_kermxP; by rewrite eq_row_base.
have /submxP[y e] : (x^T <= row_base (kermx M^T))%MS.
  by rewrite eq_row_base; apply/sub_kermxP; rewrite -trmx_mul Mx trmx0.
by exists y^T; rewrite -trmx_mul -e trmxK.
Qed.
Lemma spans_solve n r k c (M : 'M[F]_(r, n)) (N : 'M[F]_(n, k)) (x : 'M[F]_(n, c)) : spans M N -> M *m x = 0 -> x = N *m (pinvmx N *m x).
Proof.
case=> _ solve /solve[y ->]; have := mulmxKpV (submx_refl N); move: (pinvmx N) => Z e.
by rewrite !mulmxA e.
Qed.
End Kernel.

Section Schur.
Variables (F : realFieldType) (d : nat -> nat) (h r : nat) (W : layers F d).
Variables (J0 : 'M[F]_(d 0, r)) (K0 : 'M[F]_(d 0, d 0 - r)) (J1 : 'M[F]_(d h.+1, r)) (K1 : 'M[F]_(d h.+1, d h.+1 - r)).
Hypotheses (s1 : splits J1 K1).
Let P := product W h.+1.
Let M := J1^T *m P *m J0.
Hypothesis inv : M \in unitmx.
Let up j := J1^T *m outer W h.+1 j.
Let basis j : 'M[F]_(d j, d j - r) :=
  match j with
  | 0 => K0 - J0 *m (invmx M *m (J1^T *m P *m K0))
  | i.+1 => if i == h then conform_mx 0 K1 else kernel (up i.+1)
  end.
Lemma up_basis j : (0 < j <= h.+1)%N -> spans (up j) (basis j).
Proof.
case: j => // j /andP[_ jh]; rewrite /basis; case: eqP => [jE | jne].
  subst j; rewrite conform_mx_id /up outer_self mulmx1; case: s1 => _ JK _ e; split=> // c x Jx.
  by exists (K1^T *m x); rewrite mulmxA -[LHS]mul1mx -e mulmxDl -[J1 *m _ *m x]mulmxA Jx mulmx0 add0r.
apply: kernel_spans; apply/eqP; rewrite eqn_leq rank_leq_row /=.
have rM : \rank M = r by apply: mxrank_unit.
have e : M = up j.+1 *m (product W j.+1 *m J0) by rewrite /M /P -(outer_product W jh) /up !mulmxA.
by have := mxrankM_maxl (up j.+1) (product W j.+1 *m J0); rewrite -e rM.
Qed.
Lemma up_first : up 0 *m basis 0%N = 0.
Proof.
rewrite /up outer_from_zero /= -/P mulmxBr [X in _ - X]mulmxA -/M.
by move: (J1^T *m P *m K0) => Z; rewrite [M *m _]mulmxA mulmxV // mul1mx subrr.
Qed.
Theorem schur : exists V : layers F (fun j => (d j - r)%N),
  K1^T *m P *m K0 = K1^T *m P *m J0 *m invmx M *m (J1^T *m P *m K0) + product V h.+1.
Proof.
pose V : layers F (fun j => (d j - r)%N) := fun j => pinvmx (basis j.+1) *m (W j *m basis j).
have kills j : (j < h.+1)%N -> up j.+1 *m (W j *m basis j) = 0.
  move=> jh; rewrite /up -mulmxA [outer _ _ _ *m _]mulmxA outer_first // mulmxA -/(up j).
  by case: j jh => [_|j jh]; [exact: up_first | case: (@up_basis j.+1 (ltnW jh))].
have solved j (jh : (j < h.+1)%N) : W j *m basis j = basis j.+1 *m V j := spans_solve (@up_basis j.+1 jh) (kills j jh).
move: V solved => V solved; exists V; have along j : (j <= h.+1)%N -> product W j *m basis 0%N = basis j *m product V j.
  elim: j => [_|j IH jh]; first by rewrite mul1mx mulmx1.
  rewrite [product W _]/= [product V _]/= -mulmxA IH ?(ltnW jh) // mulmxA.
  by rewrite solved // mulmxA.
have := along h.+1 (leqnn _); rewrite {2}/basis eqxx conform_mx_id -/P => e.
case: s1 => _ _ KK _; have <- : K1^T *m P *m basis 0%N = product V h.+1 by rewrite -mulmxA e mulmxA KK mul1mx.
rewrite /basis mulmxBr; move: (invmx M) (J1^T *m P *m K0) => N Z.
by rewrite !mulmxA addrC subrK.
Qed.
End Schur.

Theorem normal_form (F : realFieldType) (d : nat -> nat) (m : nat) (X : 'M[F]_(d 0%N, m)) (h r : nat) (Y : 'M[F]_(d h.+1, m))
  (J0 : 'M[F]_(d 0%N, r)) (K0 : 'M[F]_(d 0%N, d 0%N - r)) (J1 : 'M[F]_(d h.+1, r)) (K1 : 'M[F]_(d h.+1, d h.+1 - r))
  (D : 'M[F]_r) (E : 'M[F]_(d h.+1 - r, d 0%N - r)) (W V : layers F d) :
  [/\ J0^T *m J0 = 1%:M, J0^T *m K0 = 0, K0^T *m K0 = 1%:M & J0 *m J0^T + K0 *m K0^T = 1%:M] ->
  [/\ J1^T *m J1 = 1%:M, J1^T *m K1 = 0, K1^T *m K1 = 1%:M & J1 *m J1^T + K1 *m K1^T = 1%:M] ->
  X *m X^T = 1%:M -> product W h.+1 = J1 *m D *m J0^T -> Y *m X^T = J1 *m D *m J0^T + K1 *m E *m K0^T ->
  let Q := product V h.+1 in let a := J1^T *m Q *m J0 - D in
  let p := J1^T *m Q *m K0 in let q := K1^T *m Q *m J0 in let s := K1^T *m Q *m K0 in
  loss X V Y - loss X W Y = norm2 a + norm2 p + norm2 q + norm2 s - 2%:R * \tr (E^T *m s) /\
  (D + a \in unitmx -> exists U : layers F (fun j => (d j - r)%N), s = q *m invmx (D + a) *m p + product U h.+1).
Proof.
move=> s0 s1 white WP YT Q a p q s; split; last first.
  by rewrite /a addrC subrK => inv; exact: schur.
by rewrite /loss /residual white_loss // YT WP (loss_blocks D E s0 s1).
Qed.
