"""Derivations as files for Coq: each step one lemma, for all sizes and over every commutative ring."""

from symdln.teaching.coq.pages import Export, export

__all__ = ["Export", "export"]
