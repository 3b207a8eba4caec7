"""Formulas in TeX are set in page and PDF, whole, or stand as their source."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from document_notebooks import code, markdown, notebook
from nbformat.v4 import new_output
from pdf_reading import elements, words

from analysis.survey.checks import InputError
from fagligheder.documents.content import document
from fagligheder.documents.formula_tree import MOST_LAYERS, formula_tree
from fagligheder.documents.formulas import hold_formulas
from fagligheder.documents.html import render_html
from fagligheder.documents.markdown import parse_markdown
from fagligheder.documents.mathml import mathml
from fagligheder.documents.pdf import _fonts, render_pdf
from fagligheder.documents.pieces import Node, plain_text

TITLE = markdown("# Titel", id="title")


def found(source: str) -> list[str]:
    """The formulas of a markdown text, without what surrounds them."""
    return [token["tex"] for token in hold_formulas(source)[1] if token["type"] == "formula"]


def page_of(tex: str, display: bool = False) -> str:
    """A formula as MathML, without its alternative text."""
    tree = formula_tree(tex, display)
    assert tree is not None, tex
    written = mathml({"alt": "", "display": display, "tree": tree})
    return written.removeprefix('<math alttext=""').partition(">")[2].removesuffix("</math>")


def printed_of(*texts: str) -> tuple[str, pikepdf.Pdf]:
    """Markdown cells as the PDF's words, letters of formulas as plain ones, and the PDF."""
    cells = [markdown(text, id=f"m{at}") for at, text in enumerate(texts)]
    made, missing = render_pdf(document(notebook(TITLE, *cells)))
    assert missing == []
    pdf = pikepdf.open(io.BytesIO(made))
    return words(pdf), pdf


# --- where a formula is, and where it is not


@pytest.mark.parametrize(
    ("source", "formulas"),
    [
        ("Gabet er $x*y*z$, og $$a_1$$.", ["x*y*z", "a_1"]),
        (r"Også \\(x\\) og \\[y\\], som JupyterLab læser dem.", ["x", "y"]),
        (r"Men \(x\) og \[y\] er parenteser i markdown.", []),
        (
            "$ x $ og $ a + b $ og 10$^{-3}$ og 5$\\mu$m og 2$x$",
            ["x", "a + b", "^{-3}", "\\mu", "x"],
        ),
        ("5 $ og 6 $, $5 to $6, US$ 5", []),
        ("US$ 5 og US$ 6, men 5$, 6$", []),
        ("$1,000 (ca. 7 kr.) og $2,000", []),
        ("${HOME} og ${PATH}, $HOME_DIR og $PATH", []),
        (r"\$x\$ og \\$y$ og $\$5$", ["y", r"\$5"]),
        ("`$a$` og ``$b` $c$`` og $d$", ["d"]),
        ("```\n$a$\n\n$$\n```\n$b$", ["b"]),
        ("- ~~~\n  $a\n  ~~~\n\n$b$", ["b"]),
        ("$a\n\nb$ og $$a\n\nb$$", []),
        ("$a\nb$", ["a\nb"]),
        (r"$\text{hvis $x$ er}$", [r"\text{hvis $x$ er}"]),
        ("tekst\n\\begin{align}\na\n\\end{align}\ntekst", ["\\begin{align}\na\n\\end{align}"]),
        ("\\begin{align} a \\end{aligned}", []),
        ("> $$\n> x\n> $$", ["x"]),
    ],
)
def test_a_formula_is_told_from_money_code_and_escapes(source, formulas):
    assert found(source) == formulas


def test_a_formula_keeps_its_bars_in_a_table():
    (block,) = parse_markdown("| a | b |\n|---|---|\n| $|x|$ | $P(A|B)$ |")
    cells = [plain_text(cell) for cell in block["rows"][0]["cells"]]
    assert cells == ["$|x|$", "$P(A|B)$"]
    assert [cell[0]["kind"] for cell in block["rows"][0]["cells"]] == ["formula", "formula"]


def test_a_formula_in_code_is_the_text_it_was():
    source = "    $a$ \\\\(b\\\\)\n\n`c`\n\n$d$ er <b title='$e$'>her</b>"
    first, _, last = parse_markdown(source)
    assert first == {"kind": "preformatted", "text": "$a$ \\\\(b\\\\)"}
    assert plain_text(last["children"]) == "$d$ er her"


def test_what_stands_for_a_formula_may_be_in_the_text_itself():
    (block,) = parse_markdown("\U000f0000 $x$ \U000f0001")
    assert plain_text(block["children"]) == "\U000f0000 $x$ \U000f0001"


def shape(blocks: list[Node]) -> list[str]:
    return [f"{block['kind']} {plain_text(block.get('children', [block]))}" for block in blocks]


def test_a_formula_of_its_own_parts_the_paragraph():
    assert shape(parse_markdown("Se $$x$$ og $y$\n$$z$$")) == [
        "paragraph Se",
        "formula $$x$$",
        "paragraph og $y$",
        "formula $$z$$",
    ]
    assert shape(parse_markdown("$x$\n\n# Om $y$")) == ["formula $x$", "heading Om $y$"]
    (listed,) = parse_markdown("- a\n\n  $$\n  x\n  $$\n- b")
    assert shape(listed["items"][0]) == ["paragraph a", "formula $$\n  x\n  $$"]
    (quoted,) = parse_markdown("> a $$x$$")
    assert shape(quoted["blocks"]) == ["paragraph a", "formula $$x$$"]


# --- how it is read


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        ("x-1", "<mrow><mi>x</mi><mo>−</mo><mn>1</mn></mrow>"),
        (r"\frac{a}{b}", "<mrow><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow>"),
        (r"\sqrt[3]{x}", "<mrow><mroot><mi>x</mi><mn>3</mn></mroot></mrow>"),
        (r"\mathrm{Koordination}", '<mrow><mtext class="upright word">Koordination</mtext></mrow>'),
        (r"\text{Støtte}", "<mrow><mtext>Støtte</mtext></mrow>"),
        ("abc", "<mrow><mi>a</mi><mi>b</mi><mi>c</mi></mrow>"),
        (
            "Odder_1",
            '<mrow><msub><mtext class="italic word">Odder</mtext><mn>1</mn></msub></mrow>',
        ),
        (
            r"\mathbb{R}\mathbf{x}\mathbb{1}",
            "<mrow><mi>ℝ</mi><mi>𝐱</mi><mn>𝟙</mn></mrow>",
        ),
        (r"x \not\in A \not< 1", "<mrow><mi>x</mi><mo>∉</mo><mi>A</mi><mo>≮</mo><mn>1</mn></mrow>"),
        (r"88 % procent", None),
        (r"\Gamma\infty", '<mrow><mi mathvariant="normal">Γ</mi><mi>∞</mi></mrow>'),
        (
            r"A\setminus\langle B",
            '<mrow><mi>A</mi><mo>∖</mo><mo stretchy="false">⟨</mo><mi>B</mi></mrow>',
        ),
        (r"12{,}5", '<mrow><mn>12</mn><mo lspace="0" rspace="0">,</mo><mn>5</mn></mrow>'),
        (r"\hat{p}", '<mrow><mover accent="true"><mi>p</mi><mo>^</mo></mover></mrow>'),
        (r"\overline{x}", '<mrow><mover accent="true"><mi>x</mi><mo>¯</mo></mover></mrow>'),
    ],
)
def test_a_formula_is_written_as_mathml(tex, written):
    if written is None:
        assert "%" in page_of(tex)
    else:
        assert page_of(tex) == written


def test_limits_stand_under_and_over_where_there_is_room():
    sign = '<mo movablelimits="true">∑</mo>'
    assert f"<munderover>{sign}<mi>i</mi><mi>n</mi></munderover>" in page_of(r"\sum_i^n", True)
    for tex in (r"\lim_x", r"\max_x", r"\operatorname*{argmax}_x", r"\operatorname*{arg\,max}_x"):
        assert '<munder><mo movablelimits="true"' in page_of(tex), tex
    assert "<msubsup><mo>∫</mo>" in page_of(r"\int_0^1")


def test_brackets_stretch_around_what_they_hold():
    fence = '<mo fence="true" stretchy="true">'
    assert f"<mrow>{fence}(</mo><mtable>" in page_of(r"A\begin{pmatrix} a & b \end{pmatrix}")
    assert f'<mrow>{fence}(</mo><mfrac linethickness="0">' in page_of(r"\binom{n}{k}")
    assert f"{fence}⟨</mo><mi>x</mi>{fence}|</mo>" in page_of(r"\left<x\right|")
    assert '<mo stretchy="false">(</mo>' in page_of("f(x)")


def test_rows_are_aligned_and_their_numbers_stand():
    aligned = page_of(r"\begin{align} a &= b \tag{1} \\ c &= d \nonumber \end{align}", True)
    assert aligned.count('<mtd class="right">') == aligned.count('<mtd class="left">') == 2
    assert aligned.count("<mtext>(1)</mtext>") == 1
    lined = page_of(r"\begin{array}{cc|c} 1 & 2 & 3 \\ \hline 4 & 5 & 6 \end{array}")
    assert lined.count("line-below") == 3
    assert lined.count("line-after") == 2


@pytest.mark.parametrize(
    "tex",
    [
        r"\ukendt{x}",
        r"a + \begin{ukendt} b \end{ukendt}",
        r"\begin{matrix} a & b",
        r"a & b",
        r"\frac{1}",
        r"{x",
        r"\text{a \alpha}",
        r"\text{a {b} c}",
        r"\left( x",
        r"x^2^3",
        r"\mathbf{ø}",
        r"\begin{pmatrix*}[r] a \end{pmatrix*}",
        r"\hat{}",
        r"x \not",
        r"\def\x{\x\x}\x",
        r"\newcommand{\R}{x} \R",
        r"\input{/etc/passwd}",
        r"\href{javascript:alert(1)}{x}",
        r"\includegraphics{a.png}",
        r"\sqrt" * 5000 + "x",
        r"\frac{1}{" * 300 + "x" + "}" * 300,
        "x+" * 50_000,
    ],
)
def test_what_cannot_be_set_whole_stands_as_its_source(tex):
    assert parse_markdown(f"$$\n{tex}\n$$") == [{"kind": "preformatted", "text": f"$$\n{tex}\n$$"}]
    (block,) = parse_markdown(f"Se ${tex}$ her.")
    assert (block["children"][1]["kind"], block["children"][1]["text"]) == ("code", f"${tex}$")


# --- page and PDF

EXAMPLES = [
    r"Vægten er $w_i = \frac{N_i}{n_i}$, og $|x| \le \hat{p}$, $\alpha, \Omega$, $\mathbb{R}$.",
    r"$$\sum_{i=1}^{n} x_i = \sqrt{\int_0^\infty e^{-x^2}\,dx} + \lim_{n\to\infty} \binom{n}{k}$$",
    r"$$f(x) = \begin{cases} x & \text{hvis } x > 0 \\ 0 & \text{ellers} \end{cases}$$",
    "\\begin{align}\na &= \\begin{bmatrix} 1 \\end{bmatrix} \\tag{2} \\\\\nb &= c\n\\end{align}",
    r"$$\left.\frac{dy}{dx}\right|_{x=0} \underbrace{a+b}_{n} \xrightarrow{f} \boxed{\cancel{y}}$$",
    r"$$\limsup_n \overline{AB} \substack{a \\ b} \mathcal{L} \mathfrak{g} \phantom{x} \bigl( x $$",
    "| Gab | $x^2$ |\n|---|---|\n| $\\text{Koordination}$ | $$\\frac{a}{b}$$ |",
    "- a\n  - $$x$$\n\n> # Om $y$",
]


def test_formulas_are_set_with_their_source_as_alternative_text():
    said, pdf = printed_of(*EXAMPLES)
    assert "$" not in said.replace("$x^2$", "")
    assert "□" not in said
    assert "𝑤𝑖=𝑁𝑖𝑛𝑖" in re.sub(r"\s+", "", said)
    for word in ("Koordination", "hvis", "ellers", "(2)", "lim"):
        assert word in said
    alts = [str(node.Alt) for kind, node in elements(pdf) if kind == "/Formula"]
    assert alts[:2] == [r"w_i = \frac{N_i}{n_i}", r"|x| \le \hat{p}"]
    assert len(alts) == 14


def test_the_page_holds_the_same_formulas():
    cells = [markdown(text, id=f"m{at}") for at, text in enumerate(EXAMPLES)]
    page = render_html(document(notebook(TITLE, *cells)))
    assert page.count("<math ") == page.count("</math>") == 14
    assert '<math alttext="|x| \\le \\hat{p}">' in page
    assert 'display="block"' in page
    assert "$" not in page.partition("<main")[2].partition("</main>")[0].replace("$x^2$", "")


def test_markup_in_a_formula_is_text_in_page_and_pdf():
    source = '$$\\text{<script>alert("x")</script> #panic("y") &#x3c;} < y$$'
    page = render_html(document(notebook(TITLE, markdown(source))))
    assert "<script" not in page
    assert '&lt;script&gt;alert("x")&lt;/script&gt;' in page.replace("&quot;", '"')
    assert '#panic("y")' in printed_of(source)[0].replace("\xa0", " ")


@pytest.mark.parametrize(
    "latex",
    [
        r"$\displaystyle \left[\begin{matrix}\frac{1}{2} & x^{2}\end{matrix}\right]$",
        "\\begin{equation}\nx = 5\n\n\\end{equation}",
        r"\[ \begin{matrix} a \\[2pt] b \end{matrix} \]",
        r"\( 5 \)",
    ],
)
def test_what_sympy_and_ipython_show_is_set(latex):
    output = new_output("display_data", {"text/latex": latex, "text/plain": "<Math object>"})
    *_, block = document(notebook(TITLE, code("vis()", output)))["blocks"]
    assert block["kind"] == "formula"


def test_a_wide_formula_is_broken_or_set_smaller_and_a_huge_one_refused():
    terms = " + ".join(f"x_{{{at}}}" for at in range(80))
    said, _ = printed_of(f"$${terms}$$", f"Se ${terms}$.")
    assert re.sub(r"\s", "", said).count("𝑥79") == 2
    matrix = r"\begin{matrix}" + "&".join(f"{at}" for at in range(100, 128)) + r"\end{matrix}"
    said, _ = printed_of(f"$${matrix}$$", f"Se ${matrix}$.")
    assert said.count("127") == 2
    rows = "\n".join([r"a\\a", *[r"\\a" for _ in range(400)]])
    with pytest.raises(InputError) as error:
        printed_of(f"$${rows}$$")
    assert str(error.value) == (
        'celle 2 ("$$a\\\\a"): der er ikke plads til en formel på siden, heller ikke med halvt så '
        "store tegn. Del den i flere formler, eller vis den som tekst."
    )


def test_the_deepest_formula_is_set_also_within_lists_and_quotes():
    deep = "x"
    while formula_tree(rf"\begin{{matrix}} \frac{{1}}{{{deep}}} \end{{matrix}}", display=True):
        deep = rf"\begin{{matrix}} \frac{{1}}{{{deep}}} \end{{matrix}}"
    assert deep.count("matrix") >= MOST_LAYERS // 4
    said, _ = printed_of(f"- a\n  - b\n    - c\n      > $${deep}$$")
    assert "𝑥" in said


def test_fonts_of_formulas_are_loaded_for_formulas_alone():
    _fonts.cache_clear()
    render_pdf(document(notebook(TITLE, markdown('Se "kind": "formula" og $5.'))))
    assert _fonts.cache_info().currsize == 1
    render_pdf(document(notebook(TITLE, markdown("Se $x$."))))
    assert _fonts.cache_info().currsize == 2
