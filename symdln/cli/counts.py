"""``symdln counts``: how many kinds of critical points an architecture has, without listing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import click

from symdln.cli.options import Rationals, check_json_target, deliver, json_option, widths_option
from symdln.cli.texts import widths_text
from symdln.cli.watch import stage
from symdln.errors import InputError
from symdln.strings.counts import count_kinds_by_index, count_kinds_by_order
from symdln.tables import Printer

NAMES = {None: "global minimisers", 2: "strict saddles"}


@click.command("counts")
@widths_option
@click.option(
    "--spectrum",
    type=Rationals(),
    default=None,
    metavar="S,...",
    help="Singular values; only their ties and zeros matter, and those not given are 0.  By default all differ.",
)
@click.option("--data-rank", type=click.IntRange(min=0), default=None, help="rank X; by default d_0.")
@click.option("--index", "by_index", is_flag=True, help="Count also by index, the number of negative eigenvalues.")
@json_option
def counts_command(
    widths: tuple[int, ...],
    spectrum: tuple[Fraction, ...] | None,
    data_rank: int | None,
    by_index: bool,
    json_target: str | None,
) -> None:
    """Count the kinds of critical points of each order and each index.

    The counts come from generating functions, so no kind is listed, and widths of 50 are feasible at depth 2.
    """
    check_json_target(json_target)
    values = None if spectrum is None else multiplicities(spectrum)
    stage("counting kinds by order; without orders `symdln kinds --total 1` counts them faster")
    orders = count_kinds_by_order(widths, values, data_rank=data_rank)
    if by_index:
        stage("counting kinds by index")
    indices = count_kinds_by_index(widths, values, data_rank=data_rank) if by_index else {}
    deliver(
        json_target,
        lambda: _data(widths, orders, indices),
        lambda printer: _show(printer, widths, orders, indices),
    )


def multiplicities(spectrum: Sequence[Fraction]) -> tuple[int, ...]:
    """How often each nonzero singular value occurs, largest first.

    >>> multiplicities([Fraction(1), Fraction(3), Fraction(0), Fraction(1)])
    (1, 2)
    """
    if any(value < 0 for value in spectrum):
        raise InputError(f"Singular values are never negative, but {', '.join(map(str, spectrum))} were passed.")
    return tuple(list(spectrum).count(value) for value in sorted(set(spectrum) - {Fraction(0)}, reverse=True))


def _show(
    printer: Printer, widths: Sequence[int], orders: Mapping[int | None, int], indices: Mapping[int, int]
) -> None:
    total = sum(orders.values())
    printer.line(f"Widths {widths_text(tuple(widths))}: {total} kind{'s' * (total != 1)} of critical points.")
    printer.line()
    rows = [(NAMES.get(order, "non-strict saddles"), order or "-", count) for order, count in orders.items()]
    printer.table(("class", "order", "kinds"), rows, right=(1, 2))
    if indices:
        printer.line()
        printer.table(("index", "kinds"), list(indices.items()), right=(0, 1))


def _data(widths: Sequence[int], orders: Mapping[int | None, int], indices: Mapping[int, int]) -> dict[str, Any]:
    by_order = [
        {"class": NAMES.get(order, "non-strict saddles"), "order": order, "kinds": count}
        for order, count in orders.items()
    ]
    data: dict[str, Any] = {"widths": list(widths), "kinds": sum(orders.values()), "orders": by_order}
    if indices:
        data["indices"] = [{"index": index, "kinds": count} for index, count in indices.items()]
    return data
