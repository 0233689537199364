"""The command ``proofs-check list``."""

import planted_claims
from click.testing import CliRunner

from proofs_check.cli import cli


def test_list_names_every_claim_in_full(command):
    code, out, _ = command("list")
    assert code == 0
    assert all(f"{made.id} " in out for made in planted_claims.SUITE)
    assert "13 claims." in out


def test_list_takes_the_beginning_of_ids():
    shown = CliRunner().invoke(cli, ["list", "chitour.prop4.i"]).output
    assert "chitour.prop4.i.corrected" in shown
    assert "chitour.prop4.ii" not in shown
