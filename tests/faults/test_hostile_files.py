"""Files made to exhaust a reader: nesting, bombs, claimed sizes, long numbers; each ends soon, in one sentence."""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import symdln as dln
from proofs_check import kernel
from proofs_check.report import results
from proofs_check.running import witness
from symdln import exact_points
from symdln.files import parse_problem, problem_from_table, read_point, read_table

ADDRESSES = 4 << 30  # bytes of address space that a command may use; libraries map more than they touch
SECONDS = 120  # of waiting, on however busy a machine; the processor time is limited to a fraction of it
PROCESSOR = 30


# -- what is made ------------------------------------------------------------------------------------------------------


def point_with(**problem: object) -> str:
    return json.dumps({"problem": problem, "weights": [[[1]], [["2"]]]})


def archive(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return made.getvalue()


def array_header(shape: tuple[int, ...], kind: str = "|u1") -> bytes:
    made = io.BytesIO()
    np.lib.format.write_array_header_1_0(made, {"descr": kind, "fortran_order": False, "shape": shape})
    return made.getvalue()


def tensors(header: bytes, length: int | None = None) -> bytes:
    return struct.pack("<Q", len(header) if length is None else length) + header


def lying_archive() -> bytes:
    """Twenty megabytes of zeros that the directory calls two hundred bytes."""
    made = bytearray(archive("document.npy", array_header((100,)) + bytes(20 << 20)))
    directory = made.rfind(b"PK\x01\x02")
    made[directory + 24 : directory + 28] = struct.pack("<I", 200)
    return bytes(made)


LONG = 10**300  # numbers with that many digits, and denominators without common factors

POINTS = {
    "nested lists": lambda: "[" * 2_000_000 + "]" * 2_000_000,
    "nested objects": lambda: '{"problem":' * 500_000,
    "nested where it may be": lambda: '{"problem": ' + "[" * 900 + "]" * 900 + ', "weights": []}',
    "nested data": lambda: '{"format": "symdln witness 1", "data": ' + "[" * 150 + "]" * 150 + "}",
    "many keys": lambda: "{" + ",".join(f'"k{i}":1' for i in range(200_000)) + "}",
    "a long key": lambda: json.dumps({"k" * 15_000_000: 1}),
    "one long text": lambda: json.dumps(["a" * 15_000_000]),
    "too long": lambda: json.dumps(["a" * 17_000_000]),
    "many samples": lambda: point_with(X=[[1] * 600_000] * 2, Y=[[1] * 600_000], hidden=[1]),
    "denominators without common factors": lambda: point_with(
        X=[[f"1/{LONG + i}" for i in range(5000)]], Y=[[1] * 5000], hidden=[1]
    ),
    "moments of long numbers": lambda: point_with(
        Sxx=[[f"{i * j + 1}/{LONG + i + j}" for i in range(60)] for j in range(60)],
        Syx=[[1] * 60],
        Syy=[[1]],
        hidden=[1],
    ),
    "large integers": lambda: point_with(
        Sxx=[[10**900 if i == j else 1 for i in range(60)] for j in range(60)], Syx=[[1] * 60], Syy=[[1]], hidden=[1]
    ),
    "wide": lambda: point_with(singular_values=[1], widths=[10**9, 1, 10**9]),
    "beyond integers": lambda: point_with(singular_values=[1], widths=[2**70, 1, 1]),
    "exponent": lambda: '{"problem": {"singular_values": [1e999999999], "widths": [1, 1, 1]}, "weights": []}',
}  # fmt: skip

TABLES = {
    "many names": lambda: ",".join(f"c{i}" for i in range(1_000_000)) + "\n1",
    "one name often": lambda: ",".join("c" * 1_000_000) + "\n1",
    "many rows": lambda: "a,b\n" + "1,2\n" * 500_100,
    "a long cell": lambda: "a,b\n" + "1" * 8_000_000 + ",2\n",
    "an open quote": lambda: 'a,b\n"' + "1\n" * 4_000_000,
    "denominators without common factors": lambda: "a,b\n" + "".join(f"1/{LONG + i},2\n" for i in range(3000)),
}

ARCHIVES = {
    "bomb": lambda: archive("document.npy", bytes(64 << 20)),
    "lying directory": lambda: lying_archive(),
    "claimed length": lambda: archive("document.npy", array_header((10**12,))),
    "claimed shape": lambda: archive("document.npy", array_header((2**62, 2**62))),
    "empty and vast": lambda: archive("document.npy", array_header((0, 2**60))),
    "negative": lambda: archive("document.npy", array_header((-5,))),
    "long entries": lambda: archive("document.npy", array_header((1,), "|S2000000000")),
    "objects": lambda: archive("document.npy", array_header((1,), "|O") + b"cos\nsystem\n(S'true'\ntR."),
    "header length": lambda: archive("document.npy", b"\x93NUMPY\x02\x00" + struct.pack("<I", 2**31) + b" " * 100),
    "header of brackets": lambda: archive("document.npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", 9000) + b"(" * 9000),
    "unknown version": lambda: archive("document.npy", b"\x93NUMPY\x09\x00" + bytes(100)),
    "nested document": lambda: archive("document.npy", array_header((100_000,)) + b"[" * 100_000),
    "no archive": lambda: b"PK\x05\x06" + bytes(10),
}

TENSORS = {
    "header length": lambda: tensors(b"{}", 2**63),
    "longer than the file": lambda: tensors(b"{}", 90_000_000),
    "nothing": lambda: b"",
    "claimed shape": lambda: tensors(b'{"a":{"dtype":"F64","shape":[1000000000000],"data_offsets":[0,8000000000000]}}'),
    "nested document": lambda: tensors(json.dumps({"__metadata__": {"document": "[" * 100_000}}).encode()),
    "no document": lambda: tensors(b'{"__metadata__":{}}'),
}


def checked(message: str) -> None:
    """One sentence: a line of a few words that is not too long."""
    assert "\n" not in message
    assert len(message) < 1000
    assert len(message.split()) > 3


# -- in this process ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", POINTS)
@pytest.mark.parametrize("read", [read_point, witness.load, results.read], ids=["point", "witness", "results"])
def test_hostile_json(name, read, tmp_path):
    path = tmp_path / "hostile.json"
    path.write_text(POINTS[name](), encoding="utf-8")
    with pytest.raises(dln.SymdlnError) as caught:
        witness.case_of(read(path))  # a witness is judged when its case is built
    checked(str(caught.value))


@pytest.mark.parametrize("name", POINTS)
def test_hostile_certificates(name, tmp_path):
    path = tmp_path / "hostile.json"
    path.write_text(POINTS[name](), encoding="utf-8")
    accepted, sentence = kernel.verify(path)
    assert not accepted
    assert len(sentence) < 1000


@pytest.mark.parametrize("name", TABLES)
def test_hostile_tables(name, tmp_path):
    path = tmp_path / "hostile.csv"
    path.write_text(TABLES[name](), encoding="utf-8")
    with pytest.raises(dln.InputError) as caught:
        problem_from_table(read_table(path), ["a"], ["b"], (1,), center=True)
    checked(str(caught.value))


@pytest.mark.parametrize(
    ("ending", "make"),
    [(".npz", make) for make in ARCHIVES.values()] + [(".safetensors", make) for make in TENSORS.values()],
    ids=[f"npz, {name}" for name in ARCHIVES] + [f"safetensors, {name}" for name in TENSORS],
)
def test_hostile_fixtures(ending, make, tmp_path):
    path = tmp_path / f"hostile{ending}"
    path.write_bytes(make())
    with pytest.raises(dln.InputError) as caught:
        exact_points.load(path)
    checked(str(caught.value))


def test_a_manifest_leads_to_no_file_outside_its_folder(tmp_path):
    outside = tmp_path / "secret.json"
    outside.write_text("{}", encoding="utf-8")
    folder = exact_points.write(tmp_path / "set", exact_points.request(dln.Problem.canonical((2,), (1, 1, 1))))
    manifest = next(path for path in folder.iterdir() if "sha256" in path.read_text(encoding="utf-8"))
    document = json.loads(manifest.read_text(encoding="utf-8"))
    for name in ("../secret.json", str(outside), "..", "", "\u0000.json"):
        document["fixtures"][0]["file"] = name
        manifest.write_text(json.dumps(document), encoding="utf-8")
        with pytest.raises(dln.InputError, match="a name of small letters"):
            exact_points.load(folder)


# -- the limits let honest files pass ----------------------------------------------------------------------------------


def test_within_the_limits_files_are_read():
    """Long numbers in small matrices, common denominators, many samples of short numbers."""
    long = parse_problem({"X": [[f"{10**400}/3"]], "Y": [["1/7"]], "hidden": [1]})
    assert long.Sxx[0, 0] == 10**800 / dln.rational(9)
    shared = parse_problem({"X": [[f"{i}/{LONG}" for i in range(1, 400)]], "Y": [[1] * 399], "hidden": [1]})
    assert shared.Syx[0, 0] == dln.rational(399 * 400 // 2) / LONG
    many = parse_problem({"X": [["0.12345678901234567"] * 20_000] * 3, "Y": [[1] * 20_000], "hidden": [2]})
    assert many.samples == 20_000


# -- through the commands ----------------------------------------------------------------------------------------------


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))


COMMANDS = {
    "classify": ("symdln", ["classify"], "point.json", POINTS["moments of long numbers"]),
    "classify, nested": ("symdln", ["classify"], "point.json", POINTS["nested lists"]),
    "landscape": (
        "symdln", ["landscape", "--inputs", "a", "--targets", "b", "--hidden", "1"], "table.csv", TABLES["many rows"]
    ),
    "fixtures, bomb": ("symdln", ["fixtures", "--check"], "set.npz", ARCHIVES["bomb"]),
    "fixtures, length": ("symdln", ["fixtures", "--check"], "set.safetensors", TENSORS["header length"]),
    "at": ("proofs_check", ["at", "achour.values"], "case.json", POINTS["denominators without common factors"]),
    "report": ("proofs_check", ["report"], "run.json", POINTS["many keys"]),
}  # fmt: skip


def run(program: str, arguments: list[str], path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", program, *arguments, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        preexec_fn=limited,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_end_with_2_and_a_sentence(name, tmp_path):
    program, arguments, file, make = COMMANDS[name]
    path, content = tmp_path / file, make()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run(program, arguments, path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    checked(done.stderr.strip())


def test_verify_rejects_and_ends_with_1(tmp_path):
    path = tmp_path / "certificate.json"
    path.write_text("[" * 1_900_000, encoding="utf-8")
    done = run("proofs_check", ["verify"], path)
    assert (done.returncode, "Traceback" in done.stderr, "REJECTED" in done.stdout) == (1, False, True)
