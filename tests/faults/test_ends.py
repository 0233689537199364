"""How both programs end, whatever the streams are: text that the terminal can show, one sentence, the right code."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from symdln.cli import top, watch
from symdln.errors import InputError, printable
from symdln.tables import Printer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="shells, devices and terminals of Linux")

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds until a test gives up, on however busy a machine
QUICK = {"symdln": "kinds --widths 2,2,2", "proofs_check": "list achour.values"}


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        ["bash", "-c", command.replace("RUN", f"{sys.executable} -m")],
        capture_output=True, env=env, check=False, timeout=PATIENCE,
    )  # fmt: skip


def checked(done: subprocess.CompletedProcess[bytes], code: int) -> str:
    """One sentence on the error stream, no traceback, and this exit code."""
    said = done.stderr.decode()
    assert (done.returncode, "Traceback" in said, said.count("\n")) == (code, False, 1), said
    return said


@pytest.mark.parametrize("program", QUICK)
def test_a_full_device_is_a_sentence(program):
    assert "cannot be written (No space left on device)" in checked(
        shell(f"RUN {program} {QUICK[program]} >/dev/full"), 2
    )


@pytest.mark.parametrize("program", QUICK)
def test_a_closed_output_is_a_sentence(program):
    assert "standard output is closed" in checked(shell(f"RUN {program} {QUICK[program]} >&-"), 2)


@pytest.mark.parametrize("program", QUICK)
def test_closed_errors_and_a_closed_input_do_no_harm(program):
    done = shell(f"RUN {program} {QUICK[program]} <&- 2>&-")
    assert (done.returncode, done.stdout == b"") == (0, False)
    assert shell(f"RUN {program} nothing <&- >&- 2>&-").returncode == 2


def test_processes_of_a_program_with_closed_streams_have_streams():
    """What they write to a closed number would otherwise raise, or reach a file that took the number."""
    program = (
        "import subprocess, sys\n"
        "from symdln.cli.top import _open_streams\n"
        "_open_streams()\n"
        "child = [sys.executable, '-c', 'import sys; sys.exit(0 if sys.stderr and sys.stdin else 1)']\n"
        "sys.exit(subprocess.run(child, close_fds=True).returncode)"
    )
    assert shell(f'{sys.executable} -c "{program}" <&- 2>&-').returncode == 0


@pytest.mark.parametrize("program", QUICK)
def test_a_reader_that_has_gone_ends_the_program_in_silence(program):
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", program, *QUICK[program].split()]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, env=env, timeout=PATIENCE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("command", ["proofs_check list", "symdln derive hessian", "symdln derive --list"])
def test_every_encoding_gets_a_text(command, encoding):
    done = shell(f"RUN {command}", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding)
    if command.endswith("hessian"):
        assert ("⊗" if encoding == "utf-8" else "(x)") in done.stdout.decode(encoding)


def test_the_c_locale_gets_a_text():
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = shell("RUN symdln derive hessian", **plain)
    assert (done.returncode, done.stderr, b"(x)" in done.stdout) == (0, b"", True)


def test_json_stays_json_in_every_encoding(tmp_path):
    (tmp_path / "t.csv").write_text("größe,b\U0001f600\n1,2\n3,5\n", encoding="utf-8")
    command = f"RUN symdln landscape {tmp_path}/t.csv --inputs größe --targets b\U0001f600 --hidden 1 --json"
    for encoding in ("cp1252", "ascii", "latin-1", "utf-8"):
        source = json.loads(shell(command, PYTHONIOENCODING=encoding).stdout.decode(encoding))["source"]
        assert (source["inputs"], source["targets"]) == (["größe"], ["b\U0001f600"])


def test_results_are_printed_and_written_each_where_the_other_fails(tmp_path):
    out = tmp_path / "kinds.json"
    checked(shell(f"RUN symdln kinds --widths 2,2,2 --json {out} >/dev/full"), 2)
    assert json.loads(out.read_text(encoding="utf-8"))["kinds_in_total"] == 4
    done = shell(f"ulimit -f 1; RUN symdln kinds --widths 2,2,2 --json {out}")  # files of at most 1 kB, or half of it
    assert f"'{out}' cannot be written" in checked(done, 2)
    assert b"4 kinds of critical points" in done.stdout
    assert json.loads(out.read_text(encoding="utf-8"))["kinds_in_total"] == 4  # the old file stays


@pytest.mark.parametrize(
    "command", ["proofs_check run", "proofs_check hunt my_lemmas.py", "symdln kinds --widths 2,2,2"]
)
def test_a_full_device_is_refused_before_the_work(command):
    done = shell(f"RUN {command} --json /dev/full")
    assert "'/dev/full' cannot be written (No space left on device)" in checked(done, 2)
    assert done.stdout == b""


# -- what steers a terminal --------------------------------------------------------------------------------------------

ESCAPES = ("\x1b[31m", "\x9b31m", "\x07", "\r", "\x08", "\x7f", "\u202e", "\u200b", "\udc80")


@pytest.mark.parametrize("sign", ESCAPES)
def test_errors_and_tables_show_control_characters_as_escapes(sign, capsys):
    assert printable(str(InputError(f"a{sign}b"))) == str(InputError(f"a{sign}b"))
    assert sign not in str(InputError(f"a{sign}b"))
    printer = Printer()
    printer.line(f"a{sign}b")
    printer.paragraph(f"a{sign}b")
    printer.table([f"h{sign}"], [[f"c{sign}"]], title=f"t{sign}")
    printer.pairs([(f"n{sign}", f"v{sign}")], title=f"t{sign}")
    top.say(f"a{sign}b")
    top.complain("program", f"a{sign}b")
    assert sign not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "command",
    [
        "landscape {file} --inputs {name} --targets b --hidden 1",
        "landscape {file} --inputs {name} --targets b --hidden 1 --json",
        "landscape {file} --inputs b --targets {name} --hidden 1 --json {folder}/{name}.json",
        "landscape {file} --inputs nothing --targets b --hidden 1",
        "landscape {name} --inputs a --targets b --hidden 1",
        "landscape {file} --inputs b --targets b --hidden {name}",
        "classify {name}",
        "classify {file}",
        "classify {point}",
        "derive {name}",
        "derive gradient --output {folder}/{name}",
        "plot {name}",
        "fixtures --check {name}",
        "kinds --widths 1,1,1 --representatives {folder}/{name}",
        "explorer --out {folder}/{name}",
        "{name}",
        "kinds --{name}",
    ],
)
def test_no_name_reaches_the_terminal_as_a_command(command, tmp_path):
    name = "x\x1b[31m\x9b\x07y"
    file, point = tmp_path / f"{name}.csv", tmp_path / f"{name}.json"
    file.write_text(f"{name},b\n1,2\n3,5\n", encoding="utf-8")
    point.write_text(json.dumps({"problem": {name: 1}, "weights": [], name: name}, ensure_ascii=False))
    words = [word.format(file=file, point=point, name=name, folder=tmp_path) for word in command.split()]
    done = subprocess.run(
        [sys.executable, "-m", "symdln", *words], capture_output=True, cwd=ROOT, check=False, timeout=PATIENCE
    )
    said = done.stdout + done.stderr
    assert said
    assert b"Traceback" not in said
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", said)
    assert "\x9b" not in said.decode()


ODD_WORDS = {
    "a line break in names": ("landscape", "t.csv", "--inputs", "a\nb", "--targets", "b", "--hidden", "1"),
    "an open quote in names": ("landscape", "t.csv", "--inputs", '"a', "--targets", "b", "--hidden", "1"),
    "a long name": ("landscape", "t" * 3000, "--inputs", "a", "--targets", "b", "--hidden", "1"),
    "a long output": ("kinds", "--widths", "1,1,1", "--json", "t" * 3000),
    "a long column": ("landscape", "t.csv", "--inputs", "a" * 3000, "--targets", "b", "--hidden", "1"),
    "no name": ("classify", ""),
    "no output": ("kinds", "--widths", "1,1,1", "--json", ""),
    "many runs": ("escape", "--widths", "1,1,1", "--runs", str(10**12)),
    "a large limit": ("kinds", "--widths", "2,2,2", "--limit", str(10**30)),
    "a large count": ("fixtures", "--widths", "1,1,1", "--count", str(10**30), "--dry-run"),
    "digits of another script": ("kinds", "--widths", "2,2,2", "--limit", "\u0663"),
    "a near name": ("derive", "hesian"),
    "a table for a point": ("classify", "t.csv"),
}
SAYS = {
    "a near name": "did you mean 'hessian'?",
    "a table for a point": "is not JSON but a table (CSV)",
    "many runs": "not an integer from 1 to 1,000,000",
    "a line break in names": "has several lines",
}


@pytest.mark.parametrize("name", ODD_WORDS)
def test_odd_words_end_in_one_sentence(name, tmp_path, monkeypatch, capsys):
    from symdln import cli

    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("a,b\n1,2\n3,5\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        cli.main(ODD_WORDS[name])
    said = capsys.readouterr()
    assert (stop.value.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert 20 < len(said.err) < 800
    assert SAYS.get(name, "") in said.err


def test_outputs_are_tried_before_the_work(tmp_path, monkeypatch, capsys):
    """With a computation that must not begin."""
    from symdln import cli
    from symdln.cli import classify, derive, explorer, kinds, landscape, plot
    from symdln.numeric.dynamics import escape

    def begun(*_: object, **__: object) -> None:
        raise AssertionError("the work has begun")

    for module, name in (
        (classify, "read_any_point"), (kinds, "counts_of"), (landscape, "read_table"), (derive, "derive"),
        (explorer, "explorer_page"), (plot, "canonical"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, begun)
    monkeypatch.setattr(escape, "run", begun)
    (tmp_path / "file").write_bytes(b"")
    inside = str(tmp_path / "file" / "x.png")
    data = ("--inputs", "a", "--targets", "b", "--hidden", "1")
    for words in (
        ("classify", "p.json", "--json", inside), ("kinds", "--widths", "1,1,1", "--json", inside),
        ("kinds", "--widths", "1,1,1", "--representatives", inside), ("landscape", "t.csv", *data, "--json", inside),
        ("derive", "gradient", "--output", inside), ("explorer", "--out", inside), ("plot", "slices", "--out", inside),
        ("escape", "--widths", "1,1,1", "--plot", inside), ("escape", "--widths", "1,1,1", "--json", inside),
    ):  # fmt: skip
        with pytest.raises(SystemExit) as stop:
            cli.main(words)
        assert stop.value.code == 2
        assert "cannot be written" in capsys.readouterr().err


# -- long work ---------------------------------------------------------------------------------------------------------

DEAF = """
import ctypes, sys
from symdln.cli import watch
def work():
    watch.stage("a call that hears nothing")
    ctypes.PyDLL(None).sleep(600)  # like a long call of a library: it holds Python back, and hears no signal
watch.SAID_AFTER = (1, 3)
watch.watched("program", work)
"""
WILLING = """
import sys, time
from symdln.cli import top, watch
from symdln.files import replacing
def work():
    with replacing(sys.argv[1]) as file:
        file.write(b"half")
        file.flush()
        print("begun", flush=True)
        time.sleep(600)
watch.watched("program", work)
"""


def started(code: str, *words: str, **streams: object) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + code
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": env, **streams}
    return subprocess.Popen([sys.executable, "-c", code, *words], **options)  # type: ignore[call-overload]


def test_long_work_is_said_on_a_terminal_and_ends_on_ctrl_c_though_it_hears_nothing():
    master, slave = pty.openpty()
    process = started(DEAF, stderr=slave, stdout=subprocess.DEVNULL)
    os.close(slave)
    said = b""
    end = time.monotonic() + PATIENCE
    while b"(Ctrl-C ends it).\r\n" not in said:
        assert select.select([master], [], [], end - time.monotonic())[0], said
        said += os.read(master, 4096)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 130
    said += os.read(master, 4096)
    os.close(master)
    assert b"program: 1 s; a call that hears nothing (Ctrl-C ends it)." in said
    assert said.endswith(b"program: interrupted.\r\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_end_from_outside_leaves_no_half_file(number, code, tmp_path):
    process = started(WILLING, str(tmp_path / "out"))
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(number)
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (code, "program: interrupted.\n" if number == signal.SIGINT else "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("package", "program"), [("symdln", "symdln"), ("proofs_check", "proofs-check")])
def test_ctrl_c_while_the_commands_are_imported_is_a_sentence(package, program):
    """The finder stands for a Ctrl-C at the moment when click is imported, the first module that is not Python's."""
    code = (
        "import sys, signal, os\n"
        "class Finder:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'click':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        f"from {package}.__main__ import main\n"
        "main()\n"
    )
    process = started(code)
    assert process.communicate(timeout=PATIENCE) == ("", f"{program}: interrupted.\n")
    assert process.returncode == 130


def test_work_that_is_killed_is_a_sentence():
    code = "import os; from symdln.cli import watch; watch.watched('program', lambda: os.kill(os.getpid(), 9))"
    process = started(code)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert said == (
        "program: the work was ended by the signal SIGKILL, perhaps for lack of memory or time; use smaller data.\n"
    )


@pytest.mark.parametrize("code", [0, 1, 2, 7])
def test_exit_codes_pass(code):
    process = started(f"import sys; from symdln.cli import watch; watch.watched('program', lambda: sys.exit({code}))")
    assert process.communicate(timeout=PATIENCE) == ("", "")
    assert process.returncode == code


def test_items_are_counted_as_they_pass(monkeypatch):
    said = []
    monkeypatch.setattr(watch, "stage", said.append)
    assert list(watch.counted("abc", "letters", 3)) == ["a", "b", "c"]
    assert said[0] == "letters: 0 of 3 done"


@pytest.mark.parametrize(
    ("passed", "done", "total", "words"),
    [
        (2, 10, 60, ", about 10 s left"),  # 0.2 s an item, 50 items
        (3, 7, 100, ", about 40 s left"),  # 3/7 * 93 = 39.9
        (60, 10, 110, ", about 10 min left"),  # 6 s an item, 100 items
        (2, 5, 5, ", about 0 s left"),
        (0.5, 10, 60, ""),  # too early
        (2, 0, 60, ""),
        (2, 10, None, ""),
    ],
)
def test_the_rest_is_estimated(passed, done, total, words):
    assert watch._left(passed, done, total) == words
