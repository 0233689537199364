"""Derivations as proof objects: the steps that are printed are replayed by a checker that shares no code with them."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from proofs_check import derivation_proofs
from proofs_check.derivation_formulas import DerivationRefusedError, LetterShape, Reader
from symdln.errors import InputError
from symdln.teaching import derivation_names, derive, exercise, text
from symdln.teaching.formulas import opened_values
from symdln.teaching.proof_file import proof_object, proof_text


def proof(name: str, depth: int | None = None) -> dict[str, Any]:
    return json.loads(proof_text(derive(name, depth)))


PROOFS = {name: proof(name) for name in derivation_names()}


def steps_of(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for part in data["parts"] for step in part["steps"]]


@pytest.mark.parametrize("name", PROOFS)
def test_every_derivation_is_replayed(name: str):
    count = len(steps_of(PROOFS[name]))
    assert f"{name} is replayed: {count} steps in" in derivation_proofs.check(PROOFS[name])


@pytest.mark.parametrize("name", PROOFS)
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_so_it_is_where_the_layers_are_written_out(name: str, depth: int):
    try:
        data = proof(name, depth)
    except InputError:
        assert name in ("balancedness", "weight-decay", "critical-points", "convexity", "splitting")
        return
    assert " is replayed: " in derivation_proofs.check(data)


@pytest.mark.parametrize("name", PROOFS)
def test_the_steps_that_are_printed_are_those_that_are_replayed(name: str):
    lines = text(derive(name)).splitlines()
    printed = [line.split(None, 1)[1] for line in lines if re.match(r" {6}(=|->) ", line)]
    assert printed == [step["after"] for step in steps_of(PROOFS[name])]
    heads = [re.match(r" *(\d+\.\d+) \[(.+?)\]", line) for line in lines]
    assert [found.groups() for found in heads if found] == [(s["number"], s["rule"]) for s in steps_of(PROOFS[name])]


@pytest.mark.parametrize("name", PROOFS)
def test_an_exercise_leaves_those_steps_blank(name: str):
    blanked = [one for one in exercise(derive(name))["steps"] if "step" in one]
    known = {step["number"]: step for step in steps_of(PROOFS[name])}
    assert blanked
    for one in blanked:
        step = known[one["step"]]
        assert one["rule"] == step["rule"]
        assert one["after"] in ("", step["after"])


# -- mechanical mutants ------------------------------------------------------------------------------------------------


def mutants(formula: str, symmetric: list[str]) -> Iterator[str]:
    """A formula with one number, sign, transpose or square changed; a symmetric letter is its transpose."""
    for found in re.finditer(r"\d+(?![\w^}])|[+]|\^T|\^2", formula):
        a, b = found.span()
        before = re.findall(r"[A-Za-z]\w*$", formula[:a])
        power_of_norm = found[0] == "^2" and "||" in formula[max(0, a - 2) : a]
        if formula[max(0, a - 1) : a] in ("_", "{", "^", "<") or power_of_norm or (before and before[0] in symmetric):
            continue
        new = {"+": "-", "^T": "", "^2": "^3"}.get(found[0]) if not found[0].isdigit() else str(int(found[0]) + 1)
        yield formula[:a] + str(new) + formula[b:]
    yield f"2 ({formula})" if "sum_" not in formula and "[" not in formula else f"{formula} + 1"


def with_result(data: dict[str, Any], place: int, formula: str) -> dict[str, Any]:
    """The proof with another result of a step, from which the next one starts."""
    changed = copy.deepcopy(data)
    part = next(p for p in changed["parts"] if any(s["number"] == steps_of(data)[place]["number"] for s in p["steps"]))
    k = next(k for k, s in enumerate(part["steps"]) if s["number"] == steps_of(data)[place]["number"])
    part["steps"][k]["after"] = formula
    if k + 1 < len(part["steps"]):
        part["steps"][k + 1]["before"] = formula
    return changed


def alone(data: dict[str, Any], place: int, formula: str) -> dict[str, Any]:
    """The proof with another result of a step; without the other parts unless an equation that they show is used."""
    found = steps_of(data)[place]
    if found["rule"] != "use an equation":
        return {**data, "parts": [{"steps": [{**found, "after": formula}]}]}
    return with_result(data, place, formula)


def count_refused(name: str, every: int) -> int:
    """How many changed results are tried, every so many of the mutants of a step; all are refused."""
    tried, known = 0, dict(derive(name).steps)
    for place, step in enumerate(steps_of(PROOFS[name])):
        symmetric = [letter for letter, shape in step["letters_after"].items() if shape[2]]
        made = known[step["number"]]
        vanishes = not opened_values(made.after.values, made.definitions_after)
        changed = list(mutants(step["after"], symmetric)) if step["after"] != "0" else []
        for formula in changed[place % every :: every]:
            if vanishes and formula.startswith("2 ("):  # twice 0 is 0
                continue
            tried += 1
            with pytest.raises(DerivationRefusedError, match=f"step {re.escape(step['number'])}: "):
                derivation_proofs.check(alone(PROOFS[name], place, formula))
    return tried


@pytest.mark.parametrize("name", PROOFS)
def test_a_changed_result_is_refused(name: str):
    assert count_refused(name, every=4) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("name", PROOFS)
def test_all_changed_results_are_refused(name: str):
    assert count_refused(name, every=1) >= 20


@pytest.mark.parametrize("name", PROOFS)
def test_a_step_left_out_breaks_the_chain(name: str):
    for part in PROOFS[name]["parts"]:
        for k, step in enumerate(part["steps"][1:-1], start=1):
            if step["before"] == step["after"]:  # a bracket that is dropped is not seen in the text
                continue
            steps = part["steps"][k - 1 : k + 2]
            with pytest.raises(DerivationRefusedError, match=r"does not start where the last one ends|neither given"):
                derivation_proofs.check({**PROOFS[name], "parts": [{"steps": [steps[0], steps[2]]}]})


# -- false steps, one for each condition -------------------------------------------------------------------------------

SQUARE = {"A": ["n", "n", False], "B": ["n", "n", False], "S": ["n", "n", True], "x": ["n", "1", False]}


def step(rule: str, before: str, after: str, **more: Any) -> dict[str, Any]:
    arguments = more.pop("arguments", {})
    letters = more.pop("letters", SQUARE)
    return {
        **{"number": "1.1", "rule": rule, "before": before, "after": after, "arguments": arguments},
        **{"letters": letters, "letters_after": more.pop("letters_after", letters)},
        **{"definitions": {}, "definitions_after": {}},
        **more,
    }


def check(*steps: dict[str, Any], equations: tuple[tuple[str, str], ...] = ()) -> str:
    given = [{"left": left, "right": right} for left, right in equations]
    parts = [{"steps": [one]} for one in steps]
    return derivation_proofs.check({"format": "derivation proof 1", "name": "made", "equations": given, "parts": parts})


def refused(why: str, *steps: dict[str, Any], equations: tuple[tuple[str, str], ...] = ()) -> None:
    with pytest.raises(DerivationRefusedError, match=why):
        check(*steps, equations=equations)


def test_words_do_not_commute_and_only_symmetric_letters_are_their_transposes():
    refused("not what the rule makes", step("collect", "A B", "B A"))
    refused("not what the rule makes", step("collect", "A^T", "A"))
    assert "1 step" in check(step("collect", "S^T", "S"))
    refused("not what the rule makes", step("cyclic rotation", "tr(A B S)", "tr(B A S)"))
    assert "1 step" in check(step("cyclic rotation", "tr(A B S)", "tr(S A B)"))


def test_a_trace_is_of_square_matrices_and_sizes_fit():
    letters = {"A": ["m", "n", False], "B": ["n", "m", False]}
    refused("not of a square matrix", step("collect", "tr(A)", "tr(A)", letters=letters))
    refused("do not fit", step("collect", "A A", "A A", letters=letters))
    refused("different shapes are added", step("collect", "A + B", "A + B", letters=letters))
    refused("different shapes are added", step("collect", "A - A + B", "B", letters=letters))
    assert "1 step" in check(step("cyclic rotation", "tr(A B)", "tr(B A)", letters=letters))


def test_identities_of_different_sizes_differ():
    refused("another shape", step("collect", "I(n)", "I(m)"))
    refused("another shape", step("collect", "1", "I(n)"))
    refused("not what the rule makes", step("collect", "tr(I(n))", "tr(I(m))"))


@pytest.mark.parametrize("size", ["0", ""])
def test_a_size_is_at_least_one(size: str):
    refused("not at least 1", step("collect", "A", "A", letters={"A": [size, "n", False]}))


def test_numbers_of_size_one_split_a_trace_and_others_do_not():
    assert "1 step" in check(step("collect", "tr(x x^T A)", "tr(x^T A x)"))
    assert "1 step" in check(step("collect", "tr(x x^T x x^T)", "tr(x^T x)^2"))
    refused("not what the rule makes", step("collect", "tr(A A)", "tr(A)^2"))


def test_an_equation_is_given_or_was_shown():
    use = {"left": "A", "right": "B", "u": "I(n)", "v": "S", "coefficient": "1", "over": ""}
    used = step("use an equation", "A S", "B S", arguments=use)
    refused("neither given nor shown", used)
    assert "A = B (given)" in check(used, equations=(("A", "B"),))
    refused("not what the rule makes", step("use an equation", "A S", "S B", arguments=use), equations=(("A", "B"),))
    shown = step("collect", "A + A", "2 A")
    twice = {**use, "left": "A + A", "right": "2 A"}
    assert "2 steps" in check(shown, step("use an equation", "(A + A) S", "2 A S", arguments=twice))
    other = step("use an equation", "A S", "2 A S", arguments={**use, "left": "A", "right": "2 A"})
    refused("neither given nor shown", shown, other)


def test_a_step_that_differentiates_shows_no_equation():
    moved = step("product rule", "A", "B", arguments={"directions": {"A": "B"}})
    use = {"left": "A", "right": "B", "u": "I(n)", "v": "I(n)", "coefficient": "1", "over": ""}
    assert "1 step" in check(moved)
    refused("neither given nor shown", moved, step("use an equation", "A", "B", arguments=use))


def test_what_holds_at_one_point_is_not_differentiated():
    """From A = B, which may hold for one A only, does not follow that the derivative of A is 0."""
    use = {"left": "A", "right": "B", "u": "I(n)", "v": "I(n)", "coefficient": "1", "over": ""}
    first = step("use an equation", "A", "B", arguments=use)
    second = {**step("product rule", "B", "0", arguments={"directions": {"A": "B"}}), "number": "1.2"}
    put = step("insert", "A", "B", arguments={"images": {"A": "B"}, "over": ""})
    for before in (first, put):
        data = {"format": "derivation proof 1", "name": "made", "equations": [{"left": "A", "right": "B"}]}
        with pytest.raises(DerivationRefusedError, match="at one point only"):
            derivation_proofs.check({**data, "parts": [{"steps": [before, second]}]})
    assert "1 step" in check(step("product rule", "B", "0", arguments={"directions": {"A": "B"}}))


def test_a_derivative_is_the_whole_coefficient_of_t():
    along = {"directions": {"A": "B"}}
    assert "1 step" in check(step("product rule", "A A", "A B + B A", arguments=along))
    for wrong in ("A B", "B B", "2 A B", "A B + B A + B B", "A B + B A + A A"):
        refused("not what the rule makes", step("product rule", "A A", wrong, arguments=along))
    refused("another shape", step("product rule", "A", "B", arguments={"directions": {"A": "x"}}))
    refused("is symmetric", step("product rule", "S", "B", arguments={"directions": {"S": "B"}}))


def test_what_moves_inside_of_an_opaque_letter_is_seen():
    more = {"definitions": {"B": "A A"}, "definitions_after": {"B": "A A"}}
    moves = {"directions": {"A": "S"}}
    refused("not what the rule makes", step("product rule", "B", "0", arguments=moves, **more))
    assert "1 step" in check(step("product rule", "B", "A S + S A", arguments=moves, **more))
    refused("an opaque letter moves", step("product rule", "B", "S", arguments={"directions": {"B": "S"}}, **more))


def test_a_gradient_is_read_off_for_any_direction_only():
    read = {"direction": "B"}
    assert "1 step" in check(step("read off the gradient", "tr(A^T B)", "A", arguments=read))
    refused("is not tr", step("read off the gradient", "tr(A B)", "A", arguments=read))
    refused("contains B", step("read off the gradient", "tr(B^T B)", "B", arguments=read))
    # tr(S A) = 0 for every skew A, and tr(A' S) for a symmetric direction S fixes the symmetric part of A only
    refused("not an arbitrary matrix", step("read off the gradient", "tr(A^T S)", "A", arguments={"direction": "S"}))
    refused("assumed about the direction", step("read off the gradient", "tr(A^T B)", "A", arguments=read),
            equations=(("B", "0"),))  # fmt: skip


def test_a_coefficient_is_of_one_power():
    of = {"name": "t", "power": 1}
    assert "1 step" in check(step("take the coefficient", "A + t B + t^2 S", "B", arguments=of))
    refused("not what the rule makes", step("take the coefficient", "A + t B + t^2 S", "B + S", arguments=of))
    inside = {"definitions": {"B": "t A"}, "definitions_after": {"B": "t A"}}
    refused("contains t", step("take the coefficient", "B", "0", arguments=of, **inside))


def test_an_opaque_letter_stands_for_a_matrix_of_its_shape_and_symmetry():
    for image, why in (("x", "another shape"), ("A", "is symmetric")):
        refused(why, step("open", "S", "S", definitions={"S": image}, definitions_after={"S": image}))
    refused("are circular", step("open", "A", "B", definitions={"A": "A + A"}, definitions_after={"A": "A + A"}))


def test_a_boundary_case_is_for_all_letters_and_sizes_alike():
    after = {**SQUARE, "A": ["k", "n", False]}
    case = {"sizes": {}, "images": {"B": "I(n)"}}
    assert "1 step" in check(step("boundary case", "A B", "A", arguments=case))
    refused("another shape or symmetry", step("boundary case", "A B", "A", arguments=case, letters_after=after))
    refused("another shape", step("boundary case", "A x", "A", arguments={"sizes": {}, "images": {"x": "I(n)"}}))
    # a size that stands as a number is renamed with the others
    renamed = {"sizes": {"n": "k"}, "images": {}}
    letters = {name: ["k" if size == "n" else size for size in one[:2]] + one[2:] for name, one in SQUARE.items()}
    assert "1 step" in check(step("boundary case", "n tr(A)", "k tr(A)", arguments=renamed, letters_after=letters))
    refused("not what", step("boundary case", "n tr(A)", "n tr(A)", arguments=renamed, letters_after=letters))
    more = {"definitions": {"S": "B + B^T"}, "definitions_after": {"S": "B + B^T"}}
    refused("have another meaning", step("boundary case", "A B", "A", arguments=case, **more))


def test_pairings_are_all_pairings():
    letters = {"W": ["m", "n", False], "A": ["n", "n", False]}
    mean = {"symbol": "W", "variance": "s"}
    # E tr(W'W A W'W) = s^2 (m^2 + m n + m) tr(A) for independent entries of variance s
    good = "m^2 s^2 tr(A) + m n s^2 tr(A) + m s^2 tr(A)"
    for formula in (good, "m^2 s^2 tr(A) + m n s^2 tr(A)", "m^2 s^2 tr(A)"):
        made = step("Gaussian pairing", "tr(W^T W A W^T W)", formula, arguments=mean, letters=letters)
        if formula == good:
            assert "1 step" in check(made)
        else:
            refused("not what the rule makes", made)
    assert "1 step" in check(step("Gaussian pairing", "tr(W^T W)", "m n s", arguments=mean, letters=letters))
    refused("dependent", step("Gaussian pairing", "tr(S)", "0", arguments={"symbol": "S", "variance": "s"}))


def test_blocks_are_summed_over_all_paths():
    letters = {"F": ["n", "n", False], "a": ["p", "p", False], "b": ["p", "q", False], "c": ["q", "p", False],
               "d": ["q", "q", False]}  # fmt: skip
    table = {"tables": {"F": [["a", "b"], ["c", "d"]]}, "place": [0, 0]}
    assert "1 step" in check(step("multiply blocks", "F F", "a a + b c", arguments=table, letters=letters))
    refused("not what", step("multiply blocks", "F F", "a a", arguments=table, letters=letters))
    refused("different shapes", step("multiply blocks", "F F", "a a + b c", letters=letters,
            arguments={"tables": {"F": [["a", "c"], ["b", "d"]]}, "place": [0, 0]}))  # fmt: skip
    whole = {"tables": table["tables"], "place": None}
    assert "1 step" in check(step("multiply blocks", "tr(F)", "tr(a) + tr(d)", arguments=whole, letters=letters))


def test_sums_over_layers_are_compared_range_by_range():
    refused("not what", step("collect", "sum_{j} A", "sum_{j<k} A"))
    refused("not what", step("collect", "sum_{j} A", "A"))
    assert "1 step" in check(step("collect", "sum_{j} (A + A)", "2 sum_{j} A"))


EMPTY = {"format": "derivation proof 1", "name": "x", "equations": []}


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {},
        {"format": "derivation proof 1"},
        {**EMPTY, "parts": []},
        {**EMPTY, "equations": [1], "parts": []},
        {**EMPTY, "parts": [{"steps": [1]}]},
        {**EMPTY, "parts": [{"steps": []}]},
    ],
)
def test_what_is_no_derivation_is_refused_in_one_sentence(broken: Any):
    with pytest.raises(DerivationRefusedError):
        derivation_proofs.check(broken)


@pytest.mark.parametrize("key", ["rule", "before", "after", "letters", "letters_after", "definitions", "arguments"])
@pytest.mark.parametrize("value", [None, 1, [], "?", {"A": 1}])
def test_damaged_steps_are_refused(key: str, value: Any):
    damaged = copy.deepcopy(PROOFS["gradient"])
    damaged["parts"][0]["steps"][2][key] = value
    with pytest.raises(DerivationRefusedError):
        derivation_proofs.check(damaged)


@pytest.mark.parametrize(
    "formula", ["A +", "(A", "tr A", "A^", "||A||", "sum_{j} sum_{j} A", "A^1000", "A $ B", "", "A)"]
)
def test_formulas_that_cannot_be_read(formula: str):
    with pytest.raises(DerivationRefusedError):
        Reader(formula, {"A": LetterShape("n", "n"), "B": LetterShape("n", "n")}).stage()


# -- the commands ------------------------------------------------------------------------------------------------------


def test_the_file_is_written_and_checked_by_commands(tmp_path, repository):
    path = tmp_path / "gradient.json"

    def run(*arguments: str) -> str:
        return subprocess.run([sys.executable, "-m", *arguments], cwd=repository, capture_output=True, text=True,
                              check=True).stdout  # fmt: skip

    run("symdln", "derive", "gradient", "--format", "proof", "--output", str(path))
    assert json.loads(path.read_text(encoding="utf-8")) == proof_object(derive("gradient"))
    said = run("proofs_check.derivation_proofs", str(path))
    assert "14 steps in 3 parts" in said
    assert "P = A_j W_j B_j (what it stands for)" in said
    assert "accepted" in run("proofs_check", "verify", str(path))
    path.write_text("{")
    assert derivation_proofs.main([str(path)]) == 2
    assert derivation_proofs.main([]) == 2


def test_the_checker_needs_nothing_of_symdln_and_is_short(repository):
    for part in ("formulas", "proofs", "sums"):
        written = (repository / "proofs_check" / f"derivation_{part}.py").read_text(encoding="utf-8")
        assert len(written.splitlines()) < 400
    code = (
        "import sys; import proofs_check; house = set(sys.modules); from proofs_check import derivation_proofs; "
        "print(sorted({n.split('.')[0] for n in set(sys.modules) - house} - set(sys.stdlib_module_names)), "
        "sorted(n for n in set(sys.modules) - house if n.startswith('proofs_check')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)
    own = [f"proofs_check.derivation_{part}" for part in ("formulas", "proofs", "sums")]
    assert done.stdout.strip() == f"['proofs_check'] {own}"
