"""Data that are no case of a claim, though its check could be run at them; and numbers of very many digits."""

import json
from fractions import Fraction

import pytest

import proofs_check as pc
from proofs_check.language.long_numbers import KEPT, shortened
from proofs_check.language.scope import Case
from proofs_check.running import foreign, registry, witness
from symdln.errors import InputError

MINE = pc.own_source("mine", "My notes")
CLAIMS = registry.all_claims()


@pytest.mark.parametrize(
    ("id", "data", "why"),
    [
        # a network has no layer of width -1 or 0, and "true" is no width
        ("chitour.degree.corrected", [1, 0, 1], "the file has 0, where its cases have a whole number of at least 1"),
        ("chitour.degree.corrected", [1, -1, 1], "the file has -1, where"),
        ("chitour.degree.corrected", [1, True, 1], "the file has true, where"),
        ("chitour.degree.corrected", [1], "the file has a list of 1 entry, where its cases have at least 2"),
        ("chitour.degree.corrected", [10**6, 1, 1], "so that its check may never end"),
        ("chitour.degree.corrected", 3, "the file has 3, where its cases have a list"),
        # a step of 0 moves nothing, and 1/0 is no number
        ("bartlett.identity.positive", [[2, 1], 4, "0"], "the file has 0, where its cases have a positive number"),
        ("ours.descent-rate", [[1, 1, 1], 2, "1/0"], "where its cases have a number as a text"),
    ],
)
@pytest.mark.parametrize("own", [True, False])
def test_what_every_case_has_is_required(id, data, why, own):
    """Also in a witness of the claim, into which someone wrote other numbers."""
    file = {"data": data, "claim": id if own else "none"}
    with pytest.raises(InputError, match=f"^{id} says nothing about this case: it is about ") as refused:
        witness.replay(CLAIMS[id], file)
    assert not own or why in str(refused.value)


def test_a_claim_that_is_stated_as_true_fails_at_no_case_that_is_none_of_its_own():
    """The counts of the printed example are about its own widths, (2, 2, 2)."""
    said = r"equals this one, and the check does not hold here \(.*\(5, 7\) is not equal to \(6, 10\)\)\."
    with pytest.raises(InputError, match=said):
        witness.replay(CLAIMS["lehalleur.orbits.count.corrected"], {"data": [2, 2, 1]})
    printed = CLAIMS["chitour.degree"]  # which is refuted: a further case at which it fails is welcome
    assert foreign.compared(printed, (1, 1, 1, 1, 1, 1))
    assert witness.replay(printed, {"data": [1, 1, 1, 1, 1, 1]}).fails


def of_numbers(*numbers):
    @pc.claim(
        "mine.small",
        source=MINE.at("1"),
        statement="n <= 10",
        over=pc.cases("n", lambda size, seed: numbers, sentence="numbers", strength=pc.Verdict.VERIFIED, fields="n"),
    )
    def small(n):
        """n is at most 10."""
        return pc.at_most(n, 10, "n", power=n**2)

    return small


def test_a_case_of_very_many_digits_replays_and_is_shortened(tmp_path):
    """10^5230 + 7 has 5,231 digits, and its square 10^10460 + 14 * 10^5230 + 49 has 10,461."""
    for n in (10**5230 + 7, Fraction(10**5230 + 7, 3)):
        claim = of_numbers(n)
        found = witness.witness_of(claim, Case(n, {"case": 0}), claim.at(n))
        lines = witness.case_lines(found)
        assert lines[0].startswith("n = 1000000000…0000000007 (5,231 digits)")
        assert lines[1].startswith("power = 1000000000…0000000049 (10,461 digits)")
        assert lines[2:] == [KEPT]
        read = witness.load(witness.save(found, tmp_path), claim.id)
        assert witness.case_of(read) == n
        assert witness.replay(claim, read).fails


def test_sentences_shorten_numbers_and_details_keep_them():
    outcome = pc.equal(10**70 + 3, 10**70 + 4, "n")
    assert outcome.sentence == "n: 1000000000…0000000003 (71 digits) is not equal to 1000000000…0000000004 (71 digits)"
    assert outcome.details["left"] == 10**70 + 3
    assert shortened(f"{10**59}") == f"{10**59}"  # 60 digits stand as they are


@pytest.mark.parametrize("n", [10**60, 10**61 - 1, 2**300, 10**4000, 10**4000 - 1])
def test_the_digits_of_a_number_in_hexadecimals_are_counted(n):
    assert shortened(f"{n:#x}") == shortened(str(n))


def test_the_command_says_that_a_case_is_none_of_the_claim(command, tmp_path, monkeypatch):
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"data": [1, 1, 1, 1, 1, 1]}))
    monkeypatch.setattr(registry, "all_claims", lambda: CLAIMS)
    code, out, _ = command("at", "chitour.degree", path)
    assert code == 1
    assert out.splitlines()[1].startswith("This case equals none of the ")
    path.write_text(json.dumps({"data": [1, 1, 1]}))
    assert command("at", "chitour.degree.corrected", path)[1].count("\n") == 1
