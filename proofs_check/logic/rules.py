"""Thirteen rules of the logic: with the three about means (chance_rules), and the two about what is chosen and what is
small (choice_rules), the only way to make a theorem.

A theorem ``hypotheses |- conclusion`` says: for all sizes >= 1, all matrices of the given shapes, all whole numbers and
all reals for which the theory's lines hold, if the hypotheses hold, so does the conclusion.  Each rule's first
sentence says why it is sound.  No rule searches; Python's standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from proofs_check.logic.indices import ONE, ZERO, Index, entails, index_atom, minus, need, plus
from proofs_check.logic.motion import Time
from proofs_check.logic.terms import (
    IDENTITY,
    Fact,
    Matrix,
    Scalar,
    Substitution,
    add,
    add_matrices,
    at_least_zero,
    atom_scalar,
    check_shape,
    constant,
    demands,
    equality,
    freeze,
    is_symmetric,
    multiply,
    multiply_matrices,
    nonnegative,
    of_index,
    scale,
    trace_of,
    transpose,
    zero,
)

_KEY = object()
Facts = frozenset[Fact]


class Theorem:
    """``hypotheses |- conclusion`` and the names of the lines of the theory that were used; made by the rules only."""

    __slots__ = ("conclusion", "hypotheses", "uses")

    conclusion: Fact
    hypotheses: Facts
    uses: frozenset[str]

    def __init__(self, key: object, hypotheses: Facts, conclusion: Fact, uses: frozenset[str]):
        need(key is _KEY, "theorems are made by the rules only")
        object.__setattr__(self, "hypotheses", hypotheses)
        object.__setattr__(self, "conclusion", conclusion)
        object.__setattr__(self, "uses", uses)

    def __setattr__(self, name: str, value: object) -> None:
        need(False, "a theorem is never changed")

    def of_kind(self, kind: str) -> Fact:
        need(self.conclusion.kind == kind, f"a theorem of the kind {kind!r} is needed, not {self.conclusion.kind!r}")
        return self.conclusion


def make(
    hypotheses: Iterable[Fact],
    conclusion: Fact,
    premises: Sequence[Theorem] = (),
    given: Facts = frozenset(),
    terms: Iterable[Scalar | Matrix] = (),
    whole_terms: Iterable[Index] = (),
    uses: Iterable[str] = (),
) -> Theorem:
    """A theorem in which every exponent and every place of an eigenvalue makes sense.

    Index hypotheses that follow from ``given`` are left out; ``terms`` are multipliers whose exponents must be >= 0
    and ``whole_terms`` index terms that must be >= 0 under the hypotheses that are left.
    """
    known = frozenset(fact.body for fact in given)
    kept = frozenset(h for h in hypotheses if h.kind != "index" or not entails(known, h.body)) | given
    facts = frozenset(fact.body for fact in kept if fact.kind == "index")
    wanted = list(whole_terms)
    for thing in (*kept, conclusion, *terms):
        wanted += demands(thing)
    for term in wanted:
        need((not term[1] and term[0] >= 0) or entails(facts, term), f"{term} may be negative")
    return Theorem(_KEY, kept, conclusion, frozenset(uses).union(*(premise.uses for premise in premises)))


def _hypotheses(premises: Iterable[Theorem]) -> Facts:
    return frozenset().union(*(premise.hypotheses for premise in premises))


def assume(fact: Fact, given: Facts = frozenset()) -> Theorem:
    """A fact follows from itself."""
    return make({fact}, fact, given=given)


def axiom(name: str, hypotheses: Facts, conclusion: Fact) -> Theorem:
    """A line of the theory holds, as theorems are only about values for which all lines hold; called by a theory."""
    return make(hypotheses, conclusion, uses={name})


def instantiate(theorem: Theorem, by: Substitution, given: Facts = frozenset()) -> Theorem:
    """A statement for all values of a variable holds for the value of a term; all variables are replaced at once.

    A size is replaced by a term that is at least 1, a matrix by one of its shape (symmetric if it is) which then has
    one shape in the whole theorem.  The caller, who knows the theory, ensures that only variables are replaced.
    """
    letters = {letter for fact in (*theorem.hypotheses, theorem.conclusion) for letter in _letters(fact)}
    for name, matrix in by.matrices.items():
        shapes = {(one.rows, one.cols, one.symmetric) for one in letters if one.name == name and not one.turned}
        shapes |= {(one.cols, one.rows, one.symmetric) for one in letters if one.name == name and one.turned}
        need(len(shapes) <= 1, f"{name} has two shapes")
        for rows, cols, symmetric in shapes:
            check_shape(matrix, by.index(rows), by.index(cols))
            need(not symmetric or is_symmetric(matrix), f"{name} is symmetric and its replacement is not")
    hypotheses = {by.fact(fact) for fact in theorem.hypotheses} | given
    terms = [*by.scalars.values(), *by.matrices.values()]
    sizes = [minus(size, ONE) for size in by.sizes.values()]
    return make(hypotheses, by.fact(theorem.conclusion), [theorem], given, terms, sizes)


def _letters(thing: Any) -> Iterable[Any]:
    """All matrix letters in a fact or a part of one."""
    if hasattr(thing, "turned"):
        yield thing
    elif isinstance(thing, tuple | frozenset):
        for part in thing:
            yield from _letters(part)


def cut(theorem: Theorem, premises: Sequence[Theorem], given: Facts = frozenset()) -> Theorem:
    """A hypothesis that follows from others may be replaced by them, and an index hypothesis left out if it follows."""
    hypotheses = set(theorem.hypotheses)
    for premise in premises:
        need(premise.conclusion in hypotheses, "a premise is not a hypothesis of the theorem")
        hypotheses = (hypotheses - {premise.conclusion}) | premise.hypotheses
    return make(hypotheses, theorem.conclusion, [theorem, *premises], given)


def cases(split: Fact, first: Theorem, second: Theorem, given: Facts = frozenset()) -> Theorem:
    """A consequence of ``p >= 0`` and also of ``p <= 0`` holds; so does a consequence of ``t >= 0`` and of
    ``t <= -1`` for a whole number t.
    """
    need(split.kind in ("ge", "index"), "cases are those of a number that is >= 0 or <= 0, or of a whole number")
    need(first.conclusion == second.conclusion, "the two cases show different facts")
    if split.kind == "ge":
        other, terms = nonnegative(add({}, split.scalar, -1)), [split.scalar]
    else:
        other, terms = at_least_zero(minus(minus(ZERO, ONE), split.body)), []
    hypotheses = (first.hypotheses - {split}) | (second.hypotheses - {other})
    return make(hypotheses | given, first.conclusion, [first, second], given, terms)


def trace(theorem: Theorem, given: Facts = frozenset()) -> Theorem:
    """The trace of a zero matrix is 0 and that of a semidefinite one is >= 0."""
    fact = theorem.conclusion
    need(fact.kind in ("eq", "psd") and fact.rows == fact.cols, "a square matrix that is 0 or psd is needed")
    value = trace_of(fact.matrix, fact.rows)
    return make(theorem.hypotheses, (zero if fact.kind == "eq" else nonnegative)(value), [theorem], given)


def order(
    goal: Fact,
    products: Sequence[tuple[Fraction, Sequence[Theorem | Index]]] = (),
    zeros: Sequence[tuple[Scalar, Theorem]] = (),
    squares: Sequence[tuple[Fraction, Scalar]] = (),
    given: Facts = frozenset(),
) -> Theorem:
    """A sum of products of numbers >= 0, of squares (weights >= 0) and of multiples of 0 is >= 0; multiples of 0 are 0.

    The goal's scalar must be that sum exactly.  A factor is a theorem ``>= 0`` or an index term >= 0 as a real.
    """
    need(goal.kind in ("zero", "ge"), "the goal is about scalars")
    need(goal.kind == "ge" or not (products or squares), "an equality does not follow from inequalities")
    total: Scalar = {}
    for weight, factors in products:
        need(weight >= 0, "a weight is negative")
        product = constant(weight)
        for factor in factors:
            value = factor.of_kind("ge").scalar if isinstance(factor, Theorem) else of_index(factor)
            product = multiply(product, value)
        total = add(total, product)
    for multiplier, theorem in zeros:
        total = add(total, multiply(multiplier, theorem.of_kind("zero").scalar))
    for weight, root in squares:
        need(weight >= 0, "a weight is negative")
        total = add(total, multiply(constant(weight), multiply(root, root)))
    need(not add(goal.scalar, total, -1), "the sum is not the goal")
    factors = [factor for _, some in products for factor in some]
    premises = [one for one in factors if isinstance(one, Theorem)] + [theorem for _, theorem in zeros]
    indices = [one for one in factors if not isinstance(one, Theorem)]
    terms = [multiplier for multiplier, _ in zeros] + [root for _, root in squares]
    return make(_hypotheses(premises) | given, goal, premises, given, terms, indices)


def matrices(
    goal: Fact,
    congruences: Sequence[tuple[Fraction, Sequence[Theorem], Matrix, Theorem | Index]] = (),
    zeros: Sequence[tuple[Scalar, Matrix, Theorem, bool, Matrix]] = (),
    scalar_zeros: Sequence[tuple[Theorem, Matrix]] = (),
    given: Facts = frozenset(),
) -> Theorem:
    """A sum of ``U^T A U`` with psd A, weighted by numbers >= 0, and of multiples of zero matrices is psd; multiples of
    zero matrices alone are 0.

    The goal's matrix must be the sum of ``weight * numbers * U^T A U`` (A a psd theorem, or the identity of a size),
    ``scalar * U * M * V`` (M or, if turned, its transpose a theorem ``= 0``) and ``p * X`` with a theorem ``p = 0``.
    """
    need(goal.kind in ("eq", "psd"), "the goal is about matrices")
    need(goal.kind == "psd" or not congruences, "an equality does not follow from semidefinite matrices")
    rows, cols, total, premises, terms = goal.rows, goal.cols, {}, [], []
    for weight, numbers, u, inner in congruences:
        need(weight >= 0, "a weight is negative")
        middle, size = (
            (inner.of_kind("psd").matrix, inner.conclusion.rows) if isinstance(inner, Theorem) else (None, inner)
        )
        check_shape(u, size, rows)
        product = multiply_matrices(multiply_matrices(transpose(u), IDENTITY if middle is None else middle), u)
        for number in numbers:
            product = scale(product, number.of_kind("ge").scalar)
        total = add_matrices(total, scale(product, constant(weight)))
        premises += [*numbers, *([inner] if isinstance(inner, Theorem) else [])]
        terms.append(u)
    for scalar, u, theorem, turned, v in zeros:
        fact = theorem.of_kind("eq")
        middle, ends = (
            (transpose(fact.matrix), (fact.cols, fact.rows)) if turned else (fact.matrix, (fact.rows, fact.cols))
        )
        check_shape(u, rows, ends[0])
        check_shape(v, ends[1], cols)
        total = add_matrices(total, scale(multiply_matrices(multiply_matrices(u, middle), v), scalar))
        premises.append(theorem)
        terms += [scalar, u, v]
    for theorem, matrix in scalar_zeros:
        total = add_matrices(total, scale(check_shape(matrix, rows, cols), theorem.of_kind("zero").scalar))
        premises.append(theorem)
        terms.append(matrix)
    need(not add_matrices(goal.matrix, total, -1), "the sum is not the goal")
    sizes = [minus(inner, ONE) for *_, inner in congruences if not isinstance(inner, Theorem)]
    return make(_hypotheses(premises) | given, goal, premises, given, terms, sizes)


def congruence(
    function: str, first: Matrix, second: Matrix, theorem: Theorem, place: Index | None, given: Facts
) -> Theorem:
    """Equal matrices have equal norms and equal eigenvalues: from ``first - second = 0``."""
    fact = theorem.of_kind("eq")
    need(freeze(add_matrices(first, second, -1)) == fact.body, "the difference is not the matrix that is 0")
    if function == "norm":
        values = [atom_scalar(("norm", freeze(one), fact.rows, fact.cols)) for one in (first, second)]
    else:
        need(
            function == "eig" and place is not None and fact.rows == fact.cols, "norm, or eig with a place, is expected"
        )
        need(is_symmetric(first) and is_symmetric(second), "eig needs a symmetric matrix")
        values = [atom_scalar(("eig", freeze(one), fact.rows, place)) for one in (first, second)]
    for one in (first, second):
        check_shape(one, fact.rows, fact.cols)
    return make(theorem.hypotheses, zero(add(values[0], values[1], -1)), [theorem], given, [first, second])


def induction(
    variable: str,
    fact: Fact,
    base: Theorem,
    step: Theorem,
    low: Index | None,
    high: Index | None,
    upwards: bool,
    given: Facts = frozenset(),
) -> Theorem:
    """A fact that holds at one end and passes from each whole number to the next holds for all between low and high.

    Upwards: the base is the fact at ``low``, the step shows the fact at ``variable + 1`` from the fact; downwards the
    base is the fact at ``high`` and the step shows the fact from the fact at ``variable + 1``.  The step may assume
    that ``variable`` is at least ``low`` and less than ``high``; nothing else that is assumed mentions the variable.
    The caller ensures that the variable is not a constant of the theory.
    """
    need((low if upwards else high) is not None, "an induction needs its first number")
    here, following = index_atom(variable), plus(index_atom(variable), ONE)
    later = Substitution({variable: following}).fact(fact)
    start = low if upwards else high
    assert start is not None
    need(base.conclusion == Substitution({variable: start}).fact(fact), "the base is not the fact at the first number")
    need(step.conclusion == (later if upwards else fact), "the step does not show the next fact")
    above = frozenset() if low is None else frozenset({at_least_zero(minus(here, low))})
    below = frozenset() if high is None else frozenset({at_least_zero(minus(high, here))})
    before = frozenset() if high is None else frozenset({at_least_zero(minus(high, following))})
    rest = (step.hypotheses - {fact if upwards else later}) | base.hypotheses
    loose = {h for h in rest if mentions(h, variable)}
    known = frozenset(h.body for h in above | before | (rest - loose) if h.kind == "index")
    for hypothesis in loose:
        need(hypothesis in step.hypotheses and hypothesis not in base.hypotheses, "the base mentions the variable")
        need(hypothesis.kind == "index" and entails(known, hypothesis.body), "more is assumed of the variable")
    for bound in (low, high):
        need(bound is None or not mentions(at_least_zero(bound), variable), "a bound depends on the variable")
    return make((rest - loose) | above | below, fact, [base, step], given)


def start(theorem: Theorem, time: Time, given: Facts = frozenset()) -> Theorem:
    """A fact that holds at all times holds at the start; every letter is known to move or to be still."""
    facts = (*theorem.hypotheses, theorem.conclusion)
    ranges = [term for fact in facts for term in time.ranges(fact)]
    hypotheses = {time.start.fact(fact) for fact in theorem.hypotheses}
    return make(hypotheses | given, time.start.fact(theorem.conclusion), [theorem], given, (), ranges)


def constant_in_time(term: Any, theorem: Theorem, time: Time, given: Facts = frozenset()) -> Theorem:
    """A matrix or a number whose derivative vanishes at all times equals its value at the start.

    The theorem says that the derivative is 0, and its hypotheses hold still letters only, so that they hold at all
    times if they hold at one.
    """
    fact, start_of = theorem.conclusion, time.start
    need(fact.kind in ("eq", "zero"), "a theorem that a derivative is 0 is needed")
    if fact.kind == "eq":
        rate = equality(time.matrix_rate(check_shape(term, fact.rows, fact.cols)), fact.rows, fact.cols)
        kept = equality(add_matrices(term, start_of.matrix(term), -1), fact.rows, fact.cols)
    else:
        rate, kept = zero(time.scalar_rate(term)), zero(add(term, start_of.scalar(term), -1))
    need(rate == fact, "what is 0 by the theorem is not the derivative")
    need(all(map(time.is_still, theorem.hypotheses)), "a hypothesis may hold at one time and not at another")
    return make(theorem.hypotheses, kept, [theorem], given, (), time.ranges(term))


def barrier(
    function: Scalar, bound: Scalar, step: Theorem, first: Theorem, time: Time, given: Facts = frozenset()
) -> Theorem:
    """A function that is at most a constant at the start, and does not grow where it is at least the constant, stays
    at most the constant: else it would have grown since the last time at which it was equal.

    The step shows that minus the derivative is >= 0, and may assume ``function >= bound``; all other hypotheses, and
    the bound, hold still letters only.  The first theorem shows ``function <= bound`` at the start.
    """
    slope = time.scalar_rate(function)
    need(step.conclusion == nonnegative(add({}, slope, -1)), "the step does not show that the function does not grow")
    need(time.is_still(freeze({(): bound})), "the bound may change")
    beginning = nonnegative(add(bound, time.start.scalar(function), -1))
    need(first.conclusion == beginning, "the function is not shown to be at most the bound at the start")
    hypotheses = (step.hypotheses - {nonnegative(add(function, bound, -1))}) | first.hypotheses
    need(all(map(time.is_still, hypotheses)), "a hypothesis may hold at one time and not at another")
    below, ranges = nonnegative(add(bound, function, -1)), time.ranges(function)
    return make(hypotheses, below, [step, first], given, (), ranges)


def mentions(thing: Any, name: str) -> bool:
    """Whether an index variable of this name occurs anywhere in a fact or a part of one."""
    if isinstance(thing, tuple | frozenset):
        return any(mentions(part, name) for part in thing)
    return thing == name


RULES: dict[str, Callable[..., Theorem]] = {
    "assume": assume,
    "instantiate": instantiate,
    "cut": cut,
    "cases": cases,
    "trace": trace,
    "order": order,
    "matrices": matrices,
    "congruence": congruence,
    "induction": induction,
    "start": start,
    "constant": constant_in_time,
    "barrier": barrier,
}
