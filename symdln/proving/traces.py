"""Equations of scalars and traces by linear algebra over words up to rotation and transposition."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symdln.proving.completion import Completion, GivenFact, Part
from symdln.proving.polynomials import Monomial, Polynomial, Word, without
from symdln.proving.question import Equation

MOST_WORDS = 2000


def combination(
    completion: Completion, facts: tuple[Equation, ...], goal: Polynomial, *, widely: bool
) -> list[Part] | None:
    """Parts whose traces add up to the goal, or ``None`` if the relations that were tried do not suffice.

    A relation is the trace of a multiple of an element, where the leading word of the element stands in a rotation of a
    word that occurs; ``widely`` also tries closed words in which two leading words overlap, and puts words that equal
    the identity into the words of the goal.
    """
    relations = [(fact.polynomial, _of(GivenFact(n, False))) for n, fact in enumerate(facts) if fact.shape is None]
    start = [monomial for polynomial in (goal, *(p for p, _ in relations)) for monomial in polynomial]
    if widely:
        start += [*_overlaps(completion), *_with_units(completion, goal)]
    relations += _reached(completion, start)
    return _solved(completion, relations, goal)


def _of(source: GivenFact) -> Part:
    return Fraction(1), (), "", source, ""


def _reached(completion: Completion, start: list[Monomial]) -> list[tuple[Polynomial, Part]]:
    """The relations at all words that the start leads to."""
    alphabet, queue, seen = completion.alphabet, list(start), set()
    relations: list[tuple[Polynomial, Part]] = []
    while queue and len(seen) < MOST_WORDS:
        monomial = queue.pop()
        if monomial in seen:
            continue
        seen.add(monomial)
        for part, size in _multiples(completion, monomial):
            _, scalars, _, number, rest = part
            element = completion.elements[number]  # type: ignore[index]
            one = {(word + rest, t): c for (word, t), c in element.polynomial.items()}
            polynomial = {(tuple(sorted(t + scalars)), w): c for (t, w), c in completion.decoded(one).items()}
            relation = alphabet.trace(polynomial, size) if size else polynomial
            relations.append((relation, part))
            queue += [m for m in relation if m not in seen]
    return relations


def _multiples(completion: Completion, monomial: Monomial) -> Iterator[tuple[Part, str]]:
    """Multiples of elements whose trace holds the monomial, each with the size of the matrix."""
    scalars, word = monomial
    encoded = "".join(map(completion.code.__getitem__, word))
    turned = completion.reverse(encoded)
    rotations = dict.fromkeys(w[k:] + w[:k] for w in (encoded, turned) for k in range(len(w)))
    for number in completion.active:
        completion.clock.check_time()
        element = completion.elements[number]
        lead, rest = element.lead[0], without(scalars, element.lead[1])
        if rest is None:
            continue
        if not lead and element.shape is None:
            yield (Fraction(1), rest, "", number, encoded), completion.rows[encoded[0]] if encoded else ""
        elif lead:
            for w in rotations:
                if w.startswith(lead):
                    yield (Fraction(1), rest, "", number, w[len(lead) :]), completion.rows[w[0]]


def _overlaps(completion: Completion) -> Iterator[Monomial]:
    """Closed words in which two leading words overlap: there are two ways down from each."""
    for i in completion.active:
        for j in completion.active:
            completion.clock.check_time()
            a, b = completion.elements[i].lead[0], completion.elements[j].lead[0]
            for o in range(1, min(len(a), len(b)) + 1):
                word = a + b[o:]
                if a[-o:] == b[:o] and completion.rows[word[0]] == completion.columns[word[-1]]:
                    yield (), completion.alphabet.cyclic(completion.word(word))


def _with_units(completion: Completion, goal: Polynomial) -> Iterator[Monomial]:
    """Words of the goal with a word that equals the identity put in at every place."""
    units = [e.lead[0] for e in map(completion.elements.__getitem__, completion.active) if _is_unit(e)]
    for scalars, word in goal:
        encoded = "".join(map(completion.code.__getitem__, word))
        for turned in (encoded, completion.reverse(encoded)):
            for k in range(len(turned)):
                completion.clock.check_time()
                rotated = turned[k:] + turned[:k]
                for unit in units:
                    if completion.rows[unit[0]] == completion.columns[rotated[-1]]:
                        yield scalars, completion.alphabet.cyclic(completion.word(rotated + unit))


def _is_unit(element) -> bool:
    return bool(element.lead[0]) and not element.lead[1] and ("", ()) in element.polynomial


# -- linear algebra ----------------------------------------------------------------------------------------------------

Row = dict[Monomial, Fraction]
Combination = dict[int, Fraction]


def _key(monomial: Monomial) -> tuple[int, Word, tuple[str, ...]]:
    return len(monomial[1]), monomial[1], monomial[0]


def _solved(completion: Completion, relations: list[tuple[Polynomial, Part]], goal: Polynomial) -> list[Part] | None:
    pivots: dict[Monomial, tuple[Row, Combination]] = {}
    for number, (relation, _) in enumerate(relations):
        row, made = _eliminate(completion, relation, {number: Fraction(1)}, pivots)
        if row:
            lead = max(row, key=_key)
            c = row[lead]
            pivots[lead] = {m: v / c for m, v in row.items()}, {n: v / c for n, v in made.items()}
    row, made = _eliminate(completion, goal, {}, pivots)
    if row:
        return None
    return [(-c, *relations[n][1][1:]) for n, c in made.items() if c]


def _eliminate(
    completion: Completion, row: Row, made: Combination, pivots: dict[Monomial, tuple[Row, Combination]]
) -> tuple[Row, Combination]:
    """The row without pivots; the result is the row plus the change of the combination."""
    rest, done = dict(row), {}
    while rest:
        completion.clock.check_time()
        lead = max(rest, key=_key)
        if lead not in pivots:
            done[lead] = rest.pop(lead)
            continue
        c, (pivot, combination_of_pivot) = rest[lead], pivots[lead]
        for m, value in pivot.items():
            new = rest.get(m, 0) - c * value
            if new:
                rest[m] = new
            else:
                rest.pop(m, None)
        for n, value in combination_of_pivot.items():
            made[n] = made.get(n, Fraction(0)) - c * value
    return done, made
