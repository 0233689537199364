"""Runs on the workers of a Dask cluster: the same results, also when a worker is killed on the way."""

import json
import os
import signal
import subprocess
import sys

import planted_work
import pytest
from planted_processes import IDS, PATIENCE, ROWS, children, counted, ended, environment, text_of, wait_until

pytest.importorskip("distributed", reason='Dask is not installed; pip install "symdln[cluster]" to test it.')

from distributed import LocalCluster

from proofs_check.report.results import results_data
from proofs_check.running import parallel
from proofs_check.running.runner import Settings, run
from symdln.errors import InputError, SymdlnError

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


class Cluster:
    """A scheduler and two workers of one thread, each a process of its own, as on different machines."""

    def __init__(self, folder, nannies):
        self.folder, self.file, self.processes = folder, folder / "scheduler.json", []
        local = ("--host", "127.0.0.1", "--no-dashboard")
        self.scheduler = self._start("scheduler", *local, "--port", "0", "--scheduler-file", self.file)
        options = ("--nthreads", "1", "--local-directory", folder, "--scheduler-file", self.file)
        self.workers = [self._start("worker", *local, *options, nannies) for _ in range(2)]
        wait_until(lambda: self.file.exists() and self.file.read_text())
        self.address = json.loads(self.file.read_text())["address"]

    def _start(self, name, *arguments):
        command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *map(str, arguments)]
        held = {planted_work.HOLD_FILE: str(self.folder / "hold")}
        with (self.folder / "dask.log").open("a") as log:
            process = subprocess.Popen(command, env=environment() | held, cwd=self.folder, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def end(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture
def cluster(tmp_path, request):
    made = Cluster(tmp_path, getattr(request, "param", "--no-nanny"))
    yield made
    made.end()


def die_at_seven(number):
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_killed_worker_changes_nothing(planted, reference, cluster):
    planted.hold.touch()
    process = planted.start(*IDS, "--backend", "dask", "--scheduler", cluster.address)
    wait_until(lambda: counted(planted.store) >= 12)
    cluster.workers[0].kill()
    cluster.workers[0].wait(PATIENCE)
    before = counted(planted.store)
    planted.hold.unlink()
    code, out, err = ended(process)
    assert (code, err) == (0, ""), out
    assert before < ROWS
    assert planted.text == reference
    assert counted(planted.store) == ROWS


@pytest.mark.slow
def test_a_lost_scheduler_is_said(planted, reference, cluster):
    planted.hold.touch()
    process = planted.start(*IDS, "--backend", "dask", "--scheduler", cluster.address)
    wait_until(lambda: counted(planted.store) >= 12)
    cluster.scheduler.kill()
    code, _, err = ended(process)
    assert code == 2
    # The library may have logged the loss before.
    assert (
        err.splitlines(keepends=True)[-1]
        == f"proofs-check: the Dask scheduler at {cluster.address!r} was lost; start it again, and the run.\n"
    )
    kept = counted(planted.store)
    assert planted.run(*IDS, "--jobs", 1)[0] == 0
    assert planted.text == reference
    assert 12 <= kept < ROWS == counted(planted.store)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
@pytest.mark.parametrize("cluster", ["--nanny"], indirect=True)
def test_an_item_that_kills_every_worker_is_given_up(cluster):
    with pytest.raises(SymdlnError, match="gave up a work item, at which 4 workers died"):
        list(parallel.map_items(die_at_seven, range(20), 2, scheduler=cluster.address))
    assert all(children(process.pid) for process in cluster.workers)  # nannies have started new ones


@pytest.mark.slow
def test_a_local_cluster_gives_the_same_results(reference):
    with LocalCluster(2, threads_per_worker=2, processes=True, dashboard_address=None) as local:
        report = run(planted_work.SUITE, Settings(scheduler=local.scheduler_address))  # pyright: ignore[reportAttributeAccessIssue]
    assert text_of(results_data(report)) == reference


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nonsense", "'nonsense' is not the address of a Dask scheduler; write it like tcp://192.168.0.7:8786."),
        ("tcp://127.0.0.1:1", "no Dask scheduler answers at 'tcp://127.0.0.1:1'"),
    ],
)
def test_an_address_where_nobody_answers_is_said(address, sentence, monkeypatch):
    monkeypatch.setattr("proofs_check.running.cluster.CONNECTING", 1)
    with pytest.raises(InputError) as refused:
        list(parallel.map_items(abs, range(3), 2, scheduler=address))
    assert sentence in str(refused.value)


@pytest.mark.slow
def test_a_scheduler_without_workers_is_said(cluster, monkeypatch):
    for worker in cluster.workers:
        worker.kill()
        worker.wait(PATIENCE)
    monkeypatch.setattr("proofs_check.running.cluster.WAITING", 1)
    with pytest.raises(SymdlnError, match="no worker came to the Dask scheduler within 1 seconds"):
        list(parallel.map_items(abs, range(3), 2, scheduler=cluster.address))


@pytest.mark.slow
def test_a_worker_with_other_code_is_refused(cluster, monkeypatch):
    monkeypatch.setattr("proofs_check.running.cluster.of_packages", lambda: "other code")
    with pytest.raises(SymdlnError, match="a Dask worker runs another version of symdln"):
        list(parallel.map_items(abs, range(3), 2, scheduler=cluster.address))
