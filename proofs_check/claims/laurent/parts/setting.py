"""Laurent, von Brecht (2018): under a convex differentiable loss local minima of wide linear networks are global."""

from __future__ import annotations

ABSTRACT = "read in the abstract; the proof here is our own reading of it"
