"""Files are read up to a limit and only where they are regular, and written whole or not at all."""

from __future__ import annotations

import ast
import errno
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import symdln as dln
from proofs_check.report import results
from proofs_check.running.store import Store
from symdln import exact_points, files
from symdln.errors import InputError
from symdln.files import disk
from symdln.teaching.plots import save

pytestmark = pytest.mark.skipif(os.name == "nt", reason="devices, pipes and permissions of Unix")

READERS = {
    "point": (files.read_point, ".json"),
    "table": (files.read_table, ".csv"),
    "text": (files.read_text, ".txt"),
    "JSON": (files.read_json, ".json"),
    "results": (results.read, ".json"),
    "exact_points json": (exact_points.load, ".json"),
    "exact_points npz": (exact_points.load, ".npz"),
    "exact_points safetensors": (exact_points.load, ".safetensors"),
    "store": (Store, ".db"),
}


def make_device(path: Path) -> None:
    path.symlink_to("/dev/zero")  # it has no end


def make_pipe(path: Path) -> None:
    os.mkfifo(path)  # nobody writes into it, so that opening it would wait for ever


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket may have some 100 bytes
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


@pytest.mark.parametrize("make", [make_device, make_pipe, make_socket])
@pytest.mark.parametrize("name", READERS)
def test_what_is_no_regular_file_is_not_read(name, make, tmp_path):
    read, ending = READERS[name]
    path = tmp_path / f"odd{ending}"
    make(path)
    with pytest.raises(InputError, match="device"):
        read(path)


@pytest.mark.parametrize("name", READERS)
def test_a_file_is_read_up_to_the_limit(name, tmp_path):
    """A sparse file of 64 GB, which holds nothing."""
    read, ending = READERS[name]
    path = tmp_path / f"huge{ending}"
    with path.open("wb") as file:
        file.truncate(64 << 30)
    with pytest.raises(InputError, match=r"more than \d+ MiB|is damaged or not a store"):
        read(path)


# -- writing -----------------------------------------------------------------------------------------------------------


def write_picture(path: Path) -> None:
    figure = pytest.importorskip("matplotlib.figure").Figure()
    save(figure, path)


WRITERS = {
    "text": (lambda path: files.write_text(path, "new"), "out.txt"),
    "bytes": (lambda path: files.write_bytes(path, b"new"), "out.bin"),
    "JSON": (lambda path: files.write_json({"new": [1]}, path), "out.json"),
    "exact_points json": (lambda path: exact_points.write(path, wish()), "out.json"),
    "exact_points npz": (lambda path: exact_points.write(path, wish()), "out.npz"),
    "exact_points safetensors": (lambda path: exact_points.write(path, wish()), "out.safetensors"),
    "picture": (write_picture, "out.png"),
}


def wish() -> exact_points.Request:
    return exact_points.request(dln.Problem.canonical((2,), (1, 1, 1)))


@pytest.mark.parametrize("fails", ["fsync", "replace"])
@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_leaves_the_old_file(name, fails, tmp_path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write, file = WRITERS[name]
    path = tmp_path / file
    path.write_bytes(b"old")
    monkeypatch.setattr(disk.os, fails, full)
    with pytest.raises(InputError, match="cannot be written \\(No space left on device\\); choose another place"):
        write(path)
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [(file, b"old")]


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_replaced_and_keeps_its_permissions(name, tmp_path):
    write, file = WRITERS[name]
    path = tmp_path / file
    path.write_bytes(b"old")
    path.chmod(0o640)
    before = path.stat().st_ino
    write(path)
    assert path.read_bytes() != b"old"
    assert (path.stat().st_ino != before, stat.S_IMODE(path.stat().st_mode)) == (True, 0o640)
    assert [found.name for found in tmp_path.iterdir()] == [file]


def test_a_new_file_has_the_usual_permissions(tmp_path):
    (tmp_path / "usual").write_bytes(b"")
    files.write_text(tmp_path / "made", "")
    assert (tmp_path / "made").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_is_followed_and_stays(tmp_path):
    (tmp_path / "there").write_bytes(b"old")
    (tmp_path / "link").symlink_to("there")
    files.write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there").read_bytes() == b"new"


def test_a_device_is_written_and_not_replaced():
    files.write_text("/dev/null", "new")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with pytest.raises(InputError, match="No space left"):
        files.write_text("/dev/full", "new")


def test_devices_are_tried_and_pipes_left_alone(tmp_path):
    os.mkfifo(tmp_path / "pipe")  # opening it would wait for a reader
    files.will_write(tmp_path / "pipe")
    files.will_write("/dev/null")
    with pytest.raises(InputError, match="No space left on device"):
        files.will_write("/dev/full")
    with pytest.raises(InputError, match="'/dev/none' cannot be written"):
        files.will_write("/dev/none")


def test_an_error_while_writing_leaves_nothing(tmp_path):
    with pytest.raises(TypeError), files.replacing(tmp_path / "a") as file:
        file.writelines([b"half", None])  # type: ignore[list-item]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folders", [True, False])
def test_writability_is_known_before_and_leaves_nothing(folders, tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    files.will_write(tmp_path / "file", folders=folders)
    files.will_write(tmp_path / "new", folders=folders)
    refused = [tmp_path, tmp_path / "file" / "x", tmp_path / ("x" * 3000), "", "a\0b"]
    for path in refused:
        with pytest.raises(InputError):
            files.will_write(path, folders=folders)
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_missing_folders_are_made_only_where_that_is_said(tmp_path):
    with pytest.raises(InputError, match="there is no folder"):
        files.will_write(tmp_path / "a" / "b")
    files.will_write(tmp_path / "a" / "b", folders=True)
    assert not (tmp_path / "a").exists()
    files.write_json([], tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").exists()


# -- one way -----------------------------------------------------------------------------------------------------------

OPENS = {"open", "write_text", "write_bytes", "savefig", "mkstemp", "NamedTemporaryFile"}
ALLOWED = {
    ("files/disk.py", "open"), ("files/disk.py", "write_bytes"), ("files/disk.py", "mkstemp"),  # the one place
    ("numeric/dynamics/journal.py", "open"),  # appends, and forces every line to the disk
    ("exact_points/load.py", "open"), ("exact_points/write.py", "open"),  # members of archives in memory
    ("teaching/plots.py", "savefig"),  # into memory
    ("cli/watch.py", "open"),  # what Linux says of a process
    ("cli/top.py", "open"),  # the null device
}  # fmt: skip


def test_files_of_symdln_are_written_in_one_place(repository):
    """Every other call that opens or writes a file goes through symdln.files.disk."""
    found = set()
    for path in (repository / "symdln").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in OPENS and not (isinstance(node.func, ast.Name) and name in imported):
                    found.add((path.relative_to(repository / "symdln").as_posix(), name))
    assert found <= ALLOWED


def test_a_limit_on_file_sizes_leaves_the_old_file(tmp_path, repository):
    """By the operating system itself: a file of at most four kilobytes."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from symdln.files import write_text; write_text(sys.argv[1], 'x' * 10_000)"
    )
    path = tmp_path / "out"
    path.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=repository, capture_output=True, text=True, check=False
    )
    assert "InputError" in done.stderr
    assert "cannot be written (File too large)" in done.stderr
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("out", b"old")]
