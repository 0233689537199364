"""Proofs of the theory "strata": with one hidden layer the strata are disjoint and closed."""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script

NAME = "chitour.strata-disjoint"
FIRST, SECOND, LAST = "V11 = V11 Choice", "V2 V12 = 0", "V2 = Choice V2"


def equations(p: Script) -> None:
    """The equations at a critical point, and critical points from the equations."""
    p.cut(f"{NAME}/last", "DW R")
    p.matrices(f"{NAME}/first", "W11 = W11 DW", zeros=[
        ("Zleft", "Z W11", "I"), ("I", "one hidden layer", "W11 (I - DW)")])  # fmt: skip
    p.cut(f"{NAME}/product", "chitour.lemma3.2.selection/equation")
    p.cut(f"{NAME}/second", "R W12")
    p.assume("P last", "P2 = Choice P2")
    p.assume("P first", "P11 = P11 Choice")
    p.assume("P product", "P2 P11 = SY Choice")
    p.assume("P second", "P2 P12 = 0")
    rest, short = "(SY - P2 P11)", "(SY - SY Choice)"
    p.matrices(f"{NAME}/critical-first", f"P2' {rest} = 0", zeros=[
        ("P2'", "P product", "I"), ("I", "P last'", short), ("P2'", "no choice", "I")])  # fmt: skip
    p.matrices(f"{NAME}/critical-second", "P2' P2 P12 = 0", zeros=[("P2'", "P second", "I")])
    p.matrices(f"{NAME}/critical-last", f"{rest} P11' = P2 P12 P12'", zeros=[
        ("I", "P product", "P11'"), (short, "P first'", "I"), ("I", "back", "P11'"),
        ("I", "P second", "P12'")])  # fmt: skip
    p.matrices(f"{NAME}/selection", "SYinverse P2 P11 = Choice", zeros=[
        ("SYinverse", "P product", "I"), ("I", "SYinverse SY", "Choice")])  # fmt: skip
    p.assume("P chosen", "P2 P11 = SY Chosen")
    p.matrices(f"{NAME}/disjoint", "Choice = Chosen", zeros=[
        ("SYinverse", "P product", "I"), ("SYinverse", "P chosen", "I"),
        ("I", "SYinverse SY", "Choice - Chosen")])  # fmt: skip


def halved(p: Script, part: str, matrix: str, shape: dict[str, str]) -> None:
    """The matrix is 0, as its norm is at most half of itself."""
    p.order(f"closed {part} small", f"norm({matrix}) <= 0", [(f"closed {part} half",)])
    p.instantiate(f"closed {part} norm", "norm.frobenius", sizes=shape, matrices={"A": matrix})
    p.instantiate(f"closed {part} norm>=0", "norm.nonnegative", sizes=shape, matrices={"A": matrix})
    p.instantiate(f"closed {part} raw", "norm.definite", sizes=shape, matrices={"A": matrix})
    p.order(f"closed {part} square", f"tr(({matrix})' ({matrix})) <= 0", [
            (f"closed {part} small", f"closed {part} norm>=0")], [("1", f"closed {part} norm")])  # fmt: skip
    p.cut(f"{NAME}/closed-{part}", f"closed {part} raw", [f"closed {part} square"])


def one_factor(p: Script, part: str, matrix: str, gap: str, change: str, sizes: dict[str, str],
               factors: dict[str, str]) -> None:  # fmt: skip
    """``norm(matrix) <= norm(I - Choice) near``."""
    keep, shape = "norm(I[dy] - Choice)", {"r": sizes["r"], "s": sizes["t"]}
    p.assume(f"closed {part} near", f"norm({gap}) <= near")
    p.assume(f"closed {part} close", f"near (1 + {keep}) <= 1/2 norm({matrix})")
    product = f"({factors['A']}) ({factors['D']})"
    p.matrices(f"closed {part} words", f"{matrix} = {product}", zeros=[("I", change, "I")])
    p.add(
        f"closed {part} same norm",
        "congruence",
        function="norm",
        first=matrix,
        second=product,
        of=f"closed {part} words",
    )
    p.instantiate(f"closed {part} product", "submultiplicative", sizes=sizes, matrices=factors)
    p.instantiate(
        f"closed {part} keep>=0", "norm.nonnegative", sizes={"r": "dy", "s": "dy"}, matrices={"A": "I - Choice"}
    )
    p.instantiate(f"closed {part} gap>=0", "norm.nonnegative", sizes=shape, matrices={"A": gap})
    p.order(f"closed {part} near>=0", "near >= 0", [(f"closed {part} gap>=0",), (f"closed {part} near",)])
    p.order(f"closed {part} bound", f"norm({matrix}) <= {keep} near", [
        (f"closed {part} product",), (f"closed {part} keep>=0", f"closed {part} near")],
        [("1", f"closed {part} same norm")])  # fmt: skip
    p.order(f"closed {part} half", f"norm({matrix}) <= 1/2 norm({matrix})", [
        (f"closed {part} bound",), (f"closed {part} near>=0",), (f"closed {part} close",)])  # fmt: skip
    halved(p, part, matrix, shape)


def bilinear(p: Script) -> None:
    """``norm(A D - B Dnear)`` is at most ``norm(A - B) (norm(D) + norm(D - Dnear)) + norm(A) norm(D - Dnear)``."""
    first, second, third = "(A - B) D", "A (D - Dnear)", "(B - A) (D - Dnear)"
    for name, one, other in (("first", "A - B", "D"), ("second", "A", "D - Dnear"), ("third", "B - A", "D - Dnear")):
        p.instantiate(f"near pair {name}", "submultiplicative", matrices={"A": one, "D": other})
    p.instantiate("near pair minus", "minus.norm", matrices={"A": "A - B"})
    p.instantiate("near pair rest", "triangle", sizes={"s": "t"}, matrices={"A": second, "B": third})
    p.instantiate("near pair all", "triangle", sizes={"s": "t"}, matrices={"A": first, "B": f"{second} + {third}"})
    p.instantiate("near pair gap>=0", "norm.nonnegative", sizes={"r": "s", "s": "t"}, matrices={"A": "D - Dnear"})
    p.order("near pair", "norm(A D - B Dnear) <= norm(A - B) norm(D) + norm(A) norm(D - Dnear) "
            "+ norm(A - B) norm(D - Dnear)",
            [("near pair all",), ("near pair first",), ("near pair rest",), ("near pair second",), ("near pair third",),
             ("near pair minus", "near pair gap>=0")])  # fmt: skip


def two_factors(p: Script, part: str, second: str, other: str, matrix: str, own: str, width: str) -> None:
    """``norm(matrix) <= near (norm(P2) + norm(second) + near)``."""
    p.assume(f"closed {part} own", own)
    p.assume(f"closed {part} near", f"norm({second} - {other}) <= near")
    p.assume(f"closed {part} close", f"near (norm(P2) + norm({second}) + near) <= 1/2 norm({matrix})")
    shape = {"r": "dy", "s": width}
    p.instantiate(f"closed {part} pair", "near pair", sizes={"r": "dy", "s": "d1", "t": width},
                  matrices={"A": "P2", "B": "V2", "D": second, "Dnear": other})  # fmt: skip
    p.matrices(f"closed {part} words", f"{matrix} = P2 {second} - V2 {other}", zeros=[("I", f"closed {part} own", "I")])
    p.add(f"closed {part} same norm", "congruence", function="norm", first=matrix, second=f"P2 {second} - V2 {other}",
          of=f"closed {part} words")  # fmt: skip
    for name, one, sizes in (("P2", "P2", {"r": "dy", "s": "d1"}), ("other", second, {"r": "d1", "s": width}),
                             ("gap", f"{second} - {other}", {"r": "d1", "s": width})):  # fmt: skip
        p.instantiate(f"closed {part} {name}>=0", "norm.nonnegative", sizes=sizes, matrices={"A": one})
    p.order(f"closed {part} near>=0", "near >= 0", [(f"closed {part} gap>=0",), (f"closed {part} near",)])
    p.order(f"closed {part} half", f"norm({matrix}) <= 1/2 norm({matrix})", [
        (f"closed {part} pair",), ("closed last near", f"closed {part} other>=0"),
        (f"closed {part} near", f"closed {part} P2>=0"), ("closed last near", f"closed {part} gap>=0"),
        (f"closed {part} near", f"closed {part} near>=0"), (f"closed {part} close",)],
        [("1", f"closed {part} same norm")])  # fmt: skip
    halved(p, part, matrix, shape)


def closed(p: Script) -> None:
    """No weights of I_S are near weights that miss one of the equations."""
    p.assume("V last", LAST)
    p.assume("V first", FIRST)
    one_factor(p, "last", "P2 - Choice P2", "P2 - V2", "V last",
               {"r": "dy", "s": "dy", "t": "d1"}, {"A": "I - Choice", "D": "P2 - V2"})  # fmt: skip
    one_factor(p, "first", "P11 - P11 Choice", "P11 - V11", "V first",
               {"r": "d1", "s": "dy", "t": "dy"}, {"A": "P11 - V11", "D": "I - Choice"})  # fmt: skip
    bilinear(p)
    two_factors(p, "product", "P11", "V11", "P2 P11 - SY Choice", "V2 V11 = SY Choice", "dy")
    two_factors(p, "second", "P12", "V12", "P2 P12", SECOND, "rest")
