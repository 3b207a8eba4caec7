"""A notebook becomes a document: what is chosen, in which order, and what is refused."""

from __future__ import annotations

import copy
import doctest
import json

import nbformat
import pytest
from document_notebooks import (
    ALT,
    code,
    figure,
    kommune_page,
    markdown,
    notebook,
    png,
    printed,
    shown,
    table,
)

from analysis.display.tables.blocks import BLOCK_MIME, Text, Title
from analysis.survey.checks import InputError
from fagligheder.documents import markdown as markdown_module
from fagligheder.documents import pieces
from fagligheder.documents.content import document
from fagligheder.documents.markdown import parse_markdown
from fagligheder.documents.notebook_headings import promote_headings
from fagligheder.documents.pieces import plain_text

TITLE = markdown("# Odder Kommune", id="title")


def refusal(nb) -> str:
    with pytest.raises(InputError) as error:
        document(nb)
    return str(error.value)


def kinds(nb, **settings) -> list[str]:
    return [block["kind"] for block in document(nb, **settings)["blocks"]]


def test_a_kommune_page_is_title_blocks_and_basis():
    model = document(kommune_page())
    assert model["title"] == "Ærøskøbing Kommune"
    assert model["lang"] == "da"
    assert model["basis"] == ["published", "recovered"]
    assert model["synthetic"] is False
    assert [block["kind"] for block in model["blocks"]] == (
        "title facts note heading figure paragraph list figure table".split()
    )
    assert json.loads(json.dumps(model)) == model


def test_the_title_carries_lead_and_eyebrow():
    title = document(kommune_page())["blocks"][0]
    assert plain_text(title["lead"]) == "Hvad 52 chefer svarede."
    assert title["eyebrow"] == "Forår 2017"
    assert title["id"] == "ærøskøbing-kommune"


def test_the_mark_of_a_title_survives_promotion():
    nb = notebook(code("t", shown(Title("Odder Kommune", mark="Med egne svar"))))
    for each in (nb, promote_headings(nb)):
        title = document(each)["blocks"][0]
        assert (title["mark"], title["eyebrow"]) == ("Med egne svar", "")


def test_a_cell_tagged_so_begins_a_new_page():
    tagged = code("h", shown(Text("## Mere")), tags=("new-page",))
    assert kinds(notebook(TITLE, tagged)) == ["title", "new_page", "heading"]
    promoted = promote_headings(notebook(TITLE, tagged))
    assert kinds(promoted) == ["title", "new_page", "heading"]
    gone = code("g", shown(Text("## Mere")), tags=("new_page", "remove-cell"))
    assert kinds(notebook(TITLE, gone)) == ["title"]


def test_a_markdown_title_takes_its_paragraph_as_lead():
    model = document(notebook(markdown("# Figur 2–6\n\nRapportens *fem* figurer.\n\nMere.")))
    assert [block["kind"] for block in model["blocks"]] == ["title", "paragraph"]
    assert plain_text(model["blocks"][0]["lead"]) == "Rapportens fem figurer."


def test_a_second_title_is_a_heading_with_its_paragraph_under_it():
    blocks = document(notebook(TITLE, markdown("# Mere\n\nTekst.")))["blocks"]
    assert [(block["kind"], block.get("level")) for block in blocks[1:]] == [
        ("heading", 1),
        ("paragraph", None),
    ]


def test_headings_skip_no_level_and_have_ids_of_their_own():
    blocks = document(notebook(TITLE, markdown("#### Dybt\n\n## Dybt\n\n## ???")))["blocks"]
    assert [(block["level"], block["id"]) for block in blocks] == [
        (1, "odder-kommune"),
        (2, "dybt"),
        (2, "dybt-2"),
        (2, "afsnit"),
    ]


def test_code_is_hidden_unless_asked_for():
    nb = notebook(TITLE, code("print(1)", printed("1\n")))
    assert kinds(nb) == ["title", "preformatted"]
    assert [b.get("text") for b in document(nb, show_code=True)["blocks"]] == [
        None,
        "print(1)",
        "1",
    ]


@pytest.mark.parametrize("tag", ["remove_cell", "remove-cell", "remove_output", "remove-output"])
def test_tagged_cells_and_outputs_are_left_out(tag):
    assert kinds(notebook(TITLE, code("f()", figure(alt=""), tags=[tag]))) == ["title"]


def test_a_removed_output_leaves_its_code():
    nb = notebook(TITLE, code("f()", figure(), tags=["remove-output"]))
    assert kinds(nb, show_code=True) == ["title", "preformatted"]


def test_the_richest_form_that_paper_can_hold_is_chosen():
    both = figure()
    both.data["image/png"] = "AAAA"
    both.data["text/markdown"] = "# Nej"
    assert document(notebook(TITLE, code("f()", both)))["blocks"][1]["mime"] == "image/svg+xml"
    block = shown(table())
    block.data["image/png"] = "AAAA"
    assert kinds(notebook(TITLE, code("t()", block))) == ["title", "table"]


def test_an_alternative_text_given_for_the_svg_serves_the_png():
    output = figure()
    output.data = nbformat.from_dict({"image/png": png()})
    assert document(notebook(TITLE, code("f()", output)))["blocks"][1]["alt"] == ALT


def test_html_is_chosen_before_its_plain_text():
    html = "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"
    output = nbformat.v4.new_output(
        "execute_result", data={"text/html": html, "text/plain": "   a\n0  1"}
    )
    assert kinds(notebook(TITLE, code("df", output))) == ["title", "table"]


def test_what_is_printed_is_shown_as_a_terminal_would_and_the_log_is_left_out():
    nb = notebook(
        TITLE,
        code("a", printed(" 10 %\r 90 %\r\n\x1b[31mrød\x1b[0m\n")),
        code("b", printed("UserWarning: …\n", name="stderr")),
    )
    assert [b["text"] for b in document(nb)["blocks"][1:]] == [" 90 %\nrød"]


def test_language_comes_from_the_parameters_then_the_notebook():
    assert document(kommune_page())["lang"] == "da"
    assert document(notebook(TITLE, lang="en"))["lang"] == "en"
    nb = notebook(TITLE)
    nb.metadata.fagligheder = {"lang": "en"}
    assert document(nb)["lang"] == "en"
    assert refusal(notebook(TITLE, lang="de")) == (
        "Notesbogens sprog (lang) er 'de'. Vælg da eller en."
    )


def test_one_synthetic_number_makes_the_document_synthetic():
    model = document(kommune_page(basis=("recovered", "synthetic")))
    assert model["synthetic"] is True
    assert model["basis"] == ["recovered", "synthetic"]


def test_an_error_stops_the_paper_and_names_the_cell():
    error = nbformat.v4.new_output(
        "error", ename="NameError", evalue="name 'x' is not defined", traceback=["…"]
    )
    assert refusal(notebook(TITLE, code("fag.draw(x)\nplt.show()", error))) == (
        "celle 2 (\"fag.draw(x)\") endte i en fejl: NameError: name 'x' is not defined. "
        "Ret den, og kør notesbogen igen; af en notesbog med fejl laves ingen rapport."
    )


@pytest.mark.parametrize("mime", ["image/svg+xml", "image/png"])
def test_a_figure_without_alternative_text_is_refused(mime):
    assert refusal(notebook(TITLE, code("draw()", figure("  ", mime=mime)))) == (
        'celle 2 ("draw()"): figuren har ingen alternativ tekst, så en læser med skærmlæser får '
        f'intet at vide. Vis den med metadata {{"{mime}": {{"alt": "…"}}}}.'
    )


def test_a_notebook_without_title_is_refused():
    assert refusal(notebook(markdown("## Kun en mellemrubrik"))) == (
        "Notesbogen har ingen titel, og uden den bliver rapporten ikke tilgængelig. "
        'Begynd den med en markdowncelle "# Titel", eller vis Title("…") i en kodecelle.'
    )


def test_what_no_page_can_hold_is_refused():
    output = nbformat.v4.new_output("display_data", data={"application/javascript": "x()"})
    assert refusal(notebook(TITLE, code("js()", output))) == (
        'celle 2 ("js()"): outputtet (application/javascript) kan ikke sættes på en side. '
        "Vis en tabel, en figur eller tekst i stedet, eller mærk cellen remove-output."
    )
    assert refusal(notebook(TITLE, markdown("![x](billede.png)"))) == (
        'celle 2 ("![x](billede.png)"): billedet billede.png kan ikke følge med ud af '
        "notesbogen. Lad en kodecelle vise figuren med sin alternative tekst."
    )


def test_unknown_basis_words_and_broken_figures_name_the_cell():
    assert refusal(notebook(TITLE, code("f()", figure(basis=["gæt"])))).startswith(
        "celle 2 (\"f()\"): basis is 'gæt'; expected one of published, "
    )
    broken = figure()
    broken.data["image/svg+xml"] = "<svg><g></svg>"
    assert refusal(notebook(TITLE, code("f()", broken))).startswith(
        'celle 2 ("f()"): figuren er ikke gyldig SVG (mismatched tag: '
    )


def test_markdown_knows_the_house_set():
    blocks = parse_markdown(
        "Tekst **fed** *kursiv* `kode` [her](https://kl.dk) linje  \nbrud\n\n1. a\n2. b\n\n"
        "> citat\n\n---\n\n| a | b |\n|---|--:|\n| x | 1 |\n\n    kode"
    )
    assert [block["kind"] for block in blocks] == (
        "paragraph list quote rule table preformatted".split()
    )
    assert [p["kind"] for p in blocks[0]["children"] if p["kind"] != "text"] == (
        "strong emphasis code link break".split()
    )
    assert blocks[1]["ordered"]
    assert [column["align"] for column in blocks[4]["columns"]] == ["left", "right"]


def test_headings_become_cells_after_the_cell_that_showed_them():
    nb = kommune_page()
    before = copy.deepcopy(nb)
    promoted = promote_headings(nb)
    assert nb == before
    nbformat.validate(promoted)
    texts = [cell.source for cell in promoted.cells if cell.cell_type == "markdown"]
    assert texts[0] == "# Ærøskøbing Kommune\n\nHvad *52 chefer* svarede."
    assert texts[1] == "## Sådan vurderer cheferne på Ærø"
    assert [cell.source for cell in promoted.cells if cell.cell_type == "code"] == (
        [cell.source for cell in nb.cells if cell.cell_type == "code"]
    )
    assert [promoted.cells[at].source for at in (1, 2)] == ["page.title()", texts[0]]
    assert promoted.cells[1].outputs == []


def test_promoting_twice_changes_nothing_and_the_document_stays():
    once = promote_headings(kommune_page())
    assert promote_headings(once) == once
    assert promote_headings(kommune_page()) == once
    model, again = document(kommune_page()), document(once)
    for block in [*model["blocks"], *again["blocks"]]:
        block.pop("where", None)  # cells have other numbers after a heading of its own
    figures = {block.pop("data") and block["alt"] for block in model["blocks"] if "alt" in block}
    assert figures == {b.pop("data") and b["alt"] for b in again["blocks"] if "alt" in b}
    assert again == model


def test_outputs_around_a_heading_keep_their_order():
    cell = code("show()", figure(), shown(Text("## A")), figure(), shown(Title("B")), id="show")
    promoted = promote_headings(notebook(cell))
    nbformat.validate(promoted)
    assert [(c.id, c.cell_type, c.source) for c in promoted.cells] == [
        ("show", "code", "show()"),
        ("show-1", "markdown", "## A"),
        ("show-2", "code", ""),
        ("show-3", "markdown", "# B"),
    ]
    assert [len(c.outputs) for c in promoted.cells if c.cell_type == "code"] == [1, 1]
    assert promote_headings(promoted) == promoted


def test_sentences_and_removed_cells_are_not_promoted():
    nb = notebook(
        code("a", shown(Text("46 af 52 svarede."))),
        code("b", shown(Text("## Væk")), tags=["remove_cell"]),
    )
    assert promote_headings(nb) == nb


def test_a_notebook_of_an_older_format_is_promoted_without_ids():
    nb = notebook(code("a", shown(Text("## A"))))
    nb.nbformat_minor = 4
    del nb.cells[0]["id"]
    promoted = promote_headings(nb)
    nbformat.validate(promoted)
    assert [cell.get("id") for cell in promoted.cells] == [None, None]


def test_an_id_in_use_is_not_taken():
    nb = notebook(code("a", shown(Text("## A")), id="x"), markdown("tekst", id="x-1"))
    ids = [cell.id for cell in promote_headings(nb).cells]
    assert ids == ["x", "x-101", "x-1"]


def test_own_block_of_an_unknown_kind_is_refused():
    output = nbformat.v4.new_output("display_data", data={BLOCK_MIME: {"kind": "kort"}})
    assert refusal(notebook(TITLE, code("f()", output))) == (
        'celle 2 ("f()"): en blok af slagsen "kort" kendes ikke.'
    )


@pytest.mark.parametrize("module", [markdown_module, pieces])
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).attempted
    assert doctest.testmod(module).failed == 0


def test_what_is_printed_in_several_steps_is_one_text():
    nb = notebook(TITLE, code("a", printed("1 af "), printed("2\n"), figure(), printed("3\n")))
    before = copy.deepcopy(nb)
    blocks = document(nb)["blocks"][1:]
    assert [block.get("text") for block in blocks] == ["1 af 2", None, "3"]
    assert 'id="c2o1-svg"' in blocks[1]["data"]
    assert nb == before


def test_what_is_written_to_stderr_parts_no_text():
    log = printed("UserWarning: …\n", name="stderr")
    nb = notebook(TITLE, code("a", log, printed("1 af "), log, printed("2\n"), figure()))
    blocks = document(nb)["blocks"][1:]
    assert [block.get("text") for block in blocks] == ["1 af 2", None]
    assert 'id="c2o1-svg"' in blocks[1]["data"]
