"""Steps that open a sum over the layers, as statements about networks with any number of layers."""

from __future__ import annotations

from symdln.algebra.words import Symbol, substitute, symbols_of, zero
from symdln.errors import SymdlnError
from symdln.teaching.coq.lemmas import RING, CannotExportError, CoqLemma, groups, summed, times_sign
from symdln.teaching.coq.printing import CoqPrinter, denominators
from symdln.teaching.derivation import Step
from symdln.teaching.formulas import Formula, Term
from symdln.teaching.rules import close_symbol

MATRICES = {
    "P": "product W H",
    "P_1": "product1 W V H",
    "P_2": "product2 W V H",
    "A_j": "outer W H j.+1",
    "W_j": "W j",
    "V_j": "V j",
    "B_j": "product W j",
    "A_k": "outer W H k.+1",
    "W_k": "W k",
    "V_k": "V k",
    "M_kj": "outer W k j.+1",
}
"""What the symbols are in a network W of depth H that moves along V."""

SIZES = {"d_y": "d H", "d_x": "d 0%N", "d_j": "d j.+1", "d_i": "d j", "d_k": "d k.+1", "d_h": "d k"}
NETWORK = "(d : nat -> nat) (H : nat) (W V : layers F d)"


def opened_sum(step: Step, size_names: frozenset[str]) -> CoqLemma:
    """A product rule along all layers, or the sum put in place of a term of first or second order."""
    if step.rule_name == "insert":
        return _inserted(step, size_names)
    if step.rule_name != "product rule":
        raise CannotExportError(f"the rule {step.rule_name!r} opens a sum over layers")
    return _second_order(step) if step.arguments["over"] == "j<k" else _along_all(step, size_names)


def _printer(size_names: frozenset[str], **images: str) -> CoqPrinter:
    texts = {name: f"({text})" for name, text in {**MATRICES, **images}.items()}
    sizes = {name: f"({text})" for name, text in SIZES.items()}
    return CoqPrinter(size_names, images=texts, size_images=sizes)


def _variables(printer: CoqPrinter, more: str = "") -> str:
    return " ".join(part for part in (RING, NETWORK, more, printer.binders()) if part)


def _inserted(step: Step, size_names: frozenset[str]) -> CoqLemma:
    """The terms that change, with the term of first or second order on the left and its sum on the right."""
    over = step.arguments["over"]
    before, after = step.before, step.after
    assert isinstance(before, Formula)
    assert isinstance(after, Formula)
    old = Formula(tuple(term for term in before.terms if term not in after.terms), before.shape)
    new = Formula(tuple(groups(after)[over]), after.shape)
    printer = _printer(size_names)
    printer.scale = denominators([old, new])
    left = printer.terms(old.terms, before.shape)
    right = summed(over, printer.terms(new.terms, after.shape))
    first = "product1_layers" if over == "j" else "product2_layers"
    return CoqLemma(_variables(printer), f"{left} = {right}", f"rewrite {first}; layer_sum.")


def _along_all(step: Step, size_names: frozenset[str]) -> CoqLemma:
    """``f(P)`` with the end-to-end matrix P, which every layer splits, moves with the sum over the layers."""
    before, after = step.before, step.after
    assert isinstance(before, Formula)
    assert isinstance(after, Formula)
    P = _end_to_end(step)
    closed = close_symbol(before, step.definitions, symbols=[P])
    printer = _printer(size_names)
    printer.scale = denominators([before, after])
    shape, sign = before.shape, times_sign(before.shape)
    linear = Formula(tuple(term for term in closed.terms if _holds(term, P)), shape)
    split, whole = printer.terms(before.terms, shape), printer.terms(closed.terms, shape)
    total = summed(step.arguments["over"], printer.terms(after.terms, shape))

    def at(text: str, formula: Formula) -> str:
        printer.images["P"] = text
        return printer.terms(formula.terms, shape)

    moved = at("(product (moved t W V) H)", closed)
    rest, sum_ = at("R", linear), at(r"(\sum_(j < H) outer W H j.+1 *m V j *m product W j)", linear)
    generic = at("(P0 + t *: P1 + t ^+ 2 *: P2)", closed)
    parts = at("P0", closed), at("P1", linear), at("P2", linear)
    layers = f"forall j, (j < H)%N -> {split} = {whole}"
    expansion = f"exists r, {moved} = {whole} + t {sign} ({total}) + t ^+ 2 {sign} r"
    proof = (
        "split=> [j jH|]; first by rewrite (layer_splits W jH) ?mulmxA. "
        f"have generic P0 P1 P2 : {generic} = {parts[0]} + t {sign} ({parts[1]}) + t ^+ 2 {sign} ({parts[2]}) "
        "by words. "
        f"have sums : {total} = {sum_} by apply: esym; layer_sum. "
        f"have [R e] := first_order W V H t; exists ({rest}); rewrite e generic; "
        f"congr (_ + t {sign} _ + _); try exact: (esym sums)."
    )
    return CoqLemma(_variables(printer, "(t : F)"), f"({layers}) /\\ ({expansion})", proof)


def _end_to_end(step: Step) -> Symbol:
    found = [symbol for symbol in step.definitions if symbol.name == "P"]
    if not found:
        raise CannotExportError("no symbol stands for the product of all layers")
    return found[0]


def _holds(term: Term, P: Symbol) -> bool:
    """Whether the term is linear in P; otherwise it must be free of it."""
    held = [factor for factor in term.factors if P in symbols_of(factor)]
    if not held:
        return False
    try:
        gone = [substitute(factor, {P: zero(*P.shape)}) for factor in held]
    except SymdlnError as error:
        raise CannotExportError(str(error)) from None
    if len(held) > 1 or any(gone):
        raise CannotExportError(f"{term} is not linear in the product of all layers")
    return True


def _second_order(step: Step) -> CoqLemma:
    """The term of second order of the product is the sum over the pairs of layers."""
    before, after = step.before, step.after
    assert isinstance(before, Formula)
    assert isinstance(after, Formula)
    names = [str(factor) for factor in after.terms[0].factors]
    if len(after.terms) != 1 or names != ["A_k", "V_k", "M_kj", "V_j", "B_j"]:
        raise CannotExportError("a sum over pairs of layers is opened for something other than the product")
    first = r"\sum_(j < H) outer W H j.+1 *m V j *m product W j"
    second = summed("j<k", "outer W H k.+1 *m V k *m outer W k j.+1 *m V j *m product W j")
    statement = f"exists R, product (moved t W V) H = product W H + t *: ({first}) + t ^+ 2 *: ({second}) + t ^+ 3 *: R"
    return CoqLemma(f"{RING} {NETWORK} (t : F)", statement, "exact: second_order.")
