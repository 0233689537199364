"""How many strata there are, Chitour et al. (2022), Section 4.2.2."""

from __future__ import annotations

from proofs_check.claims.chitour import strata_count
from tests.proofs_check.settling import first_failure


def test_printed_range_misses_the_global_minima() -> None:
    witness = first_failure(strata_count.strata_count)
    assert witness.widths == (1, 1, 1)
    assert strata_count.strata_are(witness, range(1)).sentence.startswith(
        "the number of strata with r from 0 to 0 is 1, but "
    )
