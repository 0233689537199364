(* One lemma for each rule of proofs_check/logic/rules.py, which says why the rule is sound.

   A fact with free variables is a predicate of their values; hypotheses stand before an arrow.

     psd A              A is symmetric and x^T A x is not negative
     rule_assume, rule_axiom, rule_instantiate, rule_cut
                        the four rules that do not look into facts
     rule_trace_zero, rule_trace_psd
                        the trace of 0 is 0, that of a psd matrix is not negative
     rule_order_ge, rule_order_zero
                        sums of products of numbers that are not negative, of squares, and of multiples of 0
     rule_matrices_psd, rule_matrices_zero
                        sums of U^T A U, and of multiples of zero matrices
     rule_congruence    equal arguments have equal values
     rule_induction_up, rule_induction_down
                        induction over whole numbers, with or without a bound at the other end *)
From mathcomp Require Import all_ssreflect all_algebra ring zify.
From symdln Require Import definitions words norms.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Facts.
Variables (T : Type) (A B C G : T -> Prop).
Lemma rule_assume v : A v -> A v.
Proof. by []. Qed.
Lemma rule_axiom : (forall v, A v) -> forall v, B v -> A v.
Proof. by move=> a v _; exact: a. Qed.
Lemma rule_instantiate (S : Type) (f : S -> T) : (forall v, A v -> C v) -> forall w, A (f w) -> C (f w).
Proof. by move=> t w; exact: t. Qed.
Lemma rule_cut : (forall v, A v -> G v -> C v) -> (forall v, B v -> A v) -> forall v, B v -> G v -> C v.
Proof. by move=> t p v b; apply: t; exact: p. Qed.
Lemma rule_congruence (S R : Type) (f : S -> R) (x y : T -> S) : (forall v, A v -> x v = y v) -> forall v, A v -> f (x v) = f (y v).
Proof. by move=> e v a; rewrite e. Qed.
End Facts.

Section Order.
Variable F : realFieldType.
Lemma rule_order_ge (I J K : finType) (w : I -> F) (p : I -> seq F) (m z : J -> F) (v r : K -> F) :
  (forall i, 0 <= w i) -> (forall i x, x \in p i -> 0 <= x) -> (forall j, z j = 0) -> (forall k, 0 <= v k) ->
  0 <= \sum_i w i * \prod_(x <- p i) x + \sum_j m j * z j + \sum_k v k * (r k * r k).
Proof.
move=> w0 p0 z0 v0; have -> : \sum_j m j * z j = 0 by apply: big1 => j _; rewrite z0 mulr0.
rewrite addr0.
apply: addr_ge0.
  apply: sumr_ge0 => i _; apply: mulr_ge0; first exact: w0.
  by rewrite big_seq; apply: prodr_ge0 => x xi; exact: (p0 i x).
by apply: sumr_ge0 => k _; apply: mulr_ge0; rewrite ?v0 // -expr2 sqr_ge0.
Qed.
Lemma rule_order_zero (J : finType) (m z : J -> F) : (forall j, z j = 0) -> \sum_j m j * z j = 0.
Proof. by move=> z0; apply: big1 => j _; rewrite z0 mulr0. Qed.

Definition psd n (A : 'M[F]_n) : Prop := A^T = A /\ forall x : 'cV[F]_n, 0 <= \tr (x^T *m A *m x).
Lemma rule_trace_zero n (A : 'M[F]_n) : A = 0 -> \tr A = 0.
Proof. by move=> ->; rewrite mxtrace0. Qed.
Lemma rule_trace_psd n (A : 'M[F]_n) : psd A -> 0 <= \tr A.
Proof.
case=> _ a; rewrite /mxtrace; apply: sumr_ge0 => i _.
have := a (delta_mx i 0); rewrite trmx_delta -rowE -colE /mxtrace big_ord1 !mxE.
by [].
Qed.
Lemma psd_sum n (I : finType) (A : I -> 'M[F]_n) : (forall i, psd (A i)) -> psd (\sum_i A i).
Proof.
move=> a; split=> [|x]; first by rewrite linear_sum; apply: eq_bigr => i _; case: (a i).
rewrite mulmx_sumr mulmx_suml linear_sum; by apply: sumr_ge0 => i _; case: (a i) => _; apply.
Qed.
Lemma psd_congruence n m (A : 'M[F]_n) (U : 'M[F]_(n, m)) (c : F) : 0 <= c -> psd A -> psd (c *: (U^T *m A *m U)).
Proof.
move=> c0 [s a]; split=> [|x]; first by rewrite linearZ /= !trmx_mul trmxK s mulmxA.
rewrite -scalemxAr -scalemxAl mxtraceZ; apply: mulr_ge0 => //.
by have := a (U *m x); rewrite trmx_mul !mulmxA.
Qed.
Lemma psd_identity n : psd (1%:M : 'M[F]_n).
Proof. by split=> [|x]; [exact: trmx1 | rewrite mulmx1; exact: norm2_ge0]. Qed.
Lemma rule_matrices_zero n m (J K : finType) (p q : J -> nat) (s : J -> F) (U : forall j, 'M[F]_(n, p j))
  (M : forall j, 'M[F]_(p j, q j)) (V : forall j, 'M[F]_(q j, m)) (z : K -> F) (X : K -> 'M[F]_(n, m)) :
  (forall j, M j = 0) -> (forall k, z k = 0) -> \sum_j s j *: (U j *m M j *m V j) + \sum_k z k *: X k = 0.
Proof.
move=> m0 z0; rewrite !big1 ?addr0 // => [k|j] _; first by rewrite z0 scale0r.
by rewrite m0 mulmx0 mul0mx scaler0.
Qed.
Lemma rule_matrices_psd m (I J K : finType) (n : I -> nat) (w : I -> F) (c : I -> seq F) (A : forall i, 'M[F]_(n i)) (U : forall i, 'M[F]_(n i, m))
  (p q : J -> nat) (s : J -> F) (L : forall j, 'M[F]_(m, p j)) (M : forall j, 'M[F]_(p j, q j)) (V : forall j, 'M[F]_(q j, m))
  (z : K -> F) (X : K -> 'M[F]_m) :
  (forall i, 0 <= w i) -> (forall i x, x \in c i -> 0 <= x) -> (forall i, psd (A i)) -> (forall j, M j = 0) -> (forall k, z k = 0) ->
  psd (\sum_i (w i * \prod_(x <- c i) x) *: ((U i)^T *m A i *m U i) + (\sum_j s j *: (L j *m M j *m V j) + \sum_k z k *: X k)).
Proof.
move=> w0 c0 a m0 z0; rewrite rule_matrices_zero // addr0; apply: psd_sum => i; apply: psd_congruence; last exact: a.
by apply: mulr_ge0; rewrite ?w0 // big_seq; apply: prodr_ge0 => x xi; exact: (c0 i x).
Qed.
End Order.

Section Induction.
Variables (P : int -> Prop) (low high : int).
Lemma up_by (n : nat) : P low -> (forall j, low <= j -> P j -> P (j + 1)) -> P (low + n%:Z).
Proof.
move=> base step; elim: n => [|n IH]; first by rewrite addr0.
by have := step _ _ IH; rewrite -addrA -PoszD addn1; apply; rewrite ler_addl.
Qed.
Lemma rule_induction_up : P low -> (forall j, low <= j -> P j -> P (j + 1)) -> forall j, low <= j -> P j.
Proof.
move=> base step j lj; have [n e] : exists n : nat, j = low + n%:Z by exists `|j - low|%N; lia.
by rewrite e; exact: up_by.
Qed.
Lemma rule_induction_up_to : P low -> (forall j, low <= j -> j + 1 <= high -> P j -> P (j + 1)) ->
  forall j, low <= j -> j <= high -> P j.
Proof.
move=> base step j lj; have [n ->] : exists n : nat, j = low + n%:Z by exists `|j - low|%N; lia.
elim: n => [|n IH] top; first by rewrite addr0.
have e : low + n.+1%:Z = low + n%:Z + 1 by rewrite -addn1 PoszD addrA.
rewrite e in top *; apply: step => //; first by rewrite ler_addl.
by apply: IH; apply: le_trans top; rewrite ler_addl.
Qed.
Lemma rule_induction_down : P high -> (forall j, j + 1 <= high -> P (j + 1) -> P j) -> forall j, j <= high -> P j.
Proof.
move=> base step j jh; have [n ->] : exists n : nat, j = high - n%:Z by exists `|high - j|%N; lia.
elim: n => [|n IH]; first by rewrite subr0.
have e : high - n.+1%:Z + 1 = high - n%:Z by rewrite -addn1 PoszD opprD addrA subrK.
by apply: step; rewrite e // ler_subl_addr ler_addl.
Qed.
Lemma rule_induction_down_to : P high -> (forall j, low <= j -> j + 1 <= high -> P (j + 1) -> P j) ->
  forall j, low <= j -> j <= high -> P j.
Proof.
move=> base step j lj jh; have [n e] : exists n : nat, j = high - n%:Z by exists `|high - j|%N; lia.
rewrite e in lj *; elim: n lj {jh e} => [|n IH] lj; first by rewrite subr0.
have e : high - n.+1%:Z + 1 = high - n%:Z by rewrite -addn1 PoszD opprD addrA subrK.
apply: step => //; rewrite e; first by rewrite ler_subl_addr ler_addl.
by apply: IH; rewrite -e; apply: le_trans lj _; rewrite ler_addl.
Qed.
End Induction.
