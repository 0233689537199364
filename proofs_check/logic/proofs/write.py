"""Write the shipped proofs anew: ``python -m proofs_check.logic.proofs.write``."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs import (
    autoencoder,
    corner,
    critical,
    curved,
    decay,
    deep_cut,
    dissipation,
    expansion,
    expectations,
    extrema,
    flows,
    forms,
    generic,
    growth,
    invariants,
    lemma24,
    minima,
    minimisers,
    pairs,
    pyramid,
    relu,
    rescaled,
    residual,
    saddles,
    shallow,
    shift,
    sorted_ones,
    squares,
    strata,
    traces,
    trajectory,
    values,
    xavier,
    zero,
)
from proofs_check.logic.proofs.script import Script
from symdln.files import write_text


def chitour(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "chitour", after those of the theory "traces"."""
    p = Script("chitour", before)
    lemma24.lemma(p)
    invariants.proofs(p)
    dissipation.proofs(p)
    pyramid.proofs(p)
    growth.proofs(p)
    invariants.residual(p)
    invariants.zero_loss(p)
    return p


def texts() -> dict[str, str]:
    """The text of each proof file, made by its script."""
    first = traces.script()
    before = tuple(first.steps)
    layers = chitour(before)
    blocks = critical.script(before)
    levels = strata.script((*before, *blocks.steps))
    two_layers = shallow.script(before)
    critical_values = values.script(before)
    scripts = {
        "traces": first,
        "squares": squares.script(before),
        "critical": blocks,
        "strata": levels,
        "sorted": sorted_ones.script((*before, *blocks.steps, *levels.steps)),
        "shallow": two_layers,
        "zero": zero.script((*before, *two_layers.steps)),
        "extrema": extrema.script(before),
        "curved": curved.script(before),
        "deep": deep_cut.script(before),
        "rescaled": rescaled.script(before),
        "values": critical_values,
        "minimisers": minimisers.script((*before, *critical_values.steps)),
        "xavier": xavier.script(before),
        "residual": residual.script(before),
        "pairs": pairs.script(before),
        "forms": forms.script(before),
        "random": expectations.script(before),
        "gaussian": expectations.gaussian(before),
        "autoencoder": autoencoder.script(before),
        "corner": corner.script(before),
        "decay": decay.script(before),
        "shift": shift.script(before),
        "generic": generic.script(before),
        "minima": minima.script(before),
        "saddles": saddles.script(before),
        "flows": flows.script(before),
        "relu": relu.script(before),
        "chitour": layers,
        "expansion": expansion.script((*before, *layers.steps)),
        "trajectory": trajectory.script((*before, *layers.steps)),
    }
    return {name: made.text() for name, made in scripts.items()}


def main() -> None:
    """Write ``proofs/NAME.json`` for every theory."""
    for name, text in texts().items():
        write_text(replay.FOLDER / "proofs" / f"{name}.json", text)


if __name__ == "__main__":
    main()
