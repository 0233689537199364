"""Proposition 2 of Chitour et al. (2022): where the printed rate fails, and planted faults in the derivations."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates import NoCertificateError, certificate
from proofs_check.certificates.refutations import given_for
from proofs_check.claims.chitour import prop2, remark4, weyl
from proofs_check.claims.chitour.parts import rates
from proofs_check.claims.chitour.parts.rates import decreases, invariants, least_on_row_space, lower
from proofs_check.facts.eigenvalues import nth
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Known, first_unmet
from proofs_check.language.outcome import Outcome
from proofs_check.networks.layers import DEPTHS, LayerWords
from proofs_check.running import registry
from proofs_check.running.witness import case_of, replay
from proofs_check.scopes import weight_grids
from tests.proofs_check.claims.chitour.support import point
from tests.proofs_check.settling import first_failure, texts


@pytest.mark.parametrize(
    "number", [lambda size, after: after, lambda size, after: size - after, lambda size, after: size - after + 2]
)
def test_derivations_with_another_number_of_the_eigenvalue_fail(number: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # the printed number d_{l+1}, and the neighbours of d_l - d_{l+1} + 1
    derived = [
        prop2.prop_2_alpha,
        prop2.prop_2_index_corrected,
        prop2.prop_2_corrected,
        remark4.remark_4_corrected,
    ]
    assert all(claim.check(case).holds for claim in derived for case in DEPTHS)
    for module in (rates, prop2):
        monkeypatch.setattr(module, "number_on_row_space", number)
    assert all(claim.check(case).fails for claim in derived for case in DEPTHS)


def test_derivations_notice_the_other_gram_matrix_and_another_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    derived = [
        weyl.weyl_spectrum_corrected,
        prop2.prop_2_alpha,
        prop2.prop_2_corrected,
        remark4.remark_4_corrected,
    ]
    monkeypatch.setattr(LayerWords, "invariant", lambda self, k: self.weight(k + 1).T @ self.weight(k + 1))
    assert all(claim.check(case).fails for claim in derived for case in DEPTHS)  # C_k without W_k W_k^T
    monkeypatch.undo()
    weight = LayerWords.weight
    monkeypatch.setattr(
        rates, "LayerWords", lambda depth: SimpleNamespace(weight=lambda k: weight(LayerWords(depth), k).T)
    )
    assert all(rates.shifted_spectrum(case, 1).fails for case in DEPTHS)  # W_{l+1} W_{l+1}^T for W^T W


# -- what fails as printed ---------------------------------------------------------------------------------------------


def test_rank_of_the_wrong_gram_matrix() -> None:
    # widths (2, 2, 1): W_1 a permutation has W_1 W_1^T = I of rank 2 > d_2 = 1; W_2 = (0, 2) makes C_1 = diag(-1, 3)
    witness = first_failure(prop2.prop_2_rank)
    assert texts(witness) == [[["0", "1"], ["1", "0"]], [["0", "2"]]]
    assert lower(witness, 1) == dln.Matrix.identity(2)
    assert rates.invariant(witness, 1) == dln.Matrix([[-1, 0], [0, 3]])


def test_number_of_the_eigenvalue_is_counted_from_the_other_end() -> None:
    # d_1 = 2, d_2 = 1: lambda_2(C_1) is the largest of two eigenvalues, and not the "1-smallest"; C_1 = diag(0, 1)
    witness = first_failure(prop2.prop_2_index)
    assert texts(witness) == [[["0"], ["0"]], [["0", "1"]]]
    assert least_on_row_space(witness, 1)[1] == 2


@pytest.mark.parametrize("claim", [prop2.prop_2_rank, prop2.prop_2_index], ids=["rank", "index"])
def test_remarks_in_the_proof_are_asked_under_the_hypotheses_of_prop_2(claim: Claim) -> None:
    # W_1 = I, W_2 = 0: C_1 = -I has no positive eigenvalue
    assert set(prop2.PROP_2) < set(claim.assuming)  # and the depth is at least 2
    at = point((2, 2, 1), [[1, 0], [0, 1]], [[0, 0]])
    assert first_unmet(claim.assuming, at, Known()) == prop2.positive_invariants


@pytest.mark.parametrize(
    ("claim", "outside", "inside"),
    [
        # C_1 = -I and diag(-1, 3), where W_1 W_1^T has the rank 2 > 1
        ("chitour.prop2.rank", ((2, 2, 1), [[0, 1], [1, 0]], [[0, 0]]), ((2, 2, 1), [[0, 1], [1, 0]], [[0, 2]])),
        # C_1 = diag(-1, 0) and diag(0, 1), each with two different eigenvalues
        ("chitour.prop2.index", ((1, 2, 1), [[1], [0]], [[0, 0]]), ((1, 2, 1), [[0], [0]], [[0, 1]])),
    ],
)
def test_rules_for_them_ask_for_the_positive_eigenvalues(claim: str, outside: Any, inside: Any) -> None:
    def made(at_weights: Any) -> dict[str, Any]:
        at_point = point(*at_weights)
        return certificate(f"refutes {claim}", given_for(registry.all_claims()[claim], at_point, {}))

    assert kernel.check(made(inside)).startswith(f"refutes {claim}")
    with pytest.raises(NoCertificateError):
        made(outside)


def test_rate_is_not_the_product_of_eigenvalues() -> None:
    # L = 1/2 (2 - ab)^2 from (-1, 2): b^2 - a^2 = 3 for ever, the limit is (1, 2), and dM/dt = -(a^2 + b^2) M -> -5 M
    witness = first_failure(prop2.prop_2)
    assert witness == ((-1, 2, 1, 2),)
    assert prop2.rate(witness) == 5
    assert prop2.number_printed(witness) == prop2.number_in_proof(witness) == 3
    assert texts(prop2.start(witness)) == [[["-1"]], [["2"]]]


def test_printed_number_is_no_lower_bound() -> None:
    # two components with C_1 = diag(8, 3); the one with 3 moves at rate 5, below the second smallest eigenvalue 8
    witness = first_failure(prop2.prop_2_printed_index)
    assert len(witness) == 2
    assert prop2.number_printed(witness) == 8
    assert prop2.rate(witness) == 5


def test_wrong_limits_are_not_taken_for_a_refutation() -> None:
    with pytest.raises(ArithmeticError, match="another limit"):
        prop2.prop_2.check(((-1, 2, 2, 1),))  # (2, 1) has C = -3
    with pytest.raises(ArithmeticError, match="another limit"):
        prop2.prop_2.check(((1, -2, 1, 2),))  # b < 0: the other branch
    with pytest.raises(ArithmeticError, match="hypotheses"):
        prop2.prop_2.check(((2, 1, 2, 1),))


def test_witness_replays() -> None:
    witness = {"format": "symdln witness 1", "claim": "chitour.prop2", "data": [[-1, 2, 1, 2]]}
    assert case_of(witness) == ((-1, 2, 1, 2),)
    assert replay(prop2.prop_2, witness).fails


# -- alpha needs its hypotheses ----------------------------------------------------------------------------------------


def test_alpha_without_positive_invariants_fails() -> None:
    # W = (2, 1, 0) at depth 3: C_1 = -3, C_2 = -1 with product 3, but alpha(t) = W_2^2 W_3^2 = 0
    at = point((1, 1, 1, 1), [[2]], [[1]], [[0]])
    assert first_unmet(prop2.prop_2_alpha.assuming, at, Known()) is not None
    assert [nth(*least_on_row_space(at, k)).value for k in (1, 2)] == [-3, -1]
    assert prop2.prop_2_alpha.check(at).fails
    assert first_failure(prop2.prop_2_alpha, assuming=(weight_grids.pyramidal,)) is not None
    assert first_failure(prop2.prop_2_corrected, assuming=(weight_grids.pyramidal,)) is not None


def test_alpha_with_other_eigenvalues_is_refuted() -> None:
    def largest(at: dln.Point) -> Outcome:
        d = at.problem.widths
        return decreases(at, [[nth(rates.invariant(at, k), d[k]) for k in invariants(at)]])

    assert first_failure(prop2.prop_2_corrected, largest).problem.widths == (2, 2, 2)
