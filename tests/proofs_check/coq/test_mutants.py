"""False neighbours of the theorems: each is a well-formed statement, and the proof of the theorem does not prove it."""

import re

import pytest

from proofs_check.coq import check, scan, theorems

LIMITS = check.Limits(seconds=300)
MUTANTS = [
    ("chitour_first_variation", "2%:R * \\sum", "\\sum"),
    ("chitour_gradient", "(Y - product W H *m X)", "(product W H *m X - Y)"),
    ("chitour_invariant", "- (U j *m", "+ (U j *m"),
    ("chitour_invariant", "(j.+1 < H)", "(j < H)"),
    ("chitour_invariant_norms", "\\tr ((U 0%N)^T *m W 0%N)", "\\tr ((W 0%N)^T *m W 0%N)"),
    ("chitour_cross_entropy", "descends W G U ->", ""),
    ("chitour_weight_decay", "- (2%:R * lam) *: ((W", "- lam *: ((W"),
    ("chitour_summed_invariant", "norm2 (W 0%N)", "norm2 (W 1%N)"),
    ("ours_decay_balance", "lam j.+1 *:", "lam j *:"),
    ("ours_decay_balance", "descends W G U ->", ""),
    ("chitour_growth", "2%:R * \\tr ((Y - P) *m P^T) /\\", "\\tr ((Y - P) *m P^T) /\\"),
    ("chitour_residual_flow", "- (2%:R * \\sum", "- (\\sum"),
    ("chitour_trace_inequality", "<= \\tr (A *m", "< \\tr (A *m"),
    ("chitour_trace_bound", "A^T = A -> ", ""),
    ("chitour_trace_bound", "0 <= c -> ", ""),
    ("chitour_dissipation", "\\prod_(j.+1 <= l < H)", "\\prod_(j <= l < H)"),
    ("chitour_dissipation", "(forall k, 0 <= c k) -> ", ""),
    ("chitour_dissipation_first", "\\prod_(1 <= l", "\\prod_(0 <= l"),
    ("chitour_trace_power", "S^T = S -> ", ""),
    ("chitour_trace_power", "gamma * n%:R ^+ m <= 1 ->", ""),
    ("chitour_lemma2_4", "gamma * (d h.+1)%:R ^+ h <= 1 ->", ""),
    ("chitour_lemma2_4", "- (\\sum_(j <= i < h) \\tr (C i)) <= tau j", "- (\\sum_(j.+1 <= i < h) \\tr (C i)) <= tau j"),
    ("chitour_lemma2_4", "(x k.+1 + c k) ^+ k.+1 - x", "(x k.+1) ^+ k.+1 - x"),
    ("chitour_lemma2_4", "\\prod_(k.+1 <= l < h.+1)", "\\prod_(k.+2 <= l < h.+1)"),
    ("chitour_value", "norm2 M + norm2", "norm2 M - norm2"),
    ("chitour_value", "J^T *m K = 0 -> ", ""),
    ("chitour_equivalence", "(0 < j < h.+1)", "(1 < j < h.+1)"),
    ("chitour_equations", "(0 < h)%N -> ", ""),
    ("chitour_q", "S^T = S ->", ""),
    ("chitour_hessian_shallow", "- (2%:R * \\tr", "- (\\tr"),
    ("chitour_prop4_ii", "h.+3", "h.+2"),
    ("chitour_prop4_ii", "Y *m X^T != 0 ->", ""),
    ("chitour_least_squares", "X *m X^T \\in unitmx ->", ""),
    ("chitour_zero_loss", "(d h.+1 <= d j)", "(d h.+1 < d j)"),
    ("chitour_gram_rank", "(n < k)", "(n <= k)"),
    ("achour_shallow_strict", "critical X W Y -> ", ""),
    ("achour_shallow_strict", "d 2%N", "d 3%N"),
    ("achour_zero_nonstrict", "h.+3", "h.+2"),
    ("achour_rank_constrained", "critical X W Y -> ", ""),
    ("achour_rank_constrained", "(\\rank R <= \\rank (product W h.+1))", "(\\rank R <= (\\rank (product W h.+1)).+1)"),
    ("lucchi_thm7", "loss X U Y < loss X W Y", "loss X U Y <= loss X W Y"),
    ("lucchi_thm4", "t <= 1 ->", ""),
    ("lucchi_thm4_converse", "= A^T *m (Y", "= 2%:R *: A^T *m (Y"),
    ("lucchi_thm6", "X *m X^T \\in unitmx ->", ""),
    ("lucchi_not_convex", "X != 0 ->", ""),
    ("lucchi_constant_loss", "X = 0 ->", ""),
    ("achour_no_spurious", "loss X U Y < loss X W Y", "loss X U Y <= loss X W Y"),
    ("achour_no_spurious", "X != 0 -> ", ""),
    ("lucchi_thm8_2", "local_minimum X Y W ->", "critical X W Y ->"),
    ("lucchi_thm8_3", "loss X U Y < loss X W Y", "loss X U Y <= loss X W Y"),
    ("lucchi_thm8_4", "critical X W Y -> ", ""),
    ("lucchi_thm8_4", "(d k <=", "((d k).-1 <="),
    ("lucchi_thm8_4", "(0 < k <= h)", "(k <= h)"),
    ("chitour_prop4_iii_rank", "(\\rank (outer W h.+1 1) <", "(\\rank (outer W h.+1 1) <="),
    ("chitour_prop4_iii_rank", "loss X U Y < loss X W Y", "critical X W Y"),
    ("lu_deep", "(\\rank R <= d j)", "(\\rank R <= (d j).+1)"),
    ("lu_deep", "(j <= h.+1)", "(j <= h)"),
    ("lu_shallow", "(\\rank Q <= p)%N -> norm2", "(\\rank Q <= p.+1)%N -> norm2"),
    ("laurent_convex_loss", "convex f ->", ""),
    ("laurent_convex_loss", "(d h.+1) <= d j)", "(d h.+1) <= (d j).+1)"),
    ("laurent_convex_loss", "2%:R *: ", ""),
    ("laurent_gradient", "local_minimum_of f W -> ", ""),
    ("laurent_gradient", "minn (d 0%N) (d h.+1)", "0%N"),
    ("ours_hidden_directions", "(S j.+1 + (S j.+1)^T)", "(S j.+1 - (S j.+1)^T)"),
    ("ours_hidden_directions", "S H = 0 -> ", ""),
    ("ours_hidden_directions", "U j = lam *: W j", "U j = - lam *: W j"),
    ("kunin_hessian_identity", "- U j *m (S j)^T", "+ U j *m (S j)^T"),
    ("kunin_hessian_identity", "S 0%N = 0 -> ", ""),
    ("kunin_gradient_identity", "*m - U j.+1", "*m U j.+1"),
    ("zhao_symmetry", "M^T = M ->", ""),
    ("zhao_symmetry", "(j.+1 < H)%N -> ", ""),
    ("kamber_equal_norms", "lam != 0 -> ", ""),
    ("yun_global", "critical X W Y -> ", ""),
    ("yun_global", "(d k <= \\rank", "((d k).-1 <= \\rank"),
    ("yun_thm2_1", "X *m X^T \\in unitmx -> ", ""),
    ("yun_thm2_1", "(d h.+1) <= d j)", "(d h.+1) <= (d j).+1)"),
    ("chitour_prop4_i", "\\rank Y = d h.+1 ->", ""),
    ("chitour_prop4_i", "(d h.+1 <= d j)%N)", "(d h.+1 <= (d j).+1)%N)"),
    ("chitour_crit_strata", "critical 1%:M W Y ->", ""),
    ("chitour_crit_strata", "(\\rank (outer W h.+1 1) <", "(\\rank (outer W h.+1 1) <="),
    ("ours_string_products", "(es.+1 < b)", "(es.+2 < b)"),
    ("ours_string_products", "k <= es.+1 & k <= H", "k <= es & k <= H"),
    ("ours_string_squares", "a == 0, b <= k", "b <= k"),
    ("ours_string_pairs", "(3 <= H)", "(2 <= H)"),
    ("ours_string_gaps", "(b.-1 < H)", "(b < H)"),
    ("ours_normal_form", "X *m X^T = 1%:M -> ", ""),
    ("ours_normal_form", "- 2%:R * \\tr (E^T", "- \\tr (E^T"),
    ("ours_normal_form", "(D + a \\in unitmx -> exists", "(exists"),
    ("ours_normal_form", "invmx (D + a) *m p +", "invmx D *m p +"),
    ("ours_complex_values", "X *m X^T = 1%:M ->", ""),
    ("ours_inertia_zero", "X *m X^T \\in unitmx -> ", ""),
    ("ours_inertia_zero", "critical X W Y -> ", ""),
    ("ours_inertia_zero", "product W H = 0 ->", ""),
    ("ours_inertia_zero", "j (e - j))", "j (e - j).+1)"),
    ("ours_inertia_zero", "e (H - e + j.+1)", "e (H - e + j)"),
    ("ours_inertia_zero", "+ \\sum_s \\sum_t are_square H (a s) (l s) (a t) (l t)", "+ 0"),
    ("ours_inertia_zero", "q = (", "q = S ("),
    ("ours_inertia_normal", "critical X W Y -> ", ""),
    ("ours_inertia_normal", "X *m X^T = 1%:M -> ", ""),
    ("ours_inertia_normal", "(forall t, 0 < delta 0 t) -> ", ""),
    ("ours_inertia_normal", "product Z h.+2 = 0 ->", ""),
    ("ours_inertia_normal", "(delta 0%R t < eps i)", "(delta 0%R t <= eps i)"),
    ("ours_inertia_normal", "p + (inv + ties)", "p + inv"),
    ("ours_inertia_normal", "q = (inv + pairs)", "q = (inv + ties + pairs)"),
    ("ours_inertia_normal", "r * r + r * n 0", "r * n 0"),
    ("ours_strictness_normal", "(delta 0 t < eps i)", "(delta 0 t <= eps i)"),
    ("ours_strictness_normal", "outer Z k.-1 j != 0 & ", "true & "),
    ("ours_strictness_normal", "critical X W Y -> ", ""),
]


def header() -> str:
    text = theorems.source(theorems.STATEMENTS)
    return text[text.index("From mathcomp") : text.index("(* Claims:")]


def proof(name: str) -> str:
    found = re.search(
        rf"Theorem {name} :.*?Proof\. exact: (\w+)\. Qed\.", theorems.source(theorems.STATEMENTS), re.DOTALL
    )
    assert found is not None
    return found.group(1)


def goals(mutants: list[tuple[str, str, str]]) -> str:
    """For each mutant a goal, which Coq must understand, and a proof, which must fail."""
    statements = {theorem.name: theorem.statement for theorem in theorems.all_theorems()}
    lines = []
    for name, old, new in mutants:
        assert old in statements[name], (name, old)
        lines.append(f"Goal {statements[name].replace(old, new)}. Proof. Fail exact: {proof(name)}. Abort.")
    return header() + "\n".join(lines) + "\n"


@pytest.mark.slow
def test_the_proofs_do_not_prove_false_neighbours(compiled):
    """A mutant that Coq does not understand, or whose proof does not fail, makes this file fail."""
    (compiled / "mutants.v").write_text(goals(MUTANTS), encoding="utf-8")
    check.coqc(compiled, "mutants.v", LIMITS)


@pytest.mark.slow
def test_a_mutant_that_says_the_same_is_noticed(compiled):
    """The control: an unchanged statement is proved, so Fail fails."""
    (compiled / "control.v").write_text(goals([("achour_shallow_strict", "critical", "critical")]), encoding="utf-8")
    with pytest.raises(check.CoqError, match=r"control\.v"):
        check.coqc(compiled, "control.v", LIMITS)


@pytest.mark.slow
def test_everything_is_checked_and_printed(coq):
    """One full check: every theorem printed, without axioms, and again by coqchk."""
    said: list[str] = []
    checked = check.check(said.append, LIMITS)
    assert list(checked.statements) == [theorem.name for theorem in theorems.all_theorems()]
    assert "hessian X W Y V < 0" in checked.statements["achour_shallow_strict"]
    assert said[-1] == "coqchk accepts the compiled files"


SMALL = "(* Claims: a.b\n   Words: w. *)\nTheorem t : {}.\nProof. exact: {}. Qed.\n"
REQUIRE = "From mathcomp Require Import all_ssreflect.\nFrom symdln Require Import {}.\n"


def test_an_axiom_of_a_library_is_found(coq, monkeypatch):
    """Nothing in the source declares an axiom, but a library that it requires does, and the scan were to let it in."""
    sources = {
        "definitions.v": "From Coq Require Import Classical_Prop.\n"
        "Lemma excluded (P : Prop) : P \\/ ~ P.\nProof. exact (classic P). Qed.\n",
        "statements.v": REQUIRE.format("definitions") + SMALL.format("forall P : Prop, P \\/ ~ P", "excluded"),
    }
    with pytest.raises(check.CoqError, match="requires a library that is not among those"):
        check.check(sources=sources)
    monkeypatch.setitem(scan.LIBRARIES, "Coq", scan.LIBRARIES["Coq"] | {"Classical_Prop"})
    with pytest.raises(check.CoqError, match=r"the theorem t rests on an assumption: Axioms: Classical_Prop\.classic"):
        check.check(sources=sources)


def test_a_false_statement_and_an_admitted_proof_are_refused(coq):
    false = {"definitions.v": "Lemma yes : True.\nProof. exact I. Qed.\n"}
    false["statements.v"] = REQUIRE.format("definitions") + SMALL.format("False", "yes")
    with pytest.raises(check.CoqError, match=r"coqc does not accept statements\.v"):
        check.check(sources=false)
    admitted = {**false, "definitions.v": "Lemma yes : False.\nProof. Admitted.\n"}
    with pytest.raises(check.CoqError, match=r"definitions\.v, line 2: 'Admitted' is not a proof"):
        check.check(sources=admitted)


def test_a_compiled_file_on_the_disk_is_not_used(coq, tmp_path, monkeypatch):
    """A .vo beside the caller, for a file that is not among the sources, does not help a statement."""
    (tmp_path / "planted.v").write_text("Lemma yes : True.\nProof. exact I. Qed.\n")
    check.coqc(tmp_path, "planted.v", LIMITS)
    monkeypatch.chdir(tmp_path)
    sources = {"statements.v": REQUIRE.format("planted") + SMALL.format("True", "yes")}
    with pytest.raises(check.CoqError, match="or a file that is missing"):
        check.check(sources=sources)


def test_a_limit_of_time_ends_the_process(coq, tmp_path):
    (tmp_path / "long.v").write_text("Lemma a : True.\nProof. repeat (assert True by exact I). Qed.\n")
    with pytest.raises(check.CoqError, match=r"coqc did not finish long\.v within 3 seconds"):
        check.coqc(tmp_path, "long.v", check.Limits(seconds=3))
