"""The space between blocks gives way, so that no page of a report is more than a quarter empty."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from document_notebooks import markdown, notebook
from PIL import Image

from fagligheder.documents.content import document
from fagligheder.documents.page_fill import (
    FEWEST_BLOCKS,
    MOST_PAGES,
    choose_space,
    empty_share,
    varies,
    with_space,
)
from fagligheder.documents.pdf import render_pdf


def page(filled: float) -> bytes:
    """A page whose last mark stands at a share of the height between its margins."""
    picture = Image.new("RGB", (210, 297), "white")
    picture.putpixel((100, round(22 + filled * 251) - 1), (80, 80, 80))
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def test_what_is_empty_is_measured_between_the_margins():
    assert empty_share(page(1)) == pytest.approx(0, abs=0.01)
    assert empty_share(page(0.6)) == pytest.approx(0.4, abs=0.01)


@pytest.mark.parametrize(
    ("pages", "chosen"),
    [
        ({1.0: (0.9, 0.8)}, 1.0),
        ({1.0: (0.9, 0.9, 0.1), 0.9: (0.9, 0.95)}, 0.9),
        ({1.0: (0.9, 0.7), 0.9: (0.9, 0.6), 1.15: (0.9, 0.76)}, 1.15),
        ({1.0: (0.9, 0.7), 1.15: (0.9, 0.9, 0.9), 1.3: (0.9, 0.8)}, 1.3),  # not for one page more
        ({1.0: (0.9, 0.3)}, 1.0),  # nothing helps
        ({1.0: (0.3,)}, 1.0),  # one page may be short
        ({1.0: (0.9,) * MOST_PAGES + (0.3,), 0.9: (0.9,)}, 1.0),
    ],
)
def test_the_nearest_space_that_fills_the_pages_is_chosen(pages, chosen):
    def draw(space: float) -> list[bytes]:
        return [page(filled) for filled in pages.get(space, (0.9, 0.3))]

    assert choose_space(draw) == chosen


@pytest.mark.parametrize(
    ("basis", "mark", "internal", "number", "tried"),
    [
        (["published", "recovered"], "", False, FEWEST_BLOCKS, False),
        (["recovered", "observed"], "", False, FEWEST_BLOCKS, True),
        (["synthetic"], "", False, FEWEST_BLOCKS, True),
        (["recovered"], "Med egne svar", False, FEWEST_BLOCKS, True),
        (["recovered"], "", True, FEWEST_BLOCKS, True),
        ([], "", False, FEWEST_BLOCKS, True),
        ([], "", False, FEWEST_BLOCKS - 1, False),
    ],
)
def test_only_pages_whose_length_depends_on_answers_are_tried(basis, mark, internal, number, tried):
    blocks = [{"kind": "title", "mark": mark}, *[{"kind": "text"}] * (number - 1)]
    assert varies({"basis": basis, "internal": internal, "blocks": blocks}) == tried


@pytest.mark.parametrize(("space", "before"), [(0.8, 0.8), (1.5, 1)])
def test_more_space_pushes_nothing_off_the_front_page(space, before):
    kinds = ("title", "figure", "new_page", "heading", "figure")
    spaced = with_space({"blocks": [{"kind": kind} for kind in kinds]}, space)["blocks"]
    assert [block["air"] for block in spaced] == [before] * 2 + [space] * 3


def test_some_lines_on_a_last_page_move_to_the_one_before(monkeypatch):
    def pages(sections: int) -> int:
        parts = ["# Titel", *(f"## Afsnit {at}\n\nNogle ord." for at in range(sections))]
        cells = [markdown(part, id=f"text-{at}") for at, part in enumerate(parts)]
        pdf, _ = render_pdf(document(notebook(*cells)))
        with pikepdf.open(BytesIO(pdf)) as read:
            return len(read.pages)

    with monkeypatch.context() as usual:
        usual.setattr("fagligheder.documents.pdf.choose_space", lambda draw: 1)
        sections = next(number for number in range(8, 40) if pages(number) == 2)
    assert pages(sections) == 1
