"""``symdln explorer``: one page with every kind of every small network."""

from __future__ import annotations

from pathlib import Path

import click

from symdln.cli.top import say
from symdln.cli.watch import stage
from symdln.files.disk import will_write, write_text
from symdln.teaching.explorer import explorer_page

MOST_WIDTHS = 3


@click.command("explorer")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    default=Path("explorer.html"),
    show_default=True,
    help="Page to write.",
)
@click.option("--widths-up-to", type=click.IntRange(1, MOST_WIDTHS), default=MOST_WIDTHS, show_default=True)
def explorer_command(out: Path, widths_up_to: int) -> None:
    """A page to explore every kind of critical point at depths 2 and 3: strings, class, inertia, critical values.

    It is one file that needs no network and no server.
    """
    will_write(out)
    stage("computing every kind of every small network")
    say(f"The explorer is in {write_text(out, explorer_page(widths_up_to=widths_up_to))}.")
