"""The command ``proofs-check show``."""

from proofs_check.cli.claims import _paragraph


def test_show_tells_everything_about_a_claim(command, record):
    code, out, _ = command("show", "toy.ill-formed")
    assert code == 0
    for part in (
        "n < N",
        "Every number is below N.",
        "page 8",
        "N is not defined; read as 10",
        "PROVED:",
        "ILL-FORMED",
    ):
        assert part in out


def test_a_statement_in_coq_keeps_its_lines_and_their_indents():
    rows = list(_paragraph("Coq theorem", "theorem states the claim.\nforall n,\n  0 <= n", 80))
    assert rows == ["Coq theorem   theorem states the claim.", " " * 14 + "forall n,", " " * 16 + "0 <= n"]
