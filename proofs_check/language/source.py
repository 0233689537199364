"""Sources: documents from which claims are taken, with the conventions in which they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from proofs_check.language.arguments import is_text, need

if TYPE_CHECKING:
    import symdln as dln

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class SourceConventions:
    """The notation of a source where it may differ from that of symdln; the defaults are symdln's.

    ``loss`` is the loss as printed, with the factor ``loss_factor`` at ``||P X - Y||_F^2``.  The value of the source's
    depth symbol plus ``extra_layers`` is the depth, the number of weight matrices.  The printed product of all layers
    has the output on the left, unless ``input_is_left``, and holds the layers of ``transposed`` (numbered from the
    input, 1 first) transposed.  The number that the source calls ``r`` is the rank of ``rank_product``: the product of
    the layers from number ``rank_from`` (1 is next to the input) to the last but ``rank_leaves_out``.  ``part`` is the
    part of the source that is written so, where it has several ways.

    >>> from proofs_check.language.sources import CHITOUR
    >>> chitour = CHITOUR.conventions
    >>> chitour.depth(1), chitour.symbol_value(depth=3), chitour.rank_product
    (2, 2, 'W_{H+1}...W_2')
    """

    loss_factor: Fraction = HALF
    depth_symbol: str = "H"
    extra_layers: int = 0
    first_layer: str = "W_1"
    rank_product: str = "W_H...W_1"
    rank_from: int = 1
    rank_leaves_out: int = 0
    loss: str = r"\tfrac12 \lVert W_H\cdots W_1 X - Y\rVert^2"
    part: str = ""
    input_is_left: bool = False
    transposed: tuple[int, ...] = ()

    def layers(self, factors: Sequence[dln.Matrix]) -> list[dln.Matrix]:
        """``W_1, ..., W_H`` of symdln, from the matrices of the printed product, read from left to right.

        >>> import symdln as dln
        >>> from proofs_check.language.sources import MARCOTTE
        >>> U, V = dln.Matrix([[1], [2]]), dln.Matrix([[3], [4], [5]])
        >>> [W.shape for W in MARCOTTE.conventions.layers([U, V])]  # U V^T: the first layer is V^T
        [(1, 3), (2, 1)]
        """
        ordered = list(factors) if self.input_is_left else list(factors)[::-1]
        return [W.T if number in self.transposed else W for number, W in enumerate(ordered, 1)]

    def loss_of(self, point: dln.Point) -> Fraction:
        """The loss of a point by the source's convention.

        >>> import symdln as dln
        >>> from proofs_check.language.sources import HARDT
        >>> point = dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])
        >>> point.loss, HARDT.conventions.loss_of(point)
        (Fraction(2, 1), Fraction(4, 1))
        """
        return point.loss * self.loss_factor / point.problem.loss_factor

    def depth(self, symbol_value: int) -> int:
        """The number of weight matrices when the source's depth symbol has this value."""
        return symbol_value + self.extra_layers

    def symbol_value(self, *, depth: int) -> int:
        """The value of the source's depth symbol for a network of ``depth`` weight matrices."""
        return depth - self.extra_layers

    def rank_of(self, point: dln.Point) -> int:
        """The rank of the product by which the source indexes critical points (no data matrix in it)."""
        return point.product(point.problem.depth - self.rank_leaves_out, self.rank_from).rank()


IN_OUR_WORDS = SourceConventions()
"""symdln's own conventions, for sources whose formulas were not read and whose statements are given in our words."""


@dataclass(frozen=True)
class Source:
    """A document; ``key`` is the first part of the ids of its claims, ``where`` the reference by which to find it.

    >>> notes = Source("mine", "My notes", "A. Reader", 2025, "unpublished")
    >>> str(notes.at("Lemma 1")), notes.as_printed, notes.own
    ('A. Reader (2025), Lemma 1', False, False)
    """

    key: str
    title: str
    authors: str
    year: int
    where: str
    conventions: SourceConventions = IN_OUR_WORDS

    @property
    def as_printed(self) -> bool:
        """Whether the conventions are those in print; if not, its claims are written in symdln's conventions."""
        return self.conventions is not IN_OUR_WORDS

    @property
    def own(self) -> bool:
        """Whether the statements are those of this project, not of the literature."""
        return self.authors == "symdln"

    def at(self, place: str) -> Citation:
        """The citation of one place, such as ``"Lemma 3.1, eq. (16)-(19)"``."""
        need(f"the source {self.key!r}", "the place", place, is_text(place), "a text, such as 'Lemma 1'")
        return Citation(self, place)


@dataclass(frozen=True)
class Citation:
    """A place in a source.

    >>> from proofs_check.language.sources import CHITOUR
    >>> print(CHITOUR.at("Lemma 2.3, eq. (7)"))
    Chitour, Liao, Couillet (2022), Lemma 2.3, eq. (7)
    """

    source: Source
    place: str

    def __str__(self) -> str:
        return f"{self.source.authors} ({self.source.year}), {self.place}"
