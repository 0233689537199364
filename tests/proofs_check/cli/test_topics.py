"""The command ``proofs-check topics``."""

import pytest

from proofs_check.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["topics", *arguments])
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def test_all_topics_are_listed_with_counts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys)
    assert code == 0
    assert {
        "landscape",
        "minima",
        "saddles",
        "decay",
        "dynamics",
        "invariants",
        "curvature",
        "singular",
        "convolution",
    } <= {line.split()[0] for line in out.splitlines()}
    _, claims, hold, fail, *_ = next(line for line in out.splitlines() if line.startswith("singular")).split()
    assert int(hold) + int(fail) <= int(claims)


def test_the_claims_of_a_topic_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "singular")
    assert code == 0
    assert "aoyagi.lambda " in out
    assert "saxe.modes" not in out


def test_papers_and_symbols(capsys: pytest.CaptureFixture[str]) -> None:
    assert "chen.error-bound" in run(capsys, "--by", "paper", "chen")[1]
    assert "lucchi.matrix-gradient.kron" in run(capsys, "--by", "symbol", "Kronecker product")[1]


def test_an_unknown_topic_gets_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "sadles")
    assert (code, out) == (2, "")
    assert err == "proofs-check: There is no topic called 'sadles'; choose saddles.\n"
