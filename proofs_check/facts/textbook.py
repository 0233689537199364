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
