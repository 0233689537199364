"""Inexact numbers in a user's file: each statement below is true, its check goes wrong by rounding, none is refuted."""

import sys
from pathlib import Path

import pytest

from proofs_check.language.verdict import Verdict
from proofs_check.running import claim_file, runner
from proofs_check.running.exact import answered
from proofs_check.running.runner import Settings

HEAD = """
import decimal, json, math, operator, statistics
from fractions import Fraction
from importlib import import_module
import flint
import proofs_check as pc
import helper
SOURCE = pc.own_source("own", "Rounded", year=2025)

def third(case):
    return Fraction(case + 1, 3)

@pc.claim("own.rounded", source=SOURCE.at("1"), statement="a = a", assuming=({assuming}),
          over=pc.cases("numbers", lambda size, seed: range(20), sentence="0 to 19", strength=pc.Verdict.VERIFIED))
def check(n):
    \"\"\"True in exact arithmetic.\"\"\"
    return {check}
"""
HELPER = """
import json
from symdln.algebra import words

def commutator(a, b):
    return a @ b - b @ a

def standard_identity(size):
    "Zero for 2 x 2 matrices (Amitsur and Levitzki), by commutators."
    a, b, c, d = (words.Symbol(name, size, size) for name in "ABCD")
    p = [(1, a, b, c, d), (-1, a, c, b, d), (1, a, d, b, c)]
    parts = [s * (commutator(i, j) @ commutator(k, l) + commutator(k, l) @ commutator(i, j)) for s, i, j, k, l in p]
    return parts[0] + parts[1] + parts[2]

def rewritten():
    "A B C with A B = D and B C = C, which is D C and also A C."
    a, b, c, d = (words.Symbol(name, "k", "k") for name in "ABCD")
    return words.rewrite(a @ b @ c, {a @ b: d, b @ c: c}), a @ c

class Tools:
    def ratio(self, x):
        return x.numerator / x.denominator

    def is_right(self, x):
        return self.ratio(x) == x

a, b = words.Symbol('a', 1, 1), words.Symbol('b', 1, 1)
S_4, S_4_of_any_size = standard_identity(2), standard_identity('k')
tenths = json.loads('[0.1, 0.2]')
Tools.tenth = tenths[0]
tools, table = Tools(), {"ratio": lambda x: x.numerator / x.denominator}
"""
TYPED = """
from dataclasses import dataclass
import proofs_check as pc
SOURCE = pc.own_source("own", "Typed", year=2025)

@dataclass
class Box:
    side: int | None = None
    __area = 4

    def area(self, k: int | str = 0) -> int | str:
        match k:
            case 0 if self.__area > 3:
                k += 1
        return self.__area * k

@pc.claim("own.typed", source=SOURCE.at("1"), statement="n",
          over=pc.cases("one", lambda size, seed: [1], sentence="one", strength=pc.Verdict.VERIFIED))
def check(n):
    "The area is 4."
    return pc.equal(Box().area(), 4, "area")
"""
ROUNDED = {
    "a quotient of whole numbers": "pc.is_true((n + 1) / 3 == third(n), 'x')",
    "a quotient that is rounded to a whole number": "pc.equal(int((n + 10**17) / 1), n + 10**17, 'x')",
    "a negative power": "pc.is_true((n + 3) ** -1 * (n + 3) ** 2 * 3 ** -1 == third(n + 2), 'x')",
    "a power of rationals": "pc.is_true((third(n) ** Fraction(1, 3)) ** 3 == third(n), 'x')",
    "division by name": "pc.is_true(operator.truediv(n + 1, 3) == third(n), 'x')",
    "a decimal": "pc.equal(decimal.Decimal(n + 1) / 3, third(n), 'x')",
    "a decimal in a truth value": "pc.is_true(decimal.Decimal(n + 1) / 3 == third(n), 'x')",
    "a method of an object": "pc.is_true(helper.tools.is_right(third(n)), 'x')",
    "a function in a table": "pc.is_true(helper.table['ratio'](third(n)) == third(n), 'x')",
    "a number read from a text": "pc.is_true(json.loads('0.1') * (n + 1) * 10 == n + 1 and n < 2, 'x')",
    "a mean": "pc.is_true(statistics.fmean([n, n, n + 1]) == third(3 * n), 'x')",
    "a function under a made name": "pc.is_true(getattr(math, 'sq' + 'rt')(n) ** 2 == n, 'x')",
    "a package under a made name": "pc.is_true(bool(import_module('num' + 'py').divide(n + 1, 3) == third(n)), 'x')",
    "an undecided comparison": "pc.is_true(flint.arb(n + 2).sqrt() * flint.arb(n + 2).sqrt() == n + 2, 'x')",
    "an undecided inequality": "pc.is_true(flint.arb(n + 2).sqrt() ** 2 >= n + 2, 'x')",
    "a middle of an enclosure": "pc.is_true((flint.arb(n + 2).sqrt() ** 2).mid() == n + 2, 'x')",
    "the whole number in an enclosure": "pc.is_true((flint.arb(n + 2).sqrt() ** 2).unique_fmpz() != n + 2, 'x')",
    "code in a text": "pc.is_true(eval('(n + 1) / 3') == third(n), 'x')",
    "the truth of an enclosure": "pc.is_true(not (flint.arb(n + 2).sqrt() ** 2 - n - 2), 'x')",
    "words compared by their form": "pc.is_true(helper.S_4 == 2 * helper.S_4, 'x')",
    "words of a list compared by their form": "pc.is_true([helper.S_4] == [2 * helper.S_4], 'x')",
    "the truth of a word": "pc.is_true(not helper.S_4, 'x')",
    "words after rewriting": "pc.is_true(helper.rewritten()[0] == helper.rewritten()[1], 'x')",
    "rationals of two types": "pc.is_true(flint.fmpq(n + 1, 3) == Fraction(n + 1, 3), 'x')",  # one value, and never ==
    "a list and a tuple by ==": "pc.is_true([n, 1] == (n, 1), 'x')",
    "a matrix and a number": "pc.is_true(import_module('symdln').Matrix([[n]]) == n, 'x')",
    "a matrix and its rows": "pc.is_true(not import_module('symdln').Matrix([[n]]) != [[n]], 'x')",
    "rationals of two types in a list": "pc.is_true([flint.fmpq(n + 1, 3)] == [Fraction(n + 1, 3)], 'x')",
    "a matrix of zeros in words": "pc.is_true(helper.S_4_of_any_size - helper.S_4_of_any_size == 0, 'x')",
    "a float that is looked for": "pc.is_true(helper.tools.tenth in {Fraction(1, 10)}, 'x')",
    "a float that is not found": "pc.is_true(not helper.tools.tenth not in [Fraction(1, 10)], 'x')",
    "a number among floats": "pc.is_true(Fraction(1, 10) in helper.tenths, 'x')",
    "a number among floats in the code": "pc.is_true(Fraction(1, 10) in {0.1, 0.2}, 'x')",
    "keys that are floats": "pc.is_true(Fraction(1, 10) in {0.1: 1, 0.2: 2}, 'x')",
    "a float as a key": "pc.is_true({Fraction(1, 10): True}.get(helper.tools.tenth, False), 'x')",
    "a float as the key of an entry": "pc.is_true({Fraction(1, 10): n}.get(helper.tenths[0]) == n, 'x')",
    "a method of a list of floats": "pc.is_true(helper.tenths.count(Fraction(1, 10)) == 1, 'x')",
    "a set of floats": "pc.is_true(not {Fraction(1, 10)}.isdisjoint(helper.tenths), 'x')",
    "floats that are gone through": "pc.is_true({Fraction(x) for x in helper.tenths} >= {Fraction(1, 10)}, 'x')",
    "a float as a text": "pc.is_true(f'{helper.tools.tenth:.20f}' == '0.10000000000000000000', 'x')",
    "a rational among rationals of another type": "pc.is_true(flint.fmpq(n + 1, 3) in [Fraction(n + 1, 3)], 'x')",
    "an enclosure among numbers": "pc.is_true(flint.arb(n + 2).sqrt() ** 2 in [n + 2], 'x')",
    "roots compared by their form": "pc.equal((1 + import_module('sympy').sqrt(n + 2)) ** 2, n + 3 + "
    "2 * import_module('sympy').sqrt(n + 2), 'x')",
}
EXACT = {
    "a quotient of rationals": "pc.is_true(third(n) / 2 == Fraction(n + 1, 6) and 0 <= n < 20, 'x')",
    "words of size 1": "pc.is_true(helper.a @ helper.b.T == helper.b @ helper.a, 'x')",
    "words of size 1 and scalars": "pc.is_true(helper.words.trace(helper.a) == helper.a, 'x')",
    "values that differ": "pc.is_true([n, 1] != [n, 2] and flint.fmpq(n + 1, 3) != Fraction(n + 2, 3), 'x')",
    "words that differ": "pc.is_true(helper.a != helper.b and helper.S_4_of_any_size != 0 * helper.a, 'x')",
    "certain comparisons": "pc.is_true(flint.arb(n + 2).sqrt() > 1 and not flint.arb(n + 2).sqrt() > n + 3, 'x')",
    "numbers that are looked for": "pc.is_true(third(n) in {Fraction(n + 1, 3)} and n in range(20) and "
    "'a' in 'abc' and n not in (n + 1, n + 2) and {third(n): n}[third(n)] == n, 'x')",
    "a list and a tuple": "pc.equal([n, third(n)], (n, third(n)), 'x')",
    "a rational of sympy": "pc.equal(import_module('sympy').Rational(n + 1, 3), third(n), 'x')",
}


def ran(folder: Path, check: str, assuming: str = "") -> runner.Result:
    (folder / "helper.py").write_text(HELPER, encoding="utf-8")
    path = folder / f"claims_{abs(hash((check, assuming)))}.py"
    path.write_text(HEAD.format(check=check, assuming=assuming), encoding="utf-8")
    return runner.run(list(claim_file.load(path).values()), Settings("small", jobs=1)).results[0]


@pytest.mark.parametrize("how", ROUNDED)
def test_what_is_rounded_refutes_nothing(how, tmp_path):
    result = ran(tmp_path, ROUNDED[how])
    assert result.verdict is Verdict.UNDECIDED, result.tally
    assert result.tally.failures == 0
    assert result.tally.undecided or result.tally.inexact_failures


@pytest.mark.parametrize("how", EXACT)
def test_what_is_exact_is_verified(how, tmp_path):
    result = ran(tmp_path, EXACT[how])
    assert (result.verdict, result.tally.cases, result.tally.inexact) == (Verdict.VERIFIED, 20, 0)


def test_a_float_in_a_hypothesis_refutes_nothing(tmp_path):
    # 0.1 * 3 differs from 0.3, so the hypothesis, which no exact number meets, lets cases in
    rounded = "pc.on_point('no tenth', 'n', lambda n: (n + 1) / 10 * 10 - n > 1 or (n + 1) * 0.1 != (n + 1) / 10),"
    result = ran(tmp_path, "pc.fails('n')", rounded)
    assert result.verdict is Verdict.UNDECIDED
    assert result.tally.inexact_failures == result.tally.cases > 0
    assert "line 13 of claims_" in result.tally.float_seen
    outcome, float_seen = answered(result.claim, 2)
    assert outcome is not None
    assert outcome.fails
    assert "line 13" in float_seen


def test_types_that_are_declared_are_left_alone(tmp_path):
    path = tmp_path / "typed.py"
    path.write_text(TYPED, encoding="utf-8")
    (claim,) = claim_file.load(path).values()
    assert claim.at(1).holds
    assert vars(sys.modules[claim.module])["Box"].__annotations__ == {"side": int | None}
