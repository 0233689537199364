"""A user's claim is PROVED by what its check compared, and this is printed; each statement below is false, AB = BA."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from proofs_check.report import results, terminal
from proofs_check.running import claim_file, registry, runner
from proofs_check.running.evaluate import Tally
from proofs_check.running.runner import Settings

HEAD = """
import proofs_check as pc
from symdln.algebra.words import *
A, B, C = (Symbol(name, "n", "n") for name in "ABC")
X, Y = rewrite(A @ B, {A: B}), rewrite(B @ A, {A: B})

@pc.claim("own.commute", source=pc.own_source("own", "Commuting").at("1"), statement="A B = B A",
          over=pc.cases("any size", lambda size, seed: [1], sentence="any size", strength=pc.Verdict.PROVED))
def check(case):
    "All matrices commute."
"""
CHECKS = {
    "nothing is compared": ("return pc.holds()", "VERIFIED", "compared no words or polynomials at 1 case"),
    "values are compared": (
        "at = {A: [[1]], B: [[2]]}; return pc.equal(evaluate(A @ B, at), evaluate(B @ A, at), 'x')",
        "VERIFIED",
        "compared no words or polynomials at 1 case",
    ),
    "a relation": (
        "return pc.equal(rewrite(A @ B, {A: B}), rewrite(B @ A, {A: B}), 'x')",
        "PROVED (given relations)",
        "words were rewritten by A = B: under these it holds.",
    ),
    "a relation before the check": (
        "return pc.equal(X, Y, 'x')",
        "PROVED (given relations)",
        "words were rewritten by A = B: under these it holds.",
    ),
    "an image": (
        "return pc.equal(substitute(A @ B, {A: B}), substitute(B @ A, {A: B}), 'x')",
        "PROVED (given relations)",
        "words were rewritten by A = B: under these it holds.",
    ),
    "a closed product": (
        "return pc.is_true(close_products(A @ B, {C: A @ B}) == close_products(B @ A, {C: B @ A}), 'x')",
        "PROVED (given relations)",
        "words were rewritten by C = A B; C = B A: under these it holds.",
    ),
    "a size": (
        "a, b = Symbol('A', 1, 1), Symbol('B', 1, 1); return pc.equal(a @ b, b @ a, 'x')",
        "PROVED",
        "what is proved is that both sides are equal to A B with A: 1 x 1, B: 1 x 1.",
    ),
    "a symmetry": (
        "P = Symbol('P', 'n', 'n', symmetric=True); return pc.equal(P @ P, (P @ P.T).T, 'x')",
        "PROVED",
        "what is proved is that both sides are equal to P P with P: n x n symmetric.",
    ),
}


@pytest.mark.parametrize("how", CHECKS)
def test_what_was_compared_decides_the_word_and_is_printed(how: str, tmp_path: Path) -> None:
    body, word, sentence = CHECKS[how]
    path = tmp_path / "draft.py"
    path.write_text(HEAD + "    " + body, encoding="utf-8")
    report = runner.run(list(claim_file.load(path).values()), Settings("small", jobs=1))
    (result,) = report.results
    assert result.word == word
    out = io.StringIO()
    terminal.print_report(Console(file=out, width=400), report, str)
    assert sentence in out.getvalue()


@pytest.mark.parametrize(
    ("how", "identities", "cases"),
    [
        ("nothing is compared", [], 0),
        ("values are compared", [], 0),
        ("a size", ["A B with A: 1 x 1, B: 1 x 1"], 1),  # 1 x 1 matrices commute: one normal form for both sides
    ],
)
def test_the_results_hold_what_was_compared(how: str, identities: list[str], cases: int, tmp_path: Path) -> None:
    path = tmp_path / "draft.py"
    path.write_text(HEAD + "    " + CHECKS[how][0], encoding="utf-8")
    report = runner.run(list(claim_file.load(path).values()), Settings("small", jobs=1))
    results.write(report, tmp_path / "results.json")
    (data,) = results.read(tmp_path / "results.json")["claims"]
    assert (data["identities"], data["cases_compared_by_form"]) == (identities, cases)


def test_claims_of_this_project_keep_their_words() -> None:
    claim = next(iter(registry.in_module("proofs_check.claims.chitour.reduction").values()))
    tally = Tally(seen=3, cases=3)
    assert not runner.is_not_formal(claim, tally)
    assert runner.decide(claim, tally, complete=True) is claim.strength
