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

# -- files that are not certificates -----------------------------------------------------------------------------------

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
        with contextlib.suppress(
            KeyError, TypeError, AttributeError
        ):  # facts that are not a list of objects have no hash
            made["sha256"] = kernel.digest(made) if key != "sha256" else made["sha256"]
        file.write_text(json.dumps(made))
        accepted, sentence = kernel.verify(file)
        assert not accepted or is_true(made), sentence


BIG = dln.Matrix([[3] * 100] * 100)
EXPENSIVE = {
    "a deep term": (at(ONE), compare(deep_term(50), "=", 1), "nested too deeply"),
    "a large exponent": (at(ONE), compare(["^", 2, 999_999], ">", 1), "exponent"),
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
    "a large matrix": (
        at(ONE),
        fact("identity", left=["eye", 10**5, 10**5, 1], right=1),
        "There is no 100000 x 100000 matrix",
    ),
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
    start = time.process_time()
    assert reason in refused(made)
    assert time.process_time() - start < 30


def test_long_numbers_are_refused():
    refused(facts_raw(at(ONE), compare(HUGE, ">", 1)))
    assert kernel.check(facts_raw(at(ONE), compare(HUGE[:400], ">", 1)))


def test_a_large_file_is_refused(tmp_path):
    file = tmp_path / "file.json"
    file.write_text(" " * (kernel.MOST_BYTES + 1))
    assert kernel.answer(file) == (kernel.UNREAD, f"The file has more than {kernel.MOST_BYTES} bytes.")


def in_a_file(text):
    """What JSON says of a certificate of which one part is this text."""
    made = facts_raw(at(ONE), compare("HERE", "=", "HERE"))
    return json.dumps(made).replace('"HERE"', text)


BEFORE = {  # refused before anything is computed
    "a fraction of JSON": ("1.5", "Numbers are whole"),
    "an exponent of JSON": ("1e400", "Numbers are whole"),
    "not a number": ("NaN", "Numbers are whole"),
    "infinity": ("-Infinity", "Numbers are whole"),
    "true": ("true", "Numbers are whole"),
    "a long number": ("9" * 5000, "400 digits"),
    "a long text": ('"' + "x" * 6000 + '"', "5000 characters"),
    "a nested text": ("[" * 60 + "]" * 60, "nested too deeply"),
    "a key twice": ('{"a": 1, "a": 2}', "twice"),
}


@pytest.mark.parametrize("name", BEFORE)
def test_what_is_too_large_is_refused_before_it_is_computed(name, tmp_path):
    text, reason = BEFORE[name]
    file = tmp_path / "file.json"
    file.write_text(in_a_file(text))
    code, sentence = kernel.answer(file)
    assert code == kernel.REJECTED
    assert reason in sentence
    assert "malformed" not in sentence


@pytest.mark.slow
@pytest.mark.parametrize("which", range(len(EXAMPLES)))
def test_ten_thousand_damaged_certificates_are_refused_in_sentences(which, tmp_path):
    """Damage at any place, with a hash that is good again; what is accepted must be true, and no word is an error's."""
    generator, file = random.Random(which), tmp_path / "file.json"
    junk = [None, True, -1, 10**30, 1.5, "", "x", "1/0", [], [[]], {}, {"a": 1}, ["+"], ["W", "p", 1], "p", "K", "="]
    malformed = []
    for _ in range(10_000 // len(EXAMPLES) + 1):
        made = copy.deepcopy(EXAMPLES[which])
        place, key = made, generator.choice(["given", "facts", "facts", "claim", "conclusion", "sentence"])
        while isinstance(place[key], (dict, list)) and place[key] and generator.random() < 0.85:
            place = place[key]
            key = generator.choice(list(place) if isinstance(place, dict) else range(len(place)))
        place[key] = generator.choice(junk)
        with contextlib.suppress(KeyError, TypeError, AttributeError):
            made["sha256"] = kernel.digest(made)
        file.write_text(json.dumps(made))
        code, sentence = kernel.answer(file)
        assert code != kernel.ACCEPTED or is_true(made), sentence
        malformed += [sentence] if "malformed" in sentence else []
    assert not malformed


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


def test_the_kernel_is_short_and_plain():
    """Lines of code: neither empty, nor comments, nor docstrings; no function is longer than 40 of all lines."""
    text = SOURCE.read_text()
    words = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            words |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, node.name
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            assert len(node.generators) <= 3, f"line {node.lineno}"
    lines = [line.strip() for number, line in enumerate(text.splitlines(), 1) if number not in words]
    assert len([line for line in lines if line and not line.startswith("#")]) <= 750


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
    run = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (2, "")
    assert run.stdout.startswith("not read")
    (tmp_path / "rules.json").unlink()
    run = subprocess.run([*command, str(good)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (2, "")
    assert "rules.json beside the kernel is missing" in run.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_an_answer_that_cannot_be_written_is_said(tmp_path):
    good = tmp_path / "good.json"
    good.write_text(json.dumps(EXAMPLES[0]))
    with open("/dev/full", "w") as full:
        run = subprocess.run([sys.executable, str(SOURCE), str(good)], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (run.returncode, run.stderr) == (2, b"The answer cannot be written: No space left on device.\n")
