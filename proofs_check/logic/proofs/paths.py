"""Products of layers that stand one after the other, in every theory with the text "layers"."""

from __future__ import annotations

from proofs_check.logic.proofs.script import Script


def compose(p: Script, path: str = "Path", of: str = "path") -> None:
    """The step ``PATH composed``: ``Path[l, i] = Path[l, j] Path[j, i]`` for i <= j <= l."""
    layer = "W" if path == "Path" else "Other"
    fact = f"{path}[l, i] = {path}[l, j] {path}[j, i]"
    p.instantiate(f"{path} none j", f"{of}.none", indices={"i": "j"})
    p.matrices(f"{path} base", fact.replace("l,", "j,"), zeros=[("I", f"{path} none j", f"{path}[j, i]")])
    p.assume(f"{path} hypothesis", fact)
    for start in ("i", "j"):
        p.instantiate(f"{path} next {start}", f"{of}.next", f"0 <= {start} <= l", indices={"j": "l", "i": start})
    p.matrices(
        f"{path} step",
        fact.replace("l,", "l+1,"),
        zeros=[
            ("I", f"{path} next i", "I"),
            (f"{layer}[l+1]", f"{path} hypothesis", "I"),
            ("I", f"{path} next j", f"{path}[j, i]"),
        ],
        given="0 <= i, i <= j, j <= l",
    )
    p.induction(f"{path} composed", "l", fact, f"{path} base", f"{path} step", low="j")


def last_layers(p: Script) -> None:
    """The steps ``first of j``: ``Path[n, j] = Path[n, j+1] W[j+1]``, and ``last of i``: ``Path[n, i] = W[n]
    Path[n-1, i]``.
    """
    p.instantiate("first of j raw", "Path composed", "0 <= j, j + 1 <= n", indices={"l": "n", "j": "j+1", "i": "j"})
    p.instantiate("one layer", "path.next", "0 <= j", indices={"i": "j"})
    p.matrices(
        "first of j",
        "Path[n, j] = Path[n, j+1] W[j+1]",
        zeros=[
            ("I", "first of j raw", "I"),
            ("Path[n, j+1]", "one layer", "I"),
            ("Path[n, j+1] W[j+1]", "Path none j", "I"),
        ],
        given="0 <= j, j + 1 <= n",
    )
    p.instantiate("last of i", "path.next", "0 <= i, i + 1 <= n", indices={"j": "n-1"})
