"""A run as one self-contained page: readable without JavaScript, filtered and sorted with it, no network at all."""

from __future__ import annotations

import base64
import importlib.util
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from proofs_check.language.long_numbers import shortened
from proofs_check.language.role import Role
from proofs_check.language.verdict import Verdict, worded
from proofs_check.report import counts, figures, graded
from proofs_check.report.difference import Change
from symdln.errors import InputError
from symdln.files import font
from symdln.files.inline import as_html
from symdln.files.markup import policy
from symdln.files.mathml import breaking, matrix

Data = Mapping[str, Any]

TEMPLATES = Path(__file__).with_name("templates")
MARKS = {
    Verdict.PROVED: "✓✓",
    Verdict.DERIVED: "✓✓",
    Verdict.VERIFIED: "✓",
    Verdict.CERTIFIED: "✓",
    Verdict.SUPPORTED: "≈",
    Verdict.REFUTED: "✗",
    Verdict.ILL_FORMED: "?",
    Verdict.VACUOUS: "∅",
    Verdict.UNDECIDED: "…",
    Verdict.ERROR: "!",
}


def report_page(
    results: Data,
    certificates: Mapping[str, Sequence[Data]] | None = None,
    changed: Sequence[Change] | None = None,
) -> str:
    """The page of a run, from its results data; ``certificates`` holds those of each claim id.

    ``changed`` are the changes since an earlier run, which then open the page; None compares with nothing.

    Raises ``InputError`` where the package of the extra ``[report]`` is missing.
    """
    check_packages()
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "mathml": breaking,
        "prose": as_html,
        "plain": partial(as_html, prose=True),
        "slug": slug,
        "download": download,
        "thousands": thousands,
        "shortened": shortened,
        "short": lambda data: shortened(json.dumps(data, ensure_ascii=False)),
        "word": word,
    }
    claims = results["claims"]
    style, script = ((TEMPLATES / f"report.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    style = font.embedded() + style
    per_source = by_source(claims)
    return environment.get_template("report.html").render(
        results=results,
        claims=claims,
        groups=per_source,
        sections=graded.sections(claims),
        fails_at=graded.fails_at,
        own=(Role.NEIGHBOUR.value, Role.OWN.value),
        bars=bars(per_source),
        roles=roles(claims),
        verdicts=[(verdict, results["totals"][verdict.value]) for verdict in Verdict],
        marks={verdict.value: mark for verdict, mark in MARKS.items()},
        repairs=graded.repairs(claims),
        further=graded.further(claims),
        certificates=certificates or {},
        changed=changed,
        confusion=confusion(results["float_classes"]) if "float_classes" in results else None,
        arithmetics=arithmetics(results["four_arithmetics"]) if "four_arithmetics" in results else None,
        matrix=matrix,
        policy=Markup(policy([script], [style])),
        style=Markup(style),
        script=Markup(script),
    )


def word(claim: Data) -> str:
    """The verdict of a claim as it is printed, with what a derivation is restricted to."""
    return worded(claim["verdict"], claim["restricted"], bool(claim["relations"]) and claim["proof"] is None)


def check_packages() -> None:
    """Raise ``InputError`` where the package of the extra ``[report]`` is missing; ask it before long work."""
    if importlib.util.find_spec("jinja2") is None:
        raise InputError("writing a page needs jinja2; install it with pip install 'symdln[report]'.")


def by_source(claims: Sequence[Data]) -> dict[str, list[Data]]:
    """The claims by the key of their source, in the order of the run."""
    groups: dict[str, list[Data]] = {}
    for claim in claims:
        groups.setdefault(claim["source"]["key"], []).append(claim)
    return groups


def roles(claims: Sequence[Data]) -> list[str]:
    """How many ended how, a sentence for the printed statements and one for each of the others."""
    found = counts.by_role((claim["id"], Role(claim["role"]), Verdict(claim["verdict"])) for claim in claims)
    return [f"{sentence}." for sentence in counts.sentences(found)]


def bars(groups: Mapping[str, Sequence[Data]]) -> dict[str, list[figures.Bar]]:
    """A stacked bar for each source, all to the same scale."""
    largest = max(map(len, groups.values()), default=1)
    return {
        key: figures.stacked(Counter(claim["verdict"] for claim in group), largest) for key, group in groups.items()
    }


def arithmetics(found: Data) -> dict[str, Any]:
    """The table of the four arithmetics: a row for each quantity, a cell for each arithmetic."""
    cells = {(cell["quantity"], cell["arithmetic"]): cell for cell in found["table"]}
    return {
        "summary": found,
        "names": list(dict.fromkeys(cell["arithmetic"] for cell in found["table"])),
        "quantities": list(dict.fromkeys(cell["quantity"] for cell in found["table"])),
        "cells": cells,
    }


def confusion(float_classes: Data) -> dict[str, Any]:
    """How often the fast path gave each answer, by exact class, where the stated error is true."""
    counts: Counter[tuple[str, str]] = Counter()
    for cell in float_classes["cells"]:
        if cell["stated"]:
            answer = cell["answer"] if cell["answer"] == cell["outcome"] else f"{cell['answer']} ({cell['outcome']})"
            counts[cell["exact"], answer] += cell["count"]
    return {
        "classes": sorted({exact for exact, _ in counts}),
        "answers": sorted({answer for _, answer in counts}),
        "counts": counts,
        "summary": float_classes,
    }


def slug(text: str) -> str:
    """A name that can stand as a class: ``ILL-FORMED`` becomes ``ill-formed``."""
    return text.lower()


def thousands(number: int) -> str:
    return f"{number:,}"


def download(data: Data) -> str:
    """The data as an address that a link can carry, so that a file can be saved from the page alone.

    Half of a surrogate pair, which no file can hold, is written as JSON writes it, as in ``\\ud800``.
    """
    text = json.dumps(data, indent=1, ensure_ascii=False).encode(errors="backslashreplace")
    return f"data:application/json;base64,{base64.b64encode(text).decode()}"
