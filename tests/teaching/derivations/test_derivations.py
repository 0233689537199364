"""Every step of every derivation checks, at any depth and written out; wrong steps and wrong rules are caught."""

from dataclasses import replace
from fractions import Fraction

import pytest

from symdln.algebra.words import Symbol, identity
from symdln.errors import InputError
from symdln.teaching import RULES, Chain, Formula, KnownEquation, Term, derivation_names, derive
from symdln.teaching.derivations import critical
from symdln.teaching.derivations.gradient import layer_part
from symdln.teaching.formulas import difference, matrix, opened_values, traced
from symdln.teaching.network import FIRST, LAST, any_layer
from symdln.teaching.operations import resized

NAMES = derivation_names()
DEPTHS = {"convexity": [2], "splitting": [], "critical-points": [2, 3], "balancedness": [2, 3], "weight-decay": [2, 3]}
CASES = [(name, depth) for name in NAMES for depth in [None, *DEPTHS.get(name, [1, 2, 3])]]


@pytest.fixture(scope="module")
def derivation():
    """Every derivation is built once."""
    built = {}

    def get(name, depth=None):
        if (name, depth) not in built:
            built[name, depth] = derive(name, depth)
        return built[name, depth]

    return get


@pytest.mark.parametrize(("name", "depth"), CASES)
def test_every_step_of_every_derivation_checks(derivation, name, depth):
    found = derivation(name, depth)
    assert found.check() == []
    assert found.steps
    assert found.depth == depth


@pytest.mark.parametrize("name", NAMES)
def test_derivations_for_any_depth_have_symbolic_layers_and_no_loop_over_depths(derivation, name):
    names = {symbol.name for symbol in derivation(name).symbols()}
    assert not names & {"W_2", "W_3"}
    assert derivation(name).holds_for


@pytest.mark.parametrize("name", ["gradient", "hessian", "balancedness", "weight-decay", "residual-flow", "gaussian"])
def test_the_boundary_cases_are_steps_of_their_own(derivation, name):
    cases = [step for _, step in derivation(name).steps if step.rule_name == "boundary case"]
    units = {image for step in cases for image in step.arguments["images"].values()}
    assert any(unit == identity(unit.rows) for unit in units)
    assert len(cases) >= 2


def test_the_summand_of_an_outer_layer_is_not_summed(derivation):
    """dP/dt has the summand -A_1 A_1^T G for j = 1, where B_1 = I, and -G B_H^T B_H for j = H, where A_H = I."""
    first, last = derivation("residual-flow").parts[-2:]
    assert str(first.result) == "-A_1 A_1^T G"
    assert str(last.result) == "-G B_H^T B_H"
    step = first.steps[0]
    before = replace(step.before, terms=(*step.before.terms, replace(step.before.terms[0], over="j<k")))
    with pytest.raises(InputError, match="no single summand"):
        replace(step, before=before).expected_values()


# -- planted faults: a step whose result is wrong ----------------------------------------------------------------------


def with_wrong_sign(formula):
    return replace(
        formula, terms=(replace(formula.terms[0], coefficient=-formula.terms[0].coefficient), *formula.terms[1:])
    )


def with_swapped_factors(formula):
    return next(
        changed_factors(formula, lambda f, n: (*f[:n], *f[n : n + 2][::-1], *f[n + 2 :])),
        None,
    )


def with_a_factor_lost(formula):
    return next(changed_factors(formula, lambda factors, n: (*factors[:n], *factors[n + 1 :])), None)


def changed_factors(formula, change):
    """The formulas that differ in one place of one term, fit in shape, and have another value."""
    for place, term in enumerate(formula.terms):
        for n in range(len(term.factors)):
            try:
                other = replace(term, factors=change(term.factors, n))
                changed = replace(formula, terms=(*formula.terms[:place], other, *formula.terms[place + 1 :]))
            except InputError:
                continue
            if other.value != term.value:
                yield changed


FAULTS = {
    "sign": with_wrong_sign,
    "order": with_swapped_factors,
    "factor": with_a_factor_lost,
}


@pytest.mark.parametrize("name", NAMES)
def test_planted_wrong_steps_are_caught_by_replay_and_by_normal_forms(derivation, name):
    for number, step in derivation(name).steps:
        if not isinstance(step.after, Formula):
            continue
        planted = [wrong for plant in FAULTS.values() if step.after.terms and (wrong := plant(step.after)) is not None]
        if not step.after.terms:  # what vanishes: a single term of it does not
            planted = [replace(step.before, terms=step.before.terms[:1])] if len(step.before.terms) > 1 else []
        for wrong in planted:
            broken = replace(step, after=wrong)
            assert len(broken.check()) == 2, f"{number}: {wrong}"
            assert broken.gap(wrong.values), f"{number}: {wrong}"
        assert planted or not step.after.terms


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_transpose_and_swapped_factors_do_not_fit_and_where_all_sizes_are_equal_they_are_caught(
    derivation, name
):
    caught = refused = 0
    for number, step in derivation(name).steps:
        if not isinstance(step.after, Formula):
            continue
        expected = square(step.expected_values())
        for place, term in enumerate(step.after.terms):
            for change in (transposed, swapped):
                for n in range(len(term.factors)):
                    refused += not fits(term, change(term.factors, n))
                    terms = [squared(one) for one in step.after.terms]
                    wrong = change(terms[place].factors, n)
                    if fits(terms[place], wrong) and replace(terms[place], factors=wrong).value != terms[place].value:
                        terms[place] = replace(terms[place], factors=wrong)
                        shape = None if step.after.shape is None else ("n", "n")
                        values = opened_values(Formula(tuple(terms), shape).values, squared_definitions(step))
                        assert difference(values, expected), f"{number}: {terms[place]}"
                        caught += 1
    assert caught
    assert refused


def transposed(factors, n):
    return (*factors[:n], factors[n].T, *factors[n + 1 :])


def swapped(factors, n):
    return (*factors[:n], *factors[n : n + 2][::-1], *factors[n + 2 :])


def fits(term, factors):
    try:
        return replace(term, factors=factors).value is not None
    except InputError:
        return False


def square(values):
    """Values in which all sizes are the same n, so that every transpose and every order fits."""
    return {over: resized(value, EQUAL) for over, value in values.items()}


EQUAL = {
    f"{letter}_{index}": "n" for letter in "dn" for index in "xyhijkG1"
} | {"m": "n", "r": "n"}  # fmt: skip


def squared(term):
    factors = tuple(resized(factor, EQUAL) for factor in term.factors)
    return replace(term, factors=factors, coefficient=resized(term.coefficient, EQUAL))


def squared_definitions(step):
    return {resized(symbol, EQUAL): resized(image, EQUAL) for symbol, image in step.definitions_after.items()}


@pytest.mark.parametrize("name", NAMES)
def test_steps_in_the_wrong_order_break_the_chain(derivation, name):
    found = derivation(name)
    place, part = next((n, part) for n, part in enumerate(found.parts) if len(part.steps) > 1)
    turned = replace(part, steps=part.steps[::-1])
    broken = replace(found, parts=(*found.parts[:place], turned, *found.parts[place + 1 :]))
    assert any("step 2 does not start where step 1 ends" in fault for fault in broken.check())


def test_every_fault_can_be_planted_in_most_derivations(derivation):
    for fault, plant in FAULTS.items():
        hit = [
            name
            for name in NAMES
            if any(
                isinstance(step.after, Formula) and step.after.terms and plant(step.after) is not None
                for _, step in derivation(name).steps
            )
        ]
        assert len(hit) >= {"sign": 10, "order": 2, "factor": 2}[fault], (fault, hit)


# -- planted faults: a rule that is wrong, so that the replay agrees ---------------------------------------------------


def losing_the_last_term(rewrite):
    def wrong(before, definitions, **arguments):
        after = rewrite(before, definitions, **arguments)
        return replace(after, terms=after.terms[:-1]) if len(after.terms) > 1 else after

    return wrong


def without_reversing(rewrite):
    """tr(F G) = tr(F^T G^T), wrong unless the sizes hide it."""

    def wrong(before, definitions, **arguments):
        turned = rewrite(before, definitions, **arguments)
        return replace(turned, terms=tuple(with_sign(term) for term in turned.terms))

    def with_sign(term):
        return replace(term, coefficient=-term.coefficient) if term.form == "trace" else term

    return wrong


@pytest.mark.parametrize(
    ("rule", "fault", "name"),
    [
        ("product rule", losing_the_last_term, "balancedness"),
        ("expand", losing_the_last_term, "weight-decay"),
        ("transpose under trace", without_reversing, "critical-points"),
        ("cyclic rotation", without_reversing, "gradient"),
        ("boundary case", losing_the_last_term, "gradient"),
        ("Gaussian pairing", losing_the_last_term, "gaussian"),
        ("multiply blocks", losing_the_last_term, "splitting"),
        ("take the coefficient", losing_the_last_term, "second-order"),
    ],
)
def test_a_wrong_rule_is_caught_by_normal_forms_though_its_replay_agrees(monkeypatch, rule, fault, name):
    monkeypatch.setitem(RULES, rule, replace(RULES[rule], rewrite=fault(RULES[rule].rewrite)))
    try:
        faults = derive(name).check()
    except InputError:
        return  # a later rule of the derivation refused what the wrong one made
    assert any("differ in normal form" in one for one in faults)


def test_differentiating_an_opaque_product_before_it_is_opened_is_caught():
    layer = any_layer()
    chain = Chain("wrong", "dP", matrix(layer.P), layer.definitions)
    chain.then("product rule", "P holds W_j, but it is closed.", directions={layer.W: layer.V})
    (fault,) = chain.part().check()
    assert "differ in normal form" in fault
    assert "A_j V_j B_j" in fault


def test_the_wrong_boundary_is_caught():
    layer = any_layer()
    general = layer_part(layer)
    right = Chain.after(general, "close", "Layer 1").then("boundary case", "B_1 = I.", **FIRST).part()
    wrong = Chain.after(general, "close", "Layer 1").then("boundary case", "A_H = I.", **LAST).part()
    assert right.check() == wrong.check() == []
    assert replace(wrong, goal=right.goal or right.result.values).check() != []
    swapped = replace(right.steps[0], after=wrong.steps[0].after)
    assert swapped.check() != []
    unmoved = replace(right.steps[0], definitions_after=right.steps[0].definitions)
    assert any("are not defined as" in fault for fault in unmoved.check())


def test_a_goal_that_the_calculus_does_not_give_is_a_fault():
    part = layer_part(any_layer())
    assert part.goal is not None
    doubled = {over: value * 2 for over, value in part.goal.items()}
    assert any("the result of differentiation" in fault for fault in replace(part, goal=doubled).check())


def test_a_conclusion_must_show_at_sight():
    chain = Chain("c", "c", traced(Symbol("A", "m", "n").T, Symbol("A", "m", "n")))
    chain.then("trace as norm", "a square")
    assert chain.part(conclusion="nonnegative").check() == []
    assert chain.part(conclusion="nonpositive").check() != []
    assert chain.part(conclusion="zero").check() != []


# -- equations ---------------------------------------------------------------------------------------------------------


def test_an_equation_that_was_not_shown_is_refused(derivation):
    found = derivation("critical-points")
    faults = replace(found, equations=found.equations[1:]).check()
    assert any("neither an axiom nor shown before" in fault for fault in faults)


def test_an_equation_shown_later_does_not_help(derivation):
    found = derivation("critical-points")
    assert any("neither" in fault for fault in replace(found, parts=found.parts[::-1]).check())


def test_an_equation_is_used_in_both_directions_and_transposed_but_no_other():
    A, B = Symbol("A", "m", "n"), Symbol("B", "m", "n")
    one = KnownEquation(A, B, "given")
    assert one.same_as(one.reversed)
    assert one.same_as(one.T)
    assert not one.same_as(KnownEquation(A, A, "given"))
    assert not one.same_as(KnownEquation(A, -B, "given"))


def test_using_an_equation_where_its_left_side_does_not_stand_is_refused():
    chain = Chain("c", "c", matrix(critical.P, critical.Sxx))
    with pytest.raises(InputError, match="does not stand at place 1"):
        chain.then("use an equation", "wrong", equation=critical.INVERSE)


# -- errors ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "depth", "sentence"),
    [
        ("gradints", None, "there is no derivation 'gradints'; did you mean 'gradient'"),
        ("gradient", 0, "the depth 0 is not possible here; pass an integer from 1 to 10"),
        ("balancedness", 1, "pass an integer from 2 to 10"),
        ("gaussian", 7, "pass an integer from 1 to 6"),
        ("convexity", 3, "about two layers"),
        ("splitting", 2, "symbolic layers only"),
        ("critical-points", 1, "depth 2 or more"),
    ],
)
def test_what_cannot_be_derived_is_refused_in_a_sentence(name, depth, sentence):
    with pytest.raises(InputError, match=sentence):
        derive(name, depth)


def test_rules_say_why_they_do_not_apply():
    A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
    with pytest.raises(InputError, match="not a squared norm at sight"):
        Chain("c", "c", traced(A, B)).then("trace as norm", "wrong")
    with pytest.raises(InputError, match="A does not stand for a product here"):
        Chain("c", "c", matrix(A)).then("open", "wrong", symbols=[A])
    with pytest.raises(InputError, match="rotate B to the end"):
        Chain("c", "c", traced(B, A)).then("read off the gradient", "wrong", direction=B)
    with pytest.raises(InputError, match="there is no rule called 'magic'"):
        Chain("c", "c", matrix(A)).then("magic", "wrong")
    with pytest.raises(InputError, match="has 1 terms; there is no term 3"):
        Chain("c", "c", traced(A, B)).then("cyclic rotation", "wrong", term=2)


def test_formulas_refuse_terms_that_do_not_fit():
    A = Symbol("A", "m", "n")
    with pytest.raises(InputError, match="does not fit into a sum of scalars"):
        Formula((Term((A,)),))
    with pytest.raises(InputError, match="a scalar term has no factors"):
        Term((), form="trace")


def test_a_rewriting_that_changes_nothing_is_no_step():
    A = Symbol("A", "m", "n")
    chain = Chain("c", "c", matrix(A, coefficient=Fraction(1, 2)))
    assert chain.then("expand", "nothing to do").steps == []
