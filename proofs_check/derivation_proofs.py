"""Replays derivations step by step with the standard library only; it shares no code with what makes them.

A file holds the steps of ``symdln derive`` as they are printed: for each step its rule, the formula before and after,
and what the letters stand for.  Every formula is read again (:mod:`proofs_check.derivation_formulas`), and a step is
accepted by one of eleven rules:

same           Both formulas are the same polynomial in words once the opaque letters are replaced by their products.
equation       ``after - before`` is ``c u (right - left) v``, or its trace, for an equation that is given or was shown.
derivative     ``after`` is the coefficient of t in ``before`` with W + t V for W; not after equations or insertions,
               and no other letter depends on W.
insert         ``after`` is ``before`` with the known value of a letter in its place; this value is listed.
boundary case  What holds for all sizes and matrices holds for those inserted; an empty product is the identity.
coefficient    ``after`` is the coefficient of one power of a scalar.
gradient       ``before`` is ``tr(G' V)``, where V is any matrix and G, which is ``after``, does not contain V.
multiply       ``after`` is ``left before right``.
trace          ``after`` is the trace of ``before``.
expectation    The mean over independent Gaussian entries is the sum over all pairings (Isserlis); no other letter
               depends on them.
blocks         A block of a product is the sum over all paths of block indices.

A derivation relies on the meaning of the opaque letters, on given equations and on inserted values, all at once; the
answer lists them.  Run ``python -m proofs_check.derivation_proofs FILE``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from proofs_check.derivation_formulas import (
    DerivationRefusedError,
    FormulaAlgebra,
    FormulaValue,
    LetterShape,
    Polynomial,
    Reader,
    Stage,
    add,
    entry,
    is_size,
    letters_of,
    multiply,
    names_in,
    need,
    scalar,
)
from proofs_check.derivation_sums import (
    block_tables,
    bound,
    by_blocks,
    coefficient,
    definitions_of,
    images_of,
    is_equation,
    mean,
    names_in_text,
    names_of,
    need_no_capture,
    need_no_tie,
    put_in,
    resized,
    sum_put_in,
)

FORMAT, MOST_BYTES = "derivation proof 1", 8 << 20
SAME = {
    "norm as trace", "trace as norm", "cyclic rotation", "transpose under trace", "expand", "drop brackets", "collect",
    "add like terms", "open", "close", "recognise", "read off the block",
}  # fmt: skip
"""What these rules do keeps the value; they are all replayed by the rule ``same``."""
OTHERS = {
    "use an equation": "equation", "product rule": "derivative", "insert": "insert", "boundary case": "boundary",
    "take the coefficient": "coefficient", "read off the gradient": "gradient", "multiply": "multiply",
    "take the trace": "trace", "Gaussian pairing": "expectation", "multiply blocks": "blocks",
}  # fmt: skip


def check(data: Any) -> str:
    """A sentence that says what the derivation shows; raises ``DerivationRefusedError`` unless every step holds."""
    need(isinstance(data, dict) and data.get("format") == FORMAT, f"the format is not {FORMAT!r}")
    try:
        return _Derivation(data).sentence()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError) as fault:
        raise DerivationRefusedError(f"the derivation is not written as one: {fault!r:.200}.") from None


class _Derivation:
    """Replays all parts in order; ``shown`` are the equations that earlier parts have shown."""

    def __init__(self, data: dict[str, Any]):
        self.name = entry(data, "name", str)
        self.given = [(entry(one, "left", str), entry(one, "right", str)) for one in entry(data, "equations", list)]
        self.shown: list[dict[str, Any]] = []
        self.stands: dict[str, str] = {}
        self.put_in: dict[str, str] = {}
        self.used: dict[str, str] = {}
        sides = [pair for side in self.given for pair in (side, side[::-1]) if pair[0].isidentifier()]
        self.facts = [(name, names_in_text(text)) for name, text in sides]
        self.fixed: list[tuple[str, set[str], set[str]]] = []
        self.parts = self.count = 0
        for part in entry(data, "parts", list):
            self._part(entry(part, "steps", list))
        need(self.count, "there are no steps")
        for number, moved, others in self.fixed:
            self._tell(number, lambda moved=moved, others=others: need_no_tie(self.facts, moved, others))

    def _tell(self, number: str, do: Callable[[], None]) -> None:
        """Do something, and say of which step a refusal is."""
        try:
            do()
        except DerivationRefusedError as refusal:
            raise DerivationRefusedError(f"step {number[:20]}: {refusal}") from None

    def _next(self, step: Any, before: dict[str, Any] | None) -> None:
        if before is not None:
            chained = all(before[f"{key}_after"] == step.get(key) for key in ("letters", "definitions"))
            need(chained and before["after"] == step.get("before"), "it does not start where the last one ends")
        _Step(step, self).check()

    def _part(self, steps: list[Any]) -> None:
        need(steps, "a part has no steps")
        before: dict[str, Any] | None = None
        self.equated, self.inserted = False, set()
        for step in steps:
            self._tell(entry(step, "number", str), lambda step=step, before=before: self._next(step, before))
            self.count += 1
            before = step
        self.parts += 1
        if all(step["rule"] in SAME or step["rule"] == "use an equation" for step in steps):
            self.shown.append({**steps[0], "after": steps[-1]["after"]})

    def sentence(self) -> str:
        rests = "; ".join(f"{text} ({why})" for text, why in {**self.stands, **self.used, **self.put_in}.items())
        steps = f"{self.count} step{'s' * (self.count > 1)} in {self.parts} part{'s' * (self.parts > 1)}"
        return f"the derivation {self.name} is replayed: {steps}" + (f", with {rests}." if rests else ".")

    def holds(self, name: str) -> bool:
        """Whether a letter stands in an equation that is given."""
        return any(re.search(rf"\b{re.escape(name)}\b", side) for pair in self.given for side in pair)


class _Step:
    def __init__(self, data: Any, derivation: _Derivation):
        self.data, self.derivation = data, derivation
        self.letters, self.letters_after = letters_of(data.get("letters")), letters_of(data.get("letters_after"))
        self.here, self.there = FormulaAlgebra(self.letters), FormulaAlgebra(self.letters_after)
        self.definitions = definitions_of(self.here, entry(data, "definitions", dict))
        self.definitions_after = definitions_of(self.there, entry(data, "definitions_after", dict))
        self.before, self.shape = Reader(entry(data, "before", str), self.letters).stage()
        self.after, self.shape_after = Reader(entry(data, "after", str), self.letters_after).stage()
        self.arguments = entry(data, "arguments", dict)
        self.expected_shape = self.shape
        texts = data["definitions"].items()
        derivation.stands.update({f"{name} = {text}": "what it stands for" for name, text in texts})
        derivation.facts += [(name, names_of(value.polynomial)) for name, value in self.definitions.items()]
        for name, one in (*self.letters.items(), *self.letters_after.items()):
            known = name in self.definitions or name in self.definitions_after
            said = [f"{name} is symmetric"] * (one.symmetric and not known)
            said += [f"{name} is {one.rows} x {one.columns}"] * any(size.isdecimal() for size in one[:2])
            derivation.stands.update(dict.fromkeys(said, "by declaration"))

    def _hold_fixed(self, moved: set[str], stage: Stage, exempt: Iterable[str] = ()) -> None:
        """All other names of a formula must not depend on those that are moved; opaque letters as they stand."""
        others = set().union(*map(names_of, stage.values())) - moved - set(exempt)
        self.derivation.fixed.append((self.data["number"], moved, others))

    def check(self) -> None:
        rule = entry(self.data, "rule", str)
        need(rule in SAME or rule in OTHERS, f"there is no rule {rule[:40]!r}")
        if rule == "boundary case":
            self._boundary()
            return
        still = self.letters == self.letters_after and self.data["definitions"] == self.data["definitions_after"]
        need(still, "the meaning of the letters changes")
        self._need_same(self.before if rule in SAME else getattr(self, f"_{OTHERS[rule]}")())

    def _need_same(self, expected: Stage) -> None:
        """That the formula after the step is what the rule makes of the one before, opaque letters opened."""
        made = self.there.opened(expected, self.definitions_after)
        said = self.there.opened(self.after, self.definitions_after)
        need(made == said, "the formula after it is not what the rule makes of the one before")
        need(not said or self.shape_after == self.expected_shape, "the formula after it has another shape")

    def _text(self, key: str) -> str:
        return entry(self.arguments, key, str)

    def _images(self, key: str) -> dict[str, FormulaValue]:
        return images_of(self.here, entry(self.arguments, key, dict), self.letters)

    # -- one method for each rule: what stands after the step ----------------------------------------------------------

    def _equation(self) -> Stage:
        self.derivation.equated = True
        left, right = (Reader(self._text(key), self.letters).value() for key in ("left", "right"))
        known = self._is_known(add(left.polynomial, right.polynomial, -1))
        need(known, "the equation is neither given nor shown before")
        fit = left.shape == right.shape or not left.polynomial or not right.polynomial
        need(fit, "the sides of the equation have different shapes")
        gap = FormulaValue(add(right.polynomial, left.polynomial, -1), left.shape or right.shape)
        u, v = (Reader(self._text(key), self.letters).value() for key in ("u", "v"))
        whole = self.here.product(self.here.product(u, gap), v)
        over = self._text("over")
        part = whole.polynomial
        if self.shape is None:
            need(whole.shape and whole.shape[0] == whole.shape[1], "a trace is not of a square matrix")
            part = self.here.trace(part, (whole.shape or ("", ""))[0])
        else:
            need(whole.shape == self.shape, "a term has another shape than the formula")
        factor = Reader(self._text("coefficient"), self.letters).value()
        need(factor.shape is None, "a coefficient is a matrix, not a number")
        return {**self.before, over: add(self.before.get(over, {}), multiply(factor.polynomial, part))}

    def _is_known(self, gap: Polynomial) -> bool:
        for left, right in self.derivation.given:
            if is_equation(self.here, gap, left, right):
                self.derivation.used[f"{left} = {right}"] = "given"
                return True
        return any(self._means_the_same(one) and is_equation(self.here, gap, one["before"], one["after"])
                   for one in self.derivation.shown)  # fmt: skip

    def _means_the_same(self, part: dict[str, Any]) -> bool:
        """Whether the letters of what an earlier part has shown are known here, and mean what they mean there."""
        known, now = part["definitions"], self.data["definitions"]
        names = names_in_text(f"{part['before']} {part['after']}") & {*part["letters"], *self.letters}
        here = {name: list(shape) for name, shape in self.letters.items()}
        alike = all(name in here and here[name] == part["letters"].get(name) for name in names)
        return alike and all(known[name] == now[name] for name in set(known) & set(now))

    def _derivative(self) -> Stage:
        changed = self.derivation.equated or self.derivation.inserted
        need(not changed, "the formula to differentiate was changed by something that may hold at one point only")
        moves = self._images("directions")
        moved = {}
        for name, (polynomial, shape) in moves.items():
            along = self.here.opened({"": polynomial}, self.definitions).get("", {})
            moved[name] = FormulaValue(add({((), (name,)): Fraction(1)}, multiply(along, scalar("\0t"))), shape)
        opened = self.here.opened(self.before, self.definitions)
        need(not set(moves) & set(self.definitions), "an opaque letter moves")
        over = self.arguments.get("over", "")
        need(isinstance(over, str) and (not over or set(opened) <= {""}), "a sum over layers is summed again")
        need(not over or bound(moves, over) == set(moves), f"a letter that moves lacks the index of {over[:20]}")
        summed = {f"the derivative along all layers is the sum over {over}": "put in"} if over else {}
        self.derivation.put_in.update(summed)
        self._hold_fixed(set(moves), opened)
        return {over or key: coefficient(self.here.substitute(p, moved), "\0t", 1) for key, p in opened.items()}

    def _insert(self) -> Stage:
        images, over = self._images("images"), self.arguments.get("over", "")
        need(isinstance(over, str), "the range of a sum is not a text")
        summed = f"sum_{{{over}}} " if over else ""
        texts = self.arguments["images"].items()
        self.derivation.put_in.update({f"{name} = {summed}{text}": "put in" for name, text in texts})
        held = {name: names_of(value.polynomial) for name, value in images.items()}
        shifted = {name for name in held if name in held[name]}
        self.derivation.facts += [(name, held[name]) for name in set(held) - shifted]
        self.derivation.inserted.update(images)
        self._hold_fixed(shifted, self.before)
        return sum_put_in(self.here, self.before, images, over) if over else put_in(self.here, self.before, images)

    def _boundary(self) -> None:
        sizes, texts = entry(self.arguments, "sizes", dict), entry(self.arguments, "images", dict)
        need(all(isinstance(x, str) and is_size(x) for x in sizes.values()), "a size is neither a name nor a number")
        size = lambda one: sizes.get(one, one)  # noqa: E731  (the file stays within 400 lines)
        resized_letters = {
            name: LetterShape(size(one.rows), size(one.columns), one.symmetric) for name, one in self.letters.items()
        }
        images = images_of(self.there, texts, resized_letters)
        self._hold_fixed(set(images), self.before, self.definitions)
        for name in images:
            need(not self.derivation.holds(name), f"something is assumed about {name[:40]}")
        for name, shape in resized_letters.items():
            after = self.letters_after.get(name)
            kept = name in images or after is None or after == shape
            need(kept, f"the letter {name[:40]} has another shape or symmetry after the step")

        def put(polynomial: Polynomial) -> Polynomial:
            return self.here.substitute(resized(polynomial, sizes), images, self.there)

        stands = {name: put(value.polynomial) for name, value in self.definitions.items()}
        for name in set(stands) & set(images):
            gap = {"": add(stands[name], images[name].polynomial, -1)}
            need(not self.there.opened(gap, self.definitions_after), f"{name[:40]} is replaced by something else")
        known = {name: value for name, value in stands.items() if name not in images}
        found = {name: value.polynomial for name, value in self.definitions_after.items()}
        need(known == found, "the opaque letters have another meaning after the step")
        summand = self.arguments.get("summand", False) is True
        need(not summand or len(self.before) == 1, "a formula with several sums has no single summand")
        need_no_capture({} if summand else self.before, images)
        self.expected_shape = self.shape and (size(self.shape[0]), size(self.shape[1]))
        self._need_same({"" if summand else over: put(p) for over, p in self.before.items()})

    def _coefficient(self) -> Stage:
        name, power = self._text("name"), entry(self.arguments, "power", int)
        sizes = {size for one in self.letters.values() for size in one[:2]}
        need(name.isidentifier() and power >= 0 and name not in {*sizes, *self.letters}, f"{name[:40]} is not a scalar")
        need(not self.derivation.holds(name), f"something is assumed about {name[:40]}")
        need(not self.derivation.equated, f"something was used that may hold for one {name[:40]} only")
        inside = any(atom == name for value in self.definitions.values() for s, _ in value.polynomial for atom in s)
        need(not inside, f"an opaque letter contains {name[:40]}")
        self._hold_fixed({name}, self.here.opened(self.before, self.definitions))
        return {over: coefficient(p, name, power) for over, p in self.before.items()}

    def _gradient(self) -> Stage:
        """``after`` itself, if ``before`` is ``tr(after' V)``."""
        name = self._text("direction")
        need(name in self.letters and not self.letters[name].symmetric, "the direction is not an arbitrary matrix")
        known = self.derivation.holds(name) or name in self.derivation.inserted
        need(not known, "something is assumed about the direction")
        need(not any(bound([name], over) for over in self.before), "the direction differs between the summands")
        opened = self.here.opened(self.after, self.definitions)
        inside = any(name in names_in(polynomial) for polynomial in opened.values())
        need(not inside, f"the gradient contains {name[:40]}")
        is_free = name not in self.definitions and self.shape_after == self.letters[name][:2]
        need(is_free, "the direction is not an arbitrary matrix")
        V = {((), (name,)): Fraction(1)}
        size = self.letters[name].columns
        paired = {k: self.here.trace(multiply(self.here.transpose(p), V), size) for k, p in opened.items()}
        need(paired == self.here.opened(self.before, self.definitions), "the formula before it is not tr(G^T V)")
        need(self.shape is None, "a gradient is read off a formula that is not a number")
        self._hold_fixed({name}, opened)
        self.expected_shape = self.shape_after
        return self.after

    def _multiply(self) -> Stage:
        left, right = (Reader(self._text(key), self.letters).value() for key in ("left", "right"))
        need(left.shape and right.shape and self.shape, "a factor or the formula is a number, not a matrix")
        names = names_in(left.polynomial) | names_in(right.polynomial)
        need(not any(bound(names, over) for over in self.before), "a factor of a sum depends on what is summed over")
        self.expected_shape = (left.shape[0], right.shape[1]) if left.shape and right.shape else None
        middle = {over: self.here.product(left, FormulaValue(p, self.shape)) for over, p in self.before.items()}
        return {over: self.here.product(value, right).polynomial for over, value in middle.items()}

    def _trace(self) -> Stage:
        need(self.shape and self.shape[0] == self.shape[1], "a trace is not of a square matrix")
        self.expected_shape = None
        return {over: self.here.trace(p, (self.shape or ("", ""))[0]) for over, p in self.before.items()}

    def _expectation(self) -> Stage:
        name, variance = self._text("symbol"), Reader(self._text("variance"), self.letters).value()
        need(name in self.letters and not self.letters[name].symmetric, "the random letter has dependent entries")
        need(variance.shape is None and self.shape is None, "a mean or a variance is of a matrix, not of a number")
        need(name not in names_in(variance.polynomial), "the variance is random")
        need(not self.derivation.holds(name), "something is assumed about the random letter")
        law = f"{name} has independent Gaussian entries of variance {self._text('variance')}"
        self.derivation.put_in[f"{law}, and is independent of all else"] = "put in"
        opened = self.here.opened(self.before, self.definitions)
        self._hold_fixed({name}, {**opened, "variance": variance.polynomial})
        return {over: mean(self.here, p, name, variance.polynomial) for over, p in opened.items()}

    def _blocks(self) -> Stage:
        texts = entry(self.arguments, "tables", dict).items()
        tables = block_tables(self.here, texts)
        self.derivation.put_in.update({f"{name} = {rows}": "its blocks" for name, rows in texts})
        place = self.arguments.get("place")
        good = place is None or (isinstance(place, list) and len(place) == 2 and all(one in (0, 1) for one in place))
        need(good and (place is None) == (self.shape is None), "the place of a block is not two numbers 0 or 1")
        found = {over: by_blocks(self.here, p, tables, place) for over, p in self.before.items()}
        self.expected_shape = next((shape for _, shape in found.values() if shape), None)
        return {over: p for over, (p, _) in found.items()}


# -- the command -------------------------------------------------------------------------------------------------------


def check_file(path: str) -> str:
    """The sentence of :func:`check` for a file."""
    try:
        with open(path, "rb") as file:
            raw = file.read(MOST_BYTES + 1)
        need(len(raw) <= MOST_BYTES, f"the file has more than {MOST_BYTES >> 20} MiB, the most that is read")
        data = json.loads(raw)
    except OSError as error:
        raise DerivationRefusedError(f"the file cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError):
        raise DerivationRefusedError("the file is not JSON that can be read.") from None
    return check(data)


def main(arguments: Sequence[str]) -> int:
    """Check the named files; exit code 0 if all are accepted, 2 if one is refused."""
    code = 0 if arguments else 2
    if not arguments:
        print("usage: python -m proofs_check.derivation_proofs FILE ...", file=sys.stderr)  # noqa: T201
    for path in arguments:
        try:
            print(f"{path}: {check_file(path)}")  # noqa: T201
        except DerivationRefusedError as refusal:
            print(f"{path}: refused: {refusal}", file=sys.stderr)  # noqa: T201
            code = 2
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
