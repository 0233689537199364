"""Matrices of integer polynomials, for identities in indeterminates at named sizes."""

from __future__ import annotations

import pytest

from proofs_check.networks.indeterminates import Network


def test_polynomial_matrices_refuse_shapes_that_do_not_fit() -> None:
    network = Network((2, 1, 1))
    with pytest.raises(ValueError, match=r"\(1, 2\) and \(1, 1\) do not multiply"):
        network.W[0] @ network.W[1]
    with pytest.raises(ValueError, match=r"\(1, 2\) and \(1, 1\) do not add"):
        network.W[0] + network.W[1]
