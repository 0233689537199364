"""What the kernel refuses unread (no certificates, what would take too long), and what kind of file it is itself."""

import ast
import contextlib
import copy
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from certificate_examples import EXAMPLES, ONE, compare, fact, facts_raw, is_true, refused

import symdln as dln
from proofs_check import kernel
from proofs_check.certificates import at

SOURCE = Path(kernel.__file__)

# -- files that are no certificates ------------------------------------------------------------------------------------

HUGE = "9" * 401


def deep_term(levels):
    term = "1"
    for _ in range(levels):
        term = ["+", term]
    return term


MALFORMED_TEXTS = {
    "empty": "",
    "no JSON": "{",
    "a number": "3",
    "a list": "[]",
    "no keys": "{}",
    "bytes": "\x00\x01",
    "a key twice": '{"format": 1, "format": 2}',
    "nested brackets": "[" * 100_000,
    "nan": '{"format": NaN}',
    "digits": '{"format": ' + "9" * 5000 + "}",
}


@pytest.mark.parametrize("name", MALFORMED_TEXTS)
def test_what_is_no_certificate_is_refused_in_a_sentence(name, tmp_path):
    file = tmp_path / "file.json"
    file.write_text(MALFORMED_TEXTS[name])
    accepted, sentence = kernel.verify(file)
    assert not accepted
    assert sentence
    assert "\n" not in sentence


def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path):
    assert "No such file or directory" in kernel.verify(tmp_path / "missing.json")[1]
    assert not kernel.verify(tmp_path)[0]
    (tmp_path / "binary.json").write_bytes(bytes(range(256)))
    assert not kernel.verify(tmp_path / "binary.json")[0]


@pytest.mark.parametrize("which", [0, 3, len(EXAMPLES) - 1])
def test_random_damage_never_ends_in_a_traceback(which, tmp_path):
    generator, file = random.Random(which), tmp_path / "file.json"
    junk = [None, True, -1, 10**30, 1.5, "", "x", "p/q", "1/0", HUGE, [], [[]], {}, {"a": 1}, [["1"], ["1", "2"]]]
    for _ in range(300):
        made = copy.deepcopy(EXAMPLES[which])
        place, key = made, generator.choice(list(made))
        while isinstance(place[key], (dict, list)) and place[key] and generator.random() < 0.85:
            place = place[key]
            key = generator.choice(list(place) if isinstance(place, dict) else range(len(place)))
        before = place[key]
        place[key] = generator.choice(junk)
        if place[key] == before:
            continue
        with contextlib.suppress(KeyError, TypeError, AttributeError):  # facts that are no list of objects have no hash
            made["sha256"] = kernel.digest(made) if key != "sha256" else made["sha256"]
        file.write_text(json.dumps(made))
        accepted, sentence = kernel.verify(file)
        assert not accepted or is_true(made), sentence


BIG = dln.Matrix([[3] * 100] * 100)
EXPENSIVE = {
    "a deep term": (at(ONE), compare(deep_term(50), "=", 1), "nested too deeply"),
    "a large exponent": (at(ONE), compare(["^", 2, 999_999], ">", 1), "too much work"),
    "a tower of powers": (at(ONE), compare(["^", ["^", ["^", ["^", 9, 32], 32], 32], 32], ">", 1), "too much work"),
    "a polynomial with many terms": (
        at(ONE),
        compare(["degree", ["^", ["+", *"abcdefghijklmnopqrs"], 32]], "=", 32),
        "too much work",
    ),
    "products of large matrices": (
        at(ONE, B=BIG),
        fact("identity", left=["*"] + ["B"] * 500, right="B"),
        "too much work",
    ),
    "a sum of large matrices": (at(ONE, B=BIG), fact("identity", left=["+"] + ["B"] * 900, right="B"), "too much work"),
    "many permutations": (
        at(ONE),
        fact("every-permutation", name="U", size=9, pairs=[["U", "U"]]),
        "at most 5",
    ),
    "a large matrix": (at(ONE), fact("identity", left=["eye", 10**5, 10**5, 1], right=1), "no size"),
    "a large Hessian": (at(dln.Problem.canonical((3,), (60, 60, 60))), fact("gradient-zero", at="o"), "too much work"),
    "a product of zero matrices": (
        at(ONE, B=dln.Matrix.zeros(100, 100)),
        fact("identity", left=["*"] + ["B"] * 5000, right="B"),
        "too much work",
    ),
}


@pytest.mark.parametrize("name", EXPENSIVE)
def test_what_would_take_too_long_is_refused(name):
    given, stated, reason = EXPENSIVE[name]
    made = facts_raw(given, stated)
    start = time.process_time()  # of this process: a busy machine changes nothing
    assert reason in refused(made)
    assert time.process_time() - start < 30


def test_long_numbers_are_refused():
    refused(facts_raw(at(ONE), compare(HUGE, ">", 1)))
    assert kernel.check(facts_raw(at(ONE), compare(HUGE[:400], ">", 1)))


def test_a_large_file_is_refused(tmp_path):
    file = tmp_path / "file.json"
    file.write_text(" " * (kernel.MOST_BYTES + 1))
    assert "bytes" in kernel.verify(file)[1]


# -- the file itself ---------------------------------------------------------------------------------------------------


def test_the_kernel_imports_the_standard_library_alone():
    imported = set()
    for node in ast.walk(ast.parse(SOURCE.read_text())):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module).split(".")[0])
    assert imported <= set(sys.stdlib_module_names)


def test_the_kernel_is_short():
    """Lines of code: neither empty, nor comments, nor docstrings."""
    text = SOURCE.read_text()
    words = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            words |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = [line.strip() for number, line in enumerate(text.splitlines(), 1) if number not in words]
    assert len([line for line in lines if line and not line.startswith("#")]) <= 300
    assert len(text.splitlines()) <= 400


def test_the_kernel_runs_alone(tmp_path):
    """Copied with its rules to another place, in an interpreter that sees nothing but the standard library."""
    for name in ("kernel.py", "rules.json"):
        (tmp_path / name).write_bytes(SOURCE.with_name(name).read_bytes())
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(EXAMPLES[0]))
    bad.write_text(json.dumps(EXAMPLES[0] | {"sha256": ""}))
    command = [sys.executable, "-I", "-S", str(tmp_path / "kernel.py")]
    run = subprocess.run([*command, str(good)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("accepted")
    run = subprocess.run([*command, str(good), str(bad)], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "REJECTED" in run.stdout
    assert subprocess.run(command, check=False).returncode == 2
