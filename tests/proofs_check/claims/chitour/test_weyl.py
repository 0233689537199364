"""Eigenvalues of W_{l+1}^T W_{l+1} and C_l, proof of Proposition 2 of Chitour et al. (2022)."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.chitour import weyl
from proofs_check.claims.chitour.parts import rates
from proofs_check.claims.chitour.parts.rates import invariants, lower, upper
from proofs_check.facts.eigenvalues import compare
from proofs_check.language.hypotheses import Known, first_unmet
from proofs_check.language.outcome import Outcome, all_of, is_true
from tests.proofs_check.claims.chitour.support import point
from tests.proofs_check.settling import first_failure


def test_weyl_with_the_largest_eigenvalue_is_refuted() -> None:
    def check(subject: Any) -> Outcome:
        if not isinstance(subject, dln.Point):
            return weyl.weyl.check(subject)
        d = subject.problem.widths
        return all_of(
            *(
                is_true(
                    compare([(upper(subject, k), i)], [(rates.invariant(subject, k), i), (lower(subject, k), d[k])])
                    >= 0,
                    "largest",
                )
                for k in invariants(subject)
                for i in range(1, d[k] + 1)
            )
        )

    assert first_failure(weyl.weyl, check).problem.widths == (1, 2, 1)


def test_spectrum_without_the_pyramid_is_not_even_defined() -> None:
    # d_1 = 1 < d_2 = 2: the hypothesis leaves such widths out
    wide = point((1, 1, 2, 1), [[1]], [[1], [0]], [[1, 1]])
    assert first_unmet(weyl.weyl_spectrum.assuming, wide, Known()) is not None


def test_ill_formed_range_is_read_as_the_corrected_one() -> None:
    assert weyl.weyl_spectrum.ill_formed is not None
    assert first_failure(weyl.weyl_spectrum) is None
