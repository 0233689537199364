"""Laurent, von Brecht (2018): under a convex differentiable loss local minima of wide linear networks are global.

Notations:

    ABSTRACT  what of the paper was read
"""

from __future__ import annotations

ABSTRACT = "read in the abstract; the proof here is our own reading of it"
