"""Which kinds have no other kind above them: the table of exchanges against a search through all kinds."""

import numpy as np
import pytest

import symdln as dln
from symdln.landscape.strings import all_strings
from symdln.numeric import Landscape
from symdln.numeric.classes.answer import LABELS
from symdln.numeric.classes.inertia import consistent, inertia_and_label, link_table, maximal

PROBLEMS = [
    dln.Problem.canonical((3,), (1, 1, 1)),
    dln.Problem.canonical((3, 2), (2, 2, 2)),
    dln.Problem.canonical((3, 3, 0), (3, 2, 3)),
    dln.Problem.canonical((3,), (1, 2, 2, 1)),
    dln.Problem.canonical((3, 2), (2, 2, 2, 2)),
    dln.Problem.canonical((3, 0), (2, 3, 3, 2)),
    dln.Problem.canonical((3, 2), (2, 2, 3, 2)),
    dln.Problem.canonical((2, 1), (3, 2, 2, 2)),
    dln.Problem.canonical((1,), (1, 1, 1, 1, 1, 1)),
    dln.Problem.canonical((3, 2), (2, 2, 1, 2, 2)),
    dln.Problem.canonical((0,), (1, 2, 2, 2, 1)),
    dln.Problem.from_data([[1, 0], [0, 2], [0, 0]], [[4, 0], [0, 2]], hidden=(2, 2)),
]


def ranks_of(depth, strings):
    """Ranks of the paths in the complement: strings that contain them (the cycle has depth + 1 vertices)."""
    listed, ranks = all_strings(depth), {}
    for path in listed:
        offsets = [(path.start - string.start) % (depth + 1) for string in listed]
        inside = [offset + path.length <= string.length for offset, string in zip(offsets, listed, strict=True)]
        ranks[path.start, path.length] = strings[:, inside].sum(axis=1)
    return ranks


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: str(problem.widths))
def test_kinds_that_allow_no_exchange_are_those_with_no_kind_above_them(problem):
    depth = problem.depth
    by_selection = {}
    for kind in problem.kinds():
        by_selection.setdefault(kind.selection, []).append(kind.multiplicities)
    for multiplicities in by_selection.values():
        strings = np.array(multiplicities)
        ranks = np.stack(list(ranks_of(depth, strings).values()), axis=1)
        above = (ranks[None] >= ranks[:, None]).all(axis=2) & (ranks[None] != ranks[:, None]).any(axis=2)
        for mask in range(1 << depth):  # which layers are zero at every point of the ball
            zero = np.array([[bool(mask >> j & 1)] for j in range(depth)])
            idle = ranks_of(depth, strings)
            fits = np.all([(idle[j, 1] == 0) | ~zero[j] for j in range(depth)], axis=0)
            found = maximal(depth, strings, np.repeat(zero, len(strings), axis=1))
            expected = ~(above & fits[None]).any(axis=1)
            assert (found == expected)[fits].all()


def test_exchanges_lower_no_rank_and_keep_the_vertices():
    depth = 4
    listed = all_strings(depth)
    for sigma, tau, joined in link_table(depth):
        before = listed[sigma].vertices + listed[tau].vertices
        assert sigma != tau
        assert (joined == 0) or (listed[sigma].end, listed[tau].start) == (joined - 1, joined)
        assert len(before) == listed[sigma].length + listed[tau].length + 2


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: str(problem.widths))
def test_inertias_and_labels_are_those_of_the_kinds(problem):
    landscape = Landscape.of(problem)
    kinds = list(problem.kinds())
    strings = np.array([kind.multiplicities for kind in kinds])
    nonzero = [i for i, value in enumerate(problem.spectrum) if not value.is_zero]
    counts = np.array([np.array(problem.selection_counts(kind.selection))[nonzero] for kind in kinds], dtype=int)
    counts = counts.reshape(len(kinds), len(nonzero))
    inertia, code = inertia_and_label(landscape, counts, strings)
    assert [LABELS[c] for c in code] == [kind.label for kind in kinds]
    expected = [(s.positive, s.negative, s.zero) for s in (kind.inertia for kind in kinds)]
    assert [tuple(row) for row in inertia.tolist()] == expected
    rank = counts.sum(axis=1)
    assert consistent(landscape, strings, rank).all()
    assert not consistent(landscape, strings - 1, rank).any()
