"""The eight words and the rule that decides between them."""

import planted_claims
import pytest

from proofs_check.language.verdict import Verdict
from proofs_check.running.evaluate import Tally
from proofs_check.running.runner import decide, upper_bound


def test_there_are_nine_words_and_error_each_with_its_meaning():
    words = "PROVED DERIVED VERIFIED CERTIFIED SUPPORTED REFUTED ILL-FORMED VACUOUS UNDECIDED ERROR"
    assert [str(verdict) for verdict in Verdict] == words.split()
    assert all(verdict.meaning for verdict in Verdict)


EXACT, SAMPLED, READ = planted_claims.two_routes, planted_claims.sampled, planted_claims.ill_formed


@pytest.mark.parametrize(
    ("claim", "tally", "complete", "verdict"),
    [
        (EXACT, Tally(cases=5), True, "VERIFIED"),
        (EXACT, Tally(cases=5), False, "UNDECIDED"),  # part of the scope is never rounded up
        (EXACT, Tally(cases=5, failures=1), True, "REFUTED"),
        (EXACT, Tally(cases=5, failures=1), False, "REFUTED"),  # a witness is a witness
        (EXACT, Tally(cases=5, undecided=1), True, "UNDECIDED"),
        (EXACT, Tally(cases=5, undecided=1, failures=1), True, "REFUTED"),
        (EXACT, Tally(cases=5, error={"sentence": "", "case": "", "traceback": ""}), True, "ERROR"),
        (EXACT, Tally(cases=5, inexact=2), True, "SUPPORTED"),  # floats took part, none against
        (EXACT, Tally(cases=5, inexact=2, inexact_failures=1), True, "UNDECIDED"),  # no float refutes
        (EXACT, Tally(cases=0), True, "VACUOUS"),
        (EXACT, Tally(cases=0), False, "UNDECIDED"),
        (SAMPLED, Tally(cases=5), True, "SUPPORTED"),
        (SAMPLED, Tally(cases=5, failures=1), True, "UNDECIDED"),  # no float refutes
        (READ, Tally(cases=5), True, "ILL-FORMED"),
        (READ, Tally(cases=5, failures=1), True, "REFUTED"),
    ],
)
def test_the_verdict_never_says_more_than_was_done(claim, tally, complete, verdict):
    assert str(decide(claim, tally, complete)) == verdict


def test_confidence_bound_against_closed_forms():
    # No failure in n: (1 - p)^n = 1 - c.  n failures in n bound nothing.  One failure in a hundred: the bound p solves
    # (1 - p)^100 + 100 p (1 - p)^99 = 1 - c.
    assert upper_bound(0, 50, 0.95) == pytest.approx(1 - 0.05 ** (1 / 50), rel=1e-9)
    assert upper_bound(3, 3, 0.95) == 1
    p = upper_bound(1, 100, 0.95)
    assert (1 - p) ** 100 + 100 * p * (1 - p) ** 99 == pytest.approx(0.05, rel=1e-9)
