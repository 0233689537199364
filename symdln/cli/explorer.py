"""``symdln explorer``: one page with every kind of every small network."""

from __future__ import annotations

from pathlib import Path

import click

from symdln.cli.top import say
from symdln.files.disk import will_write, write_text
from symdln.teaching.explorer import explorer_page


@click.command("explorer")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    default=Path("explorer.html"),
    show_default=True,
    help="Page to write.",
)
def explorer_command(out: Path) -> None:
    """Write a page to explore every kind of critical point at depths 2 to 5 and widths 1 to 4, also with weight decay.

    It shows strings, class, inertia, order and critical values, and is one file that needs no network and no server.
    """
    will_write(out)
    say(f"The explorer is in {write_text(out, explorer_page())}.")
