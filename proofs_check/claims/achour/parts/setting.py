"""What the slides and the abstract say about saddles: definition, previous work, how large the sets of saddles are.

Notations:

    PREVIOUS_WORK  the place on the slides that cites what was known before
"""

from __future__ import annotations

from proofs_check.language.sources import ACHOUR_SLIDES

PREVIOUS_WORK = ACHOUR_SLIDES.at('slide "Loss landscape of linear networks", previous work')
