"""Matrix derivatives in Lucchi's slides: cases by hand, verdicts, and planted false neighbours."""

from __future__ import annotations

from typing import Any

import pytest
from settling import claims_of, planted, settle, settle_planted

from proofs_check.claims.lucchi import matrix_gradient
from proofs_check.claims.lucchi.parts.sizes import SYMBOLIC, Network, Network3, Sizes, Words, algebra
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.verdict import Verdict

CLAIMS = claims_of("lucchi", "gradient", "matrix-gradient", "trace-derivatives")


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in settle(*CLAIMS.values())}


@pytest.mark.parametrize("id", CLAIMS)
def test_every_derivative_is_proved_at_named_sizes_and_at_all_sizes(results, id):
    assert results[id].error is None
    assert results[id].verdict is Verdict.PROVED
    subjects = [case.subject for unit in CLAIMS[id].over.units("small", 0) for case in CLAIMS[id].over.cases(unit)]
    assert results[id].tally.cases == len(subjects)
    assert any(isinstance(subject[0], int) for subject in subjects)
    assert any(isinstance(subject[0], str) for subject in subjects)


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_a_trace_of_numbers_by_hand():
    # d = p = 1: tr[A B C B A] = a^2 b^2 c with derivative 2 a^2 b c
    work = algebra(dict.fromkeys("ABC", ("d", "d")), {"d": 1})
    a, b, c = (work[name].rows[0][0] for name in "ABC")
    A, B, C = work["A"], work["B"], work["C"]
    assert work.gradient(work.trace(A @ B @ C @ B.T @ A.T), B).rows[0][0] == 2 * a**2 * b * c


def test_the_jacobian_of_two_by_two_by_hand():
    # f = (a x + b y, c x + d y): by columns (a, c, b, d) the Jacobian is [[x, 0, y, 0], [0, x, 0, y]]
    work = matrix_gradient.linear_map((2, 2))
    (x,), (y,) = work["x"].rows
    o = work["x"].zero
    assert matrix_gradient.kronecker(work["x"].T, work.identity(2)) == [(x, o, y, o), (o, x, o, y)]
    assert matrix_gradient.kronecker(work.identity(2), work["x"].T) == [(x, y, o, o), (o, o, x, y)]


def test_the_gradient_of_two_numbers_by_hand():
    # l = 1/2 (b a x - y)^2: dl/da = b (b a x - y) x
    net = Network((1, 2, 1))
    a, b, x, y = (net.algebra[name].rows[0][0] for name in ("W1", "W2", "x", "y"))
    assert net.gradient.rows[0][0] == b * (b * a * x - y) * x


def test_the_symbolic_networks_have_no_layers_where_there_are_none():
    only, first, last, inner = (Network(case) for case in SYMBOLIC)
    eye = only.algebra.identity("d")
    assert only.B == only.Q == first.Q == last.B == eye
    assert eye not in (first.B, last.Q, inner.B, inner.Q)


# -- planted faults ----------------------------------------------------------------------------------------------------


def traces(sizes: Sizes, second: bool) -> Outcome:
    d, p = sizes
    work = algebra({"A": ("d", "p"), "B": ("p", "d"), "C": ("d", "d")}, {"d": d, "p": p})
    A, B, C = work["A"], work["B"], work["C"]
    if second:  # as if C were symmetric
        half = A.T @ A @ B @ C
        return equal(work.gradient(work.trace(A @ B @ C @ B.T @ A.T), B), half + half, "d tr[ABCB^TA^T]")
    return equal(work.gradient(work.trace(A @ B @ C), B), A.T @ C, "d tr[ABC]")


def jacobian_of_A_transposed(sizes: Sizes) -> Outcome:
    work = matrix_gradient.linear_map(sizes)
    A, x = work["A"], work["x"]
    assert not isinstance(work, Words)
    rows = [tuple(row[0] for row in found.rows) for found in matrix_gradient.entry_derivatives(A @ x, x)]
    return equal(tuple(rows), A.T.rows, "the Jacobian")


def other_row(sizes: Sizes) -> Outcome:
    work = matrix_gradient.linear_map(sizes)
    A, x = work["A"], work["x"]
    assert not isinstance(work, Words)
    blank = (x.zero,) * x.shape[0]
    last = A.shape[0] - 1
    printed = [tuple(x.T.rows[0] if row == last - i else blank for row in range(last + 1)) for i in range(last + 1)]
    return equal(
        [found.rows for found in matrix_gradient.entry_derivatives(A @ x, A)], printed, "the derivatives of f_i"
    )


def kronecker_by_rows(sizes: Sizes) -> Outcome:
    work = matrix_gradient.linear_map(sizes)
    A, x = work["A"], work["x"]
    assert not isinstance(work, Words)
    found = [tuple(e for row in m.rows for e in row) for m in matrix_gradient.entry_derivatives(A @ x, A)]
    return equal(found, matrix_gradient.kronecker(x.T, work.identity(A.shape[0])), "Jacobian")


def gradient_as(form: Any) -> Any:
    def check(case: Network3) -> Outcome:
        net = Network(case)
        printed = form(net)
        twice = net.algebra.gradient(net.algebra.norm(net.delta), net.W)
        return equal(twice, printed + printed, "2 dl/dW^k")

    return check


PLANTED: dict[str, tuple[Claim, Any]] = {
    "trace with C untransposed": (
        planted(CLAIMS["lucchi.trace-derivatives"], check=lambda s: traces(s, False)),
        [2, 1],
    ),
    "trace as if C = C^T": (planted(CLAIMS["lucchi.trace-derivatives"], check=lambda s: traces(s, True)), [2, 1]),
    "A^T for A": (planted(CLAIMS["lucchi.matrix-gradient.x"], check=jacobian_of_A_transposed), [1, 2]),
    "another row": (planted(CLAIMS["lucchi.matrix-gradient.A"], check=other_row), [2, 1]),
    "kron row by row": (planted(CLAIMS["lucchi.matrix-gradient.kron"], check=kronecker_by_rows), [2, 2]),
    "gradient with the other sign": (
        planted(
            CLAIMS["lucchi.gradient"],
            check=gradient_as(lambda n: n.B.T @ (n.y - n.B @ n.W @ n.Q @ n.x) @ (n.Q @ n.x).T),
        ),
        [1, 1, 1],
    ),
    "forward part with W^k": (
        planted(CLAIMS["lucchi.gradient"], check=gradient_as(lambda n: n.B.T @ n.delta @ (n.W @ n.Q @ n.x).T)),
        [1, 1, 1],
    ),
    "backward part untransposed": (
        planted(CLAIMS["lucchi.gradient"], check=gradient_as(lambda n: n.B @ n.delta @ (n.Q @ n.x).T)),
        [2, 2, 1],
    ),
    "second form with W^{k-1:1}": (
        planted(
            CLAIMS["lucchi.gradient"],
            check=gradient_as(lambda n: n.B.T @ (n.B @ n.W @ n.Q @ n.x @ n.x.T - n.y @ n.x.T) @ n.Q),
        ),
        [2, 2, 2],
    ),
}


@pytest.fixture(scope="module")
def planted_results():
    named = {}
    for name, (claim, _) in PLANTED.items():
        check = claim.check

        def guarded(case: Any, check: Any = check) -> Outcome:
            return check(case) if isinstance(case[0], int) else equal(0, 0, "skipped")

        guarded.__doc__ = "A planted fault."
        named[name] = planted(claim, check=guarded)
    return settle_planted(named)


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_refuted_at_the_smallest_size(planted_results, name):
    result = planted_results[name]
    assert result.verdict is Verdict.REFUTED, result.error
    assert result.witness["data"] == PLANTED[name][1]


@pytest.mark.parametrize("case", SYMBOLIC[1:])
def test_planted_gradients_are_refuted_by_words_too(case):
    assert PLANTED["gradient with the other sign"][0].check(case).fails
    assert PLANTED["forward part with W^k"][0].check(case).fails
    has_B, has_Q = case[2] != case[1], case[2] != "1"
    assert PLANTED["backward part untransposed"][0].check(case).fails == has_B
    assert PLANTED["second form with W^{k-1:1}"][0].check(case).fails == has_Q
