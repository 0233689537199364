"""The documents that claims are taken from, one entry each: title, authors, year, where it was read, and its notation.

A claim of a new source needs an entry here; the bibliography and the table of conventions are made
from these entries.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from proofs_check.language.arguments import is_text, is_whole, need
from proofs_check.language.source import HALF, Source, SourceConventions
from symdln.errors import InputError

ONE = Fraction(1)

CHITOUR = Source(
    key="chitour",
    title="A geometric approach of gradient descent algorithms in linear neural networks",
    authors="Chitour, Liao, Couillet",
    year=2022,
    where="arXiv:1811.03568; text extraction without page numbers",
    conventions=SourceConventions(
        HALF, "H", 1, "W_1", "W_{H+1}...W_2", rank_from=2, loss=r"\tfrac12 \lVert W_{H+1}\cdots W_1 X - Y\rVert^2"
    ),
)

_TWO_LAYERS = r"\lVert A B X - Y\rVert^2"
_HIDDEN_RANK = SourceConventions(
    HALF,
    "H",
    1,
    "W_1",
    "W_H...W_2",
    rank_from=2,
    rank_leaves_out=1,
    loss=r"\tfrac12 \lVert W_{H+1}\cdots W_1 X - Y\rVert^2",
)
"""Of Kawaguchi's theorem, and where it is copied: the rank is that of the layers between the first and the last."""

_ACHOUR_TITLE = "The loss landscape of deep linear neural networks: a second-order analysis"
_ACHOUR_AUTHORS = "Achour, Malgouyres, Gerchinovitz"
_ACHOUR = SourceConventions(
    ONE, "H", 0, "W_1", "W_H...W_1", loss=r"\lVert W_H\cdots W_1 X - Y\rVert^2", part="slides, abstract and paper"
)

ACHOUR_SLIDES = Source("achour", _ACHOUR_TITLE, _ACHOUR_AUTHORS, 2025, "slides of a talk, 30 March 2025", _ACHOUR)
ACHOUR_ABSTRACT = Source("achour", _ACHOUR_TITLE, _ACHOUR_AUTHORS, 2022, "abstract of arXiv:2107.13289v2", _ACHOUR)
ACHOUR_PAPER = Source("achour", _ACHOUR_TITLE, _ACHOUR_AUTHORS, 2024, "arXiv:2107.13289", _ACHOUR)

_LUCCHI = (
    "lucchi",
    "Optimization landscape of neural networks (Foundations of Deep Learning, lecture 5)",
    "Lucchi",
    2024,
    "lecture slides",
)

LUCCHI_TWO_LAYERS = Source(
    *_LUCCHI,
    conventions=SourceConventions(ONE, "(none: W = AB)", 2, "B", "AB", loss=_TWO_LAYERS, part="Theorems 4 to 7"),
)
"""Theorems 4 to 7: two layers, ``W_1 = B``, ``W_2 = A``, the loss without 1/2."""

LUCCHI_DEEP = Source(*_LUCCHI, conventions=replace(_HIDDEN_RANK, part="Theorem 8"))
"""Theorem 8: weights W_1, ..., W_{H+1}, the loss with 1/2."""

LUCCHI_SETTING = Source(
    *_LUCCHI,
    conventions=SourceConventions(
        HALF,
        "L",
        0,
        "W^1",
        "W^{L:1}",
        loss=r"\tfrac12 \lVert W^L\cdots W^1 x - y\rVert^2",
        part='from "Setting" on, one data point',
    ),
)
"""From "Setting" on: one data point, square weights W^1, ..., W^L."""

OURS = Source("ours", "The inertia theorem for deep linear networks", "symdln", 2026, "docs of this project")

MARCOTTE = Source(
    "marcotte",
    "Abide by the law and follow the flow: conservation laws for gradient flows",
    "Marcotte, Gribonval, Peyré",
    2023,
    "arXiv:2307.00144, NeurIPS 2023",
    SourceConventions(
        depth_symbol="(none: U V^T)",
        extra_layers=2,
        first_layer="V^T",
        rank_product="U V^T",
        loss=r"\text{any function of } U V^\top",
        part="two layers",
        transposed=(1,),
    ),
)
SINGH = Source(
    "singh",
    "Analytic insights into structure and rank of neural network Hessian maps",
    "Singh, Bachmann, Hofmann",
    2021,
    "arXiv:2106.16225, NeurIPS 2021; formulas as in the code published with it",
    SourceConventions(
        depth_symbol="L",
        first_layer="W^1",
        rank_product="W^L...W^1",
        loss=r"\text{any function of } W^L\cdots W^1 x",
    ),
)
ARORA = Source(
    "arora",
    "On the optimization of deep networks: implicit acceleration by overparameterization",
    "Arora, Cohen, Hazan",
    2018,
    "ICML 2018",
)
LAURENT = Source(
    "laurent",
    "Deep linear networks with arbitrary loss: all local minima are global",
    "Laurent, von Brecht",
    2018,
    "ICML 2018, PMLR 80, 2902-2907, arXiv:1712.01473; read in the abstract",
)
YUN = Source(
    "yun",
    "Global optimality conditions for deep neural networks",
    "Yun, Sra, Jadbabaie",
    2018,
    "ICLR 2018; read in the text of the submission",
    SourceConventions(HALF, "H", 1, "W_1", "W_{H+1}...W_1", loss=r"\tfrac12 \lVert W_{H+1}\cdots W_1 X - Y\rVert^2"),
)
MEHTA = Source(
    "mehta",
    "The loss surface of deep linear networks viewed through the algebraic geometry lens",
    "Mehta, Chen, Tang, Hauenstein",
    2022,
    "IEEE Transactions on Pattern Analysis and Machine Intelligence 44, arXiv:1810.07716; read in the abstract",
)
TRAGER = Source(
    "trager",
    "Pure and spurious critical points: a geometric study of linear networks",
    "Trager, Kohn, Bruna",
    2020,
    "arXiv:1910.01671, ICLR 2020",
)
SHARPNESS = Source(
    "sharpness",
    "The sharpness of the loss at minima of deep linear networks",
    "symdln",
    2025,
    "docs of this project; for closed forms of the same number see Kamber, Parhi, arXiv:2509.25783 (abstract)",
)
CHEN = Source(
    "chen",
    "A complete loss landscape analysis of regularized deep matrix factorization",
    "Chen, Jiang, Wang",
    2025,
    "arXiv:2506.20344; read in the abstract",
)
CHEN_ERROR_BOUND = Source(
    "chen",
    "Error bound analysis for the regularized loss of deep linear neural networks",
    "Chen, Jiang, Wang",
    2025,
    "arXiv:2502.11152; read in the abstract",
)
KAMBER = Source(
    "kamber",
    "On the loss landscape geometry of regularized deep matrix factorization: uniqueness and sharpness",
    "Kamber, Parhi",
    2026,
    "arXiv:2603.27072; read in the abstract",
)
ZIYIN = Source(
    "ziyin",
    "Exact solutions of a deep linear network",
    "Ziyin, Li, Meng",
    2022,
    "NeurIPS 2022, arXiv:2202.04777; read in the abstract",
)
WANG = Source(
    "wang",
    "Implicit bias of SGD in L2-regularized linear DNNs: one-way jumps from high to low rank",
    "Wang, Jacot",
    2024,
    "ICLR 2024, arXiv:2305.16038; read in the abstract",
)
DANG = Source(
    "dang",
    "Neural collapse in deep linear networks: from balanced to imbalanced data",
    "Dang, Tran, Osher, Tran-The, Ho, Nguyen",
    2023,
    "ICML 2023, arXiv:2301.00437; read in the abstract",
)
KUNIN = Source(
    "kunin",
    "Loss landscapes of regularized linear autoencoders",
    "Kunin, Bloom, Goeva, Seed",
    2019,
    "ICML 2019, arXiv:1901.08168; read in the abstract",
)
SADDLE = Source(
    "saddle",
    "The order of a saddle",
    "symdln",
    2025,
    "docs of this project: the order as defined in symdln.numeric.dynamics.escape",
)
AOYAGI = Source(
    "aoyagi",
    "Consideration on the learning efficiency of multiple-layered neural networks with linear units",
    "Aoyagi",
    2024,
    "Neural Networks 172, doi:10.2139/ssrn.4404877; the theorem as quoted in later papers and in public code",
)
LEHALLEUR = Source(
    "lehalleur",
    "Geometry of fibers of the multiplication map of deep linear neural networks",
    "Lehalleur, Rimányi",
    2024,
    "arXiv:2411.19920",
)
LEHALLEUR_TEXT = Source(
    "lehalleur",
    "Geometry of the fibers of the multiplication map of deep linear neural networks",
    "Lehalleur, Rimányi",
    2024,
    "arXiv:2411.19920; read in its LaTeX source, under the title of version 2",
    SourceConventions(ONE, "N", 0, "A_1", "A_N...A_1", loss=r"\lVert A_N\cdots A_1 - B\rVert_2^2"),
)
MAIS = Source(
    "mais",
    "MAIS-O70: local learning coefficients of two-layer linear networks, a candidate solution",
    "Sneiderman",
    2026,
    "issue 3 of github.com/lionellevine/MAIS; read in the excerpt that issue 12 there quotes, not in its own text",
)

BALDI = Source(
    "baldi",
    "Neural networks and principal component analysis: learning from examples without local minima",
    "Baldi, Hornik",
    1989,
    "Neural Networks 2, 53-58; read in the abstract",
    SourceConventions(ONE, "(none: W = AB)", 2, "B", "AB", loss=_TWO_LAYERS),
)
KAWAGUCHI = Source(
    "kawaguchi",
    "Deep learning without poor local minima",
    "Kawaguchi",
    2016,
    "NeurIPS 2016, arXiv:1605.07110; read in the abstract, and Theorem 2.3 as later papers quote it",
    _HIDDEN_RANK,
)
LU = Source(
    "lu",
    "Depth creates no bad local minima",
    "Lu, Kawaguchi",
    2017,
    "arXiv:1702.08580; read in the abstract and in summaries",
)
HARDT = Source(
    "hardt",
    "Identity matters in deep learning",
    "Hardt, Ma",
    2017,
    "ICLR 2017, arXiv:1611.04231; read in the text of the conference with its appendix, in two public copies",
    SourceConventions(
        ONE,
        "l",
        0,
        "I + A_1",
        "(I + A_l)...(I + A_1)",
        loss=r"\lVert (I + A_l)\cdots (I + A_1) X - Y\rVert^2",
    ),
)
FREEMAN = Source(
    "freeman",
    "Topology and geometry of half-rectified network optimization",
    "Freeman, Bruna",
    2016,
    "arXiv:1611.01540, in the text of the version called Topology and geometry of deep rectified network optimization "
    "landscapes; ICLR 2017",
    SourceConventions(ONE, "K", 0, "W_1", "W_K...W_1", loss=r"\mathbb{E} \lVert W_K\cdots W_1 X - Y\rVert^2"),
)
LAURENT_FIRST = Source(
    "laurent",
    "Deep linear neural networks with arbitrary loss: all local minima are global",
    "Laurent, von Brecht",
    2017,
    "arXiv:1712.01473, first abstract, as it still stands in public indexes of papers",
)
ZHU = Source(
    "zhu",
    "The global optimization geometry of shallow linear neural networks",
    "Zhu, Soudry, Eldar, Wakin",
    2019,
    "Journal of Mathematical Imaging and Vision, arXiv:1805.04938; read in the abstracts of its versions",
    SourceConventions(HALF, "(none: W_2 W_1)", 2, "W_1", "W_2 W_1", loss=r"\tfrac12 \lVert W_2 W_1 X - Y\rVert^2"),
)
LINDSEY = Source(
    "lindsey",
    "Regularization implies balancedness in the deep linear network",
    "Lindsey, Menon",
    2025,
    "arXiv:2511.01137; read in the abstract and the overview of version 1",
    SourceConventions(depth_symbol="N", rank_product="W_N...W_1", loss=r"\text{any function of } W_N\cdots W_1"),
)
KUNIN_MECHANICS = Source(
    "kunin",
    "Neural mechanics: symmetry and broken conservation laws in deep learning dynamics",
    "Kunin, Sagastuy-Brena, Ganguli, Yamins, Tanaka",
    2021,
    "ICLR 2021, arXiv:2012.04728; read in the abstract",
)
ZHAO = Source(
    "zhao",
    "Symmetries, flat minima, and the conserved quantities of gradient flow",
    "Zhao, Ganev, Walters, Yu, Dehmamy",
    2023,
    "ICLR 2023, arXiv:2210.17216; read in the abstract",
)
MARCOTTE_RESIDUAL = Source(
    "marcotte",
    "Transformative or conservative? Conservation laws for ResNets and transformers",
    "Marcotte, Gribonval, Peyré",
    2025,
    "ICML 2025, arXiv:2506.06194; read in the abstract",
)
WENDIN = Source(
    "wendin",
    "Gradient flow equations for deep linear neural networks: a survey from a network perspective",
    "Wendin, Altafini",
    2025,
    "arXiv:2511.10362; read in the abstract and in a summary of its formulas",
    SourceConventions(
        depth_symbol="h",
        rank_product="W_h...W_1",
        loss=r"\tfrac12 \lVert W_h\cdots W_1 - \Sigma\rVert^2",
        part=r"a summary of it writes $W_1 \cdots W_h$",
    ),
)

SAXE = Source(
    "saxe",
    "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
    "Saxe, McClelland, Ganguli",
    2014,
    "ICLR 2014, arXiv:1312.6120; the law as it is widely quoted, f = 1/2",
)
FUKUMIZU = Source(
    "fukumizu",
    "Effect of batch learning in multilayer neural networks",
    "Fukumizu",
    1998,
    "ICONIP 1998; the equation as in Braun et al. (2022), Exact learning dynamics of deep linear networks with prior "
    "knowledge",
)
DOMINE = Source(
    "domine",
    "From lazy to rich: exact learning dynamics in deep linear networks",
    "Dominé and others",
    2024,
    "arXiv:2409.14623; the definition of lambda-balanced weights and the equation",
)
JI = Source(
    "ji",
    "Gradient descent aligns the layers of deep linear networks",
    "Ji, Telgarsky",
    2019,
    "ICLR 2019, arXiv:1810.02032",
)
TARMOUN = Source(
    "tarmoun",
    "Understanding the dynamics of gradient flow in overparameterized linear models",
    "Tarmoun, França, Haeffele, Vidal",
    2021,
    "ICML 2021; the law of two scalar layers",
)
MENON = Source(
    "menon",
    "An entropy formula for the deep linear network",
    "Menon, Yu",
    2025,
    "arXiv:2509.09088; the dimension of the balanced manifold",
)
ARORA2019 = Source(
    "arora2019",
    "Implicit regularization in deep matrix factorization",
    "Arora, Cohen, Hu, Luo",
    2019,
    "NeurIPS 2019, arXiv:1905.13655",
)

ARORA_RATE = Source(
    "arora2019",
    "A convergence analysis of gradient descent for deep linear neural networks",
    "Arora, Cohen, Golowich, Hu",
    2019,
    "ICLR 2019, arXiv:1810.02281; the theorem as it is widely quoted",
)
GISSIN = Source(
    "gissin",
    "The implicit bias of depth: how incremental learning drives generalization",
    "Gissin, Shalev-Shwartz, Daniely",
    2020,
    "ICLR 2020, arXiv:1909.12051; read in summaries",
)
NGUEGNANG = Source(
    "nguegnang",
    "Convergence of gradient descent for learning linear neural networks",
    "Nguegnang, Rauhut, Terstiege",
    2024,
    "Advances in Continuous and Discrete Models 2024, arXiv:2108.02040; read in the abstract",
)
MIN = Source(
    "min",
    "On the convergence of gradient flow on multi-layer linear models",
    "Min, Vidal, Mallada",
    2023,
    "ICML 2023; read in summaries",
)
PESME = Source(
    "pesme",
    "Saddle-to-saddle dynamics in diagonal linear networks",
    "Pesme, Flammarion",
    2023,
    "NeurIPS 2023, arXiv:2304.00488; read in summaries",
)
KREISLER = Source(
    "kreisler",
    "Gradient descent monotonically decreases the sharpness of gradient flow solutions in scalar networks and beyond",
    "Kreisler, Nacson, Soudry, Carmon",
    2023,
    "ICML 2023, arXiv:2305.13064; read in summaries",
)
DU = Source(
    "du",
    "Algorithmic regularization in learning deep homogeneous models: layers are automatically balanced",
    "Du, Hu, Lee",
    2018,
    "NeurIPS 2018, arXiv:1806.00900; read in the abstract",
)
BAH = Source(
    "bah",
    "Learning deep linear neural networks: Riemannian gradient flows and convergence to global minimizers",
    "Bah, Rauhut, Terstiege, Westdickenberg",
    2019,
    "Information and Inference 11, arXiv:1910.05505; read in the abstracts of its versions",
)
YARAS = Source(
    "yaras",
    "The law of parsimony in gradient descent for learning deep linear networks",
    "Yaras, Wang, Hu, Zhu, Balzano, Qu",
    2023,
    "arXiv:2306.01154; read in the abstract of version 1",
)
BARTLETT = Source(
    "bartlett",
    "Gradient descent with identity initialization efficiently learns positive definite linear transformations by deep "
    "residual networks",
    "Bartlett, Helmbold, Long",
    2018,
    "ICML 2018, PMLR 80, 521-530, arXiv:1802.06093; read in the abstract",
)
RAZIN = Source(
    "razin",
    "Implicit regularization in deep learning may not be explainable by norms",
    "Razin, Cohen",
    2020,
    "NeurIPS 2020, arXiv:2005.06398; read in the abstract",
)
YUN_SLOPES = Source(
    "yun",
    "Small nonlinearities in activation functions create bad local minima in neural networks",
    "Yun, Sra, Jadbabaie",
    2019,
    "ICLR 2019, arXiv:1802.03487; read in the text of the submission, without the appendix",
    SourceConventions(
        HALF,
        "H",
        1,
        "W_1",
        "W_{H+1}...W_1",
        loss=r"\text{any function of } W_{H+1}\cdots W_1",
        part="Section 4, linear networks",
    ),
)
RADHAKRISHNAN = Source(
    "radhakrishnan",
    "On alignment in deep linear neural networks",
    "Radhakrishnan, Nichani, Bernstein, Uhler",
    2020,
    "arXiv:2003.06340; read in the abstract and the first page of the text submitted to ICLR 2021",
)
NOUIEHED = Source(
    "nouiehed",
    "Learning deep models: critical points and local openness",
    "Nouiehed, Razaviyayn",
    2018,
    "arXiv:1803.02968; read in the abstracts of its versions",
)
NOUIEHED_TEXT = Source(
    "nouiehed",
    "Learning deep models: critical points and local openness",
    "Nouiehed, Razaviyayn",
    2018,
    "text of the version submitted to ICLR 2018; the later versions are arXiv:1803.02968",
    SourceConventions(HALF, "h", 0, "W_1", "W_h...W_1", loss=r"\tfrac12 \lVert W_h\cdots W_1 X - Y\rVert_F^2"),
)
ZHOU = Source(
    "zhou",
    "Critical points of linear neural networks: analytical forms and landscape properties",
    "Zhou, Liang",
    2018,
    "ICLR 2018, arXiv:1710.11205; read in the abstract",
)
KOHN = Source(
    "kohn",
    "Geometry of linear convolutional networks",
    "Kohn, Merkh, Montúfar, Trager",
    2022,
    "SIAM Journal on Applied Algebra and Geometry 6, arXiv:2108.01538; read in the abstract",
)
KOHN_STRIDES = Source(
    "kohn",
    "Function space and critical points of linear convolutional networks",
    "Kohn, Montúfar, Shahverdi, Trager",
    2023,
    "arXiv:2304.05752; read in the abstract and in a summary with the formula of the dimension",
)

MULAYOFF = Source(
    "mulayoff",
    "Unique properties of flat minima in deep networks",
    "Mulayoff, Michaeli",
    2020,
    "ICML 2020, arXiv:2002.04710; read in the abstract",
)
KAMBER_SHARPNESS = Source(
    "kamber",
    "Sharpness of minima in deep matrix factorization",
    "Kamber, Parhi",
    2025,
    "arXiv:2509.25783; read in the abstract of version 6 (4 February 2026)",
)

SOURCES = tuple(entry for entry in tuple(globals().values()) if isinstance(entry, Source))
"""All of them, in the order of this file."""

_KEY = re.compile(r"[a-z][a-z0-9]*")


def own_source(key: str, title: str, *, authors: str = "own work", year: int | None = None, where: str = "") -> Source:
    """A source of your own, for a claim file; the ids of its claims begin with ``key`` and a dot.

    ``year`` is this year unless given.

    >>> print(own_source("mine", "My lemma, draft of today", year=2025).at("Lemma 1"))
    own work (2025), Lemma 1
    """
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise InputError(
            f"{key!r} is not a key of a source; pass a short word of small letters and digits, like 'mine'."
        )
    if key in {source.key for source in SOURCES}:
        raise InputError(f"the key {key!r} belongs to a source of this project; choose another one, like 'mine'.")
    where_told = f"the source {key!r}"
    need(where_told, "title", title, is_text(title), "a text")
    need(where_told, "authors", authors, is_text(authors) and authors != "symdln", "your name or names, as a text")
    need(where_told, "year", year, year is None or is_whole(year, 1), "a whole number, or leave it out")
    need(where_told, "where", where, isinstance(where, str), "a text")
    return Source(key, title, authors, date.today().year if year is None else year, where or title)
