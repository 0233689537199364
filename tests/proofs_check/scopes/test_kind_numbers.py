"""Kinds by number: every number is one kind, every kind has one number, and the counts are those of the recursion."""

import pytest

from proofs_check.scopes import families
from proofs_check.scopes.families import Spec
from proofs_check.scopes.kind_numbers import EveryKind, every_kind, fillings
from symdln.errors import InputError


def named(kind):
    return kind.problem.widths, kind.selection, kind.multiplicities


@pytest.mark.parametrize(("depth", "width"), [(2, 3), (3, 3), (4, 2), (6, 1)])
def test_the_numbers_are_the_places_in_the_list_of_all_kinds(depth, width):
    # One-to-one and onto, so a uniform number is a uniform kind; the list is made by another recursion.
    kinds = every_kind(depth, width)
    listed = [named(kind) for spec in kinds.specs for kind in families.problem(spec).kinds()]
    assert len(set(listed)) == len(listed)
    assert [named(kinds.kind(number)) for number in range(kinds.total)] == listed


def test_the_kinds_of_width_one_counted_by_hand():
    # H = 2, widths 1: rank 1 has one kind; at rank 0 the closing string 2-0 and the string 1 fill everything: 2 kinds.
    # H = 3: rank 1 has one; at rank 0 the closing string is 3-0 (then 1-2, or 1 and 2), 2-3-0 or 3-0-1: 5 kinds.
    assert every_kind(2, 1).total == 2
    assert every_kind(3, 1).total == 2 + 5


@pytest.mark.parametrize("widths", [(1, 5, 3, 2), (5, 5, 5, 5), (2, 4, 1, 3, 5), (5, 1, 4, 4, 2), (3, 3, 4, 2, 5, 3)])
def test_an_architecture_has_as_many_kinds_as_the_recursion_counts(widths):
    kinds = every_kind(5, 5)
    index = next(i for i, spec in enumerate(kinds.specs) if spec.widths == widths)
    spec = kinds.specs[index]
    assert kinds.ends[index] - kinds.ends[index - 1] == families.count_kinds(spec)
    first, last = kinds.kind(kinds.ends[index - 1]), kinds.kind(kinds.ends[index] - 1)
    assert first.problem.widths == last.problem.widths == widths
    assert named(first) == named(next(families.problem(spec).kinds()))


def test_every_architecture_stands_there_once():
    # 5^3 + 5^4 + 5^5 + 5^6 + 5^7 architectures of depth 2 to 6.
    kinds = every_kind(6, 5)
    assert len(kinds.specs) == len({spec.widths for spec in kinds.specs}) == 5**3 + 5**4 + 5**5 + 5**6 + 5**7
    assert len(kinds.ends) == len(kinds.specs)
    assert all(spec == Spec(spec.widths, (5, 4, 3, 2, 1)[: len(spec.spectrum)]) for spec in kinds.specs)


def test_the_two_ends_of_a_network_are_alike():
    # Reading a network backwards turns strings around: as many fillings, with the narrower end on the other side.
    output, input_ = fillings(3, 3, True)[0], fillings(3, 3, False)[0]
    assert (output == input_.transpose()).all()


def test_a_number_that_is_no_kind_is_refused():
    kinds = every_kind(2, 2)
    with pytest.raises(IndexError):
        kinds.kind(kinds.total)


@pytest.mark.parametrize(("depth", "width", "said"), [(1, 3, "at least 2"), (3, 0, "at least 2"), (9, 9, "limit")])
def test_sizes_that_cannot_be_counted_are_refused_in_a_sentence(depth, width, said):
    with pytest.raises(InputError, match=said):
        EveryKind(depth, width)
