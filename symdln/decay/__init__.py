"""Weight decay: every critical point of the decayed loss by kind, its inertia, class and value, and the thresholds.

The mathematics, with its proofs, is on the page docs/decay.md.

>>> import symdln as dln
>>> from symdln.decay import DecayedProblem
>>> decayed = DecayedProblem(dln.Problem.canonical((4, 4), (2, 2, 2, 2)), decay=1)
>>> [(str(kind), kind.label) for kind in decayed.kinds() if not kind.inertia.negative]
[('nothing used', 'local minimum'), ('large 0', 'local minimum'), ('large 0, 1', 'global minimiser')]
"""

from symdln.decay.enclosed import EnclosedPoint, enclosed_point, enclosed_representative
from symdln.decay.kinds import DecayedKind
from symdln.decay.levels import ModeLevel
from symdln.decay.made import made_autoencoder, made_for_moments, made_point, point_of_kind
from symdln.decay.point import DecayedPoint
from symdln.decay.problem import DecayedProblem
from symdln.decay.representative import representative
from symdln.decay.spectrum import DecayedSpectrum
from symdln.decay.thresholds import Thresholds

__all__ = [
    "DecayedKind",
    "DecayedPoint",
    "DecayedProblem",
    "DecayedSpectrum",
    "EnclosedPoint",
    "ModeLevel",
    "Thresholds",
    "enclosed_point",
    "enclosed_representative",
    "made_autoencoder",
    "made_for_moments",
    "made_point",
    "point_of_kind",
    "representative",
]
