"""The documentation site: Markdown pages, the reference from docstrings, executed notebooks; formulas as MathML."""

from __future__ import annotations

import re
import runpy
import shutil
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
EXTRA = HERE / "_extra"  # pages that are taken as they are; made when the site is built
EXTRA.mkdir(exist_ok=True)
sys.path.insert(0, str(HERE.parent))

import symdln  # noqa: E402  (found on the path set above)
from proofs_check.report import catalog  # noqa: E402
from proofs_check.running import registry  # noqa: E402
from symdln.files import font  # noqa: E402
from symdln.files.inline import GREEK, SIGNS, Piece, pieces  # noqa: E402
from symdln.files.mathml import IN_LINE, breaking  # noqa: E402
from symdln.teaching import derivation_names, derive  # noqa: E402
from symdln.teaching.exercise_page import exercise_page  # noqa: E402
from symdln.teaching.explorer import explorer_page  # noqa: E402

project = "symdln"
author = "The symdln developers"
project_copyright = author
version = release = symdln.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "sphinx_click", "sphinx_copybutton"]
root_doc = "index"
exclude_patterns = [EXTRA.name, "examples/fixtures", "jupyter_execute", "_build"]
html_theme = "furo"
html_title = "symdln"
html_copy_source = False
html_show_search_summary = False  # a page that was opened as a file may not read other files
html_static_path = ["_static"]
html_extra_path = [EXTRA.name]
html_css_files = ["site.css", "mathematics.css"]
html_math_renderer = "mathml"
html_theme_options = {"navigation_with_keys": True}

myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 4
nb_render_markdown_format = "myst"
nb_execution_mode = "off"  # the notebooks are executed before Sphinx reads them

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
nitpicky = False

WORD_JOINER = "\u2060"
MANY_COLUMNS = 4
MOST_IN_CELL = 34  # signs in a cell of a table that is no list of cards on a small screen
SMALL_PRINT = {"several": 8, "many": 13}  # columns from which on a table is set smaller
PRINTED = ("console", "text", "none", "default")  # the languages of what a program prints, and of drawings
PHONE_COLUMNS = 46  # signs in a line of a small screen, in print that can be read
MOST_JOINED = 36  # signs of a word with hyphens that is not broken
MOST_INDENT = 12  # columns by which a line that goes on is indented at most
DRAWN = re.compile(r"-{3,}[+>]|[┃┏└╰]|^ *\|", re.MULTILINE)
OPTION = r"(?<![\w-])--[a-z][a-z-]*"
SHORT = r"(?<![\w.-])(?=\w+-)[\w-]{3,16}(?![\w.-])"  # a name with hyphens that is not broken

_log = logging.getLogger(__name__)


def formula(self: Any, node: nodes.Element) -> None:
    """Write a formula as MathML; one that cannot be converted is a warning, and so an error of the build."""
    display = isinstance(node, nodes.math_block)
    made = breaking(node.astext(), display, 0 if in_table(node) else IN_LINE)
    if made.startswith("<code>"):
        _log.warning("no MathML for the formula %s", node.astext(), location=node)
    joined = WORD_JOINER if node.astext()[:1] in (")", "]") else ""  # no line begins with a bracket that closes
    self.body.append(f'<div class="math">{made}</div>' if display else joined + made)
    raise nodes.SkipNode


class Translator(HTML5Translator):
    """Writes HTML in which an id in a table may break after a dot, and no comma is parted from a formula.

    A table of many columns becomes a list of cards on a small screen: each cell brings the head of its column with it.
    """

    def visit_table(self, node: nodes.table) -> None:
        self.heads: list[str] = []
        if is_wide(node):
            columns = len(list(node.findall(nodes.colspec)))
            node["classes"] += ["cards", *(name for name, least in SMALL_PRINT.items() if columns >= least)]
        super().visit_table(node)

    def visit_entry(self, node: nodes.entry) -> None:
        super().visit_entry(node)
        node["first"] = len(self.body)
        column = node.parent.index(node)
        if not isinstance(node.parent.parent, nodes.thead) and "cards" in node.parent.parent.parent.parent["classes"]:
            self.body.append(f'<span class="head">{self.heads[column]}</span>' if column < len(self.heads) else "")

    def depart_entry(self, node: nodes.entry) -> None:
        if isinstance(node.parent.parent, nodes.thead):
            inside = "".join(self.body[node["first"] :])
            self.heads.append(re.sub("</?(p|a)( [^>]*)?>", "", inside))
        super().depart_entry(node)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """A line that is too long goes on indented in the next one; what is drawn tells its width in signs."""
        first = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:
            made, text = "".join(self.body[first:]), node.astext()
            columns = aligned_columns(text) if node.get("language", "text") in PRINTED else 0
            if columns and made:
                made = made.replace("<div ", f'<div style="--columns: {columns}" ', 1)
            lines = partial(
                apart, gaps=columns > PHONE_COLUMNS and not DRAWN.search(text), said=node.get("language") in PRINTED
            )
            self.body[first:] = [re.sub(r"(?<=<pre>).*(?=</pre>)", lines, made, flags=re.DOTALL)]

    def visit_Text(self, node: nodes.Text) -> None:  # (the name is that of Sphinx)
        first = len(self.body)
        super().visit_Text(node)
        if isinstance(node.parent, nodes.literal):
            parts = re.split(f"(<[^>]*>|{OPTION}|{SHORT})", "".join(self.body[first:]))
            narrow = in_table(node) or isinstance(node.parent.parent, nodes.title)
            self.body[first:] = [broken(part, narrow) for part in parts]
        if first and isinstance(previous(node), nodes.math):
            self.join_punctuation(first)

    def join_punctuation(self, first: int) -> None:
        """No line begins with the comma that follows a formula."""
        text = "".join(self.body[first:])
        signs = re.match(r"[.,;:)!?]+", text)
        if signs is not None:
            head, mark, last = self.body[first - 1].rpartition("<math")
            self.body[first - 1 :] = [f'{head}<span class="joined">{mark}{last}{signs[0]}</span>', text[signs.end() :]]


def apart(lines: re.Match[str], *, gaps: bool, said: bool) -> str:
    """The lines of a block of code, each in an element of its own; no element of Pygments goes over a line.

    With ``gaps`` the blanks between columns and the rules are marked: a small screen has no room for all of them.
    In what is ``said`` on a terminal no line ends inside the name of an option or of a claim.
    """
    found = lines[0].removeprefix("<span></span>").rstrip("\n").split("\n")
    return "\n".join(as_line(whole_words(line) if said else line, gaps=gaps) for line in found)


def whole_words(line: str) -> str:
    """The line in which words with hyphens are not broken, unless they are long.

    >>> whole_words('<b>a</b> --no-x')
    '<b>a</b> <span class="joined">--no-x</span>'
    """
    parts = re.split("(<[^>]*>)", line)
    word = rf"(?<![^\s(])(?=[\w.-]*-)[\w.-]{{2,{MOST_JOINED}}}(?![^\s,;:)])"
    return "".join(p if p[:1] == "<" else re.sub(word, r'<span class="joined">\g<0></span>', p) for p in parts)


def as_line(line: str, *, gaps: bool) -> str:
    """A line of code as an element that tells how far it is indented."""
    text = re.sub("<[^>]+>", "", line)
    indent = min(len(text) - len(text.lstrip(" ")), MOST_INDENT)
    kind = "line rule" if gaps and re.fullmatch(r"\s*─+\s*", text) else "line"
    style = f' style="--in: {indent}"' if indent and not gaps else ""
    inside = re.sub(r" {3,}", r'<span class="gap">\g<0></span>', line) if gaps else line
    return f'<span class="{kind}"{style}>{inside}</span>'


def broken(part: str, narrow: bool) -> str:
    """A part of code in a sentence: no line ends in an option or a short name; in a cell an id breaks after a dot."""
    if re.fullmatch(f"{OPTION}|{SHORT}", part):
        return f'<span class="joined">{part}</span>'
    return re.sub(r"(?<=[._/-])(?=\w)", "<wbr>", part) if narrow and part[:1] != "<" else part


def is_wide(node: nodes.table) -> bool:
    """Whether a table has too many columns for a small screen; the table of findings has cards of its own."""
    section = node.parent
    while not isinstance(section, nodes.section):
        section = section.parent
    columns = len(list(node.findall(nodes.colspec))) + bool(list(node.findall(nodes.math)))  # formulas need room
    return columns >= MANY_COLUMNS and "at-a-glance" not in section["ids"] and not is_narrow(node)


def is_narrow(node: nodes.table) -> bool:
    """Whether all cells are short, so that even many columns fit on a small screen."""
    rows = [[in_print(cell) for cell in row] for row in node.findall(nodes.row)]
    room = [max(least_width(text) for text in column) + 2 for column in zip(*rows, strict=True)]
    return sum(room) <= PHONE_COLUMNS and all(len(text) <= MOST_IN_CELL for row in rows for text in row)


def in_print(cell: nodes.Node) -> str:
    """The text of a cell, where a formula is about as long as it is in print."""
    texts = [
        re.sub(r"\\[a-zA-Z]+|[\\{}^_ ]", "", one.astext()) if isinstance(one.parent, nodes.math) else one.astext()
        for one in cell.findall(nodes.Text)
    ]
    return "".join(texts)


def least_width(text: str) -> int:
    """The columns that a text needs if it is broken between words, but not more than a short text is."""
    return max(min(len(text), 10), *(len(word) for word in text.split() or [""]))


def aligned_columns(text: str) -> int:
    """The widest of the lines in which places mean something: rules, drawn lines, columns; 0 if there are none."""
    aligned = re.compile(r"^ |[─━│┃┏└╰]{2}|-{3,}[+>]|\S {2,}\S")
    lines = [line for line in text.splitlines() if not line.startswith(("$", ">", "#", "..."))]
    if DRAWN.search(text):
        return max(map(len, lines), default=0)
    columns = sum(bool(re.search(r"\S {2,}\S|[─━│]{2}", line)) for line in lines)
    return max((len(line) for line in lines if aligned.search(line)), default=0) if columns >= 2 else 0


def previous(node: nodes.Node) -> nodes.Node | None:
    """What stands before a node in its line."""
    siblings = node.parent.children
    place = next(i for i, one in enumerate(siblings) if one is node)  # texts that are alike are equal
    return siblings[place - 1] if place else None


def in_table(node: nodes.Node) -> bool:
    """Whether a node stands in a cell."""
    while node.parent is not None and not isinstance(node, nodes.entry):
        node = node.parent
    return isinstance(node, nodes.entry)


def build_notebooks(app: Sphinx) -> None:
    """Execute the notebooks into the folder that the pages name."""
    runpy.run_path(str(HERE / "notebooks" / "build.py"))["build"](HERE / "notebooks" / "built")


def build_explorer(app: Sphinx) -> None:
    """Write the explorer where Sphinx takes pages as they are."""
    (EXTRA / "explorer.html").write_text(explorer_page(), encoding="utf-8")


def build_catalog(app: Sphinx) -> None:
    """Write the pages of the catalog into the folder that the pages name, as far as they changed."""
    folder = HERE / "catalog" / "built"
    folder.mkdir(exist_ok=True)
    made = catalog.pages(catalog.recorded(planted(), failing()))
    for path in folder.glob("*.*"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text:
            (folder / name).write_text(text, encoding="utf-8")


def planted() -> dict[str, list[str]]:
    """What is changed in the false neighbours of each claim."""
    found: dict[str, list[str]] = {}
    for path in sorted((HERE.parent / "tests" / "mutations").glob("mutants_*.py")):
        for mutant in import_module(f"tests.mutations.{path.stem}").plant.mutants:
            found.setdefault(mutant.parent.id, []).append(mutant.change)
    return found


def failing() -> dict[str, str]:
    """Where the statements fail, from the table of findings, each with a link to its place on that page."""
    text = (HERE / "findings.md").read_text(encoding="utf-8")
    found = re.findall(r"^\|(?:(?!\| `).)*\| `([\w.-]+)` \|[^|]*\| (.*?) \|[^|]*\|$", text, re.MULTILINE)
    places = {id: line for line, id in re.findall(r"^#{2,4} (`([\w.-]+)`.*)$", text, re.MULTILINE)}
    return {id: f"{where} ([findings](../../findings.md#{anchor(places[id])}))" for id, where in found if id in places}


def anchor(heading: str) -> str:
    """The name that a link to a heading of a Markdown page uses.

    >>> anchor("`lucchi.thm6`: Theorem 6, slide 3")
    'lucchithm6-theorem-6-slide-3'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def build_exercises(app: Sphinx) -> None:
    """Write an exercise page for each derivation, beside the explorer."""
    (EXTRA / "exercises").mkdir(exist_ok=True)
    for name in derivation_names():
        (EXTRA / "exercises" / f"{name}.html").write_text(exercise_page(derive(name)), encoding="utf-8")


def build_font(app: Sphinx, exception: Exception | None) -> None:
    """Put the font of formulas beside the style that names it."""
    if exception is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        shutil.copy(font.FILE, static / font.FILE.name)
        (static / "mathematics.css").write_text(font.style(font.FILE.name), encoding="utf-8")


BACK = re.compile(r'<a class="viewcode-back" href="([^"#]+)#([^"]+)">\[docs\]</a>')


def cut_back_links(app: Sphinx, exception: Exception | None) -> None:
    """A page of source code leads back only to what stands in the reference."""
    if exception is None and app.builder.format == "html":
        ids: dict[Path, set[str]] = {}
        for page in (Path(app.outdir) / "_modules").rglob("*.html"):

            def kept(link: re.Match[str], folder: Path = page.parent) -> str:
                target = (folder / link[1]).resolve()
                if target not in ids:
                    ids[target] = set(re.findall(r'id="([^"]+)"', target.read_text(encoding="utf-8")))
                return link[0] if link[2] in ids[target] else ""

            text = page.read_text(encoding="utf-8")
            page.write_text(BACK.sub(kept, text), encoding="utf-8")


def escape_bars(app: Sphinx, ctx: Any, lines: list[str]) -> None:
    """A bar in the help of a command is a bar, and begins no substitution; in the name of an option it never does.

    Options and what stands between backquotes are code, in which two hyphens are no dash.
    """
    lines[:] = [
        line if line.lstrip().startswith(".. option::") else as_code(line.replace("|", r"\|")) for line in lines
    ]


def as_code(line: str) -> str:
    """The line of help with its options, and what stands between single backquotes, marked as code.

    >>> as_code("As `symdln kinds` counts; see --at, and ``a --b``.")
    'As ``symdln kinds`` counts; see ``--at``, and ``a --b``.'
    """
    parts = re.split(r"(``.*?``|`[^`]+`)", line)
    return "".join(
        re.sub(OPTION, r"``\g<0>``", part) if k % 2 == 0 else f"``{part.strip('`')}``" for k, part in enumerate(parts)
    )


def trim_code(app: Sphinx, doctree: nodes.document) -> None:
    """No block of code ends with an empty line."""
    for block in doctree.findall(nodes.literal_block):
        block.rawsource = text = block.astext().rstrip()
        block[:] = [nodes.Text(text)]


def link_claims(app: Sphinx, doctree: nodes.document, name: str) -> None:
    """The id of a claim in a sentence leads to its entry in the catalog."""
    places = app.env.get_domain("std").anonlabels  # pyright: ignore[reportAttributeAccessIssue]
    for literal in list(doctree.findall(nodes.literal)):
        claim = registry.all_claims().get(literal.astext())
        linked = any(isinstance(above, (nodes.title, nodes.reference)) for above in ancestors(literal))
        if claim is not None and not linked:
            page, place = places[catalog.label("entry", claim.scope_of or claim.id)]
            address = f"{app.builder.get_relative_uri(name, page)}#{place}"
            literal.parent.replace(literal, nodes.reference("", "", literal.deepcopy(), internal=True, refuri=address))


NO_PROSE = (
    nodes.FixedTextElement,
    nodes.literal,
    nodes.math,
    nodes.raw,
    nodes.title,
    nodes.reference,
    addnodes.desc_signature,
)


NAMED = r"S[xy][xy]|[A-Z]{2}|sum|over|in|of|tr|rank|min|max|diag|det|exp|log|dim|im|ker|and|grad|sqrt|vec|Hess|d[A-Zl]"
WORDS = re.compile(rf"(?:{NAMED}|{'|'.join(GREEK.split())})")
MARKED = r"^[A-Za-z]$|(?<![\w])[A-Za-z]+'*_(?:\w|\{[^{}]+\}|min|max)(?!\w)|\^[T2-9+(]|\^\w(?!\w)|\|\|"
MATHEMATICS = re.compile(MARKED + r"|(?<=\w) [-+*/=<>]{1,2} (?=\w)")
SIZE = r"(?:d_\w+|[mnNrk]|\d+)"


def is_formula(text: str) -> bool:
    """Whether what a docstring sets as code is mathematics: signs or indices, and no word that is the name of a thing.

    >>> [is_formula(text) for text in ("P Sxx = U_S U_S^T Syx", "limit", "method='ranks'", "rank <= limit")]
    [True, False, False, False]
    """
    known = all(WORDS.fullmatch(word) for word in re.findall(r"[A-Za-z]{2,}", re.sub(r"_\w+", "", text)))
    return known and not re.search(r"[\"'`\[\]]{2}|[\"`\[]|\w\.\w|\w=\w|\*\*", text) and bool(MATHEMATICS.search(text))


def set_literals(doctree: nodes.document) -> None:
    """Set the formulas that docstrings write as code, such as ``P Sxx = Syx``, as mathematics."""
    for literal in list(doctree.findall(nodes.literal)):
        text = literal.astext()
        described = any(isinstance(above, addnodes.desc_content) for above in ancestors(literal))
        if described and not literal.get("classes") and is_formula(text):
            text = text.replace("(x)", "⊗")
            text = re.sub(rf"\b({SIZE}) x (?={SIZE}\b)", r"\1 × ", text)
            parts = [Piece(text, text)] if re.fullmatch("[A-Za-z]", text) else pieces(text)
            literal.parent.replace(literal, [written(piece) for piece in parts])


def set_formulas(app: Sphinx, doctree: nodes.document) -> None:
    """Set what docstrings and sentences write in plain characters, such as ``W_1^T``, as mathematics."""
    set_literals(doctree)
    for text in list(doctree.findall(nodes.Text)):
        if not any(isinstance(above, NO_PROSE) for above in ancestors(text)):
            found = pieces(text.astext(), prose=True)
            if any(piece.latex for piece in found):
                text.parent.replace(text, [written(piece) for piece in found])


def written(piece: Piece) -> nodes.Node:
    """A part of a sentence as a node: a formula, or a text in which a sign as ``<=`` is one character."""
    if piece.latex is None or piece.text in SIGNS:
        return nodes.Text(SIGNS.get(piece.text, piece.text))
    return nodes.math(piece.text, piece.latex)


def ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    """What a node stands in, from the inside out."""
    while (node := node.parent) is not None:
        yield node


def setup(app: Sphinx) -> None:
    for part in ("description", "options"):
        app.connect(f"sphinx-click-process-{part}", escape_bars)
    app.set_translator("html", Translator)
    app.add_html_math_renderer("mathml", (formula, None), (formula, None))
    app.connect("doctree-read", trim_code)
    app.connect("doctree-read", set_formulas)
    app.connect("doctree-resolved", link_claims)
    app.connect("builder-inited", build_notebooks)
    app.connect("builder-inited", build_explorer)
    app.connect("builder-inited", build_exercises)
    app.connect("builder-inited", build_catalog)
    app.connect("build-finished", build_font)
    app.connect("build-finished", cut_back_links)
