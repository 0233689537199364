"""Derivations in matrix words, step by step: each step is a named rule that is replayed and checked, for all widths.

>>> from symdln.teaching import derive
>>> derivation = derive("balancedness")
>>> print(derivation.parts[1].start, "->", derivation.parts[1].result)
W_k^T W_k - W_j W_j^T -> 0
>>> derivation.check()
[]
"""

from symdln.teaching.derivation import Chain, Derivation, DerivationPart, Step
from symdln.teaching.derivations import derivation_names, derive
from symdln.teaching.exercises import StepAnswer, check_answer, check_exercise, exercise, questions
from symdln.teaching.formulas import Block, Formula, Term
from symdln.teaching.notebook import exercise_notebook, notebook
from symdln.teaching.pages import html, latex, markdown, text
from symdln.teaching.parser import parse
from symdln.teaching.rules import RULES, KnownEquation, Rule
from symdln.teaching.shown import MarkdownTable, Picture

__all__ = [
    "RULES",
    "Block",
    "Chain",
    "Derivation",
    "DerivationPart",
    "Formula",
    "KnownEquation",
    "MarkdownTable",
    "Picture",
    "Rule",
    "Step",
    "StepAnswer",
    "Term",
    "check_answer",
    "check_exercise",
    "derivation_names",
    "derive",
    "exercise",
    "exercise_notebook",
    "html",
    "latex",
    "markdown",
    "notebook",
    "parse",
    "questions",
    "text",
]
