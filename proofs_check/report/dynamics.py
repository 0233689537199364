"""The table of statements about trajectories, with the recorded verdicts, for the page on the flow.

``python -m proofs_check.report.dynamics docs/flow.md`` writes it anew between its two marks.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from proofs_check.language.verdict import Verdict
from proofs_check.running.expected import recorded
from proofs_check.running.registry import all_claims
from symdln.errors import InputError
from symdln.files.disk import write_text

BEGIN, END = "<!-- statements: begin -->", "<!-- statements: end -->"
ABOVE = (Verdict.PROVED, Verdict.DERIVED, Verdict.VERIFIED, Verdict.CERTIFIED)

SECTIONS: dict[str, tuple[str, ...]] = {
    "closed forms": (
        "saxe.modes",
        "saxe.time",
        "fukumizu.riccati",
        "domine.riccati",
        "tarmoun.imbalance",
        "gissin.incremental.shallow",
        "gissin.incremental.deep",
        "pesme.lars.white",
    ),
    "the flow of the product": (
        "arora.end-to-end",
        "arora.end-to-end.flow",
        "arora.single-output",
        "arora2019.modes",
        "bah.riemannian",
        "bah.riemannian.rank",
        "razin.completion",
        "razin.completion.determinant",
        "wendin.block",
    ),
    "what the flow keeps": (
        "chitour.invariant",
        "chitour.invariant.norms",
        "chitour.remark3.cross-entropy",
        "chitour.remark3.regularised.corrected",
        "ours.biases.invariant",
        "du.balance.norms",
        "radhakrishnan.alignment.invariant",
        "zhao.symmetry",
        "marcotte.conservation",
        "marcotte.residual",
        "ji.alignment",
        "menon.balanced",
    ),
    "convergence of the flow": (
        "chitour.dissipation",
        "chitour.residual-flow",
        "chitour.prop1",
        "chitour.prop1.bounded",
        "chitour.prop1.simulated",
        "chitour.prop2.corrected",
        "chitour.polynomial-rate",
        "chitour.ovf.shallow",
        "chitour.ovf.deep",
        "chitour.ovf.deep.enclosed",
        "chitour.ovf.deep.simulated",
        "ours.almost-every",
        "ours.almost-every.depth-three",
        "ours.almost-every.one-string",
        "ours.fit-rate",
        "ours.bottleneck-rate",
        "min.rate",
        "arora2019.rate.flow",
    ),
    "leaving a saddle": ("ours.escape-time", "ours.escape-time.rays", "achour.escape", "achour.plateau"),
    "descent as it is run": (
        "ours.descent-imbalance",
        "ours.descent-rate",
        "ours.step-bound",
        "ours.step-bound.sharp",
        "ours.stochastic-step",
        "ours.scalar-cycles",
        "ours.scalar-cycles.balanced",
        "ours.matrix-cycles",
        "du.descent",
        "yaras.subspace",
        "bartlett.identity.symmetric",
        "bartlett.identity.negative",
        "bartlett.identity.positive",
        "nguegnang.descent",
        "arora2019.rate",
        "kreisler.scalar",
        "ours.adam-imbalance",
        "chitour.momentum",
    ),
}


def table(verdicts: Mapping[str, Verdict]) -> str:
    """The count and the table, in Markdown."""
    claims = all_claims()
    ids = [id for part in SECTIONS.values() for id in part]
    above = sum(verdicts[id] in ABOVE for id in ids)
    lines = [
        f"{len(ids)} statements about trajectories, {above} of them with a verdict above SUPPORTED.",
        "",
        "| about | claim | statement | verdict |",
        "|---|---|---|---|",
    ]
    for about, part in SECTIONS.items():
        for id in part:
            lines.append(f"| {about} | `{id}` | {_cell(claims[id].sentence)} | {verdicts[id]} |")
            about = ""
    return "\n".join(lines)


def _cell(sentence: str) -> str:
    return " ".join(sentence.split()).replace("|", r"\|")


def renewed(page: str, verdicts: Mapping[str, Verdict]) -> str:
    """The page with the table of these verdicts; ``InputError`` where it lacks a mark."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise InputError(f"the page must hold {BEGIN} and {END} once each; add them where the table belongs.")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{table(verdicts)}\n\n{END}{after}"


def main() -> None:
    path = Path(sys.argv[1])
    write_text(path, renewed(path.read_text(encoding="utf-8"), recorded()))


if __name__ == "__main__":
    main()
