"""Answers for architectures: the table of the page, symmetry, and what is refused."""

import itertools

import pytest

from symdln.almost_every.criteria import DIMENSION, EIGENVALUES, ONE_STRING, RANKS
from symdln.almost_every.decide import almost_every
from symdln.errors import InputError

THREE = (RANKS, EIGENVALUES, DIMENSION)


def architectures(depth, most, narrow):
    for widths in itertools.product(range(1, most + 1), repeat=depth + 1):
        if not narrow or min(widths) == widths[-1]:
            yield widths


def row(depth, most, narrow):
    """A row of the table: networks, by (A), by the three criteria, with the theorem on one-string saddles, open."""
    every = list(architectures(depth, most, narrow))
    by_ranks = sum(almost_every(widths, criteria=(RANKS,)).is_settled for widths in every)
    left = [widths for widths in every if not almost_every(widths, criteria=THREE).is_settled]
    still = [widths for widths in left if not almost_every(widths).is_settled]
    return (len(every), by_ranks, len(every) - len(left), len(every) - len(still), len(still)), still


SHORT = [(3, 3, True), (3, 4, True), (3, 3, False), (4, 2, True), (4, 2, False), (5, 2, True)]
LONG = [(3, 5, True), (4, 3, True), (4, 4, True), (5, 3, True)]


@pytest.mark.parametrize(
    ("depth", "most", "narrow"), [*SHORT, *(pytest.param(*case, marks=pytest.mark.slow) for case in LONG)]
)
def test_the_table_of_the_page(repository, depth, most, narrow):
    page = (repository / "docs/almost-every.md").read_text(encoding="utf-8")
    numbers, still = row(depth, most, narrow)
    title = f"{depth}, up to {most}, {'Assumption 1' if narrow else 'all'}"
    assert f"\n| {title} | {' | '.join(map(str, numbers))} |\n" in page
    if len(still) <= 10:
        assert all(str(widths).replace(" ", "") in page.replace(" ", "") for widths in still)


def test_widths_in_the_other_order_are_settled_alike():
    # transposing all weights reverses the widths; with X = I that is the same problem
    for widths in itertools.product((1, 2, 3), repeat=4):
        assert almost_every(widths).is_settled == almost_every(widths[::-1]).is_settled


def test_one_output_is_settled_at_depth_three_and_four():
    for widths in [*itertools.product((1, 2, 3), repeat=3), *itertools.product((1, 2), repeat=4)]:
        assert almost_every((*widths, 1)).is_settled


@pytest.mark.parametrize("d_x", [2, 3, 4])
def test_a_layer_that_is_one_unit_wider_settles_what_was_open(d_x):
    # the corollary at depth 3 with d_y = 2: d_2 >= 3, or d_1 >= d_x + 1
    assert not almost_every((d_x, 2, 2, 2), criteria=THREE).is_settled
    assert almost_every((d_x, 2, 3, 2), criteria=(RANKS,)).is_settled
    assert almost_every((d_x, d_x + 1, 2, 2), criteria=(RANKS,)).is_settled


def test_the_sentence_names_the_data_and_claims_no_more():
    assert almost_every((2, 2, 2, 2)).needs_distinct_values
    assert "the nonzero singular values being distinct" in almost_every((2, 2, 2, 2)).sentence
    assert "distinct" not in almost_every((2, 3, 2, 2)).sentence
    assert "This says nothing against the conjecture." in almost_every((3, 3, 2, 2)).sentence
    assert "there are no non-strict saddles" in almost_every((3, 3, 3)).sentence
    assert almost_every((2, 2, 2, 2)).criteria == (RANKS, ONE_STRING)


def test_an_open_architecture_has_no_certificate():
    with pytest.raises(InputError, match="There is no certificate for widths"):
        almost_every((2, 2, 2, 2, 2)).certificate()


def test_a_criterion_that_is_not_known_is_refused():
    with pytest.raises(InputError, match="There is no criterion called 'C'; choose from A, A2, B, one string"):
        almost_every((2, 2, 2), criteria=("C",))
