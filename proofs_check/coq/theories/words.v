(* One tactic for identities of rectangular matrix words, their traces and squared norms.

     words          proves such an identity over a commutative ring, from hypotheses A^T = A alone
     words_by H     the same with an instance H of another equation
     w_norm         the normal form: sums of scalar multiples of words, brackets to the left
   The lemmas w_... are the rewriting rules of the normal form. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From symdln Require Import definitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Rules.
Variable F : comRingType.
Lemma w_trD m n (A B : 'M[F]_(m, n)) : (A + B)^T = A^T + B^T. Proof. exact: linearD. Qed.
Lemma w_trN m n (A : 'M[F]_(m, n)) : (- A)^T = - A^T. Proof. exact: linearN. Qed.
Lemma w_trZ m n a (A : 'M[F]_(m, n)) : (a *: A)^T = a *: A^T. Proof. exact: linearZ. Qed.
Lemma w_tr0 m n : (0 : 'M[F]_(m, n))^T = 0. Proof. exact: trmx0. Qed.
Lemma w_mulZl m n p a (A : 'M[F]_(m, n)) (B : 'M_(n, p)) : (a *: A) *m B = a *: (A *m B).
Proof. by rewrite scalemxAl. Qed.
Lemma w_mulZr m n p a (A : 'M[F]_(m, n)) (B : 'M_(n, p)) : A *m (a *: B) = a *: (A *m B).
Proof. by rewrite scalemxAr. Qed.
Lemma w_trcN n (A : 'M[F]_n) : \tr (- A) = - \tr A. Proof. exact: linearN. Qed.
Lemma w_as m n p q (c : 'M[F]_(m, n)) (v : 'M_(n, p)) (x : 'M_(p, q)) w : c *m v = w -> c *m (v *m x) = w *m x.
Proof. by move=> <-; rewrite mulmxA. Qed.
Lemma w_tr_rot m n (u : 'M[F]_(m, n)) (c : 'M_(n, m)) w t : \tr (u *m c) = t -> c *m u = w -> \tr w = t.
Proof. by move=> <- <-; rewrite mxtrace_mulC. Qed.
Lemma w_tr_tr n (w : 'M[F]_n) t : \tr w = t -> \tr (w^T) = t.
Proof. by move=> <-; rewrite mxtrace_tr. Qed.
End Rules.

Ltac w_sym := repeat match goal with h : (?S^T)%R = ?S |- _ => rewrite !h end.
Ltac w_norm :=
  rewrite ?/norm2;
  rewrite ?(w_trD, w_trN, w_trZ, w_tr0, trmx1, trmx_mul, trmxK); w_sym;
  rewrite ?(mulmxDl, mulmxDr, mulNmx, mulmxN, w_mulZl, w_mulZr);
  rewrite ?(mul1mx, mulmx1, mul0mx, mulmx0);
  rewrite ?(scalerDr, scalerN, scaleNr, scalerA, scaler0, scale1r, scale0r);
  rewrite ?(mxtraceD, w_trcN, mxtraceZ, mxtrace0, mxtrace1);
  rewrite ?mulmxA.
Ltac w_norm_in H := move: H; w_norm; move=> H.
(* a proof of c *m u = the product with brackets to the left *)
Ltac w_assoc c u :=
  lazymatch u with
  | (?v *m ?x)%R => let p := w_assoc c v in constr:(w_as x p)
  | _ => constr:(erefl (c *m u)%R)
  end.
Ltac w_use H := (* syntactic replacement of the left side of H *)
  lazymatch type of H with ?l = _ =>
    lazymatch goal with |- context [l] => rewrite -> H | _ => idtac end end.
Ltac w_turns w := lazymatch w with (?u *m _)%R => let n := w_turns u in constr:(S n) | _ => constr:(O) end.
(* Ht : \tr w = t; every rotation of w in the goal becomes t; n counts the turns that are left *)
Ltac w_rot Ht n :=
  w_use Ht;
  lazymatch n with
  | S ?m =>
    lazymatch type of Ht with
    | mxtrace (?u *m ?c)%R = ?t =>
      let p := w_assoc c u in
      let H := fresh "H" in
      pose proof (w_tr_rot Ht p) as H; w_rot H m; clear H
    end
  | O => idtac
  end.
Ltac w_atom_traces :=
  repeat match goal with |- context [mxtrace ?w] =>
    let t := fresh "t" in let Ht := fresh "Ht" in let H2 := fresh "H2" in let Et := fresh "Et" in
    remember (mxtrace w) as t eqn:Et;
    pose proof (esym Et) as Ht; clear Et;
    let n := w_turns w in w_rot Ht n;
    pose proof (w_tr_tr Ht) as H2;
    rewrite ?(trmx1, trmx_mul, trmxK) in H2;
    repeat match goal with h : (?S^T)%R = ?S |- _ => progress rewrite ?h in H2 end;
    rewrite ?mulmxA in H2;
    lazymatch type of H2 with mxtrace ?v = _ => let n := w_turns v in w_rot H2 n end;
    clear H2 Ht
  end.
Ltac w_atom_words :=
  repeat match goal with |- context [(?A *m ?B)%R] =>
    let t := fresh "w" in move: (A *m B)%R => t end.
Ltac w_field := ring.
Ltac w_close :=
  first [ reflexivity | w_field
        | w_atom_words; let i := fresh "i" in let j := fresh "j" in
          apply/matrixP => i j; rewrite !mxE;
          repeat match goal with |- context [fun_of_matrix ?w i j] =>
            let x := fresh "x" in move: (w i j) => x end; w_field ].
Ltac w_start := intros; subst.
Ltac words := w_start; w_norm; w_atom_traces; w_close.
(* with an instance of an equation, H : one word or trace = another *)
Ltac words_by H := move: H; w_norm; w_atom_traces;
  let H' := fresh "H" in move=> H'; rewrite ?H'; w_norm; w_close.
