"""False neighbours of the claims of Mehta, Chen, Tang and Hauenstein."""

from __future__ import annotations

from proofs_check.claims.mehta import regularised
from proofs_check.language.outcome import Outcome, at_most
from tests.mutations.planting import Planting, listed

plant = Planting()


THREE, TWO = ((1, 1, 1, 1), "1/3"), ((1, 1, 1), "1/2")
plant.without("mehta.regularised", regularised.deep.name, over=listed(THREE, TWO))
plant.without("mehta.regularised", regularised.decays.name, over=listed(THREE, ((1, 1, 1, 1), "-1/3")))


@plant("mehta.regularised", "lam = 1 in place of 1/H")
def strong_decay(case: regularised.Decayed) -> Outcome:
    return regularised.regularised.check((case[0], "1"))


@plant("mehta.regularised", "W = 0 is a global minimum")
def zero_is_global(case: regularised.Decayed) -> Outcome:
    net = regularised.network(case)
    return at_most(net.value(net.zero()), net.value(net.chain()), "the value at W = 0")


@plant("mehta.regularised", "the other point has a positive definite Hessian")
def chain_is_strict(case: regularised.Decayed) -> Outcome:
    net = regularised.network(case)
    return regularised.is_local_minimum(net, net.chain())
