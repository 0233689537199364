(* Least-squares solutions, products of weights that reach them, projections, ranks of Gram matrices.

     factors               every matrix is a product of weights if no hidden layer is narrower than the output
     reaches_target        a target of full rank is a product of weights only then
     least_squares         for invertible X X^T the only minimiser of ||P X - Y||^2 is Y X^T (X X^T)^{-1}
     least_squares_network the same for products of weights, if no hidden layer is narrower than the output
     projected             two layers: the product at a critical point is the projection of that solution
     gram_rank             W^T W has at most the rank n of the number of rows of W *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From symdln Require Import definitions words norms network flow regression.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Products.
Variables (F : realFieldType) (d : nat -> nat).
Implicit Types W U V : layers F d.
Definition embedded h (Q : 'M[F]_(d h.+1, d 0)) : layers F d :=
  fun j => match j return 'M[F]_(d j.+1, d j) with
  | 0 => (pid_mx (d h.+1) : 'M[F]_(d 1, d h.+1)) *m Q
  | _ => pid_mx (d h.+1)
  end.
Theorem factors h (Q : 'M[F]_(d h.+1, d 0)) : (forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N) -> product (embedded Q) h.+1 = Q.
Proof.
move=> wide; suff gen j : (j <= h)%N -> product (embedded Q) j.+1 = (pid_mx (d h.+1) : 'M[F]_(d j.+1, d h.+1)) *m Q.
  by rewrite gen // pid_mx_1 mul1mx.
elim: j => [|j IH] jh; first by rewrite /= mulmx1.
rewrite [LHS]/= -/(product (embedded Q) j.+1) IH ?(ltnW jh) // mulmxA mul_pid_mx minnn.
by congr (pid_mx _ *m _); apply/minn_idPr; apply: wide.
Qed.
Theorem reaches_target h (Y : 'M[F]_(d h.+1, d 0)) : \rank Y = d h.+1 ->
  (exists W, loss 1%:M W Y = 0) <-> (forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N).
Proof.
move=> full; split=> [[W] | wide]; last first.
  by exists (embedded Y); rewrite /loss /residual mulmx1 factors // subrr /norm2 mulmx0 mxtrace0.
rewrite /loss /residual mulmx1 => /norm2_eq0 /subr0_eq e j /andP[_ jh].
rewrite -full -e -(outer_product W (leqW jh)); apply: leq_trans (mxrankM_maxl _ _) _.
exact: rank_leq_col.
Qed.

Section Data.
Variables (m : nat) (X : 'M[F]_(d 0, m)).
Hypothesis invertible : X *m X^T \in unitmx.
Lemma gap n (P Q : 'M[F]_(n, d 0)) (Y : 'M[F]_(n, m)) :
  norm2 (P *m X - Y) = norm2 (Q *m X - Y) + norm2 ((P - Q) *m X) + 2%:R * \tr (((Q *m X - Y) *m X^T)^T *m (P - Q)).
Proof.
have := word_step 1%:M Q (P - Q) X Y; rewrite !mul1mx trmx1 mul1mx => e.
by rewrite -{1}[P](subrK Q) [P - Q + Q]addrC e addrAC.
Qed.
Lemma solves n (Y : 'M[F]_(n, m)) : (Y *m X^T *m invmx (X *m X^T) *m X - Y) *m X^T = 0.
Proof. by rewrite mulmxBl -!mulmxA mulVmx // mulmx1 subrr. Qed.
Theorem least_squares_gap n (Y : 'M[F]_(n, m)) (P : 'M[F]_(n, d 0)) : let Q := Y *m X^T *m invmx (X *m X^T) in
  norm2 (P *m X - Y) = norm2 (Q *m X - Y) + norm2 ((P - Q) *m X).
Proof. by move=> Q; rewrite (gap P Q) solves trmx0 mul0mx mxtrace0 mulr0 addr0. Qed.
Theorem least_squares n (Y : 'M[F]_(n, m)) (P : 'M[F]_(n, d 0)) :
  (forall Q, norm2 (P *m X - Y) <= norm2 (Q *m X - Y)) <-> P = Y *m X^T *m invmx (X *m X^T).
Proof.
split=> [least | -> Q]; last by rewrite [X in _ <= X]least_squares_gap ler_addl norm2_ge0.
have := least (Y *m X^T *m invmx (X *m X^T)); rewrite least_squares_gap ger_addl => le0.
have /norm2_eq0 e : norm2 ((P - Y *m X^T *m invmx (X *m X^T)) *m X) = 0 by apply/eqP; rewrite eq_le le0 norm2_ge0.
apply/subr0_eq; rewrite -[LHS]mulmx1 -(mulmxV invertible) mulmxA mulmxA.
by rewrite e !mul0mx.
Qed.
Theorem least_squares_network h (Y : 'M[F]_(d h.+1, m)) W : (forall j, (0 < j <= h)%N -> (d h.+1 <= d j)%N) ->
  (global_minimum X Y W <-> product W h.+1 = Y *m X^T *m invmx (X *m X^T)).
Proof.
move=> wide; rewrite -least_squares; split=> least Q; last exact: least.
by have := least (embedded Q); rewrite /loss /residual factors.
Qed.

(* depth 2: the product at a critical point is a projection of the least-squares solution *)
Theorem projected (Y : 'M[F]_(d 2, m)) W (Q : 'M[F]_(d 2)) : critical X W Y ->
  Q^T = Q -> Q *m W 1%N = W 1%N -> (exists R, Q = W 1%N *m R) ->
  product W 2 = Q *m (Y *m X^T *m invmx (X *m X^T)).
Proof.
move=> crit sQ keep [R QR].
have [/(_ crit) layers0 _] := critical_layers X W Y; have := layers0 0%N isT.
rewrite [product W 0]/= trmx1 mulmx1.
have -> : outer W 2 1 = W 1%N by rewrite /= !conform_mx_id mulmx1.
move=> e0; have e : Q *m ((product W 2 *m X - Y) *m X^T) = 0 by rewrite -sQ QR trmx_mul -mulmxA e0 mulmx0.
have keepP : Q *m product W 2 = product W 2 by rewrite /= mulmx1 mulmxA keep.
move: (product W 2) keepP e => P keepP; rewrite mulmxBl mulmxBr !mulmxA keepP => /subr0_eq e.
rewrite -[LHS]mulmx1 -(mulmxV invertible) !mulmxA.
by rewrite e.
Qed.
End Data.
End Products.

(* the Gram matrix of a layer has at most the rank of its outputs *)
Section Rank.
Variable F : realFieldType.
Theorem gram_rank n k (W : 'M[F]_(n, k)) : (\rank (W^T *m W) <= n)%N /\
  ((n < k)%N -> exists x : 'cV[F]_k, x != 0 /\ W^T *m W *m x = 0).
Proof.
have low : (\rank (W^T *m W) <= n)%N by apply: leq_trans (mxrankM_maxr _ _) (rank_leq_row _).
split=> // nk; have : kermx (W^T *m W)^T != 0.
  by rewrite kermx_eq0 /row_free mxrank_tr neq_ltn (leq_ltn_trans low nk).
case/rowV0Pn => v /sub_kermxP vk vn; exists v^T; split.
  by apply: contraNneq vn => /(congr1 trmx); rewrite trmxK trmx0 => ->.
by apply: trmx_inj; rewrite trmx0 trmx_mul trmxK.
Qed.
End Rank.
