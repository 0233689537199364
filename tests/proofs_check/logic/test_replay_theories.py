"""Mechanical mutants of the lines of every theory beyond that on layers prove nothing, or are listed with a reason.

The theory on layers has its own tests (test_replay_mutants.py), where all mutants are tried.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from logic_mutants import mutants

from proofs_check.logic import replay, syntax
from proofs_check.logic.indices import RefusedError
from proofs_check.logic.syntax import Line

EVERY = dict.fromkeys((name for name in replay.CHAINS if name not in ("traces", "chitour", "squares", "xavier")), 3) | {
    "critical": 6,
    "deep": 6,
    "expansion": 12,
}
"""For each theory with lines of its own, every how many of the mutants of a line is tried."""


def changed(line: Line, theory: replay.Theory, every: int) -> Iterator[str]:
    """Mutants of what a line says; an index variable in place of another makes a stronger line and is left out."""
    conclusion, condition, hypotheses = line.text.partition(" if ")
    swapped = {conclusion[:k] + new + conclusion[k + 1 :] for k in range(len(conclusion)) for new in "ijklm"}
    made = (one for one in mutants(conclusion, tuple(theory.reading.names.values())) if one not in swapped)
    return (one + condition + hypotheses for k, one in enumerate(made) if k % every == 0)


def needs_no(line: Line, text: str) -> bool:
    """Whether the mutant differs in a term with w12 only: the proof of Proposition 4 iii) moves along w12 = 0."""
    return line.name == "no.descent" and text.partition("- 2 tr(M'")[0].count("W11") == 2 and "W12" in text


def with_line(theory: replay.Theory, line: Line, text: str) -> replay.Theory | None:
    """The theory with the text in place of the line; None if the text has no meaning, or the same."""
    planted = copy.copy(theory)
    planted.lines = {**theory.lines, line.name: line._replace(text=text)}
    planted._theorems = {}
    try:
        if planted.reading.statement(text) == planted.reading.statement(line.text):
            return None
        planted.line(line.name)
    except RefusedError:
        return None
    return planted


@pytest.mark.parametrize("name", EVERY)
def test_no_mutant_of_a_line_proves_a_theorem_that_used_it(name: str):
    tried, accepted = found_with_mutants(name, EVERY[name])
    assert tried >= 1
    assert accepted == []


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
def test_none_of_all_mutants_of_a_line_proves_a_theorem_that_used_it(name: str):
    tried, accepted = found_with_mutants(name, 1)
    assert tried >= EVERY[name]
    assert accepted == []


def own_lines(name: str) -> list[Line]:
    """The lines of a theory that belong to no other theory but are for it, or for it and one that is like it."""
    texts = [part for part in replay.CHAINS[name] if part == name or part not in (*replay.CHAINS, "textbook")]
    return [line for part in texts for line in syntax.theory_text(replay.text_of(part)).lines]


def found_with_mutants(name: str, every: int) -> tuple[int, list[tuple[str, str, str]]]:
    """How many mutants of the lines of a theory were tried, and the line, the mutant and the theorem of each that
    proves something and is not listed with a reason.
    """
    theory, shipped, steps = replay.theory(name), replay.shipped(name), replay.steps(name)
    own = own_lines(name)
    goals = [line for line in own if line.role in syntax.GOALS]
    used = {goal.name: replay.check(shipped, goal).uses for goal in goals}
    tried, accepted = 0, []
    for line in (line for line in own if line.role not in syntax.GOALS):
        for text in changed(line, theory, every):
            planted = with_line(theory, line, text)
            if planted is None:
                continue
            tried += 1
            proofs = replay.Replay(planted, steps)
            proofs._made = {one: made for one, made in shipped._made.items() if line.name not in made.uses}
            for goal in (goal for goal in goals if line.name in used[goal.name]):
                if not needs_no(line, text) and proved(proofs, goal):
                    accepted.append((line.name, text, goal.name))
    return tried, accepted


def proved(proofs: replay.Replay, goal: Line) -> bool:
    try:
        replay.check(proofs, goal)
    except RefusedError:
        return False
    return True


FALSE_NEIGHBOURS = [
    ("shallow", "W2' E X' = 0", "E X' = E X'", "zhu.shallow.strict"),
    ("shallow", "+ 2 tr(E' V2 V1 X) >= 0", ">= 0", "zhu.shallow.strict"),
    ("extrema", "W2' E X' = 0", "E X' = E X'", "lucchi.thm7"),
    ("extrema", "side^2 = 1", "side^2 = 0", "lucchi.thm7"),
    ("extrema", "(1 - kind)", "(2 - kind)", "lucchi.thm7"),
    ("extrema", "inverse reach = 1", "inverse reach = 0", "lucchi.thm7"),
    ("extrema", "reach.sign: inverse >= 0", "reach.sign: inverse^2 >= 0", "lucchi.thm7"),
    ("extrema", "if tr(V1' V1) <= reach", "if reach <= tr(V1' V1)", "lucchi.thm7"),
    ("extrema", "<= tr((U2 U1 X - Y)' (U2 U1 X - Y))", "<= 1/2 tr((U2 U1 X - Y)' (U2 U1 X - Y))", "lucchi.thm7"),
    ("zero", "step^(n-3) tr(Target' P[n] Data)", "step^(n-2) tr(Target' P[n] Data)", "achour.zero-nonstrict/flat"),
    ("zero", "<= tr(Target' Target) - step^n", "<= tr(Target' Target) - 2 step^n", "achour.zero-nonstrict/lower"),
    ("zero", "rank: Target Data' Right = I", "rank: Data' Right = Data' Right", "achour.zero-nonstrict/lower"),
    ("residual", "gap (1 - tau) = 1", "gap (2 - tau) = 1", "hardt.residual.critical"),
    ("residual", "tau^2 I - Res[j]' Res[j] psd", "tau I - Res[j]' Res[j] psd", "hardt.residual.critical"),
    ("pairs", "near grow <= start", "near grow^2 <= start", "tarmoun.imbalance/decay"),
    ("pairs", "+ 4 (w1 w2)^2", "+ 2 (w1 w2)^2", "tarmoun.imbalance/velocity"),
    ("pairs", "motion Integral: Exp Exp", "motion Integral: Exp", "domine.riccati/solution"),
    ("pairs", "- 1/2 Rows Rows' Rows\n", "- Rows Rows' Rows\n", "domine.riccati/flow"),
    ("forms", "- tr(EY e2 del2))", "+ tr(EY e2 del2))", "chitour.prop5.splitting.form/form"),
    ("forms", "Ev[j] Dinv[i] >= 1, 1 <= i", "1 <= i", "chitour.prop5.q1/second-sign"),
    ("random", "mean(tr(U[j]' U[j])) = var^j", "mean(tr(U[j]' U[j])) = var^(2 j)", "lucchi.corollary11"),
    ("random", "<= 2 var mean", "<= 1/2 var mean", "lucchi.lemma13"),
    ("gaussian", "gaussian W[j]", "random W[j]", "lucchi.thm9"),
    ("gaussian", "<= 2/3 tr(x' x)^2", "<= 1/4 tr(x' x)^2", "lucchi.thm9"),
    ("gaussian", "e0 = real(width) + 2", "e0 = real(width) + 1", "lucchi.thm9"),
    ("autoencoder", "decay.sign: lam >= 0", "decay.sign: lam^2 >= 0", "kunin.autoencoder.transposes"),
    ("corner", "x1 <= 1/4, 0 - 1/4 <= b2", "0 - 1/4 <= b2", "laurent.non-differentiable/near"),
    ("decay", "2 radius norm(Y X') <= low", "radius norm(Y X') <= 2 low", "ziyin.zero.deep/strict"),
    ("decay", "Sum[n] if n >= 3\n    # F(V)", "Sum[n] if n >= 2\n    # F(V)", "ziyin.zero.deep/strict"),
    ("shift", "A1^(n+1) = 0", "A1^n = 0", "wendin.block/nilpotent"),
    ("critical", "rk + 1 <= dy if positive", "rk + 2 <= dy if positive", "chitour.remark6/rank"),
    ("critical", "Middle x = 0 if R x = 0, rk + 1 <= dy", "Middle x = 0 if R x = 0", "chitour.prop4.iii.rank/positive"),
    ("strata", "(1 - chi[i+1]) sv[i+1]^2", "chi[i+1] sv[i+1]^2", "chitour.lemma3.2.values/attained"),
    ("strata", "(1 - tr(e[i+1]' DW e[i+1])) sv", "tr(e[i+1]' DW e[i+1]) sv", "chitour.lemma3.2.values/loss"),
    ("strata", "chi[i]^2 = chi[i]", "chi[i]^3 = chi[i]", "chitour.lemma3.2.values/critical-first"),
    ("strata", "First = J[1] SY Choice", "First = J[1] SY", "chitour.lemma3.2.values/critical-first"),
    ("strata", "Last = Choice J[n-1]'", "Last = J[n-1]'", "chitour.lemma3.2.values/critical-first"),
    ("strata", "wide: dy <= d[j]", "wide: dy <= d[j] + 1", "chitour.lemma3.2.values/critical-last"),
    (
        "strata",
        "real(rs) if Above[1] = Cols Rws, ColsLeft Cols = I",
        "real(rs) if Above[1] = Cols Rws",
        "chitour.strata-values.corrected/rank",
    ),
    ("relu", "Below[j-1, k+1]' if", "Below[j, k+1]' if", "chitour.remark3.relu/rates"),
    ("relu", "Above[j+1, k] W[j+1] Act[j, k] if", "Act[j, k] if", "chitour.remark3.relu/rates"),
    ("relu", "Act[j, k] W[j] Below[j-1, k] if", "W[j] Below[j-1, k] if", "chitour.remark3.relu/rates"),
    ("relu", "tr(W[j]' dW[j]) = tr(W[1]' dW[1])", "tr(W[j]' dW[j]) = 2 tr(W[1]' dW[1])", "chitour.remark3.relu/rates"),
    ("relu", "motion W[j]: dW[j]", "motion W[j]: W[j]", "chitour.remark3.relu/norms"),
    (
        "strata",
        "Choice = Chosen if P2 P11 = SY Choice, P2 P11 = SY Chosen",
        "Choice = Chosen if P2 P11 = SY Choice",
        "chitour.strata-disjoint/disjoint",
    ),
    ("strata", "<= 1/2 norm(P2 P12)", "<= 2 norm(P2 P12)", "chitour.strata-disjoint/closed-second"),
    (
        "strata",
        "near (norm(P2) + norm(P11) + near)",
        "near (norm(P2) + norm(P11))",
        "chitour.strata-disjoint/closed-product",
    ),
    ("strata", "W11 = W11 DW if Zleft Middle = I", "W11 = W11 DW", "chitour.strata-disjoint/first"),
    (
        "strata",
        "if P2 = Choice P2, P2 P11 = SY Choice",
        "if P2 P11 = SY Choice",
        "chitour.strata-disjoint/critical-first",
    ),
    ("generic", "+ 1/2 apart\n", "+ 3/4 apart\n", "chitour.assumption3.generic/open"),
    ("generic", "<= 1/4 apart\n    # if", "<= 1/2 apart\n    # if", "chitour.assumption3.generic/open"),
    ("generic", "    + 2 norm(Y V))", "    + norm(Y V))", "chitour.assumption3.generic/open-near"),
    ("generic", "s0[i+1] >= s0[i] if", "s0[i] >= s0[i+1] if", "chitour.assumption3.generic/dense-apart"),
    ("generic", "outputs: dy <= dx", "outputs: dy <= dx + 1", "chitour.assumption3.generic/dense-values"),
    ("generic", "step Rise[dy] V'", "step Rise[dy-1] V'", "chitour.assumption3.generic/dense-values"),
    ("sorted", "Ones' Ones = I", "Ones' Ones = 2 I", "chitour.lemma3.2.permutation.corrected/columns-one"),
    (
        "sorted",
        "tr(DW) + real(nz) = real(dy)",
        "tr(DW) + real(nz) = real(dy) + 1",
        "chitour.lemma3.2.permutation.corrected/columns-zero",
    ),
    (
        "sorted",
        "e[i+1] onevector[ones[i]]'",
        "e[i+1] onevector[ones[i+1]]'",
        "chitour.lemma3.2.blocks.corrected/product",
    ),
    ("sorted", "zeros[i+1] = zeros[i] + 1 -", "zeros[i+1] = zeros[i] + 2 -", "chitour.lemma3.2.blocks.corrected/other"),
    ("sorted", "Bad[2] = 0 if", "Bad[2] = J[2] J[1]' if", "chitour.lemma3.2.necessary/not-sufficient-middle"),
    (
        "sorted",
        "U2' P2 = 0, P11 U2 = 0, U1' P2 P11 U1 = U1' SY U1\n",
        "U2' P2 = 0, U1' P2 P11 U1 = U1' SY U1\n",
        "chitour.lemma3.2.necessary.every-depth.corrected/sufficient-first",
    ),
    (
        "saddles",
        "- 1/2 tau slope if 1 <= top <= n-1",
        "- tau slope if 1 <= top <= n-1",
        "chitour.prop4.iii.saddle/lower",
    ),
    ("saddles", "step^(2 top) if", "step^(2 top - 2) if", "chitour.prop4.iii.saddle/slope"),
    ("saddles", "wide: d[n] <= d[j]", "wide: d[n] <= d[j] + 1", "chitour.prop4.iii.saddle/lower"),
    ("saddles", "low' V[top] = 0", "low' V[top+1] = low' V[top+1]", "chitour.prop4.iii.saddle/higher"),
    ("saddles", "V[top+1] Onto = I", "V[top+1] Onto = V[top+1] Onto", "chitour.prop4.iii.saddle/higher"),
    ("saddles", "V[1] Inverse = I, n >= 1\n    # where", "n >= 1\n    # where", "chitour.crit-strata/minima"),
    ("saddles", "if V[1]' M = 0, V[1] Inverse = I", "if V[1] Inverse = I", "chitour.prop4.i.corrected/minima"),
    ("saddles", "<= tr((V[1]' M)' V[1]' M), n", "<= 2 tr((V[1]' M)' V[1]' M), n", "chitour.prop4.i.corrected/critical"),
    ("flows", "tr(W[j]' W[j]) - eig(W[j] W[j]', d[j])", "tr(W[j]' W[j]) - eig(W[j] W[j]', 1)", "ji.alignment"),
    ("flows", "if d[n] <= 1, 1 <= j <= n\n", "if 1 <= j <= n\n", "ji.alignment"),
    (
        "deep",
        "<= tr((Way[n, 0] X - Y)' (Way[n, 0] X - Y)) if side >= 0",
        "<= 1/2 tr((Way[n, 0] X - Y)' (Way[n, 0] X - Y)) if side >= 0",
        "lucchi.thm8.2/minimum",
    ),
    ("deep", "X = 0 if side <= 0", "X = 0 if side >= 0", "achour.no-spurious/maximum"),
    ("deep", "step.sign: step >= 0", "step.sign: step^2 >= 0", "lucchi.thm8.3"),
    ("deep", "Chain[j+1]) >= 0 if", "Chain[j+1]) <= 0 if", "lucchi.thm8.3"),
    (
        "deep",
        "full.inverse: Path[full, 0] Right = I",
        "full.inverse: Path[full, 0] Right = Path[full, 0] Right",
        "lucchi.thm8.3",
    ),
    ("deep", "inverse reach = 1", "inverse reach = 0", "lucchi.thm8.3"),
    ("deep", "if n <= full, far^2 <= reach", "if n <= full, reach <= far^2", "lucchi.thm8.3"),
    ("deep", "step.small: step^2 <= reach", "step.small: step^2 <= 2 reach", "lucchi.thm8.2/near-lower"),
    ("curved", "left: Wleft W2 = I", "left: Wleft W2 Wleft = Wleft", "achour.rank-constrained"),
    ("curved", "side >= 0, W1 Wright = I", "side >= 0", "achour.rank-constrained"),
    ("curved", "n >= 2, side >= 0, W1", "n >= 2, W1", "achour.rank-constrained"),
    (
        "curved",
        "Hiddenleft Hidden = I, Rest Restright = I, W2 = W[n] Hidden, W1 = Rest W[1]\n    # rank",
        "Hiddenleft Hidden = I, W2 = W[n] Hidden, W1 = Rest W[1]\n    # rank",
        "lucchi.thm8.4",
    ),
    (
        "curved",
        "Hidden Rest, Hiddenleft Hidden = I, Rest Restright = I, W2 = W[n] Hidden, W1 = Rest W[1]\n    # rank",
        "Hidden Rest, Rest Restright = I, W2 = W[n] Hidden, W1 = Rest W[1]\n    # rank",
        "lucchi.thm8.4",
    ),
    ("curved", "+ 2 tr((Path", "+ tr((Path", "lucchi.saddle-definition.corrected"),
    ("values", "(lam[i] - lam[j]) = 1", "(lam[i] + lam[j]) = 1", "achour.values/chosen"),
    ("values", "tr(Y' Y) - total[d[n]]", "tr(Y' Y) - 2 total[d[n]]", "achour.values/value"),
    ("values", "wide: d[n] <= d[0]", "wide: d[0] <= d[n]", "achour.values/size-input"),
    (
        "values",
        "selected.eigen: Sigma Selected = Selected Eigenvalues",
        "selected.eigen: Selected = Selected",
        "achour.values.attained/critical",
    ),
    ("values", "Selected' Selected = I, least >= 0", "Selected' Selected = I", "achour.minimiser-exists/least"),
    ("values", "few: rank <= d[j] if 0", "few: d[j] <= rank if 0", "achour.minimiser-exists/form"),
    ("minimisers", "(least + delta) I psd", "least I psd", "achour.global-minimisers/base"),
    ("minimisers", "narrow: d[thin] <= rank", "narrow: rank <= d[thin]", "achour.global-minimisers/only"),
    ("minimisers", "inputs: X Xplus = I", "inputs: X Xplus X = X", "achour.global-minimisers/cobase"),
    (
        "minimisers",
        "free.right: Free[j+1] Top[j] = 0",
        "free.right: Free[j+1] = Free[j+1]",
        "achour.global-minimisers/only",
    ),
    ("xavier", "2 real(n) three^n part if", "real(n) part if", "lucchi.xavier/limit"),
    ("xavier", "3 gamma a <= rho", "2 gamma a <= rho", "lucchi.xavier/dominates"),
    ("xavier", "1 + 2 real(n) more <= square", "1 + 3 real(n) more <= square", "lucchi.xavier/above"),
    ("xavier", "(1 + 2 real(n) more) <= 1", "(1 + 3 real(n) more) <= 1", "lucchi.xavier/below"),
    ("rescaled", "change.last: Change[n] = I", "change.last: Change[n] = Change[n]", "achour.large-sets/line"),
    ("rescaled", "(scale - 1) inverse = 1", "(scale - 2) inverse = 1", "achour.large-sets/moves"),
    ("chitour", "d[n] <= d[j] if tr(M' M) <= 0", "d[0] <= d[j] if tr(M' M) <= 0", "chitour.remark1.zero"),
    ("chitour", "gammaH <= 1/2", "gammaH <= 1/4", "chitour.lemma2.4/less"),
    ("chitour", "sP[n] + sP[n] g^(n-1)) if n", "sP[n] + sP[n] g^(n-2)) if n", "chitour.lemma2.4/upper"),
]


@pytest.mark.parametrize(("name", "old", "new", "goal"), FALSE_NEIGHBOURS)
def test_a_false_neighbour_is_not_proved(name: str, old: str, new: str, goal: str):
    """In the theory and in the steps alike: a false statement beside a theorem has no proof near the proof of it."""
    texts = [replay.text_of(part) for part in replay.CHAINS[name]]
    assert old in texts[-1], old
    texts[-1] = texts[-1].replace(old, new)
    proofs = replay.json.dumps(replay.steps(name)).replace(old.strip(), new.strip())
    theory = replay.Theory(*texts)
    with pytest.raises(RefusedError):
        replay.check(replay.Replay(theory, tuple(replay.json.loads(proofs))), theory.lines[goal])
