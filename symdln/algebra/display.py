"""The display of values in a notebook: those that can be written in LaTeX are shown as formulas."""

from __future__ import annotations


class InNotebooks:
    """A value with a method ``latex``; a notebook shows it as a formula."""

    __slots__ = ()

    def latex(self) -> str:
        """The value in LaTeX."""
        raise NotImplementedError

    @property
    def fits(self) -> bool:
        """Whether it is small enough to be shown as a formula; else the notebook prints it as text.

        >>> from symdln import Matrix
        >>> from symdln.algebra.words import Symbol
        >>> Symbol("A", "m", "n").fits, Matrix.identity(2).fits, Matrix.zeros(100, 100).fits
        (True, True, False)
        """
        return True

    def _repr_latex_(self) -> str | None:
        return rf"$\displaystyle {self.latex()}$" if self.fits else None
