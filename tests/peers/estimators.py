"""What devinterp's sampler finds at exact points beside their learning coefficients.

``python -m tests.peers.estimators`` with a Python that has devinterp 2 and torch, in an environment of its own; nothing
of symdln is imported.  Chains of stochastic gradient Langevin dynamics (``SGMCMC.sgld``) start at the point, with the
gradient of the population loss, so that no data noise hides anything.  The estimate is ``n beta E[L - L(W)]`` over the
second half of the steps, its error the standard error over chains.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

POINTS = Path(__file__).resolve().parents[1] / "kit" / "exact_points" / "learning_coefficients.json"
IDS = ("rank-2", "unfitted-2x1x2", "unfitted-5x3x5", "zero-2x2x2")
CHAINS, STEPS, LOCALIZATION = 64, 10000, 1.0
TEMPERATURES = (100, 1000)


def estimate(record: dict, n_beta: float, seed: int = 0) -> tuple[float, float]:
    """The estimate of lambda at one point, and its standard error."""
    import torch
    from devinterp.optim import SGMCMC

    torch.set_num_threads(1)
    torch.manual_seed(seed)

    def matrix(rows: list[list[str]]) -> torch.Tensor:
        return torch.tensor([[float(Fraction(text)) for text in row] for row in rows], dtype=torch.float64)

    Sxx, Syx, Syy = (matrix(record[name]) for name in ("Sxx", "Syx", "Syy"))
    factor, least = float(Fraction(record["loss_factor"])), float(Fraction(record["loss"]))
    weights = [matrix(rows).expand(CHAINS, -1, -1).clone().requires_grad_() for rows in record["weights"]]

    def losses() -> torch.Tensor:
        P = weights[0]
        for W in weights[1:]:
            P = W @ P
        fit = ((P @ Sxx) * P).sum((1, 2)) - 2 * (P * Syx).sum((1, 2)) + Syy.trace()
        return factor * fit - least

    top = max(1.0, *(float(W.detach().abs().max()) ** 2 for W in weights)) * 4 * factor * float(Sxx.max())
    sampler = SGMCMC.sgld(weights, lr=0.1 / (n_beta * top), localization=LOCALIZATION, nbeta=n_beta)
    kept = []
    for step in range(STEPS):
        sampler.zero_grad()
        losses().sum().backward()
        sampler.step()
        if 2 * step >= STEPS:
            with torch.no_grad():
                kept.append(n_beta * losses())
    means = torch.stack(kept).mean(0)
    return float(means.mean()), float(means.std()) / CHAINS**0.5


def say(*parts: str) -> None:
    """One line of the table, at once."""
    sys.stdout.write(" ".join(parts) + "\n")
    sys.stdout.flush()


def main() -> int:
    """A table: the point, lambda and its order, and an estimate at each temperature."""
    known = {record["id"]: record for record in json.loads(POINTS.read_text("utf-8"))["points"]}
    say(f"devinterp {version('devinterp')}, torch {version('torch')}, {CHAINS} chains of {STEPS:,} steps\n")
    say("| point | lambda | order |", *(f"n beta = {n:,} |" for n in TEMPERATURES))
    say("|---|---|---|" + "---|" * len(TEMPERATURES))
    for name in IDS:
        exact = known[name]["learning_coefficient"]
        found = [estimate(known[name], n) for n in TEMPERATURES]
        say(
            f"| {name} | {exact['lambda']} | {exact['order']} |",
            *(f"{a:.2f} ± {b:.2f} |" for a, b in found),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
