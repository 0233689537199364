"""The written proofs in the documentation that settle claims for every depth, all widths and all data."""

from __future__ import annotations

from proofs_check.facts.extrema import ECKART_YOUNG
from proofs_check.facts.textbook import (
    CENTRE_MANIFOLD,
    CENTRE_STABLE,
    CHAIN_TRANSITIVE,
    FLOW_MAPS,
    GRADED_JORDAN,
    IMPLICIT_FUNCTIONS,
    LOJASIEWICZ,
    MORSE_BOTT,
    NULL_PREIMAGES,
    POLYNOMIAL_ZEROS,
    SEMIALGEBRAIC,
    SYLVESTER,
)
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

_FLOWS, _ONE = "docs/almost-every.md", "docs/one-string-saddles.md"
_CONVERGE = "bounded trajectories by the conserved matrices, and the reduction of X to full row rank"
_STRICT = "the starts that converge to strict saddles form a null set"
_SADDLES = "the inertia theorem, strictness and the kinds of saddles"
_DYNAMICS = (
    ECKART_YOUNG,
    GRADED_JORDAN,
    SYLVESTER,
    LOJASIEWICZ,
    CENTRE_STABLE,
    POLYNOMIAL_ZEROS,
    FLOW_MAPS,
    NULL_PREIMAGES,
)
FLOWS_SHALLOW = WrittenProof(
    f"{_FLOWS}#one-hidden-layer", (_CONVERGE, _STRICT, "at depth 2 every saddle is strict", _STRINGS), _DYNAMICS
)
EXCEPTIONAL = WrittenProof(
    f"{_FLOWS}#the-criteria", ("ranks and products of layers from strings", _STRINGS), (GRADED_JORDAN,)
)
FLOWS = WrittenProof(
    f"{_FLOWS}#the-criteria",
    (_CONVERGE, _STRICT, _SADDLES, "criteria (A), (A2) and (B) exclude almost every start", _STRINGS),
    (*_DYNAMICS, SEMIALGEBRAIC),
)
FLOWS_DEPTH_THREE = WrittenProof(
    f"{_FLOWS}#depth-three",
    (_CONVERGE, _STRICT, _SADDLES, "criterion (A) excludes almost every start", "ranks at depth 3", _STRINGS),
    _DYNAMICS,
)
ONE_STRING_FACTS = (*_DYNAMICS, CHAIN_TRANSITIVE, CENTRE_MANIFOLD)
ONE_STRING = WrittenProof(
    f"{_ONE}#proof",
    (
        _CONVERGE,
        _STRICT,
        _SADDLES,
        "criterion (A) for the smaller ranks",
        "the flow on a centre manifold, its blow-up, and the limits on the sphere",
        "from the centre manifold to a neighbourhood",
        _STRINGS,
    ),
    ONE_STRING_FACTS,
)
EQUILIBRIA = WrittenProof(
    f"{_ONE}#the-equilibria-on-the-sphere", ("signatures by determinant and zero diagonal",), (SYLVESTER,)
)
FLOWS_DEEP = WrittenProof(
    f"{_FLOWS}#what-is-settled-and-what-is-open",
    ("the theorems of both pages on almost every trajectory, with their steps",),
    (*ONE_STRING_FACTS, SEMIALGEBRAIC),
)

_POINTS = "docs/reduced-problem.md"


def _on_points(heading: str, *steps: str, facts: tuple[str, ...] = ()) -> WrittenProof:
    return WrittenProof(f"{_POINTS}#{heading}", steps, facts)


NECESSARY = _on_points("a-necessary-condition", "blocks for one hidden layer, and a point that is not critical")
CRITICAL_VALUES = _on_points("values-and-strata", "the selection, and a critical point for each subset")
MINIMA = _on_points("one-hidden-layer", "the differential is onto, and the Hessian form is its square")
FORMS = _on_points("the-forms-of-proposition-5", "diagonal matrices split the forms into forms in two variables")
TANGENT = _on_points(
    "the-forms-of-proposition-5",
    "the inertia theorem, and the manifold of the points with a given selection",
    facts=(GRADED_JORDAN, SYLVESTER),
)
DEEP_FORMS = _on_points("more-hidden-layers", "the expansion of a product, and blocks of a permutation")
REDUCTIONS = _on_points("what-the-reduction-and-the-assumptions-do", "linear maps of the first layer, and ranks")
GENERIC = _on_points("what-the-reduction-and-the-assumptions-do", "a target at which the polynomial is not zero")
ALL_MINIMISERS = _on_points(
    "global-minimisers-and-curves-of-saddles",
    "every matrix of rank at most the least width is a product of weights",
    "the adapted bases",
    facts=(ECKART_YOUNG,),
)
RESCALED = _on_points("global-minimisers-and-curves-of-saddles", "an invertible linear map that keeps the loss")

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

BIASES = WrittenProof(
    "docs/biases.md#the-reduction-to-centred-data",
    ("a change of variables with a polynomial inverse keeps critical points, classes and inertia",),
    (SYLVESTER,),
)

_LITERATURE = "docs/literature-proofs.md"
RANK_CONSTRAINED = WrittenProof(
    f"{_LITERATURE}#local-minima-over-matrices-of-bounded-rank",
    ("the theorem on saddles", "the product map is continuous"),
    SADDLES.facts,
)
RESIDUAL = WrittenProof(
    f"{_LITERATURE}#residual-layers", ("least singular values of products are at least the products of the least ones",)
)
LEAST_NORMS = WrittenProof(
    f"{_LITERATURE}#the-least-norms-on-a-fibre",
    ("a continuous function with bounded sublevel sets has a least value on a closed set", "the first-order condition"),
)
SAME_LAWS = WrittenProof(
    f"{_LITERATURE}#skip-connections-keep-the-laws", ("the gradient fields at a point are the same sets",)
)

IDENTITY_START = WrittenProof(
    f"{_LITERATURE}#descent-from-the-identity",
    ("squares of symmetric matrices have no negative eigenvalue", "bartlett.identity.symmetric"),
)
DETERMINANT = WrittenProof(
    f"{_LITERATURE}#the-determinant-keeps-its-sign",
    (
        "Jacobi's formula for the derivative of a determinant",
        "solutions of y' = g(t) y with continuous g keep their sign",
    ),
)
RIEMANNIAN = WrittenProof(
    f"{_LITERATURE}#the-flow-of-the-product-is-riemannian", ("arora.end-to-end", "bases of singular vectors")
)
ALIGNED = WrittenProof(
    f"{_LITERATURE}#an-aligned-global-minimum",
    ("a least squares problem over matrices of bounded rank has a solution",),
)
TWO_SLOPES = WrittenProof(
    f"{_LITERATURE}#two-slopes",
    ("near the point the network is an affine function", "kinks and affine functions span all functions on the data"),
)
SINGLE_OUTPUT = WrittenProof(f"{_LITERATURE}#one-output", ("arora.end-to-end", "powers of a matrix of rank one"))
CONVOLUTIONS = WrittenProof(f"{_LITERATURE}#convolutions-as-polynomials", ("the coefficients of a product",))
CONVOLUTION_DIMENSION = WrittenProof(
    f"{_LITERATURE}#the-dimension-of-convolutional-networks",
    ("a polynomial has finitely many factors up to scalars", "the dimensions of an image and of the general fibre"),
)
CONVOLUTION_CRITICAL = WrittenProof(
    f"{_LITERATURE}#where-filters-share-a-root", ("unique factorisation of forms in two variables",)
)
CONVOLUTION_NORMS = WrittenProof(f"{_LITERATURE}#norms-of-filters", ("Euler's identity",))

FLAT_MINIMA = WrittenProof(
    f"{_LITERATURE}#flat-minima",
    ("the Hessian at zero residual is a Gram matrix", "Cauchy-Schwarz and the means, with equality"),
)
FLAT_PAIRS = WrittenProof(
    f"{_LITERATURE}#flat-minima-of-two-layers", ("eigenvalues of a Kronecker sum", "norms of products")
)
FLAT_FACTORS = WrittenProof(
    f"{_LITERATURE}#norms-of-factors-and-flat-minima", ("mulayoff.flat.value", "norms of sums and of products")
)
CONVOLUTION_CONE = WrittenProof(
    f"{_LITERATURE}#two-filters-with-two-entries", ("kohn.lcn.critical", "the formula for quadratic equations")
)
IDENTITY_POSITIVE = WrittenProof(
    f"{_LITERATURE}#from-the-identity-to-a-positive-target",
    ("bartlett.identity.symmetric", "bounded monotone solutions of a scalar equation converge to its zeros"),
)
MODE_TIME = WrittenProof(f"{_LITERATURE}#the-time-to-learn-a-mode", ("saxe.modes",))

# -- dynamics ----------------------------------------------------------------------------------------------------------

_DYNAMICS_PAGE = "docs/flow.md"
_FLOW_UNIQUE = "solutions of a differential equation with a smooth right-hand side are unique"


def _on_flow(heading: str, *steps: str, facts: tuple[str, ...] = ()) -> WrittenProof:
    return WrittenProof(f"{_DYNAMICS_PAGE}#{heading}", steps, facts)


MODES = _on_flow(
    "one-mode",
    "aligned balanced layers put into the flow",
    "the integral by partial fractions and a power series",
    facts=(_FLOW_UNIQUE,),
)
MODE_LAW = _on_flow(
    "one-mode",
    "singular vectors put into the flow of the product",
    facts=("a simple singular value is differentiable, with the derivative u^T P' v",),
)
BALANCED_MANIFOLD = _on_flow(
    "the-balanced-manifold",
    "the derivative of the imbalances is onto",
    facts=("the zeros of a smooth map with surjective derivative form a manifold of the expected dimension",),
)
FIT_RATE = _on_flow("convergence", "the gradient of each layer and the residual", facts=())
ESCAPE_TIME = _on_flow(
    "leaving-zero",
    "Euler's identity, the nuclear norm of a product, and arithmetic and geometric means",
    "comparison of scalar differential equations",
)
SCALAR_CYCLES = _on_flow("a-cycle-of-two-steps", "sum and difference of the two equations, and their derivatives")
BALANCED_CYCLES = _on_flow(
    "all-layers-of-a-cycle-have-one-modulus", "sums and differences of two layers are multiplied by numbers"
)
STEP_BOUND = _on_flow(
    "the-longest-step",
    "the residual after the step as a symmetric operator on the residual before, by the weights half-way",
    "the range of ab for given a^2 + b^2",
)
MATRIX_CYCLES = _on_flow(
    "cycles-of-several-modes",
    "the Hessian in blocks of two modes, and the products of two of them",
    "the criterion of Schur and Cohn for two by two blocks",
    facts=("a manifold of fixed points whose transverse multipliers have modulus below 1 attracts a neighbourhood",),
)
DECREASING_STEPS = _on_flow(
    "steps-that-decrease", "bounds of the Gram matrices by balance and loss", "the loss falls along each step"
)
CONSTANT_STEPS = _on_flow(
    "steps-that-do-not-decrease",
    "bounds of the Gram matrices by balance and loss",
    "the loss falls along each step",
    facts=("bounded descent of an analytic function, with a loss that falls enough in each step, converges (Absil)",),
)
INCREMENTAL = _on_flow("one-after-the-other", "comparison of the two times, with one factor of the integrand bounded")
MARGIN_RATE = _on_flow("a-deficiency-margin", "least singular values of balanced products, and the margin is kept")
DEFINITE_IMBALANCES = _on_flow("definite-imbalances", "least eigenvalues of products of two layers, and a comparison")
RANK_IS_KEPT = _on_flow(
    "the-rank-is-kept",
    "every layer moves by a bounded matrix times itself",
    facts=("a linear differential equation with bounded measurable coefficients has an invertible fundamental matrix",),
)
JUMP_TIMES = _on_flow("jumps-from-a-vanishing-start", "two bounds of the logistic curve")
STOCHASTIC_STEP = _on_flow("a-random-step", "expectation of the one-step identity of each draw")
HEAVY_BALL = _on_flow("adam-does-not-keep-it", "the first terms of a Taylor series")
BOTTLENECK_RATE = _on_flow(
    "a-narrow-layer",
    "blocks of E in the singular vectors of Q, and a block matrix bounded by a diagonal one",
    "the gradients of the first and of the last layer",
    facts=("eigenvalues are monotone in the order of symmetric matrices",),
)
DESCENT_RATE = _on_flow("enclosed-descent", "the loss along a step, and a telescoping sum")
