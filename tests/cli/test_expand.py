"""The command ``symdln expand``: the loss of a small network, for teaching."""

from tests.cli.support import point_file, scalar


def test_widths_alone_give_symbols(symdln):
    code, out, _ = symdln("expand", "--widths", "1,1,1")
    assert code == 0
    assert "s_1**2/2 - s_1*w1_11*w2_11 + w1_11**2*w2_11**2/2" in out


def test_a_point_gives_numbers(symdln, tmp_path):
    # L = 1/2 (c b a - 2)^2 at 0 = 2 - 2 a b c + ...
    path = point_file(tmp_path, scalar(2, 0, 0, 0))
    code, out, _ = symdln("expand", "--at", path, "--order", "3")
    assert code == 0
    assert "second order:\n0\n" in out
    assert "third order:\n-2*v1_11*v2_11*v3_11" in out


def test_it_is_written_to_a_file(symdln, tmp_path):
    target = tmp_path / "expansion.py"
    code, out, _ = symdln("expand", "--widths", "1,1,1", "--format", "python", "--output", target)
    assert code == 0
    assert str(target) in out
    assert "import sympy" in target.read_text(encoding="utf-8")


def test_wrong_input_gets_a_sentence(symdln, tmp_path):
    path = point_file(tmp_path, scalar(2, 0, 0))
    for arguments, words in (
        ((), "one of the two"),
        (("--widths", "1,1,1", "--at", path), "one of the two"),
        (("--widths", "9,9,9,9,9"), "choose smaller widths"),
        (("--at", path, "--order", "9"), "order must be an integer from 0 to 4"),
    ):
        code, _, error = symdln("expand", *arguments)
        assert code == 2
        assert words in error
