"""Statements about strings as trees: terms over the integers, formulas, quantifiers over strings and integers."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_DEPTH = 2

# -- terms: integers built from the depth H, from variables and from the start, end and length of strings --------------


@dataclass(frozen=True)
class Number:
    """A whole number.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: length(s) >= 1").formula.body.right
    Number(value=1)
    """

    value: int


@dataclass(frozen=True)
class Variable:
    """The depth ``H`` or an integer variable.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: length(s) < H").formula.body.right
    Variable(name='H')
    """

    name: str


@dataclass(frozen=True)
class Part:
    """``start``, ``end`` or ``length`` of a string.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: length(s) < H").formula.body.left
    Part(part='length', string='s')
    """

    part: str
    string: str


@dataclass(frozen=True)
class Sum:
    """The sum of integer multiples of terms.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: length(s) <= H - 1").formula.body.right
    Sum(terms=((1, Variable(name='H')), (-1, Number(value=1))))
    """

    terms: tuple[tuple[int, Term], ...]


@dataclass(frozen=True)
class Extreme:
    """The ``max`` or the ``min`` of terms.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: length(s) <= max(H, 2)").formula.body.right
    Extreme(which='max', terms=(Variable(name='H'), Number(value=2)))
    """

    which: str
    terms: tuple[Term, ...]


Term = Number | Variable | Part | Sum | Extreme


def total(*terms: tuple[int, Term]) -> Term:
    """The sum of integer multiples of terms, without sums inside it; a single term itself.

    >>> total((1, Variable("j")))
    Variable(name='j')
    """
    flat: list[tuple[int, Term]] = []
    for factor, term in terms:
        inner = term.terms if isinstance(term, Sum) else ((1, term),)
        flat += [(factor * times, part) for times, part in inner]
    return flat[0][1] if len(flat) == 1 and flat[0][0] == 1 else Sum(tuple(flat))


# -- formulas ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compare:
    """``left relation right`` with one of ``<= < = >= > !=``.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: length(s) >= 1").formula.body
    Compare(relation='>=', left=Part(part='length', string='s'), right=Number(value=1))
    """

    relation: str
    left: Term
    right: Term


@dataclass(frozen=True)
class Closes:
    """The string uses the arrow H -> 0.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: s closes").formula.body
    Closes(string='s')
    """

    string: str


@dataclass(frozen=True)
class Contains:
    """The string contains the path from vertex ``first`` on to vertex ``last``.

    Without ``wraps`` the path is first, first + 1, ..., last and is there only if 0 <= first <= last <= H; with it, it
    is first, ..., H, 0, ..., last and is there only if first <= H and 0 <= last.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: s contains 1..H").formula.body
    Contains(string='s', first=Number(value=1), last=Variable(name='H'), wraps=False)
    """

    string: str
    first: Term
    last: Term
    wraps: bool = False


@dataclass(frozen=True)
class Same:
    """Both names stand for one string: equal start and equal length.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every pair of strings s, t: s is t").formula.body
    Same(left='s', right='t')
    """

    left: str
    right: str


@dataclass(frozen=True)
class Not:
    """The negation.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: not s closes").formula.body
    Not(body=Closes(string='s'))
    """

    body: Formula


@dataclass(frozen=True)
class And:
    """All parts hold; true without parts.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every pair of strings s, t: s closes and t closes").formula.body
    And(parts=(Closes(string='s'), Closes(string='t')))
    """

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Or:
    """Some part holds; false without parts.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every pair of strings s, t: s closes or t closes").formula.body
    Or(parts=(Closes(string='s'), Closes(string='t')))
    """

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Implies:
    """``if premise then conclusion``.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every pair of strings s, t: if s closes then t closes").formula.body
    Implies(premise=Closes(string='s'), conclusion=Closes(string='t'))
    """

    premise: Formula
    conclusion: Formula


@dataclass(frozen=True)
class Iff:
    """Both sides hold or neither does.

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every pair of strings s, t: s closes iff t closes").formula.body
    Iff(left=Closes(string='s'), right=Closes(string='t'))
    """

    left: Formula
    right: Formula


@dataclass(frozen=True)
class Quantified:
    """``body`` for every, or for some, value of the names: a ``string``, an ``integer``, a ``vertex`` (0 to H) or a
    ``layer`` (1 to H).

    >>> from symdln.strings.parser import parse_statement
    >>> parse_statement("every string s: s closes").formula
    Quantified(every=True, sort='string', names=('s',), body=Closes(string='s'))
    """

    every: bool
    sort: str
    names: tuple[str, ...]
    body: Formula


Formula = Compare | Closes | Contains | Same | Not | And | Or | Implies | Iff | Quantified


@dataclass(frozen=True)
class Statement:
    """A formula for every depth H with ``H relation depth`` (and H >= 2).

    >>> from symdln.strings.parser import parse_statement
    >>> statement = parse_statement("at depth H = 3, every string s: s closes")
    >>> statement.relation, statement.depth, statement.prefix[1]
    ('=', 3, Closes(string='s'))
    >>> statement.depth_condition.parts[1]
    Compare(relation='=', left=Variable(name='H'), right=Number(value=3))
    """

    relation: str
    depth: int
    formula: Formula
    text: str = ""

    @property
    def prefix(self) -> tuple[tuple[Quantified, ...], Formula]:
        """The leading quantifiers "for every", and the formula behind them."""
        found, formula = [], self.formula
        while isinstance(formula, Quantified) and formula.every:
            found.append(formula)
            formula = formula.body
        return tuple(found), formula

    @property
    def depth_condition(self) -> Formula:
        """The condition on H."""
        least = Compare(">=", Variable("H"), Number(LEAST_DEPTH))
        return And((least, Compare(self.relation, Variable("H"), Number(self.depth))))


def bounds(sort: str, name: str) -> Formula:
    """The range of an integer variable of a sort.

    >>> bounds("layer", "j").parts[0]                      # 1 <= j; the other part says j <= H
    Compare(relation='<=', left=Number(value=1), right=Variable(name='j'))
    """
    if sort == "integer":
        return And(())
    least = Number(0 if sort == "vertex" else 1)
    return And((Compare("<=", least, Variable(name)), Compare("<=", Variable(name), Variable("H"))))
