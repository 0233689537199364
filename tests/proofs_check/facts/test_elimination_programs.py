"""Other programs for elimination: agreement where they are installed, and programs that are missing, slow or wrong."""

import os
import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import flint
import pytest

import symdln as dln
from proofs_check.facts import elimination_programs as elimination_tools
from proofs_check.facts.elimination import critical_equations, critical_polynomial, real_roots_of, theorem_polynomial
from proofs_check.facts.elimination_programs import (
    METHODS,
    MSOLVE,
    SINGULAR,
    Program,
    eliminated,
    in_time,
    integer_system,
    parse_polynomial,
)
from proofs_check.facts.subset_sums import squarefree_part
from symdln.errors import InputError, SymdlnError, UndecidedError

TENTH = Fraction(1, 10)
SMALLEST = dln.Problem.canonical((2,), (1, 1, 1))
PROGRAMS = [
    pytest.param(program, marks=pytest.mark.skipif(program.find() is None, reason=f"{program.name} is not installed"))
    for program in (MSOLVE, SINGULAR)
]
named = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)


# -- agreement ---------------------------------------------------------------------------------------------------------


@named
@pytest.mark.parametrize(
    ("problem", "decay"),
    [
        (SMALLEST, Fraction(0)),
        (SMALLEST, TENTH),
        (dln.Problem.canonical((3, 2), (2, 2, 2)), Fraction(0)),
        (dln.Problem.from_data([["1/3", 2], [0, "1/7"]], [["1/5", 1], [2, "3/2"]], (1,)), Fraction(0)),
        (dln.Problem.from_data([[0]], [[1]], (1,)), Fraction(0)),
    ],
    ids=["smallest", "decay", "2-2-2", "denominators", "constant"],
)
def test_programs_agree_with_flint(program: Program, problem: dln.Problem, decay: Fraction) -> None:
    equations = critical_equations(problem, decay)
    assert program(equations, 60) == critical_polynomial(equations)


@named
def test_programs_reach_three_by_three(program: Program) -> None:
    problem = dln.Problem.canonical((3, 2, 1), (3, 3, 3))
    polynomial = squarefree_part(program(critical_equations(problem), 120))
    assert polynomial == theorem_polynomial(problem)
    assert [root.text() for root in real_roots_of(polynomial)] == ["7", "13/2", "5", "9/2", "5/2", "2", "1/2", "0"]


def test_flint_in_a_process_of_its_own_gives_the_same() -> None:
    assert eliminated(SMALLEST, TENTH, "flint", 60) == critical_polynomial(critical_equations(SMALLEST, TENTH))


def test_systems_have_integer_coefficients_only() -> None:
    """A program that misreads ``w/3`` is never shown one."""
    problem = dln.Problem.from_data([["1/3"]], [["2/7"]], (1,))
    assert not any("/" in text or " " in text for text in integer_system(critical_equations(problem, Fraction(1, 11))))


def test_errors_of_the_process_are_raised_here() -> None:
    with pytest.raises(InputError, match="'x' is not a rational number"):
        in_time(dln.rational, "x", 60)


def test_a_process_that_dies_is_said() -> None:
    with pytest.raises(SymdlnError, match="was killed from outside"):
        in_time(os._exit, 9, 60)


# -- programs that go wrong --------------------------------------------------------------------------------------------


def program_of(text: str, folder: Path, like: Program = MSOLVE) -> Program:
    """A program that runs this Python text in the place of another one."""
    script = folder / "program"
    script.write_text(f"#!{sys.executable}\nimport sys, time\n{text}\n", encoding="utf-8")
    script.chmod(0o755)
    return replace(like, find=lambda: str(script))


def writes(answer: str) -> str:
    return f"open(sys.argv[sys.argv.index('-o') + 1], 'w').write({answer!r})"


def ask(program: Program, seconds: float = 30) -> flint.fmpq_poly:
    return program(critical_equations(SMALLEST), seconds)


def test_a_right_answer_is_read(tmp_path) -> None:
    # v (v - 2), printed with another factor and over two lines
    answer = "#Reduced Groebner basis data\n#---\n[3*v^2\n-6*v]:\n"
    assert ask(program_of(writes(answer), tmp_path)) == flint.fmpq_poly([0, -2, 1])
    assert ask(program_of("print('[v^2-2*v]')", tmp_path, SINGULAR)) == flint.fmpq_poly([0, -2, 1])


@pytest.mark.parametrize("like", [MSOLVE, SINGULAR], ids=lambda program: program.name)
def test_a_missing_program_is_named_with_the_way_to_install_it(like: Program) -> None:
    with pytest.raises(InputError, match=rf"{like.name} was not found; install it .* or choose the method flint"):
        ask(replace(like, find=lambda: None))


def test_a_slow_program_is_ended(tmp_path) -> None:
    start = time.monotonic()
    with pytest.raises(UndecidedError, match=r"msolve did not finish within 0\.5 seconds"):
        ask(program_of("time.sleep(6000)", tmp_path), 0.5)
    assert time.monotonic() - start < 600


def test_slow_flint_is_ended() -> None:
    with pytest.raises(UndecidedError, match=r"FLINT did not finish within 0\.1 seconds"):
        eliminated(dln.Problem.canonical((3, 2, 1), (3, 3, 3)), Fraction(0), "flint", 0.1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("pass", "gave 0 polynomials"),
        (writes(""), "gave 0 polynomials"),
        (writes("[-1]:"), "not a root of"),  # msolve's way to say that there are no solutions
        (writes("[v^2-2*v,\nw1]:"), "gave 0 polynomials"),
        (writes("[v] [v]"), "gave 2 polynomials"),
        (writes("[v^2-2*w1]:"), "is not a polynomial in v"),
        (writes("[0]:"), "no roots to be critical values"),
        (writes("[v^2-3*v]:"), "answered wrongly"),  # the loss at zero weights is 2
        ("sys.stdout.buffer.write(bytes([255, 254])); sys.exit(3)", "gave 0 polynomials"),
    ],
    ids=["nothing", "empty", "no solutions", "two in one", "two", "another letter", "zero", "wrong", "no text"],
)
def test_wrong_programs_are_told_from_right_ones(text: str, sentence: str, tmp_path) -> None:
    with pytest.raises(SymdlnError, match=sentence):
        ask(program_of(text, tmp_path))


def test_a_program_that_cannot_be_started(tmp_path) -> None:
    script = tmp_path / "program"
    script.write_text("no program", encoding="utf-8")
    with pytest.raises(SymdlnError, match="cannot be started"):
        ask(replace(MSOLVE, find=lambda: str(script)))


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(InputError, match="choose one of flint, msolve, singular"):
        eliminated(SMALLEST, Fraction(0), "maple", 1)
    assert list(METHODS) == ["flint", "msolve", "singular"]


def test_msolve_is_looked_for_in_its_package_and_then_on_the_path(monkeypatch, tmp_path) -> None:
    def no_package(name: str) -> None:
        raise elimination_tools.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(elimination_tools.metadata, "files", no_package)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert elimination_tools.find_msolve() is None
    program = tmp_path / "msolve"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    assert elimination_tools.find_msolve() == str(program)


# -- reading polynomials -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "coefficients"),
    [
        ("4*v^2-52*v+1/3", [flint.fmpq(1, 3), -52, 4]),
        ("-v^3+v", [0, 1, 0, -1]),
        ("v", [0, 1]),
        ("+2*v+v", [0, 3]),
        ("7", [7]),
    ],
)
def test_polynomials_are_read(text, coefficients) -> None:
    assert parse_polynomial(text) == flint.fmpq_poly(coefficients)


@pytest.mark.parametrize(
    "text", ["", "v*", "2v", "v^2+", "*v", "v2", "v/3", "w", "v^2--v", "1/0", "v^-1", "v^123456", "v^2 - v", "2.5*v"]
)
def test_other_texts_are_refused(text) -> None:
    with pytest.raises(SymdlnError, match="is not a polynomial in v"):
        parse_polynomial(text)
