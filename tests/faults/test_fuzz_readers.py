"""Every reader of files, given damaged ones: a value or one sentence, never a traceback, and never for long."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutated_files import Damaged, damaged_bytes, damaged_json

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates.points import class_of
from proofs_check.report import findings, page, results
from proofs_check.running import registry, witness
from proofs_check.running import runner as runs
from proofs_check.running.evaluate import first_failure
from symdln import exact_points
from symdln.errors import SymdlnError
from symdln.exact_points.write import MANIFEST
from symdln.files import problem_from_table, read_point, read_table, write_json, write_point

FEW, MANY = 40, 1500
MOST_CHARACTERS, QUOTES = 1000, "')\""
SLOW_INPUTS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
SECONDS = 20  # of the processor, for one small file; most take milliseconds
REFUTED = "achour.rank-constrained.converse"
LINNERUD = Path(__file__).resolve().parents[2] / "docs" / "examples" / "linnerud.csv"


@dataclass(frozen=True)
class Reader:
    """A valid file (or folder) and what reads it; the file that is damaged is ``member`` of the folder."""

    file: Path
    read: Callable[[Path], Any]
    member: str = ""

    @property
    def content(self) -> bytes:
        return (self.file / self.member).read_bytes()

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


@pytest.fixture(scope="module")
def readers(tmp_path_factory) -> dict[str, Reader]:
    """A valid file for every reader; each is read as it is before any is damaged."""
    folder = tmp_path_factory.mktemp("valid")
    problem = dln.Problem.canonical((3, 2), (3, 2, 2))
    point = next(problem.kinds()).representative(1)
    refuted = registry.find(registry.all_claims(), REFUTED)
    tally = first_failure(refuted, "small", 0)
    wish = exact_points.request(dln.Problem.canonical((2,), (1, 1, 1)), non_critical=1, hessian=True, digits=5)
    made = {
        name: exact_points.write(folder / name, wish) for name in ("set.json", "folder", "set.npz", "set.safetensors")
    }
    member = next(path.name for path in made["folder"].iterdir() if path.name != MANIFEST)
    shutil.copy(LINNERUD, folder / "table.csv")
    report = runs.run([refuted], runs.Settings("small", jobs=1))
    results.write(report, folder / "results.json")
    write_json(tally.witness or {}, folder / "witness.json")
    found = {
        "point": Reader(write_point(folder / "point.json", point), read_point),
        "csv": Reader(folder / "table.csv", read_csv),
        "witness": Reader(folder / "witness.json", read_witness),
        "witness in results": Reader(folder / "results.json", read_witness),
        "results": Reader(folder / "results.json", read_results),
        "fixtures json": Reader(made["set.json"], exact_points.load),
        "fixtures npz": Reader(made["set.npz"], exact_points.load),
        "fixtures safetensors": Reader(made["set.safetensors"], exact_points.load),
        "fixtures manifest": Reader(made["folder"], exact_points.load, MANIFEST),
        "fixtures member": Reader(made["folder"], exact_points.load, member),
    }
    for reader in found.values():
        assert not reader.outcome(reader.content, tmp_path_factory.mktemp("whole"))
    return found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Reader:
    """A certificate that the kernel accepts."""
    point = next(dln.Problem.canonical((3, 2), (3, 2, 2)).kinds()).representative(1)
    path = write_json(class_of(point), tmp_path_factory.mktemp("valid") / "certificate.json")
    assert kernel.verify(path)[0]
    return Reader(path, read_certificate)


@pytest.fixture
def reader(request) -> Reader:
    """The reader of the name with which a test is parametrised."""
    name = request.param
    return request.getfixturevalue(name) if name == "certificate" else request.getfixturevalue("readers")[name]


# -- random damage -----------------------------------------------------------------------------------------------------

NAMES = (
    "point", "csv", "witness", "witness in results", "results", "certificate", "fixtures json", "fixtures npz",
    "fixtures safetensors", "fixtures manifest", "fixtures member",
)  # fmt: skip
JSON_NAMES = tuple(name for name in NAMES if name not in {"csv", "fixtures npz", "fixtures safetensors"})


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


@pytest.mark.parametrize("reader", NAMES, indirect=True)
def test_damaged_bytes_end_in_a_value_or_a_sentence(reader, tmp_path):
    assert fuzz(reader, damaged_bytes(reader.content), FEW, tmp_path)


@pytest.mark.parametrize("reader", JSON_NAMES, indirect=True)
def test_damaged_values_end_in_a_value_or_a_sentence(reader, tmp_path):
    assert fuzz(reader, json_damage(reader), FEW, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("reader", NAMES, indirect=True)
def test_so_it_is_with_much_damage_to_bytes(reader, tmp_path):
    assert fuzz(reader, damaged_bytes(reader.content), MANY, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("reader", JSON_NAMES, indirect=True)
def test_so_it_is_with_much_damage_to_values(reader, tmp_path):
    assert fuzz(reader, json_damage(reader), MANY, tmp_path)
