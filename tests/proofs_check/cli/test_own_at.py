"""``proofs-check at``: every claim answers every kind of file in a sentence."""

import json

import pytest

import symdln as dln
from proofs_check.language.scope import Cases
from proofs_check.running import registry, witness
from symdln.errors import InputError
from symdln.files import problem_data

PROBLEM = problem_data(dln.Problem.canonical((3,), (1, 1, 1)))
POINT = {"problem": PROBLEM, "weights": [[["3"]], [["1"]]]}  # 3 * 1 = 3: the loss is zero
OTHERS = {
    "no critical point": {"problem": PROBLEM, "weights": [[["2"]], [["1"]]]},
    "problem": {"problem": PROBLEM},
    "text": {"data": "no case of any claim"},
    "number": {"data": 5},
    "mixed": {"data": [{"rational": "1/2"}, {"matrix": [["1"]]}, POINT]},
    "numbers": {"data": [1, 2]},
}
DIALECT = ("object has no attribute", "not subscriptable", "Error", "raised", "None")


def answer(claim, file):
    """The outcome's sentence, or the one of the refusal."""
    try:
        return witness.replay(claim, file).sentence
    except InputError as refused:
        return str(refused)


@pytest.mark.parametrize("kind", ["point", *OTHERS])
def test_every_claim_answers_every_kind_of_file_in_a_sentence(kind):
    """An outcome, or one sentence in which no Python speaks."""
    file = POINT if kind == "point" else OTHERS[kind]
    for id, claim in registry.all_claims().items():
        said = answer(claim, file)
        assert said, id
        assert not any(word in said for word in DIALECT), (id, said)


def test_claims_about_cases_of_their_own_do_not_speak_of_points():
    own = [claim for claim in registry.all_claims().values() if claim.over.subject.cases is None]
    assert len(own) > 80
    for claim in own:
        with pytest.raises(InputError, match=r"it is about .*, not about points\.|it is about "):
            witness.replay(claim, POINT)


@pytest.mark.parametrize("data", ["no case of any claim", 5.5])
def test_data_that_are_no_case_support_nothing(data):
    for claim in registry.all_claims().values():
        if isinstance(claim.over, Cases):
            with pytest.raises(InputError):
                witness.replay(claim, {"data": data})


def test_the_first_case_of_every_claim_replays_from_its_file(tmp_path):
    """Tuples, named tuples and matrices come back as they were, so the check answers as it did."""
    for claim in list(registry.all_claims().values())[::4]:
        unit = next(iter(claim.over.units("small", 0)))
        case = next(iter(claim.over.cases(unit)), None)
        if case is None or any(not hypothesis.met_by(case.subject) for hypothesis in claim.assuming):
            continue
        before = claim.at(case.subject)
        path = witness.save(witness.witness_of(claim, case, before), tmp_path)
        assert witness.replay(claim, witness.load(path, claim.id)) == before, claim.id


def test_the_door_of_the_command(command, tmp_path):
    path = tmp_path / "point.json"
    path.write_text(json.dumps(POINT))
    code, out, err = command("at", "toy.symbols", path)
    assert (code, out) == (2, "")
    assert err.startswith("proofs-check: toy.symbols says nothing about this case: it is about ")
    assert len(err.splitlines()) == 1
