"""Written proofs in the documentation for statements of papers that were read in their text."""

from __future__ import annotations

from proofs_check.language.written import WrittenProof

_PAGE = "docs/literature-proofs.md"

RANK_PATTERNS = WrittenProof(
    f"{_PAGE}#kostant-partitions-and-ranks",
    ("inclusion and exclusion over intervals", "ranks of products count the intervals that contain both ends"),
    ("every chain of linear maps is a sum of intervals, in one way (Gabriel)",),
)
ORBIT_CODIMENSION = WrittenProof(
    f"{_PAGE}#codimensions-of-orbits",
    ("the maps between two intervals", "what of the count of common places and steps is left over"),
    ("every chain of linear maps is a sum of intervals, in one way (Gabriel)",),
)
RANK_CLOSURE = WrittenProof(
    f"{_PAGE}#closures-of-the-sets-of-given-rank",
    ("intervals are joined until the rank is reached", "finitely many orbits"),
)
ORBIT_SERIES = WrittenProof(
    f"{_PAGE}#counting-orbits",
    ("chains over a finite field are counted twice", "a triangular system is solved by the q-binomial theorem"),
    ("every chain of linear maps is a sum of intervals, in one way, over every field (Gabriel)",),
)
POCHHAMMER = WrittenProof(f"{_PAGE}#counting-orbits", ("partitions with at most s parts",))
INTEGER_PROGRAM = WrittenProof(
    f"{_PAGE}#the-integer-program",
    ("horizontal lace diagrams for increasing widths", "a gap that is closed gives a greater orbit"),
    ("an orbit in the closure of another has a greater codimension",),
)
CLOSEST_POINTS = WrittenProof(
    f"{_PAGE}#closest-points",
    ("the program as a squared distance", "last entries of a minimiser vanish", "exchange of one unit at a time"),
)
EQUAL_WIDTHS = WrittenProof(f"{_PAGE}#the-integer-program", ("lehalleur.program.minimum", "sums of squares of parts"))
LAYER_GRADIENT = WrittenProof(f"{_PAGE}#the-gradient-by-a-layer", ("the derivative of a quadratic polynomial",))
REDUCED_RANK = WrittenProof(
    f"{_PAGE}#the-best-map-of-bounded-rank",
    ("the loss as a squared distance in the metric of the inputs", "projections onto spaces of singular vectors"),
    ("Eckart and Young, with uniqueness where the singular values k and k + 1 differ",),
)
FULL_RANK_FACTORS = WrittenProof(
    f"{_PAGE}#factors-of-a-product-of-full-rank", ("the rank of a product is at most the rank of a factor",)
)
ANY_LOSS_SADDLES = WrittenProof(
    f"{_PAGE}#any-loss-of-the-product", ("laurent.gradient, for the loss and for its negative",)
)
ANY_LOSS_MINIMA = WrittenProof(
    f"{_PAGE}#any-loss-of-the-product",
    ("the product map is continuous, and onto without a bottleneck", "laurent.gradient"),
)
COMPLETIONS = WrittenProof(
    f"{_PAGE}#where-multiplication-is-open",
    ("a linear map that is given on a subspace, completed to the greatest rank",),
)
OPENNESS = WrittenProof(
    f"{_PAGE}#where-multiplication-is-open",
    ("a Schur complement of small norm and rank is a product of small factors", "columns of a product of full rank"),
)
DEGENERATE_POINTS = WrittenProof(
    f"{_PAGE}#degenerate-critical-points-of-two-layers", ("a direction in the kernel of a layer",)
)
OPEN_PRODUCTS = WrittenProof(
    f"{_PAGE}#products-of-full-rank-are-open", ("factors of a matrix of full rank by pseudo-inverses",)
)
SMALL_LAYERS = WrittenProof(
    f"{_PAGE}#layers-near-the-identity",
    ("a polar decomposition and its logarithms", "the layers are shared out, with few layers by hand"),
    ("a rotation is the exponential of a skew matrix of spectral norm at most pi",),
)
LEVEL_SETS = WrittenProof(
    f"{_PAGE}#connected-level-sets",
    ("moves that keep the product, to a normal form of the layers", "a segment of products"),
    ("the real matrices with a positive determinant are connected",),
)
STRICT_MINIMA = WrittenProof(f"{_PAGE}#connected-level-sets", ("an isolated point of a level set",))
