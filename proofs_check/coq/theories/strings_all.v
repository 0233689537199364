(* The string lemmas of the inertia theorem in the words of definitions.v, for every depth, by linear arithmetic alone;
   strings.v has the same over the integers.

     string_products, string_squares, string_pairs, string_gaps      S1 to S5, S6 to S9, S10 to S14, S15 and S16 *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From symdln Require Import definitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

Section Lemmas.
Variables H a l b m : nat.
Hypotheses (HH : 2 <= H) (Hs : is_string H a l) (Ht : is_string H b m).
Let es := ends_at H a l.
Let et := ends_at H b m.
Ltac go := intros; unfold es, et, has_product, has_square, are_pair, contains, closes, is_string, ends_at in *;
  repeat match goal with h : context [if ?c then _ else _] |- _ => revert h end; do ?case: ifP; lia.
Theorem string_products :
  [/\ forall j k, has_product H a l b m j k -> closes H b m,
      forall j k, ~~ has_product H a l a l j k,
      closes H b m -> ~~ closes H a l ->
        [/\ forall j k, has_product H a l b m j k = [&& 0 < j, a <= j, j <= et.+1, b <= k, k <= es.+1 & k <= H]%N,
            (exists j k, has_product H a l b m j k) <-> ((a <= et.+1) && (b <= es.+1))%N &
            (forall v, (v <= H)%N -> ~~ contains H b m v 0 -> contains H a l v 0) <-> ((a <= et.+1) && (b <= es.+1))%N] &
      closes H b m -> closes H a l ->
        (forall j k, has_product H a l b m j k =
           [&& a <= j, j <= et.+1, b <= k & k <= H]%N || [&& 0 < j, j <= et.+1, b <= k & k <= es.+1]%N) /\
        ((a <= et.+1)%N -> (es.+1 < b)%N)].
Proof.
split=> [j k|j k|C O|C O]; [go | go | | by split=> [j k|]; go].
split=> [j k||]; first by go.
  split=> [[j [k X]]|X]; first by move: X C O; go.
  by exists et.+1, b; move: X C O; go.
split=> [X|X v V U]; last by move: X V U C O; go.
move: (X et.+1) (X b.-1) C O => {X}; go.
Qed.
Theorem string_squares :
  [/\ closes H b m -> ~~ closes H a l -> es <> H ->
        (forall j, ~~ has_square H a l b m j) /\ (forall k, has_square H b m a l k = [&& a == 0, b <= k, k <= es.+1 & k <= H]%N),
      closes H b m -> ~~ closes H a l -> es = H ->
        (forall j, has_square H a l b m j = [&& 0 < j, a <= j & j <= et.+1]%N) /\ (forall k, ~~ has_square H b m a l k),
      closes H b m -> closes H a l -> forall j, has_square H a l b m j = (a <= j <= et.+1)%N,
      ~~ closes H b m -> ~~ closes H a l -> forall j, has_square H a l b m j = [&& es == H, b == 0, a <= j & j <= et.+1]%N &
      forall j, ~~ has_square H a l a l j].
Proof.
by split; [move=> C O E; split=> j; go | move=> C O E; split=> j; go | move=> C O j; go | move=> C O j; go | move=> j; go].
Qed.
Theorem string_pairs :
  [/\ (exists j k, has_product H a l b m j k || has_product H b m a l j k) <-> (are_pair H a l b m || are_pair H b m a l),
      forall v, (v <= H)%N -> ~~ contains H a l v 0 -> ~~ contains H b m v 0 -> ~~ are_pair H a l b m,
      closes H b m -> contains H a l 1 (H - 2) -> ~~ closes H a l /\ are_pair H a l b m,
      H = 2 -> closes H b m -> are_pair H a l b m = contains H a l 1 0 &
      (3 <= H)%N -> b = H -> m = 1%N -> l = 0%N \/ (a = H /\ l = 1%N) -> ~~ are_pair H a l b m].
Proof.
split; [split | go | go | go | go].
  by case=> j [k X]; move: X; go.
have [X _|X Y] := boolP (are_pair H a l b m); first by exists et.+1, b; move: X; go.
by exists es.+1, a; move: X Y; go.
Qed.
Theorem string_gaps :
  closes H b m ->
  (~~ are_pair H a l b m -> ~~ are_pair H b m a l ->
   [/\ ~~ (closes H a l && (a <= et.+1)), ~~ (closes H a l && (b <= es.+1)) & ~~ [&& ~~ closes H a l, a <= et.+1 & b <= es.+1]]%N) /\
  (et.+1 <= b.-1)%N /\ (b.-1 < H)%N.
Proof.
by move=> C; split=> [X Y|]; [split | split]; go.
Qed.
End Lemmas.
