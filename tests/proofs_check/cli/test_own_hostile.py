"""Claim files that do what none should: exit, recurse, print escapes and enormous numbers, share names of helpers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from proofs_check.report import page

ROOT = Path(__file__).parents[3]
HEAD = 'import proofs_check as pc\nSOURCE = pc.own_source("own", "Hostile", year=2025)\n'
CLAIM = '''
@pc.claim("own.{name}", source=SOURCE.at("1"), statement="a", over=pc.every_problem())
def {name}(problem):
    """A statement."""
    {body}
'''


def claim_file(folder, body, name="check", head=""):
    folder.mkdir(exist_ok=True)
    path = folder / "claims.py"
    path.write_text(head + HEAD + CLAIM.format(name=name, body=body), encoding="utf-8")
    return str(path)


def ran(command, path, *options):
    return command("run", "--claims", path, "--scope", "small", "--jobs", "1", *options)


def test_a_check_that_exits_is_an_error_and_not_the_end_of_the_program(command, tmp_path):
    code, out, err = ran(command, claim_file(tmp_path, "raise SystemExit(0)"))
    assert code == 2
    assert "1 ERROR" in out
    assert "raised SystemExit: 0" in err


def test_a_check_that_never_ends_its_calls_is_an_error(command, tmp_path):
    code, out, err = ran(command, claim_file(tmp_path, "again = lambda: again()\n    return again()"))
    assert code == 2
    assert "1 ERROR" in out
    assert "RecursionError" in err


def test_numbers_that_python_does_not_write_out_are_compared(command, tmp_path):
    # 10^6000 has more digits than Python writes; 2^19931 < 10^6000 < 2^19932
    path = claim_file(tmp_path, 'return pc.equal(10**6000 + 1, 10**6000, "numbers")')
    code, out, err = ran(command, path, "--json", str(tmp_path / "run.json"))
    assert (code, err) == (1, "")
    assert "a number of a size near 2^19931 is not equal to a number of a size near 2^19931" in " ".join(out.split())
    (claim,) = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["claims"]
    assert int(claim["witness"]["details"]["left"].partition("/")[0], 16) == 10**6000 + 1


@pytest.mark.parametrize("of", ["run", "hunt"])
def test_no_escape_of_a_check_reaches_the_terminal(command, tmp_path, of):
    path = claim_file(tmp_path, r'return pc.fails("it fails \x1b[2J\x07 here")')
    options = ("--claims", path) if of == "run" else (path, "--draws", "1")
    code, out, err = command(of, *options, "--scope", "small", "--jobs", "1")
    assert code == 1
    assert "\x1b" not in out + err
    assert r"\x1b[2J\x07 here" in out


def test_a_text_that_no_file_can_hold_comes_into_no_page(command, tmp_path):
    path = claim_file(tmp_path, r'return pc.fails("half a pair \ud800")')
    ran(command, path, "--json", str(tmp_path / "run.json"))
    code, _, err = command("report", str(tmp_path / "run.json"), "--html", str(tmp_path / "page.html"))
    assert (code, err) == (0, "")
    assert (tmp_path / "page.html").stat().st_size > 1000
    assert page.download({"a": "\ud800"}).startswith("data:application/json;base64,")


def test_each_claim_file_has_its_own_helper_modules(command, tmp_path):
    paths = []
    for number, name in enumerate(("first", "second")):
        body, head = f'return pc.equal(helper.VALUE, {number}, "value")', "import helper\n"
        paths.append(claim_file(tmp_path / name, body, name, head))
        (tmp_path / name / "helper.py").write_text(f"VALUE = {number}\n", encoding="utf-8")
    code, out, _ = command("run", "--claims", paths[0], "--claims", paths[1], "--scope", "small", "--jobs", "1")
    assert (code, "2 VERIFIED" in out) == (0, True)


OWN_CASES = """
import symdln as dln
from symdln.algebra.words import Symbol, identity, rewrite

A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")


def given(case):
    one = {{"count": 1, "sentence": "one case", "strength": pc.Verdict.VERIFIED}}
    return pc.cases("given", lambda size, seed: iter([case]), **one)


@pc.claim("own.held", source=SOURCE.at("1"), statement="a", over=given({case}))
def check(case):
    \"\"\"A statement.\"\"\"
    return {body}
"""


def own_case(folder, case, body):
    path = folder / "claims.py"
    path.write_text(HEAD + OWN_CASES.format(case=case, body=body), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("case", ["{'x': 4}", "(1, [2, 3])", "(dln.Problem.canonical((3,), (1, 1)), {2})"])
def test_a_failing_case_that_no_file_can_hold_refutes_and_the_check_is_not_blamed(command, tmp_path, case):
    path = own_case(tmp_path, case, 'pc.fails("the two differ")')
    code, out, err = ran(command, path)
    said = " ".join(out.split())
    assert code == 2
    assert "1 REFUTED" in out
    assert "own.held REFUTED: its check failed at a case for which no witness can be written: a case holds" in said
    assert "raised" not in out + err
    code, _, err = command("at", "own.held", "--claims", path)
    assert code == 2
    assert "the check of own.held failed at a case for which no witness can be written" in " ".join(err.split())


def test_relations_by_which_words_were_rewritten_are_printed_where_a_claim_is_verified(command, tmp_path):
    # A B = I is false for matrices at large: it holds under the relation alone
    body = 'pc.equal(rewrite(case[0] @ case[1], {A @ B: identity("n")}), identity("n"), "A B")'
    code, out, _ = ran(command, own_case(tmp_path, "(A, B)", body))
    assert (code, "1 VERIFIED" in out) == (0, True)
    assert "own.held: words were rewritten by A B = I(n): under these it holds." in " ".join(out.split())


PROVED_ELSEWHERE = """
@pc.claim("own.stolen", source=SOURCE.at("Lemma"), statement="A B = B A", over=pc.every_problem(), formal={formal},
          proof=pc.proofs.logic("chitour.trace-bound"))
def check(problem):
    \"\"\"All matrices commute.\"\"\"
    return pc.holds()
"""
TRACE_BOUND = "tr(S Z) <= norm(Z) tr(S) if S psd", "-norm(Z) tr(S) <= tr(S Z) if S psd"


def test_of_a_proof_that_is_taken_from_elsewhere_the_formal_statement_alone_is_called_proved(command, tmp_path):
    path = tmp_path / "claims.py"
    path.write_text(HEAD + PROVED_ELSEWHERE.format(formal=TRACE_BOUND), encoding="utf-8")
    code, out, _ = ran(command, str(path), "--json", str(tmp_path / "run.json"))
    assert code == 0
    assert "PROVED (formal statement)" in out
    assert f"own.stolen: what is proved is the formal statement: {'; '.join(TRACE_BOUND)}." in " ".join(out.split())
    shown = " ".join(command("show", "own.stolen", "--claims", str(path))[1].split())
    assert "replayed just now, of the formal statement" in shown
    command("report", str(tmp_path / "run.json"), "--html", str(tmp_path / "page.html"))
    assert "PROVED (formal statement)" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("formal", "why"),
    [
        ((TRACE_BOUND[0],), "the formal statement of the claim is not the conclusion of the proof"),
        (("tr(S Z) <= norm(Z) tr(S)", TRACE_BOUND[1]), "the formal statement of the claim is not the conclusion"),
        (("2 tr(S Z) <= norm(Z) tr(S) if S psd", TRACE_BOUND[1]), "the formal statement of the claim is not"),
        (("tr(S Z) <=", TRACE_BOUND[1]), "'something more' is missing"),
        (("(" * 500 + "0 <= 0", TRACE_BOUND[1]), "a formula in it or in the formal statement is nested too deep"),
    ],
)
def test_a_proof_of_another_formal_statement_is_refused_in_a_sentence(command, tmp_path, formal, why):
    path = tmp_path / "claims.py"
    path.write_text(HEAD + PROVED_ELSEWHERE.format(formal=formal), encoding="utf-8")
    code, out, err = ran(command, str(path))
    assert code == 2
    assert f"own.stolen ERROR: its proof is refused: {why}" in " ".join(out.split())
    assert f"the proof of own.stolen is refused: {why}" in " ".join(err.split())
    assert "raised" not in out + err
    assert "0 times" not in out


def refused(command, *arguments):
    """The one sentence with which the command refuses, with the exit code 2."""
    code, _, err = command(*map(str, arguments))
    assert code == 2
    assert len(err.splitlines()) == 1
    return err


@pytest.mark.parametrize("arguments", [("hunt",), ("list", "--claims")], ids=" ".join)
def test_a_link_that_leads_to_itself_is_one_sentence(command, tmp_path, arguments):
    path = tmp_path / "loop.py"
    path.symlink_to(path)
    assert "there is no claim file" in refused(command, *arguments, path)


@pytest.mark.parametrize("name", ["table.csv", "point.json", "claims"])
def test_a_file_that_is_not_named_as_python_is_not_run(command, tmp_path, name):
    path, ran_at = tmp_path / name, tmp_path / "it_ran"
    path.write_text(f"open({str(ran_at)!r}, 'w')", encoding="utf-8")
    assert "does not end in .py" in refused(command, "hunt", path)
    assert not ran_at.exists()


def test_a_scope_without_cases_is_said_by_run_and_by_hunt(command, tmp_path):
    path = own_case(tmp_path, "1", "pc.holds()")
    text = (tmp_path / "claims.py").read_text(encoding="utf-8")
    (tmp_path / "claims.py").write_text(
        text.replace("iter([case])", "iter([])").replace('"count": 1, ', ""), encoding="utf-8"
    )
    assert "own.held: its scope has no case." in ran(command, path)[1]
    code, out, _ = command("hunt", path, "--scope", "small", "--draws", "1")
    assert (code, "own.held VACUOUS: its scope has no case" in out) == (0, True)


@pytest.mark.parametrize(
    "body", ['pc.fails("")', 'pc.is_true(False, "")', "pc.equal(1, 2, None)", 'pc.at_most(2, 1, " ")']
)
def test_an_outcome_without_words_is_an_error_in_a_sentence(command, tmp_path, body):
    code, out, _ = ran(command, own_case(tmp_path, "1", body))
    assert code == 2
    assert "own.held ERROR: its check raised InputError: an outcome needs words for what holds or fails" in out


def test_a_case_with_more_digits_than_python_writes_by_default_refutes(tmp_path):
    path = own_case(tmp_path, "10**5000", 'pc.at_most(case, 1, "the case")')
    call = [sys.executable, "-m", "proofs_check", "run", "--claims", path, "--jobs", "1"]
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stderr) == (1, "")
    assert "own.held REFUTED: the case: a number of a size near 2^16609 is greater than 1" in done.stdout


def test_a_check_and_a_hypothesis_may_import_a_module_beside_the_file(command, tmp_path):
    (tmp_path / "bound_beside.py").write_text("BOUND = 1\n", encoding="utf-8")
    path = own_case(tmp_path, "2", 'pc.at_most(case, __import__("bound_beside").BOUND, "the case")')
    code, out, _ = ran(command, path, "--witnesses", str(tmp_path))
    assert (code, "own.held REFUTED: the case: 2 is greater than 1" in out) == (1, True)
    code, out, _ = command("at", "own.held", str(tmp_path / "own.held.json"), "--claims", path)
    assert (code, out) == (1, "own.held fails at this case: the case: 2 is greater than 1\n")


def test_a_claim_file_may_begin_with_a_byte_order_mark(command, tmp_path):
    path = own_case(tmp_path, "1", "pc.holds()")
    text = (tmp_path / "claims.py").read_text(encoding="utf-8")
    (tmp_path / "claims.py").write_text(text, encoding="utf-8-sig")
    code, out, _ = ran(command, path)
    assert (code, "1 VERIFIED" in out) == (0, True)
