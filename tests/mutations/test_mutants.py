"""The power of the suite: false neighbours of the true claims, each refuted where the true claim is not.

`make mutants` runs this file alone; the summary of a test run counts what was killed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from proofs_check.claims.achour.values import value_is_printed
from proofs_check.language.outcome import Outcome, fails, holds
from proofs_check.running import registry
from proofs_check.running.expected import recorded
from tests.mutations import planting
from tests.mutations.planting import TRUE, Mutant, Planting

FILES = sorted(Path(__file__).parent.glob("mutants_*.py"))
SOURCES = [path.stem.removeprefix("mutants_") for path in FILES]
"""The name of each file: the source, and the source and the topic where a source has several files."""


def mutants_of(source: str) -> list[Mutant]:
    """The false neighbours of a file, which is read when a test asks for them."""
    plant: Planting = import_module(f"tests.mutations.mutants_{source}").plant
    return plant.mutants


def every_mutant() -> list[Mutant]:
    return [mutant for source in SOURCES for mutant in mutants_of(source)]


@pytest.mark.parametrize("source", SOURCES)
def test_every_false_neighbour_is_refuted(source: str, record_property: Callable[[str, object], None]) -> None:
    mutants = mutants_of(source)
    found = planting.run(mutants)
    record_property("mutants", (len(mutants) - len(found.survivors), len(mutants)))
    assert not found.survivors, "\n".join(found.survivors)
    assert not found.felled_parents, "\n".join(found.felled_parents)


@pytest.mark.parametrize("source", SOURCES)
def test_false_neighbours_stand_in_the_file_of_their_source(source: str) -> None:
    mutants = mutants_of(source)
    assert mutants
    assert {mutant.parent.id.split(".")[0] for mutant in mutants} == {source.split("_")[0]}


def test_false_neighbours_stand_beside_true_claims_only() -> None:
    verdicts = recorded()
    assert {m.parent.id for m in every_mutant() if verdicts.get(m.parent.id, TRUE[0]) not in TRUE} == set()


FEWER = {
    "chen.critical.points",
    "chen.error-bound",
    "chitour.prop5.splitting",
    "kamber.minimisers.norms",
    "lucchi.overparametrised.corrected",
    "lucchi.thm4",
    "lucchi.thm4.converse",
    "lucchi.thm5",
    "lucchi.thm5.converse",
    "min.rate",
    "ours.almost-every.depth-three",
    "ours.decay.critical-set",
    "ours.decay.error-bound",
    "ours.decay.inertia",
    "ours.kinds",
    "saddle.order.deep",
}
"""The true claims whose false neighbours all take fewer or other cases than those of the small scope."""


def test_all_other_true_claims_are_run_over_their_whole_small_scope() -> None:
    """Beside a false neighbour, where ``felled_parents`` looks at them: their own tests need not do it again."""
    claims, verdicts = registry.all_claims(), recorded()
    whole = {mutant.parent.id for mutant in every_mutant() if mutant.parent.over is claims[mutant.parent.id].over}
    assert {id for id in claims if verdicts.get(id) in TRUE} - whole == FEWER


# -- what the test itself must notice ----------------------------------------------------------------------------------


def planted_on_values(check: Callable[..., Outcome]) -> Planting:
    plant = Planting()
    plant("achour.values", "planted")(check)
    return plant


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (value_is_printed, "PROVED"),  # an equivalent statement
        (lambda point: 1 / 0, "ERROR"),  # an error refutes nothing
        (lambda point: holds() if point.loss else fails("here") if point.is_critical else 1 / 0, "REFUTED"),
    ],
    ids=["equivalent", "error", "refuted"],
)
def test_survivors_are_named(check: Callable[..., Outcome], verdict: str) -> None:
    found = planting.run(planted_on_values(check).mutants)
    name = [line.split(": ")[1] for line in found.survivors]
    assert name == ([] if verdict == "REFUTED" else ["planted"])
    assert all(verdict in line for line in found.survivors)
    assert found.felled_parents == []


def test_a_true_claim_that_falls_is_named() -> None:
    plant = planted_on_values(value_is_printed)
    (mutant,) = plant.mutants
    felled = Mutant(planting.replace(mutant.parent, check=lambda point: fails("planted")), mutant.change, mutant.claim)
    assert ["REFUTED" in line for line in planting.run([felled]).felled_parents] == [True]


def test_two_false_neighbours_cannot_have_one_name() -> None:
    plant = planted_on_values(value_is_printed)
    with pytest.raises(ValueError, match="planted"):
        plant("achour.values", "planted")(value_is_printed)


@pytest.mark.parametrize(
    ("widths", "small"), [([1, 1, 1], True), ([3, 3, 3, 3, 3], True), ([4, 1, 1], False), ([1] * 6, False)]
)
def test_witnesses_are_small(widths: list[int], small: bool) -> None:
    assert planting.is_small({"problem": {"widths": widths}}) is small
    assert not planting.is_small(None)
