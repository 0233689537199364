"""Remark 7 of Chitour et al. (2022): the case r = 0."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.chitour.parts.formal_forms import formal_forms
from proofs_check.claims.chitour.parts.prop5 import ALL_OLD, COORDINATES, linear_map, tangent_left_sides
from proofs_check.claims.chitour.parts.prop5_forms import (
    ALL_NEW,
    HALF_HESSIAN,
    _norm_and_trace,
    form_matrix,
    twice_second_order_in_words,
)
from proofs_check.claims.chitour.parts.shallow_chart import Chart, NewVariables, Variation, word_chart, word_variables
from proofs_check.claims.chitour.parts.shallow_frames import AT_FRAMES, frame, frames_and_words
from proofs_check.claims.chitour.parts.strata import nullity, tangent_vectors
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.words import Subject, follows, where
from symdln.algebra.words import Expression, identity, rewrite, zero

rank_is_zero = Hypothesis("r = 0", "r = 0", lambda subject: where(subject) is not None or frame(subject).r == 0)


@claim(
    "chitour.remark7",
    source=CHITOUR.at("Remark 7"),
    statement=r"r = 0: \; (29) \text{ reduces to } d_2 = e_2 = 0, \; (31) \text{ to } H_{\bar W} = "
    r"-\operatorname{tr}(E_Y e_2 \delta_2) + \tfrac12 (\|\epsilon_1\|_F^2 + \|e_2 C_2\|_F^2)",
    over=frames_and_words,
    assuming=(*AT_FRAMES, rank_is_zero),
    made_precise=f"{COORDINATES}; for r = 0 the matrix epsilon_1 has no rows and its norm is zero, and delta_2 = d_2; "
    f"{HALF_HESSIAN}; for r = 0 all blocks with an index 1 are empty",
    formal=(
        "Vo (Vo' do Uo') Uo = do",
        "Uo' (Uo eo Vo) Vo' = eo",
        "1/2 tr((So - step Uo eo Vo (step Vo' do Uo'))' (So - step Uo eo Vo (step Vo' do Uo'))) + 1/2 "
        "tr((step Uo eo Vo (Vo' Co + step Vo' co))' step Uo eo Vo (Vo' Co + step Vo' co)) = 1/2 tr(So' So) + "
        "step^2 (1/2 tr((eo Co)' eo Co) - tr(Eo eo do)) + step^3 tr((eo Co)' eo co) + step^4 (1/2 tr((eo do)'"
        " eo do) + 1/2 tr((eo co)' eo co))",
    ),
    proof=logic("chitour.remark7"),
)
def remark_7(subject: Subject) -> Outcome:
    """For r = 0 the tangent space is d_2 = e_2 = 0 and the Hessian form is that of Q_2."""
    if where(subject) is not None:
        return remark_7_in_words()
    f = frame(subject)
    tangent = f.columns(*ALL_OLD).T @ tangent_vectors(f.point)
    printed = linear_map(f, lambda chart, x: [x.d_2, x.e_2])
    return all_of(
        equal(linear_map(f, tangent_left_sides), printed, "(29) and d_2 = e_2 = 0"),
        is_true((printed @ tangent).is_zero(), "tangent vectors satisfy d_2 = e_2 = 0"),
        equal(f.problem.parameters - printed.rank(), tangent.rank(), "dimensions of the solutions and of T"),
        equal(f.second_order(f.new_columns(*ALL_NEW)), form_matrix(f, twice_form_7, ALL_NEW), "H_W and the form"),
        equal(nullity(f.point), tangent.rank(), "nullity of the Hessian, and dimension of the tangent space"),
        formal_forms("chitour.remark7", f),
    )


def twice_form_7(chart: Chart, y: NewVariables) -> Any:
    """Twice the form of Remark 7."""
    norm, trace = _norm_and_trace(chart)
    return norm(y.epsilon_1) + norm(y.e_2 @ chart.C_2) - 2 * trace(chart.E_Y @ y.e_2 @ y.delta_2)


def remark_7_in_words() -> Outcome:
    """For any widths: the same expansion of the loss where all blocks with an index 1 are empty, so all zero."""
    chart = Chart(**{name: _emptied(block) for name, block in vars(word_chart()).items()})
    x = Variation(**{name: _emptied(block) for name, block in vars(word_variables(Variation)).items()})
    y = NewVariables(**{name: _emptied(block) for name, block in vars(word_variables(NewVariables)).items()})
    rules = {chart.U_2.T @ chart.U_2: identity("k"), chart.V_2 @ chart.V_2.T: identity("n")}
    w_11, _, w_2 = chart.direction(x)
    exact = twice_second_order_in_words(chart, chart.old_variables(y), rules)
    return all_of(
        follows(rewrite(chart.V_2 @ w_11 @ chart.U_2, rules), x.d_2, "the derivative of W_{1,1,2} = 0"),
        follows(rewrite(chart.U_2.T @ w_2 @ chart.V_2.T, rules), x.e_2, "the derivative of W_{2,2} = 0"),
        follows(exact, rewrite(twice_form_7(chart, y), rules), "twice the form"),
    )


def _emptied(block: Expression) -> Expression:
    """Zero if a side has the size r = 0, for then the block has no entries."""
    return zero(*block.shape) if "r" in block.shape else block
