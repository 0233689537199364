"""The proofs of the theory "sorted": a permutation matrix that sorts the ones and zeros of D_W."""

from __future__ import annotations

from typing import NamedTuple

from proofs_check.logic import replay
from proofs_check.logic.proofs.script import Script
from proofs_check.logic.proofs.sums import one_summand

EACH, NEXT = "1 <= i <= dy", "0 <= i <= dy-1"
FALSE = "1/2 + 1/2 <= 0"


class DiagonalBlock(NamedTuple):
    """The names of one of the two blocks: ``entry`` is the number 1 - 0 or 0 - 1 of a diagonal entry of D_W."""

    name: str
    entry: str
    projector: str
    size: str
    columns: str
    entries: str
    total: str

    def at(self, place: str) -> str:
        """The entry at a place."""
        return self.entry.replace("[i]", f"[{place}]")

    @property
    def counted(self) -> str:
        return f"{self.name}s"


ONE = DiagonalBlock("one", "tr(e[i]' DW e[i])", "DW", "rk", "One", "entries", "chitour.lemma3.2.selection/ones")
ZERO = DiagonalBlock("zero", "(1 - tr(e[i]' DW e[i]))", "(I - DW)", "nz", "Zero", "zero entries", "rest total")


def absurd(p: Script, name: str, goal: str, difference: str, products: list[tuple[str, ...]],
           zeros: list[tuple[str, str]], given: str) -> str:  # fmt: skip
    """The goal from premises that give ``1 <= 0``."""
    p.order(f"{name} false", FALSE, products, zeros, given=given)
    p.cut(f"{name} collapse", "collapse", [f"{name} false"])
    return p.matrices(name, goal, scalar_zeros=[(f"{name} collapse", difference)], given=given)


def general(p: Script) -> None:
    """``1 = 0`` from ``1 <= 0``, and what both blocks use."""
    p.instantiate("collapse raw", "real.equal", scalars={"a": "1", "b": "0"})
    p.cut("collapse", "collapse raw", ["span 1>=0"])
    p.order("zero entries", "(1 - tr(e[i]' DW e[i]))^2 = 1 - tr(e[i]' DW e[i])", zeros=[("1", "entries")], given=EACH)
    p.order("rest total", "real(dy) - tr(DW) = real(nz)", zeros=[("1", "rest.number")])
    p.matrices("one column", "DW e[i] = tr(e[i]' DW e[i]) e[i]", zeros=[
        ("I", "column", "I"), ("e[i]", "entry", "I")], given=EACH)  # fmt: skip
    p.matrices("zero column", "(I - DW) e[i] = (1 - tr(e[i]' DW e[i])) e[i]", zeros=[("I", "one column", "I")],
               given=EACH)  # fmt: skip


def same_index(p: Script, b: DiagonalBlock) -> None:
    """``sum[k] = sum[l]`` if k = l."""
    name, total = b.name, f"{b.name}sum"
    goal = f"{total}[{{0}}] = {total}[l]"
    p.matrices(f"{name} same base", goal.format("l"), given="l >= 0")
    absurd(p, f"{name} same step", goal.format("k+1"), f"{total}[k+1] - {total}[l]",
           [("index k-l",), ("index l-k-1",)], [], "l <= k, k+1 <= l")  # fmt: skip
    p.induction(f"{name} same", "k", goal.format("k"), f"{name} same base", f"{name} same step", low="l", high="l")


def counts(p: Script, b: DiagonalBlock) -> None:
    """``count[i]`` as real numbers: ``count[dy] = size + 1``, and it does not decrease."""
    name, count, entry = b.name, b.counted, b.entry
    p.order(f"{name} entry>=0", f"{entry} >= 0", zeros=[("1", b.entries)], squares=[entry], given=EACH)
    p.order(f"{name} entry<=1", f"{entry} <= 1", zeros=[("1", b.entries)], squares=[f"1 - {entry}"], given=EACH)
    for part in (">=0", "<=1"):
        p.instantiate(f"{name} next{part}", f"{name} entry{part}", NEXT, indices={"i": "i+1"})
    p.order(f"{name} start <=", f"real({count}[0]) <= 1", [(f"index 1-{count}[0]",)], given=f"{count}[0] <= 1")
    p.cut(f"{name} start small", f"{name} start <=", [f"{count}.first"])
    p.order(f"{name} start >=", f"1 <= real({count}[0])", [(f"index {count}[0]-1",)])
    p.instantiate(f"{name} start raw", "real.equal", scalars={"a": f"real({count}[0])", "b": "1"})
    p.cut(f"{name} start", f"{name} start raw", [f"{name} start small", f"{name} start >="])
    fact = f"real({count}[{{0}}]) = 1 + tr({b.projector} sum[{{0}}])"
    p.matrices(f"{name} total base words", f"{b.projector} sum[0] = 0", zeros=[(b.projector, "sum.first", "I")])
    p.trace(f"{name} total base trace", f"{name} total base words")
    p.order(f"{name} total base", fact.format("0"), zeros=[("1", f"{name} start"), ("1", f"{name} total base trace")])
    p.assume(f"{name} total hypothesis", fact.format("i"))
    p.matrices(f"{name} total words", f"{b.projector} sum[i+1] = {b.projector} sum[i] + {b.projector} e[i+1] e[i+1]'",
               zeros=[(b.projector, "sum.step", "I")], given=NEXT)  # fmt: skip
    p.trace(f"{name} total trace", f"{name} total words")
    p.instantiate(f"{name} column next", f"{name} column", NEXT, indices={"i": "i+1"})
    p.instantiate(f"{name} unit next", "unit", NEXT, indices={"i": "i+1"})
    units = [("1", p.trace(f"{name} unit trace", f"{name} unit next")), ("1", "unit is one")] if b is ZERO else []
    p.order(f"{name} total step", fact.format("i+1"), zeros=[
        ("1", f"{name} total hypothesis"), ("1", f"{name} total trace"), ("1", f"{count}.step"), *units],
        given=NEXT)  # fmt: skip
    p.induction(f"{name} totals", "i", fact.format("i"), f"{name} total base", f"{name} total step", low="0", high="dy")
    p.instantiate(f"{name} total at dy", f"{name} totals", indices={"i": "dy"})
    p.matrices(f"{name} whole words", f"{b.projector} sum[dy] = {b.projector}", zeros=[(b.projector, "sum.all", "I")])
    p.trace(f"{name} whole", f"{name} whole words")
    p.order(f"{name} all", f"real({count}[dy]) = 1 + real({b.size})", zeros=[
        ("1", f"{name} total at dy"), ("1", f"{name} whole"), ("1", b.total)])  # fmt: skip
    grow = f"real({count}[i]) <= 1 + real({b.size})"
    p.order(f"{name} grow base", f"real({count}[dy]) <= 1 + real({b.size})", zeros=[("1", f"{name} all")])
    p.assume(f"{name} grow hypothesis", f"real({count}[i+1]) <= 1 + real({b.size})")
    p.order(f"{name} grow step", grow, [(f"{name} grow hypothesis",), (f"{name} next>=0",)], [("1", f"{count}.step")],
            given=NEXT)  # fmt: skip
    p.induction(f"{name} grow", "i", grow, f"{name} grow base", f"{name} grow step", low="0", high="dy",
                direction="down")  # fmt: skip
    p.instantiate(f"{name} grow next", f"{name} grow", NEXT, indices={"i": "i+1"})


def rows(p: Script, b: DiagonalBlock) -> None:
    """``e[i]' Rows[dy] = entry vector[count[i-1]]'``."""
    name, part, vector = b.name, f"{b.columns}Rows", f"{b.name}vector"
    row = f"{b.entry} {vector}[{b.counted}[i-1]]'"
    one_summand(p, f"{name} rows", f"e[i]' {part}[{{0}}]", row, part, ("e[i]'", "I"),
                [(b.entry, "I", "unit", f"{vector}[{b.counted}[i-1]]'")], ("unit.other'", "unit.other"),
                (b.at("k+1"), "I", f"{vector}[{b.counted}[k]]'"))  # fmt: skip
    p.matrices(f"{name} row", f"e[i]' {b.columns}s = {row}", zeros=[
        ("I", f"{name} rows all", "I"), ("e[i]'", f"{b.columns}s", "I")], given=EACH)  # fmt: skip


def next_sum(p: Script, b: DiagonalBlock) -> None:
    """``sum[count - 1] + entry vector vector' = sum[next count - 1]``, by the two cases of the next entry."""
    name, total, count = b.name, f"{b.name}sum", b.counted
    here, there, x = f"{count}[i]", f"{count}[i+1]", b.at("i+1")
    vector = f"{name}vector[{here}]"
    goal = f"{total}[{here} - 1] + {x} {vector} {vector}' = {total}[{there} - 1]"
    gap = f"{total}[{here} - 1] + {x} {vector} {vector}' - {total}[{there} - 1]"
    step = [("1", f"{count}.step")]
    more, much, fits = f"{there} >= {here} + 1", f"{there} >= {here} + 2", f"{here} <= {b.size}"
    less, lost = f"{there} <= {here}", f"{there} <= {here} - 1"

    def impossible(case: str, index: str, premise: str, given: str) -> str:
        return absurd(p, f"{name} {case}", goal, gap, [(f"index {index}",), (premise,)], step, f"{given}, {NEXT}")

    impossible("jump", f"{there}-{here}-2", f"{name} next<=1", much)
    impossible("loss", f"{here}-{there}-1", f"{name} next>=0", lost)
    absurd(p, f"{name} overflow", goal, gap, [(f"index {there}-{here}-1",), (f"index {here}-{b.size}-1",),
           (f"{name} grow next",)], [], f"{more}, {here} >= {b.size} + 1, {NEXT}")  # fmt: skip
    p.order(f"{name} is 1 >=", f"1 <= {x}", [(f"index {there}-{here}-1",)], step, given=f"{more}, {NEXT}")
    p.instantiate(f"{name} is 1 raw", "real.equal", NEXT, scalars={"a": x, "b": "1"})
    p.cut(f"{name} is 1", f"{name} is 1 raw", [f"{name} is 1 >=", f"{name} next<=1"])
    p.order(f"{name} is 0 <=", f"{x} <= 0", [(f"index {here}-{there}",)], step, given=f"{less}, {NEXT}")
    p.order(f"{name} is 0 >=", f"0 <= {x}", [(f"{name} next>=0",)], given=NEXT)
    p.instantiate(f"{name} is 0 raw", "real.equal", NEXT, scalars={"a": x, "b": "0"})
    p.cut(f"{name} is 0", f"{name} is 0 raw", [f"{name} is 0 <=", f"{name} is 0 >="])
    equal = f"{more}, {there} <= {here} + 1, {fits}, {NEXT}"
    p.instantiate(f"{name} same up", f"{name} same", f"{more}, {there} <= {here} + 1",
                  indices={"k": f"{there}-1", "l": here})  # fmt: skip
    p.instantiate(f"{name} sum here", f"{total}.step", fits, indices={"k": f"{here}-1"})
    p.matrices(f"{name} up", goal, zeros=[("I", f"{name} same up", "I"), ("I", f"{name} sum here", "I")],
               scalar_zeros=[(f"{name} is 1", f"{vector} {vector}'")], given=equal)  # fmt: skip
    p.instantiate(f"{name} same stay", f"{name} same", f"{there} >= {here}, {less}",
                  indices={"k": f"{there}-1", "l": f"{here}-1"})  # fmt: skip
    p.matrices(f"{name} stay", goal, zeros=[("I", f"{name} same stay", "I")],
               scalar_zeros=[(f"{name} is 0", f"{vector} {vector}'")],
               given=f"{there} >= {here}, {less}, {NEXT}")  # fmt: skip
    p.cases(f"{name} up fits", fits, f"{name} up", f"{name} overflow")
    p.cases(f"{name} up any", f"{there} <= {here} + 1", f"{name} up fits", f"{name} jump")
    p.cases(f"{name} stay any", f"{there} >= {here}", f"{name} stay", f"{name} loss")
    p.cases(f"{name} next sum", more, f"{name} up any", f"{name} stay any")


def gram(p: Script, b: DiagonalBlock) -> None:
    """``Rows[i]' Rows[i] = sum[count[i] - 1]``, by induction."""
    name, part, total, count = b.name, f"{b.columns}Rows", f"{b.name}sum", b.counted
    here, x = f"{count}[i]", b.at("i+1")
    vector = f"{name}vector[{here}]"
    fact = f"{part}[{{0}}]' {part}[{{0}}] = {total}[{count}[{{0}}] - 1]"
    p.instantiate(f"{name} same at 0", f"{name} same", f"{count}[0] <= 1", indices={"k": f"{count}[0]-1", "l": "0"})
    p.cut(f"{name} same start", f"{name} same at 0", [f"{count}.first"])
    p.matrices(f"{name} gram base", fact.format("0"), zeros=[
        (f"{part}[0]'", f"{part}.first", "I"), ("I", f"{name} same start", "I"),
        ("I", f"{total}.first", "I")])  # fmt: skip
    p.assume(f"{name} gram hypothesis", fact.format("i"))
    p.instantiate(f"{name} before next", f"{name} rows before", NEXT, indices={"i": "i+1", "k": "i"})
    p.instantiate(f"{name} entries next", b.entries, NEXT, indices={"i": "i+1"})
    p.matrices(f"{name} gram sum", f"{part}[i+1]' {part}[i+1] = {total}[{here} - 1] + {x} {vector} {vector}'", zeros=[
        ("I", f"{part}.step'", f"{part}[i+1]"), (f"({part}[i] + {x} e[i+1] {vector}')'", f"{part}.step", "I"),
        ("I", f"{name} gram hypothesis", "I"), (x, "I", f"{name} before next'", f"{vector}'"),
        (x, vector, f"{name} before next", "I"), (f"{x}^2", vector, f"{name} unit next", f"{vector}'")],
        scalar_zeros=[(f"{name} entries next", f"{vector} {vector}'")], given=NEXT)  # fmt: skip
    next_sum(p, b)
    p.matrices(f"{name} gram step", fact.format("i+1"), zeros=[
        ("I", f"{name} gram sum", "I"), ("I", f"{name} next sum", "I")], given=NEXT)  # fmt: skip
    p.induction(f"{name} gram", "i", fact.format("i"), f"{name} gram base", f"{name} gram step", low="0", high="dy")
    p.instantiate(f"{name} gram at dy", f"{name} gram", indices={"i": "dy"})


def orthonormal(p: Script, b: DiagonalBlock) -> None:
    """``Ones' Ones = I``, ``DW Ones = Ones`` and so ``Ones Ones' = DW``."""
    name, part, total, count = b.name, f"{b.columns}Rows", f"{b.name}sum", b.counted
    end, frame = f"{count}[dy]", f"{b.columns}s"
    goal, gap = f"{total}[{end} - 1] = I", f"{total}[{end} - 1] - I"
    full, all_of = f"{end} >= {b.size} + 1", [("1", f"{name} all")]
    p.instantiate(f"{name} same end", f"{name} same", f"{full}, {end} <= {b.size} + 1",
                  indices={"k": f"{end}-1", "l": b.size})  # fmt: skip
    p.matrices(f"{name} end", goal, zeros=[("I", f"{name} same end", "I"), ("I", f"{total}.all", "I")],
               given=f"{full}, {end} <= {b.size} + 1")  # fmt: skip
    absurd(p, f"{name} too many", goal, gap, [(f"index {end}-{b.size}-2",)], all_of, f"{end} >= {b.size} + 2")
    absurd(p, f"{name} too few", goal, gap, [(f"index {b.size}-{end}",)], all_of, f"{end} <= {b.size}")
    p.cases(f"{name} enough", f"{end} <= {b.size} + 1", f"{name} end", f"{name} too many", given=full)
    p.cases(f"{name} whole sum", full, f"{name} enough", f"{name} too few")
    p.matrices(f"{name} columns", f"{frame}' {frame} = I", zeros=[
        ("I", f"{frame}'", frame), (f"{part}[dy]'", frame, "I"), ("I", f"{name} gram at dy", "I"),
        ("I", f"{name} whole sum", "I")])  # fmt: skip
    fact = f"{b.projector} {part}[{{0}}] = {part}[{{0}}]"
    p.matrices(f"{name} kept base", fact.format("0"), zeros=[
        (f"{b.projector} - I", f"{part}.first", "I")])  # fmt: skip
    p.assume(f"{name} kept hypothesis", fact.format("i"))
    x, vector = b.at("i+1"), f"{name}vector[{count}[i]]"
    p.matrices(f"{name} kept step", fact.format("i+1"), zeros=[
        (f"{b.projector} - I", f"{part}.step", "I"), ("I", f"{name} kept hypothesis", "I"),
        (x, "I", f"{name} column next", f"{vector}'")],
        scalar_zeros=[(f"{name} entries next", f"e[i+1] {vector}'")], given=NEXT)  # fmt: skip
    p.induction(f"{name} kept", "i", fact.format("i"), f"{name} kept base", f"{name} kept step", low="0", high="dy")
    p.instantiate(f"{name} kept at dy", f"{name} kept", indices={"i": "dy"})
    p.matrices(f"{name} range", f"{b.projector} {frame} = {frame}", zeros=[
        (f"{b.projector} - I", frame, "I"), ("I", f"{name} kept at dy", "I")])  # fmt: skip
    rest = f"({b.projector} - {frame} {frame}')"
    symmetric = "chitour.lemma3.2.selection/symmetric"
    p.matrices(f"{name} rest words", f"{rest}' {rest} = {rest}", zeros=[
        ("I", symmetric, rest), ("I", "idempotent", "I"), ("I", f"{name} range", f"{frame}'"),
        (frame, f"{name} range'", "I"), (frame, f"{name} columns", f"{frame}'"),
        (f"{frame} {frame}'", symmetric, "I")])  # fmt: skip
    p.trace(f"{name} rest trace", f"{name} rest words")
    p.trace(f"{name} columns trace", f"{name} columns")
    p.order(f"{name} rest small", f"tr({rest}' {rest}) <= 0", zeros=[
        ("1", f"{name} rest trace"), ("1", f"{name} columns trace"), ("1", b.total)])  # fmt: skip
    p.instantiate(f"{name} rest raw", "norm.definite", sizes={"r": "dy", "s": "dy"}, matrices={"A": rest})
    p.cut(f"{name} rest", f"{name} rest raw", [f"{name} rest small"])
    p.matrices(f"{name} frame", f"{frame} {frame}' = {b.projector}", zeros=[("I", f"{name} rest", "I")])


def blocks(p: Script) -> None:
    """What is known of any frames U1 and U2, for Ones and Zeros."""
    p.matrices("columns apart", "Ones' Zeros = 0", zeros=[
        ("I", "one range'", "Zeros"), ("Ones'", "chitour.lemma3.2.selection/symmetric", "Zeros"),
        ("Ones'", "zero range", "I")])  # fmt: skip
    permutation = {"rows-one": "one row", "rows-zero": "zero row", "columns-one": "one columns",
                   "columns-zero": "zero columns", "columns": "columns apart"}  # fmt: skip
    known = {"upper": "chitour.lemma3.2.residual.corrected/ones", "lower": "drop", "zero of R": "R U2",
             "rank of R": "right inverse", "target": "U1 S U2", "zero": "zero rows", "product": "first block",
             "other": "Z W11 U2", "last": "last block"}  # fmt: skip
    for part, of in known.items():
        p.instantiate(f"{part} raw", of, sizes={"q": "rk", "p": "nz"}, matrices={"U1": "Ones", "U2": "Zeros"})
        used = p.replay.get(f"{part} raw").hypotheses
        names = [n for n in ("one frame", "one columns", "zero frame", "zero columns")
                 if p.replay.get(n).conclusion in used]  # fmt: skip
        p.cut(f"{part} sorted", f"{part} raw", names)
    p.matrices("rank sorted", "Ones' W Middle (W11 Ones (Ones' SYinverse Ones)) = I", zeros=[
        ("I", "rank of R sorted", "I"), ("Ones'", "R", "W11 Ones Ones' SYinverse Ones")])  # fmt: skip
    first = {"upper": "upper", "lower": "lower", "zero": "zero of R", "rank": "rank of R"}
    second = ("target", "zero", "rank", "product", "other", "last")
    for id in ("permutation.corrected", "blocks.corrected", "necessary", "necessary.every-depth.corrected"):
        parts = first if id == "permutation.corrected" else {part: part for part in second}
        for part, of in permutation.items():
            p.cut(f"chitour.lemma3.2.{id}/{part}", of)
        for part, of in parts.items():
            p.cut(f"chitour.lemma3.2.{id}/{part}", f"{of} sorted")


def not_sufficient(p: Script) -> None:
    """Weights with ``W_2 = 0`` that are not critical."""
    p.instantiate("BadMiddle 2", "BadMiddle.step", "n >= 3", indices={"j": "1"})
    p.matrices("bad base", "BadMiddle[2] = 0", zeros=[("I", "BadMiddle 2", "I"), ("I", "Bad.second", "BadMiddle[1]")],
               given="n >= 3")  # fmt: skip
    p.assume("bad hypothesis", "BadMiddle[j] = 0")
    p.matrices("bad step", "BadMiddle[j+1] = 0", zeros=[
        ("I", "BadMiddle.step", "I"), ("Bad[j+1]", "bad hypothesis", "I")], given="1 <= j <= n-2")  # fmt: skip
    p.induction("bad", "j", "BadMiddle[j] = 0", "bad base", "bad step", low="2", high="n-1")
    name = "chitour.lemma3.2.necessary"
    p.instantiate(f"{name}/not-sufficient-middle", "bad", "n >= 3", indices={"j": "n-1"})
    p.matrices("bad above base", "BadAbove[n-1] = J[n-1]'", zeros=[("I", "BadAbove.last", "I"), ("I", "BadLast", "I")],
               given="n >= 3")  # fmt: skip
    p.assume("bad above hypothesis", "BadAbove[j+1] = J[j+1]'")
    p.instantiate("Bad next", "Bad.step", "2 <= j <= n-2", indices={"j": "j+1"})
    p.matrices("bad above step", "BadAbove[j] = J[j]'", zeros=[
        ("I", "BadAbove.step", "I"), ("I", "bad above hypothesis", "Bad[j+1]"), ("J[j+1]'", "Bad next", "I"),
        ("I", "frame next", "J[j]'")], given="2 <= j <= n-2, n >= 3")  # fmt: skip
    p.induction("bad above", "j", "BadAbove[j] = J[j]'", "bad above base", "bad above step", low="2", high="n-1",
                direction="down", given="2 <= j <= n-1, n >= 3")  # fmt: skip
    p.instantiate("bad above 2", "bad above", "n >= 3", indices={"j": "2"})
    p.instantiate("frame 2", "frame", "n >= 3", indices={"j": "2"})
    rest = "(SY - BadLast BadMiddle[n-1] BadFirst)"
    p.matrices(f"{name}/not-sufficient-gradient", f"J[2]' (BadAbove[2]' {rest} BadFirst') J[1] SYinverse = I", zeros=[
        ("J[2]'", "bad above 2'", f"{rest} BadFirst' J[1] SYinverse"),
        ("I", "frame 2", f"{rest} BadFirst' J[1] SYinverse"),
        ("BadLast", f"{name}/not-sufficient-middle", "BadFirst BadFirst' J[1] SYinverse"),
        ("SY", "BadFirst'", "J[1] SYinverse"), ("SY", "frame 1", "SYinverse"), ("I", "SYinverse", "I")],
        given="n >= 3")  # fmt: skip


def sufficient(p: Script) -> None:
    """For one hidden layer (20) makes all gradients vanish; and the parts that two claims share."""
    name = "chitour.lemma3.2.necessary.every-depth.corrected"
    for part in ("not-sufficient-middle", "not-sufficient-gradient"):
        p.cut(f"{name}/{part}", f"chitour.lemma3.2.necessary/{part}")
    given = "U1 U1' + U2 U2' = I, U1' SY U2 = 0, U2' P2 = 0, P11 U2 = 0, U1' P2 P11 U1 = U1' SY U1, U1' P2 P12 = 0"
    for short, fact in zip(("both", "split", "rows", "front", "block", "side"), given.split(", "), strict=True):
        p.assume(f"given {short}", fact)
    rest = "(SY - P2 P11)"
    p.matrices("above rest", f"U1' {rest} = 0", zeros=[
        (f"U1' {rest}", "given both", "I"), ("I", "given split", "U2'"), ("I", "given block", "U1'"),
        ("U1' P2", "given front", "U2'")])  # fmt: skip
    p.matrices("rest before", f"{rest} U1 = 0", zeros=[
        ("I", "given both", f"{rest} U1"), ("U1", "above rest", "U1"), ("U2", "given split'", "I"),
        ("U2", "given rows", "P11 U1")])  # fmt: skip
    p.matrices("raw first", f"P2' {rest} = 0", zeros=[
        ("P2'", "given both", rest), ("P2' U1", "above rest", "I"), ("I", "given rows'", f"U2' {rest}")])  # fmt: skip
    p.matrices("no side", "P2 P12 = 0", zeros=[
        ("I", "given both", "P2 P12"), ("U1", "given side", "I"), ("U2", "given rows", "P12")])  # fmt: skip
    p.matrices("raw second", "P2' P2 P12 = 0", zeros=[("P2'", "no side", "I")])
    p.matrices("raw last", f"{rest} P11' = P2 P12 P12'", zeros=[
        (rest, "given both", "P11'"), ("I", "rest before", "U1' P11'"), (f"{rest} U2", "given front'", "I"),
        ("I", "no side", "P12'")])  # fmt: skip
    p.assume("all zeros", "U2 U2' = I")
    p.assume("all ones", "U1 U1' = I")
    p.matrices(f"{name}/sufficient-none", "P2 = 0", zeros=[("I", "all zeros", "P2"), ("U2", "given rows", "I")])
    p.matrices(
        f"{name}/sufficient-none-first", "P11 = 0", zeros=[("P11", "all zeros", "I"), ("I", "given front", "U2'")]
    )
    p.matrices(f"{name}/sufficient-all", "P2 P11 = SY", zeros=[
        ("I", "all ones", rest), (f"U1 U1' {rest}", "all ones", "I"), ("U1", "given block", "U1'")])  # fmt: skip
    p.matrices(f"{name}/sufficient-all-second", "P2 P12 = 0", zeros=[
        ("I", "all ones", "P2 P12"), ("U1", "given side", "I")])  # fmt: skip
    for part in ("first", "second", "last"):
        p.cut(f"{name}/sufficient-{part}", f"raw {part}")


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "sorted", after those of the theories "traces", "critical" and "strata"."""
    p = Script("sorted", before)
    general(p)
    for block in (ONE, ZERO):
        for part in (same_index, counts, rows, gram, orthonormal):
            part(p, block)
    blocks(p)
    not_sufficient(p)
    sufficient(p)
    return p
