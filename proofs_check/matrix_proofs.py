"""Checks proofs and counterexamples of statements about matrices of any size: standard library only, no search.

A certificate holds the text of its question, which is read here again (:mod:`proofs_check.matrix_questions`).  A proof
adds facts p = 0 to the hypotheses, step by step, by four rules that are sound for real matrices of all sizes:

combination     A sum of c s l f r (a number, scalars, a word, a fact or its transpose, a word) is zero; in an equation
                of scalars every summand is a trace, and tr(u v) = tr(v u), tr(w') = tr(w), tr(I) = n for size n.
squares         If a sum of c p' p with c > 0 is zero, then c |p x|^2 = 0 for every real x, so p = 0; likewise for
                tr(p' p), which is the sum of the squares of the entries of p, and for squares of real scalars.
swap            If u, v are square of one size and u v = I, then u has full rank, v is its inverse, and v u = I.
pseudo-inverse  Every real matrix has exactly one Moore-Penrose inverse, so a new letter may stand for it.

A counterexample gives sizes and rational matrices; every hypothesis holds at them and one claim does not.  Run
``python -m proofs_check.matrix_proofs FILE``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from proofs_check.matrix_questions import (
    MOST_BITS,
    MOST_CHARACTERS,
    MOST_WORK,
    ONE,
    MatrixProofRefusedError,
    Polynomial,
    QuestionReader,
    Shape,
    Value,
    need,
)

MOST_BYTES, MOST_DIGITS, MOST_SIZE = 8 << 20, 300, 20
PROOF, COUNTEREXAMPLE = "matrix proof 1", "matrix counterexample 1"
Rows = list[list[Fraction]]


def check(certificate: Any) -> str:
    """A sentence that says what the certificate settles; raises ``MatrixProofRefusedError`` if it settles nothing."""
    need(isinstance(certificate, dict), "a certificate is an object with the entries 'format' and 'question'")
    form = certificate.get("format")
    if form == COUNTEREXAMPLE:
        return _Counterexample(certificate).sentence()
    need(form == PROOF, f"the format is neither {PROOF!r} nor {COUNTEREXAMPLE!r}")
    return _Proof(certificate).sentence()


def hypotheses_used(certificate: Any) -> frozenset[int]:
    """The places of the hypotheses of its question, counted from 0, that the steps of a proof name, also as a summand.

    They are replayed first: raises ``MatrixProofRefusedError`` unless the certificate is a proof.
    """
    need(isinstance(certificate, dict) and certificate.get("format") == PROOF, f"the format is not {PROOF!r}")
    proof = _Proof(certificate)
    return frozenset(n for n in proof.used if n < len(proof.question.facts))


# -- entries of certificates -------------------------------------------------------------------------------------------


def _entry(data: Any, key: str, kind: type) -> Any:
    need(isinstance(data, dict) and type(data.get(key)) is kind, f"the entry {key!r} is missing or of a wrong type")
    return data[key]


def _number(text: Any) -> Fraction:
    good = isinstance(text, str) and len(text) <= MOST_DIGITS and re.fullmatch(r"-?[0-9]+(/[0-9]*[1-9][0-9]*)?", text)
    need(good, f"a number is not written as p or p/q with at most {MOST_DIGITS} characters")
    return Fraction(text)


def _product(text: Any) -> tuple[str, ...]:
    need(isinstance(text, str) and len(text) <= MOST_CHARACTERS, "a product is not a text of readable length")
    return tuple(text.split())


# -- proofs ------------------------------------------------------------------------------------------------------------


class _Proof:
    """Replays the steps of a proof; ``facts`` are the hypotheses and what the steps have added so far."""

    def __init__(self, certificate: dict[str, Any]):
        self.question = q = QuestionReader(certificate.get("question"))
        self.facts: list[Value] = list(q.facts)
        self.used: set[int] = set()
        self.rules = {"combination"}
        for one in _entry(certificate, "pseudo_inverses", list):
            word = _product(_entry(one, "of", str))
            self.facts += q.made(_entry(one, "name", str), "pinv", ({((), word): Fraction(1)}, q.shape(word)))
            self.rules.add("pseudo-inverse")
        for step in _entry(certificate, "steps", list):
            rule = _entry(step, "rule", str)
            need(rule in ("combination", "squares", "swap"), f"there is no rule {rule[:80]!r}")
            self.rules.add(rule)
            self.facts += getattr(self, f"_{rule}")(step)
        claims = _entry(certificate, "claims", list)
        need(len(claims) == len(q.claims), "the number of claims is not that of the question")
        for n, (terms, (p, shape)) in enumerate(zip(claims, q.claims, strict=True), start=1):
            need(self._sum(terms, shape) == p, f"the terms of claim {n} do not add up to it")

    def sentence(self) -> str:
        given = len(self.question.facts)
        used = len([n for n in self.used if n < given])
        return f"proved with {used} of {given} hypotheses by {', '.join(sorted(self.rules))}."

    def _combination(self, step: Any) -> list[Value]:
        """The sum of the terms is what the step says: it is zero, for every fact in it is."""
        p, shape = self._polynomial(_entry(step, "result", list), step.get("shape"))
        need(self._sum(step.get("terms"), shape) == p, f"the terms of fact {len(self.facts)} do not add up to it")
        return [(p, shape)]

    def _squares(self, step: Any) -> list[Value]:
        """The sum of the terms is a sum of squares with positive weights: every root is zero."""
        q, total, roots = self.question, {}, []
        size = None if step.get("size") is None else _entry(step, "size", str)
        for one in _entry(step, "squares", list):
            weight, (p, shape) = _number(one.get("weight")), self._root(one)
            need(weight > 0, "a square has a weight that is not positive")
            need(size is None or (shape is not None and shape[1] == size), "a square has another size than the others")
            square = q.mul(q.transpose((p, shape))[0], p)
            total = q.add(total, q.trace(square, shape[1]) if size is None and shape else square, weight)
            roots.append((p, shape))
        terms = self._sum(step.get("terms"), None if size is None else (size, size))
        need(terms == total, f"the terms before fact {len(self.facts)} are not the sum of squares")
        return roots

    def _root(self, one: Any) -> Value:
        return self._polynomial(_entry(one, "root", list), one.get("shape"))

    def _swap(self, step: Any) -> list[Value]:
        """The sum of the terms is u v - I with square u and v: v u - I is zero as well."""
        q, u, v = self.question, _product(step.get("u")), _product(step.get("v"))
        shape = q.shape(u)
        need(shape and shape[0] == shape[1] and q.shape(v) == shape, "u and v are not square matrices of one size")
        terms = self._sum(step.get("terms"), shape)
        need(
            terms == q.add({((), u + v): Fraction(1)}, ONE, -1),
            f"the terms before fact {len(self.facts)} are not u v - I",
        )
        return [(q.add({((), v + u): Fraction(1)}, ONE, -1), shape)]

    # -- sums ----------------------------------------------------------------------------------------------------------

    def _sum(self, terms: Any, shape: Shape) -> Polynomial:
        need(isinstance(terms, list), "the terms of a step are missing")
        total: Polynomial = {}
        for term in terms:
            total = self.question.add(total, self._term(term, shape))
        return total

    def _term(self, term: Any, target: Shape) -> Polynomial:
        """``c s l f r`` for a known fact f, of the target's shape; the trace of it in an equation of scalars."""
        q, number = self.question, _entry(term, "fact", int)
        q.work += 500
        need(0 <= number < len(self.facts), f"there is no fact {number} yet")
        self.used.add(number)
        p, shape = self.facts[number]
        if _entry(term, "transposed", bool):
            p, shape = q.transpose((p, shape))
        left, right, scalars = (_product(term.get(key)) for key in ("left", "right", "scalars"))
        need(all(name in q.scalars or name in q.sizes for name in scalars), "a factor is not a scalar")
        traced = shape is None and any(word for _, word in p)
        need(not traced or not (left or right), "an equation of traces is multiplied by a matrix")
        ends = self._ends(q.shape(left), shape, q.shape(right))
        p = q.mul({(tuple(sorted(scalars)), left): _number(term.get("coefficient"))}, p)
        p = q.mul(p, {((), right): Fraction(1)})
        if target is None and ends is not None:
            need(ends[0] == ends[1], "the trace of a matrix that is not square is taken")
            return q.trace(p, ends[0])
        need(not traced or target is None, "traces are added to matrices")
        need(target is None or ends == target or (ends is None and target[0] == target[1]), "a term has another shape")
        return p

    def _ends(self, *shapes: Shape) -> Shape:
        """The shape of a product of matrices and, where the shape is None, of nothing."""
        found = [shape for shape in shapes if shape is not None]
        need(all(a[1] == b[0] for a, b in pairwise(found)), "the sizes in a term do not fit")
        return (found[0][0], found[-1][1]) if found else None

    def _polynomial(self, data: list[Any], shape_data: Any) -> Value:
        """A polynomial all of whose words have the shape; without a shape it has no words."""
        q, total = self.question, {}
        sizes = isinstance(shape_data, list) and len(shape_data) == 2 and all(isinstance(x, str) for x in shape_data)
        known = not sizes or all(x in q.sizes or re.fullmatch("[1-9][0-9]*", x) for x in shape_data)
        need(shape_data is None or (sizes and known), "a shape is not null or a list of two sizes of the question")
        shape: Shape = (shape_data[0], shape_data[1]) if shape_data is not None else None
        for one in data:
            need(isinstance(one, list) and len(one) == 3, "a term of a polynomial is not a list of three texts")
            c, scalars, word = _number(one[0]), _product(one[1]), _product(one[2])
            need(all(name in q.scalars or name in q.sizes for name in scalars), "a factor is not a scalar")
            ends = q.shape(word)
            need(ends == shape if word else shape is None or shape[0] == shape[1], "a polynomial has another shape")
            total = q.add(total, {(tuple(sorted(scalars)), word): c})
        return total, shape


# -- counterexamples ---------------------------------------------------------------------------------------------------


class _Counterexample:
    """Evaluates the equations of a question at rational matrices."""

    def __init__(self, certificate: dict[str, Any]):
        self.question = q = QuestionReader(certificate.get("question"))
        self.sizes: dict[str, int] = _entry(certificate, "sizes", dict)
        good = all(type(n) is int and 1 <= n <= MOST_SIZE for n in self.sizes.values())
        need(good and set(self.sizes) == q.sizes, f"the sizes are not numbers from 1 to {MOST_SIZE}, one for each name")
        matrices, scalars = _entry(certificate, "matrices", dict), _entry(certificate, "scalars", dict)
        need(set(matrices) == set(q.shapes) and set(scalars) == q.scalars, "not every letter has a value")
        self.scalars = {name: _number(text) for name, text in scalars.items()}
        self.scalars |= {name: Fraction(size) for name, size in self.sizes.items()}
        self.matrices = {name: self._matrix(name, rows) for name, rows in matrices.items()}
        for n, (p, shape) in enumerate(q.facts):
            need(not self._is_nonzero(p, shape), f"hypothesis {n + 1} does not hold at these matrices")
        self.claim = _entry(certificate, "claim", int)
        need(0 <= self.claim < len(q.claims), "there is no claim of this number")
        need(self._is_nonzero(*q.claims[self.claim]), "the claim holds at these matrices")

    def sentence(self) -> str:
        sizes = ", ".join(f"{name} = {size}" for name, size in sorted(self.sizes.items())) or "the sizes given"
        return f"refuted: at {sizes} all hypotheses hold and claim {self.claim + 1} does not."

    def _size(self, size: str) -> int:
        need(size in self.sizes or int(size) <= MOST_SIZE, f"a size is larger than {MOST_SIZE}")
        return self.sizes[size] if size in self.sizes else int(size)

    def _matrix(self, name: str, rows: Any) -> Rows:
        m, n = map(self._size, self.question.shapes[name])
        good = isinstance(rows, list) and len(rows) == m and all(isinstance(r, list) and len(r) == n for r in rows)
        need(good, f"{name[:80]} is not a list of {m} rows of {n} numbers")
        matrix = [[_number(x) for x in row] for row in rows]
        symmetric = matrix == [list(column) for column in zip(*matrix, strict=True)]
        need(symmetric or name not in self.question.symmetric, f"{name[:80]} is not symmetric")
        return matrix

    def _is_nonzero(self, p: Polynomial, shape: Shape) -> bool:
        m, n = map(self._size, shape) if shape else (1, 1)
        total = [[Fraction(0)] * n for _ in range(m)]
        for (scalars, word), c in p.items():
            for name in scalars:
                c = self._limited(c * self.scalars[name])
            value = self._word(word, m)
            if shape is None:
                value = [[sum((value[i][i] for i in range(len(value))), Fraction(0))]]
            total = [
                [self._limited(x + c * y) for x, y in zip(a, b, strict=True)] for a, b in zip(total, value, strict=True)
            ]
        return any(any(row) for row in total)

    def _word(self, word: Sequence[str], size: int) -> Rows:
        value: Rows = [[Fraction(i == j) for j in range(size)] for i in range(size)] if not word else []
        for letter in word:
            matrix = self.matrices[letter.removesuffix("'")]
            columns = matrix if letter.endswith("'") else [list(column) for column in zip(*matrix, strict=True)]
            rows = [list(column) for column in zip(*columns, strict=True)]
            self.question.work += 200 * len(value) * len(matrix) * len(matrix[0])
            need(self.question.work <= MOST_WORK, f"checking takes more than {MOST_WORK} operations")
            value = [[self._limited(_dot(row, column)) for column in columns] for row in value] if value else rows
        return value

    def _limited(self, value: Fraction) -> Fraction:
        need(value.numerator.bit_length() + value.denominator.bit_length() <= MOST_BITS, "a number is too long")
        return value


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


# -- the command -------------------------------------------------------------------------------------------------------


def check_file(path: str) -> str:
    """The sentence of :func:`check` for a file: a certificate, or an answer of ``symdln prove`` with one inside."""
    try:
        with open(path, "rb") as file:
            raw = file.read(MOST_BYTES + 1)
        need(len(raw) <= MOST_BYTES, f"the file has more than {MOST_BYTES >> 20} MiB, the most that is read")
        data = json.loads(raw, parse_int=_small_integer)
    except OSError as error:
        raise MatrixProofRefusedError(f"the file cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError):
        raise MatrixProofRefusedError("the file is not JSON that can be read.") from None
    if isinstance(data, dict) and "certificate" in data:
        need(data["certificate"] is not None, "the question is open: there is no certificate to check")
        same = isinstance(data["certificate"], dict) and data["certificate"].get("question") == data.get("question")
        need(same, "the certificate belongs to another question")
        data = data["certificate"]
    return check(data)


def _small_integer(text: str) -> int:
    need(len(text) <= MOST_DIGITS, "a number is too long")
    return int(text)


def main(arguments: Sequence[str]) -> int:
    """Check the named files; exit code 0 if all are accepted, 2 if one is refused."""
    code = 0 if arguments else 2
    if not arguments:
        print("usage: python -m proofs_check.matrix_proofs FILE ...", file=sys.stderr)  # noqa: T201
    for path in arguments:
        try:
            print(f"{path}: {check_file(path)}")  # noqa: T201
        except MatrixProofRefusedError as refusal:
            print(f"{path}: refused: {refusal}", file=sys.stderr)  # noqa: T201
            code = 2
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
