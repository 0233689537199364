"""What follows from a thing is computed once, kept in the thing, and found both as a function and as an attribute."""

import importlib
import pkgutil

import symdln as dln
from symdln import landscape
from symdln.landscape.shared import shared, shared_by_arguments
from symdln.landscape.weights import Weights


class Thing:
    def __init__(self, size: int):
        self.size = size
        self.calls: list[object] = []

    @shared
    def doubled(self) -> int:
        """Twice the size."""
        self.calls.append("doubled")
        return 2 * self.size

    @shared_by_arguments
    def power(self, exponent: int) -> int:
        self.calls.append(exponent)
        return self.size if exponent == 1 else self.size * self.power(exponent - 1)


@shared
def tripled_of(thing: Thing) -> int:
    thing.calls.append("tripled")
    return 3 * thing.size


class Later(Thing):
    tripled = tripled_of


def test_a_method_and_a_function_are_computed_once_for_each_thing():
    one, other = Later(1), Later(2)
    assert (one.doubled, one.doubled, one.tripled, tripled_of(one), one.tripled) == (2, 2, 3, 3, 3)
    assert one.calls == ["doubled", "tripled"]
    assert (other.doubled, tripled_of(other), other.tripled) == (4, 6, 6)
    assert Later.doubled.__doc__ == "Twice the size."


def test_arguments_are_told_apart_and_computed_once():
    thing = Thing(3)
    assert (thing.power(3), thing.power(2), thing.power(1), thing.power(3)) == (27, 9, 3, 27)
    assert thing.calls == [3, 2, 1]


def test_names_of_shared_functions_are_not_used_twice():
    # Values are kept by the name of their function, so two functions of one name would give each other's values.
    names = {}
    for module in pkgutil.iter_modules(landscape.__path__, f"{landscape.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, shared):
                assert names.setdefault(value.name, value) is value, value.name
    assert len(names) > 15
    assert not set(names) & {*vars(Weights), "problem", "weights"}
    shown = {name: value for name, value in vars(dln.Point).items() if isinstance(value, shared)}
    assert all(name == value.name or value.name not in vars(dln.Point) for name, value in shown.items())
