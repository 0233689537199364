"""A small logic for matrices of any size, any number of layers, symbolic powers, ``<=`` and semidefiniteness."""

from proofs_check.logic.formal import FormalTheorem, names, theorem

__all__ = ["FormalTheorem", "names", "theorem"]
