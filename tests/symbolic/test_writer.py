"""Expansions as text, LaTeX and Python that runs."""

import pytest
import sympy

from symdln.symbolic import expansion, symbolic_network, writer


def test_the_text_has_the_equations_and_the_hessian():
    network = symbolic_network(widths=(1, 1, 1))
    written = writer.text(expansion(network), around=None)
    assert "Critical equations by W_1:\n-s_1*w2_11 + w1_11*w2_11**2 = 0\n" in written
    assert "Its derivative along W' = -grad L:\n[ 0 ]" in written
    assert "second order:\n-s_1*v1_11*v2_11 + " in written


def test_wide_hessians_are_written_entry_by_entry():
    written = writer.text(expansion(symbolic_network(widths=(2, 2, 1))), around=None)
    assert "(1, 1)  w2_11**2\n" in written


@pytest.mark.parametrize("at", [None, [[["1/3"]], [[2]]]])
def test_the_python_code_runs_and_is_the_expansion(at):
    network = symbolic_network(widths=(1, 1, 1))
    found = expansion(network, at)
    space = {}
    exec(writer.python(found, around=None if at is None else "a point"), space)
    assert space["parts"] == list(found.parts)
    assert space["hessian"] == network.hessian
    assert sympy.expand(space["loss"] - network.loss) == 0


def test_latex_sets_layers_as_exponents():
    written = writer.latex(expansion(symbolic_network(widths=(1, 1, 1)), order=0), around=None)
    assert r"w^{(1)}_{11}" in written
    assert written.count(r"\[") == written.count(r"\]") > 4
