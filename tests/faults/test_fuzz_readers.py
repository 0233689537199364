"""Every reader of files, given damaged ones: a value or one sentence, never a traceback, and never for long."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutated_files import Content, Damaged, damaged_bytes, damaged_json

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates.points import class_of
from proofs_check.report import findings, page, results
from proofs_check.running import registry, witness
from proofs_check.running import runner as runs
from proofs_check.running.evaluate import first_failure
from proofs_check.running.store import Store
from symdln import exact_points
from symdln.algebra.words import Symbol
from symdln.errors import SymdlnError
from symdln.exact_points.write import MANIFEST
from symdln.files import problem_from_table, read_json, read_point, read_table, write_json, write_point
from symdln.teaching import check_exercise, derive, exercise, parse
from symdln.teaching.exercises import questions

FEW, MANY = 30, 10_000  # damaged files for each reader; in JSON half of the many are damaged bytes, half values
MOST_CHARACTERS, QUOTES = 1000, "')\""
SLOW_INPUTS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
SECONDS = 20  # of the processor, for one small file; most take milliseconds
LETTERS = (Symbol("A", "m", "n"), Symbol("B", "n", "m"), Symbol("C", "m", "n"))
REFUTED = "achour.rank-constrained.converse"
LINNERUD = Path(__file__).resolve().parents[2] / "docs" / "examples" / "linnerud.csv"


@dataclass(frozen=True)
class Reader:
    """A valid file (or folder) and what reads it; the file that is damaged is ``member`` of the folder."""

    file: Path
    read: Callable[[Path], Any]
    member: str = ""

    @property
    def is_json(self) -> bool:
        return self.file.suffix == ".json" or self.file.is_dir()

    @property
    def content(self) -> Content:
        return Content((self.file / self.member).read_bytes())

    def outcome(self, damaged: bytes, folder: Path) -> str:
        """What reading the damaged copy says: nothing, or the sentence of the error."""
        copy = folder / self.file.name
        if self.member:
            shutil.copytree(self.file, copy, dirs_exist_ok=True)
        (copy / self.member).write_bytes(damaged)
        start = time.process_time()
        try:
            self.read(copy)
            sentence = ""
        except SymdlnError as error:
            sentence = str(error)
        assert time.process_time() - start < SECONDS
        return sentence


def read_csv(path: Path) -> dln.Problem:
    return problem_from_table(read_table(path), ["Chins"], ["Weight", "Waist"], (2,))


def read_witness(path: Path) -> Any:
    return witness.replay(registry.find(registry.all_claims(), REFUTED), witness.load(path, REFUTED))


def read_results(path: Path) -> Any:
    """Results are read for pages and for the witnesses in them."""
    data = results.read(path)
    return page.report_page(data), findings.findings_page(data)


def read_certificate(path: Path) -> None:
    """The kernel raises nothing at all; what it rejects counts as refused."""
    accepted, sentence = kernel.verify(path)
    if not accepted:
        raise SymdlnError(f"The kernel rejects the file: {sentence}.")


def read_store(path: Path) -> Any:
    """All that a store holds, as `proofs-check store` shows it."""
    with Store(path, must_exist=True) as store:
        return store.records(), list(store.lines())


def read_answers(path: Path) -> Any:
    return [str(answer) for answer in check_exercise(read_json(path))[1]]


def read_formula(path: Path) -> Any:
    """An answer, as a learner writes it."""
    return parse(path.read_text(encoding="utf-8", errors="replace"), LETTERS, ("a", "b"))


# -- a valid file for every reader -------------------------------------------------------------------------------------


@cache
def refuted() -> tuple[Any, Any]:
    found = registry.find(registry.all_claims(), REFUTED)
    return found, runs.run([found], runs.Settings("small", jobs=1))


def point() -> dln.Point:
    return next(dln.Problem.canonical((3, 2), (3, 2, 2)).kinds()).representative(1)


def a_table(folder: Path) -> Reader:
    return Reader(Path(shutil.copy(LINNERUD, folder / "table.csv")), read_csv)


def a_witness(folder: Path) -> Reader:
    return Reader(
        write_json(first_failure(refuted()[0], "small", 0).witness or {}, folder / "witness.json"), read_witness
    )


def some_results(folder: Path) -> Path:
    results.write(refuted()[1], folder / "results.json")
    return folder / "results.json"


def a_certificate(folder: Path) -> Reader:
    return Reader(write_json(class_of(point()), folder / "certificate.json"), read_certificate)


def a_set(name: str, folder: Path) -> Path:
    wish = exact_points.request(dln.Problem.canonical((2,), (1, 1, 1)), non_critical=1, hessian=True, digits=5)
    return exact_points.write(folder / name, wish)


def a_member(folder: Path) -> Reader:
    made = a_set("folder", folder)
    return Reader(made, exact_points.load, next(path.name for path in made.iterdir() if path.name != MANIFEST))


def a_store(folder: Path) -> Reader:
    path = folder / "store.db"
    with Store(path) as store:
        runs.run([refuted()[0]], runs.Settings("small", jobs=1), store=store)
    return Reader(path, read_store)


def an_exercise(folder: Path) -> Reader:
    derivation = derive("gradient")
    made = exercise(derivation)
    asked = questions(derivation)
    for line in made["steps"]:
        if line.get("step") in asked:
            line["after"] = "1/2 tr((A_j W_j B_j X - Y)^T (A_j W_j B_j X - Y))"
    return Reader(write_json(made, folder / "exercise.json"), read_answers)


def a_formula(folder: Path) -> Reader:
    path = folder / "formula.txt"
    path.write_text("-1/2 tr(A B) a^3 + ||A B + 3 (B^T A')'||^2 (a + b)^2 - tr(I(m)) 7/3", encoding="utf-8")
    return Reader(path, read_formula)


READERS: dict[str, Callable[[Path], Reader]] = {
    "point": lambda folder: Reader(write_point(folder / "point.json", point()), read_point),
    "csv": a_table,
    "witness": a_witness,
    "witness in results": lambda folder: Reader(some_results(folder), read_witness),
    "results": lambda folder: Reader(some_results(folder), read_results),
    "certificate": a_certificate,
    "fixtures json": lambda folder: Reader(a_set("set.json", folder), exact_points.load),
    "fixtures npz": lambda folder: Reader(a_set("set.npz", folder), exact_points.load),
    "fixtures safetensors": lambda folder: Reader(a_set("set.safetensors", folder), exact_points.load),
    "fixtures manifest": lambda folder: Reader(a_set("folder", folder), exact_points.load, MANIFEST),
    "fixtures member": a_member,
    "store": a_store,
    "exercise": an_exercise,
    "formula": a_formula,
}
NO_JSON = {"csv", "fixtures npz", "fixtures safetensors", "store", "formula"}
JSON_READERS = [name for name in READERS if name not in NO_JSON]


@pytest.fixture
def reader(request, tmp_path_factory) -> Reader:
    """The reader of the name with which a test is parametrised; its valid file is read before any is damaged."""
    made = READERS[request.param](tmp_path_factory.mktemp("valid"))
    assert not made.outcome(made.content, tmp_path_factory.mktemp("whole"))
    return made


# -- random damage -----------------------------------------------------------------------------------------------------


def fuzz(reader: Reader, damage: st.SearchStrategy[Damaged], examples: int, folder: Path) -> int:
    """Read so many damaged copies; how many were refused."""
    refused = 0

    @settings(max_examples=examples, derandomize=True, deadline=None, database=None, suppress_health_check=SLOW_INPUTS)
    @given(damage)
    def check(damaged: Damaged) -> None:
        nonlocal refused
        sentence = reader.outcome(damaged.content, folder)
        refused += bool(sentence)
        assert len(sentence) < MOST_CHARACTERS
        assert sentence == "" or (len(sentence.split()) > 3 and sentence.rstrip(QUOTES).endswith((".", "?")))

    check()
    return refused


def json_damage(reader: Reader) -> st.SearchStrategy[Damaged]:
    return damaged_json(json.loads(reader.content))


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_damaged_bytes_end_in_a_value_or_a_sentence(reader, tmp_path):
    assert fuzz(reader, damaged_bytes(reader.content), FEW, tmp_path)


@pytest.mark.parametrize("reader", JSON_READERS, indirect=True)
def test_damaged_values_end_in_a_value_or_a_sentence(reader, tmp_path):
    assert fuzz(reader, json_damage(reader), FEW, tmp_path)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_so_it_is_with_much_damage_to_bytes(reader, tmp_path):
    assert fuzz(reader, damaged_bytes(reader.content), MANY // (2 if reader.is_json else 1), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("reader", JSON_READERS, indirect=True)
def test_so_it_is_with_much_damage_to_values(reader, tmp_path):
    assert fuzz(reader, json_damage(reader), MANY // 2, tmp_path)
