"""What stands on a slide: its text, table or chart, in the house's type and colours."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from analysis.display.figures import palette
from analysis.display.tables.blocks import Facts, Table
from analysis.words import text
from fagligheder.office.archives import WARNING, clean
from fagligheder.office.decks import Deck
from fagligheder.office.slide_charts import add_chart
from fagligheder.office.slide_template import LANGUAGES, MARGIN, SMALLEST, WIDTH, add_footing
from fagligheder.office.slides import Body, Slide
from fagligheder.office.workbook_contents import written

#: From where to where the body of a slide reaches, in inches.
_TOP, _BOTTOM, _ACROSS = 1.55, 6.62, WIDTH - 2 * MARGIN
#: Text on a slide, in points; a line holds so many points of characters.
_TEXT, _CHARACTERS = 14, 1850
_SMALLER_TITLE, _LONG_TITLE = 20, 140

Place = tuple[float, float, float, float]


class SlideWriter:
    """Writes slides in one language."""

    def __init__(self, lang: str, made: datetime) -> None:
        self._lang, self._made = lang, made
        self._language = LANGUAGES[lang]

    def cover(self, slide: Any, deck: Deck) -> None:
        title, subtitle = (shape for shape in slide.placeholders if shape.has_text_frame)
        self._fill(title.text_frame, [deck.title])
        lines = (deck.eyebrow, deck.subtitle, written(self._made, self._lang))
        self._fill(subtitle.text_frame, [line for line in lines if line])
        self._finish(slide, deck.basis, deck.foot, deck.notes)

    def content(self, slide: Any, said: Slide) -> None:
        smaller = _SMALLER_TITLE if len(said.title) > _LONG_TITLE else None
        title = said.title.replace(" pct.", "\u00a0pct.")
        self._fill(slide.shapes.title.text_frame, [title], size=smaller)
        top = _TOP
        if said.tag:
            self._tag(slide, said.tag)
            top += 0.42
        size = 20 if isinstance(said.body, Facts) else _TEXT
        below = said.below.split("\n")
        high = size / 50 * sum(ceil(size * len(words) / _CHARACTERS) for words in below)
        room = _BOTTOM - top - high - 0.1
        room = min(room, _natural_height(said.body))
        self._body(slide, said, (MARGIN, top, _ACROSS, room))
        if said.below:
            box = _box(slide, (MARGIN, top + room + 0.1, _ACROSS, high))
            self._fill(box, below, size=size, colour=palette.INK)
        self._finish(slide, said.basis, said.foot, said.notes)

    def _finish(self, slide: Any, basis: tuple[str, ...], foot: str, notes: str) -> None:
        if "synthetic" in basis:
            self._stamp(slide)
        add_footing(slide, clean(foot), self._language)
        self._fill(slide.notes_slide.notes_text_frame, clean(notes).split("\n"))

    def _body(self, slide: Any, said: Slide, where: Place) -> None:
        if isinstance(said.body, Table):
            self._table(slide, said.body, where)
        elif isinstance(said.body, Facts):
            self._facts(slide, said.body, where)
        elif isinstance(said.body, tuple):
            box = _box(slide, where)
            self._fill(box, list(said.body), size=20, colour=palette.INK, bullets=True)
        else:
            add_chart(slide, said.body, where, self._made, self._lang)

    def _table(self, slide: Any, table: Table, where: Place) -> None:
        left, top, width, _ = where
        rows, columns = len(table.rows) + 1, len(table.columns) + 1
        size = (Inches(left), Inches(top), Inches(width), Inches(0.5 * rows + 0.25))
        frame = slide.shapes.add_table(rows, columns, *size)
        rows_said = [f"{row.header}: {', '.join(row.cells)}." for row in table.rows]
        heads = ", ".join(column.label for column in table.columns)
        alt = " ".join([f"{table.caption} ({heads}).", *rows_said])
        frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
        frame.name = clean(table.caption)
        made = frame.table
        made.first_col, made.horz_banding = True, False
        made.columns[0].width = Inches(3.2)
        for column in range(1, columns):
            made.columns[column].width = Inches((width - 3.2) / (columns - 1))
        heads_of = [(table.corner, ""), *((each.label, each.sub) for each in table.columns)]
        for column, (label, sub) in enumerate(heads_of):
            words = [label, *([sub] if sub else [])]
            self._cell(made.cell(0, column), words, column, "#ffffff", palette.NAVY)
        for place, row in enumerate(table.rows, start=1):
            fill = "#ffffff" if place % 2 else palette.PANEL
            for column, said in enumerate((row.header, *row.cells)):
                self._cell(made.cell(place, column), [said], column, palette.INK, fill)

    def _cell(self, cell: Any, words: list[str], column: int, colour: str, fill: str) -> None:
        bold = column == 0 or fill == palette.NAVY
        self._fill(cell.text_frame, words, size=_TEXT, colour=colour, bold=bold)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = _rgb(fill)
        for paragraph in cell.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.RIGHT if column else PP_ALIGN.LEFT

    def _facts(self, slide: Any, facts: Facts, where: Place) -> None:
        left, top, width, height = where
        across = (width + 0.2) / len(facts.facts)
        for place, fact in enumerate(facts.facts):
            card = (left + place * across, top, across - 0.2, height - 0.25)
            box = _box(slide, card, fill=palette.PANEL)
            box.margin_left = box.margin_right = box.margin_top = Inches(0.2)
            self._fill(box, [fact.value, fact.label], size=18, colour=palette.INK)
            first = box.paragraphs[0].runs[0].font
            first.size, first.bold, first.color.rgb = Pt(40), True, _rgb(palette.NAVY)

    def _tag(self, slide: Any, words: str) -> None:
        box = _box(slide, (MARGIN, _TOP - 0.02, _ACROSS, 0.36), fill=palette.PANEL)
        box.margin_left = Inches(0.12)
        self._fill(box, [words], size=SMALLEST, colour=palette.NAVY, bold=True)
        box.vertical_anchor = MSO_ANCHOR.MIDDLE

    def _stamp(self, slide: Any) -> None:
        box = _box(slide, (0, 0, WIDTH, 0.38), fill=WARNING)
        words = text("basis.synthetic", self._lang)
        self._fill(box, [words], size=16, colour="#ffffff", bold=True)
        box.paragraphs[0].alignment = PP_ALIGN.CENTER
        box.vertical_anchor = MSO_ANCHOR.MIDDLE

    def _fill(
        self,
        frame: Any,
        paragraphs: list[str],
        *,
        size: int | None = None,
        colour: str | None = None,
        bold: bool = False,
        bullets: bool = False,
    ) -> None:
        """Write paragraphs, in the text's language; what stands between ``**`` is bold."""
        for place, words in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            if bullets:
                _bullet(paragraph)
            for part, each in enumerate(clean(words).split("**")):
                run = paragraph.add_run()
                run.text = each
                run.font.language_id = self._language
                if size:
                    run.font.size = Pt(size)
                if colour:
                    run.font.color.rgb = _rgb(colour)
                if bold or part % 2:
                    run.font.bold = True


def _box(slide: Any, where: Place, *, fill: str = "") -> Any:
    """A text box without margins, or a filled band; return its text frame."""
    shape = slide.shapes.add_textbox(*(Inches(each) for each in where))
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(fill)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def _natural_height(body: Body) -> float:
    """How high a body wants to be, in inches; a chart takes what there is."""
    if isinstance(body, Table):
        return 0.5 * (len(body.rows) + 1) + 0.5
    if isinstance(body, Facts):
        return 2.6
    return 0.62 * len(body) if isinstance(body, tuple) else 99.0


def _bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(0.3)))
    properties.set("indent", str(-Inches(0.3)))
    for tag in (
        f'<a:spcAft {nsdecls("a")}><a:spcPts val="1200"/></a:spcAft>',
        f'<a:buFont {nsdecls("a")} typeface="Arial"/>',
        f'<a:buChar {nsdecls("a")} char="•"/>',
    ):
        properties.append(parse_xml(tag))


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())
