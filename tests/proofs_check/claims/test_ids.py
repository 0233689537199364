"""A claim is found by its id: ``<source>.<part>...`` stands in ``claims/<source>/<part>.py``, in the paper's order."""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from proofs_check.cli.new import home
from proofs_check.language.claim import Claim
from proofs_check.running import registry

PACKAGE = "proofs_check.claims"
_NUMBERED = re.compile(r"(Section|Lemma|Prop|Theorems?|Remark|Corollary|Def|Assumption)\.? (\d+(?:\.\d+)*)")
_ITEM = re.compile(r", (\d|i+)[.)]|Prop\. \d+ (i+)\)|\b(first|second|third) part")
_EQUATION = re.compile(r"\((\d+)\)")
ITEMS = {"i": 1, "ii": 2, "iii": 3, "first": 1, "second": 2, "third": 3}


def misplaced(claims: Iterable[Claim]) -> Iterator[str]:
    """For each claim outside the file that its id names, what to do."""
    for claim in claims:
        source, part = home(claim.id)
        if claim.module != f"{PACKAGE}.{source}.{part}":
            file = claim.module.replace(".", "/")
            yield f"The claim {claim.id} stands in {file}.py; move it to proofs_check/claims/{source}/{part}.py."


def place_in_paper(place: str) -> tuple[str, tuple[int, ...], int | None, int | None]:
    """What a citation tells of its place: kind and number of the statement, number of the part, number of the equation.

    >>> place_in_paper("Lemma 3.2, 2) and 3), eq. (20)")
    ('Lemma', (3, 2), 2, 20)
    """
    named, item, equation = _NUMBERED.search(place), _ITEM.search(place), _EQUATION.search(place)
    part = next(filter(None, item.groups())) if item else None
    return (
        named[1].rstrip("s") if named else "",
        tuple(int(number) for number in named[2].split(".")) if named else (),
        None if part is None else ITEMS.get(part) or int(part),
        int(equation[1]) if equation else None,
    )


def is_before(one: str, other: str) -> bool:
    """Whether the first place surely comes before the second; places that do not tell are not in order."""
    (kind, number, item, equation), (kind_2, number_2, item_2, equation_2) = place_in_paper(one), place_in_paper(other)
    if kind == kind_2 and number != number_2:
        return number < number_2
    if kind == kind_2 and item is not None and item_2 is not None and item != item_2:
        return item < item_2
    return equation is not None and equation_2 is not None and equation < equation_2


def out_of_order(claims: Iterable[Claim]) -> Iterator[str]:
    """For each claim that stands in its file behind a later place of the paper, what to do."""
    for _, group in itertools.groupby(claims, key=lambda claim: claim.module):
        former: list[Claim] = []
        for claim in group:
            later = (other for other in former if other.source.source == claim.source.source)
            behind = next((other for other in later if is_before(claim.source.place, other.source.place)), None)
            if behind is not None:
                yield (
                    f"{claim.id} ({claim.source.place}) stands behind {behind.id} ({behind.source.place}); "
                    f"move it before that one in {Path(inspect.getfile(claim.check)).name}, as in the paper."
                )
            former.append(claim)


def test_every_claim_stands_in_the_file_that_its_id_names() -> None:
    wrong = list(misplaced(registry.all_claims().values()))
    assert not wrong, "\n".join(wrong)


def test_the_claims_of_a_file_are_in_the_order_of_the_paper() -> None:
    wrong = list(out_of_order(registry.all_claims().values()))
    assert not wrong, "\n".join(wrong)


def test_helpers_hold_no_claims() -> None:
    assert [claim.id for claim in registry.all_claims().values() if ".parts." in claim.module] == []


# -- the checks themselves ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("former", "latter"),
    [
        ("Lemma 3.1, eq. (16)", "proof of Lemma 3.2, eq. (22)"),
        ("Lemma 3.2, 1)", "Lemma 3.2, 2) and 3), eq. (20)"),
        ("proof of Prop. 5, eq. (29) and (30)", "proof of Prop. 5, eq. (32) and below"),
        ("Theorem 8, 1.", "Theorem 8, 3."),
        ("Prop. 4 i)", "Prop. 4 iii)"),
        ("Lemma 10, first part", "Lemma 10, second part"),
        ("Theorem 2", "Theorem 10"),  # by number, not by letter
    ],
)
def test_places_are_compared_by_their_numbers(former: str, latter: str) -> None:
    assert is_before(former, latter)
    assert not is_before(latter, former)


@pytest.mark.parametrize(
    ("one", "other"),
    [("abstract", "main theorem"), ("Remark 4", "Remark 4"), ("Lemma 2", "Prop. 1"), ("Prop. 1", "Remark 2")],
)
def test_places_that_do_not_tell_are_in_no_order(one: str, other: str) -> None:
    assert not is_before(one, other)
    assert not is_before(other, one)


def test_a_claim_in_another_file_and_a_claim_out_of_order_are_named() -> None:
    claims = registry.all_claims()
    table = list(registry.in_module(f"{PACKAGE}.lucchi.thm8").values())
    assert list(out_of_order(table)) == []
    assert any("lucchi.thm8.1 " in line for line in out_of_order(reversed(table)))

    class Elsewhere(Claim):
        @property
        def module(self) -> str:
            return f"{PACKAGE}.chitour.gradient"

    moved = Elsewhere(**{name: getattr(claims["chitour.invariant"], name) for name in Claim.__dataclass_fields__})
    assert list(misplaced([moved])) == [
        "The claim chitour.invariant stands in proofs_check/claims/chitour/gradient.py; "
        "move it to proofs_check/claims/chitour/invariant.py."
    ]
