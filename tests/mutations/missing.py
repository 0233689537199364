"""What a claim still lacks before it belongs to the catalogue, each in a sentence that says what to do."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from proofs_check.certificates.build import rules
from proofs_check.cli.new import CHANGE, PLACE, SENTENCE, STATEMENT, home
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from proofs_check.report import counts, hypotheses, topics
from tests.mutations.planting import TRUE

ENTRIES = (Verdict.REFUTED, Verdict.ILL_FORMED, Verdict.VACUOUS, Verdict.UNDECIDED)
"""The verdicts that have an entry of their own on the page of findings; the others have a row in its table."""


def placeholders(claim: Claim) -> Iterator[str]:
    """The words of the skeleton that nobody has replaced."""
    for part, value, left in (
        ("statement", claim.statement, STATEMENT),
        ("docstring", claim.sentence, SENTENCE),
        ("place", claim.source.place, PLACE),
    ):
        if value == left:
            yield f"{claim.id}: the {part} is still that of the skeleton; write it."


def planted_placeholders(changes: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The false neighbours of which nobody has said what is changed; ``changes`` has them by the id of the claim."""
    for id, named in changes.items():
        if CHANGE in named:
            yield f"{id}: its false neighbour does not say what is changed; write it into tests/mutations."


def record(claim: Claim, recorded: Mapping[str, Verdict]) -> Iterator[str]:
    """The verdict that is not recorded, or that only says that the check raised."""
    if recorded.get(claim.id) in (None, Verdict.ERROR):
        yield (
            f"{claim.id}: no verdict is recorded; run `.venv/bin/proofs-check run {claim.id} --json results.json` and "
            "then `.venv/bin/python -m proofs_check.running.expected results.json`."
        )


def neighbour(claim: Claim, verdict: Verdict | None, planted: Collection[str]) -> Iterator[str]:
    """The false neighbour that a true claim lacks."""
    if verdict in TRUE and claim.id not in planted:
        source, part = home(claim.id)
        yield (
            f"{claim.id}: it is {verdict}, and no false neighbour of it is planted; change one thing in the statement, "
            f"in tests/mutations/mutants_{source}_{part}.py (docs/reviewing-claims.md, 'False neighbours')."
        )


def rule(claim: Claim, verdict: Verdict | None) -> Iterator[str]:
    """What makes a refutation a certificate, which a refuted claim lacks."""
    if verdict is Verdict.REFUTED and claim.certify is None and f"refutes {claim.id}" not in rules():
        yield (
            f"{claim.id}: it is REFUTED, and nothing says how a failing case becomes a certificate; "
            "add certify= to the claim or a rule to proofs_check/rules.json (docs/certificates.md)."
        )


def finding(claim: Claim, verdict: Verdict | None, page: str) -> Iterator[str]:
    """The entry or the row of the page of findings that is missing, or says something else."""
    if verdict is None or (verdict in ENTRIES and claim.scope_of):  # a further scope stands with its claim
        return
    row = next((line for line in page.split("\n") if line.startswith(f"| `{claim.id}` |")), "")
    stands = f"### `{claim.id}`:" in page if verdict in ENTRIES else row.endswith(f"| {verdict} |")
    if not stands:
        yield (
            f"{claim.id}: docs/findings.md does not have it as {verdict}; run `.venv/bin/proofs-check run --store "
            "work.db --json results.json` and then `.venv/bin/proofs-check report results.json --findings "
            "docs/findings.md`."
        )


def topic(claim: Claim) -> Iterator[str]:
    """The topic of the catalog that a claim lacks."""
    if not any(view.ids for view in topics.by_topic([claim.id])):
        yield f"{claim.id}: no topic has it; run `.venv/bin/python -m proofs_check.report.topics {claim.id} TOPIC`."


def needed(claim: Claim, known: Collection[str]) -> Iterator[str]:
    """The record of which hypotheses of a claim are needed; ``known`` are the ids of the claims that have one."""
    if claim.assuming and claim.id not in known:
        yield (
            f"{claim.id}: nobody has recorded which hypotheses are needed; run `.venv/bin/proofs-check ablate "
            f"{claim.id} --scope small --json ablation.json` and then `.venv/bin/python -m "
            "proofs_check.report.hypotheses ablation.json`."
        )


def left_over(claims: Mapping[str, Claim], recorded: Mapping[str, Verdict], page: str) -> Iterator[str]:
    """What is recorded or written of claims that no longer exist."""
    for id in recorded:
        if id not in claims:
            yield f"{id}: no claim is called so, but a verdict is recorded; remove it from running/expected.json."
    for line in page.split("\n"):
        id = line.split("`")[1] if line.startswith(("### `", "| `")) else ""
        if id and id not in claims:
            yield f"{id}: no claim is called so, but docs/findings.md has it; write the page again from a run."


def totals(claims: Mapping[str, Claim], recorded: Mapping[str, Verdict], readme: str) -> Iterator[str]:
    """The sentences of the README that give the totals, where they are not those of the record."""
    by_role = counts.by_role((id, claims[id].role, verdict) for id, verdict in recorded.items() if id in claims)
    wanted = ". ".join(counts.sentences(by_role)) + "."
    if wanted not in " ".join(readme.split()):
        yield f"README.md: the totals are others now; write there: {wanted}"


def tests(claims: Iterable[Claim], root: Path) -> Iterator[str]:
    """The tests of claims (``tests/proofs_check/claims/<source>/test_<part>.py``) that are still skeletons."""
    for folder, part in sorted({home(claim.id) for claim in claims}):
        path = root / "tests" / "proofs_check" / "claims" / folder / f"test_{part.rstrip('_')}.py"
        if path.exists() and any(_is_skeleton(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
            yield f"{path.relative_to(root).as_posix()}: a test is still that of the skeleton; write a case by hand."


def _is_skeleton(node: ast.AST) -> bool:
    """Whether this is the call of ``pytest.fail`` that `proofs-check new` writes."""
    return isinstance(node, ast.Call) and ast.unparse(node).startswith("pytest.fail('write here a case of ")


def everything(
    claims: Mapping[str, Claim],
    recorded: Mapping[str, Verdict],
    changes: Mapping[str, Collection[str]],
    root: Path,
) -> list[str]:
    """All that is missing, claim by claim, then what concerns all of them."""
    page = (root / "docs" / "findings.md").read_text(encoding="utf-8")
    lines: list[str] = []
    for claim in claims.values():
        verdict = recorded.get(claim.id)
        lines += placeholders(claim)
        lines += record(claim, recorded)
        lines += neighbour(claim, verdict, changes)
        lines += rule(claim, verdict)
        lines += finding(claim, verdict, page)
        lines += topic(claim)
        lines += needed(claim, hypotheses.recorded())
    lines += planted_placeholders(changes)
    lines += left_over(claims, recorded, page)
    lines += totals(claims, recorded, (root / "README.md").read_text(encoding="utf-8"))
    lines += tests(claims.values(), root)
    return lines
