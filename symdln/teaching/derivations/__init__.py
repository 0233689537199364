"""The derivations, by name; each module derives one group of formulas from the rules."""

from __future__ import annotations

from collections.abc import Callable

from symdln.errors import InputError, shown
from symdln.files.text import near
from symdln.teaching.derivation import Derivation
from symdln.teaching.derivations import (
    balancedness,
    convexity,
    critical,
    flow,
    gaussian,
    gradient,
    hessian,
    second_order,
    splitting,
)

DERIVATIONS: dict[str, Callable[[int | None], Derivation]] = {
    "gradient": gradient.derive,
    "second-order": second_order.derive,
    "hessian": hessian.derive,
    "balancedness": balancedness.derive,
    "weight-decay": balancedness.derive_with_decay,
    "residual-flow": flow.derive,
    "critical-points": critical.derive,
    "convexity": convexity.derive,
    "gaussian": gaussian.derive,
    "splitting": splitting.derive,
}


def derive(name: str, depth: int | None = None) -> Derivation:
    """The derivation of this name: at any depth with symbolic layers, or written out for ``depth`` layers.

    >>> from symdln.teaching import derive
    >>> derivation = derive("gradient", depth=2)
    >>> print(derivation.parts[0].result, derivation.check())
    W_2^T W_2 W_1 Sxx - W_2^T Syx []
    """
    if name not in DERIVATIONS:
        raise InputError(f"there is no derivation {shown(name)}; {near(str(name), DERIVATIONS)}")
    return DERIVATIONS[name](depth)


def derivation_names() -> tuple[str, ...]:
    """The names of all derivations, for :func:`derive`.

    >>> derivation_names()[:3], len(derivation_names())
    (('gradient', 'second-order', 'hessian'), 10)
    """
    return tuple(DERIVATIONS)
