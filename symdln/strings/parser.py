"""The language in which statements about strings are written: from text to a tree, errors with their position.

The grammar::

    statement  = [ "at depth H" relation number [","] ] sentence
    sentence   = quantifier { ("," | "and") quantifier } ":" sentence | formula
    quantifier = ("every" | "all" | "some" | "no") sort [ name { "," name } ] [ "with" formula ]
    sort       = "string" | "strings" | "pair of strings" | "integer(s)" | "vertex" | "vertices" | "layer(s)"
    formula    = "if" formula "then" formula | either [ "iff" either ]
    either     = both { "or" both }
    both       = single { "and" single }
    single     = "not" single | "(" sentence ")" | comparison | definition | name verb
    verb       = "closes" | "visits" term | "misses" term | "contains" path | "is" ["not"] name
               | "does not close" | "does not visit" term | "does not contain" path
    path       = term ".." term [ "," "0" ".." term ]
    comparison = term relation term { relation term }         relation = "<=" "<" "=" ">=" ">" "!="
    term       = ["-"] factor { ("+" | "-") factor }          factor = [number "*"] atom
    atom       = number | "H" | name | start(name) | end(name) | length(name) | max(term, ...) | min(term, ...)
    definition = product(name, name, term, term) | square(name, name, term) | pair(name, name)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

from symdln.errors import InputError, cut
from symdln.strings.definitions import DEFINITIONS
from symdln.strings.substitution import renamed
from symdln.strings.syntax import (
    LEAST_DEPTH,
    And,
    Closes,
    Compare,
    Contains,
    Extreme,
    Formula,
    Iff,
    Implies,
    Not,
    Number,
    Or,
    Part,
    Quantified,
    Same,
    Statement,
    Term,
    Variable,
    total,
)

RELATIONS = ("<=", ">=", "!=", "<", "=", ">")
QUANTIFIERS = {"every": (True, False), "all": (True, False), "some": (False, False), "no": (False, True)}
SORTS = {
    "string": "string",
    "strings": "string",
    "integer": "integer",
    "integers": "integer",
    "vertex": "vertex",
    "vertices": "vertex",
    "layer": "layer",
    "layers": "layer",
}
PARTS, EXTREMES = ("start", "end", "length"), ("max", "min")
VERBS = ("closes", "visits", "misses", "contains", "is", "does")
WORDS = ("at", "depth", "pair", "of", "with", "if", "then", "iff", "or", "and", "not", "close", "visit", "contain")
RESERVED = frozenset((*WORDS, "for", "H", *QUANTIFIERS, *SORTS, *PARTS, *EXTREMES, *VERBS, *DEFINITIONS))
MOST_CHARACTERS, MOST_DEEP = 10_000, 60
_TOKEN = re.compile(r"\s*(?:(\d{1,9}(?!\d))|([A-Za-z_]\w*)|(\.\.|<=|>=|!=|[<>=+\-*(),:]))", re.ASCII)


def parse_statement(text: str) -> Statement:
    """The statement of a text; ``InputError`` gives the position of the first unreadable part.

    >>> parse_statement("at depth H >= 3: no string s: length(s) = H").depth
    3
    """
    return _Parser(text, {}).statement()


@lru_cache(maxsize=16)
def definition(name: str) -> tuple[tuple[tuple[str, str], ...], Formula]:
    """The parameters (name, sort) of a defined relation, and its formula."""
    parameters, text = DEFINITIONS[name]
    return parameters, _Parser(text, dict(parameters)).whole_formula()


@dataclass(frozen=True)
class _Token:
    text: str
    start: int


def _tokens(text: str) -> list[_Token]:
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"The statement has {len(text)} characters; at most {MOST_CHARACTERS} are read.")
    found, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        match = _TOKEN.match(stripped, at)
        if match is None:
            at += len(stripped[at:]) - len(stripped[at:].lstrip())
            raise InputError(f"The character {stripped[at]!r} at position {at + 1} has no meaning in a statement.")
        token = match.group(1) or match.group(2) or match.group(3)
        found.append(_Token(token, match.end() - len(token)))
        at = match.end()
    return [*found, _Token("", len(stripped))]


class _Parser:
    """A recursive descent over the tokens; ``scope`` maps the names that are bound to their sorts."""

    def __init__(self, text: str, scope: dict[str, str]):
        self.text, self.tokens, self.at, self.scope, self.deep = text, _tokens(text), 0, scope, 0

    # -- tokens --------------------------------------------------------------------------------------------------------

    @property
    def here(self) -> str:
        return self.tokens[self.at].text

    def ahead(self, count: int = 1) -> str:
        return self.tokens[min(self.at + count, len(self.tokens) - 1)].text

    def fail(self, expected: str) -> NoReturn:
        token = self.tokens[self.at]
        found = f"{cut(token.text)!r} was found" if token.text else "the statement ends there"
        raise InputError(f"At position {token.start + 1} of the statement {expected} was expected, but {found}.")

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1].text

    def accept(self, *texts: str) -> bool:
        if all(self.ahead(n) == text for n, text in enumerate(texts)):
            self.at += len(texts)
            return True
        return False

    def expect(self, text: str, *, why: str = "") -> None:
        if not self.accept(text):
            self.fail(f"{text!r}{why}")

    # -- statements and quantifiers ------------------------------------------------------------------------------------

    def statement(self) -> Statement:
        relation, depth = ">=", LEAST_DEPTH
        if self.accept("at"):
            self.expect("depth")
            self.expect("H")
            if self.here in RELATIONS:
                relation, depth = self.take(), self.number()
                if depth < LEAST_DEPTH + (relation == "<") and relation in ("=", "<=", "<"):
                    raise InputError(
                        f"The condition H {relation} {depth} leaves no depth, since a depth H is at least "
                        f"{LEAST_DEPTH}; write, for example, 'at depth H >= 3'."
                    )
            if not self.accept(","):
                self.accept(":")
        formula = self.nested(self.sentence)
        self.finish()
        return Statement(relation, depth, formula, " ".join(self.text.split()))

    def whole_formula(self) -> Formula:
        formula = self.formula()
        self.finish()
        return formula

    def finish(self) -> None:
        if self.here:
            self.fail("'and', 'or', 'iff' or the end")

    def nested(self, read: Callable[[], Formula]) -> Formula:
        """The result of ``read``, one level deeper; names that it binds are unbound afterwards."""
        if self.deep == MOST_DEEP:
            raise InputError(f"The statement is nested more than {MOST_DEEP} deep; write it in a flatter way.")
        outside = self.scope
        self.deep += 1
        try:
            return read()
        finally:
            self.scope, self.deep = outside, self.deep - 1

    def sentence(self) -> Formula:
        if self.here == "for" and self.ahead() in QUANTIFIERS:
            self.take()
        return self.quantified() if self.here in QUANTIFIERS else self.formula()

    def quantified(self) -> Formula:
        every, negated = QUANTIFIERS[self.take()]
        sort, names = self.sorted_names()
        self.scope = {**self.scope, **dict.fromkeys(names, sort)}
        condition = self.formula(of_quantifier=True) if self.accept("with") else None
        if self.here in (",", "and") and self.ahead() in QUANTIFIERS:
            self.take()
            body = self.nested(self.quantified)
        else:
            self.expect(":", why=" after the names and their condition")
            body = self.nested(self.sentence)
        if condition is not None:
            body = _conditional(condition, body) if every else And((condition, body))
        formula = Quantified(every, sort, names, body)
        return Not(formula) if negated else formula

    def sorted_names(self) -> tuple[str, tuple[str, ...]]:
        pair = self.accept("pair", "of")
        if self.here not in SORTS or (pair and self.here != "strings"):
            self.fail("'strings'" if pair else "'string', 'pair of strings', 'integer', 'vertex' or 'layer'")
        sort = SORTS[self.take()]
        if pair and (self.here in (":", "with") or (self.here in (",", "and") and self.ahead() in QUANTIFIERS)):
            return sort, ("sigma", "tau")
        names = [self.new_name()]
        while self.here in (",", "and") and self.ahead() not in QUANTIFIERS:
            self.take()
            names.append(self.new_name())
        if len(set(names)) < len(names):
            self.fail("names that differ from each other before this place")
        if pair and len(names) != 2:
            self.fail("a pair of names, and no more or fewer,")
        return sort, tuple(names)

    def new_name(self) -> str:
        if not re.fullmatch(r"[A-Za-z_]\w*", self.here, re.ASCII) or self.here in RESERVED:
            self.fail("a name that is not a word of the language")
        if self.here in self.scope:
            self.fail("a name that is not yet taken by an outer quantifier")
        return self.take()

    # -- formulas ------------------------------------------------------------------------------------------------------

    def formula(self, of_quantifier: bool = False) -> Formula:
        if self.accept("if"):
            premise = self.nested(self.formula)
            self.expect("then")
            return Implies(premise, self.nested(self.formula))
        left = self.either(of_quantifier)
        return Iff(left, self.either(of_quantifier)) if self.accept("iff") else left

    def either(self, of_quantifier: bool) -> Formula:
        parts = [self.both(of_quantifier)]
        while self.accept("or"):
            parts.append(self.both(of_quantifier))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self, of_quantifier: bool) -> Formula:
        parts = [self.single()]
        while self.here == "and" and not (of_quantifier and self.ahead() in QUANTIFIERS):
            self.take()
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def single(self) -> Formula:
        if self.accept("not"):
            return Not(self.nested(self.single))
        if self.accept("("):
            inside = self.nested(self.sentence)
            self.expect(")")
            return inside
        if self.here in DEFINITIONS and self.ahead() == "(":
            return self.defined()
        if self.ahead() in VERBS or self.scope.get(self.here) == "string":
            return self.about(self.string())
        return self.comparison()

    def about(self, string: str) -> Formula:
        if self.here not in VERBS:
            self.fail(f"'closes', 'visits', 'misses', 'contains', 'is' or 'does not' after the string {string}")
        verb = self.take()
        if verb == "is":
            negated = self.accept("not")
            same = Same(string, self.string())
            return Not(same) if negated else same
        if verb == "does":
            self.expect("not")
            if self.here not in ("close", "visit", "contain"):
                self.fail("'close', 'visit' or 'contain'")
            return Not(self.predicate(string, self.take() + "s"))
        return self.predicate(string, verb)

    def predicate(self, string: str, verb: str) -> Formula:
        if verb == "closes":
            return Closes(string)
        first = self.term()
        if verb in ("visits", "misses"):
            visits = Contains(string, first, first)
            return visits if verb == "visits" else Not(visits)
        self.expect("..", why=" between the ends of a path")
        last = self.term()
        if not self.accept(",", "0", ".."):
            return Contains(string, first, last)
        if last != Variable("H"):
            self.at -= 3
            self.fail("no more of the path, which continues at 0 only after H as in k..H,0..j,")
        return Contains(string, first, self.term(), wraps=True)

    def defined(self) -> Formula:
        parameters, formula = definition(self.take())
        strings: dict[str, str] = {}
        terms: dict[str, Term] = {}
        for number, (name, sort) in enumerate(parameters):
            self.expect("," if number else "(")
            if sort == "string":
                strings[name] = self.string()
            else:
                terms[name] = self.term()
        self.expect(")")
        return renamed(formula, strings, terms)

    def comparison(self) -> Formula:
        left, parts = self.term(), []
        if self.here not in RELATIONS:
            self.fail("a comparison such as '<=' or '='")
        while self.here in RELATIONS:
            relation = self.take()
            right = self.term()
            parts.append(Compare(relation, left, right))
            left = right
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    # -- terms ---------------------------------------------------------------------------------------------------------

    def term(self) -> Term:
        terms = [self.factor(-1 if self.accept("-") else 1)]
        while self.here in ("+", "-"):
            terms.append(self.factor(1 if self.take() == "+" else -1))
        return total(*terms)

    def factor(self, sign: int) -> tuple[int, Term]:
        if self.here.isdigit() and self.ahead() == "*":
            sign *= self.number()
            self.take()
        found = sign, self.atom()
        if self.here == "*":
            self.fail("a sum or a comparison (only a number may stand in front of '*')")
        return found

    def atom(self) -> Term:
        if self.here.isdigit():
            return Number(self.number())
        if self.accept("H"):
            return Variable("H")
        if self.here in PARTS:
            part = self.take()
            self.expect("(")
            string = self.string()
            self.expect(")")
            return Part(part, string)
        if self.here in EXTREMES:
            return self.extreme()
        if self.scope.get(self.here) == "string":
            self.fail("a number, such as start(...), end(...) or length(...) of a string")
        return Variable(self.name("a number, H, a variable, start(...), end(...), length(...), max(...) or min(...)"))

    def extreme(self) -> Term:
        which = self.take()
        self.expect("(")
        terms = [self.term()]
        while self.accept(","):
            terms.append(self.term())
        self.expect(")")
        return Extreme(which, tuple(terms))

    def number(self) -> int:
        if not self.here.isdigit():
            self.fail("a whole number")
        return int(self.take())

    def name(self, expected: str) -> str:
        if self.here not in self.scope:
            unknown = re.fullmatch(r"[A-Za-z_]\w*", self.here, re.ASCII) and self.here not in RESERVED
            self.fail(f"{expected}{' that a quantifier has introduced' if unknown else ''}")
        return self.take()

    def string(self) -> str:
        if self.scope.get(self.here, "string") != "string":
            self.fail("the name of a string")
        return self.name("the name of a string")


def _conditional(condition: Formula, body: Formula) -> Formula:
    """``if condition then body``, the condition moved behind every "for every" that stands in front of the body."""
    if isinstance(body, Quantified) and body.every:
        return Quantified(True, body.sort, body.names, _conditional(condition, body.body))
    return Implies(condition, body)
