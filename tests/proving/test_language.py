"""Questions: what each form of the language means, and how what cannot be read is refused."""

import random
from fractions import Fraction

import pytest
import statement_list

from proofs_check.matrix_questions import MatrixProofRefusedError, QuestionReader
from symdln.errors import InputError
from symdln.proving.expressions import MOST_DEPTH, MOST_POWER
from symdln.proving.language import MOST_CHARACTERS, read

ONE = Fraction(1)


def claims(text):
    return [(claim.polynomial, claim.shape) for claim in read(text).claims]


def facts(text):
    return [fact.text for fact in read(text).hypotheses]


# -- what it means -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A: m x n |- A^T A = 0", "A: m x n |- A' A = 0"),
        ("A: m x n ⊢ zero A", "A: m x n |- A = 0"),
        ("A B: n |- (A B)' = B' A' + 0", "A B: n; |- B' A' = B' A'"),
        ("A: n |- sym A", "A: n |- A' = A"),
        ("A: n |- proj A", "A: n |- A' = A, A A = A"),
        ("A B: n |- commute A + B with B", "A B: n |- (A + B) B = B (A + B)"),
        ("A: n |- A^3 = I", "A: n |- A @ A * A = I"),
        ("A: n |- A/2 - 3 A/4 = 0", "A: n |- -1/4 A = 0"),
        ("A: n; B := A A |- B' = 0", "A: n |- (A A)' = 0"),
        ("A: m x n; B: n x m |- tr(A B) = 1", "A: m x n; B: n x m |- tr(A' B') = 1"),
        ("A: n sym; t: scalar |- (t A)' t = t^2 A'", "A: n sym; t: scalar |- t t A = t t A"),
        ("A: n |- A = A' = 0", "A: n |- A = A'\nA' = 0"),
        ("A: 1 x 1; B: 1 x n |- A B = B", "A: 1 x 1; B: 1 x n |- A' B = B"),
        ("A: 2 x n |- tr(A A') = tr(I' A A')", "A: 2 x n |- 0 = 0 tr(A A')"),
        ("A: 2; |- tr(A - A + A A^0 A^0) = tr(A)", "A: 2 |- tr(A) = tr(A)"),
    ],
)
def test_two_ways_to_ask_the_same(one, other):
    assert claims(one) == claims(other)


def test_equations_of_each_kind_of_matrix():
    assert facts("U: n orth |- U = U") == ["U' U = I", "U U' = I"]
    assert facts("P: n proj |- P = P") == ["P P = P"]
    assert facts("V: n x k col |- V = V") == ["V' V = I"]
    assert facts("S: n; N = inv(S) |- N = N") == ["N S = I", "S N = I"]
    assert facts("A: m x n; B: n x m; G = pinv(A B) |- G = G")[0] == "(A B) G (A B) = (A B)"


def test_the_trace_of_the_identity_is_its_size():
    assert claims("V: n x k col; P := V V' |- tr(V' V) - tr(I' V' V) = n")[0][0] == {(("n",), ()): -ONE}
    (polynomial, shape), = claims("A: 3; B: n |- tr(A^0 A A^0) = 3")  # fmt: skip
    assert shape is None
    assert polynomial == {((), ("A",)): ONE, ((), ()): Fraction(-3)}
    assert claims("S: n; N = inv(S) |- tr((S - S + N S)^0 (S^0)) = n")[0] == ({}, None)


def test_a_matrix_of_size_1_x_1_is_a_scalar():
    assert claims("a b: 1 x 1 |- a b a' = b a a")[0] == ({}, None)
    assert claims("a b: n |- a b a' = b a a")[0][0] != {}
    assert claims("v: n x 1; a: 1 x 1 |- v a = v a', v' v = 1")[0] == ({}, ("n", "1"))


@pytest.mark.parametrize(("long", "short"), [("symmetric", "sym"), ("orthogonal", "orth")])
def test_the_long_words_mean_what_the_short_ones_do(long, short):
    first, second = (read(f"A: n x n {word}; B: n |- A B = B") for word in (long, short))
    assert [one.polynomial for one in first.hypotheses] == [one.polynomial for one in second.hypotheses]
    assert first.alphabet.symmetric == second.alphabet.symmetric
    one, two = (QuestionReader(f"A: n x n {word}; B: n |- A B = B") for word in (long, short))  # the checker's reader
    assert (one.facts, one.claims, one.symmetric) == (two.facts, two.claims, two.symmetric)
    assert read("B: n |- symmetric B").claims[0].polynomial == read("B: n |- sym B").claims[0].polynomial


# -- what is refused ---------------------------------------------------------------------------------------------------

REFUSED = {
    "": "no question to read",
    "A: n; A = 0": r"no '\|-'",
    "A: n |- ": "claims nothing",
    "A: n |- A": "'=' is expected",
    "A: n |- det(A) = 1": "'det' is not declared, and the language has no determinants .docs/prove.md., at position 9",
    "A: n; rank A = 1 |- A = 0": "'rank' is not declared, and the language has no ranks",
    "A: n |- A = B": "'B' is not declared .declared: A, n.; write 'B: m x n' before its use, at position 13",
    "A: m x n |- A A = 0": "size m x n is multiplied with one of size m x n at position 15",
    "A: m x n |- A = A'": "the sizes m x n and n x m differ at position 13",
    "A: m x n |- tr(A) = 0": "not square",
    "A: n; t: scalar |- A + t = 0": "write t I for t times the identity",
    "A: n |- A = 1": "a scalar and a matrix cannot be added",
    "A: n |- tr(A) tr(A) = 0": "two traces are multiplied",
    "A: n |- tr(A) A = 0": "a trace is multiplied by a matrix",
    "A: n; |- tr(I) = n": "the trace of the identity of size n is n",
    "A: m x n sym |- A = 0": "A is m x n, and only square matrices are 'sym'",
    "A: m x n; N = inv(A) |- N = 0": "use pinv",
    "t: scalar; N = inv(t) |- N = 0": "needs a matrix of known size",
    "A: n; A: n |- A = 0": "'A' has a meaning already",
    "A A: n |- A = 0": "declared twice",
    "tr: n |- tr = 0": "'tr' is a word of the language",
    "A: n; B: A |- B = 0": "'A' cannot be a size",
    "A: 0 |- A = 0": "a size is expected",
    "A: n x |- A = 0": "a size is expected",
    "A: n % |- A = 0": "'%' at position 6 has no meaning",
    "A: n |- tr(A A') >= 0": "inequalities can be stated in the logic",
    "symmetric: n |- symmetric = 0": "'sym' is a word of the language",
    "A: n |- A = 0 |- A = 0": "second",
    "A: n |- (A = 0": "'\\)' is expected",
    "A: n |- A/0 = 0": "division by zero",
    "A: n |- A/A = 0": "a number is expected",
    "A: m x n |- A^2 = 0": "has no powers",
    "a: scalar |- a^2^3 = a^8": "two powers in a row need brackets, such as",  # 2^3 = 8 in books, (a^2)^3 = a^6
    "A: n |- A^1000 = 0": f"a power above {MOST_POWER}",
    "A B: n |- (A + B)^24 = 0": "more than 2000 terms",
    "A: n |- " + "A " * 500 + "= 0": "more than 400 factors",
    "A: n |- " + "(" * (MOST_DEPTH + 1) + "A" + ")" * (MOST_DEPTH + 1) + " = 0": "nested more than",
    "A: n |- " + "9" * 50 + " A = 0": "a number of 50 digits",
    "A: n |- A = 0" + " " * MOST_CHARACTERS: "characters; at most",
    "A: n; t: scalar; t I = I |- A = 0": "no known size",
    "A: n; A = 0 B = 0 |- A = 0": "'B' is not declared",
    "A: n; A = A A: n |- A = 0": "';', ',' or '.-' is expected after a statement",
    "A: n |- A = + ": "a matrix, a scalar or a bracket is missing at the end",
    "A: n |- commute A A = 0": "'with' is expected",
}


@pytest.mark.parametrize("text", REFUSED, ids=[text[:30] for text in REFUSED])
def test_what_cannot_be_read_is_refused_in_one_sentence(text):
    with pytest.raises(InputError, match=REFUSED[text]) as refusal:
        read(text)
    assert "\n" not in str(refusal.value)
    with pytest.raises(MatrixProofRefusedError):  # and the checker's own reader refuses the same
        QuestionReader(text)


PIECES = (
    *"'()ABInmxt;,=+-@*/",
    *(" 0 ", " 1 ", "^T", "^2", "^0", "/2", "tr(", "|-", ":=", ":", "\n", "²", "٣", "é", "1 x 1"),
    *("sym", "proj ", "zero ", "commute ", "with", "scalar", "inv(", "pinv(", "orth", "col"),
)


def test_both_readers_take_and_refuse_the_same_texts():
    """Listed questions with a piece of the language put somewhere, in place of up to five characters."""
    rng, accepted = random.Random(4), 0
    texts = [one.question for one in statement_list.stated() if len(one.question) < 200]
    for _ in range(2500):
        text = rng.choice(texts)
        place = rng.randrange(len(text) + 1)
        text = text[:place] + rng.choice(PIECES) + text[place + rng.choice([0, 0, 1, 1, 2, 5]) :]
        try:
            one = read(text)
        except InputError:
            with pytest.raises(MatrixProofRefusedError):
                QuestionReader(text)
            continue
        other = QuestionReader(text)
        accepted += 1
        assert [(fact.polynomial, fact.shape) for fact in one.hypotheses] == other.facts, text
        assert [(claim.polynomial, claim.shape) for claim in one.claims] == other.claims, text
        assert (one.alphabet.shapes, one.alphabet.symmetric) == (other.shapes, other.symmetric), text
        assert (one.alphabet.scalars, one.alphabet.sizes) == (other.scalars, other.sizes), text
    assert accepted > 100


def test_something_that_is_not_a_text_is_refused():
    with pytest.raises(InputError, match="no question to read"):
        read(None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "advice"),
    [
        ("A: n; N = inv(A) |- N' = inv(A')", r"such as N = inv\(A\)"),
        ("A: m x n; B: n x k; G = pinv(A B) |- G = pinv(B) pinv(A)", r"such as G = pinv\(A\)"),
        ("U V: n orth |- orth U V", r"claim U' U = I instead"),
    ],
)
def test_a_word_with_a_place_of_its_own_says_where_it_belongs(question: str, advice: str):
    with pytest.raises(InputError, match=advice):
        read(question)
