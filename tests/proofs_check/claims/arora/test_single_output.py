"""The claims ``arora.single-output``: cases by hand."""

from proofs_check.claims.arora.single_output import single_output


def test_two_numbers() -> None:
    # depth 2, layers 2 and 2: w = 4, w' = -(a^2 + b^2) g = -8 g, and ||w||^(2 - 1) (g + g) = 8 g
    assert single_output.at(((1, 1, 1), (2,), 0)).holds
