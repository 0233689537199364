"""Chitour et al., Propositions 1 and 2: derivations in words with planted faults, each of which must make them fail."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from proofs_check.claims.chitour import prop1, prop2, remark4, weyl
from proofs_check.claims.chitour.parts import rates
from proofs_check.networks.layers import DEPTHS, Layers


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
    monkeypatch.setattr(Layers, "invariant", lambda self, k: self.weight(k + 1).T @ self.weight(k + 1))
    assert all(claim.check(case).fails for claim in derived for case in DEPTHS)  # C_k without W_k W_k^T
    monkeypatch.undo()
    weight = Layers.weight
    monkeypatch.setattr(rates, "Layers", lambda depth: SimpleNamespace(weight=lambda k: weight(Layers(depth), k).T))
    assert all(rates.shifted_spectrum(case, 1).fails for case in DEPTHS)  # W_{l+1} W_{l+1}^T for W^T W


def test_convergence_is_asked_of_the_flow_of_the_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(prop1.prop_1.check(case).holds for case in DEPTHS)
    assert prop1.LOJASIEWICZ in prop1.prop_1.axioms
    monkeypatch.setattr(prop1, "velocity", lambda layers, j: -rates.velocity(layers, j))
    assert all(prop1.prop_1.check(case).fails for case in DEPTHS)
