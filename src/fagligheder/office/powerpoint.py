"""PowerPoint file of a deck: native charts and tables, notes for the speaker, alternative texts.

Colours, fonts, layouts and their placeholders come from ``template.pptx``, which
``tools/slide_template.py`` makes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import date, datetime
from importlib.resources import files
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from analysis.display.figures import palette
from analysis.display.figures.theme import HOUSE, theme
from analysis.display.tables.blocks import Facts, Table
from analysis.display.text.captions import stamped
from analysis.display.text.numbers import date_in_words
from analysis.survey.checks import InputError
from analysis.words import text
from fagligheder.dates import today
from fagligheder.office.decks import Deck
from fagligheder.office.powerpoint_charts import add_chart, rgb
from fagligheder.office.powerpoint_theme import add_logo, recolour_layouts
from fagligheder.office.slides import Body, Picture, Slide
from fagligheder.office.style import WARNING, author, clean, shorten, signed, without_times

#: The slide and its margins, and from where to where its body reaches, in inches.
WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.62
_TOP, _BOTTOM, _ACROSS = 1.55, 6.62, WIDTH - 2 * MARGIN
#: Text on a slide, in points; no text is smaller than the smallest.
SMALLEST, _TEXT, _LARGE, _SMALLER_TITLE = 12, 14, 20, 20
#: A title of more characters is set smaller.
_LONG_TITLE = 140
#: A fact's number of more characters is set smaller.
_LONG_VALUE = 10
#: A line across the slide holds so many points of characters.
_CHARACTERS = 1850
_LANGUAGES = {"da": MSO_LANGUAGE_ID.DANISH, "en": MSO_LANGUAGE_ID.ENGLISH_UK}

Place = tuple[float, float, float, float]


def deck_bytes(deck: Deck, *, lang: str = "da", day: date | None = None) -> bytes:
    """Set a deck as PowerPoint; the same arguments give the same bytes.

    Parameters
    ----------
    deck : Deck
    lang : {"da", "en"}
    day : date, optional
        On the first slide and in the properties of the file; today when left out.

    Returns
    -------
    bytes
        A ``.pptx`` file.

    Raises
    ------
    InputError
        A slide shows small cells of supplied answers.
    """
    for slide in deck.slides:
        if slide.unprotected:
            raise InputError(
                f'Sliden "{slide.title}" er lavet af svar, der ikke er beskyttet, og må ikke '
                "forlade maskinen. Beskyt dem først: survey = fag.protect(survey)."
            )
    day = day or today()
    created = datetime(day.year, day.month, day.day)
    template = files("fagligheder.office") / "template.pptx"
    presentation = Presentation(io.BytesIO(template.read_bytes()))
    if theme() != HOUSE:
        recolour_layouts(presentation)
    cover, content = presentation.slide_layouts
    _set_properties(presentation.core_properties, deck, created, lang)
    writer = _Writer(lang, created)
    writer.cover(presentation.slides.add_slide(cover), deck)
    for slide in deck.slides:
        writer.content(presentation.slides.add_slide(content), slide)
    target = io.BytesIO()
    presentation.save(target)
    return without_times(target.getvalue())


def _set_properties(properties: Any, deck: Deck, created: datetime, lang: str) -> None:
    properties.title = shorten(clean(stamped(deck.title, deck.basis, lang)), 255)
    if "synthetic" in deck.basis:
        properties.keywords = text("basis.stamp", lang)
    properties.subject = shorten(clean(deck.subtitle), 255)
    properties.author = properties.last_modified_by = author()
    properties.language = "da-DK" if lang == "da" else "en-GB"
    properties.created = properties.modified = created
    properties.revision = 1


class _Writer:
    """Writes slides in one language."""

    def __init__(self, lang: str, created: datetime) -> None:
        self._lang, self._created = lang, created

    def cover(self, page: Any, deck: Deck) -> None:
        title, subtitle = page.placeholders
        self._fill(title.text_frame, [deck.title])
        lines = (deck.eyebrow, deck.subtitle, date_in_words(self._created, self._lang))
        self._fill(subtitle.text_frame, list(filter(None, lines)))
        self._finish(page, deck.basis, deck.foot, deck.notes)

    def content(self, page: Any, slide: Slide) -> None:
        smaller = _SMALLER_TITLE if len(slide.title) > _LONG_TITLE else None
        title = slide.title.replace(" pct.", "\u00a0pct.")
        self._fill(page.shapes.title.text_frame, [title], size=smaller)
        top = _TOP
        if slide.tag:
            box = _box(page, (MARGIN, _TOP - 0.02, _ACROSS, 0.36), fill=palette.PANEL)
            box.margin_left = Inches(0.12)
            self._fill(box, [slide.tag], size=SMALLEST, colour=palette.NAVY, bold=True)
            box.vertical_anchor = MSO_ANCHOR.MIDDLE
            top += 0.42
        size = _LARGE if isinstance(slide.body, Facts) else _TEXT
        below = slide.below.split("\n")
        high = sum(_lines_high(words, size) for words in below)
        left_over = _BOTTOM - top - high - 0.1
        height = min(left_over, _natural_height(slide.body))
        self._body(page, slide.body, (MARGIN, top, _ACROSS, height))
        if slide.below:
            box = _box(page, (MARGIN, top + height + 0.1, _ACROSS, high))
            self._fill(box, below, size=size, colour=palette.INK)
        self._finish(page, slide.basis, slide.foot, slide.notes)

    def _finish(self, page: Any, basis: tuple[str, ...], foot: str, notes: str) -> None:
        """Add the stamp of made-up answers, the foot, the slide's number, and the notes."""
        if "synthetic" in basis:
            box = _box(page, (0, 0, WIDTH, 0.38), fill=WARNING)
            words = text("basis.synthetic", self._lang)
            self._fill(box, [words], size=16, colour="#ffffff", bold=True)
            box.paragraphs[0].alignment = PP_ALIGN.CENTER
            box.vertical_anchor = MSO_ANCHOR.MIDDLE
        for of_layout in page.slide_layout.placeholders:
            kind = of_layout.placeholder_format.type
            if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
                # The library leaves these two out, and LibreOffice takes no looks of theirs from
                # the layout: they are copied whole.
                own = deepcopy(of_layout._element)
                page.shapes._spTree.append(own)
                own.nvSpPr.cNvPr.set("id", str(max(each.shape_id for each in page.shapes) + 1))
                if kind == PP_PLACEHOLDER.FOOTER:
                    page.shapes[-1].text_frame.text = clean(signed(foot))
                    for run in page.shapes[-1].text_frame.paragraphs[0].runs:
                        run.font.language_id = _LANGUAGES[self._lang]
        add_logo(page, WIDTH - MARGIN)
        self._fill(page.notes_slide.notes_text_frame, notes.split("\n"))

    def _body(self, page: Any, body: Body, where: Place) -> None:
        if isinstance(body, Table):
            self._table(page, body, where)
        elif isinstance(body, Facts):
            self._facts(page, body, where)
        elif isinstance(body, Picture):
            _add_picture(page, body, where)
        elif isinstance(body, tuple):
            self._fill(_box(page, where), body, size=_LARGE, colour=palette.INK, bullets=True)
        else:
            add_chart(page, body, where, self._created, self._lang)

    def _table(self, page: Any, table: Table, where: Place) -> None:
        left, top, width, _ = where
        rows, columns = len(table.rows) + 1, len(table.columns) + 1
        size = (Inches(left), Inches(top), Inches(width), Inches(0.5 * rows + 0.25))
        shape = page.shapes.add_table(rows, columns, *size)
        sentences = [f"{row.header}: {', '.join(row.cells)}." for row in table.rows]
        labels = ", ".join(column.label for column in table.columns)
        alt = " ".join([f"{table.caption} ({labels}).", *sentences])
        alt = stamped(alt, table.basis, self._lang)
        shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
        shape.name = clean(table.caption)
        grid = shape.table
        grid.first_col, grid.horz_banding = True, False
        grid.columns[0].width = Inches(3.2)
        for column in range(1, columns):
            grid.columns[column].width = Inches((width - 3.2) / (columns - 1))
        heads = [[table.corner], *([each.label, each.sub] for each in table.columns)]
        for column, words in enumerate(heads):
            words = [words[0], *filter(None, words[1:])]
            self._cell(grid.cell(0, column), words, column, "#ffffff", palette.NAVY)
        for place, row in enumerate(table.rows, start=1):
            fill = "#ffffff" if place % 2 else palette.PANEL
            for column, shown in enumerate((row.header, *row.cells)):
                self._cell(grid.cell(place, column), [shown], column, palette.INK, fill)

    def _cell(self, cell: Any, words: list[str], column: int, colour: str, fill: str) -> None:
        bold = column == 0 or fill == palette.NAVY
        self._fill(cell.text_frame, words, size=_TEXT, colour=colour, bold=bold)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(fill)
        for paragraph in cell.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.RIGHT if column else PP_ALIGN.LEFT

    def _facts(self, page: Any, facts: Facts, where: Place) -> None:
        left, top, width, height = where
        across = (width + 0.2) / len(facts.facts)
        large = 40 if max(len(fact.value) for fact in facts.facts) <= _LONG_VALUE else 24
        for place, fact in enumerate(facts.facts):
            card = (left + place * across, top, across - 0.2, height - 0.25)
            box = _box(page, card, fill=palette.PANEL)
            box.margin_left = box.margin_right = box.margin_top = Inches(0.2)
            self._fill(box, [fact.value, fact.label], size=18, colour=palette.INK)
            first = box.paragraphs[0].runs[0].font
            first.size, first.bold, first.color.rgb = Pt(large), True, rgb(palette.NAVY)

    def _fill(
        self,
        box: Any,
        paragraphs: Sequence[str],
        *,
        size: int | None = None,
        colour: str | None = None,
        bold: bool = False,
        bullets: bool = False,
    ) -> None:
        """Write paragraphs in a text frame, in the deck's language; words between ``**`` bold."""
        for place, words in enumerate(paragraphs):
            paragraph = box.paragraphs[0] if place == 0 else box.add_paragraph()
            if bullets:
                _bullet(paragraph)
            for part, each in enumerate(clean(words).split("**")):
                run = paragraph.add_run()
                run.text = each
                run.font.language_id = _LANGUAGES[self._lang]
                if size:
                    run.font.size = Pt(size)
                if colour:
                    run.font.color.rgb = rgb(colour)
                if bold or part % 2:
                    run.font.bold = True


def _box(page: Any, where: Place, *, fill: str = "") -> Any:
    """A text box without margins, or a filled band; return its text frame."""
    shape = page.shapes.add_textbox(*(Inches(each) for each in where))
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(fill)
    box = shape.text_frame
    box.word_wrap, box.auto_size = True, MSO_AUTO_SIZE.NONE
    box.margin_left = box.margin_right = box.margin_top = box.margin_bottom = 0
    return box


def _add_picture(page: Any, picture: Picture, where: Place) -> None:
    """Set a picture in the middle, as large as its place allows."""
    left, top, width, height = where
    scale = min(width / picture.width, height / picture.height)
    across, high = scale * picture.width, scale * picture.height
    size = (Inches(left + (width - across) / 2), Inches(top), Inches(across), Inches(high))
    shape = page.shapes.add_picture(io.BytesIO(picture.png), *size)
    shape._element.nvPicPr.cNvPr.set("descr", clean(picture.alt))


def _natural_height(body: Body) -> float:
    """How high a body is at its best, in inches; a chart takes what there is."""
    if isinstance(body, Table):
        return 0.5 * (len(body.rows) + 1) + 0.5
    if isinstance(body, Facts):
        return 2.6
    if isinstance(body, tuple):
        return sum(_lines_high(words, _LARGE) + 0.22 for words in body)
    return 99.0


def _lines_high(words: str, size: int) -> float:
    """How high a text of a size is across the slide, in inches."""
    return size / 50 * ceil(size * len(words) / _CHARACTERS)


def _bullet(paragraph: Any) -> None:
    """Make a paragraph one of a list; the library has no bullets."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(0.3)))
    properties.set("indent", str(-Inches(0.3)))
    for tag in (
        f'<a:spcAft {nsdecls("a")}><a:spcPts val="1200"/></a:spcAft>',
        f'<a:buFont {nsdecls("a")} typeface="Arial"/>',
        f'<a:buChar {nsdecls("a")} char="•"/>',
    ):
        properties.append(parse_xml(tag))
