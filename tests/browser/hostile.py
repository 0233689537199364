"""Text that would run a script if it became part of a page."""

from proofs_check.language.verdict import Verdict
from tests.proofs_check.report_data import claim_data

SCRIPT = "<script>document.title='TAKEN'</script>"
IMAGE = "<img src=x onerror=\"document.title='TAKEN'\">"
TEXTS = {
    "a comment that ends early": r"\text{<!-->" + SCRIPT + "-->}",
    "a script": SCRIPT,
    "a script in a formula": r"\text{" + SCRIPT + "}",
    "an image": IMAGE,
    "an image in a formula": r"x = \mathrm{" + IMAGE + "}",
    "an instruction": r"\text{<?x " + SCRIPT + " ?>}",
    "character data": r"\text{<![CDATA[" + SCRIPT + "]]>}",
    "a tag that closes": "</mtext></math></code></pre></article></style></title>" + SCRIPT,
    "references": r"\text{&lt;script&gt;document.title='TAKEN'&lt;/script&gt;}",
    "a link": r"\href{javascript:document.title='TAKEN'}{x}",
    "dollar signs": "a $$ " + SCRIPT + " $$ b",
    "blank lines": "a\n\n" + SCRIPT + "\n\nb",
    "blank lines and dollar signs": "\\alpha $$\n\n" + IMAGE + "\n\n$$ \\beta",
    "backquotes": "```\n" + SCRIPT + "\n```\n`" + IMAGE + "`",
    "a heading": "x\n\n# y\n\n[z](javascript:document.title='TAKEN')",
}


def claims(text: str) -> list[dict]:
    """A refuted claim and its repair in which every free text is this one."""
    source = {"key": "toy", "year": 2026, **dict.fromkeys(("authors", "title", "where", "place"), text)}
    words = dict.fromkeys(("statement", "sentence", "made_precise", "ill_formed", "undecided_sentence"), text)
    hypotheses = [{"name": text, "statement": text}, {"name": "b", "statement": rf"\alpha {text}"}]
    witness = {"sentence": text, "data": [text], "details": {text: text}}
    hostile = claim_data(
        "toy.a", Verdict.REFUTED, source=source, hypotheses=hypotheses, witness=witness, axioms=[text], **words
    )
    repair = claim_data("toy.b", Verdict.VERIFIED, source=source, corrects="toy.a", **words)
    return [hostile, repair]
