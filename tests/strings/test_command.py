"""``symdln strings``: exit codes 0 holds, 1 refuted, 2 wrong input, 3 undecided; each answer is one sentence."""

from __future__ import annotations

import json

import pytest

from symdln.cli import main
from symdln.strings import decide as decide_module
from symdln.strings import solvers
from symdln.strings.lemmas import COROLLARIES, LEMMAS


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["strings", *arguments])
    shown = capsys.readouterr()
    return stop.value.code, shown.out, shown.err


def test_a_true_statement(capsys):
    code, out, err = run(capsys, "every string s with s closes: end(s)+1 < start(s)")
    assert (code, err) == (0, "")
    assert out == (
        "The statement holds for every depth (its negation is refuted by z3; every string up to depth 4 agrees).\n"
    )


def test_a_false_statement_names_strings(capsys):
    """At depth 2 the one closing string is 2-0, and it starts at end + 2."""
    code, out, err = run(capsys, "every string s with s closes: end(s)+2 < start(s)")
    assert (code, err) == (1, "")
    assert out == "The statement is refuted at depth H = 2 with s = 2-0 (found by z3, confirmed by evaluation).\n"


def test_two_solvers(capsys):
    pytest.importorskip("cvc5", reason="the second solver is not installed")
    code, out, _ = run(capsys, "every string s: length(s) < H", "--solver", "z3", "--solver", "cvc5")
    assert code == 0
    assert "refuted by z3 and cvc5" in out


def test_wrong_input(capsys):
    code, out, err = run(capsys, "every string s: s cloes")
    assert (code, out) == (2, "")
    assert err == (
        "symdln: At position 19 of the statement 'closes', 'visits', 'misses', 'contains', 'is' or 'does not' after "
        "the string s was expected, but 'cloes' was found.\n"
    )


@pytest.mark.parametrize("arguments", [(), ("every string s: s closes", "--lemmas")])
def test_a_statement_or_the_lemmas(capsys, arguments):
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert "Write one statement in quotes, or --lemmas" in err


def test_an_undecided_statement(capsys, monkeypatch):
    monkeypatch.setitem(decide_module.SOLVERS, "z3", lambda text, seconds: ("timeout", {}))
    code, out, _ = run(capsys, "every string s: s closes", "--seconds", "1")
    assert code == 3
    assert out == "The statement is undecided: z3 gave up (timeout) within 1 s.\n"


def test_a_missing_solver(capsys, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(solvers, "import_module", missing)
    code, _, err = run(capsys, "every string s: s closes")
    assert code == 2
    assert err == "symdln: The solver z3 is not installed: install it with `pip install z3-solver`.\n"


def test_all_lemmas(capsys):
    code, out, _ = run(capsys, "--lemmas", "--up-to", "2")
    assert code == 0
    assert f"{len(LEMMAS) + len(COROLLARIES)} hold for every depth, 0 are refuted, 0 are undecided." in out


def test_neighbours_do_not_decide_the_exit_code(capsys):
    text = "at depth H = 2, every pair of strings s, t with t closes: pair(s, t) iff s visits 1"
    code, out, _ = run(capsys, text, "--neighbours", "--json")
    statements = json.loads(out)["statements"]
    assert code == 0
    assert statements[0]["statement"] == text
    assert statements[0]["status"] == "holds"
    refuted = [row for row in statements[1:] if row["status"] == "refuted"]
    assert len(refuted) > 20
    assert all(row["witness"]["depth"] >= 2 and row["witness"]["strings"] for row in refuted)


def test_the_question_as_text(capsys):
    code, out, _ = run(capsys, "at depth H >= 3, every string s: s closes", "--smtlib")
    assert code == 0
    assert out.startswith("(set-logic LIA)\n(declare-const H Int)\n")
    assert out.endswith("(assert (not (< H (+ s.start s.length))))\n")


# -- symdln counts -----------------------------------------------------------------------------------------------------


def counts(capsys, *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["counts", *arguments])
    shown = capsys.readouterr()
    return stop.value.code, shown.out, shown.err


def test_counts_of_a_chain(capsys):
    """Widths (1, 1, 1, 1), L = (abc - s)^2 / 2: minimal; exactly two factors 0, three kinds, strict; all 0, order 3."""
    code, out, _ = counts(capsys, "--widths", "1,1,1,1", "--index", "--json")
    assert code == 0
    data = json.loads(out)
    assert data["kinds"] == 5
    assert [(row["class"], row["order"], row["kinds"]) for row in data["orders"]] == [
        ("global minimisers", None, 1),
        ("strict saddles", 2, 3),
        ("non-strict saddles", 3, 1),
    ]
    assert data["indices"] == [{"index": 0, "kinds": 2}, {"index": 1, "kinds": 3}]


def test_counts_at_depth_2(capsys):
    code, out, _ = counts(capsys, "--widths", "50,50,50")
    assert code == 0
    assert f"Widths 50-50-50: {2**50} kinds of critical points." in out
    assert str(2**50 - 1) in out


def test_counts_see_ties_and_zeros_of_the_spectrum_only(capsys):
    answers = {
        counts(capsys, "--widths", "2,2,2", "--spectrum", spectrum, "--json")[1]
        for spectrum in ("3,3", "1/2,1/2", "3,1", "3", "1,0")
    }
    assert len(answers) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--widths", "2,2,2", "--spectrum", "3,2,1"), "add up to at most min(rank X, d_H) = 2"),
        (("--widths", "2,2,2", "--spectrum", "-1"), "Singular values are never negative"),
        (("--widths", "2,2,2", "--data-rank", "3"), "rank X = 3 was passed"),
        (("--widths", "2"), "Widths are at least two positive integers"),
    ],
)
def test_wrong_input_to_counts(capsys, arguments, message):
    code, out, err = counts(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in err
