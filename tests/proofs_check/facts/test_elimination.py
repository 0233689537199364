"""Elimination in FLINT: values by hand, a second implementation in sympy, certificates, and what is refused."""

from fractions import Fraction

import flint
import pytest
import sympy

import symdln as dln
from proofs_check.facts import elimination
from proofs_check.facts.elimination import (
    critical_equations,
    critical_polynomial,
    groebner_basis,
    monic,
    normal_form,
    real_roots_of,
    theorem_polynomial,
)
from proofs_check.facts.subset_sums import squarefree_part
from symdln.errors import InputError, UndecidedError

TENTH = Fraction(1, 10)


def with_roots(*roots: object) -> flint.fmpq_poly:
    product = flint.fmpq_poly([1])
    for root in map(Fraction, roots):
        product *= flint.fmpq_poly([-flint.fmpq(root.numerator, root.denominator), 1])
    return product


def values_of(problem: dln.Problem, decay: Fraction = Fraction(0)) -> flint.fmpq_poly:
    return squarefree_part(critical_polynomial(critical_equations(problem, decay)))


# -- by hand -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("widths", [(1, 1, 1), (1, 1, 1, 1), (1, 2, 1)], ids=str)
def test_one_input_and_one_output(widths) -> None:
    # L = (P - 2)^2 / 2: critical where a gradient of P vanishes, which leaves P = 0, or where P = 2
    assert values_of(dln.Problem.canonical((2,), widths)) == with_roots(2, 0)


def test_selections_through_a_bottleneck() -> None:
    # (9 + 4 - s^2) / 2 with s^2 among 0, 9, 4: at most one singular value fits
    assert values_of(dln.Problem.canonical((3, 2), (2, 1, 2))) == with_roots("13/2", 2, "9/2")


def test_a_constant_loss_has_one_value() -> None:
    assert values_of(dln.Problem.from_data([[0]], [[1]], (1,))) == with_roots("1/2")


def test_denominators_and_another_loss_factor() -> None:
    # X = 1/3, Y = 2/5, L = (b a / 3 - 2/5)^2
    problem = dln.Problem.from_data([["1/3"]], [["2/5"]], (1,), loss_factor=1)
    assert values_of(problem) == with_roots("4/25", 0)


@pytest.mark.parametrize(("s", "decay"), [(2, TENTH), (2, Fraction(3)), (Fraction(1, 2), Fraction(1, 3))], ids=str)
def test_weight_decay_of_two_weights(s, decay) -> None:
    # L = (a b - s)^2 / 2 + d (a^2 + b^2) / 2: (a b - s) b = -d a and (a b - s) a = -d b give a^2 = b^2.
    # a = b: a^2 = s - d, L = d s - d^2 / 2;  a = -b: a^2 = -(s + d), L = -d s - d^2 / 2;  a = b = 0: L = s^2 / 2.
    problem = dln.Problem.canonical((s,), (1, 1, 1))
    values = (Fraction(s) ** 2 / 2, decay * s - decay**2 / 2, -decay * s - decay**2 / 2)
    assert values_of(problem, decay) == with_roots(*values)


# -- other routes ------------------------------------------------------------------------------------------------------


def by_sympy(problem: dln.Problem, decay: Fraction) -> flint.fmpq_poly:
    """A lexicographical basis of ``(grad L, v - L)`` for the loss written out with sympy's matrices."""
    v = sympy.Symbol("v")
    layers = [sympy.Matrix(n, m, sympy.symbols(f"w{j}_:{n * m}")) for j, (n, m) in enumerate(problem.shapes)]
    P = sympy.eye(problem.input_width)
    for layer in layers:
        P = layer * P
    Sxx, Syx, Syy = (moment.to_sympy() for moment in (problem.Sxx, problem.Syx, problem.Syy))
    fit = (P * Sxx * P.T).trace() - 2 * (P * Syx.T).trace() + Syy.trace()
    size = sum((layer * layer.T).trace() for layer in layers)
    loss = sympy.expand(sympy.Rational(str(problem.loss_factor)) * fit + sympy.Rational(str(decay)) / 2 * size)
    weights = [w for layer in layers for w in layer]
    basis = sympy.groebner([*(loss.diff(w) for w in weights), v - loss], *weights, v, order="lex")
    (last,) = (polynomial for polynomial in basis.exprs if polynomial.free_symbols <= {v})
    return monic(flint.fmpq_poly([flint.fmpq(int(c.p), int(c.q)) for c in reversed(sympy.Poly(last, v).all_coeffs())]))


PROBLEMS = {
    "one weight a layer": (dln.Problem.canonical((2,), (1, 1, 1)), Fraction(0)),
    "decay": (dln.Problem.canonical((2,), (1, 1, 1)), TENTH),
    "decay, deep": (dln.Problem.canonical((2,), (1, 1, 1, 1)), TENTH),
    "decay, hidden units turn": (dln.Problem.canonical((2,), (1, 2, 1)), TENTH),
    "bottleneck": (dln.Problem.canonical((3, 2), (2, 1, 2)), Fraction(0)),
    "bottleneck, decay": (dln.Problem.canonical((3, 2), (2, 1, 2)), TENTH),
    "irrational": (dln.Problem.from_data([[1, 2], [0, 1]], [[1, 1], [0, 1]], (1,)), Fraction(0)),
    "a residual": (dln.Problem.from_data([[1, 2, 0], [0, 1, 0]], [[3, -8, 1], [4, 6, 2]], (1,)), Fraction(0)),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_sympy_finds_the_same_polynomial(name) -> None:
    problem, decay = PROBLEMS[name]
    assert critical_polynomial(critical_equations(problem, decay)) == by_sympy(problem, decay)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_basis_is_one_and_the_polynomial_lies_in_the_ideal(name) -> None:
    equations = critical_equations(*PROBLEMS[name])
    basis = groebner_basis(equations)
    assert basis.is_groebner()
    assert all(normal_form(part, basis)[0] == 0 for part in equations.gradient)
    coefficients = critical_polynomial(equations).coeffs()
    degree, denominator = len(coefficients) - 1, flint.fmpq_poly(coefficients).denom()
    value = sum(  # of the polynomial at the loss, times what clears denominators
        equations.loss**k * int(c * denominator) * equations.scale ** (degree - k) for k, c in enumerate(coefficients)
    )
    assert normal_form(value, basis)[0] == 0


def test_normal_forms_keep_their_factor() -> None:
    # modulo a^2 - 2 and b - 3 a, in integers: a^2 b = 6 a, and 5 a^3 + 1 = 10 a + 1
    context = flint.fmpz_mpoly_ctx.get(["b", "a", "v"], "degrevlex")
    b, a, _ = context.gens()
    basis = flint.fmpz_mpoly_vec([b - 3 * a, a**2 - 2], context)
    for polynomial, expected in ((a**2 * b, 6 * a), (5 * a**3 + 1, 10 * a + 1), (a**2 - 2, 0 * a)):
        form, scale = normal_form(polynomial, basis)
        assert form == expected * int(scale)


def test_normal_forms_with_fractions_keep_their_factor() -> None:
    # modulo 2 a - 1: a^3 = 1/8
    context = flint.fmpz_mpoly_ctx.get(["a", "v"], "degrevlex")
    a = context.gens()[0]
    form, scale = normal_form(a**3, flint.fmpz_mpoly_vec([2 * a - 1], context))
    assert form * 8 == context.constant(int(scale))


# -- the theorem's polynomial, roots -----------------------------------------------------------------------------------


def test_theorem_by_hand() -> None:
    # residuals: Sigma = diag(100, 25), tr Syy = 135: (135 - 0, 100, 25, 125) / 2
    problem = dln.Problem.from_data([[1, 2, 0], [0, 1, 0]], [[3, -8, 1], [4, 6, 2]], (2,))
    assert theorem_polynomial(problem) == with_roots(*(Fraction(135 - k, 2) for k in (5, 105, 30, 130)))


def test_theorem_with_golden_eigenvalues() -> None:
    # Sigma: (3 +- sqrt 5) / 2, tr Syy = 3: 3/2 and (3 -+ sqrt 5) / 4, the roots of v^2 - 3/2 v + 1/4
    problem = dln.Problem.from_data([[1, 2], [0, 1]], [[1, 1], [0, 1]], (1,))
    expected = with_roots("3/2") * flint.fmpq_poly([flint.fmpq(1, 4), -flint.fmpq(3, 2), 1])
    assert theorem_polynomial(problem) == expected


def test_real_roots_are_ordered_and_others_left_out() -> None:
    polynomial = with_roots(2, 2, "1/3") * flint.fmpq_poly([-2, 0, 1]) * flint.fmpq_poly([1, 0, 1])
    roots = real_roots_of(polynomial)
    assert [(root.text(3), root.multiplicity) for root in roots] == [
        ("2", 2),
        ("1.41...", 1),
        ("1/3", 1),
        ("-1.41...", 1),
    ]


# -- what is refused ---------------------------------------------------------------------------------------------------


def test_bad_input_is_refused_in_a_sentence() -> None:
    problem = dln.Problem.canonical((2,), (1, 1, 1))
    with pytest.raises(InputError, match="weight decay is never negative"):
        critical_equations(problem, Fraction(-1))
    with pytest.raises(InputError, match="elimination is for tiny networks"):
        critical_equations(dln.Problem.canonical((2,), (8, 8, 8)))


def test_a_basis_beyond_the_limits_is_undecided(monkeypatch) -> None:
    monkeypatch.setattr(elimination, "LIMITS", (3, 100, 100))
    with pytest.raises(UndecidedError, match="grew beyond 3 polynomials"):
        critical_polynomial(critical_equations(dln.Problem.canonical((3, 2), (2, 2, 2))))
