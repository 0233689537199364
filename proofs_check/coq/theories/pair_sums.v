(* Which variables of two strings are added, squared and multiplied in the second-order part of the loss: the string lemmas as
   the inertia theorem needs them.

     first_factor, second_factor
                        for a pair of strings, the layers over which its two factors are sums
     weight             the layers over which the linear form of an ordered pair of strings is a sum: a factor or a square
     squared            that form occurs among the squares
     place_of           a layer that occurs in it
     pair_product       the products of two strings are the product of the two factors, and only pairs have any (product_pair)
     square_weight      the squares are squares of these forms
     private            at most one factor of a pair is among the squares
     placed             the strings pass the two ends of the layer place_of *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From symdln Require Import definitions strings_all.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

Section Sums.
Variable H : nat.
Definition first_factor (a l b m j : nat) := [&& 0 < j, a <= j & j <= (ends_at H b m).+1]%N.
Definition second_factor (a l b m k : nat) :=
  if closes H a l then ((b <= k) || (k <= (ends_at H a l).+1))%N else ((b <= k) && (k <= (ends_at H a l).+1))%N.
Definition weight (a l b m j : nat) : bool :=
  if are_pair H a l b m then first_factor a l b m j else if are_pair H b m a l then second_factor b m a l j else has_square H a l b m j.
Definition squared (a l b m : nat) : bool :=
  if are_pair H a l b m then closes H a l || (ends_at H a l == H)
  else if are_pair H b m a l then [&& ~~ closes H b m, ends_at H b m != H & b == 0%N] else true.
Definition place_of (a l b m : nat) : nat := if are_pair H a l b m then (ends_at H b m).+1 else if are_pair H b m a l then a else (ends_at H b m).+1.
Variables a l b m : nat.
Hypotheses (HH : (2 <= H)%N) (Hs : is_string H a l) (Ht : is_string H b m).
Lemma pair_product j k : (0 < j <= H)%N -> (0 < k <= H)%N -> are_pair H a l b m ->
  (has_product H a l b m j k + has_product H b m a l k j = first_factor a l b m j && second_factor a l b m k)%N.
Proof.
move=> jH kH; rewrite /are_pair => /andP[/andP[Cb ae] alt].
have [_ _ P3 P4] := string_products HH Hs Ht; have [Q1 _ _ Q4] := string_products HH Ht Hs.
rewrite /first_factor /second_factor; case Ca : (closes H a l) alt => alt.
  have [-> lt] := P4 Cb Ca; have [-> _] := Q4 Ca Cb; move: lt ae jH kH; clear.
  move: (ends_at H a l) (ends_at H b m) => es et; lia.
have [-> _ _] := P3 Cb (negbT Ca); have -> : has_product H b m a l k j = false by apply/negP => /Q1; rewrite Ca.
move: ae alt jH kH; clear; move: (ends_at H a l) (ends_at H b m) => es et; lia.
Qed.
Lemma product_pair j k : has_product H a l b m j k -> are_pair H a l b m || are_pair H b m a l.
Proof. by move=> h; have [<- _ _ _ _] := string_pairs HH Hs Ht; exists j, k; rewrite h. Qed.
Lemma one_order : are_pair H a l b m -> ~~ are_pair H b m a l.
Proof.
rewrite /are_pair => /andP[/andP[Cb ae] _]; have [_ _ _ P4] := string_products HH Hs Ht.
case Ca : (closes H a l) => //; have [_ lt] := P4 Cb Ca; move: (lt ae); clear; move: (ends_at H a l) => es; lia.
Qed.
Lemma square_weight j : (0 < j <= H)%N -> has_square H a l b m j = squared a l b m && weight a l b m j.
Proof.
move=> jH; have [S1 S2 S3 _ _] := string_squares HH Hs Ht; have [T1 T2 _ _ _] := string_squares HH Ht Hs.
rewrite /squared /weight; case: ifP => [|no].
  rewrite /are_pair => /andP[/andP[Cb ae] alt]; case Ca : (closes H a l) => /=.
    by rewrite S3 // /first_factor; case/andP: jH => ->.
  case: eqP => e /=; first by have [-> _] := S2 Cb (negbT Ca) e.
  by have [S _] := S1 Cb (negbT Ca) e; apply: negbTE.
case: ifP => // /andP[/andP[Ca be] alt]; case Cb : (closes H b m) => /=.
  rewrite S3 //; move: no; rewrite /are_pair Cb Ca /= andbT => no; apply/negP => /andP[aj je].
  by rewrite (leq_trans aj je) in no.
case: eqP => e /=; first by have [_ S] := T2 Ca (negbT Cb) e; apply: negbTE.
have [_ ->] := T1 Ca (negbT Cb) e; rewrite /second_factor Cb.
by case/andP: jH => _ ->; rewrite andbT.
Qed.
Lemma private : are_pair H a l b m -> ~~ (squared a l b m && squared b m a l).
Proof.
move=> pr; have := one_order pr; rewrite /squared pr => /negPf ->.
by case: (closes H a l) => //=; case: eqP.
Qed.
Lemma weight_zero j : (0 < j <= H)%N -> ~~ are_pair H a l b m -> ~~ are_pair H b m a l -> ~~ are_square H a l b m -> weight a l b m j = false.
Proof.
move=> jH n1 n2; have [S1 S2 S3 S4 _] := string_squares HH Hs Ht; have [T1 T2 _ _ _] := string_squares HH Ht Hs.
rewrite /weight (negPf n1) (negPf n2) /are_square; move: n1 n2; rewrite /are_pair; move: Hs Ht; rewrite /is_string => /andP[aH _] /andP[bH _].
case Ca : (closes H a l); case Cb : (closes H b m); rewrite /= ?andbT ?orbF => n1 n2.
- rewrite S3 //; move: n1; clear; move: (ends_at H b m) => et; lia.
- case: (eqVneq (ends_at H b m) H) => [e _|/eqP e _]; first by have [_ S] := T2 Ca (negbT Cb) e; apply: negbTE.
  have [_ ->] := T1 Ca (negbT Cb) e; move: n2; clear; move: (ends_at H a l) (ends_at H b m) => es et; lia.
- case: (eqVneq (ends_at H a l) H) => [e _|/eqP e _]; last by have [S _] := S1 Cb (negbT Ca) e; apply: negbTE.
  have [-> _] := S2 Cb (negbT Ca) e; move: n1 bH e; clear; move: (ends_at H a l) (ends_at H b m) => es et; lia.
- rewrite S4 ?Ca ?Cb //; clear; move: (ends_at H a l) (ends_at H b m) => es et; lia.
Qed.
Lemma square_alone : are_square H a l b m -> [&& ~~ are_pair H a l b m, ~~ are_pair H b m a l & squared a l b m].
Proof. by case/and5P=> /negPf Ca /negPf Cb _ _ _; rewrite /squared /are_pair Ca Cb. Qed.
Ltac go := unfold contains, closes, is_string, ends_at in *;
  repeat match goal with h : context [if ?c then _ else _] |- _ => revert h end; do ?case: ifP; lia.
Lemma end_contained : contains H b m (ends_at H b m) 0.
Proof. move: Ht; go. Qed.
Lemma meets_next : (closes H b m || (b == 0%N)) -> (ends_at H b m < H)%N.
Proof. move: Ht; go. Qed.
Lemma placed : [|| are_pair H a l b m, are_pair H b m a l | are_square H a l b m] -> let j := place_of a l b m in
  [&& 0 < j, j <= H, weight a l b m j, contains H b m j.-1 0 & contains H a l j 0]%N.
Proof.
rewrite /place_of /weight; case: ifP => [/andP[/andP[Cb ae] alt] _ | no].
  rewrite /first_factor /= ae leqnn end_contained meets_next ?Cb //=.
  move: alt ae; move: Hs Ht Cb; clear; go.
case: ifP => [/andP[/andP[Ca be] alt] _ | no' /= sq].
  rewrite /second_factor leqnn /=; move: alt be; move: Hs Ht Ca; clear; go.
have /and5P[Ca Cb es b0 ae] := sq.
have [_ _ _ S4 _] := string_squares HH Hs Ht; rewrite S4 // es b0 ae leqnn end_contained meets_next ?b0 ?orbT //=.
by move: ae es Ca b0; move: Hs Ht Cb; clear; go.
Qed.
End Sums.
