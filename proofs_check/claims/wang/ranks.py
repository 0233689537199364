"""Wang and Jacot (2024): regularised deep linear networks have local minima of different ranks."""

from __future__ import annotations

from proofs_check.facts import decay_outcomes as outcomes
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome
from proofs_check.language.sources import WANG
from proofs_check.scopes import decayed
from proofs_check.scopes.decayed import Problem, decay_of, spectrum


@claim(
    "wang.ranks",
    source=WANG.at("abstract, first sentence"),
    statement=r"\text{the } L_2\text{-regularized loss of deep linear networks with more than one hidden layer has "
    r"multiple local minima, corresponding to matrices with different ranks}",
    over=decayed.WHITE_PROBLEMS,
    made_precise="white inputs, all entries seen: up to symmetry exactly one local minimum of each rank 0, ..., min(d, "
    "#{s_i > s_min}); several if and only if this is positive; with one hidden layer one. Matrix completion and "
    "SGD are "
    "not covered",
    written=written.DECAY_CLASSES,
)
def ranks(case: Problem) -> Outcome:
    """With two or more hidden layers there is one local minimum of each rank up to the number of usable modes."""
    return outcomes.classes_agree(spectrum(*case), decay_of(case))
