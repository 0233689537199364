"""The language of statements about strings: what is read, what is refused in one sentence, and text from trees."""

from __future__ import annotations

import pytest

from symdln.errors import InputError
from symdln.strings.lemmas import COROLLARIES, LEMMAS, lemma
from symdln.strings.neighbours import neighbours
from symdln.strings.parser import MOST_DEEP, parse_statement
from symdln.strings.syntax import (
    Closes,
    Compare,
    Contains,
    Extreme,
    Implies,
    Not,
    Number,
    Part,
    Quantified,
    Same,
    Sum,
    Variable,
)
from symdln.strings.text import written

ALL = (*LEMMAS, *COROLLARIES)


def body(text: str):
    """The formula behind "every pair of strings s, t and all integers j"."""
    return parse_statement(f"every pair of strings s, t and all integers j: {text}").prefix[1]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("s closes", Closes("s")),
        ("s does not close", Not(Closes("s"))),
        ("s visits 1", Contains("s", Number(1), Number(1))),
        ("s misses j", Not(Contains("s", Variable("j"), Variable("j")))),
        ("s contains 1..H", Contains("s", Number(1), Variable("H"))),
        ("s contains j..H,0..2", Contains("s", Variable("j"), Number(2), wraps=True)),
        ("s is not t", Not(Same("s", "t"))),
        ("j != 2", Compare("!=", Variable("j"), Number(2))),
        ("- j = 2", Compare("=", Sum(((-1, Variable("j")),)), Number(2))),
        (
            "max(j, 1) < 3*start(t) - H",
            Compare(
                "<",
                Extreme("max", (Variable("j"), Number(1))),
                Sum(((3, Part("start", "t")), (-1, Variable("H")))),
            ),
        ),
        ("if s closes then t closes", Implies(Closes("s"), Closes("t"))),
    ],
)
def test_what_is_read(text, formula):
    assert body(text) == formula


def test_and_binds_more_than_or_and_or_more_than_iff():
    read, meant = (
        body("s closes or t closes and j = 1 iff s is t"),
        body("(s closes or (t closes and j = 1)) iff s is t"),
    )
    assert read == meant


def test_a_chain_of_comparisons_is_all_of_them():
    assert body("1 <= j < 3") == body("1 <= j and j < 3")


def test_a_condition_moves_behind_the_quantifiers_that_follow():
    """``every s with A, every j: B`` is ``every s: every j: if A then B``, so that a refutation names j too."""
    statement = parse_statement("every string s with s closes, every layer j: j = 1")
    assert [found.names for found in statement.prefix[0]] == [("s",), ("j",)]
    assert statement.prefix[1] == Implies(Closes("s"), Compare("=", Variable("j"), Number(1)))


def test_some_takes_the_condition_as_a_part_and_no_is_not_some():
    some = parse_statement("some string s with s closes: s visits 1").formula
    assert some == parse_statement("some string s: (s closes and s visits 1)").formula
    none = parse_statement("no string s with s closes: s visits 1").formula
    assert none == Not(some)
    assert isinstance(some, Quantified)
    assert not some.every


def test_a_pair_of_strings_needs_no_names():
    assert parse_statement("every pair of strings: sigma is tau").formula == (
        parse_statement("every pair of strings sigma, tau: sigma is tau").formula
    )


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("", 1, "the statement ends there"),
        ("every string s: s clses", 19, "'closes', 'visits'"),
        ("every string s: t closes", 17, "that a quantifier has introduced"),
        ("every string s: start(s) * H < 3", 26, "only a number may stand in front of '*'"),
        ("every string s: start(s) < 3 3", 30, "the end"),
        ("every string s s closes", 16, "':'"),
        ("every chain s: s closes", 7, "'string'"),
        ("every pair of strings s, t, u: s closes", 30, "a pair of names"),
        ("every string H: H < 3", 14, "not a word of the language"),
        ("every string s: every integer s: s < 3", 31, "not yet taken"),
        ("every string s, s: s closes", 18, "differ"),
        ("every string s: s contains 1", 29, "'..'"),
        ("every string s: s contains 1..2,0..1", 32, "only after H"),
        ("every string s: (s closes", 26, "')'"),
        ("every string s: if s closes s closes", 29, "'then'"),
        ("at depth H >= H: 1 = 1", 15, "a whole number"),
        ("every string s: s < 3", 19, "'closes'"),
        ("every string s: 3 < s", 21, "a number, such as"),
        ("every string s, every integer j: j closes", 34, "the name of a string"),
        ("every string s: pair(s)", 23, "','"),
        ("every string s: 1 + 2", 22, "a comparison"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence_with_its_position(text, position, expected):
    with pytest.raises(InputError) as error:
        parse_statement(text)
    message = str(error.value)
    assert message.startswith(f"At position {position} of the statement ")
    assert expected in message
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize("condition", ["H = 1", "H < 2", "H <= 1"])
def test_a_statement_about_no_depth_is_refused(condition):
    with pytest.raises(InputError, match="a depth H is at least 2"):
        parse_statement(f"at depth {condition}, every string s: s closes")


def test_a_character_without_meaning_and_texts_too_long_or_too_deep():
    with pytest.raises(InputError, match=r"The character 'é' at position 14 has no meaning"):
        parse_statement("every string é: é closes")
    with pytest.raises(InputError, match="at most 10000 are read"):
        parse_statement("x" * 10_001)
    with pytest.raises(InputError, match=f"nested more than {MOST_DEEP} deep"):
        parse_statement("(" * 500 + "1 = 1" + ")" * 500)
    with pytest.raises(InputError, match="nested"):
        parse_statement("not " * 2000 + "1 = 1")
    with pytest.raises(InputError, match="nested"):
        parse_statement("if 1 = 1 then " * 600 + "1 = 1")


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.name)
def test_text_from_a_tree_gives_the_tree_again(found):
    """For every lemma and for every neighbour of it."""
    for statement in (found.statement, *(neighbour.statement for neighbour in neighbours(found.statement))):
        again = parse_statement(written(statement))
        assert (again.relation, again.depth, again.formula) == (
            statement.relation,
            statement.depth,
            statement.formula,
        )


def test_every_lemma_says_in_one_sentence_what_it_is_for():
    assert len({found.name for found in ALL}) == len(ALL)
    for found in ALL:
        assert found.sentence.endswith(".")
        assert lemma(found.name) is found
