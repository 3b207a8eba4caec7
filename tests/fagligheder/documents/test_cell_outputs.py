"""Which form of an output is shown, and what is refused or left out because no page can hold it."""

from __future__ import annotations

import base64
import io

import nbformat
import pytest
from document_notebooks import code, figure, markdown, notebook, printed
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from nbformat.v4 import new_output
from PIL import Image
from traitlets.config import Config

from analysis.survey.checks import InputError
from fagligheder.documents.content import document
from fagligheder.documents.exporters import FaglighederHTMLExporter, FaglighederPDFExporter
from fagligheder.documents.pictures import check_picture
from fagligheder.documents.pieces import plain_text

TITLE = markdown("# Titel", id="title")
WIDGET = "application/vnd.jupyter.widget-view+json"
CURE = "Vis en tabel, en figur eller tekst i stedet, eller mærk cellen remove-output."


def shows(**data) -> nbformat.NotebookNode:
    """An output in several forms, their names with _ for /."""
    return new_output("display_data", {name.replace("_", "/"): data[name] for name in data})


def blocks(*outputs, **settings) -> list[dict]:
    return document(notebook(TITLE, code("vis()", *outputs)), **settings)["blocks"][1:]


def refusal(*outputs) -> str:
    with pytest.raises(InputError) as error:
        blocks(*outputs)
    return str(error.value)


@pytest.mark.parametrize(
    "mime",
    [
        WIDGET,
        "application/javascript",
        "application/geo+json",
        "application/vnd.bokehjs_exec.v0+json",
        "video/mp4",
        "image/tiff",
    ],
)
def test_plain_text_does_not_stand_in_for_a_form_that_says_more(mime):
    output = new_output("display_data", {mime: "x", "text/plain": "IntSlider(value=3)"})
    assert refusal(output) == (
        f'celle 2 ("vis()"): outputtet ({mime}, text/plain) kan ikke sættes på en side. {CURE}'
    )


def test_html_counts_beside_an_unknown_form_only_where_it_is_a_table():
    unknown = {"application/vnd.microsoft.datawrangler.viewer.v0+json": {}}
    table = {"text/html": "<table><tr><td>1</table>", "text/plain": "1"}
    assert [block["kind"] for block in blocks(new_output("display_data", unknown | table))] == [
        "table"
    ]
    loading = {"text/html": "<p>Loading BokehJS ...</p>"}
    assert "kan ikke sættes på en side" in refusal(new_output("display_data", unknown | loading))


@pytest.mark.parametrize(
    "text",
    [
        "[<matplotlib.lines.Line2D at 0x7f3a11c0>]",
        "<IPython.core.display.HTML object>",
        "(array([1.]), <BarContainer object of 10 artists>)",
        "<Figure size 640x480 with 1 Axes>",
        "<Axes: title={'center': 'a<b'}, xlabel='x'>",
        "Text(0.5, 1.0, 'Titel')",
        "alt.Chart(...)",
        "IntSlider(value=3, description='Vælg')",
    ],
)
def test_the_name_of_an_object_is_left_out_beside_its_figure_and_refused_alone(text):
    assert [block["kind"] for block in blocks(shows(text_plain=text), figure())] == ["figure"]
    assert refusal(shows(text_plain=text)) == (
        f'celle 2 ("vis()"): outputtet er kun navnet på et objekt ({text}), ikke dets indhold. '
        f"{CURE}"
    )


@pytest.mark.parametrize("text", ["46", "<NA>", "'<b>'", "K(navn='Odder')", "[1, 2]", "a < b > c"])
def test_plain_text_that_says_something_is_shown_also_beside_a_figure(text):
    assert [block["kind"] for block in blocks(shows(text_plain=text), figure())] == [
        "preformatted",
        "figure",
    ]


@pytest.mark.parametrize("make", [lambda text: shows(text_plain=text), printed])
def test_a_bar_that_is_half_drawn_is_refused_and_a_finished_one_shown(make):
    half = "Kommuner:   0%|          | 0/4 [00:00<?, ?it/s]"
    assert refusal(make(half)) == (
        'celle 2 ("vis()"): outputtet er en fremdriftslinje, der ikke er tegnet færdig. Fjern den, '
        "eller mærk cellen remove-output."
    )
    done = "Kommuner: 100%|██████████| 4/4 [00:00<00:00, 9it/s]"
    assert blocks(make(done)) == [{"kind": "preformatted", "text": done}]


@pytest.mark.parametrize(
    ("latex", "markdown_text"),
    [
        ("$\\displaystyle x^2$", "$\\displaystyle x^2$"),
        ("\\frac{a}{b}", "$$\n\\frac{a}{b}\n$$"),
        ("\\[x\\] og \\(y\\)", "$$x$$ og $y$"),
    ],
)
def test_latex_is_shown_as_the_markdown_of_its_formula(latex, markdown_text):
    output = shows(text_latex=latex, text_plain="<IPython.core.display.Math object>")
    assert blocks(output) == blocks(shows(text_markdown=markdown_text))


def test_a_table_in_latex_is_shown_by_its_plain_text():
    output = shows(text_latex="\\begin{tabular}{l} a \\end{tabular}", text_plain="   a\n0  1")
    assert blocks(output) == [{"kind": "preformatted", "text": "   a\n0  1"}]


def test_json_is_shown_as_text():
    output = new_output("display_data", {"application/json": {"å": 1}, "text/plain": "<J object>"})
    assert blocks(output) == [{"kind": "preformatted", "text": '{\n  "å": 1\n}'}]


# --- what is left out when the user says so


@pytest.mark.parametrize("exporter", [FaglighederHTMLExporter, FaglighederPDFExporter])
def test_what_no_page_can_hold_is_left_out_by_one_option_and_named_in_the_log(exporter, caplog):
    widget = new_output("display_data", {WIDGET: {}, "text/plain": "IntSlider()"})
    nb = notebook(TITLE, code("vis()", widget, printed("bliver")))
    with pytest.raises(InputError, match="celle 2"):
        exporter().from_notebook_node(nb)
    exporter(config=Config({exporter.__name__: {"leave_out": True}})).from_notebook_node(nb)
    assert caplog.messages == [
        f'celle 2 ("vis()"): outputtet ({WIDGET}, text/plain) kan ikke sættes på en side. {CURE} '
        "Det er udeladt af dokumentet."
    ]


def test_a_notebook_itself_may_say_that_it_is_left_out():
    nb = notebook(TITLE, code("kort", shows(text_html="<iframe></iframe>"), printed("bliver")))
    nb.metadata.fagligheder = {"leave_out": True}
    assert [block.get("text") for block in document(nb)["blocks"]] == [None, "bliver"]


def test_only_what_no_page_can_hold_is_left_out():
    with pytest.raises(InputError, match="ingen alternativ tekst"):
        blocks(figure(alt=""), leave_out=True)
    with pytest.raises(InputError, match="ikke et gyldigt PNG-billede"):
        blocks(
            new_output("display_data", {"image/png": "AAAA"}, metadata={"image/png": {"alt": "x"}}),
            leave_out=True,
        )


# --- code that is to stay hidden


@pytest.mark.parametrize(
    "metadata",
    [
        {"tags": ["remove-input"]},
        {"tags": ["hide_input"]},
        {"tags": ["hide-cell"]},
        {"jupyter": {"source_hidden": True}},
        {"transient": {"remove_source": True}},
    ],
)
def test_hidden_code_stays_hidden_and_its_output_is_shown(metadata):
    cell = code("skjult = 1", printed("vist"))
    cell.metadata = nbformat.from_dict(metadata)
    shown = document(notebook(TITLE, cell, code("vist = 2")), show_code=True)["blocks"][1:]
    assert [block["text"] for block in shown] == ["vist", "vist = 2"]


# --- notebooks that lack a part


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ({"cell_type": "code", "metadata": {}, "outputs": []}, "source"),
        ({"cell_type": "markdown", "source": "x"}, "metadata"),
        ({"cell_type": "code", "metadata": {}, "source": "x"}, "outputs"),
        ("x", "indholdet"),
        *(
            ({"cell_type": "code", "metadata": {}, "source": "x", "outputs": [output]}, part)
            for output, part in [
                ({"output_type": "display_data", "metadata": {}}, "output 1: data"),
                ({"output_type": "display_data", "data": {}}, "output 1: metadata"),
                ({"output_type": "stream", "name": "stdout"}, "output 1: text"),
                ({"output_type": "error", "ename": "E"}, "output 1: evalue"),
                ({"output_type": "pyout"}, "output 1: output_type"),
                ({}, "output 1: output_type"),
                (5, "output 1: indholdet"),
            ]
        ),
    ],
)
def test_a_notebook_that_lacks_a_part_is_refused_with_its_cell(cell, part):
    nb = notebook(TITLE)
    nb.cells.append(nbformat.from_dict(cell))
    with pytest.raises(InputError) as error:
        document(nb)
    assert str(error.value) == (
        f"celle 2: {part} mangler eller er af en forkert slags, så notesbogen kan ikke læses. "
        "Åbn den i Jupyter, og gem den igen."
    )


def test_metadata_of_other_kinds_do_no_harm():
    nb = notebook(TITLE, code("vis()", printed("vist")))
    nb.metadata = nbformat.from_dict({"papermill": 1, "fagligheder": "x"})
    nb.cells[0].metadata = nbformat.from_dict({"fagligheder": ["x"]})
    nb.cells[1].metadata = nbformat.from_dict({"jupyter": 1, "transient": "x"})
    assert document(nb, show_code=True)["blocks"][-1]["text"] == "vist"


# --- pictures


def picture(image: Image.Image, kind: str, **settings) -> str:
    out = io.BytesIO()
    image.save(out, format=kind, **settings)
    return base64.b64encode(out.getvalue()).decode()


def red(mode: str = "RGB") -> Image.Image:
    """A picture twice as wide as high, its left half red, its right half white."""
    image = Image.new("RGB", (8, 4), "white")
    image.paste("red", (0, 0, 4, 4))
    return image.convert(mode)


def opened(checked: tuple[str, str]) -> Image.Image:
    assert checked[0] == "image/png"
    return Image.open(io.BytesIO(base64.b64decode(checked[1])))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_pictures_that_every_reader_shows_alike_are_unchanged(mode):
    data = picture(red(mode), "PNG")
    assert check_picture(data, "image/png", "celle 1") == ("image/png", data)


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "CMYK"), ("GIF", "P"), ("WEBP", "RGB"), ("BMP", "RGB")]
)
def test_other_pictures_become_png_with_their_colours(kind, mode):
    shown = opened(check_picture(picture(red(mode), kind), f"image/{kind.lower()}", "celle 1"))
    assert shown.mode == "RGB"
    left, right = shown.getpixel((1, 1)), shown.getpixel((6, 1))
    assert left[0] > 200 > 60 > max(left[1:])
    assert min(right) > 230


def test_sixteen_bits_are_scaled_not_cut():
    image = Image.new("I;16", (2, 1), 0)
    image.putpixel((0, 0), 32768)
    image.putpixel((1, 0), 65535)
    shown = opened(check_picture(picture(image, "PNG"), "image/png", "celle 1"))
    assert [shown.convert("L").getpixel((x, 0)) for x in (0, 1)] == [128, 255]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_turned_as_its_camera_says(kind):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    shown = opened(
        check_picture(picture(red(), kind, exif=exif), f"image/{kind.lower()}", "celle 1")
    )
    assert shown.size == (4, 8)
    assert shown.getpixel((2, 1))[1] < 100 < 200 < shown.getpixel((2, 6))[1]


def test_a_picture_that_moves_is_refused():
    data = picture(red("P"), "GIF", save_all=True, append_images=[Image.new("P", (8, 4), 3)])
    with pytest.raises(InputError) as error:
        check_picture(data, "image/gif", "celle 1")
    assert str(error.value) == "celle 1: billedet bevæger sig. Vis ét billede som PNG."


def test_a_cmyk_picture_reaches_pdf_and_page():
    output = new_output(
        "display_data",
        {"image/jpeg": picture(red("CMYK"), "JPEG")},
        metadata={"image/jpeg": {"alt": "Rød"}},
    )
    nb = notebook(TITLE, code("vis()", output))
    assert 'src="data:image/png;base64,' in FaglighederHTMLExporter().from_notebook_node(nb)[0]
    assert FaglighederPDFExporter().from_notebook_node(nb)[0].startswith(b"%PDF")
    assert plain_text(document(nb)["blocks"][0]["children"]) == "Titel"


def pdf(pages: int = 1) -> str:
    """A PDF as matplotlib leaves it in a notebook."""
    out = io.BytesIO()
    with PdfPages(out, metadata={"CreationDate": None}) as file:
        for _ in range(pages):
            drawing = Figure(figsize=(2, 1))
            drawing.add_subplot().bar(["a", "b"], [1, 2])
            file.savefig(drawing)
    return base64.b64encode(out.getvalue()).decode()


def described(mime: str, content: object, alt: str = "Søjler") -> nbformat.NotebookNode:
    """An output with an alternative text, and with the plain text that a kernel adds."""
    data = {mime: content, "text/plain": "<Figure size 640x480 with 1 Axes>"}
    return new_output("display_data", data, metadata={mime: {"alt": alt}})


def test_a_figure_that_is_a_pdf_is_drawn_as_svg():
    (shown,) = blocks(described("application/pdf", pdf()))
    assert (shown["kind"], shown["mime"], shown["alt"]) == ("figure", "image/svg+xml", "Søjler")
    assert 'viewBox="0 0 144 72"' in shown["data"]
    assert shown["data"].count("<path") > 10
    with pytest.raises(InputError) as error:
        blocks(described("application/pdf", pdf(pages=2)))
    assert str(error.value) == (
        'celle 2 ("vis()"): figuren er en PDF på 2 sider, forventede én. Vis siderne hver for sig.'
    )
