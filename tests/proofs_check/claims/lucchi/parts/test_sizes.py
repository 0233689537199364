"""Matrix derivatives: cases by hand."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.claims.lucchi.parts import sizes
from proofs_check.claims.lucchi.parts.sizes import SYMBOLIC, SplitNetwork, algebra
from symdln.algebra.words import Symbol, norm_squared, scalar, trace

# -- by hand -----------------------------------------------------------------------------------------------------------


def test_a_trace_of_numbers_by_hand():
    # d = p = 1: tr[A B C B A] = a^2 b^2 c with derivative 2 a^2 b c
    work = algebra(dict.fromkeys("ABC", ("d", "d")), {"d": 1})
    a, b, c = (work[name].rows[0][0] for name in "ABC")
    A, B, C = work["A"], work["B"], work["C"]
    assert work.gradient(work.trace(A @ B @ C @ B.T @ A.T), B).rows[0][0] == 2 * a**2 * b * c


def test_the_gradient_of_two_numbers_by_hand():
    # l = 1/2 (b a x - y)^2: dl/da = b (b a x - y) x
    net = SplitNetwork((1, 2, 1))
    a, b, x, y = (net.algebra[name].rows[0][0] for name in ("W1", "W2", "x", "y"))
    assert net.gradient.rows[0][0] == b * (b * a * x - y) * x


def test_the_symbolic_networks_have_no_layers_where_there_are_none():
    only, first, last, inner = (SplitNetwork(case) for case in SYMBOLIC)
    eye = only.algebra.identity("d")
    assert only.B == only.Q == first.Q == last.B == eye
    assert eye not in (first.B, last.Q, inner.B, inner.Q)


def letters_of(net: sizes.SplitNetwork) -> tuple[Any, ...]:
    return tuple(net.algebra[name].rows[0][0] for name in ("x", "y"))


def test_polynomials_are_called_nonnegative_only_if_they_are():
    net = sizes.SplitNetwork((1, 1, 1))
    x, y = letters_of(net)
    third = net.algebra.context.gens()[-1]  # pyright: ignore[reportAttributeAccessIssue]
    assert sizes.is_nonnegative(x**2 + 2 * y**4, "p").holds
    assert sizes.is_nonnegative(x**2 - y**2, "p").fails
    assert not sizes.is_nonnegative(x * y, "p").holds
    assert not sizes.is_nonnegative(third * x**2, "p").holds
    assert not sizes.is_nonnegative((x - y) ** 2, "p").fails  # true, but not shown by the signs of coefficients
    assert sizes.is_nonnegative(scalar("a") + 1, "p").holds
    assert not sizes.is_nonnegative(scalar("a") - 1, "p").holds
    A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    assert sizes.is_nonnegative(trace(A @ B @ B.T @ A.T) + norm_squared(A.T @ A), "p").holds
    assert not sizes.is_nonnegative(trace(A), "p").holds
    assert not sizes.is_nonnegative(trace(A @ B @ A.T @ B.T), "p").holds


# -- planted faults in the derivation with symbols ---------------------------------------------------------------------


def test_a_layer_that_the_law_of_the_others_depends_on_is_noticed():
    # E over W^k of a gradient whose forward part contains W^k has W^k four times: refused for an unknown law
    net = sizes.SplitNetwork(("d", "L", "k"))
    wrong = net.B.T @ net.delta @ (net.W @ net.Q @ net.x).T
    with pytest.raises(ValueError, match="W occurs 4 times"):
        net.algebra.expect(net.algebra.norm(wrong), net.W)
