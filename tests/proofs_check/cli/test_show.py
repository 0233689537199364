"""The command ``proofs-check show``."""


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
