"""The program ``proofs-check`` with the planted claims, for tests that interrupt, kill or starve it.

With the file ``PLANTED_RUN_MEMORY`` named in the environment, the peak memory in KiB of this process and of its largest
worker is written there at the end.
"""

import atexit
import os
import resource
from pathlib import Path

import planted_work

from proofs_check import cli
from proofs_check.language.verdict import Verdict
from proofs_check.running import expected, registry


def write_memory() -> None:
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    Path(os.environ["PLANTED_RUN_MEMORY"]).write_text(" ".join(map(str, peaks)), encoding="ascii")


if __name__ == "__main__":
    if "PLANTED_RUN_MEMORY" in os.environ:
        atexit.register(write_memory)
    table = registry.in_module("planted_work")
    registry.all_claims = lambda: table
    expected.recorded = lambda: {id: Verdict(word) for id, word in planted_work.EXPECTED.items()}
    cli.main()
