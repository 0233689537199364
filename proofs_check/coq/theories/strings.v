(* The combinatorial lemmas of the inertia theorem, for every depth H, by linear integer arithmetic alone.

     str H a l        a string: it starts at vertex a of the cycle 0 -> 1 -> ... -> H -> 0 and has l arrows
     closing, en      it passes the arrow H -> 0; its last vertex
     covers           it contains the path of n arrows from vertex s
     T, S             a product, resp. a square, of variables of the strings (a, l) and (b, m) occurs
     pairs            the pairs that the inertia theorem counts
     L1 to L16        the lemmas and their corollaries; by L10 a product of variables occurs, so that some pivot is
                      not tightened, if and only if the two strings are a pair *)
From Coq Require Import ZArith Lia.
Open Scope Z_scope.
Definition str (H a l : Z) := 0 <= a <= H /\ 0 <= l <= H - 1.           (* start a, l arrows of 0 -> 1 -> ... -> H -> 0 *)
Definition closing (H a l : Z) := H < a + l.
Definition covers (H a l s n : Z) := 0 <= n /\ 0 <= s <= H /\            (* contains the path of n arrows from vertex s *)
  ((a <= s /\ s - a + n <= l) \/ (s < a /\ s - a + H + 1 + n <= l)).
Definition en (H a l e : Z) := (closing H a l /\ e = a + l - (H + 1)) \/ (~ closing H a l /\ e = a + l).
(* the product e_j[sigma, tau] e_k[tau, sigma] occurs; sigma = (a, l), tau = (b, m) *)
Definition T (H a l b m j k : Z) := 1 <= j /\ j < k /\ k <= H /\ covers H a l j (k - 1 - j) /\ covers H b m k (H - k + j).
(* e_j[sigma, tau] occurs in the square at (sigma_H, tau_0) *)
Definition S (H a l b m j : Z) := 1 <= j <= H /\ covers H b m 0 (j - 1) /\ covers H a l j (H - j).
Section L.
Variables H a l b m es et : Z.
Hypotheses (HH : 2 <= H) (Hs : str H a l) (Ht : str H b m) (Es : en H a l es) (Et : en H b m et).
Ltac go := intros; pose proof HH; pose proof Hs; pose proof Ht; pose proof Es; pose proof Et;
  clear HH Hs Ht Es Et; unfold T, S, en, str, covers, closing in *; lia.
(* products *)
Lemma L1 j k : T H a l b m j k -> closing H b m. Proof. go. Qed.
Lemma L2 j k : ~ T H a l a l j k. Proof. go. Qed.
Lemma L3 j k : closing H b m -> ~ closing H a l ->
  (T H a l b m j k <-> (1 <= j /\ a <= j <= et + 1) /\ (b <= k <= es + 1 /\ k <= H)). Proof. go. Qed.
Lemma L3n : closing H b m -> ~ closing H a l ->   (* the rectangle is not empty <-> sigma contains what tau misses *)
  ((exists j k, T H a l b m j k) <-> (a <= et + 1 /\ b <= es + 1)).
Proof. intros C O. split; [intros [j [k X]]; go | intro X; exists (et + 1), b; go]. Qed.
Lemma L3m : closing H b m -> ~ closing H a l ->
  ((forall v, 0 <= v <= H -> ~ covers H b m v 0 -> covers H a l v 0) <-> (a <= et + 1 /\ b <= es + 1)).
Proof. intros C O. split; [intro X; pose proof (X (et + 1)); pose proof (X (b - 1)); clear X; go | intros X v V; go]. Qed.
Lemma L4 j k : closing H b m -> closing H a l ->
  (T H a l b m j k <-> (a <= j <= et + 1 /\ b <= k <= H) \/ (1 <= j <= et + 1 /\ b <= k <= es + 1)). Proof. go. Qed.
Lemma L5 : closing H b m -> closing H a l -> a <= et + 1 -> es + 1 < b. Proof. go. Qed.
(* squares *)
Lemma L6a j : closing H b m -> ~ closing H a l -> es <> H -> ~ S H a l b m j. Proof. go. Qed.
Lemma L6b k : closing H b m -> ~ closing H a l -> es <> H ->
  (S H b m a l k <-> a = 0 /\ (b <= k <= es + 1 /\ k <= H)). Proof. go. Qed.
Lemma L6c j : closing H b m -> ~ closing H a l -> es = H -> (S H a l b m j <-> 1 <= j /\ a <= j <= et + 1). Proof. go. Qed.
Lemma L6d k : closing H b m -> ~ closing H a l -> es = H -> ~ S H b m a l k. Proof. go. Qed.
Lemma L7 j : closing H b m -> closing H a l -> (S H a l b m j <-> a <= j <= et + 1). Proof. go. Qed.
Lemma L8 j : ~ closing H b m -> ~ closing H a l ->
  (S H a l b m j <-> es = H /\ b = 0 /\ a <= j <= et + 1). Proof. go. Qed.
Lemma L9 j : ~ S H a l a l j. Proof. go. Qed.
(* strictness: some pivot of the two strings is not tightened <-> some pair *)
Definition pairs (a l es b m et : Z) := closing H b m /\ ((~ closing H a l /\ a <= et + 1 /\ b <= es + 1) \/ (closing H a l /\ a <= et + 1)).
Lemma L10 : (exists j k, T H a l b m j k \/ T H b m a l j k) <-> (pairs a l es b m et \/ pairs b m et a l es).
Proof. unfold pairs. split.
- intros [j [k [X|X]]]; go.
- intros [[C [[O [X Y]]|[O X]]]|[C [[O [X Y]]|[O X]]]].
  + exists (et + 1), b; go. + exists (et + 1), b; go. + exists (es + 1), a; go. + exists (es + 1), a; go.
Qed.
(* corollaries *)
Lemma L11 v : 0 <= v <= H -> ~ covers H a l v 0 -> ~ covers H b m v 0 -> ~ pairs a l es b m et. Proof. unfold pairs. go. Qed.
Lemma L12 : closing H b m -> covers H a l 1 (H - 2) -> ~ closing H a l /\ pairs a l es b m et. Proof. unfold pairs. go. Qed.
Lemma L13 : H = 2 -> closing H b m -> (pairs a l es b m et <-> covers H a l 1 0). Proof. unfold pairs. go. Qed.
Lemma L14 : 3 <= H -> b = H -> m = 1 -> (l = 0 \/ (a = H /\ l = 1)) -> ~ pairs a l es b m et. Proof. unfold pairs. go. Qed.
(* the order of a saddle: no pair <-> no run of either string covers the other's gap *)
Lemma L15 : closing H b m -> ~ pairs a l es b m et -> ~ pairs b m et a l es ->
  ~ (closing H a l /\ a <= et + 1) /\ ~ (closing H a l /\ b <= es + 1) /\ ~ (~ closing H a l /\ a <= et + 1 /\ b <= es + 1).
Proof. unfold pairs. go. Qed.
Lemma L16 : closing H b m -> 0 <= et /\ et + 1 <= b - 1 /\ 1 <= et + 1 /\ b - 1 <= H - 1. Proof. go. Qed.
End L.
