"""Weight decay: balance, critical points, kinds, spectrum, inertia, classes and thresholds, and what fails beyond."""

from __future__ import annotations

import itertools
from fractions import Fraction

from proofs_check.claims.ours.parts import decay_checks as checks
from proofs_check.claims.ours.parts import decay_witnesses as witnesses
from proofs_check.facts import decay_outcomes as outcomes
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.sources import OURS
from proofs_check.scopes import decayed
from proofs_check.scopes.decayed import Kind, Problem, decay_of, kind_of, point_of, spectrum

EQUAL = "the factor of the loss is 1/2 and X X^T = I; other factors and X X^T = c I reduce to this"
BALANCE = (
    "l m: scalar; A: e x b; V: b x a; W: a x c; B: c x f; G: e x f; "
    "A' G (W B)' + m V = 0; (A V)' G B' + l W = 0 |- m V' V = l W W'"
)
"""V = W_{j+1}, W = W_j, A the layers after them, B those before, G the gradient by the product, l and m the decays."""


@claim(
    "ours.decay.balance",
    source=OURS.at("weight decay, Lemma 1"),
    statement=r"A_i^\mathsf{T} G B_i^\mathsf{T} + \lambda_i W_i = 0 \ (i = j, j + 1) \Rightarrow "
    r"\lambda_{j+1} W_{j+1}^\mathsf{T} W_{j+1} = \lambda_j W_j W_j^\mathsf{T}",
    over=decayed.ALL_KINDS,
    made_precise="A_i = W_H ... W_{i+1}, B_i = W_{i-1} ... W_1 and G is any matrix, such as the gradient of any "
    "loss of "
    "the product: the hypothesis then says that the point is critical",
    proof=matrices(BALANCE),
)
def balance(case: Kind) -> Outcome:
    """At a critical point of any loss of the product with weight decay, neighbouring layers are balanced."""
    point = point_of(case)
    layers, decays = point.weights, point.decayed.decays
    return all_of(
        is_true(point.is_critical, "the gradient vanishes"),
        *(
            equal(decays[j] * (V.T @ V), decays[j - 1] * (W @ W.T), "lam_{j+1} W_{j+1}^T W_{j+1}, and lam_j W_j W_j^T")
            for j, (W, V) in enumerate(itertools.pairwise(layers), 1)
        ),
    )


@claim(
    "ours.decay.hidden-directions",
    source=OURS.at("weight decay, Lemma 2"),
    statement=r"\operatorname{Hess} L \, (S.W) = \lambda (S + S^\mathsf{T}).W, \quad S.W = (S_j W_j - W_j S_{j-1})_j",
    over=decayed.ALL_KINDS,
    assuming=(decayed.equal_decays,),
    made_precise="any loss of the product; S.W for antisymmetric S has dimension h_0, for symmetric S h_0 + (H-1) rho, "
    "h_0 = (H-1) rho (rho-1)/2 + rho sum (d_j - rho) over hidden j",
    written=written.DECAY_HIDDEN,
)
def hidden_directions(case: Kind) -> Outcome:
    """Antisymmetric hidden changes lie in the kernel of the Hessian, symmetric ones have the eigenvalue 2 lam."""
    return outcomes.hidden_directions(point_of(case))


@claim(
    "ours.decay.geometric-mean",
    source=OURS.at("weight decay, unequal decays"),
    statement=r"W_j = (\Lambda / \lambda_j)^{1/2} V_j, \ \Lambda = (\textstyle\prod \lambda_j)^{1/H} \Rightarrow "
    r"L_{\lambda_1, \dots, \lambda_H}(W) = L_{\Lambda, \dots, \Lambda}(V)",
    over=decayed.ALL_KINDS,
    assuming=(decayed.unequal_decays,),
    made_precise="so kinds, values, inertia and classes depend on the product of the decays only; in scope the factors "
    "are rational",
    written=written.DECAY_MEAN,
)
def geometric_mean(case: Kind) -> Outcome:
    """Unequal decays give the landscape of their geometric mean, up to a change of scales."""
    return checks.same_as_equal_decays(case)


@claim(
    "ours.decay.critical-set",
    source=OURS.at("weight decay, Theorem B"),
    statement=r"W \text{ critical} \iff W_j = U_j D U_{j-1}^\mathsf{T}, \ Y = U_H \operatorname{diag}(s) "
    r"U_0^\mathsf{T}, "
    r"\ w^{2H-2} - s w^{H-2} + \lambda = 0",
    over=decayed.ALL_PROBLEMS,
    made_precise=f"{EQUAL}; in scope, where no double root occurs, the alternating sum of the Euler characteristics of "
    "all kinds is that of the space of weights, 1; and where all kinds are nondegenerate points and the complex "
    "critical points are finitely many, elimination of the weights from grad L = 0 finds as many real points at each "
    f"value (up to {outcomes.MOST_ELIMINATED} weights)",
    written=written.DECAY_CRITICAL,
)
def critical_set(case: Problem) -> Outcome:
    """The critical points for white inputs and for autoencoders are the products of roots and frames, and no others."""
    return outcomes.list_is_complete(spectrum(*case), decay_of(case))


@claim(
    "ours.decay.kinds",
    source=OURS.at("weight decay, section 2"),
    statement=r"\#\text{kinds} = \sum_{k \le d} [t^k] \prod_s g_s(t), \quad g_s = \textstyle\sum_{k \le \mu(s)} "
    r"(k+1) t^k, "
    r"\ \sum_{k \le \mu(s)} t^k \text{ or } 1",
    over=decayed.ALL_PROBLEMS,
    made_precise="two roots, one root or none; each kind is one orbit, whose dimension is the rank of the "
    "derivative of "
    "the group at an exact point, where the kind has one with rational weights",
    written=written.DECAY_KINDS,
)
def kinds(case: Problem) -> Outcome:
    """The kinds with decay are as many as the generating function says, and each is an orbit of that dimension."""
    return outcomes.kinds_are_orbits(spectrum(*case), decay_of(case))


@claim(
    "ours.decay.spectrum",
    source=OURS.at("weight decay, Theorem C"),
    statement=r"\operatorname{spec} \operatorname{Hess} L = \{0, 2 \lambda, D(w_a), N_{ab} (s_a \mp s_b)/(\sigma_a \mp "
    r"\sigma_b), w_a^{H-2} (s_a \mp s_c), w_a^{H-2} s_a, \lambda \text{ or } \lambda \mp s_c\}",
    over=decayed.WHITE_KINDS,
    assuming=(decayed.equal_decays,),
    made_precise=f"with the multiplicities of the table; {EQUAL}; the characteristic polynomials are equal",
    written=written.DECAY_SPECTRUM,
)
def whole_spectrum(case: Kind) -> Outcome:
    """The eigenvalues of the Hessian with decay, with multiplicities, are those of the table."""
    return outcomes.spectrum_is_the_table(point_of(case))


INERTIA = (
    r"n_- = \tfrac{m(m+1)}{2} + \#\{(a, b) : \ell_a > \ell_b, s_b > s_a\} + [H = 2](d_1 - \rho) \#\{c : s_c > "
    r"\lambda\}, "
    r"\quad n_0 = \dim + \tfrac{z(z+1)}{2} + [H = 2](d_1 - \rho) \#\{c : s_c = \lambda\}"
)


def inertia_is_that_of_the_hessian(case: Kind) -> Outcome:
    """The inertia with decay follows from the levels of the modes and a few comparisons."""
    point, kind = point_of(case), kind_of(case)
    return all_of(
        is_true(point.is_critical, "the gradient vanishes"),
        equal(point.kind.used, kind.used, "used modes by exact inertias at the point, and as made"),
        equal(kind.inertia, point.inertia_by_hessian, "inertia by the theorem, and of the exact Hessian"),
    )


inertia = claim(
    "ours.decay.inertia",
    source=OURS.at("weight decay, Theorem D"),
    statement=INERTIA,
    over=decayed.WHITE_KINDS,
    made_precise="levels: dropped 0, small 1, double 2, large 3; m small and z double modes are used",
    written=written.DECAY_INERTIA,
)(inertia_is_that_of_the_hessian)


@claim(
    "ours.decay.morse-bott",
    source=OURS.at("weight decay, corollary of Theorem D"),
    statement=r"n_0 = \dim \text{kind} \iff \text{no double root is used, and not } (H = 2, d_1 > \rho, \exists "
    r"c: s_c = "
    r"\lambda)",
    over=decayed.ALL_KINDS,
    made_precise="the dimension is the rank of the derivative of the group at the point, n_0 that of the exact Hessian",
    written=written.DECAY_MORSE_BOTT,
)
def morse_bott(case: Kind) -> Outcome:
    """A kind is nondegenerate unless a double root is used, or at depth 2 a dropped singular value equals the decay."""
    return outcomes.nondegenerate_iff(point_of(case))


@claim(
    "ours.decay.error-bound",
    source=OURS.at("weight decay, corollary of Theorem D"),
    statement=r"\operatorname{dist}(W, \operatorname{crit}) \le C |\nabla L(W)| \text{ near all critical points} \iff "
    r"\text{no } s_i = s_{\min}",
    over=decayed.WHITE_KINDS,
    assuming=(decayed.aligned,),
    made_precise="for H = 2, s_min is lam; in scope: at every degenerate kind |grad|^2 along a line is of order t^4 (a "
    "double root) or t^6 (H = 2), and the line leaves the critical points; at all others n_0 is the dimension",
    written=written.DECAY_MORSE_BOTT,
)
def error_bound(case: Kind) -> Outcome:
    """The error bound holds near all critical points exactly when no singular value is at the threshold."""
    return outcomes.error_bound(point_of(case))


@claim(
    "ours.decay.classes",
    source=OURS.at("weight decay, Theorem E"),
    statement=r"n_- = 0 \iff \text{the used modes are the top ones, at large or double roots}; \text{ one local "
    r"minimum of "
    r"each rank } 0, \dots, R; \text{ a double root makes a non-strict saddle}",
    over=decayed.ALL_PROBLEMS,
    made_precise="R = min(d, #{s_i > s_min}); for H = 2 the only kind with n_- = 0 is the global minimum; in scope all "
    "kinds are compared by inertia and by enclosures of their values",
    written=written.DECAY_CLASSES,
)
def classes(case: Problem) -> Outcome:
    """With decay there is one local minimum of each rank up to R, and every other critical point is a saddle."""
    return outcomes.classes_agree(spectrum(*case), decay_of(case))


@claim(
    "ours.decay.thresholds",
    source=OURS.at("weight decay, Theorem E"),
    statement=r"\text{global minima have ranks from } \min(d, \#\{s_i > s_c\}) \text{ to } \min(d, \#\{s_i \ge "
    r"s_c\}), \quad "
    r"s_c^{2H-2} (H-2)^{H-2} = (H-1)^{2H-2} \lambda^H",
    over=decayed.ALL_PROBLEMS,
    made_precise="and the product of a global minimum is unique, all saddles are strict, all kinds are nondegenerate, "
    "as the theorem says; in scope by the list of all kinds with their values",
    written=written.DECAY_CLASSES,
)
def thresholds(case: Problem) -> Outcome:
    """The thresholds of Theorem E are what the list of all kinds shows."""
    return outcomes.thresholds_agree(spectrum(*case))


@claim(
    "ours.decay.collapse",
    source=OURS.at("weight decay, Theorem F"),
    statement=r"0 \text{ is a global minimum} \iff |Y v|^{2H-2} (H-2)^{H-2} \le (H-1)^{2H-2} \lambda^H "
    r"(v^\mathsf{T} S v)^{H-2} \text{ for all unit } v",
    over=decayed.ALL_PROBLEMS,
    made_precise="any data; in scope white inputs and autoencoders, where the condition is one on the largest value, "
    "against the values of all kinds",
    written=written.DECAY_COLLAPSE,
)
def collapse(case: Problem) -> Outcome:
    """Zero is a global minimum exactly when the data are weak against the decay in every direction."""
    return outcomes.collapse_agrees(spectrum(*case))


@claim(
    "ours.decay.reduction",
    source=OURS.at("weight decay, section 6"),
    statement=r"n_\pm(W), n_0(W) \text{ from } \operatorname{Hess} f \text{ on } T_P \{\operatorname{rank} = "
    r"\rho\}, \quad "
    r"f(P) = \ell(P) + \tfrac{\lambda H}{2} \textstyle\sum \sigma_i(P)^{2/H}",
    over=checks.ANY_INPUTS,
    made_precise="the loss is 1/2 tr P S P^T - <Y, P>, S > 0 any; the reduced form has rho (d_0 + d_H - rho) variables",
    written=written.DECAY_REDUCTION,
)
def reduction(case: checks.AnyInputs) -> Outcome:
    """For any inputs the inertia with decay is that of a small form in the singular frames of the product."""
    return checks.reduced_inertia_agrees(case)


@claim(
    "ours.decay.autoencoder-transpose",
    source=OURS.at("weight decay, Theorem G"),
    statement=r"Y = S \Rightarrow P = P^\mathsf{T}, \ P S = S P, \ \kappa (w^{2H-2} - w^{H-2}) + \lambda = 0 "
    r"\text{ at every "
    r"critical point}",
    over=checks.SMALL_AUTOENCODERS,
    made_precise="in scope: elimination of the weights from grad L = 0 finds as many real critical points, at as many "
    "values, as the theorem lists, for hidden widths 1 and moments S that need not be diagonal",
    written=written.DECAY_AUTOENCODER,
)
def autoencoder_transpose(case: checks.SmallAutoencoder) -> Outcome:
    """At every critical point of a decayed autoencoder the product is symmetric and commutes with the moment."""
    return outcomes.all_critical_points_are_listed(checks.small_autoencoder(case))


inertia_of_autoencoders = claim(
    "ours.decay.autoencoder-inertia",
    source=OURS.at("weight decay, Theorem G"),
    statement=INERTIA.replace("s_", r"\kappa_"),
    over=decayed.AUTOENCODER_KINDS,
    made_precise="the eigenvalues kappa of S take the place of the singular values",
    written=written.DECAY_AUTOENCODER,
)(inertia_is_that_of_the_hessian)


# -- what is false beyond white inputs ---------------------------------------------------------------------------------


@claim(
    "ours.decay.depth2-no-spurious",
    source=OURS.at("weight decay, section 6, what fails"),
    statement=r"H = 2 \Rightarrow \text{every local minimum with decay is global, for all data}",
    over=witnesses.SPURIOUS,
    certify=witnesses.two_minima_given,
    grade=Grade.FALSE,
    made_precise="false: with a bottleneck and coloured inputs; true for white inputs, for d_1 >= 2, and for Y = S",
)
def depth2_no_spurious(case: witnesses.Case) -> Outcome:
    """At depth 2 decay leaves no spurious local minimum."""
    return witnesses.second_minimum_is_lower(case)


@claim(
    "ours.decay.commuting-aligned",
    source=OURS.at("weight decay, section 6, what fails"),
    statement=r"S, Y \text{ diagonal} \Rightarrow P \text{ diagonal at critical points}",
    over=witnesses.ROTATED,
    certify=witnesses.rotated_given,
    grade=Grade.FALSE,
    made_precise="false at every depth; true for white inputs and for Y = S, up to rotations in equal values",
)
def commuting_aligned(case: witnesses.Case) -> Outcome:
    """With commuting data critical points are aligned with the common basis."""
    return witnesses.product_is_diagonal(case)


@claim(
    "ours.decay.finite-orbits",
    source=OURS.at("weight decay, section 6, what fails"),
    statement=r"\text{the critical points are finitely many orbits of the symmetries of the loss}",
    over=witnesses.CURVE,
    certify=witnesses.curve_given,
    grade=Grade.FALSE,
    made_precise="false: a curve of critical points on which an invariant of these symmetries, the diagonal of "
    "P^T P, varies; the "
    "symmetries are those of the hidden layers and the signs of the distinct values of diagonal data",
)
def finite_orbits(case: witnesses.Case) -> Outcome:
    """For all data the critical points with decay are finitely many orbits of the symmetries."""
    return witnesses.invariant_is_constant(case)


@claim(
    "ours.decay.scalar-one-minimum",
    source=OURS.at("weight decay, section 6, what fails"),
    statement=r"d_H = 1, H \ge 3 \Rightarrow \text{at most one nonzero local minimum, up to symmetry}",
    over=witnesses.SCALAR,
    certify=witnesses.two_roots_given,
    grade=Grade.FALSE,
    made_precise="false for coloured inputs, where two roots can be minima; true for white inputs",
)
def scalar_one_minimum(case: tuple[str, ...]) -> Outcome:
    """With one output and depth 3 there is at most one nonzero local minimum."""
    return witnesses.at_most_one_minimum(case, Fraction(1))
