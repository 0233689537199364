"""Dang et al. (2023): linear layers over free features with weight decay, and classes of different sizes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from proofs_check.facts import decay_outcomes as outcomes
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.scope import cases
from proofs_check.language.sources import DANG
from proofs_check.language.verdict import Verdict
from symdln.decay import DecayedSpectrum
from symdln.landscape.classification import GLOBAL_MINIMISER

Classes = tuple[tuple[int, ...], tuple[int, ...], str]
"""The sizes of the classes, the hidden widths behind the features, and the decay (of the loss 1/2 || . ||^2)."""


def _classes(size: str, seed: int) -> Iterator[Classes]:
    sizes = (
        ((1, 1), (4, 1), (4, 4, 1), (9, 4, 1))
        if size == "small"
        else ((1, 1), (4, 1), (4, 4, 1), (9, 4, 1), (7, 5, 2, 2))
    )
    for numbers in sizes:
        for hidden in ((2,), (len(numbers),), (3, 3), (2, 2)):
            for lam in ("1/4", "1", "2"):
                yield numbers, hidden, lam


SCOPE = cases(
    "classes of given sizes",
    _classes,
    sentence="up to four classes of sizes up to 9, one or two hidden widths behind the features, decays 1/4, 1, 2",
    strength=Verdict.VERIFIED,
    fields=("class sizes", "hidden widths", "lambda"),
)


def spectrum_of(case: Classes) -> DecayedSpectrum:
    """Free features are a layer with X = I; the singular values of the labels are the roots of the class sizes."""
    numbers, hidden, lam = case
    widths = (sum(numbers), *hidden, len(numbers))
    return DecayedSpectrum.of_squares([Fraction(n) for n in numbers], widths, [Fraction(lam)] * (len(widths) - 1))


@claim(
    "dang.collapse",
    source=DANG.at("abstract"),
    statement=r"\text{the global minimisers of deep linear networks over free features with weight decay, for balanced "
    r"and imbalanced classes}",
    over=SCOPE,
    made_precise="free features are a layer with X = I, so inputs are white and s_k = sqrt(n_k); a global "
    "minimiser uses "
    "the min(d, #{sqrt(n_k) > s_c}) largest classes at their large roots, and drops a class with sqrt(n_k) < s_c; "
    "the loss is 1/2 || . ||^2, for 1/(2N) replace lam by N lam",
    written=written.DECAY_CLASSES,
)
def collapse(case: Classes) -> Outcome:
    """Global minimisers over free features learn the large classes and drop those below a threshold."""
    found = spectrum_of(case)
    best = [kind for kind in found.kinds() if kind.label == GLOBAL_MINIMISER]
    kept = [sum(large for large, _ in kind.used) for kind in best]
    return all_of(
        outcomes.thresholds_agree(found),
        equal([any(small for _, small in kind.used) for kind in best], [False] * len(best), "small roots are used"),
        equal((min(kept), max(kept)), found.global_ranks, "classes that are kept, and the thresholds"),
    )
