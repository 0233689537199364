"""Real algebraic numbers as texts and sympy numbers: one field, exact identities, and sentences for the rest."""

import math
from fractions import Fraction

import flint
import pytest
import sympy

from symdln.algebra.algebraic_numbers import FieldReader, element_text, minimal, read_matrices, root_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import FieldMatrix, NumberField
from symdln.algebra.spectrum import spectrum_of
from symdln.errors import InputError, UndecidedError

X = sympy.Symbol("x")


def middle(reader: FieldReader, value) -> float:
    return float(reader.field.enclosure(reader.element(value), 200).mid())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3/4", 0.75),
        ("-0.125", -0.125),
        ("sqrt(2)", math.sqrt(2)),
        ("(1 - sqrt(3))/2", (1 - math.sqrt(3)) / 2),
        ("2^(1/3)", 2 ** (1 / 3)),
        ("2**(-1/3)", 2 ** (-1 / 3)),
        ("-cbrt(5)", -(5 ** (1 / 3))),
        ("cbrt(-8)", -2),
        ("sqrt(1 + sqrt(2))", math.sqrt(1 + math.sqrt(2))),
        ("1/(1 + sqrt(2))", math.sqrt(2) - 1),
        ("0.5*sqrt(8)", math.sqrt(2)),
        ("sqrt(0)", 0),
    ],
)
def test_a_text_is_the_real_number_that_it_says(text, value):
    """Against Python's floats, which share nothing with the field."""
    reader = FieldReader()
    assert middle(reader, reader.read(text)) == pytest.approx(value, abs=1e-14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sqrt(5 + 2*sqrt(6))", "sqrt(2) + sqrt(3)"),
        ("sqrt(2)*sqrt(3)", "sqrt(6)"),
        ("cbrt(2)^3", "2"),
        ("cbrt(7 + 5*sqrt(2))", "1 + sqrt(2)"),
        ("(sqrt(5) + 1)/2 - 2/(1 + sqrt(5))", "1"),
    ],
)
def test_equal_numbers_are_equal_elements(one, other):
    """(sqrt 2 + sqrt 3)^2 = 5 + 2 sqrt 6; (1 + sqrt 2)^3 = 7 + 5 sqrt 2; g - 1/g = 1 for the golden number."""
    reader = FieldReader()
    first, second = reader.read(one), reader.read(other)
    assert reader.element(first) == reader.element(second)


def test_numbers_that_differ_in_the_fortieth_place_differ():
    reader = FieldReader()
    first, second = reader.read("sqrt(2) + sqrt(3)"), reader.read("sqrt(5 + 2*sqrt(6)) + 1/10^40")
    assert reader.field.sign(reader.element(second) - reader.element(first)) == 1


def test_the_field_has_the_degree_of_the_numbers():
    """sqrt 2, sqrt 3, sqrt 6 generate degree 4; a cube root of 2 makes it 12, and 2^(1/6) is in it."""
    reader = FieldReader()
    for text in ("sqrt(2)", "sqrt(3)", "sqrt(6)"):
        reader.read(text)
    assert reader.field.degree == 4
    reader.read("cbrt(2)")
    reader.read("2^(1/6)")
    assert reader.field.degree == 12


@pytest.mark.parametrize(
    "number",
    [
        sympy.sqrt(6) / 3 + 1,
        sympy.root(7, 3) * sympy.sqrt(2),
        sympy.Rational(2, 7),
        sympy.CRootOf(X**3 - 3 * X + 1, 0),
        sympy.CRootOf(X**3 - 3 * X + 1, 2),
        sympy.CRootOf(X**5 - X - 1, 0),
    ],
)
def test_sympy_numbers_are_read(number):
    reader = FieldReader()
    assert middle(reader, reader.read(number)) == pytest.approx(float(number.evalf(30)), rel=1e-14)


def test_eigenvalues_are_read():
    """The eigenvalues of [[1, 1], [1, 0]] add up to 1 and multiply to -1."""
    reader = FieldReader()
    read = [reader.read(value) for value in spectrum_of(Matrix([[1, 1], [1, 0]]))]
    g, h = map(reader.element, read)
    assert g + h == 1
    assert reader.field.times(g, h) == -1


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("sqrt(-2)", "root of a negative number"),
        ("foo(2)", "a part that cannot be read"),
        ("sqrt(2", "not a number that can be read"),
        ("__import__('os')", "a part that cannot be read"),
        ("True*sqrt(2)", "a part that cannot be read"),
        ("t*sqrt(2)", "a part that cannot be read"),
        ("1/0*sqrt(2)", "divided by zero"),
        ("sqrt(2)/(sqrt(8) - 2*sqrt(2))", "divided by zero"),
        ("2^sqrt(2)", "an exponent is irrational"),
        ("2^1000", "beyond 100"),
        ("(((9^99)^99)^99)", "more than 100,000 bits"),
        ("(" * 90 + "1" + "+1)" * 90, "nested in more than 50 levels"),
        ("sqrt(" + "1+" * 600 + "1)", "characters"),
        ("two", "not a rational number"),
        (sympy.pi, "not read as a real algebraic number"),
        (sympy.I, "not read as a real algebraic number"),
        (sympy.Float(0.5), "is a float"),
        (0.5, "is a float"),
        (None, "not an exact rational"),
    ],
)
def test_what_is_not_a_real_algebraic_number_gets_one_sentence(value, sentence):
    with pytest.raises(InputError, match=sentence):
        FieldReader().read(value)


def test_too_large_a_field_is_refused_before_it_is_built():
    reader = FieldReader()
    for n in (2, 3, 5, 7):
        reader.read(f"sqrt({n})")
    with pytest.raises(UndecidedError, match="degree 32, and the limit for exact ranks is 24"):
        reader.read("sqrt(11)")
    with pytest.raises(UndecidedError, match="degree"):
        FieldReader().read("2^(1/97)")


def test_an_element_has_a_minimal_polynomial():
    """1 + sqrt 2 is a root of x^2 - 2x - 1, of which it is the larger one; 1 - sqrt 2 is the smaller one."""
    field = NumberField((-2, 0, 1), 0)
    for sign, root in ((1, 0), (-1, 1)):
        found = minimal(field, 1 + sign * field.theta)
        assert (found.factor, found.root) == ((-1, -2, 1), root)
    assert minimal(field, field.theta * 0 + flint.fmpq(3, 4)).value == Fraction(3, 4)


def test_roots_are_the_positive_ones():
    """The square root of 3 - 2 sqrt 2 is sqrt 2 - 1, not its negative."""
    field = NumberField((-2, 0, 1), 0)
    found = root_of(field, 3 - 2 * field.theta, 2)
    assert (found.factor, found.root) == ((-1, 2, 1), 0)


def test_matrices_share_one_field():
    reader, (A, B) = read_matrices((("A", [["sqrt(2)", 1]]), ("B", sympy.Matrix([[sympy.sqrt(3)], [0]]))))
    assert A.field == B.field == reader.field
    assert reader.field.enclosure((A @ B)[0, 0], 64).overlaps(flint.arb(6).sqrt())


def test_the_letter_t_is_the_generator_of_a_given_field():
    field = NumberField((-2, 0, 1), 0)
    element = flint.fmpq_poly([1, flint.fmpq(-1, 2)])
    assert element_text(element) == "1 - 1/2*t"
    _, (A,) = read_matrices((("A", [["1 - 1/2*t"]]),), field)
    assert FieldMatrix(field, (1, 1), [element]) == A


@pytest.mark.parametrize("value", [[[1, 2], [3]], [], [[]], "sqrt(2)", [1, 2], 7])
def test_what_is_no_matrix_gets_one_sentence(value):
    with pytest.raises(InputError, match="A must be a list of rows"):
        read_matrices((("A", value),))


def test_the_place_of_a_bad_entry_is_named():
    with pytest.raises(InputError, match=r"A, row 2, column 1: 'sqrt\(-1\)'"):
        read_matrices((("A", [[1], ["sqrt(-1)"]]),))
