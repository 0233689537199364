"""Certificates forged by hand: words, facts and hash are those of a rule, and what is given does not meet it."""

import re

import pytest
from certificate_cases import problem_data, with_moments
from certificate_examples import refused, sealed

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates.build import rules


def forged(name, given, **evidence):
    """The rule's own words and facts about what is given."""
    rule = rules()[name]
    facts = [
        fact | ({"evidence": evidence[fact["kind"]]} if fact["kind"] in evidence else {}) for fact in rule["facts"]
    ]
    about = {"format": kernel.FORMAT, "conclusion": name, "sentence": rule["sentence"], "claim": rule["claim"]}
    return sealed(about | {"given": given, "facts": facts})


def case(problem, values=None, **points):
    found = {"problem": problem_data(problem) if isinstance(problem, dln.Problem) else problem}
    return found | ({"points": points} if points else {}) | ({"values": values} if values else {})


def values(**named):
    return {"values": named}


def moments(widths, Sxx, Syx, Syy, factor="1/2"):
    """As written, whether data have such moments or not."""
    return {"widths": widths, "Sxx": Sxx, "Syx": Syx, "Syy": Syy, "loss_factor": factor}


def joint(*atoms):
    return {"laws": {"Joint": {"atoms": [dict(atom) for atom in atoms]}}}


ONE = dln.Problem.canonical((3,), (1, 1, 1))
TWO = dln.Problem.canonical((3, 2), (2, 2, 2))
DEEP = dln.Problem.canonical((3,), (1, 1, 1, 1))
WIDE = dln.Problem.canonical((3,), (1, 2, 1))
ZERO, LEAST = [[["0"]], [["0"]]], [[["3"]], [["1"]]]
ZERO_2 = [[["0", "0"], ["0", "0"]], [["0", "0"], ["0", "0"]]]
SECOND = [[["0", "2"], ["0", "0"]], [["0", "0"], ["1", "0"]]]  # the second singular value alone is fitted
UNIT, HALVES = [["1", "0"], ["0", "1"]], [["0", "1"], ["0", "0"]]
GENERIC = [[["a"]], [["b"]]]
CROSSED = with_moments((2, 1, 2), [[1, 0], [0, 1]], [[0, 1], [0, 0]], [[1, 0], [0, 0]])
AT_CROSSED = {"p": [[["0", "0"]], [["0"], ["1"]]]}
PROJECTIONS = {"K": UNIT, "P": [["0", "0"], ["0", "1"]], "C": [["0", "1"]]}
TRAJECTORY = {"A": "-1", "B": "2", "P": "1", "Q": "2"}
PAIR = {"A1": "-1", "B1": "3", "S1": "3", "A2": "-1", "B2": "2", "P2": "1", "Q2": "2"}
FLOW = {"X": "2", "Y": "1", "A": "0", "B": "1"}
DECAYED = {"L": "1", "A": [["0"]], "B": [["0"], ["1"]]}
SYSTEM = {"D": "3", "A": [["0", "0", "1"], ["0", "0", "1"]], "Y": [["0"], ["1"]], "Z": [["-1", "1"]]}
DOWN = {"down_p": [[["1"]], [["1"]]]}
ROOT = {"K": [["1"]]}
FIVE, FIFTEEN = dln.Problem.canonical((5,), (1, 1, 1)), dln.Problem.canonical((15,), (1, 1, 1, 1))
WIDE_3 = dln.Problem.canonical((3, 2, 1), (3, 1, 3))
ZERO_3, LEAST_WITH_DECAY = [[["0"]], [["0"]], [["0"]]], [[["2"]], [["2"]]]  # w^2 = 5 - 1 at the decay 1

FORGERIES = {
    # values that are not numbers, or none of the kind that the sentence speaks of
    "a letter that a later substitution would capture": (
        "chitour.reduction.flow",
        values(X="1", Y="2", A="y", B="1"),
        "A must be a number",
    ),
    "a letter for the input": ("chitour.reduction.flow", values(**FLOW | {"X": "x"}), "X must be a number"),
    "flows that agree, as X = 1": ("chitour.reduction.flow", values(**FLOW | {"X": "1"}), "false"),
    "flows that agree, as b = 0": ("chitour.reduction.flow", values(**FLOW | {"B": "0"}), "false"),
    "a negative input": ("chitour.reduction.flow", values(**FLOW | {"X": "-2"}), "false"),
    "one and a half dimensions": (
        "lucchi.remark-large-sigma",
        values(D="3/2", N="1", V="5/2"),
        "D must be a whole number",
    ),
    "a loss that is convex": ("laurent.arbitrary-loss", values(C="1", D="0", E="0", R="3"), "false"),
    "a codimension that is zero": ("lehalleur.formula.any-rank", values(A="2", B="2", C="2", R="2", K="0"), "false"),
    "a positive lower index": ("lehalleur.formula.index", values(A="1", B="1", C="2", T="2"), "false"),
    "half a width": ("lehalleur.formula.index", values(A="1/2", B="1", C="1", T="2"), "A must be a whole number"),
    "a small input": ("hardt.eq2.3", values(A="0", R="0", X="1", T="1/2"), "false"),
    "a layer that is not near the identity": ("hardt.eq2.3", values(A="-2", R="0", X="2", T="1/2"), "false"),
    "six layers": ("hardt.thm2.1", values(L="6"), "false"),
    "layers that commute": (
        "hardt.lemma2.4",
        case(dln.Problem.canonical((3,), (1, 1, 1, 1)), p=[[["1"]], [["2"]], [["3"]]]),
        "false",
    ),
    "two points on one side": (
        "freeman.level-sets.connected",
        case(dln.Problem.canonical((1,), (1, 1, 1)), {"L": "1/4"}, p=[[["1"]]] * 2, q=[[["1"]]] * 2, o=[[["0"]]] * 2),
        "false",
    ),
    "another target": (
        "nouiehed.linear.example",
        case(
            moments([2, 1, 1, 2], [["1", "0"], ["0", "1"]], [["0", "0"], ["0", "2"]], [["0", "0"], ["0", "4"]]),
            q=[[["1", "a"]], [["c"]], [["1"], ["b"]]],
        ),
        "false",
    ),
    "a loss that falls from zero": ("laurent.arbitrary-loss", values(C="1", D="-2", E="0", R="1"), "false"),
    "half a layer": ("lucchi.remark-large-sigma", values(D="1", N="1/2", V="3/2"), "N must be a whole number"),
    "no dimension": ("lucchi.remark-large-sigma", values(D="0", N="2", V="3/2"), "false"),
    "a matrix for the variance": ("lucchi.remark-large-sigma", values(D="1", N="1", V=[["3/2"]]), "V must be a number"),
    "a variance above the threshold": ("lucchi.remark-large-sigma", values(D="1", N="1", V="2"), "false"),
    # moments of no data
    "a negative second moment": (
        "strict saddle",
        case(moments([1, 1, 1], [["-1"]], [["0"]], [["0"]]), p=ZERO, **DOWN),
        "have these moments",
    ),
    "targets that vary with inputs that do not": (
        "strict saddle",
        case(moments([1, 1, 1], [["0"]], [["1"]], [["9"]]), p=ZERO, **DOWN),
        "have these moments",
    ),
    "a larger covariance than data have": (
        "achour.rank-constrained.converse",
        case(moments([1, 1, 1], [["1"]], [["4"]], [["9"]]), ROOT, p=ZERO, **DOWN),
        "have these moments",
    ),
    "targets without a square": (
        "lucchi.saddle-definition",
        case(moments([1, 1, 1, 1], [["1"]], [["3"]], [["0"]]), p=[*ZERO, [["0"]]], q=[[["1"]]] * 3),
        "have these moments",
    ),
    "a constant loss of no data": (
        "lucchi.thm8.1",
        case(moments([1, 1, 1], [["0"]], [["0"]], [["-1"]]), g=GENERIC),
        "have these moments",
    ),
    # classes of points
    "a saddle that is not a critical point": (
        "strict saddle",
        case(ONE, p=[[["1"]], [["0"]]], **DOWN),
        "gradient-zero",
    ),
    "a direction with a letter": ("strict saddle", case(ONE, p=ZERO, down_p=[[["a"]], [["1"]]]), "must be numbers"),
    "a direction in which the loss rises": ("strict saddle", case(ONE, p=LEAST, down_p=LEAST), "false"),
    "a minimiser of a loss that is lower elsewhere": (
        "global minimiser",
        case(TWO, {"K": UNIT, "A": [["9", "0"], ["0", "0"]], "Mu": "4"}, p=SECOND),
        "false",
    ),
    "a bound by a matrix with a negative eigenvalue": (
        "global minimiser",
        case(
            dln.Problem.canonical((3, 2), (2, 1, 2)),
            {"K": UNIT, "A": [["4", "0"], ["0", "-1"]], "Mu": "5"},
            p=[[["1", "0"]], [["2"], ["0"]]],
        ),
        '"negative","A"',
    ),
    "a bound by a matrix of another shape": (
        "global minimiser",
        case(ONE, {"K": [["1"]], "A": UNIT, "Mu": "0"}, p=LEAST),
        "A must be a matrix of shape 1 x 1",
    ),
    # Assumption H, and the rank of the product
    "an inverse of a matrix that has none": (
        "achour.rank-constrained.converse",
        case(
            with_moments((2, 1, 1), [[1, 0], [0, 0]], [[1, 0]], [[1]]),
            {"K": UNIT},
            p=[[["0", "0"]], [["0"]]],
            down_p=[[["1", "0"]], [["1"]]],
        ),
        '"K"',
    ),
    "two outputs": (
        "achour.rank-constrained.converse",
        case(dln.Problem.canonical((3, 3), (2, 2, 2)), {"K": UNIT}, p=ZERO_2, down_p=[UNIT, UNIT]),
        '"relation":"=","right":1',
    ),
    "an inverse that is a number": (
        "achour.rank-constrained.converse",
        case(ONE, {"K": "1"}, p=ZERO, **DOWN),
        "K must be a matrix",
    ),
    # Section 3
    "another matrix for D_W": (
        "chitour.lemma3.2.permutation",
        case(TWO, {"D": HALVES}, p=SECOND),
        '"left":\\["\\*","S","D"\\]',
    ),
    "a permutation that is found": (
        "chitour.lemma3.2.permutation",
        case(TWO, {"D": [["0", "0"], ["0", "0"]]}, p=ZERO_2),
        "every-permutation",
    ),
    "equal singular values": (
        "chitour.lemma3.2.blocks",
        case(dln.Problem.canonical((2, 2), (2, 2, 2)), p=SECOND),
        "reduced-problem",
    ),
    "a hidden layer that is too narrow": (
        "chitour.lemma3.2.residual",
        case(dln.Problem.canonical((3, 2), (2, 1, 2)), p=[[["0", "2"]], [["0"], ["1"]]]),
        "reduced-problem",
    ),
    "a residual at a point that is not critical": (
        "chitour.lemma3.2.residual",
        case(TWO, p=[UNIT, HALVES]),
        "gradient-zero",
    ),
    "a weight that is fixed": (
        "chitour.lemma3.2.necessary.every-depth",
        case(ONE, g=[[["a"]], [["0"]]]),
        "must be letters",
    ),
    "one letter for two weights": (
        "chitour.lemma3.2.necessary.every-depth",
        case(ONE, g=[[["a"]], [["a"]]]),
        "Two weights are the same letter",
    ),
    "two hidden units": ("chitour.prop4.iii.variety", case(WIDE, g=[[["a"], ["b"]], [["c", "d"]]]), '"kind":"widths"'),
    "another loss factor": (
        "chitour.prop4.i",
        case(dln.Problem.canonical((3,), (1, 1, 1), loss_factor=1), o=ZERO, p=LEAST),
        "reduced-problem",
    ),
    "a maximum that is nowhere exceeded": ("chitour.prop4.i", case(ONE, o=LEAST, p=LEAST), "false"),
    "a zero of (23) that is critical": ("chitour.prop4.iii.zero-set", case(ONE, p=ZERO), "gradient-nonzero"),
    "a degree that is as printed": ("chitour.degree", case(ONE, g=GENERIC), '"degree"'),
    "a degree in some of the weights": ("chitour.degree", case(ONE, g=[[["a"]], [["1"]]]), "must be letters"),
    "a second derivative in the direction 0": ("chitour.prop3.hessian", case(ONE, p=ZERO, v=ZERO), "some-failure"),
    # Section 4
    "strata of a deeper network": ("chitour.strata-values", case(DEEP, p=[*ZERO, [["0"]]]), '"left":\\["depth"\\]'),
    "a stratum of rank 1": ("chitour.strata-values", case(TWO, p=SECOND), '"rank"'),
    "a stratum of one point": ("chitour.strata-count", case(ONE, f=ZERO), '"free"'),
    "a stratum with W_2 free": ("chitour.strata-count", case(ONE, f=[[["0"]], [["a"]]]), "false"),
    "no negative eigenvalue, as the network is deeper": (
        "chitour.normal-hyperbolicity.range",
        case(DEEP, p=[*ZERO, [["0"]]]),
        '"left":\\["depth"\\]',
    ),
    "no negative eigenvalue where the point is not critical": (
        "chitour.normal-hyperbolicity.range",
        case(ONE, p=[[["2"]], [["1"]]]),
        "gradient-zero",
    ),
    "a letter that counts twice": (
        "chitour.prop5.dimension",
        case(WIDE, f=[[["a"], ["a"]], [["0", "0"]]]),
        "false|two weights",
    ),
    "a family that is not critical": (
        "chitour.prop5.dimension",
        case(WIDE, f=[[["a"], ["b"]], [["0", "0"]]]),
        "gradient-zero",
    ),
    "a family without a rank": (
        "chitour.prop5.dimension",
        case(WIDE, f=[[["0"], ["0"]], [["a", "b"]]]),
        "false|letters",
    ),
    "more inputs than outputs": (
        "chitour.prop5.q2",
        case(dln.Problem.canonical((3,), (2, 2, 1)), p=[[["0", "0"]] * 2, [["0", "0"]]]),
        "false",
    ),
    "another tangent vector": (
        "chitour.prop5.orthogonal",
        case(
            dln.Problem.canonical((2, 1), (2, 2, 2)),
            f=[[["a", "0"], ["0", "0"]], [["b", "0"], ["0", "0"]]],
            v=[UNIT, UNIT],
            s=[[["1", "0"], ["0", "0"]], ZERO_2[0]],
        ),
        "The point v is not the one in the rule",
    ),
    # Section 2
    "a start on the other branch": ("chitour.prop2", values(**TRAJECTORY | {"B": "-2"}), "false"),
    "a start at the limit": ("chitour.prop2", values(A="1", B="2", P="1", Q="2"), "false"),
    "a start that is a letter of the lemma": ("chitour.prop2", values(**TRAJECTORY | {"A": "a"}), "A must be a number"),
    "another invariant at the limit": ("chitour.prop2", values(**TRAJECTORY | {"Q": "3"}), "false"),
    "a first component that is not slower": ("chitour.prop2.printed-index", values(**PAIR | {"B1": "2"}), "false"),
    "targets in the wrong order": ("chitour.prop2.printed-index", values(**PAIR | {"S1": "1"}), "false"),
    "values of the other proposition": ("chitour.prop2", values(**PAIR), "no others"),
    "no positive eigenvalue": (
        "chitour.prop2.rank",
        case(dln.Problem.canonical((3,), (2, 2, 1)), p=[UNIT, [["0", "0"]]]),
        '"positive"',
    ),
    "a number that separates nothing": (
        "chitour.prop2.index",
        case(WIDE, {"B": "2"}, p=[[["0"], ["0"]], [["0", "1"]]]),
        "false",
    ),
    "bounds in the wrong order": (
        "chitour.remark4",
        case(WIDE, {"A": "2", "B": "1", "V": "0"}, p=[[["0"], ["1"]], [["0", "1"]]]),
        "false",
    ),
    "a bound that is not a bound": (
        "chitour.remark4",
        case(WIDE, {"A": "1", "B": "2", "V": "0"}, p=[[["0"], ["1"]], [["0", "1"]]]),
        "false",
    ),
    "a target without a hidden layer that is wide enough": (
        "chitour.target-positive",
        case(with_moments((2, 1, 2), [[1, 0], [0, 1]], [[0, 0], [0, 1]], [[1, 0], [0, 1]]), {"K": UNIT}),
        '"least-width"',
    ),
    "targets of less than full rank": (
        "chitour.target-positive",
        case(with_moments((1, 1, 1), [[1]], [[0]], [[0]]), ROOT),
        '"Syy"',
    ),
    "a negative decay": ("chitour.remark3.regularised", values(**DECAYED | {"L": "-1"}), "false"),
    "no decay": ("chitour.remark3.regularised", values(**DECAYED | {"L": "0"}), "some-failure"),
    "logits that differ": ("chitour.remark3.regularised", values(**DECAYED | {"A": [["1"]]}), "false"),
    "three classes": (
        "chitour.remark3.regularised",
        values(**DECAYED | {"B": [["0"], ["1"], ["1"]]}),
        "B must be a matrix of shape 2 x 1",
    ),
    # random letters
    "a law of Gaussians": (
        "lucchi.lemma12",
        {"laws": {"Joint": {"gaussian": {"w": "1", "x": "1"}}}},
        "must have atoms",
    ),
    "an atom without a letter": (
        "lucchi.lemma10.random",
        joint({"w": "1", "a": "1", "b": "1"}, {"w": "-1", "a": "1"}),
        "must give w, a, b",
    ),
    "letters that are correlated": (
        "lucchi.lemma10.random",
        joint({"w": "1", "a": "1", "b": "0"}, {"w": "-1", "a": "0", "b": "1"}),
        "false",
    ),
    "a law whose values are letters": (
        "lucchi.lemma12",
        joint({"w": "v", "x": "0"}, {"w": "-1", "x": "1"}),
        "letters in it",
    ),
    "a letter of one size": ("lucchi.lemma13.brace", joint({"w": "1"}, {"w": "-1"}), "false"),
    "a letter with a mean": ("lucchi.lemma13.brace", joint({"w": "0"}, {"w": "1"}), "false"),
    "a constant that is random": ("lucchi.lemma12", joint({"w": "0", "x": "1"}, {"w": "0", "x": "2"}), "false"),
    "another law beside that of the rule": (
        "lucchi.xavier.fixed-width",
        {"laws": {"Normal": {"gaussian": {"v": "2"}}}},
        "laws and no others: none",
    ),
    # Baldi and Hornik; systems of equations
    "an oblique projection": (
        "lucchi.thm6",
        case(CROSSED, PROJECTIONS | {"P": [["0", "0"], ["1", "1"]], "C": [["1", "1"]]}, **AT_CROSSED),
        '"T","P"',
    ),
    "twice a projection": (
        "lucchi.thm6",
        case(CROSSED, PROJECTIONS | {"P": [["0", "0"], ["0", "2"]], "C": [["0", "2"]]}, **AT_CROSSED),
        "false",
    ),
    "a projection on more than the span": (
        "lucchi.thm6",
        case(CROSSED, PROJECTIONS | {"P": UNIT}, **AT_CROSSED),
        "false",
    ),
    "a map as printed": (
        "lucchi.thm6",
        case(dln.Problem.canonical((3, 2), (2, 1, 2)), PROJECTIONS, p=[[["0", "2"]], [["0"], ["1"]]]),
        "some-failure",
    ),
    "a smaller loss that is a letter": (
        "lucchi.saddle-definition",
        case(DEEP, p=[*ZERO, [["0"]]], q=[[["a"]], [["1"]], [["1"]]]),
        "must be numbers",
    ),
    "a minimiser": ("lucchi.saddle-definition", case(ONE, p=LEAST, q=LEAST), "false"),
    "a loss that is not constant": ("lucchi.thm8.1", case(ONE, g=GENERIC), "false"),
    "a loss that is constant along some weights": ("lucchi.thm8.1", case(ONE, g=ZERO), "must be letters"),
    "unknowns that are only said to be there": (
        "lucchi.overparametrised",
        values(**SYSTEM | {"D": "4"}),
        "A must be a matrix of shape 2 x 4",
    ),
    "as many unknowns as equations": (
        "lucchi.overparametrised",
        values(D="2", A=[["1", "0"], ["1", "0"]], Y=[["0"], ["1"]], Z=[["-1", "1"]]),
        "false",
    ),
    "a system that has a solution": (
        "lucchi.overparametrised",
        values(**SYSTEM | {"Y": [["1"], ["1"]]}),
        "some-failure",
    ),
    "an equation that is not a plane": (
        "lucchi.overparametrised",
        values(D="3", A=[["0", "0", "0"], ["0", "0", "1"]], Y=[["1"], ["1"]], Z=[["1", "0"]]),
        "false",
    ),
    "a minimum that is the lowest": (
        "ours.decay.depth2-no-spurious",
        case(FIVE, p=LEAST_WITH_DECAY, q=LEAST_WITH_DECAY) | values(L="1"),
        "false",
    ),
    "a critical point of the loss without the decay": (
        "ours.decay.depth2-no-spurious",
        case(FIVE, p=[[["5"]], [["1"]]], q=[[["5"]], [["1"]]]) | values(L="1"),
        "false",
    ),
    "a decay that is negative": (
        "ours.decay.depth2-no-spurious",
        case(FIVE, p=LEAST_WITH_DECAY, q=LEAST_WITH_DECAY) | values(L="-1"),
        "false",
    ),
    "a decay that is a letter": (
        "ours.decay.scalar-one-minimum",
        case(DEEP, p=ZERO_3, q=ZERO_3) | values(L="x"),
        "without letters",
    ),
    "one minimum twice, by symmetry": (
        "ours.decay.scalar-one-minimum",
        case(FIFTEEN, p=[[["2"]], [["2"]], [["2"]]], q=[[["-2"]], [["-2"]], [["2"]]]) | values(L="14"),
        "false",
    ),
    "another curve": (
        "ours.decay.finite-orbits",
        case(WIDE_3, p=[[["a", "b", "c"]], [["a"], ["b"], ["c"]]]),
        "The point p is not the one in the rule",
    ),
    "a product that is diagonal": (
        "ours.decay.commuting-aligned",
        case(CROSSED, p=[[["0", "0"]], [["0"], ["0"]]]) | values(L="1"),
        "false",
    ),
    "two combinations of equations": (
        "lucchi.overparametrised",
        values(**SYSTEM | {"Z": [["-1", "1"], ["1", "-1"]]}),
        "Z must be a matrix of shape 1 x 2",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_rejected_for_its_fault(name):
    rule, given, reason = FORGERIES[name]
    full = rule if rule in rules() else f"refutes {rule}"
    said = refused(forged(full, given))
    assert re.search(reason, said), said
    assert "malformed" not in said


def test_there_are_forgeries_of_every_rule_for_a_claim():
    forged_rules = {rule if rule in rules() else f"refutes {rule}" for rule, _, _ in FORGERIES.values()}
    twin = {"refutes lucchi.saddle-definition.general-data"}  # the same facts as its twin
    assert forged_rules | twin | {"non-strict saddle"} == set(rules())


CURVES = {  # of (3 - w_3 w_2 w_1)^2 / 2 at 0
    "a curve from another point": ([[[["1"]], [["1"]]], [[["0"]], [["1"]]], [[["0"]], [["1"]]]], "does not begin"),
    "a curve that does not move": ([[[["0"]]], [[["0"]]], [[["0"]]]], "descent-curve"),
    "a curve along which the loss rises": (
        [[[["0"]], [["-1"]]], [[["0"]], [["1"]]], [[["0"]], [["1"]]]],
        "false",
    ),
    "a curve with a letter": ([[[["0"]], [["a"]]], [[["0"]], [["1"]]], [[["0"]], [["1"]]]], "letters in it"),
    "a curve of two layers": ([[[["0"]], [["1"]]], [[["0"]], [["1"]]]], "does not begin"),
    "a curve of matrices of other shapes": (
        [[[["0"]], [["1", "0"]]], [[["0"]], [["1"]]], [[["0"]], [["1"]]]],
        "shapes",
    ),
}


@pytest.mark.parametrize("name", CURVES)
def test_a_forged_curve_is_rejected(name):
    layers, reason = CURVES[name]
    up = {"layers": [[[["0"]], [["-1"]]], [[["0"]], [["1"]]], [[["0"]], [["1"]]]]}
    down = {"layers": [[[["0"]], [["1"]]], [[["0"]], [["1"]]], [[["0"]], [["1"]]]]}
    given = case(DEEP, p=[*ZERO, [["0"]]])
    assert kernel.check(forged("non-strict saddle", given, **{"descent-curve": down, "ascent-curve": up}))
    said = refused(forged("non-strict saddle", given, **{"descent-curve": {"layers": layers}, "ascent-curve": up}))
    assert re.search(reason, said), said


WORDS = {  # of a certificate that refutes chitour.degree
    "another claim": {"claim": {"id": "chitour.prop4.i", "statement": "x"}},
    "no claim": {"claim": None},
    "another statement of the claim": {"claim": {"id": "chitour.degree", "statement": "L = 0"}},
    "another sentence": {"sentence": "The theorem is refuted."},
    "a conclusion without a rule": {"conclusion": "refutes chitour.dissipation"},
    "a conclusion that is a list": {"conclusion": ["refutes chitour.degree"]},
    "the conclusion of another rule": {"conclusion": "refutes chitour.prop4.iii.variety"},
    "no conclusion": {"conclusion": None, "sentence": None},
    "a rule of its own": {"rule": {"facts": []}},
    "another format": {"format": "symdln certificate 1"},
}


@pytest.mark.parametrize("name", WORDS)
def test_the_question_is_that_of_the_rule(name):
    made = forged("refutes chitour.degree", case(DEEP, g=[[["a"]], [["b"]], [["c"]]]))
    assert kernel.check(made).startswith("refutes chitour.degree: ")
    assert "malformed" not in refused(sealed(made | WORDS[name]))


def test_substitution_is_simultaneous():
    """x y with y for x and 2 for y is 2 y; one after the other it would be 4."""
    a = {("x", "y"): kernel.Fraction(1)}
    y, two = {("y",): kernel.Fraction(1)}, kernel.constant(2)
    assert kernel.substitute(a, {"x": y, "y": two}) == {("y",): kernel.Fraction(2)}
    given = kernel.GivenObjects({"values": {"B": "y"}})
    assert given.value(["at", ["*", "x", "y"], {"x": "B", "y": 2}]) == {("y",): kernel.Fraction(2)}
    swapped = given.value(["at", ["-", "x", "y"], {"x": "y", "y": "x"}])
    assert swapped == given.value(["-", "y", "x"])
