"""The proofs that claims carry: what is replayed is the claim's formal statement, and nothing near it is accepted."""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from axiom_instances import instances_of_axioms
from click.testing import CliRunner

import proofs_check as pc
import symdln as dln
from proofs_check.claims.chitour import prop3, remark3, strata_values
from proofs_check.claims.chitour.parts import convergence, formal_blocks, formal_generic
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.claims.laurent import convex_loss
from proofs_check.claims.lucchi import thm9
from proofs_check.claims.lucchi.parts import formal_means
from proofs_check.cli import claims as claims_cli
from proofs_check.cli import cli
from proofs_check.facts import zero_with_decay
from proofs_check.language import proofs
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Known, first_unmet
from proofs_check.language.proofs import LogicProof, MatrixProof, path_of
from proofs_check.language.verdict import Verdict
from proofs_check.logic import formal, replay
from proofs_check.logic.syntax import Line
from proofs_check.matrix_proofs import check
from proofs_check.matrix_questions import MatrixProofRefusedError
from proofs_check.networks import formal as evaluated
from proofs_check.report import page, results, terminal
from proofs_check.report.derived import derived_page
from proofs_check.report.schema import require
from proofs_check.running import claim_file, expected, registry
from proofs_check.running.evaluate import Tally
from proofs_check.running.runner import Settings, result_of, run
from proofs_check.scopes.weight_grids import identities
from symdln.algebra.words import Symbol, gradient, norm_squared, rewrite
from symdln.algebra.words.assumed import relations_used
from symdln.errors import InputError

LOGIC_MUTANTS = Path(__file__).parents[1] / "logic" / "logic_mutants.py"
CLAIMS = [claim for claim in registry.all_claims().values() if claim.proof is not None]
BY_LOGIC = [claim for claim in CLAIMS if isinstance(claim.proof, LogicProof)]
BY_MATRICES = [claim for claim in CLAIMS if isinstance(claim.proof, MatrixProof)]
RECORDED = expected.recorded()
STANDING = (Verdict.PROVED, Verdict.DERIVED)


def mutants_of_statement(text: str) -> Iterator[str]:
    """The mechanical mutants of the logic's own tests: every number, sign, relation, transpose, index and name; and the
    statement without each of its hypotheses.
    """
    spec = importlib.util.spec_from_file_location("logic_mutants_of_claims", LOGIC_MUTANTS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield from module.mutants(text, tuple(replay.theory("chitour").reading.names.values()))
    conclusion, found, hypotheses = text.partition(" if ")
    parts = hypotheses.split(", ")
    for place in range(len(parts)) if found else ():
        left = parts[:place] + parts[place + 1 :]
        yield conclusion + (f" if {', '.join(left)}" if left else "")


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_the_replay_ends_in_the_formal_statement_of_the_claim(claim: Claim):
    assert claim.proof is not None
    assert claim.refusal() is None
    assert claim.strength is (Verdict.PROVED if claim.proof.is_whole and not claim.prose else Verdict.DERIVED)


@pytest.mark.parametrize("claim", BY_LOGIC, ids=lambda claim: claim.id)
def test_mechanical_mutants_of_a_formal_statement_are_refused(claim: Claim):
    assert isinstance(claim.proof, LogicProof)
    reading = replay.theory(claim.proof.theorem.theory).reading
    count = 0
    for place, text in enumerate(claim.formal):
        for mutant in mutants_of_statement(text):
            changed = (*claim.formal[:place], mutant, *claim.formal[place + 1 :])
            count += 1
            if claim.proof.refusal(changed) is None:  # accepted only if it is another way of writing the same
                assert reading.statement(mutant) == reading.statement(text), mutant
        assert claim.proof.refusal(claim.formal[:place] + claim.formal[place + 1 :]) is not None
    assert count >= (3 if claim.id == "kunin.autoencoder.transposes" else 15)


def mutants_of_question(question: str) -> Iterator[str]:
    """A question with one number, sign, transpose, power or letter of its claims changed."""
    given, turnstile, asked = question.partition("|-")
    letters = sorted(set(re.findall(r"[A-Za-z]\w*", asked)) - {"tr", "I"})
    for found in re.finditer(r"\d+(?!\w)|[A-Za-z]\w*|[-+']", asked):
        token = found[0]
        if token.isdigit():
            changed = [str(int(token) + 1)]
        elif token in "+-'":
            changed = [{"+": "-", "-": "+", "'": ""}[token]]
        else:
            changed = [one for one in letters if one != token and token in letters]
        for new in changed:
            yield given + turnstile + asked[: found.start()] + new + asked[found.end() :]


@pytest.mark.parametrize("claim", BY_MATRICES, ids=lambda claim: claim.id)
def test_mutants_of_a_question_are_refused_even_with_the_certificate_bound_to_them(claim: Claim):
    assert isinstance(claim.proof, MatrixProof)
    accepted, count = [], 0
    for question in claim.proof.questions:
        certificate = json.loads(path_of(question).read_bytes())
        for mutant in mutants_of_question(question):
            assert claim.proof.refusal((mutant,)) is not None
            count += 1
            try:
                check({**certificate, "question": mutant})
            except MatrixProofRefusedError:
                continue
            accepted.append(mutant)
    assert count >= 3
    # what is accepted is proved: such a mutant says the same in other letters, as tr(A B) = tr(B A), and is seldom
    assert len(accepted) <= count // 10, accepted
    assert all(dln.prove(mutant, budget=60).verdict == "proved" for mutant in accepted)


@pytest.mark.parametrize("claim", BY_MATRICES, ids=lambda claim: claim.id)
def test_a_certificate_of_another_question_a_damaged_one_and_none_at_all_are_refused(
    claim: Claim, tmp_path, monkeypatch
):
    assert isinstance(claim.proof, MatrixProof)
    monkeypatch.setattr(proofs, "CERTIFICATES", tmp_path)
    question = claim.proof.questions[0]
    assert "no certificate of the question" in str(claim.refusal())
    assert "symdln prove QUESTION --json FILE" in str(claim.refusal())
    for text in ("", "[]", '{"question": 1}', json.dumps({"question": question})):
        path_of(question).write_text(text)
        proofs._replayed.cache_clear()
        assert claim.refusal() is not None
    proofs._replayed.cache_clear()


def test_a_complex_claim_needs_a_proof_that_holds_for_complex_matrices():
    # A real matrix with A' A X = 0 has A X = 0; the complex A = (1, i)^T has A' A = 0.
    hessian = registry.all_claims()["chitour.hessian-shallow"]
    assert isinstance(hessian.proof, MatrixProof)
    assert "hold for real ones" in str(replace(hessian.proof, is_complex=True).refusal(hessian.formal))
    complex_claim = registry.all_claims()["ours.values.complex"]
    assert isinstance(complex_claim.proof, MatrixProof)
    assert complex_claim.proof.is_complex


# -- the second route: the formal statement is evaluated at the exact cases --------------------------------------------


def _exact_cases(claim: Claim) -> Iterator[object]:
    """The first exact cases of the small scope that meet the hypotheses, those in words left out."""
    units = claim.over.units("small", 0)
    subjects = (case.subject for unit in units for case in claim.over.cases(unit))
    chosen = _in_words if claim.id in AT_FIXED_POINTS else _any if claim.id in NAMED_CASES else _is_exact
    exact = (one for one in subjects if chosen(one))
    if claim.id == "chitour.reduced-blocks":  # for r = 0 it says nothing
        exact = (one for one in exact if isinstance(one, dln.Point) and blocks(one).r > 0)
    if claim.id == "chitour.prop5.q1":  # likewise; the selection is the second part of a frame
        exact = (one for one in exact if one[1])  # pyright: ignore[reportIndexIssue]
    return itertools.islice((one for one in exact if first_unmet(claim.assuming, one, Known()) is None), 3)


AT_FIXED_POINTS = {
    "chitour.first-variation",
    "chitour.prop3.first",
    "chitour.prop3.second.corrected",
    "chitour.prop3.hessian.corrected",
    "chitour.remark3.cross-entropy",
    "chitour.remark3.regularised.corrected",
}
"""Claims in words, whose cases in words evaluate the formal statement at weights of their own."""


def _in_words(subject: object) -> bool:
    return (
        isinstance(subject, tuple)
        and isinstance(subject[0], str)
        and not {prop3.ONE_MORE, *prop3.NAMED_DEPTHS} & set(subject)
    )


NAMED_CASES = {
    "kunin.autoencoder.transposes",
    "laurent.non-differentiable",
    "kreisler.scalar",
    "tarmoun.imbalance",
    "ziyin.zero.deep",
}
"""Claims whose exact cases are told by texts."""


def _any(subject: object) -> bool:
    return True


def _is_exact(subject: object) -> bool:
    if isinstance(subject, dln.Point | dln.Problem):
        return True
    if not isinstance(subject, tuple):
        return False
    return "matrices" in subject or "grid" in subject or not isinstance(subject[0], str)


def _forget() -> None:
    """Forget what was evaluated."""
    for cached in (
        evaluated.formal_at_variations,
        remark3.formal_at_integers,
        thm9.start_at_integers,
        formal_means.formal_network,
        formal_means.formal_product,
        formal_blocks.at_equal_ranks,
        strata_values.at_three_layers,
        formal_generic.formal_at_diagonal,
        zero_with_decay.formal_at_zero,
    ):
        cached.cache_clear()


@pytest.mark.parametrize("claim", BY_LOGIC, ids=lambda claim: claim.id)
def test_a_false_formal_statement_is_seen_at_the_exact_cases(claim: Claim, monkeypatch):
    _forget()
    cases = list(_exact_cases(claim))
    assert len(cases) >= (1 if claim.id == "laurent.non-differentiable" else 2)
    assert all(claim.at(case).holds for case in cases)
    monkeypatch.setattr(evaluated, "answers", lambda *_, **__: [False])
    monkeypatch.setattr(evaluated.Evaluator, "statement", lambda *_: False)
    monkeypatch.setattr(formal_blocks.Evaluator, "conclusion", lambda *_: False)
    _forget()
    fresh = list(_exact_cases(claim))
    assert not any(claim.at(case).holds for case in fresh)
    _forget()


@pytest.mark.parametrize("id", ["chitour.lemma3.1", "chitour.lemma3.2.q", "chitour.lemma3.1.equivalence"])
def test_the_equations_of_a_critical_point_are_the_gradient_of_the_loss(id):
    # L = 1/2 ||S - R W11||^2 + 1/2 ||R W12||^2 with R = A W B, differentiated by the calculus of words; the questions
    # say that these vanish.  With the last layer W_{H+1} for W, A is the identity.
    A, W, B = Symbol("A", "dy", "a"), Symbol("W", "a", "b"), Symbol("B", "b", "d1")
    W11, W12, S = Symbol("W11", "d1", "dy"), Symbol("W12", "d1", "e"), Symbol("S", "dy", "dy")
    R = A @ W @ B
    loss = norm_squared(S - R @ W11) / 2 + norm_squared(R @ W12) / 2
    M = S - R @ W11
    assert gradient(loss, W11) == -R.T @ M
    assert gradient(loss, W12) == R.T @ R @ W12
    assert gradient(loss, W) == -(A.T @ M @ W11.T @ B.T - A.T @ R @ W12 @ W12.T @ B.T)
    hypotheses = " ".join(registry.all_claims()[id].formal)
    assert "R' M = 0; R' R W12 = 0; " in hypotheses
    layer = "A' M W11' B' - A' R W12 W12' B' = 0"
    assert (layer if "equivalence" in id else "M W11' Z' - R W12 W12' Z' = 0") in hypotheses


# -- what PROVED rests on ----------------------------------------------------------------------------------------------


def test_a_claim_recorded_as_proved_has_a_whole_proof_or_is_an_identity_without_axioms_and_prose():
    for id, word in RECORDED.items():
        claim = registry.all_claims()[id]
        if word is Verdict.PROVED:
            assert not claim.prose, id
            assert claim.proof is not None or not claim.axioms, id
            assert claim.proof is None or claim.proof.is_whole, id
        if word is Verdict.DERIVED:
            assert claim.prose, id


def test_no_axiom_is_as_strong_as_a_claim_that_is_proved_from_it():
    for claim in BY_LOGIC:
        assert isinstance(claim.proof, LogicProof)
        if claim.strength is Verdict.PROVED:
            assert instances_of_axioms(claim.proof.theorem) == [], claim.id


def test_axioms_that_are_the_claim_itself_are_found(monkeypatch):
    # Two parts of the claim on the spectrum would be facts about A' A and A A' at one layer, were they axioms.
    theorem = formal.theorem("chitour.weyl.spectrum.corrected")
    assert instances_of_axioms(theorem) == []
    planted = [
        Line("zeros", "axiom", "eig(A' A, i) = 0 if 1 <= i <= s - r", ""),
        Line("shifted", "axiom", "eig(A' A, i + s - r) = eig(A A', i) if s >= r, 1 <= i <= r", ""),
    ]
    monkeypatch.setattr(formal.FormalTheorem, "uses", lambda *_: tuple(planted))
    found = instances_of_axioms(theorem)
    assert [(part.name.partition("/")[2], axiom.name) for part, axiom in found] == [
        ("zeros", "zeros"),
        ("shifted", "shifted"),
    ]


# -- wrong constants and hypotheses -----------------------------------------------------------------------------------

OF_LEMMA_2_4 = ("chitour.lemma2.4", "chitour.growth-bound", "chitour.prop1.bounded", "chitour.prop1")


def _points(size: str, seed: int) -> Iterator[dln.Point]:
    yield identities((2, 2, 2, 2))
    yield identities((1, 1, 1))


FEW = pc.cases("identity weights", _points, sentence="two points", strength=Verdict.PROVED)


def _verdicts(*ids: str) -> dict[str, Verdict]:
    report = run([registry.all_claims()[id] for id in ids], Settings(), over=FEW)
    return {result.claim.id: result.verdict for result in report.results}


def test_the_claims_of_lemma_2_4_stand_with_their_own_constants():
    assert all(verdict in STANDING for verdict in _verdicts(*OF_LEMMA_2_4).values())


def test_a_wrong_constant_in_the_claims_takes_every_verdict_that_rests_on_it(monkeypatch):
    # All W_j = I of size 2 at depth 3: C_j = 0, so P = 0, and 1/2 g^3 = 4 > 2, the trace of the product.
    monkeypatch.setattr(convergence, "gamma_0", lambda k, power: Fraction(1, 2))
    found = _verdicts(*OF_LEMMA_2_4)
    assert found["chitour.lemma2.4"] is Verdict.REFUTED
    assert all(verdict not in STANDING for verdict in found.values())


def test_a_wrong_polynomial_in_the_claims_takes_every_verdict_that_rests_on_it(monkeypatch):
    whole = convergence.Bounds.step
    monkeypatch.setattr(convergence.Bounds, "step", lambda self, k: whole(self, k) + 1)
    assert all(verdict not in STANDING for verdict in _verdicts(*OF_LEMMA_2_4).values())


@pytest.fixture
def planted_theory(monkeypatch):
    """Replace a text of the theory of the claims; everything read from it before is forgotten, and again at the end."""

    def forget():
        for cached in (replay.theory, replay.shipped, formal._index, evaluated.assumptions_of):
            cached.cache_clear()

    plain = replay.text_of

    def plant(old: str, new: str) -> None:
        assert plain("chitour").count(old) == 1
        changed = lambda name: plain(name).replace(old, new)  # noqa: E731
        monkeypatch.setattr(replay, "text_of", changed)
        monkeypatch.setattr(formal, "text_of", changed)
        forget()

    yield plant
    monkeypatch.undo()
    forget()


def test_a_wrong_constant_in_the_theory_takes_every_verdict_that_rests_on_it(planted_theory):
    planted_theory("gamma0 d[n]^(n-1) <= 1 if n >= 1", "2 gamma0 <= 1 if n >= 1")
    assert set(_verdicts(*OF_LEMMA_2_4).values()) == {Verdict.ERROR}


def test_a_weaker_hypothesis_of_laurent_takes_its_verdict():
    # (2, 1, 2, 2) has a wide hidden layer and a bottleneck: W_1 = [0 1], W_2 = [0; 1], W_3 = I is a local minimum that
    # is not global for a squared loss.
    def is_wide_somewhere(subject) -> bool:
        return isinstance(subject[1], str) or max(subject[1][1:-1]) >= min(subject[1][0], subject[1][-1])

    weaker = replace(convex_loss.wide, predicate=is_wide_somewhere)
    claim = registry.all_claims()["laurent.convex-loss"]
    deep = pc.cases(
        "two networks",
        lambda size, seed: iter([("squares", (1, 1, 1)), convex_loss.NARROW_AND_WIDE]),
        sentence="two networks",
        strength=Verdict.PROVED,
    )
    stands = run([claim], Settings(), over=deep).results[0].verdict
    planted = replace(claim, assuming=(weaker,), over=deep)
    outcomes = [planted.at(case) for case in (("squares", (1, 1, 1)), convex_loss.NARROW_AND_WIDE)]
    assert stands is Verdict.DERIVED
    assert weaker.met_by(convex_loss.NARROW_AND_WIDE)
    assert not convex_loss.wide.met_by(convex_loss.NARROW_AND_WIDE)
    assert [outcome.holds for outcome in outcomes] == [True, False]
    assert convex_loss.NARROW_AND_WIDE in list(claim.over.make("default", 0))  # pyright: ignore[reportAttributeAccessIssue]


# -- relations are hypotheses ------------------------------------------------------------------------------------------

COMMUTE = '''
import proofs_check as pc
from symdln.algebra.words import Symbol, rewrite

A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
ME = pc.own_source("me", "A lemma")


@pc.claim(
    "me.commute",
    source=ME.at("here"),
    statement="AB = BA",
    over=pc.cases("words", lambda size, seed: ["all sizes"], sentence="all sizes", strength=pc.Verdict.PROVED),
)
def commute(case):
    """Two square matrices commute."""
    return pc.equal(rewrite(A @ B, {A: B}), rewrite(B @ A, {A: B}), "AB and BA")
'''


def test_what_holds_under_a_relation_says_so(tmp_path):
    path = tmp_path / "commute.py"
    path.write_text(COMMUTE)
    report = run(list(claim_file.load(path).values()), Settings())
    (result,) = report.results
    assert result.word == "PROVED (given relations)"
    out = terminal.console()
    with out.capture() as captured:
        terminal.print_report(out, report, lambda id: "")
    assert "PROVED (given relations)" in captured.get()
    assert "A = B" in captured.get()
    data = results.results_data(report)
    assert data["claims"][0]["relations"] == ["A = B"]
    assert page.word(data["claims"][0]) == "PROVED (given relations)"


def test_a_hunt_says_so_too(tmp_path):
    path = tmp_path / "commute.py"
    path.write_text(COMMUTE)
    done = CliRunner().invoke(cli, ["hunt", str(path), "--scope", "small", "--budget", "20s"])
    assert "PROVED (given relations)" in done.output
    assert "words were rewritten by A = B: under these it holds." in done.output


def test_relations_are_told_where_they_are_used_only():
    A, B, used = Symbol("A", "n", "n"), Symbol("B", "n", "n"), {}
    with relations_used(used):
        rewrite(A @ A, {A @ B: A})
    assert used == {}


# -- what a claim may say ----------------------------------------------------------------------------------------------


def _made(**options) -> Claim:
    trace_bound = registry.all_claims()["chitour.trace-bound"]

    def check(case):
        """It holds."""
        return pc.holds()

    options = {"over": trace_bound.over, **options}
    return pc.claim("chitour.planted", source=trace_bound.source, statement="1", **options)(check)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"formal": ("tr(S) >= 0 if S psd",)}, "has a formal statement and no proof"),
        ({"proof": pc.proofs.logic("chitour.trace-bound")}, "has a proof and no formal statement"),
        (
            {"proof": pc.proofs.matrices("A: n x n; A = A' |- A' = A", part=True)},
            "proves a part of it; say in prose=",
        ),
        ({"over": pc.every_problem(), "restricted": "depth 2"}, "has no derivation that could be restricted"),
        ({"restricted": "depth 2 to 4"}, "is derived for depth 2 to 4 only; say in prose="),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(options, sentence):
    with pytest.raises(InputError, match=sentence):
        _made(**options)


def test_a_restriction_stands_in_the_verdict():
    claim = _made(restricted="depth 2 to 4", prose=("a step",))
    assert result_of(claim, Tally(cases=1), complete=True).word == "DERIVED (depth 2 to 4)"
    assert result_of(claim, Tally(cases=1, failures=1), complete=True).word == "REFUTED"


# -- pages -------------------------------------------------------------------------------------------------------------

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_page_of_derived_proofs_is_up_to_date():
    page = derived_page(registry.all_claims().values())
    assert (DOCS / "derived-proofs.md").read_text(encoding="utf-8") == page, "python -m proofs_check.report.derived"


def test_every_claim_recorded_as_derived_has_its_section():
    page = (DOCS / "derived-proofs.md").read_text(encoding="utf-8")
    derived = [id for id, word in RECORDED.items() if word is Verdict.DERIVED]
    assert [id for id in derived if f"## `{id}`\n" not in page] == []
    assert [id for id, word in RECORDED.items() if word is Verdict.PROVED and f"## `{id}`\n" in page] == []


def test_the_counts_on_the_page_of_verdicts_are_those_recorded():
    text = (DOCS / "verdicts.md").read_text(encoding="utf-8")
    counts = dict(re.findall(r"^\| ([A-Z-]+) \| (\d+) \|", text, re.MULTILINE))
    found = Counter(word.value for word in RECORDED.values())
    assert counts == {verdict.value: str(found[verdict.value]) for verdict in Verdict}


def test_show_prints_the_formal_statement_hypotheses_axioms_and_prose():
    shown = {}
    for id in ("chitour.lemma2.4", "baldi.critical.forms", "chitour.trace-bound"):
        answer = CliRunner().invoke(claims_cli.show, [id], catch_exceptions=False)
        shown[id] = " ".join(answer.output.split())
    lemma, forms, bound = shown.values()
    assert "gamma0 g^n - (sP[n] + sP[n] g^(n-1)) <= tr(V[0]' V[0]) if n >= 2" in lemma
    assert "gamma0 d[n]^(n-1) <= 1 if n >= 1" in lemma
    assert "Horn, Johnson" in lemma
    assert "at best PROVED" in lemma
    assert "in prose" in forms
    assert "at best DERIVED" in forms
    assert "assuming no hypotheses" in bound
    assert "at best PROVED" in bound


def test_results_carry_the_proof():
    report = run([registry.all_claims()["chitour.lemma2.4"]], Settings(), over=FEW)
    data = results.results_data(report)
    require(data, json.loads(results.SCHEMA.read_text(encoding="utf-8")), "the results")
    proof = data["claims"][0]["proof"]
    assert proof["formal"] == list(registry.all_claims()["chitour.lemma2.4"].formal)
    assert proof["whole"] is True
    assert any("Horn, Johnson" in axiom for axiom in proof["axioms"])
    assert any(text.startswith("gamma0 d[n]^(n-1) <= 1") for text in proof["hypotheses"])
