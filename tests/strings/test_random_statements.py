"""Random statements: what a solver decides for every depth, a look at every string of small depth never contradicts."""

from __future__ import annotations

import importlib.util
import random

import pytest

from symdln.strings.decide import HOLDS, REFUTED, UNKNOWN, decide, settle
from symdln.strings.evaluate import counterexample
from symdln.strings.parser import parse_statement
from symdln.strings.syntax import Statement
from symdln.strings.text import written

BOTH = ("z3", "cvc5") if importlib.util.find_spec("cvc5") else ("z3",)


class Writer:
    """Random texts of the language, of bounded depth, in the names that are bound."""

    def __init__(self, rng: random.Random):
        self.rng, self.fresh = rng, 0

    def statement(self) -> str:
        relation = self.rng.choice(["H >= 2", "H >= 3", "H = 2", "H = 3", "H <= 4", "H != 3"])
        condition = f" with {self.formula(['s', 't'], ['j'], 1)}" if self.rng.random() < 0.5 else ""
        body = self.formula(["s", "t"], ["j"], 3)
        return f"at depth {relation}, every layer j, every pair of strings s, t{condition}: {body}"

    def formula(self, strings: list[str], integers: list[str], deep: int) -> str:
        if deep == 0:
            return self.atom(strings, integers)
        one, other = (self.formula(strings, integers, deep - 1) for _ in range(2))
        shape = self.rng.choice(["and", "or", "iff", "if", "not", "quantifier", "atom"])
        if shape in ("and", "or", "iff"):
            return f"({one} {shape} {other})"
        if shape == "if":
            return f"(if {one} then {other})"
        if shape == "not":
            return f"not {one}"
        return self.quantified(strings, integers, deep - 1) if shape == "quantifier" else self.atom(strings, integers)

    def quantified(self, strings: list[str], integers: list[str], deep: int) -> str:
        self.fresh += 1
        name, word = f"x{self.fresh}", self.rng.choice(["every", "some", "no"])
        if self.rng.random() < 0.4:
            return f"({word} string {name}: {self.formula([*strings, name], integers, deep)})"
        sort = self.rng.choice(["layer", "vertex"])
        return f"({word} {sort} {name}: {self.formula(strings, [*integers, name], deep)})"

    def atom(self, strings: list[str], integers: list[str]) -> str:
        rng, string = self.rng, self.rng.choice(strings)
        term, other = self.term(strings, integers), self.term(strings, integers)
        return rng.choice(
            [
                f"{string} closes",
                f"{string} does not close",
                f"{string} visits {term}",
                f"{string} misses {term}",
                f"{string} contains {term}..{other}",
                f"{string} contains {term}..H,0..{other}",
                f"{string} is {rng.choice(strings)}",
                f"{term} {rng.choice(['<=', '<', '=', '>=', '>', '!='])} {other}",
                f"pair({string}, {rng.choice(strings)})",
                f"square({string}, {rng.choice(strings)}, {term})",
                f"product({string}, {rng.choice(strings)}, {term}, {other})",
            ]
        )

    def term(self, strings: list[str], integers: list[str]) -> str:
        rng, string = self.rng, self.rng.choice(strings)
        simple = rng.choice(["H", "0", "1", rng.choice(integers), f"start({string})", f"end({string})"])
        return rng.choice(
            [simple, f"{simple}+1", f"{simple}-1", f"max({simple}, 1)", f"min({simple}, H)", f"H-{simple}"]
        )


def statements(seed: int, count: int) -> list[Statement]:
    writer = Writer(random.Random(seed))
    return [parse_statement(writer.statement()) for _ in range(count)]


@pytest.mark.parametrize("seed", range(4))
def test_solvers_and_looking_agree_on_random_statements(seed):
    """A refutation is confirmed at the strings that it names (``looked`` is that depth); a statement that holds has no
    counterexample at depth 2 and 3; two solvers do not differ.
    """
    answers = {HOLDS: 0, REFUTED: 0}
    for statement in statements(seed, 40):
        decision = settle(statement, BOTH, seconds=20)
        assert decision.status != UNKNOWN, (written(statement), decision.reason)
        answers[decision.status] += 1
        if decision.status == REFUTED:
            assert decision.witness is not None
            assert decision.looked == decision.witness.depth
        else:
            assert counterexample(statement, 2) is None, written(statement)
            assert counterexample(statement, 3) is None, written(statement)
    assert answers[HOLDS] >= 2
    assert answers[REFUTED] >= 10


def test_what_looking_refutes_a_solver_refutes_at_no_larger_depth():
    for statement in statements(11, 25):
        refuted = next((depth for depth in (2, 3) if counterexample(statement, depth) is not None), None)
        decision = decide(statement)
        if refuted is not None:
            assert decision.status == REFUTED
            assert decision.witness is not None
            assert decision.witness.depth == refuted, written(statement)
