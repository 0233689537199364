"""Section 4 of Chitour et al. (2022): almost every trajectory reaches a global minimum."""

from __future__ import annotations

from proofs_check.claims.chitour.parts.overfitting import LEAST_LOSS, Flow, comes_to_rest, simulated_flows
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, Level
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.source import CHITOUR


def _of_depth(name: str, statement: str, least: int, most: float) -> Hypothesis:
    def is_so(flow: Flow) -> bool:
        return least <= len(flow.widths) - 1 <= most

    return Hypothesis(name, statement, is_so, Level.CASE)


one_hidden_layer = _of_depth("one hidden layer", "H = 1", 2, 2)


more_hidden_layers = _of_depth("at least two hidden layers", r"H \ge 2", 3, float("inf"))


def reaches_global_minimum(flow: Flow) -> Outcome:
    """The limit has loss zero, the least loss under Assumption 1."""
    return all_of(comes_to_rest(flow), is_true(flow.loss <= LEAST_LOSS, "the loss tends to 0", loss=flow.loss))


@claim(
    "chitour.ovf.shallow",
    source=CHITOUR.at("Section 4"),
    statement=r"\text{(OVF) in the case } H = 1",
    over=simulated_flows,
    assuming=(one_hidden_layer,),
    made_precise="for random targets, which meet Assumption 4, and random starts the simulated flow ends with loss 0 "
    "up "
    f"to {LEAST_LOSS}; the smallest positive critical value of a target is at least 1/8; "
    "the confidence bound speaks of random starts at the targets drawn, as starts share their target",
)
def ovf_shallow(flow: Flow) -> Outcome:
    """With one hidden layer almost every trajectory converges to a global minimum."""
    return reaches_global_minimum(flow)


@claim(
    "chitour.ovf.deep",
    source=CHITOUR.at("Conjecture 1"),
    statement=r"\text{for almost every initial condition } W_0 \in \mathcal{X} \text{ the trajectory of (GDD) "
    r"starting at } "
    r"W_0 \text{ converges to a global minimum}",
    over=simulated_flows,
    assuming=(more_hidden_layers,),
    made_precise="with two and three hidden layers, for random targets and starts: the simulated flow ends with loss "
    "0 up "
    f"to {LEAST_LOSS}; the smallest positive critical value of a target is at least 1/8; "
    "the confidence bound speaks of random starts at the targets drawn, as starts share their target",
)
def ovf_deep(flow: Flow) -> Outcome:
    """With two or more hidden layers almost every trajectory converges to a global minimum."""
    return reaches_global_minimum(flow)
