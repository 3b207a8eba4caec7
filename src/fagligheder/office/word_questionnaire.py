"""The questionnaire as a Word document: a table per question, with boxes to tick."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from analysis.display.figures import palette
from analysis.survey.codebook import Codebook, Item, Question
from analysis.words import text
from fagligheder.office.style import author, clean, font_name

#: Width of the text and least width of the items, in millimetres.
_TEXT, _ITEMS = 174, 62
#: Width of a column of answers, where there is room.
_ANSWER = 19
#: Height of the box for words of one's own.
_WRITING = 32
_BOX = "☐"
_TICKED = "☒"


def word_questionnaire(codebook: Codebook, title: str, created: datetime, lang: str) -> bytes:
    """Write the questionnaire of a codebook as Word.

    Parameters
    ----------
    codebook : Codebook
    title : str
    created : datetime
        In the document's properties.
    lang : {"da", "en"}

    Returns
    -------
    bytes
        A ``.docx`` file: A4, a heading and a table per question. The boxes are content controls,
        ticked by a click or with the space bar; a row is never split between pages, and a table's
        heading stands on each page that it reaches.
    """
    document = Document()
    _set_up(document, title, created, lang)
    _paragraph(document, title, size=20, bold=True, colour=palette.NAVY, after=4)
    _paragraph(document, text("questionnaire.introduction", lang), after=8)
    facts = [text("questionnaire.kommune", lang)] if codebook.asks_kommune else []
    if codebook.size_bands:
        staff = text("questionnaire.staff", lang)
        facts.append(f"{staff} {text('questionnaire.staff_help', lang)}")
    if facts:
        _facts(document, facts)
    _groups(document, codebook, lang)
    kinds = {"multiple": _options, "number": _numbers}
    for number, question in enumerate(codebook.questions.values(), start=1):
        kinds.get(question.kind, _question)(document, question, number, lang)
    first = len(codebook.questions) + 1
    for number, open_question in enumerate(codebook.open_questions.values(), start=first):
        _heading(document, open_question.text[lang], "open", number, lang)
        _space_to_write(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _set_up(document: Any, title: str, created: datetime, lang: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(18)
    for name in ("Normal", "Heading 1"):
        style = document.styles[name]
        style.font.name = font_name()
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), font_name())
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), {"da": "da-DK", "en": "en-GB"}[lang])
    normal.element.get_or_add_rPr().append(language)
    heading = document.styles["Heading 1"]
    heading.font.size = Pt(12)
    heading.font.color.rgb = _rgb(palette.NAVY)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(4)
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = clean(title), author(), author()
    facts.created = facts.modified = created
    facts.language, facts.comments = {"da": "da-DK", "en": "en-GB"}[lang], ""
    _page_number(section.footer.paragraphs[0])


def _paragraph(
    document: Any, words: str, *, size: float = 10, bold: bool = False,
    colour: str = "", after: float = 0,
) -> None:  # fmt: skip
    paragraph = document.add_paragraph()
    run = paragraph.add_run(clean(words))
    run.font.size, run.bold = Pt(size), bold
    if colour:
        run.font.color.rgb = _rgb(colour)
    paragraph.paragraph_format.space_after = Pt(after)


def _facts(document: Any, labels: list[str]) -> None:
    """Lines to write on, in a table without a grid."""
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    _columns(table, (_ITEMS, _TEXT - _ITEMS))
    for label in labels:
        row = table.add_row()
        name, line = row.cells
        name.text = clean(label)
        _widths(row, (_ITEMS, _TEXT - _ITEMS))
        _edge(line, "bottom", palette.MUTED)
        _space(row)


def _heading(document: Any, words: str, kind: str, number: int, lang: str) -> None:
    said = text(f"questionnaire.{kind}", lang, question=words)
    document.add_heading(f"{number}. {clean(said)}", level=1)


def _options(document: Any, question: Question, number: int, lang: str) -> None:
    """Options below each other, each with a box."""
    _heading(document, question.text[lang], "multiple", number, lang)
    labels = [clean(item.label[lang]) for item in question.items]
    _boxes(document, [*labels, text("questionnaire.none", lang)])


def _groups(document: Any, codebook: Codebook, lang: str) -> None:
    """The group variables, each with a box for every value."""
    for group, values in codebook.groups.items():
        document.add_heading(clean(codebook.group_name(group)[lang]), level=1)
        _boxes(document, [clean(value.label[lang]) for value in values])


def _boxes(document: Any, labels: list[str]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    _columns(table, (_ANSWER / 2, _TEXT - _ANSWER / 2))
    for label in labels:
        row = table.add_row()
        _tick_box(row.cells[0].paragraphs[0], label)
        row.cells[1].text = label
        _widths(row, (_ANSWER / 2, _TEXT - _ANSWER / 2))
        _space(row)


def _numbers(document: Any, question: Question, number: int, lang: str) -> None:
    """A line to write on for each item."""
    _heading(document, question.text[lang], "number", number, lang)
    alone = [item.key for item in question.items] == [question.key]
    _facts(document, ["" if alone else _item_label(item, lang) for item in question.items])


def _space_to_write(document: Any) -> None:
    """A box that is as wide as the page."""
    table = document.add_table(rows=1, cols=1)
    table.autofit = False
    _columns(table, (_TEXT,))
    row = table.rows[0]
    row.height = Mm(_WRITING)
    _widths(row, (_TEXT,))
    for side in ("top", "bottom", "left", "right"):
        _edge(row.cells[0], side, palette.MUTED)


def _question(document: Any, question: Question, number: int, lang: str) -> None:
    document.add_heading(f"{number}. {clean(question.text[lang])}", level=1)
    answers = [clean(answer.short[lang]) for answer in question.scale.answers]
    answers.append(text("questionnaire.dont_know", lang))
    wide = min(_ANSWER, (_TEXT - _ITEMS) / len(answers))
    widths = (_TEXT - wide * len(answers), *(wide for _ in answers))
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    head = table.rows[0]
    _repeat(head)
    for cell, words in zip(head.cells[1:], answers, strict=True):
        run = cell.paragraphs[0].add_run(words)
        run.bold, run.font.size = True, Pt(8.5)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    rows = [head]
    for item in question.items:
        row = table.add_row()
        rows.append(row)
        row.cells[0].text = _item_label(item, lang)
        for cell, answer in zip(row.cells[1:], answers, strict=True):
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            _tick_box(cell.paragraphs[0], f"{clean(item.short[lang])}: {answer}")
    _columns(table, widths)
    for row in rows:
        _widths(row, widths)
        _space(row)
        for cell in row.cells:
            _edge(cell, "bottom", palette.NAVY if row is head else palette.RULE)
            if row is head:
                _fill(cell, palette.PANEL)
    for row in rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _tick_box(paragraph: Any, name: str) -> None:
    """A content control that a click ticks; its name is read aloud."""
    escaped = name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    paragraph._p.append(
        parse_xml(
            f'<w:sdt {nsdecls("w", "w14")}><w:sdtPr><w:rPr><w:sz w:val="26"/></w:rPr>'
            f'<w:alias w:val="{escaped[:64]}"/>'
            '<w14:checkbox><w14:checked w14:val="0"/>'
            f'<w14:checkedState w14:val="{ord(_TICKED):04X}" w14:font="MS Gothic"/>'
            f'<w14:uncheckedState w14:val="{ord(_BOX):04X}" w14:font="MS Gothic"/>'
            "</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr>"
            '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/>'
            f'<w:sz w:val="26"/></w:rPr><w:t>{_BOX}</w:t></w:r></w:sdtContent></w:sdt>'
        )
    )


def _item_label(item: Item, lang: str) -> str:
    number = f"{item.key}. " if item.key.isdigit() else ""
    return clean(number + item.label[lang])


def _columns(table: Any, widths: tuple[float, ...]) -> None:
    """LibreOffice and Word go by the table's own grid before the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _widths(row: Any, widths: tuple[float, ...]) -> None:
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)


def _space(row: Any) -> None:
    """Air around each cell's words; the row stays on one page."""
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_before = Pt(3)
            paragraph.paragraph_format.space_after = Pt(3)
        centre = OxmlElement("w:vAlign")
        centre.set(qn("w:val"), "center")
        cell._tc.get_or_add_tcPr().append(centre)


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _edge(cell: Any, side: str, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "4"), ("color", colour.lstrip("#"))):
        edge.set(qn(f"w:{name}"), value)
    edges = properties.find(qn("w:tcBorders"))
    if edges is None:
        edges = OxmlElement("w:tcBorders")
        properties.append(edges)
    edges.append(edge)


def _fill(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#"))):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())
