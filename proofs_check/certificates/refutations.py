"""What the rules for refuted claims are given beyond the failing case itself: a few lines of exact numbers a claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.certificates.build import NoCertificateError, certificate, rules
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.claims.chitour.parts.rates import least_on_row_space, lower
from proofs_check.facts.eigenvalues import nth
from proofs_check.language.claim import Claim
from proofs_check.language.given import Given, at, letters
from proofs_check.running.cases_as_data import types_of
from proofs_check.running.witness import case_of

Details = Mapping[str, Any]


def refutation(claim: Claim, witness: Mapping[str, Any]) -> dict[str, Any]:
    """The certificate that the claim is refuted by the case of its witness; ``NoCertificateError`` says why there is
    none.
    """
    subject, conclusion = case_of(witness, types_of(claim)), f"refutes {claim.id}"
    how = claim.certify or GIVEN.get(claim.id)
    if how is None and conclusion not in rules():
        raise NoCertificateError("no rule says what refutes it, and the claim names no certify=")
    if isinstance(how, str):
        return of_kind(how, claim, subject)
    try:
        given = at(_exact(subject)) if how is None else how(subject, witness.get("details", {}))
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError) as error:
        raise NoCertificateError(f"this case is not of the form that the rule is for: {error}") from error
    if conclusion in rules():
        return certificate(conclusion, given)
    return certificate(None, given, claim={"id": claim.id, "statement": claim.statement})


def of_kind(kind: str, claim: Claim, subject: Any) -> dict[str, Any]:
    """A certificate of one kind of fact about the failing point, or of its class."""
    if kind in rules():
        return certificate(kind, at(_exact(subject)))
    fact: dict[str, Any] = {"kind": kind, "at": "p"}
    facts = [fact] if kind != "inertia" else [{"kind": kind, "of": ["hessian", "p"]}]
    return certificate(None, at(_exact(subject), facts=facts), claim={"id": claim.id, "statement": claim.statement})


def _exact(subject: Any) -> dln.Point | dln.Problem | None:
    return subject if isinstance(subject, (dln.Point, dln.Problem)) else None


# -- for single claims -------------------------------------------------------------------------------------------------


def with_inverse(subject: Any, details: Details) -> Given:
    problem = subject.problem if isinstance(subject, dln.Point) else subject
    return at(subject, K=problem.Sxx.inverse())


def with_projection(point: dln.Point, details: Details) -> Given:
    """P = A A^+ for A = W_2, and C = A^+."""
    A = point.weights[1]
    return at(point, K=point.problem.Sxx.inverse(), C=A.pseudoinverse(), P=A @ A.pseudoinverse())


def with_lower_point(point: dln.Point, details: Details) -> Given:
    curve = point.descent_curve
    if curve is None:
        raise NoCertificateError("no curve was found along which the loss falls")
    return at(point, points={"q": dln.Point(point.problem, curve.weights(curve.reach))})


def trajectory(branches: Any, details: Details) -> Given:
    """Starts (A, B) and limits (P, Q), numbered where there are two components."""
    numbered = len(branches) > 1
    return at(
        None,
        **{
            f"{name}{i if numbered else ''}": value
            for i, branch in enumerate(branches, 1)
            for name, value in zip("ABPQ", branch, strict=True)
        },
    )


def first_layer_free(subject: Any, details: Details) -> Given:
    """f: W_2 = 0, and W_1 has letters in the columns beyond d_y, or for d_x = d_y everywhere."""
    problem = subject.problem if isinstance(subject, dln.Point) else subject
    d_x, _, d_y = problem.widths
    first, second = letters(problem)
    rows = [["0" if j < d_y < d_x else entry for j, entry in enumerate(row)] for row in first]
    return at(subject, points={"f": [rows, [["0"] * len(row) for row in second]]})


def zero_is_critical(problem: dln.Problem, details: Details) -> Given:
    return at(dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes]))


def between_eigenvalues(point: dln.Point, details: Details) -> Given:
    """B between the eigenvalues of C_1 with the printed number and with that of the proof."""
    C, proof = least_on_row_space(point, 1)
    smaller, larger = nth(C, point.problem.widths[2]), nth(C, proof)
    return at(point, B=(smaller.upper + larger.lower) / 2)


def bounds_of_remark_4(point: dln.Point, details: Details) -> Given:
    B, V = nth(lower(point, 2), 1).lower, nth(lower(point, 1), 1).upper
    return at(point, A=B - V, B=B, V=V)


def one_sample(data: Any, details: Details) -> Given:
    (W_1, W_2), ((X,),), ((Y,),) = details["W"], details["X"], details["Y"]
    return at(None, X=X, Y=Y, A=W_1[0][0], B=W_2[0][0])


def decayed(case: Any, details: Details) -> Given:
    decay, first, *second = case
    half = Fraction(1, 2)
    B = dln.Matrix([[entry] for entry in second])
    return at(None, L=decay, A=dln.Matrix([[first]]), B=B, F=dln.Matrix([[-half], [half]]))


def ones_as_target(widths: Any, details: Details) -> Given:
    return at(dln.Problem.canonical([1] * min(widths[0], widths[-1]), widths))


def variation(widths: Any, details: Details) -> Given:
    """The weights p, the variation v and the target that the check found."""
    target = dln.Matrix(details["target"])
    white = dln.Matrix.identity(widths[0])
    problem = dln.Problem.from_moments(white, target, target @ target.T, widths[1:-1])
    return at(dln.Point(problem, details["W"]), points={"v": dln.Point(problem, details["w"])})


def bound_terms(setting: Any, details: Details) -> Given:
    return at(None, D=int(setting[0]), N=int(setting[1]), V=Fraction(setting[2]))


def standard_normal(case: Any, details: Details) -> Given:
    return at(None, laws={"Normal": {"gaussian": {"v": "1"}}})


def zero_of_widths(data: Any, details: Details) -> Given:
    """p = 0 for the widths of a frame, where r = 0 and the coordinates of Prop. 5 are the weights themselves."""
    widths = data[0]
    return zero_is_critical(dln.Problem.canonical(range(widths[-1], 0, -1), widths), details)


def frame_of_rank_one(data: Any, details: Details) -> Given:
    """p = (2 E_11, E_11) for the singular values 2 and 1, tangent and normal directions v and s there, and points
    f = (a E_11, b E_11) near it.
    """
    widths, selection = tuple(data[0]), tuple(data[1])
    if selection != (0,) or widths != (2, 2, 2):
        raise ValueError(f"widths {widths} and selection {selection}")
    problem = dln.Problem.canonical((2, 1), widths)
    first, second = (dln.Matrix.diagonal([1], shape) for shape in problem.shapes)
    pairs = {"v": [2 * first, -second], "s": [first, 0 * second]}
    points = {name: dln.Point(problem, weights) for name, weights in pairs.items()}
    family = [[["a", "0"], ["0", "0"]], [["b", "0"], ["0", "0"]]]
    return at(dln.Point(problem, [2 * first, second]), points=points | {"f": family})


def no_solution(data: Any, details: Details) -> Given:
    """A w = Y, and Z with Z A = 0 from the left kernel of A, as far as it has one."""
    A, Y = dln.Matrix(data[0]), dln.Matrix([[entry] for entry in data[1]])
    return at(None, A=A, Y=Y, Z=A.T.nullspace().T, D=A.shape[1])


def joint_law(names: str) -> Callable[[Any, Details], Given]:
    """The atoms of a discrete law of so many letters."""

    def law(atoms: Any, details: Details) -> Given:
        listed = [dict(zip(names, map(str, atom), strict=True)) for atom in atoms]
        return at(None, laws={"Joint": {"atoms": listed}})

    return law


GIVEN: dict[str, Callable[[Any, Details], Given]] = {
    "achour.rank-constrained.converse": with_inverse,
    "chitour.degree": ones_as_target,
    "chitour.lemma3.2.permutation": lambda point, details: at(point, D=blocks(point).D_W),
    "chitour.prop2": trajectory,
    "chitour.prop2.index": between_eigenvalues,
    "chitour.prop2.printed-index": trajectory,
    "chitour.prop3.hessian": variation,
    "chitour.prop5.dimension": first_layer_free,
    "chitour.prop5.orthogonal": frame_of_rank_one,
    "chitour.prop5.q2": zero_of_widths,
    "chitour.reduction.flow": one_sample,
    "chitour.remark3.regularised": decayed,
    "chitour.remark4": bounds_of_remark_4,
    "chitour.strata-count": first_layer_free,
    "chitour.strata-values": zero_is_critical,
    "chitour.target-positive": with_inverse,
    "lucchi.lemma10.random": joint_law("wab"),
    "lucchi.lemma12": joint_law("wx"),
    "lucchi.overparametrised": no_solution,
    "lucchi.remark-large-sigma": bound_terms,
    "lucchi.saddle-definition": with_lower_point,
    "lucchi.saddle-definition.general-data": with_lower_point,
    "lucchi.thm6": with_projection,
    "lucchi.xavier.fixed-width": standard_normal,
}
"""For the claims of this package; a claim in a file of your own names its function by ``certify=`` instead."""
