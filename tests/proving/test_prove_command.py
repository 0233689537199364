"""The command ``symdln prove``: exit codes, JSON, progress."""

import json
import signal
import subprocess
import sys
import time

import pytest

from proofs_check import matrix_proofs
from symdln import cli
from symdln.proving import decide

TRUE, FALSE = "A: m x n; A' A = 0 |- A = 0", "A B: n sym |- sym A B"
OPEN = "A B C: n; (A + B) C = I |- C (A + B) = I"


@pytest.fixture
def symdln(capsys):
    """Run a command; the answer is (exit code, output, error output)."""

    def run(*arguments):
        with pytest.raises(SystemExit) as stop:
            cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return stop.value.code, captured.out, captured.err

    return run


@pytest.mark.parametrize(("question", "code", "word"), [(TRUE, 0, "PROVED"), (FALSE, 1, "REFUTED"), (OPEN, 3, "OPEN")])
def test_exit_codes(symdln, question, code, word):
    found, out, err = symdln("prove", question, "--budget", "0.5")
    assert (found, err) == (code, "")
    assert out.startswith(word)


@pytest.mark.parametrize(
    "arguments",
    [
        ["A: m x n |- A A = 0"],
        [TRUE, "--budget", "0"],
        [TRUE, "--budget", "nan"],
        [TRUE, "--format", "html"],
        [],
        ["\x1b[31m |- A = 0"],
    ],
)
def test_wrong_input_is_one_sentence(symdln, arguments):
    code, out, err = symdln("prove", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("symdln: ")
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_latex(symdln):
    assert symdln("prove", TRUE, "--format", "latex")[1].startswith(r"\begin{align}")


@pytest.mark.parametrize("question", [TRUE, FALSE])
def test_the_json_file_is_accepted_by_the_checker(symdln, question, tmp_path, capsys):
    path = tmp_path / "answer.json"
    assert f"JSON is in {path}." in symdln("prove", question, "--json", path)[1]
    assert matrix_proofs.main([str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{path}: {json.loads(path.read_text())['verdict']}")


def test_json_on_the_terminal(symdln):
    code, out, _ = symdln("prove", OPEN, "--budget", "0.2", "--json")
    data = json.loads(out)
    assert (code, data["verdict"], data["certificate"]) == (3, "open", None)
    assert data["question"] == OPEN


def test_json_into_a_folder_is_refused_before_the_search(symdln, tmp_path, monkeypatch):
    monkeypatch.setattr(decide, "attempt", lambda *_, **__: pytest.fail("a search was started"))
    code, _, err = symdln("prove", TRUE, "--json", tmp_path)
    assert code == 2
    assert "is a directory" in err


def test_progress_goes_to_the_error_stream(symdln):
    code, _, err = symdln("prove", OPEN, "--budget", "2.3")
    assert code == 3
    assert err.endswith("2 s so far.\n")


def test_the_module_runs_and_needs_nothing_of_symdln(tmp_path, repository):
    """Only the standard library and the two checkers are imported."""
    code = (
        "import sys; before = set(sys.modules); import proofs_check; house = set(sys.modules); "
        "from proofs_check import matrix_proofs; new = {name.split('.')[0] for name in set(sys.modules) - house}; "
        "print(sorted(new - set(sys.stdlib_module_names)), "
        "sorted(name for name in set(sys.modules) - house if name.startswith('proofs_check')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['proofs_check'] ['proofs_check.matrix_proofs', 'proofs_check.matrix_questions']"
    done = subprocess.run(
        [sys.executable, "-m", "proofs_check.matrix_proofs"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "usage: python -m proofs_check.matrix_proofs FILE ...\n")


@pytest.mark.slow
def test_a_long_search_is_interrupted_with_one_sentence(repository):
    question = (
        "A B C D: n; A B A = B A B; C D C = D C D; A C = C A; B D = D B; (A + B)^3 = (C + D)^3; A D = D A "
        "|- A B C D = D C B A"
    )
    started = subprocess.Popen(
        [sys.executable, "-m", "symdln", "prove", question, "--budget", "300"],
        cwd=repository,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert started.stderr is not None
    assert "so far" in started.stderr.readline()  # the search has begun, and says so
    sent = time.monotonic()
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=30)
    assert (started.returncode, out, err.splitlines()[-1]) == (130, "", "symdln: interrupted.")
    assert time.monotonic() - sent < 5
