"""The conformance kit: its files are those that symdln makes, right code passes, faults show."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from symdln.errors import InputError
from symdln.exact_points import kit, kit_learning
from symdln.strings.singularity import aoyagi

FOLDER = Path(__file__).resolve().parents[1] / "kit"
PACKAGE = FOLDER / "exact_points"


@pytest.fixture(scope="module")
def records():
    return json.loads((PACKAGE / "points.json").read_text(encoding="utf-8"))["points"]


def run(folder, *arguments):
    """A Python in a folder that sees the kit and not symdln."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(FOLDER), str(folder)])}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def run_kit(folder, library, *options):
    """The tests of the kit on one library, in a folder."""
    plugins = ["-p", "exact_points.plugin", "-p", "no:symdln", "-p", "no:cacheprovider"]
    command = ["-m", "pytest", *plugins, "-q", "--tb=no", "--pyargs", "exact_points"]
    return run(folder, *command, "--library", library, *options)


@pytest.fixture(scope="module")
def documents():
    return kit.documents()


# -- the files ---------------------------------------------------------------------------------------------------------


def test_the_files_are_those_that_are_made(documents):
    for name, content in documents.items():
        assert (PACKAGE / name).read_bytes() == content, f"write {name} again by symdln.exact_points.kit"


def test_the_set_is_small_and_names_are_unique(records):
    assert (PACKAGE / "points.json").stat().st_size < 200 << 10
    assert 50 <= len(records) == len({record["id"] for record in records}) < 60


def test_every_kind_of_trouble_is_there(records):
    by_id = {record["id"]: record for record in records}
    assert any(record["ggn_rank"] == 0 for record in records)
    assert any(0 < record["ggn_rank"] < len(record["gradient"]) * 4 for record in records)
    assert by_id["b1"]["eigenvalues"] == [["4", "4", 4], ["-4", "-4", 4]]  # L = |W_2 W_1 - 2 I|^2 at 0
    assert by_id["e1"]["eigenvalues"] == [["4", "4", 1], ["-4", "-4", 1]]  # (b a - 2)^2 at 0
    assert {record["class"] for record in records} == {
        "strict saddle", "non-strict saddle", "global minimiser", "not critical"
    }  # fmt: skip
    assert by_id["local-codimension"]["lambda"] == "5/2"


def test_arrays_are_the_roundings(records):
    with np.load(PACKAGE / "points.npz") as arrays:
        for record in records:
            exact = [[Fraction(text) for text in row] for row in record["weights"][0]]
            assert arrays[f"{record['id']}/weights/0"].tolist() == [[float(x) for x in row] for row in exact]
            hessian = arrays[f"{record['id']}/hessian"]
            assert (hessian == hessian.T).all()
            assert hessian[np.triu_indices(len(hessian))].tolist() == [float(Fraction(t)) for t in record["hessian"]]


def test_safetensors_hold_the_same():
    safetensors = pytest.importorskip("safetensors.numpy")
    found = safetensors.load((PACKAGE / "points.safetensors").read_bytes())
    with np.load(PACKAGE / "points.npz") as arrays:
        assert set(found) == set(arrays)
        assert all((found[name] == arrays[name]).all() for name in arrays)


def test_moments_are_those_of_the_eigenvalues(records):
    for record in records:
        size = sum(times for _, _, times in record["eigenvalues"])
        for k, moment in enumerate(record["moments"], start=1):
            values = [(float(low) + float(high)) / 2 for low, high, _ in record["eigenvalues"]]
            total = sum(value**k * times for value, (_, _, times) in zip(values, record["eigenvalues"], strict=True))
            scale = sum(abs(value) ** k for value in values) or 1
            assert abs(total / size - float(Fraction(moment))) < 1e-9 * scale


def test_learning_coefficients_by_hand():
    found = {record["id"]: record["learning_coefficient"] for record in kit_learning.learning_records()}
    for name, value in found.items():
        if name.startswith("zero-"):
            widths = tuple(map(int, name.removeprefix("zero-").split("x")))
            assert (Fraction(value["lambda"]), value["order"]) == aoyagi(widths)
    assert found["unfitted-5x3x5"]["lambda"] == "21/2"  # 3 (5 + 5 - 3) / 2
    assert found["control-saddle"] is None
    assert {found[f"rank-1-deep-{one}"]["order"] for one in ("corner", "middle", "ends")} == {1, 2, 3}
    assert found["local-4x2x2x4"]["lambda"] != found["local-4x2x2x4"]["of_fibre"]


# -- the package -------------------------------------------------------------------------------------------------------


def test_it_imports_nothing_of_symdln(tmp_path):
    done = run(
        tmp_path, "-c", "import sys; sys.modules['symdln'] = None; import exact_points; print(len(exact_points.load()))"
    )
    assert done.stdout.strip().isdigit(), done.stderr


def test_the_definition_in_numpy_passes(tmp_path):
    done = run_kit(tmp_path, "numpy", "-k", "float32 or degenerate")
    assert done.returncode == 0, done.stdout
    assert "failed" not in done.stdout


FAULTS = {
    "GaussNewton": "def hessian(self, point, dtype): return self.ggn(point, dtype)",
    "OneEntry": "def hessian(self, point, dtype):\n  H = super().hessian(point, dtype); H[0, -1] += 1e-3; return H",
    "OneCopy": "def top(self, point, dtype, k, seed):\n"
    "  v = np.unique(np.linalg.eigvalsh(self.hessian(point, dtype)).round(6))[::-1][:k]; return v, [True] * len(v)",
    "EqualBatches": "def batched_hessian(self, point, dtype): return self.hessian(point, dtype) * 1.1",
    "NotANumber": "def density(self, point, dtype): return np.zeros(2), np.full(2, np.nan)",
}


QUICK = "OneEntry"
EVERY_FAULT = [pytest.param(name, marks=[] if name == QUICK else pytest.mark.slow) for name in FAULTS]


@pytest.mark.parametrize("fault", EVERY_FAULT)
def test_a_fault_shows(fault, tmp_path):
    base = "import numpy as np\nfrom exact_points.adapters import Numpy\n"
    (tmp_path / "faulty.py").write_text(f"{base}class {fault}(Numpy):\n {FAULTS[fault]}\n")
    points = "a1 or a2 or b1 or d1 or unequal or degenerate or batches"
    done = run_kit(tmp_path, f"faulty:{fault}", "-k", f"float64 and ({points}) or degenerate and a1")
    assert done.returncode == 1, done.stdout
    assert "failed" in done.stdout


def test_an_unknown_library_gets_one_sentence(tmp_path):
    done = run_kit(tmp_path, "unknown", "-k", "a1", "--tb=line")
    assert done.returncode != 0
    assert "There is no adapter 'unknown'" in done.stdout + done.stderr


def test_the_builder_needs_a_folder(tmp_path, documents, monkeypatch):
    with pytest.raises(InputError, match="Name the folder"):
        kit.main([])
    monkeypatch.setattr(kit, "documents", lambda: documents)
    kit.main([str(tmp_path)])
    assert {path.name for path in tmp_path.iterdir()} == set(kit.NAMES)


# -- expected failures -------------------------------------------------------------------------------------------------


def test_expected_failures_are_tests_of_the_kit_and_stand_in_the_table(records):
    """The table of results has the version and the number of expected failures of every library."""
    entries = json.loads((PACKAGE / "expected.json").read_text(encoding="utf-8"))
    page = (FOLDER.parents[1] / "docs" / "conformance-kit.md").read_text(encoding="utf-8")
    ids = {record["id"] for record in records} | {""}
    for library, entry in entries.items():
        named = [test for tests in entry["failures"].values() for test in tests]
        assert len(named) == len(set(named))
        assert f"| {library} | {entry['version']} |" in page
        row = next(line for line in page.splitlines() if line.startswith(f"| {library} | "))
        assert row.split("|")[4].strip() == str(len(named))
        for test in named:
            point = test.partition("[")[2].rstrip("]")
            for word in ("hessian-", "ggn-", "float64", "float32"):
                point = point.replace(word, "")
            assert point.strip("-") in ids, test
