"""SVG figures are cleaned, and what is seen in them is kept or refused, never lost in silence."""

from __future__ import annotations

import doctest

import pytest
from document_notebooks import SVG, png

from analysis.survey.checks import InputError
from fagligheder.documents import svg, svg_size, svg_styles
from fagligheder.documents.svg import clean_svg

ROOT = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def cleaned(body: str, root: str = 'viewBox="0 0 90 20"') -> str:
    """What is left in the outermost element."""
    clean = clean_svg(f"{ROOT} {root}>{body}</svg>", "f-", "celle 1")
    return clean.partition(">")[2].removesuffix("</svg>")


def box(root: str) -> str:
    clean = clean_svg(f"{ROOT} {root}><path/></svg>", "f-", "celle 1")
    return clean.partition('viewBox="')[2].partition('"')[0]


def refusal(body: str, root: str = 'viewBox="0 0 90 20"') -> str:
    with pytest.raises(InputError) as error:
        cleaned(body, root)
    return str(error.value)


@pytest.mark.parametrize("module", [svg, svg_size, svg_styles])
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).attempted
    assert doctest.testmod(module).failed == 0


def test_a_figure_is_cleaned_and_its_ids_are_its_own():
    clean = clean_svg(SVG, "f1-", "celle 1")
    for word in ("script", "alert", "font-face", "https://kl.dk", "onload", "værktøjstip"):
        assert word not in clean
    for piece in ('id="f1-p1"', "url(#f1-p1)", 'href="#f1-m1"', "stroke-linejoin", "på Ærø"):
        assert piece in clean
    assert 'viewBox="0 0 482 120"' in clean


def test_links_are_unwrapped_wherever_they_stand():
    assert cleaned('<a xlink:href="https://x.dk" class="k"><rect/></a>') == (
        '<g class="k"><rect /></g>'
    )
    assert cleaned('<text>a <a href="javascript:x()"><tspan>b</tspan></a> c</text>') == (
        "<text>a <tspan><tspan>b</tspan></tspan> c</text>"
    )
    nested = '<svg x="9" width="5" viewBox="0 0 1 1"><a><path/></a></svg>'
    assert cleaned(nested) == '<svg x="9" width="5" viewBox="0 0 1 1"><g><path /></g></svg>'


def test_text_after_a_part_that_goes_stays():
    assert cleaned("<text>1<title>t</title> af <desc>d</desc>2</text>") == "<text>1 af 2</text>"


HTML = '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">Job <b>center</b></div>'
HTML += "</foreignObject>"


def test_a_switch_shows_the_first_part_that_can_be_shown():
    assert cleaned(f"<switch>{HTML}<text>Job center</text></switch>") == (
        "<g><text>Job center</text></g>"
    )
    # draw.io's last part says that it cannot be shown, and is not to be shown
    assert cleaned(
        '<switch><g requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"/>'
        "<a><text>Text is not SVG</text></a></switch>"
    ) == ("<g><g /></g>")
    assert cleaned(
        '<switch class="s"><text systemLanguage="en">Bar</text>'
        '<text systemLanguage="da-DK, no">Søjle</text><text>?</text></switch>'
    ) == ('<g class="s"><text>Søjle</text></g>')
    with_picture = f"<switch>{HTML}<image href='data:image/png;base64,{png()}'/></switch>"
    assert "<image" in cleaned(with_picture)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (HTML, '"Job center" i <foreignObject>'),
        (f"<g><a>{HTML}</a></g>", '"Job center" i <foreignObject>'),
        (f"<switch>{HTML}</switch>", '"Job center" i <foreignObject>'),
        (f"<switch>{HTML}<text>Job...</text></switch>", '"Job center" i <foreignObject>'),
        ("<flowRoot><flowPara>Kort</flowPara></flowRoot>", '"Kort" i <flowRoot>'),
    ],
)
def test_text_that_would_be_lost_is_refused(body, text):
    assert refusal(body) == (
        f"celle 1: figuren viser teksten {text}, som ikke kan trykkes. Lad programmet skrive den "
        "som <text> (i mermaid: htmlLabels: false; i draw.io: uden formateret tekst), eller vis "
        "figuren som PNG."
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<script>tegn()</script>", "tegnes af et script, som ikke kører på papir"),
        (
            '<rect height="0"><animate attributeName="height" to="9" fill="freeze"/></rect>',
            "bevæger sig (<animate>) og ender anderledes, end den begynder",
        ),
        (
            '<meshgradient id="m"/><rect fill="url(#m)"/>',
            'bruger delen "m", som ikke kan trykkes',
        ),
        ("<foreignObject><img/></foreignObject>", "tegner i <foreignObject>, som ikke kan trykkes"),
    ],
)
def test_what_else_would_be_lost_is_refused(body, found):
    assert refusal(body) == f"celle 1: figuren {found}. Vis figuren som PNG."


def test_empty_labels_and_other_programs_notes_go():
    empty = '<foreignObject width="0"><div><span class="edgeLabel"/></div></foreignObject>'
    notes = '<s:namedview xmlns:s="urn:sodipodi" s:docname="C:\\a"/><metadata>x</metadata>'
    assert cleaned(f'{empty}{notes}<g xmlns:i="urn:i" i:label="Lag 1"/>') == "<g />"


def test_a_filter_goes_with_what_refers_to_it():
    assert cleaned(
        '<filter id="f"><feGaussianBlur/></filter><g filter="url(#f)"/>'
        '<g style="filter:url(#f); fill:red"/><style>.a{filter:blur(2px); stroke:#f00}</style>'
    ) == ('<g /><g style="fill:red" /><style>#f-svg .a{stroke:#f00}</style>')


def test_the_outermost_styling_is_moved_to_a_group():
    clean = cleaned(
        "<style>.svglite line, #r text{fill:none} svg{stroke:#111} svg > g{x:y} :root{z:w}</style>",
        'id="r" class="svglite" fill="none" style="color: red" xml:space="preserve" '
        'width="9" height="2" viewBox="0 0 90 20" role="img"',
    )
    assert clean.startswith(
        '<g class="svglite" fill="none" style="color: red" xml:space="preserve" id="f-r">'
    )
    assert clean.partition("<style>")[2].partition("</style>")[0].split("\n") == [
        "#f-svg .svglite line, #f-svg #f-r text{fill:none}",
        "#f-svg&gt;g, #f-svg svg{stroke:#111}",
        "#f-svg&gt;g &gt; g, #f-svg svg &gt; g{x:y}",
        "#f-svg&gt;*{z:w}",
    ]


def test_a_ground_of_colour_is_drawn():
    assert cleaned("<path/>", 'viewBox="1 2 90 20" style="background: #222"') == (
        '<rect x="1" y="2" width="90" height="20" fill="#222" />'
        '<g style="background: #222"><path /></g>'
    )


def test_of_the_rules_those_for_a_screen_in_daylight_stay():
    css = (
        "/* fed */ @import url(https://fonts.example.org/css?family=Inter);"
        "@font-face{font-family:a;src:url(a.woff)} @keyframes k{to{x:y}}"
        "@media screen{.a{fill:light-dark(#fff, #000)}} @media print{.a{fill:red}}"
        ".b{--x:1;fill:url('#b');font-family:var(--y);cursor:url(c.png)} .c{fill:red;:;stroke}"
    )
    assert cleaned(f"<style>{css}</style>") == (
        "<style>#f-svg .a{fill:#fff}\n#f-svg .b{fill:url(#f-b)}\n#f-svg .c{fill:red}</style>"
    )
    assert cleaned('<style media="print">g{x:y}</style>') == "<style />"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<g fill="url(https://x.dk/#a)"/>', "figurens fill er 'url(https://x.dk/#a)'"),
        ('<g style="mask:url(m.svg)"/>', "figurens mask er 'url(m.svg)'"),
        ("<style>g{stroke:var(--c)}</style>", "figurens stroke er 'var(--c)'"),
        ('<style>@import "x.css";</style>', 'figurens stilregel @import "x.css"'),
        ("<style>@media (min-width: 9px){g{x:y}}</style>", "figurens stilregel @media (min-width"),
        ("<style>g{x:y; .b{z:w}}</style>", "figurens stilregler står inden i hinanden"),
        ('<image href="p.png"/>', "figuren henter p.png i <image>"),
        ('<image href="data:image/gif;base64,R0lG"/>', "figuren henter data:image/gif;base64,R0lG"),
        ('<use href="b.svg#a"/>', "figuren henter b.svg#a i <use>"),
        ('<image href="data:image/png;base64,R0lG"/>', "billedet er ikke et gyldigt PNG-billede."),
    ],
)
def test_looks_that_come_from_elsewhere_are_refused(body, found):
    assert refusal(body).startswith(f"celle 1: {found}")


@pytest.mark.parametrize(
    ("root", "area"),
    [
        ('width="9pt" height="4.5pt"', "0 0 12 6"),
        ('width="1in" height="2.54cm"', "0 0 96 96"),
        ('width="10em" height="50px"', "0 0 160 50"),
        ('width="100%" viewBox="0 0 3 4"', "0 0 3 4"),
        ('width="700" height="500" viewBox="0 0 7 5"', "0 0 7 5"),
        ('width="400" height="100" viewBox="0 0 1 1" preserveAspectRatio="none"', "0 0 400 100"),
    ],
)
def test_the_area_is_read_in_any_unit(root, area):
    assert box(root) == area


@pytest.mark.parametrize(
    "root", ['width="100%" height="9"', 'width="auto"', 'width="0" height="1"']
)
def test_a_figure_without_a_size_is_refused(root):
    assert refusal("<path/>", root) == (
        "celle 1: figuren har hverken viewBox eller bredde og højde. Tegn den igen."
    )


def test_a_figure_stretched_on_purpose_stays_so():
    clean = cleaned("<path/>", 'width="4" height="1" viewBox="0 0 1 1" preserveAspectRatio="none"')
    assert clean == (
        '<svg width="4" height="1" viewBox="0 0 1 1" preserveAspectRatio="none"><path /></svg>'
    )


def test_text_before_the_figure_is_no_fault():
    assert clean_svg(f'\ufeff\n <?xml version="1.0"?>{ROOT} viewBox="0 0 1 1"/>', "", "x")
