"""Inertia ``(n_+, n_-, n_0)`` of an exact symmetric matrix by three independent methods, each with a certificate."""

from __future__ import annotations

from typing import Protocol

import flint

from symdln.algebra.certified import certified_signs, certify
from symdln.algebra.charpoly import inertia_by_charpoly, sign_rule
from symdln.algebra.ldl import congruence_of, congruence_of_integers
from symdln.algebra.signs import Inertia, Symmetric, cleared_symmetric
from symdln.errors import InputError, UndecidedError

__all__ = ["METHODS", "Certificate", "Inertia", "certificate_of", "inertia_of"]

METHODS = ("auto", "ldl", "charpoly", "certified")
_CHARPOLY_BELOW = 48  # sizes at which the characteristic polynomial is the fastest of the three


class Certificate(Protocol):
    """Data that prove an inertia and can be rechecked, as :func:`certificate_of` returns them.

    >>> proof = certificate_of([[2, 0], [0, -3]])
    >>> str(proof.inertia), proof.verify([[2, 0], [0, -3]]), proof.verify([[2, 0], [0, 3]])
    ('(n+, n-, n0) = (1, 1, 0)', True, False)
    """

    @property
    def inertia(self) -> Inertia:
        """The proved inertia."""
        ...

    def verify(self, matrix: Symmetric) -> bool:
        """Whether the data prove ``inertia`` for this matrix, by exact arithmetic."""
        ...


def inertia_of(matrix: Symmetric, method: str = "auto") -> Inertia:
    """The inertia of a symmetric matrix, exactly: a ``Matrix``, an ``fmpz_mat`` or whatever ``Matrix`` reads.

    ``method="charpoly"`` counts sign changes of the characteristic polynomial, ``"ldl"`` the signs of the blocks of a
    rational congruence, and ``"certified"`` proves signs that floating eigenvectors propose, in integers; it
    raises ``UndecidedError`` where it proves nothing.  ``"auto"`` takes the fastest and always answers.

    Raises ``InputError`` for a matrix that is not square or not symmetric.

    >>> inertia_of([[0, 1, 0], [1, 0, 0], [0, 0, 0]])               # eigenvalues 1, -1, 0
    Inertia(positive=1, negative=1, zero=1)
    """
    integers, _ = cleared_symmetric(matrix)
    if method == "auto":
        return _fastest(integers)
    if method == "charpoly":
        return inertia_by_charpoly(integers)
    if method == "ldl":
        return congruence_of_integers(integers).inertia
    if method == "certified":
        return certified_signs(integers).inertia
    raise _unknown(method)


def certificate_of(matrix: Symmetric, method: str = "auto") -> Certificate:
    """A proof of the inertia: ``.inertia`` is the claim and ``.verify(matrix)`` re-checks it by its mathematics.

    The methods, and the errors, are those of :func:`inertia_of`.

    >>> from symdln.algebra.matrix import Matrix
    >>> A = Matrix([[1, 2], [2, 1]])                                # eigenvalues 3, -1
    >>> proof = certificate_of(A, method="ldl")
    >>> proof.inertia, proof.verify(A), proof.verify(Matrix([[1, 2], [2, 5]]))
    (Inertia(positive=1, negative=1, zero=0), True, False)
    """
    integers, _ = cleared_symmetric(matrix)
    if method == "charpoly" or (method == "auto" and integers.nrows() < _CHARPOLY_BELOW):
        return sign_rule(integers)
    if method == "ldl":
        return congruence_of(matrix)
    if method == "certified":
        return certify(integers)
    if method == "auto":
        try:
            return certify(integers)
        except UndecidedError:
            return sign_rule(integers)
    raise _unknown(method)


def _fastest(integers: flint.fmpz_mat) -> Inertia:
    if integers.nrows() < _CHARPOLY_BELOW:
        return inertia_by_charpoly(integers)
    try:
        return certified_signs(integers).inertia
    except UndecidedError:
        return inertia_by_charpoly(integers)


def _unknown(method: str) -> InputError:
    return InputError(f"there is no inertia method {method!r}; choose one of {', '.join(METHODS)}.")
