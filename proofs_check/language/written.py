"""Proofs that are written out in the documentation, which make a claim over exact instances DERIVED."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WrittenProof:
    """A complete proof for all sizes, in prose, on a page of the documentation.

    ``place`` is the page and the heading, as in ``docs/strings.md#the-lemmas``; ``steps`` says which parts no machine
    has checked, and ``facts`` names the textbook facts that it uses.  A claim that carries it is DERIVED at best, and
    the instances of its scope are the second route: one exact failing instance refutes it all the same.
    """

    place: str
    steps: tuple[str, ...]
    facts: tuple[str, ...] = ()

    @property
    def prose(self) -> tuple[str, ...]:
        """The steps in prose, with the place at which the proof stands."""
        return (f"the proof in {self.place}", *self.steps)
