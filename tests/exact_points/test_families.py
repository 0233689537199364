"""The families of ill-conditioned points by name: all, one, several, and names that do not exist."""

import pytest

from symdln import InputError
from symdln.exact_points import FAMILIES, build, request


def test_all_one_or_several_families():
    everything = request(families="all")
    assert everything.families == tuple(FAMILIES)
    assert everything == request(families=["all"]) == request(families=["gauge", "all"]) == request(families=FAMILIES)
    assert request(families="gauge").families == ("gauge",)
    assert request(families=["collinear", "gauge", "gauge"]).families == ("collinear", "gauge")
    assert {one.origin.family for one in build(families="all")} == set(FAMILIES)


@pytest.mark.parametrize("families", ["a", ["gauge", "a"], [3], [["gauge"]]])
def test_a_name_that_does_not_exist_is_refused_with_those_that_do(families):
    sentence = r"^There is no family called ('a'|3|\['gauge'\]); choose among all, gauge, near-tie, .*\.$"
    with pytest.raises(InputError, match=sentence):
        request(families=families)
