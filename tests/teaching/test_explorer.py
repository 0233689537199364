"""The explorer draws what symdln computes, from data inside the page."""

import json
import re

import pytest

import symdln as dln
from symdln.teaching.explorer import CLASSES, LARGEST, explorer_data, explorer_page, network_data


@pytest.fixture(scope="module")
def page() -> str:
    return explorer_page()


def data_of(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_default_page_has_all_small_networks_and_stays_below_its_size(page):
    data = data_of(page)
    assert len(data["networks"]) == 3**3 + 3**4  # depths 2 and 3, each width 1, 2 or 3
    assert all(len(spectra) == 4 for spectra in data["networks"].values())
    assert len(page.encode()) < LARGEST


def test_the_page_loads_nothing(page):
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "url(" not in page


@pytest.mark.parametrize("widths", [(1, 1, 1), (2, 1, 2), (2, 2, 2, 2)])
@pytest.mark.parametrize("spectrum", [(3, 2, 1), (2, 2, 1), (3, 2, 0)])
def test_kinds_agree_with_the_exact_hessian_at_a_representative(widths, spectrum):
    """The page's class, value and inertia come from ranks; here they come from the Hessian and the loss of a point."""
    network = network_data(widths, spectrum)
    problem = dln.Problem.canonical(singular_values=spectrum[: min(widths[0], widths[-1])], widths=widths)
    kinds = list(problem.kinds())
    assert len(network["kinds"]) == len(kinds)
    for (value, multiplicities, label, plus, minus, zero, *_), kind in zip(network["kinds"], kinds, strict=True):
        point = kind.representative(rng=1)
        assert network["values"][value][0] == str(point.loss)
        assert tuple(multiplicities) == point.multiplicities
        inertia = dln.inertia(problem, point, method="hessian")
        assert (plus, minus, zero) == (inertia.positive, inertia.negative, inertia.zero)
        assert (CLASSES[label] == "strict saddle") == (minus > 0)


def test_the_counts_add_up_to_the_inertia():
    """n_- = inv + pairs, as the page prints it."""
    for network in explorer_data((2, 3), 2, [(2, 1)])["networks"].values():
        for _, _, _, _, minus, _, inverted, _, pairs, *_ in network[0]["kinds"]:
            assert minus == inverted + pairs
