"""The matrix proofs that are stored beside the claims, read back as the objects from which symdln writes Coq."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from symdln.proving.language import read
from symdln.proving.polynomials import Polynomial, Shape
from symdln.proving.proof import Combination, Proof, ProofTerm, Squares, Step, Swap, Terms, verify


def stored_proof(certificate: Mapping[str, Any]) -> Proof:
    """The proof of a certificate, found by the search or written by hand, multiplied out again.

    Raises ``WrongProofError`` if some terms do not add up; the entries are those of ``proof.certificate``.
    """
    made = tuple((one["name"], tuple(one["of"].split())) for one in certificate["pseudo_inverses"])
    question = read(certificate["question"])
    question = question.with_pseudo_inverses(made) if made else question
    steps = tuple(_step(step, question.alphabet) for step in certificate["steps"])
    proof = Proof(question, made, steps, tuple(_terms(terms) for terms in certificate["claims"]))
    verify(proof)
    return proof


def _step(step: Mapping[str, Any], alphabet) -> Step:
    terms = _terms(step["terms"])
    if step["rule"] == "combination":
        return Combination(terms, _polynomial(step["result"]), _shape(step["shape"]))
    if step["rule"] == "swap":
        u, v = tuple(step["u"].split()), tuple(step["v"].split())
        return Swap(terms, u, v, alphabet.ends(u)[0])
    squares = tuple(
        (Fraction(one["weight"]), _polynomial(one["root"]), _shape(one["shape"])) for one in step["squares"]
    )
    return Squares(terms, squares, step["size"])


def _terms(data: Sequence[Mapping[str, Any]]) -> Terms:
    return tuple(
        ProofTerm(
            Fraction(one["coefficient"]),
            tuple(one["scalars"].split()),
            tuple(one["left"].split()),
            one["fact"],
            one["transposed"],
            tuple(one["right"].split()),
        )
        for one in data
    )


def _polynomial(data: Sequence[Sequence[str]]) -> Polynomial:
    return {(tuple(scalars.split()), tuple(word.split())): Fraction(c) for c, scalars, word in data}


def _shape(data: Sequence[str] | None) -> Shape | None:
    return None if data is None else (data[0], data[1])
