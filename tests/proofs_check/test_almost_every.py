"""The checker of certificates about flows: what it accepts, and that it refuses what is changed in them."""

import copy
import inspect
import itertools
import json
import random
import sys
from collections import Counter

import flint
import pytest

from proofs_check import almost_every as checker
from proofs_check.kernel import CertificateRefusedError
from symdln.almost_every.decide import almost_every
from symdln.almost_every.invariants import differential_rank, integer_point
from symdln.almost_every.kinds import non_strict_kinds
from symdln.files import write_json
from symdln.strings.dimension import dimension_of_kind


def certificate(widths):
    return json.loads(json.dumps(almost_every(widths).certificate()))


def refused(changed):
    with pytest.raises(CertificateRefusedError) as reason:
        checker.check(changed)
    return str(reason.value)


@pytest.mark.parametrize("widths", [(2, 2, 2), (2, 3, 2, 2), (2, 2, 2, 2), (2, 2, 2, 2, 1), (1, 1, 2, 2, 1, 1)])
def test_certificates_are_accepted(widths):
    assert f"settles widths ({', '.join(map(str, widths))})" in checker.check(certificate(widths))


def test_the_sentence_names_the_data_that_the_criteria_need():
    assert "distinct" not in checker.check(certificate((2, 3, 2, 2)))
    assert "the nonzero singular values being distinct" in checker.check(certificate((2, 2, 2, 2)))
    assert "the nonzero singular values being distinct" in checker.check(certificate((1, 1, 2, 2, 1, 1)))


@pytest.mark.parametrize("widths", [*itertools.product((1, 2, 3), repeat=4), (2,) * 5, (1, 2, 2, 1, 2), (2,) * 6])
def test_it_finds_the_kinds_that_the_library_finds(widths):
    for rank in range(min(widths[0], widths[-1]) + 1):
        listed = list(checker.kinds(widths, rank))
        other = {(k.rank, tuple(sorted((*s, n) for s, n in k.strings))) for k in non_strict_kinds(widths, rank)}
        assert {(kind.rank, kind.strings) for kind in listed} == other
        assert len(listed) == len(other)
        for kind in listed:
            strings = {(start, arrows): n for start, arrows, n in kind.strings}
            assert checker.dimension(kind, widths, rank) == dimension_of_kind(widths, strings, kind.rank, rank)


def test_its_arithmetic_is_that_of_flint():
    drawn = random.Random(3)
    for _ in range(60):
        n, m = drawn.randint(1, 5), drawn.randint(1, 5)
        square = [[drawn.randint(-9, 9) for _ in range(n)] for _ in range(n)]
        assert checker.characteristic(square) == [int(x) for x in flint.fmpz_mat(square).charpoly().coeffs()][::-1]
        rows = [[drawn.randint(-2, 2) for _ in range(m)] for _ in range(n)]
        flat = [x % 7 for row in rows for x in row]
        assert checker.rank_modulo(rows, 7) == flint.nmod_mat(n, m, flat, 7).rank()
        f, g = ([1, *(drawn.randint(-2, 2) for _ in range(k))] for k in (n, m))
        coprime = flint.fmpz_poly(f[::-1]).gcd(flint.fmpz_poly(g[::-1])).degree() == 0
        fractions = [[checker.Fraction(x) for x in p] for p in (f, g)]
        assert checker._coprime(*fractions) == coprime
    for widths in [(2, 2, 2, 2), (1, 3, 2, 1, 2)]:
        layers = integer_point(widths)
        assert checker.rank_modulo(checker.derivatives(layers), 2_147_483_629) == differential_rank(layers)


def test_what_is_missing_added_or_given_twice_is_refused():
    whole = certificate((2, 3, 2, 2))
    for k in range(len(whole["kinds"])):
        changed = copy.deepcopy(whole)
        del changed["kinds"][k]
        assert "says nothing about the kind" in refused(changed)
    changed = copy.deepcopy(whole)
    changed["kinds"].append(changed["kinds"][0])
    assert refused(changed) == "A kind is given twice."
    changed["kinds"][-1] = {"rank": 0, "strings": [[0, 0, 2]], "criterion": "A", "layer": 1}
    assert refused(changed) == "The certificate names a kind that is not a kind of non-strict saddles here."
    for key in whole:
        assert "A certificate holds" in refused({k: v for k, v in whole.items() if k != key})


def test_another_criterion_or_layer_is_refused():
    open_one = almost_every((3, 3, 2, 2))
    rows = []
    for kind, _ in open_one.kinds:
        rows.append({"rank": kind.rank, "strings": [[*s, n] for s, n in kind.strings], "criterion": "A", "layer": 1})
    base = {**certificate((1, 1, 2, 2, 1, 1)), "widths": [3, 3, 2, 2], "cross_rank": 2, "kinds": rows}
    base["points"] = [[list(map(list, W)) for W in integer_point((3, 3, 2, 2))]]
    said = Counter()
    for change in (
        {"criterion": "A", "layer": 1},
        {"criterion": "A", "layer": 2},
        {"criterion": "A", "layer": 3},
        {"criterion": "A2", "layer": 1, "point": 0},
        {"criterion": "B", "point": 0},
        {"criterion": "B", "point": 1},
        {"criterion": "one string"},
        {"criterion": "C"},
    ):
        changed = copy.deepcopy(base)
        (last,) = [row for row in changed["kinds"] if [0, 1, 1] in row["strings"] and row["rank"] == 1]
        last.pop("layer")
        last.update(change)
        said[refused(changed)] += 1
    assert len(said) == 8, said


def test_points_that_do_not_show_it_are_refused():
    whole = certificate((1, 1, 2, 2, 1, 1))
    zero = copy.deepcopy(whole)
    zero["points"] = [[[[0 for _ in row] for row in W] for W in layers] for layers in whole["points"]]
    assert "does not hold" in refused(zero) or "common root" in refused(zero)
    composite = {**whole, "modulus": 4}
    composite["points"] = [[[[2 * x for x in row] for row in W] for W in layers] for layers in whole["points"]]
    assert refused(composite)
    longer = copy.deepcopy(whole)
    longer["points"][0][0].append([1])
    assert refused(longer) == "A weight does not have the shape that the widths say."


@pytest.mark.parametrize(
    "change",
    [
        {"widths": [2, 2]},
        {"widths": [2, 0, 2, 2]},
        {"widths": [2, True, 2, 2]},
        {"widths": "2222"},
        {"widths": [9] * 4},
        {"widths": [2] * 12},
        {"cross_rank": 3},
        {"cross_rank": -1},
        {"cross_rank": 1.0},
        {"modulus": 1},
        {"modulus": "7"},
        {"points": 3},
        {"points": [[[[1]]]]},
        {"points": [[]] * 99},
        {"kinds": {}},
        {"kinds": [3]},
        {"kinds": [{"rank": 0, "strings": [[1, 2]], "criterion": "A"}]},
        {"kinds": [{"rank": 0, "strings": [[1, 2, -1]], "criterion": "A"}]},
        {"kinds": [{"rank": [], "strings": [], "criterion": "A"}]},
        {"kinds": [{"rank": 0, "strings": [], "criterion": []}]},
        {"format": "almost every trajectory 2"},
    ],
)
def test_hostile_data_are_refused_in_a_sentence(change):
    assert refused({**certificate((2, 3, 2, 2)), **change}).endswith(".")


@pytest.mark.parametrize("data", [None, [], "x", 3, {}])
def test_what_is_no_certificate_is_refused(data):
    assert refused(data).startswith("A certificate holds")


def test_a_rank_modulo_is_never_larger_than_the_rank():
    drawn = random.Random(5)
    for _ in range(60):
        rows = [[drawn.randint(-3, 3) for _ in range(4)] for _ in range(4)]
        whole = flint.fmpz_mat(rows).rank()
        for modulus in (2, 3, 6, 35, 101):
            try:
                assert checker.rank_modulo(rows, modulus) <= whole
            except CertificateRefusedError:
                assert modulus in (6, 35)  # a pivot without an inverse


def test_it_needs_the_standard_library_and_the_kernel_only():
    lines = inspect.getsource(checker).splitlines()
    imported = [line for line in lines if line.startswith(("import ", "from "))]
    assert {line.split()[1].split(".")[0] for line in imported if "proofs_check" not in line} <= sys.stdlib_module_names
    assert [line for line in imported if "proofs_check" in line] == ["from proofs_check.kernel import need, shown"]


def test_verify_checks_such_files(command, tmp_path):
    good = write_json(certificate((2, 3, 2, 2)), tmp_path / "good.json")
    changed = certificate((2, 3, 2, 2))
    changed["kinds"][1]["layer"] = 2  # ranks 1 + 1, and d_2 = 2
    bad = write_json(changed, tmp_path / "bad.json")
    code, out, err = command("verify", good)
    assert (code, err) == (0, "")
    assert "settles widths (2, 3, 2, 2) by the criteria A" in out
    code, out, _ = command("verify", bad)
    assert code == 1
    assert "REJECTED" in out
