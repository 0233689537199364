"""Facts of textbooks that several claims name among their axioms, each in one sentence."""

CONSTANT = "a differentiable function on an interval whose derivative vanishes is constant"
GRADED_JORDAN = (
    "a nilpotent map of degree one of a vector space graded by a cyclic group has a homogeneous Jordan basis, unique "
    "up to isomorphism"
)
SYLVESTER = "Sylvester's law of inertia"
IMPLICIT_FUNCTIONS = "the implicit function theorem"
MORSE_BOTT = (
    "Morse-Bott lemma: where critical points form a manifold tangent to the whole kernel of a Hessian without negative "
    "eigenvalues, they are local minima"
)
LOJASIEWICZ = "Lojasiewicz: a bounded trajectory of the gradient flow of an analytic function converges"
CENTRE_STABLE = (
    "centre-stable manifolds: near a fixed point with an eigenvalue of modulus > 1 of a local C^1 diffeomorphism, the "
    "points that stay near it lie in a C^1 disc of codimension at least 1"
)
POLYNOMIAL_ZEROS = "the zero set of a polynomial that is not zero is a null set"
SEMIALGEBRAIC = "polynomial images of semialgebraic sets, and Zariski closures, have no larger dimension"
FLOW_MAPS = "the flow map of a smooth vector field is a diffeomorphism onto its image"
CHAIN_TRANSITIVE = (
    "omega-limits of precompact orbits are internally chain transitive; for a gradient flow with finitely many "
    "equilibria such a set is one equilibrium"
)
CENTRE_MANIFOLD = (
    "C^m centre manifolds (m >= 5) contain all equilibria nearby; without unstable directions a neighbourhood has an "
    "invariant C^1 foliation over them, whose leaves contract"
)
NULL_PREIMAGES = (
    "preimages of null sets under C^1 submersions are null sets (Fubini), and an open cover has a countable subcover"
)
SIMPLE_SPECTRUM = (
    "an orthogonal projection that commutes with a symmetric matrix with distinct eigenvalues is the projection onto "
    "the span of some of its eigenvectors"
)
