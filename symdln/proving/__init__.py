"""Proofs of statements about matrices of any size: search, certificates, counterexamples.

:func:`prove` reads a question, searches and answers.  The parts: ``language`` reads questions; ``decide`` shares the
time between searches; ``completion`` derives
equations from equations, ``real`` knows what holds for real matrices only, ``traces`` does linear algebra on traces,
``search`` puts them together and ``writer`` writes the proof; ``proof`` multiplies it out; ``refute`` looks for exact
counterexamples; ``pages`` prints.
"""

from symdln.proving.answer import Answer, Tried
from symdln.proving.decide import prove
from symdln.proving.language import read
from symdln.proving.proof import Proof, certificate, verify
from symdln.proving.question import Question
from symdln.proving.refute import Counterexample

__all__ = ["Answer", "Counterexample", "Proof", "Question", "Tried", "certificate", "prove", "read", "verify"]
