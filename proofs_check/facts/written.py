"""The written proofs in the documentation that settle claims for every depth, all widths and all data."""

from __future__ import annotations

from proofs_check.facts.extrema import ECKART_YOUNG
from proofs_check.facts.textbook import GRADED_JORDAN, IMPLICIT_FUNCTIONS, MORSE_BOTT, SYLVESTER
from proofs_check.language.written import WrittenProof

_INERTIA, _ORDER = "docs/inertia-theorem.md", "docs/saddle-order.md"
_STRINGS = "the statements about strings are claims of their own, ours.strings.*"
_FORM = "the reduction to Sxx = I, the splitting of the target, the normal form of the loss and the bases of strings"
_THIRD = "the passage from products of strings to independent products of linear forms, and the lemma on these"
_KINDS = "a representative with every selection and all string multiplicities of the right sums"

INERTIA = WrittenProof(f"{_INERTIA}#theorem", (_FORM, _THIRD, _STRINGS), (GRADED_JORDAN, SYLVESTER))
KINDS = WrittenProof(f"{_INERTIA}#the-finite-list-of-kinds", (_FORM, _KINDS), (GRADED_JORDAN,))
STRICTNESS = WrittenProof(
    f"{_INERTIA}#strictness",
    ("the inertia theorem", "path ranks less r are numbers of strings", _STRINGS),
    (GRADED_JORDAN, SYLVESTER),
)
VALUES = WrittenProof(f"{_INERTIA}#values", (_FORM, _KINDS), (GRADED_JORDAN,))
NORMAL_FORM = WrittenProof(
    f"{_ORDER}#the-normal-form-of-the-loss",
    ("the reduction to Sxx = I and the splitting of the target", "dimensions and images of the spaces K_j"),
)
SADDLES = WrittenProof(
    f"{_INERTIA}#no-spurious-minimum-and-no-maximum",
    ("the inertia theorem", "the order of a saddle, upper bound", "the lowest form of the pairing with E", _STRINGS),
    (ECKART_YOUNG, GRADED_JORDAN, SYLVESTER),
)
CLASSIFICATION = WrittenProof(
    f"{_INERTIA}#the-classification-of-achour-malgouyres-and-gerchinovitz",
    ("the inertia theorem, strictness and the theorem on saddles", _STRINGS),
    (ECKART_YOUNG, GRADED_JORDAN, SYLVESTER),
)
DEPTH_TWO_AND_ZERO = WrittenProof(
    f"{_INERTIA}#depth-2-and-zero",
    ("the inertia theorem and the theorem on saddles", "which strings occur", _STRINGS),
    (ECKART_YOUNG, GRADED_JORDAN, SYLVESTER),
)
HIDDEN_PRODUCT = WrittenProof(
    f"{_INERTIA}#a-product-of-hidden-layers-of-full-rank",
    ("the inertia theorem", "which strings occur", _STRINGS),
    (ECKART_YOUNG, GRADED_JORDAN, SYLVESTER),
)
FULL_PRODUCTS = WrittenProof(
    f"{_INERTIA}#products-of-full-rank",
    ("the inertia theorem and the theorem on saddles", "images and ranks of partial products"),
    (ECKART_YOUNG, GRADED_JORDAN, SYLVESTER),
)
REDUCED = WrittenProof(
    f"{_INERTIA}#the-reduced-problem-of-chitour-liao-and-couillet",
    ("the inertia theorem and the theorem on saddles", "which strings occur", _STRINGS),
    (ECKART_YOUNG, GRADED_JORDAN, SYLVESTER),
)
ORDER = WrittenProof(
    f"{_ORDER}#the-result-in-short",
    (
        "the normal form and the inertia theorem",
        "the slice at ties, and the lower bound by counting jumps",
        "the upper bound by curves of jumps, and the exception",
        _STRINGS,
    ),
    (ECKART_YOUNG, GRADED_JORDAN, SYLVESTER, IMPLICIT_FUNCTIONS),
)
ORDER_BOUNDED = WrittenProof(f"{_ORDER}#corollaries", ("the order of a saddle", _STRINGS), ORDER.facts)
DIMENSION = WrittenProof(
    f"{_ORDER}#the-dimension-of-a-kind",
    ("a kind is a bundle over a product of Grassmannians", "its fibre is one orbit, and the stabiliser of a point"),
    (GRADED_JORDAN,),
)
DEGENERATE = WrittenProof(
    f"{_ORDER}#the-dimension-of-a-kind",
    ("the dimension of a kind and the order of a saddle",),
    (*ORDER.facts, MORSE_BOTT),
)

# -- weight decay ------------------------------------------------------------------------------------------------------

_DECAY = "docs/decay.md"
_FRAMES = "balanced layers have common singular values and orthogonal frames (singular value decomposition)"
_SPLIT = "the splitting of the Hessian at a critical point (Theorem A)"
_WHITE = "the critical points for white inputs (Theorem B)"
VON_NEUMANN = "a real matrix has a singular value decomposition, and a real symmetric one a spectral decomposition"
ORBITS = "an orbit of a compact group is a compact manifold"

DECAY_HIDDEN = WrittenProof(
    f"{_DECAY}#hidden-directions",
    ("the product does not change under W_j -> g_j W_j g_{j-1}^{-1}, and this is differentiated twice",),
)
DECAY_MEAN = WrittenProof(f"{_DECAY}#unequal-decays", ("the linear change of variables W_j = c_j V_j",))
DECAY_CRITICAL = WrittenProof(
    f"{_DECAY}#white-inputs-the-critical-points", (_FRAMES, "the unused columns are rotated"), (VON_NEUMANN,)
)
DECAY_KINDS = WrittenProof(
    f"{_DECAY}#kinds", (_WHITE, "two choices of frames for the same labels differ by a group element"), (ORBITS,)
)
DECAY_SPECTRUM = WrittenProof(
    f"{_DECAY}#the-whole-spectrum", (_SPLIT, _WHITE, "second-order changes of two singular values"), (SYLVESTER,)
)
DECAY_INERTIA = WrittenProof(
    f"{_DECAY}#inertia", ("the whole spectrum (Theorem C)", "signs read off the table"), (SYLVESTER,)
)
DECAY_MORSE_BOTT = WrittenProof(
    f"{_DECAY}#nondegenerate-kinds-and-the-error-bound", ("the inertia (Theorem D)",), (SYLVESTER, MORSE_BOTT)
)
DECAY_CLASSES = WrittenProof(
    f"{_DECAY}#classes-and-thresholds",
    ("the inertia (Theorem D)", "the value of the large root decreases in s", "the loss is coercive"),
    (SYLVESTER, MORSE_BOTT),
)
DECAY_COLLAPSE = WrittenProof(
    f"{_DECAY}#zero-as-a-global-minimum", ("a global minimum exists and is balanced", "one-variable calculus"), ()
)
DECAY_REDUCTION = WrittenProof(f"{_DECAY}#other-inputs", (_SPLIT, "the second-order expansion of f"), (SYLVESTER,))
DECAY_AUTOENCODER = WrittenProof(
    f"{_DECAY}#autoencoders", (_FRAMES, "the trace argument", _SPLIT), (VON_NEUMANN, SYLVESTER)
)
DECAY_ANY_LOSS = WrittenProof(f"{_DECAY}#corollaries", (_SPLIT,), (SYLVESTER,))

BIASES = WrittenProof(
    "docs/biases.md#the-reduction-to-centred-data",
    ("a change of variables with a polynomial inverse keeps critical points, classes and inertia",),
    (SYLVESTER,),
)
