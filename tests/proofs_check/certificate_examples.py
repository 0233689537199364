"""Points and certificates on which the tests of the kernel agree, and what they do with them."""

import copy

import certificate_truth
import pytest

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates import Given, certificate
from proofs_check.certificates.build import proved, rules
from proofs_check.certificates.kinds import DOWN, direction, in_kernel_words
from proofs_check.certificates.points import class_of
from proofs_check.certificates.refutations import given_for
from proofs_check.running import registry
from symdln.errors import SymdlnError

ONE = dln.Problem.canonical((3,), (1, 1, 1))
TWO = dln.Problem.canonical((3, 2), (2, 2, 2))
DEEP = dln.Problem.canonical((3,), (1, 1, 1, 1))
H, W_2 = ["hessian", "p"], ["W", "p", 2]


def facts_alone(given: Given, *facts):
    """A certificate of facts without a conclusion, with evidence found by the package; the kernel has not seen it."""
    made = empty(given)
    for name in given.known.keys() & {fact["at"] for fact in facts if fact["kind"] == "descent-direction"}:
        if DOWN + name not in given.points:
            made["given"]["points"][DOWN + name] = direction(given.known[name])
    known = kernel.GivenObjects(made["given"])
    made["facts"] = proved(in_kernel_words(list(facts), known), given, known)
    return sealed(made)


def empty(given: Given):
    names = set(given.points) | set(given.values) | set(given.laws)
    about = {"conclusion": None, "sentence": None, "claim": None}
    return {"format": kernel.FORMAT, **about, "given": given.data(names), "facts": []}


def sealed(made):
    return made | {"sha256": kernel.digest(made)}


def changed(made, path, value):
    """A copy with another value at the path and a hash that belongs to it."""
    made = copy.deepcopy(made)
    place = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return sealed(made)


def refused(made) -> str:
    """Why the kernel does not accept; fails the test where it does."""
    try:
        accepted = kernel.check(made)
    except kernel.CertificateRefusedError as reason:
        return str(reason)
    except kernel.MALFORMED as error:
        return f"malformed: {error}"
    pytest.fail(f"accepted: {accepted}")


def fact(kind, **rest):
    return {"kind": kind, **rest}


def compare(left, relation, right):
    return fact("value-comparison", left=left, relation=relation, right=right)


def facts_raw(given, *facts):
    """A certificate of facts as they are, without a search for evidence."""
    return sealed(empty(given) | {"facts": list(facts)})


SADDLE = dln.Point(ONE, [[[0]], [[0]]])  # Hessian [[0, -3], [-3, 0]]
FLAT = dln.Point(DEEP, [[[0]], [[0]], [[0]]])  # Hessian 0
MINIMUM = dln.Point(ONE, [[[3]], [[1]]])


def examples():
    """Certificates without indeterminates, so that symdln can say what is true of them: refutations and classes."""
    yield class_of(dln.Point(TWO, [[[1, 0], [0, 0]], [[3, 0], [0, 0]]]))
    yield class_of(FLAT)
    yield class_of(dln.Point(dln.Problem.canonical((3, 2), (2, 1, 2)), [[[1, 0]], [[3], [0]]]))
    saddle = dln.Point(TWO, [[[0, 2], [0, 0]], [[0, 0], [1, 0]]])
    for id, point in (
        ("achour.rank-constrained.converse", SADDLE),
        ("chitour.lemma3.2.permutation", saddle),
        ("chitour.lemma3.2.blocks", saddle),
        ("chitour.lemma3.2.residual", saddle),
        ("chitour.normal-hyperbolicity.range", MINIMUM),
        ("chitour.prop2.rank", dln.Point(dln.Problem.canonical((3,), (2, 2, 1)), [[[0, 1], [1, 0]], [[0, 2]]])),
        ("chitour.prop2.index", dln.Point(dln.Problem.canonical((3,), (1, 2, 1)), [[[0], [0]], [[0, 1]]])),
        ("chitour.remark4", dln.Point(dln.Problem.canonical((3,), (1, 2, 1)), [[[0], [1]], [[0, 1]]])),
        ("chitour.prop4.i", MINIMUM),
        ("chitour.prop4.iii.zero-set", dln.Point(ONE, [[[1]], [[0]]])),
        ("lucchi.saddle-definition", FLAT),
        (
            "lucchi.thm6",
            dln.Point(
                dln.Problem.from_moments([[1, 0], [0, 1]], [[0, 1], [0, 0]], [[1, 0], [0, 0]], (1,)),
                [[[0, 0]], [[0], [1]]],
            ),
        ),
    ):
        yield certificate(f"refutes {id}", given_for(registry.all_claims()[id], point, {}))


EXAMPLES = list(examples())
NAMES = [made["conclusion"] for made in EXAMPLES]


def definitions(made):
    """The names that the rule of the certificate defines."""
    return rules().get(made["conclusion"], {}).get("let", {})


def is_true(made) -> bool | None:
    """Whether all statements are true, by symdln; None where they make no sense to it."""
    try:
        truth = certificate_truth.Truth(made["given"], definitions(made))
        answers = [truth.holds(kernel.statement(stated)) for stated in made["facts"]]  # all, for all must make sense
        return all(answers)
    except (SymdlnError, KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError):
        return None
