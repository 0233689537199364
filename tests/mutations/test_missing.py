"""No claim lacks its record, false neighbour, rule, total, finding or test; `make missing` runs this."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from proofs_check.language.outcome import Outcome, holds
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry
from proofs_check.running.expected import recorded
from tests.mutations import missing
from tests.mutations.missing import CHANGE, PLACE, SENTENCE, STATEMENT
from tests.mutations.planting import TRUE
from tests.mutations.test_mutants import every_mutant

CLAIMS = registry.all_claims()
GRADIENT, REFUTED = CLAIMS["chitour.gradient"], CLAIMS["chitour.prop4.i"]


def planted() -> Mapping[str, Collection[str]]:
    """What is changed in the false neighbours of each claim."""
    changes: dict[str, list[str]] = {}
    for mutant in every_mutant():
        changes.setdefault(mutant.parent.id, []).append(mutant.change)
    return changes


def test_nothing_is_missing(repository: Path) -> None:
    lines = missing.everything(CLAIMS, recorded(), planted(), repository)
    if lines:
        pytest.fail("This is still missing:\n" + "\n".join(f"- {line}" for line in lines), pytrace=False)


# -- each lack is noticed, and named once ------------------------------------------------------------------------------


def unsaid(point: object) -> Outcome:
    return holds()


unsaid.__doc__ = SENTENCE


def test_the_words_of_the_skeleton_are_noticed() -> None:
    place = replace(GRADIENT.source, place=PLACE)
    left = replace(GRADIENT, statement=STATEMENT, source=place, check=unsaid)
    assert [line.split(" is still")[0] for line in missing.placeholders(left)] == [
        f"{GRADIENT.id}: the {part}" for part in ("statement", "docstring", "place")
    ]
    assert list(missing.placeholders(GRADIENT)) == []
    assert len(list(missing.planted_placeholders({GRADIENT.id: [CHANGE], REFUTED.id: ["a sign"]}))) == 1


@pytest.mark.parametrize("verdicts", [{}, {GRADIENT.id: Verdict.ERROR}], ids=["none", "ERROR"])
def test_a_verdict_that_is_not_recorded_is_noticed(verdicts: Mapping[str, Verdict]) -> None:
    (line,) = missing.record(GRADIENT, verdicts)
    assert f"proofs-check run {GRADIENT.id} --json" in line
    assert list(missing.record(GRADIENT, {GRADIENT.id: Verdict.PROVED})) == []


@pytest.mark.parametrize("verdict", TRUE)
def test_a_true_claim_without_a_false_neighbour_is_noticed(verdict: Verdict) -> None:
    (line,) = missing.neighbour(GRADIENT, verdict, ())
    assert "tests/mutations/mutants_chitour_gradient.py" in line
    assert list(missing.neighbour(GRADIENT, verdict, {GRADIENT.id})) == []


def test_no_neighbour_is_wanted_of_a_claim_that_does_not_hold() -> None:
    others = [verdict for verdict in Verdict if verdict not in TRUE]
    assert [line for verdict in others for line in missing.neighbour(GRADIENT, verdict, ())] == []


def test_a_refutation_without_a_certificate_is_noticed() -> None:
    assert list(missing.rule(REFUTED, Verdict.REFUTED)) == []
    (line,) = missing.rule(GRADIENT, Verdict.REFUTED)  # it is true, so no rule refutes it
    assert "certify=" in line
    assert list(missing.rule(GRADIENT, Verdict.PROVED)) == []


def test_a_missing_or_outdated_finding_is_noticed() -> None:
    row, entry = f"| `{GRADIENT.id}` | eq. (6) | PROVED |\n", f"### `{REFUTED.id}`: fails\n"
    assert list(missing.finding(GRADIENT, Verdict.PROVED, row)) == []
    assert list(missing.finding(REFUTED, Verdict.REFUTED, entry)) == []
    for page, claim, verdict in (
        ("", GRADIENT, Verdict.PROVED),
        (row, GRADIENT, Verdict.VERIFIED),
        (row, GRADIENT, Verdict.REFUTED),
        (entry, REFUTED, Verdict.PROVED),
    ):
        assert len(list(missing.finding(claim, verdict, page))) == 1


def test_a_claim_without_a_topic_is_noticed() -> None:
    assert list(missing.topic(GRADIENT)) == []
    (line,) = missing.topic(replace(GRADIENT, id="newpaper.gradient"))
    assert "report.topics newpaper.gradient TOPIC" in line


def test_hypotheses_of_which_nobody_knows_whether_they_are_needed_are_noticed() -> None:
    claim = CLAIMS["lindsey.balanced"]
    assert list(missing.needed(claim, {claim.id})) == list(missing.needed(replace(claim, assuming=()), ())) == []
    (line,) = missing.needed(claim, ())
    assert "proofs-check ablate lindsey.balanced --scope small" in line


def test_what_is_left_of_a_removed_claim_is_noticed() -> None:
    page = "### `gone.a`: fails\n| `gone.b` | abstract | PROVED |\n"
    lines = list(missing.left_over(CLAIMS, {"gone.c": Verdict.PROVED, GRADIENT.id: Verdict.PROVED}, page))
    assert [line.split(":")[0] for line in lines] == ["gone.c", "gone.a", "gone.b"]


def test_the_sentence_for_the_readme_is_given() -> None:
    verdicts = {"lucchi.thm6": Verdict.REFUTED, "chitour.gradient": Verdict.PROVED, "ours.kinds": Verdict.DERIVED}
    (line,) = missing.totals(CLAIMS, verdicts, "2 claims: 2 PROVED.")
    sentence = line.split("write there: ")[1]
    assert sentence.startswith("2 printed statements of the sources: 1 PROVED, 1 REFUTED. ")
    assert list(missing.totals(CLAIMS, verdicts, f"It found this: {sentence} More.")) == []


def test_a_test_that_nobody_wrote_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "tests" / "proofs_check" / "claims" / "chitour" / "test_gradient.py"
    path.parent.mkdir(parents=True)
    skeleton = (
        'def test_gradient_by_hand() -> None:\n    pytest.fail("write here a case of chitour.gradient that ...")\n'
    )
    for text, lines in ((skeleton, 1), ("def test_gradient_by_hand() -> None:\n    assert 1 + 1 == 2\n", 0)):
        path.write_text(text, encoding="utf-8")
        assert len(list(missing.tests([GRADIENT], tmp_path))) == lines
