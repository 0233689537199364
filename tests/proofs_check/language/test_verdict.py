"""The words of verdicts, each with its meaning."""

from proofs_check.language.verdict import Verdict


def test_there_are_nine_words_and_error_each_with_its_meaning():
    words = "PROVED DERIVED VERIFIED CERTIFIED SUPPORTED REFUTED ILL-FORMED VACUOUS UNDECIDED ERROR"
    assert [str(verdict) for verdict in Verdict] == words.split()
    assert all(verdict.meaning for verdict in Verdict)
