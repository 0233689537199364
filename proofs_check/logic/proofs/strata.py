"""The proofs of the theory "strata": the critical values of the reduced problem, and a critical point for each."""

from __future__ import annotations

from proofs_check.logic import replay
from proofs_check.logic.proofs import closed
from proofs_check.logic.proofs.script import Script
from proofs_check.logic.proofs.sums import summed, whole_matrix

EACH = "1 <= i <= dy"
NAMES = ("chitour.lemma3.2.values", "chitour.strata-values.corrected")
ENTRY = "tr(e[i]' DW e[i])"


def values(p: Script) -> None:
    """``M e[i] = s_i (1 - c_i) e[i]`` at a critical point, and the loss."""
    p.instantiate("unit is one raw", "size is 1", sizes={"r": "one"})
    p.cut("unit is one", "unit is one raw", ["one"])
    p.trace("unit trace", "unit")
    p.instantiate("stratum entry raw", "size.one", sizes={"r": "one"}, matrices={"Z": "e[i]' DW e[i]"})
    p.cut("entry", "stratum entry raw", ["one"])
    p.trace("square entries", "chitour.lemma3.2.selection/entries")
    p.matrices("entry twice words", f"e[i]' DW e[i] e[i]' DW e[i] = {ENTRY} e[i]' DW e[i]", zeros=[
        ("I", "entry", "e[i]' DW e[i]")])  # fmt: skip
    p.trace("entry twice", "entry twice words")
    p.order("entries", f"{ENTRY}^2 = {ENTRY}", zeros=[("1", "entry twice"), ("1", "square entries")], given=EACH)
    p.matrices("M column", f"M e[i] = sv[i] (1 - {ENTRY}) e[i]", zeros=[
        ("I", "M D", "e[i]"), ("I", "diagonal", "I"), ("I", "SY DW column", "I"), ("sv[i]", "I", "column", "I"),
        ("sv[i]", "e[i]", "entry", "I")], given=EACH)  # fmt: skip
    p.matrices("M square words", f"e[i]' M' M e[i] = sv[i]^2 (1 - {ENTRY})^2 I", zeros=[
        ("I", "M column'", "M e[i]"), (f"sv[i] (1 - {ENTRY})", "e[i]'", "M column", "I"),
        (f"sv[i]^2 (1 - {ENTRY})^2", "I", "unit", "I")], given=EACH)  # fmt: skip
    p.trace("M square trace", "M square words")
    p.order("M summand", f"tr(M' M e[i] e[i]') = (1 - {ENTRY}) sv[i]^2", zeros=[
        ("1", "M square trace"), (f"sv[i]^2 (1 - {ENTRY})^2", "unit is one"), ("sv[i]^2", "entries")],
        given=EACH)  # fmt: skip
    summed(p, "Left", "M' M", "Left", "M summand")
    for name in NAMES:
        p.order(f"{name}/loss", "1/2 tr(M' M) + 1/2 tr((R W12)' R W12) = 1/2 Left[dy]",
                zeros=[("1", "Left"), ("1", "trace is zero")])  # fmt: skip
        p.cut(f"{name}/entries", "entries")
    for part in ("ones", "none"):
        p.cut(f"{NAMES[1]}/{part}", f"chitour.lemma3.2.selection/{part}")


def choices(p: Script) -> None:
    """``Choice`` is a projector that commutes with SY, and diagonal."""
    p.matrices("twice column", "Choice Choice e[i] = Choice e[i]", zeros=[
        ("Choice", "Choice", "I"), ("chi[i]", "I", "Choice", "I"), ("I", "Choice", "I")],
        scalar_zeros=[("choice", "e[i]")], given=EACH)  # fmt: skip
    whole_matrix(p, "projector", "Choice Choice", "Choice", "twice column")
    p.matrices("swap column", "Choice SY e[i] = SY Choice e[i]", zeros=[
        ("Choice", "diagonal", "I"), ("sv[i]", "I", "Choice", "I"), ("SY", "Choice", "I"),
        ("chi[i]", "I", "diagonal", "I")], given=EACH)  # fmt: skip
    whole_matrix(p, "swap", "Choice SY", "SY Choice", "swap column")


def layers(p: Script) -> None:
    """``Above[j] = Choice J[j]'`` and ``Below[j] = J[j] SY Choice``."""
    p.cut("frame", "J", ["wide"], "1 <= j <= n-1")
    p.matrices("above base", "Above[n-1] = Choice J[n-1]'", zeros=[("I", "Above.last", "I"), ("I", "Last", "I")],
               given="n >= 2")  # fmt: skip
    p.assume("above hypothesis", "Above[j+1] = Choice J[j+1]'")
    p.instantiate("Mid next", "Mid", "1 <= j <= n-2", indices={"j": "j+1"})
    p.instantiate("frame next", "frame", "1 <= j <= n-2", indices={"j": "j+1"})
    p.matrices("above step", "Above[j] = Choice J[j]'", zeros=[
        ("I", "Above.step", "I"), ("I", "above hypothesis", "Mid[j+1]"), ("Choice J[j+1]'", "Mid next", "I"),
        ("Choice", "frame next", "J[j]'")], given="1 <= j <= n-2, n >= 2")  # fmt: skip
    p.induction("stratum above", "j", "Above[j] = Choice J[j]'", "above base", "above step", low="1", high="n-1",
                direction="down", given="1 <= j <= n-1, n >= 2")  # fmt: skip
    fact = "Below[{0}] = J[{0}] SY Choice"
    p.matrices("below base", fact.format("1"), zeros=[("I", "Below.first", "I"), ("I", "First", "I")])
    p.assume("below hypothesis", fact.format("j"))
    p.matrices("below step", fact.format("j+1"), zeros=[
        ("I", "Below.step", "I"), ("Mid[j+1]", "below hypothesis", "I"), ("I", "Mid next", "J[j] SY Choice"),
        ("J[j+1]", "frame", "SY Choice")], given="1 <= j <= n-2")  # fmt: skip
    p.induction("below", "j", fact.format("j"), "below base", "below step", low="1", high="n-1")
    p.instantiate("above 1", "stratum above", "n >= 2", indices={"j": "1"})
    p.instantiate("frame 1", "frame", "n >= 2", indices={"j": "1"})
    p.matrices("product", "Above[1] First = SY Choice", zeros=[
        ("I", "above 1", "First"), ("Choice J[1]'", "First", "I"), ("Choice", "frame 1", "SY Choice"),
        ("I", "swap", "Choice"), ("SY", "projector", "I")], given="n >= 2")  # fmt: skip


def attained(p: Script) -> None:
    """The gradients, the loss and the rank at these weights."""
    rest, short = "(SY - Above[1] First)", "(SY - SY Choice)"
    p.matrices("no choice", f"Choice {short} = 0", zeros=[("I", "swap", "I"), ("I", "swap", "Choice"),
               ("SY", "projector", "I")])  # fmt: skip
    p.matrices("first choice", f"Above[1]' {rest} = 0", zeros=[
        ("Above[1]'", "product", "I"), ("I", "above 1'", short), ("J[1]", "no choice", "I")],
        given="n >= 2")  # fmt: skip
    p.matrices("back", f"{short} Choice = 0", zeros=[("SY", "projector", "I")])
    p.matrices(
        "rest back", f"{rest} Choice = 0", zeros=[("I", "product", "Choice"), ("I", "back", "I")], given="n >= 2"
    )
    p.instantiate("below before", "below", "2 <= j <= n", indices={"j": "j-1"})
    p.matrices("middle choice", f"{rest} Below[j-1]' = 0", zeros=[
        (rest, "below before'", "I"), ("I", "rest back", "SY J[j-1]'")], given="2 <= j <= n, n >= 2")  # fmt: skip
    p.matrices("inner choice", f"Above[j]' {rest} Below[j-1]' = 0", zeros=[("Above[j]'", "middle choice", "I")],
               given="2 <= j <= n-1, n >= 2")  # fmt: skip
    p.instantiate("last choice", "middle choice", "n >= 2", indices={"j": "n"})
    p.matrices("rest column", f"{short} e[i] = sv[i] (1 - chi[i]) e[i]", zeros=[
        ("I", "diagonal", "I"), ("SY", "Choice", "I"), ("chi[i]", "I", "diagonal", "I")], given=EACH)  # fmt: skip
    p.matrices("rest square words", f"e[i]' {short}' {short} e[i] = sv[i]^2 (1 - chi[i])^2 I", zeros=[
        ("I", "rest column'", f"{short} e[i]"), ("sv[i] (1 - chi[i])", "e[i]'", "rest column", "I"),
        ("sv[i]^2 (1 - chi[i])^2", "I", "unit", "I")], given=EACH)  # fmt: skip
    p.trace("rest square trace", "rest square words")
    p.order("rest summand", f"tr({short}' {short} e[i] e[i]') = (1 - chi[i]) sv[i]^2", zeros=[
        ("1", "rest square trace"), ("sv[i]^2 (1 - chi[i])^2", "unit is one"), ("sv[i]^2", "choice")],
        given=EACH)  # fmt: skip
    summed(p, "Rest", f"{short}' {short}", "Rest", "rest summand")
    p.matrices("loss words", f"{rest}' {rest} = {short}' {short}", zeros=[
        ("I", "product'", rest), (f"{short}'", "product", "I")], given="n >= 2")  # fmt: skip
    p.trace("loss trace", "loss words")
    for name in NAMES:
        p.cut(f"{name}/critical-first", "first choice")
        p.cut(f"{name}/critical-middle", "inner choice")
        p.cut(f"{name}/critical-last", "last choice")
        p.order(f"{name}/attained", f"1/2 tr({rest}' {rest}) = 1/2 Rest[dy]",
                zeros=[("1", "loss trace"), ("1", "Rest")], given="n >= 2")  # fmt: skip


def ranks(p: Script) -> None:
    """The rank of ``Above[1]`` is the trace of Choice."""
    name = NAMES[1]
    p.assume("factors of it", "Above[1] = Cols Rws")
    p.assume("left of it", "ColsLeft Cols = I")
    p.assume("right of it", "Rws RwsRight = I")
    p.matrices("Choice J", "Choice = Above[1] J[1]", zeros=[("I", "above 1", "J[1]"), ("Choice", "frame 1", "I")],
               given="n >= 2")  # fmt: skip
    p.matrices("Choice factors", "Choice = Cols Rws J[1]", zeros=[
        ("I", "Choice J", "I"), ("I", "factors of it", "J[1]")],
               given="n >= 2")  # fmt: skip
    p.matrices("kept Above", "Choice Above[1] = Above[1]", zeros=[
        ("Choice", "above 1", "I"), ("I", "projector", "J[1]'"), ("I", "above 1", "I")], given="n >= 2")  # fmt: skip
    p.matrices("kept Cols", "Choice Cols = Cols", zeros=[
        ("Choice Cols", "right of it", "I"), ("Cols", "right of it", "I"), ("Choice", "factors of it", "RwsRight"),
        ("I", "factors of it", "RwsRight"), ("I", "kept Above", "RwsRight")], given="n >= 2")  # fmt: skip
    p.matrices("small unit", "Rws J[1] Cols = I", zeros=[
        ("I", "left of it", "I"), ("I", "left of it", "Rws J[1] Cols"), ("ColsLeft", "kept Cols", "I"),
        ("ColsLeft", "Choice factors", "Cols")], given="n >= 2")  # fmt: skip
    p.trace("small trace", "small unit")
    p.trace("Choice trace", "Choice factors")
    p.order(
        f"{name}/rank", "tr(Choice) = real(rs)", zeros=[("1", "Choice trace"), ("1", "small trace")], given="n >= 2"
    )
    p.assume("Above is 0", "Above[1] = 0")
    p.matrices(
        f"{name}/zero", "Choice = 0", zeros=[("I", "Choice J", "I"), ("I", "Above is 0", "J[1]")], given="n >= 2"
    )


def script(before: tuple[replay.Step, ...]) -> Script:
    """All steps of the theory "strata", after those of the theories "traces" and "critical"."""
    p = Script("strata", before)
    for part in (values, choices, layers, attained, ranks, closed.equations, closed.closed):
        part(p)
    return p
