"""Attacks on the checker of matrix proofs: damaged certificates, certificates of other questions, hostile files."""

import copy
import json
import random
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest

import symdln as dln
from proofs_check import matrix_proofs, matrix_questions
from proofs_check.matrix_proofs import check, check_file
from proofs_check.matrix_questions import MatrixProofRefusedError, QuestionReader
from symdln.proving.answer import counterexample_data
from symdln.proving.clock import Clock
from symdln.proving.language import read
from symdln.proving.proof import certificate
from symdln.proving.refute import Counterexample, Refuter
from symdln.proving.search import attempt

PENROSE = "A B A = A; B A B = B; (A B)' = A B; (B A)' = B A; A C A = A; C A C = C; (A C)' = A C; (C A)' = C A"
MOST_MUTANTS = 700
QUESTIONS = {
    "combination": f"A: m x n; B C: n x m; {PENROSE} |- B = C",
    "traces": "U: n orth; A B: n; A B = 2 I; t: scalar |- tr(U A U') t = tr(A) t, tr(B A) = 2 n",
    "squares": "A: m x n; X Y: n x k; B: m x k; A' A X = A' B; A' A Y = A' B |- A X = A Y",
    "trace squares": "A: m x n; B: k x n; s: scalar; tr(A' A) + 2 tr(B' B) + s^2 = 0 |- A = 0, B = 0, s = 0",
    "swap": "A: n; B: n; A B = I |- B A = I",
    "scalars": "a b: 1 x 1; M: n sym; a b = 1; a M = a b M b |- M = M' b b, a a^2 b b = a",
}


@pytest.fixture(scope="module", params=[*QUESTIONS, "pseudo-inverse"])
def proved(request):
    """A certificate that is accepted, for each rule."""
    if request.param == "pseudo-inverse":
        question = read("A: m x n; X: n x k; A' A X = 0 |- A X = 0")
        found = certificate(attempt(question, Clock(60), real=False, pseudo_inverses=(("Z1", ("A",)),)).proof)
    else:
        found = dln.prove(QUESTIONS[request.param], budget=60).certificate
    found = json.loads(json.dumps(found))
    assert check(found).startswith("proved with ")
    return found


# -- damage ------------------------------------------------------------------------------------------------------------


def leaves(data, path=()):
    """The places of all texts, numbers and truth values in a certificate, but for its question."""
    if isinstance(data, dict):
        for key, value in data.items():
            if path or key != "question":
                yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from leaves(value, (*path, place))
    else:
        yield path


def entry(data, path):
    for key in path:
        data = data[key]
    return data


def changed(data, path, value):
    new = copy.deepcopy(data)
    entry(new, path[:-1])[path[-1]] = value
    return new


def other_values(value, letters):
    """Values near this one, right and wrong ones."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1, -1, 10**6]
    if value is None:
        return ["m", ["n", "n"]]
    words = value.split()
    found = [" ".join(words[:-1]), " ".join([*words, words[-1]]) if words else "A", " ".join(words[::-1])]
    found += [" ".join([*words[:k], letter, *words[k + 1 :]]) for k in range(len(words)) for letter in letters]
    try:
        number = Fraction(value)
        found += [str(number + 1), str(-number), str(2 * number), "0", "1/0", "x"]
    except (ValueError, ZeroDivisionError):
        pass
    return [one for one in found if one != value]


def damaged(certificate):
    """Certificates with one entry changed, one list entry dropped or doubled, or two swapped."""
    question = QuestionReader(certificate["question"])
    letters = [*question.shapes, *(name + "'" for name in question.shapes), *question.scalars]
    for path in leaves(certificate):
        for value in other_values(entry(certificate, path), letters):
            yield path, changed(certificate, path, value)
    for path in {leaf[:k] for leaf in leaves(certificate) for k in range(1, len(leaf))}:
        listed = entry(certificate, path)
        if isinstance(listed, list):
            for k in range(len(listed)):
                yield path, changed(certificate, path, listed[:k] + listed[k + 1 :])
                yield path, changed(certificate, path, [*listed, listed[k]])
    for rule in ("combination", "squares", "swap", "combine", ""):
        for k, step in enumerate(certificate["steps"]):
            if step["rule"] != rule:
                yield ("steps", k, "rule"), changed(certificate, ("steps", k, "rule"), rule)


def instances(text, count):
    """Exact matrices that meet the hypotheses."""
    question = read(text)
    refuter = Refuter(question, seed=11)
    sizes, found = refuter.all_sizes(), []
    while len(found) < count:
        instance = refuter.draw(next(sizes), Clock(60))
        if instance is not None:
            found.append(counterexample_data(question, Counterexample(instance, 0)))
    return found


def test_damage_is_noticed_or_does_no_harm(proved):
    """A damaged certificate is refused, or else every fact in it holds at exact instances of the hypotheses."""
    at = [Evaluator(one) for one in instances(proved["question"], 4)]
    refused = accepted = 0
    mutants = list(damaged(proved))
    for path, wrong in random.Random(2).sample(mutants, min(len(mutants), MOST_MUTANTS)):
        try:
            replayed = matrix_proofs._Proof(wrong)
        except MatrixProofRefusedError:
            refused += 1
            continue
        accepted += 1
        if not wrong["pseudo_inverses"]:
            for fact in replayed.facts:
                assert all(one.is_zero(fact) for one in at), path
    assert refused > 2 * accepted  # rotations inside a trace, terms twice that are zero, do no harm
    assert refused > 50


class Evaluator(matrix_proofs._Counterexample):
    """The values of polynomials at matrices that meet the hypotheses."""

    def __init__(self, certificate):
        self.certificate = certificate
        with pytest.raises(MatrixProofRefusedError, match="the claim holds at these matrices"):
            super().__init__(certificate)

    def is_zero(self, fact):
        return not self._is_nonzero(*fact)


def test_a_certificate_proves_its_own_question_only(proved):
    """Texts that differ by one letter or one hypothesis: refused, unless the question is the same but for spaces."""
    text, refused = proved["question"], 0
    own = QuestionReader(text)
    for k in range(len(text)):
        for letter in ("", "'", "2", "A", "B", ";", "n"):
            other = text[:k] + letter + text[k + 1 :]
            wrong = {**proved, "question": other}
            try:
                check(wrong)
            except MatrixProofRefusedError:
                refused += 1
                continue
            asked = QuestionReader(other)
            stronger = all(fact in asked.facts for fact in own.facts)
            same = asked.claims == own.claims or dln.prove(other, budget=60).verdict == "proved"
            assert (stronger and asked.claims == own.claims) or same, other
    assert refused > 3 * len(text)


def test_false_neighbours_are_refused_with_the_proof_of_the_true_statement():
    """For every statement of the list: its certificate under the text of each false neighbour of it."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "proving"))
    import statement_list

    listed = [one for one in statement_list.stated() if not one.slow]
    proofs: dict[str, list] = {}
    for one in listed:
        if one.holds:
            proofs.setdefault(one.name, []).append(dln.prove(one.question, budget=300).certificate)
    tried = 0
    for one in listed:
        for found in proofs.get(one.name, []) if not one.holds else []:
            tried += 1
            with pytest.raises(MatrixProofRefusedError):
                check({**found, "question": one.question})
    assert tried > 120


# -- single rules ------------------------------------------------------------------------------------------------------


def term(fact=0, coefficient="1", left="", right="", scalars="", transposed=False):
    return {
        "coefficient": coefficient,
        "scalars": scalars,
        "left": left,
        "fact": fact,
        "transposed": transposed,
        "right": right,
    }


def proof(question, steps=(), claims=((),), pseudo_inverses=()):
    return {
        "format": "matrix proof 1",
        "question": question,
        "pseudo_inverses": list(pseudo_inverses),
        "steps": list(steps),
        "claims": [list(terms) for terms in claims],
    }


def squares(terms, *roots, size=None):
    listed = [{"weight": c, "root": root, "shape": shape} for c, root, shape in roots]
    return {"rule": "squares", "terms": terms, "size": size, "squares": listed}


A_ROOT = [["1", "", "A"]]
WRONG = {
    "a negative weight: A' A - B' B = 0 does not give A = 0": proof(
        "A B: n; A' A - B' B = 0 |- A = 0",
        [squares([term()], ("1", A_ROOT, ["n", "n"]), ("-1", [["1", "", "B"]], ["n", "n"]), size="n")],
        [[term(1)]],
    ),
    "a weight of zero": proof(
        "A: n; 0 = 0 A |- A = 0", [squares([], ("0", A_ROOT, ["n", "n"]), size="n")], [[term(1)]]
    ),
    "A A is not a square": proof(
        "A: n; A A = 0 |- A = 0", [squares([term()], ("1", A_ROOT, ["n", "n"]), size="n")], [[term(1)]]
    ),
    "u v = I with u that is not square": proof(
        "A: m x n; B: n x m; A B = I |- B A = I",
        [{"rule": "swap", "terms": [term()], "u": "A", "v": "B"}],
        [[term(1)]],
    ),
    "u v = 2 I": proof(
        "A B: n; A B = 2 I |- B A = I", [{"rule": "swap", "terms": [term()], "u": "A", "v": "B"}], [[term(1)]]
    ),
    "the empty word as an inverse": proof(
        "A: n; A = I |- A = 2 I", [{"rule": "swap", "terms": [term()], "u": "A", "v": ""}], [[term(1)]]
    ),
    "a step that uses itself": proof(
        "A: n; |- A = 0",
        [{"rule": "combination", "terms": [term(0)], "result": A_ROOT, "shape": ["n", "n"]}],
        [[term(0)]],
    ),
    "a fact from the end": proof("A B: n; A = 0 |- B = 0", claims=[[term(-1)]]),
    "a fraction of a fact": proof("A: n; A = 0 |- A = 0", claims=[[term(0.0)]]),
    "a truth value as a number": proof("A: n; A = 0 |- A = 0", claims=[[term(False)]]),
    "a letter that is not in the question": proof("A: n; A = 0 |- A = 0", claims=[[term(left="Z")]]),
    "a matrix as a scalar": proof("A B: n; B = 0 |- A B = 0", claims=[[term(scalars="A")]]),
    "sizes that do not fit": proof("A: m x n; B: m x n; B = 0 |- A = 0", claims=[[term(left="A")]]),
    "a double transpose": proof("A: n; A = 0 |- A = 0", claims=[[term(left="A''")]]),
    "the transpose of a symmetric letter under another name": proof(
        "S: n sym; A: n; A = 0 |- S A = 0", claims=[[term(left="S'")]]
    ),
    "a trace as a matrix": proof("A: n; tr(A) = 0 |- A = 0", claims=[[term()]]),
    "a trace multiplied with a matrix": proof("A B: n; tr(A) = 0 |- tr(A B) = 0", claims=[[term(right="B")]]),
    "a matrix for its trace": proof("A: n; tr(A) = 0 |- A = A'", claims=[[term(), term(coefficient="-1")]])
    | {"claims": [[term(left="A")]]},
    "the trace of a matrix that is not square": proof("A: m x n; A = 0 |- 1 = 0", claims=[[term()]]),
    "a scalar equation of the wrong size of I": proof(
        "t: scalar; A: m x n; t = 0 |- t A = 0, A = 0", claims=[[term(right="A")], [term()]]
    ),
    "a pseudo-inverse under a name that is taken": proof(
        "A B: n |- A B A = A", claims=[[term()]], pseudo_inverses=[{"name": "B", "of": "A"}]
    ),
    "a pseudo-inverse that is called like a size": proof(
        "A: n |- A = 0", claims=[[]], pseudo_inverses=[{"name": "n", "of": "A"}]
    ),
    "a pseudo-inverse of nothing": proof("A: n |- A = 0", pseudo_inverses=[{"name": "Z", "of": ""}]),
    "too few claims": proof("A B: n; A = 0 |- A = 0, B = 0", claims=[[term()]]),
    "a root of the wrong size": proof(
        "A: m x n; A' A = 0 |- A = 0", [squares([term()], ("1", A_ROOT, ["n", "m"]), size="n")], [[term(1)]]
    ),
    "squares of two sizes": proof(
        "A: m x n; A' A = 0 |- A = 0", [squares([term()], ("1", A_ROOT, ["m", "n"]), size="m")], [[term(1)]]
    ),
    "a root that is an equation of traces": proof(
        "A: n; tr(A)/1 = 0 |- tr(A) = 0", [squares([], ("1", [["1", "", "A"]], None))], [[term(1)]]
    ),
    "an identity of size 0, whose trace is 0, as a sum of squares": proof(
        "A: n |- A = 0", [squares([], ("1", [["1", "", ""]], ["0", "0"]))], [[term()]]
    ),
    "an identity of a size that is not in the question": proof(
        "A: n; tr(A' A) = 0 |- A = 0", [squares([], ("1", [["0", "", ""]], ["q", "q"]))], [[term()]]
    ),
    "the identity as a matrix that is not square": proof(
        "A: m x n |- A = 0", [{"rule": "combination", "terms": [], "result": [["0", "", ""]], "shape": ["m", "n"]}]
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_unsound_steps_are_refused(what):
    with pytest.raises(MatrixProofRefusedError) as refusal:
        check(WRONG[what])
    assert "\n" not in str(refusal.value)


def test_small_proofs_are_accepted():
    """The honest forms of what is refused above."""
    assert check(proof("A: n; A = 0 |- A = 0", claims=[[term()]])) == "proved with 1 of 1 hypotheses by combination."
    assert check(proof("t: scalar; A: m x n; t = 0 |- t A = 0", claims=[[term(right="A")]]))
    assert check(proof("A B: n; A = 0 |- tr(A B) = 0", claims=[[term(right="B")]]))
    assert check(proof("a: 1 x 1; A: n; a = 1 |- tr(a A) = tr(A)", claims=[[term(right="A")]]))
    assert check(proof("A: 3; A = 2 I/2 |- tr(A) = 3", claims=[[term()]]))
    traced = squares([term()], ("1", A_ROOT, ["m", "n"]))
    assert check(proof("A: m x n; tr(A A') = 0 |- A = 0", [traced], [[term(1)]])).endswith("combination, squares.")


# -- counterexamples ---------------------------------------------------------------------------------------------------

REFUTED = "A B: n sym; t: scalar; N = inv(A); t = 2; |- t A B = t B A"


@pytest.fixture(scope="module")
def refuted():
    found = json.loads(json.dumps(dln.prove(REFUTED, budget=60).certificate))
    assert check(found).startswith("refuted: at n = 2")
    return found


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sizes": {"n": 3}}, "A is not a list of 3 rows of 3 numbers"),
        ({"sizes": {}}, "the sizes are not numbers from 1 to 20"),
        ({"sizes": {"n": True}}, "the sizes are not numbers"),
        ({"sizes": {"n": 10**9}}, "the sizes are not numbers"),
        ({"claim": 1}, "there is no claim of this number"),
        ({"claim": "0"}, "the entry 'claim'"),
        ({"scalars": {}}, "not every letter has a value"),
        ({"scalars": {"t": "3"}}, "hypothesis 3 does not hold"),
        ({"matrices": {}}, "not every letter has a value"),
        ({"question": REFUTED + " + 0 A'; "}, None),
        ({"question": REFUTED.replace("t B A", "t A B")}, "the claim holds at these matrices"),
        ({"format": "matrix counterexample 2"}, "the format is neither"),
    ],
)
def test_false_counterexamples_are_refused(refuted, changes, sentence):
    wrong = {**refuted, **changes}
    if sentence is None:
        assert check(wrong).startswith("refuted")
        return
    with pytest.raises(MatrixProofRefusedError, match=sentence):
        check(wrong)


def test_every_entry_of_a_counterexample_counts(refuted):
    """A changed entry of A breaks the inverse or the symmetry, of N the inverse, of B the symmetry."""
    for name, rows in refuted["matrices"].items():
        for i, j in [(0, 1), (1, 0)]:
            wrong = copy.deepcopy(refuted)
            wrong["matrices"][name][i][j] = str(Fraction(rows[i][j]) + 1)
            with pytest.raises(MatrixProofRefusedError, match=r"is not symmetric|does not hold"):
                check(wrong)


# -- hostile files -----------------------------------------------------------------------------------------------------

LONG = "9" * 5000
EMPTY = {"rule": "combination", "terms": [], "result": [], "shape": None}
SQUARINGS = "; ".join(f"B{k + 1} := B{k} B{k}" for k in range(30))
HOSTILE = {
    "not an object": [1],
    "no format": {},
    "no question": {"format": "matrix proof 1"},
    "a question that is a number": {"format": "matrix proof 1", "question": 3},
    "no steps": {"format": "matrix proof 1", "question": "A: n |- A = A", "pseudo_inverses": []},
    "a step that is a text": proof("A: n |- A = A", ["step"]),
    "a rule that is a list": proof("A: n |- A = A", [{"rule": []}]),
    "terms that are a text": proof("A: n |- A = A", [{**EMPTY, "terms": "x"}]),
    "a shape of three": proof("A: n |- A = A", [{**EMPTY, "shape": ["n"] * 3}]),
    "a term of two": proof(
        "A: n |- A = A", [{"rule": "combination", "terms": [], "result": [["1", ""]], "shape": None}]
    ),
    "a scalar that is a word": proof(
        "A: n |- A = A", [{"rule": "combination", "terms": [], "result": [["1", "x", ""]], "shape": None}]
    ),
    "a long number": proof("A: n; A = 0 |- A = 0", claims=[[term(coefficient=LONG)]]),
    "a power of ten": proof("A: n; A = 0 |- A = 0", claims=[[term(coefficient="1e999999999")]]),
    "a long word": proof("A: n; A = 0 |- A = 0", claims=[[term(left="A " * 4000)]]),
    "a word of many letters": proof("A: n; A = 0 |- A = 0", claims=[[term(left="A " * 450)]]),
    "a squared power": {"format": "matrix proof 1", "question": f"A B: n |- {'(' * 20}A + B{')^2' * 20} = 0"},
    "powers of powers": {"format": "matrix proof 1", "question": "A: n |- ((A^100)^100)^100 = 0"},
    "scalars to the hundredth": {"format": "matrix proof 1", "question": "a b c: scalar |- (a + b + c)^100 = 0"},
    "many brackets": {"format": "matrix proof 1", "question": "A: n |- " + "(" * 4000 + "A" + ")" * 4000 + " = 0"},
    "many abbreviations": {
        "format": "matrix proof 1",
        "question": f"A: n; B0 := A + 2 I; {SQUARINGS} |- B30 = 0",
    },
    "coefficients that grow": {
        "format": "matrix proof 1",
        "question": f"t: scalar; B0 := {'9' * 39} t; {SQUARINGS} |- B30 = 0",
    },
    "many steps": proof(
        "A: n; A = 0 |- A = 0",
        [{"rule": "combination", "terms": [term()] * 500, "result": [["500", "", "A"]], "shape": ["n", "n"]}] * 60_000,
    ),
    "many terms": proof(
        f"A {' '.join(f'B{k}' for k in range(300))}: n; A = {' + '.join(f'B{k}' for k in range(300))} |- A = 0",
        claims=[[term(left=f"B{k % 300}", right=f"B{k // 300}") for k in range(60_000)]],
    ),
    "long counterexample": {
        "format": "matrix counterexample 1",
        "question": "A: n |- " + "A^100 A^100 A^100 = 0",
        "sizes": {"n": 20},
        "matrices": {"A": [["7" * 250] * 20] * 20},
        "scalars": {},
        "claim": 0,
    },
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_certificates_are_refused_soon(what):
    start = time.process_time()
    with pytest.raises(MatrixProofRefusedError) as refusal:
        check(HOSTILE[what])
    assert time.process_time() - start < 60  # a limit on the work, with much room for slow machines
    assert len(str(refusal.value)) < 400
    assert str(refusal.value).endswith(".")


def test_random_bytes_of_a_certificate(proved):
    """Texts with characters changed at random are refused, or read and then replayed as before."""
    rng, text = random.Random(5), json.dumps(proved)
    for _ in range(300):
        k = rng.randrange(len(text))
        wrong = text[:k] + chr(rng.randrange(32, 127)) + text[k + 1 :]
        try:
            data = json.loads(wrong)
        except ValueError:
            continue
        try:
            check(data)
        except MatrixProofRefusedError:
            continue
        QuestionReader(data["question"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"fact": ' + b"9" * 400 + b"}", "a number is too long"),
        (b" " * (matrix_proofs.MOST_BYTES + 1), "8 MiB"),
        (b'{"certificate": null}', "the question is open"),
        (b'{"certificate": {"question": "A: n |- A = A"}, "question": "A: n |- A = 0"}', "belongs to another question"),
        (b'{"certificate": 3, "question": null}', "belongs to another question"),
    ],
)
def test_files_that_are_refused(tmp_path, content, sentence, capsys):
    path = tmp_path / "file.json"
    path.write_bytes(content)
    with pytest.raises(MatrixProofRefusedError, match=sentence):
        check_file(str(path))
    assert matrix_proofs.main([str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"{path}: refused: ")


def test_a_file_that_is_a_certificate_is_read(tmp_path, proved, capsys):
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(proved), encoding="utf-8")
    assert matrix_proofs.main([str(path), str(path)]) == 0
    assert capsys.readouterr().out.count(f"{path}: proved with ") == 2


def test_a_file_that_is_missing_is_refused(tmp_path):
    with pytest.raises(MatrixProofRefusedError, match="cannot be read"):
        check_file(str(tmp_path / "none.json"))


def test_the_checkers_are_short_and_stand_alone():
    for module in (matrix_proofs, matrix_questions):
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        assert source.count("\n") < 400
        assert "symdln" not in source.replace("symdln prove", "")


def test_two_powers_in_a_row_are_not_read():
    """a^2^3 is a^8 in books, and (a^2)^3 = a^6 where it is read from the left."""
    with pytest.raises(MatrixProofRefusedError, match="two powers in a row need brackets"):
        QuestionReader("a: scalar; a^2^3 = 1 |- a^6 = 1")
    assert QuestionReader("A: n; (A^2)^3 = A; A^T^T = A |- A^6 = A")
