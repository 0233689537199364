"""Derivations as files for Coq: each step one lemma, for all sizes and over every commutative ring."""

from symdln.teaching.coq.pages import CoqExport, export

__all__ = ["CoqExport", "export"]
