"""The schema of results: what a run writes follows it, our reading is that of jsonschema, the docs name its keys."""

import copy
import json

import jsonschema
import planted_claims
import pytest

from proofs_check.report import results, schema
from proofs_check.running import claim_file, registry
from proofs_check.running.runner import Settings, run
from symdln.errors import InputError

SCHEMA = json.loads(results.SCHEMA.read_text(encoding="utf-8"))
VALUES = (
    None,
    True,
    0,
    -1,
    1,
    0.5,
    2.0,
    1.5,
    "",
    "x",
    "1/2",
    "-1/0",
    "REFUTED",
    "cases",
    "complete",
    [],
    [1],
    ["1"],
    {},
    {"over": "x"},
)


@pytest.fixture(scope="module")
def valid():
    """A run with a refuted claim, hence a witness, and one that stands."""
    chosen = registry.select(registry.all_claims(), ("achour.rank-constrained.converse", "chitour.lemma3.1"))
    data = results.results_data(run(chosen, Settings("small")))
    assert any(entry["witness"] for entry in data["claims"])
    return json.loads(json.dumps(data))


def places(value, path=()):
    """Every place in the data: the keys and positions that lead there."""
    yield path
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(entry, (*path, key))


def changed(data, path, change):
    copied = copy.deepcopy(data)
    holder = copied
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return copied


def accepted(data) -> bool:
    sentence = complaint(data)
    assert "\n" not in sentence
    assert sentence == "" or sentence.endswith(".")
    return not sentence


def complaint(data) -> str:
    try:
        schema.require(data, SCHEMA, "the results")
    except InputError as error:
        return str(error)
    return ""


def test_what_a_run_writes_is_accepted(valid):
    assert accepted(valid)


LEMMA = '''
import proofs_check as pc
import symdln as dln
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.degenerate import MovedPoints

def numbers(size, seed):
    yield 1

def computed(size, seed):
    yield dln.Problem.canonical((2,), (1, 1, 1)), [[[1e-9]], [[2e-9]]]

@pc.claim("mine.lemma", source=pc.own_source("mine", "My lemmas").at("Lemma 1"), statement="0 = 0", over={over})
def lemma(case):
    """Zero is zero."""
    return pc.equal(0, 0, "zero")
'''


@pytest.mark.parametrize(
    ("over", "noun"),
    [
        ("pc.every_problem()", "problems"),
        ("pc.general_critical_points()", "kinds"),
        ("pc.every_small_weight()", "points"),
        ("MovedPoints()", "points"),
        ('pc.cases("numbers", numbers, sentence="the number 1", strength=Verdict.VERIFIED)', "cases"),
        ('pc.computed_critical_points("weights", computed, sentence="one pair of weights")', "computed points"),
    ],
)
def test_whatever_a_lemma_of_your_own_is_about_its_results_are_accepted(over, noun, tmp_path):
    path = tmp_path / "lemma.py"
    path.write_text(LEMMA.replace("{over}", over), encoding="utf-8")
    data = results.results_data(run(list(claim_file.load(path).values()), Settings("small", jobs=1)))
    assert [covered["noun"] for covered in data["covered"]] == [noun]
    assert accepted(json.loads(json.dumps(data)))


def test_every_change_of_a_value_is_judged_as_by_jsonschema(valid):
    """Every place of the data, each value in turn; 2.0 counts as an integer in JSON Schema, so it stays out there."""
    judge = jsonschema.Draft202012Validator(SCHEMA)
    small = {**valid, "claims": [valid["claims"][0], next(c for c in valid["claims"] if c["witness"])]}
    refused = tried = 0
    for number, path in enumerate(list(places(small))[1:]):
        value = VALUES[number % len(VALUES)]
        for found in (value, VALUES[(number * 7 + 3) % len(VALUES)]):
            if found == 2.0:
                continue
            data = changed(small, path, lambda holder, key, found=found: holder.__setitem__(key, found))
            assert accepted(data) == judge.is_valid(data), (path, found)
            refused += not judge.is_valid(data)
            tried += 1
    assert tried > 200
    assert refused > 100


def test_every_missing_and_added_key_is_judged_as_by_jsonschema(valid):
    judge = jsonschema.Draft202012Validator(SCHEMA)
    refused = 0
    for path in list(places(valid))[1:]:
        if not isinstance(path[-1], str):  # pyright: ignore[reportGeneralTypeIssues]
            continue
        removed = changed(valid, path, lambda holder, key: holder.pop(key))
        added = changed(valid, path, lambda holder, key: holder.__setitem__(f"{key}_", holder[key]))
        for data in (removed, added):
            assert accepted(data) == judge.is_valid(data), path
            refused += not judge.is_valid(data)
    assert refused > 50


def test_two_forms_at_once_are_refused(valid):
    data = copy.deepcopy(valid)
    held = next(claim for claim in data["claims"] if claim["witness"])
    held["witness"]["data"] = 1  # beside "problem"
    with pytest.raises(InputError, match="exclude each other"):
        schema.require(data, SCHEMA, "the results")


def test_a_keyword_that_is_not_checked_is_noticed():
    with pytest.raises(ValueError, match="uniqueItems"):
        schema.require([], {"uniqueItems": True}, "the list")


QUICK = ("--scope", "small", "--jobs", "1")


def test_results_follow_their_schema(command, record, tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    path = tmp_path / "results.json"
    command("run", *QUICK, "--json", path)
    schema = json.loads(results.SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = json.loads(path.read_text(encoding="utf-8"))
    validator.validate(data)
    assert {entry["id"]: entry["verdict"] for entry in data["claims"]} == planted_claims.EXPECTED
    assert sum(data["totals"].values()) == len(data["claims"])
    data["claims"][0]["verdict"] = "TRUE"
    assert not validator.is_valid(data)


def test_the_schema_is_described_key_by_key(repository):
    words = (repository / "docs/results-format.md").read_text(encoding="utf-8")
    schema = json.loads(results.SCHEMA.read_text(encoding="utf-8"))
    for part in (schema, schema["$defs"]["claim"], schema["$defs"]["witness"]):
        assert [key for key in part["properties"] if f"`{key}`" not in words] == []
