(* A quadratic form on matrices v: a scalar product of the part of v that ep selects, minus twice the products v s t * v t s
   of the pairs pr; one factor of each pair is not in that part, so it can absorb what the other one meets.

     other              the entries of the pairs that may be in the part; the transposed entries are the private ones
     solved c g         for a matrix g of squares sq and other factors: g, with private factors that absorb all terms
     form_solved        the form there is that of the squares alone plus c times the sum of the squares of the other factors *)
From mathcomp Require Import all_ssreflect all_algebra ring zify.
From symdln Require Import definitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Values.
Variables (F : realFieldType) (k : nat) (K L : 'M[F]_k) (pr sq ep : 'I_k -> 'I_k -> bool).
Hypotheses (sK : K^T = K) (sL : L^T = L).
Hypothesis one_order : forall s t, pr s t -> ~~ pr t s.
Hypothesis private : forall s t, pr s t -> ~~ (ep s t && ep t s).
Hypothesis alone : forall s t, sq s t -> [&& ~~ pr s t, ~~ pr t s & ep s t].
Definition cut (p : 'I_k -> 'I_k -> bool) (A : 'M[F]_k) : 'M[F]_k := \matrix_(s, t) ((p s t)%:R * A s t).
Definition scalar (A B : 'M[F]_k) : F := \tr (A^T *m (K *m B *m L)).
Definition form (v : 'M[F]_k) : F := scalar (cut ep v) (cut ep v) - 2%:R * \sum_s \sum_t (pr s t)%:R * (v s t * v t s).
Definition other s t := (pr s t && ep s t) || (pr t s && ~~ ep t s).
Definition free (g : 'M[F]_k) := cut sq g.
Definition bound (g : 'M[F]_k) := cut (fun s t => other s t && ep s t) g.
Definition shift (g : 'M[F]_k) := K *m (2%:R *: free g + bound g) *m L.
Definition solved (c : F) (g : 'M[F]_k) : 'M[F]_k :=
  \matrix_(s, t) if other t s then ((ep t s)%:R * shift g t s - c * g t s) / 2%:R else g s t.
Lemma scalarE (A B : 'M[F]_k) : scalar A B = \sum_s \sum_t A s t * (K *m B *m L) s t.
Proof.
rewrite /scalar /mxtrace exchange_big /=; apply: eq_bigr => t _; rewrite mxE; apply: eq_bigr => s _.
by rewrite mxE.
Qed.
Lemma scalar_sym A B : scalar A B = scalar B A.
Proof. by rewrite /scalar -mxtrace_tr !trmx_mul trmxK sK sL -!mulmxA mxtrace_mulC !mulmxA. Qed.
Lemma scalarDl A A' B : scalar (A + A') B = scalar A B + scalar A' B.
Proof. by rewrite /scalar linearD mulmxDl mxtraceD. Qed.
Lemma scalarDr A B B' : scalar A (B + B') = scalar A B + scalar A B'.
Proof. by rewrite scalar_sym scalarDl !(scalar_sym A). Qed.
Lemma scalarZ A c B : scalar A (c *: B) = c * scalar A B.
Proof. by rewrite /scalar -scalemxAr -scalemxAl -scalemxAr mxtraceZ. Qed.
Lemma scalar_square A B : scalar (A + B) (A + B) = scalar A A + scalar B (2%:R *: A + B).
Proof.
by rewrite scalarDl !scalarDr scalarZ (scalar_sym A B); ring.
Qed.
Lemma one_other s t : other s t -> other t s = false.
Proof.
by rewrite /other; case st : (pr s t); case ts : (pr t s) => //=; [have := one_order st; rewrite ts | case: (ep s t) | case: (ep t s)].
Qed.
Lemma other_alone s t : other s t || other t s -> sq s t = false.
Proof. by move=> o; apply/negP => /alone /and3P[/negPf n1 /negPf n2 _]; move: o; rewrite /other n1 n2. Qed.
Lemma hidden_uncut s t : other t s -> ep s t = false.
Proof.
rewrite /other => /orP[] /andP[p e]; last exact: negbTE.
by have := private p; rewrite e => /negbTE.
Qed.
Definition supported (g : 'M[F]_k) := forall s t, ~~ other s t -> ~~ sq s t -> g s t = 0.
Lemma cut_solved c g : supported g -> cut ep (solved c g) = free g + bound g.
Proof.
move=> sg; apply/matrixP => s t; rewrite !mxE; case ts : (other t s).
  rewrite hidden_uncut // mul0r other_alone ?ts ?orbT // mul0r.
  by case st : (other s t); rewrite /= ?mul0r ?addr0 //; rewrite one_other in ts.
case st : (other s t); first by rewrite other_alone ?st // mul0r add0r.
case q : (sq s t); first by have /and3P[_ _ ->] := alone q; rewrite mul0r addr0.
by rewrite sg ?st ?q // !mulr0 addr0.
Qed.
Lemma products_other (v : 'M[F]_k) : \sum_s \sum_t (pr s t)%:R * (v s t * v t s) = \sum_s \sum_t (other s t)%:R * (v s t * v t s).
Proof.
have -> : \sum_s \sum_t (other s t)%:R * (v s t * v t s) =
  \sum_s \sum_t (pr s t && ep s t)%:R * (v s t * v t s) + \sum_s \sum_t (pr t s && ~~ ep t s)%:R * (v s t * v t s).
  rewrite -big_split /=; apply: eq_bigr => s _; rewrite -big_split /=; apply: eq_bigr => t _; rewrite -mulrDl -natrD; congr (_%:R * _).
  by rewrite /other; case st : (pr s t) => //=; rewrite (negPf (one_order st)) orbF addn0.
rewrite [X in _ + X]exchange_big -big_split /=; apply: eq_bigr => s _; rewrite -big_split /=; apply: eq_bigr => t _.
rewrite [v t s * v s t]mulrC -mulrDl -natrD; congr (_%:R * _).
by case: (pr s t); case: (ep s t).
Qed.
Theorem form_solved c g : supported g -> form (solved c g) = scalar (free g) (free g) + c * \sum_s \sum_t (other s t)%:R * (g s t) ^+ 2.
Proof.
move=> sg; rewrite /form cut_solved // scalar_square products_other (scalarE (bound g)) -/(shift g) -addrA; congr (_ + _).
rewrite -mulrN -sumrN mulr_sumr (mulr_sumr _ _ _ c) -big_split /=; apply: eq_bigr => s _.
rewrite -sumrN mulr_sumr (mulr_sumr _ _ _ c) -big_split /=; apply: eq_bigr => t _.
rewrite !mxE; case st : (other s t); rewrite /= ?mul0r ?oppr0 ?mulr0 ?addr0 // one_other //.
have two : (2%:R : F) != 0 by rewrite pnatr_eq0.
by move: ((ep s t)%:R : F) => z; field.
Qed.
Lemma cut_linear p c (g h : 'M[F]_k) : cut p (c *: g + h) = c *: cut p g + cut p h.
Proof. by apply/matrixP => s t; rewrite !mxE mulrDr mulrCA. Qed.
Lemma solved_linear e c (g h : 'M[F]_k) : solved e (c *: g + h) = c *: solved e g + solved e h.
Proof.
have sh : shift (c *: g + h) = c *: shift g + shift h.
  rewrite /shift /free /bound !cut_linear scalemxAl scalemxAr -mulmxDl -mulmxDr; congr (_ *m _ *m _).
  by apply/matrixP => s t; rewrite !mxE; ring.
rewrite /solved sh; move: (shift g) (shift h) => x y; apply/matrixP => s t; rewrite !mxE; case: ifP => // _.
by rewrite !mulrDr (mulrCA _ c) (mulrCA e c) opprD addrACA -mulrBr mulrDl mulrA.
Qed.
Lemma solved_sum e n (x : 'I_n -> F) (g : 'I_n -> 'M[F]_k) : solved e (\sum_i x i *: g i) = \sum_i x i *: solved e (g i).
Proof.
elim: n x g => [|n IH] x g; last by rewrite !big_ord_recl solved_linear IH.
have := solved_linear e (-1) 0 0; rewrite scaler0 addr0 scaleN1r addNr !big_ord0 => ->; exact: erefl.
Qed.
End Values.
