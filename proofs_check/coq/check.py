"""Checks the Coq theorems: fresh copies of the sources, one ``coqc`` a file, the axioms of everything, ``coqchk``.

Nothing that was compiled before is used, and nothing that was recorded stands in for a check: a verdict of this module
was made by the Coq that is installed, now.  What is trusted: Coq's kernel, the MathComp library as it is installed, and
that the definitions (theories/definitions.v) say what their comments say, which tests compare with symdln.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from proofs_check.coq import scan, theorems
from symdln.errors import SymdlnError

PACKAGES = ("coq", "libcoq-mathcomp-algebra", "libcoq-mathcomp-algebra-tactics", "libcoq-mathcomp-zify")
CLOSED = "Closed under the global context"
PRINTING = (
    "From mathcomp Require Import all_ssreflect all_algebra.",
    "From symdln Require statements.",
    "From symdln Require Import definitions.",
    "Import Order.TTheory GRing.Theory Num.Theory.",
    "Local Open Scope ring_scope.",
    "Unset Printing Implicit Defensive.",
    "Set Printing Width 110.",
)
_MARK = "-----"
_TOGETHER = "everything"
_PROVED = re.compile(r"^(?:Lemma|Theorem)\s+(\w+)", re.MULTILINE)
_REQUIRED = re.compile(r"From\s+symdln\s+Require\s+Import\s+([\w\s]+?)\.")


class CoqError(SymdlnError):
    """Coq is missing, or does not accept the sources; the message says which file and what Coq said."""


@dataclass(frozen=True)
class Limits:
    """What one process may use: seconds, and bytes of address space."""

    seconds: float = 300.0
    memory: int = 6 * 2**30


@dataclass(frozen=True)
class Checked:
    """What Coq accepted: its version, seconds a file, for each theorem its statement as Coq prints it.

    ``exported`` counts the lemmas and theorems of the exported files.
    """

    version: str
    seconds: dict[str, float]
    statements: dict[str, str]
    exported: int = 0


def check(
    say: Callable[[str], None] = lambda line: None,
    limits: Limits = Limits(),
    sources: Mapping[str, str] | None = None,
    exports: Mapping[str, str] | None = None,
) -> Checked:
    """Compile all files in a fresh folder, ask for the axioms of all theorems, and run ``coqchk`` on what was compiled.

    ``sources`` (file name -> text; by default the files of ``theories/``) is for the tests, which plant faults;
    ``exports`` are further files, all of whose lemmas and theorems are asked for.
    ``say`` gets one line for each finished step.  Raises ``CoqError`` for anything that is not accepted.
    """
    texts = dict(sources) if sources is not None else {name: theorems.source(name) for name in theorems.file_names()}
    further = dict(exports or {})
    stated = {theorem.name: theorem.statement for theorem in theorems.read(texts[theorems.STATEMENTS])}
    texts |= further
    _scan(texts)
    say(f"{len(texts)} files: no axiom, no open proof, no check switched off")
    version = coq_version()
    with tempfile.TemporaryDirectory(prefix="coq-") as scratch:
        folder = Path(scratch)
        seconds = compiled(texts, folder, say, limits)
        statements = _questions(folder, stated, limits)
        with _at_once() as pool:
            asked = [pool.submit(_ask_exported, folder, name, text, limits) for name, text in further.items()]
            exported = sum(one.result() for one in asked)
        say(f"{len(stated)} theorems, all together: {CLOSED.lower()}")
        say(f"coqchk checks the {len(seconds)} compiled files again; this may take some minutes")
        _recheck(folder, list(seconds), limits)
        say("coqchk accepts the compiled files")
    return Checked(version, seconds, statements, exported)


def coq_version() -> str:
    """The version of the coqc on the path; raises ``CoqError`` with what to install if there is none."""
    if shutil.which("coqc") is None or shutil.which("coqchk") is None:
        raise CoqError(
            f"coqc and coqchk were not found, so nothing was checked; install {', '.join(PACKAGES)} (Debian)."
        )
    return run(["coqc", "--print-version"], Path.cwd(), Limits(60)).split()[0]


def order(texts: Mapping[str, str]) -> list[str]:
    """The names of the files, each after those that it requires."""
    done: list[str] = []
    waiting = sorted(texts)
    while waiting:
        ready = [name for name in waiting if all(needed in done for needed in _needs(texts, name))]
        if not ready:
            raise CoqError(f"the files {', '.join(waiting)} require each other in a circle, or a file that is missing.")
        done += ready
        waiting = [name for name in waiting if name not in ready]
    return done


def _needs(texts: Mapping[str, str], name: str) -> list[str]:
    lines = _REQUIRED.findall(scan.without_comments(texts[name]))
    return [f"{part}.v" for line in lines for part in line.split()]


def _scan(texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        commands = scan.IN_STATEMENTS if name == theorems.STATEMENTS else scan.COMMANDS
        for refusal in scan.refusals(text, commands):
            raise CoqError(f"{name}, line {refusal.line}: {refusal.reason}.")


def compiled(texts: Mapping[str, str], folder: Path, say: Callable[[str], None], limits: Limits) -> dict[str, float]:
    """Write the texts into an empty folder and compile each after those that it requires; seconds by file."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    found: dict[str, float] = {}
    waiting = order(texts)
    with _at_once() as pool:
        running: dict[Future[float], str] = {}
        while waiting or running:
            for name in [one for one in waiting if all(needed in found for needed in _needs(texts, one))]:
                waiting.remove(name)
                running[pool.submit(_seconds_of, folder, name, limits)] = name
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(done)
                found[name] = done.result()
                say(f"{name}: {found[name]} s; {len(found)} of {len(texts)} files compiled")
    return {name: found[name] for name in order(texts)}


@contextmanager
def _at_once() -> Iterator[ThreadPoolExecutor]:
    """Programs run at once, one a core; an error or Ctrl-C ends those that run, and begins no other."""
    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list(_running):
            _end(process)
        raise
    finally:
        pool.shutdown()


def _seconds_of(folder: Path, name: str, limits: Limits) -> float:
    start = time.monotonic()
    coqc(folder, name, limits)
    return round(time.monotonic() - start, 1)


def coqc(folder: Path, name: str, limits: Limits) -> str:
    """Compile one file of the folder; what Coq printed.  Raises ``CoqError`` with Coq's message."""
    return run(["coqc", "-q", "-w", "none", "-Q", ".", "symdln", name], folder, limits, name)


def run(command: list[str], folder: Path, limits: Limits, what: str = "") -> str:
    """Run a command under the limits, and end it with all its children when they are exceeded or on Ctrl-C."""
    process = subprocess.Popen(
        ["sh", "-c", f'ulimit -v {limits.memory // 1024} && exec "$@"', "sh", *command],
        cwd=folder,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _running.add(process)
    try:
        output, errors = process.communicate(timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise CoqError(f"{command[0]} did not finish {what} within {limits.seconds:g} seconds.") from None
    finally:
        _running.discard(process)
        if process.poll() is None:
            _end(process)
            process.communicate()
    if process.returncode:
        raise CoqError(_failure(command[0], what, errors or output))
    return output


_running: set[subprocess.Popen[str]] = set()


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and all its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _environment(folder: Path) -> dict[str, str]:
    """Only the path of programs: no variable and no folder of the user tells Coq where to look for libraries."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_DIRS": "",
    }


def _failure(program: str, what: str, message: str) -> str:
    text = " ".join(message.split())
    if "Cannot find a physical path" in text or "Unable to locate library" in text:
        return f"{program} did not find a library for {what}: install {', '.join(PACKAGES)} (Debian). Coq says: {text}"
    return f"{program} does not accept {what}: {text}"


def _questions(folder: Path, stated: Mapping[str, str], limits: Limits) -> dict[str, str]:
    """The statements as Coq prints them, once Coq has said that nothing rests on an axiom.

    Each statement is read again from the text of statements.v where only ``definitions.v`` is in scope, so a name or a
    notation that another file makes cannot change what it says.
    """
    lines = [*PRINTING]
    for name, statement in stated.items():
        lines += [f"Theorem restated_{name} : {statement}.", f"Proof. exact: symdln.statements.{name}. Qed."]
        lines += [f'Goal True. idtac "{_MARK}{name}". Abort.', f"Check restated_{name}."]
        lines += [f'Goal True. idtac "{_MARK}". Abort.', f"Print Assumptions restated_{name}."]
    together = ", ".join(f"@restated_{name}" for name in stated)
    lines += [f"Definition {_TOGETHER} := ({together}).", f'Goal True. idtac "{_MARK}{_TOGETHER}". Abort.']
    lines += [f'Goal True. idtac "{_MARK}". Abort.', f"Print Assumptions {_TOGETHER}."]
    (folder / "questions.v").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return answers(coqc(folder, "questions.v", limits), list(stated))


def _ask_exported(folder: Path, name: str, text: str, limits: Limits) -> int:
    """How many lemmas and theorems an exported file holds, once Coq has said that none rests on an axiom."""
    module, names = name.removesuffix(".v"), _PROVED.findall(scan.without_comments(text))
    together = ", ".join(f"@symdln.{module}.{one}" for one in names)
    lines = [*PRINTING, f"From symdln Require {module}.", f"Definition {_TOGETHER} := ({together})."]
    lines.append(f"Print Assumptions {_TOGETHER}.")
    (folder / f"questions_{name}").write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer = coqc(folder, f"questions_{name}", limits)
    if answer.strip() != CLOSED:
        raise CoqError(f"{name} rests on an assumption: {' '.join(answer.split())}")
    return len(names)


def answers(output: str, names: list[str]) -> dict[str, str]:
    """Read what ``Check`` and ``Print Assumptions`` printed; anything but "Closed ..." is a ``CoqError``."""
    pieces = re.split(rf"^{_MARK}(\w*)$", output, flags=re.MULTILINE)
    titles, bodies = pieces[1::2], pieces[2::2]
    statements: dict[str, str] = {}
    for name, checked, blank, assumptions in zip(titles[::2], bodies[::2], titles[1::2], bodies[1::2], strict=True):
        if blank or assumptions.strip() != CLOSED:
            raise CoqError(f"the theorem {name} rests on an assumption: {' '.join(assumptions.split())}")
        statements[name] = checked.partition(":")[2].strip()
    if list(statements) != [*names, _TOGETHER]:
        raise CoqError(f"Coq answered for {len(statements)} of {len(names) + 1} questions.")
    del statements[_TOGETHER]
    return statements


def _recheck(folder: Path, names: list[str], limits: Limits) -> None:
    """Have ``coqchk``, a separate small program, check the compiled files again."""
    modules = [part for name in names for part in ("-norec", f"symdln.{name.removesuffix('.v')}")]
    run(["coqchk", "-silent", "-Q", ".", "symdln", *modules], folder, limits, "the compiled files")
