"""The slides: native charts and tables that hold their results, and say what they show."""

from __future__ import annotations

import dataclasses
import doctest
import io
import time
from datetime import date
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from office_files import SPACES, as_pdfs, found, needs_office, parts, words
from pptx import Presentation
from pptx.util import Emu
from printed import COUNTS

from analysis.display.figures import palette
from analysis.display.pages.kommune import kommune_page
from analysis.display.text.captions import alt_text
from analysis.display.text.workforce import by_finding, gap_rows
from analysis.measures.disclosure import protect
from analysis.measures.shares import likert_table
from analysis.measures.synthetic import synthesize
from analysis.measures.workforce import workforce_gap
from analysis.survey.answers.own import Own
from analysis.survey.checks import InputError
from analysis.survey.codebook import Labels
from analysis.survey.published import read_published
from analysis.survey.survey import Survey
from fagligheder.cli import main
from fagligheder.office import decks
from fagligheder.office.charts import BarChart, ColumnChart, RangeChart, gap_chart
from fagligheder.office.decks import Deck, kommune_deck, national_deck
from fagligheder.office.powerpoint import deck_bytes
from fagligheder.office.slides import Slide
from fagligheder.run.export import export_slides
from slide_template import TEMPLATE, template_bytes

DAY = date(2026, 11, 23)
QUESTIONS = list(COUNTS)
STAMP = "SYNTETISKE SVAR: opdigtede, kun til afprøvning."


def supplied() -> Survey:
    """Answers as from a file, protected: made up here, real to the code."""
    return protect(dataclasses.replace(synthesize(1), basis="observed", source="svar.csv"))


@pytest.fixture(scope="module")
def said() -> dict[str, Deck]:
    published, made_up = read_published(), synthesize(1)
    return {
        "da": national_deck(published),
        "en": national_deck(published, lang="en"),
        "odder": kommune_deck(published, "Odder"),
        "københavn-en": kommune_deck(published, "København", lang="en"),
        "made-up": kommune_deck(made_up, "Odder"),
        "supplied": national_deck(supplied()),
    }


@pytest.fixture(scope="module")
def made(said) -> dict[str, bytes]:
    return {
        name: deck_bytes(deck, lang="en" if name.endswith("en") else "da", day=DAY)
        for name, deck in said.items()
    }


@pytest.fixture(scope="module")
def shown(made) -> dict[str, list]:
    """Slides by deck."""
    return {name: list(Presentation(io.BytesIO(data)).slides) for name, data in made.items()}


ALL = ["da", "en", "odder", "københavn-en", "made-up", "supplied"]


def charts_and_tables(slide) -> list:
    return [shape for shape in slide.shapes if shape.has_chart or shape.has_table]


def texts(slide) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


# --- the numbers


@pytest.mark.parametrize("place", range(5))
def test_a_figure_holds_its_frame(shown, survey, place):
    after_gap = place > QUESTIONS.index("ideal_share")
    (shape,) = charts_and_tables(shown["da"][place + 1 + after_gap])
    likert = likert_table(survey, QUESTIONS[place], base="listed")
    (plot,) = shape.chart.plots
    answers = survey.codebook.question(QUESTIONS[place]).scale.answers
    assert [series.name for series in plot.series] == [answer.short.da for answer in answers]
    for series, answer in zip(plot.series, answers, strict=True):
        own = likert.loc[likert["answer"] == answer.key, "share"]
        assert list(series.values) == pytest.approx(own.tolist())
    assert len(plot.categories) == len(COUNTS[QUESTIONS[place]])


def test_the_workbook_behind_a_chart_holds_what_the_chart_refers_to(shown):
    for slide in shown["odder"]:
        for shape in charts_and_tables(slide):
            if not shape.has_chart:
                continue
            part = shape.chart.part
            page = openpyxl.load_workbook(
                io.BytesIO(part.chart_workbook.xlsx_part.blob)
            )["Sheet1"]  # fmt: skip
            root = shape.chart._chartSpace
            references = [
                *root.iter(f"{{{SPACES['c']}}}numRef"),
                *root.iter(f"{{{SPACES['c']}}}strRef"),
            ]
            assert references
            for reference in references:
                (cells,) = words(reference, "c:f")
                area = page[cells.removeprefix("Sheet1!").replace("$", "")]
                held = [cell.value for (cell,) in area] if isinstance(area, tuple) else [area.value]
                kept = words(reference, ".//c:v")
                kind = float if reference.tag.endswith("numRef") else str
                assert [kind(value) for value in kept] == pytest.approx(
                    [value for value in held if value is not None]
                )


def test_the_range_of_the_gap_is_drawn_from_low_to_high(shown, survey):
    (shape,) = charts_and_tables(shown["da"][5])
    rows = by_finding(gap_rows(workforce_gap(survey)))
    series = {each.name: list(each.values) for each in shape.chart.plots[0].series}
    assert series["Forskel, mindst"] == pytest.approx(rows["gap_low"].tolist())
    assert series["Forskel, højst"] == pytest.approx(rows["gap_high"].tolist())
    assert series["Forskel, skøn"] == pytest.approx(rows["gap"].tolist())
    (band,) = found(shape.chart._chartSpace, ".//c:ser/c:errBars")
    assert words(band.getparent(), "c:tx//c:v") == ["Forskel, højst"]
    assert found(band, "c:errBarType")[0].get("val") == "minus"
    length = [float(v) for v in words(band, "c:minus//c:v")]
    assert length == pytest.approx((rows["gap_high"] - rows["gap_low"]).tolist())
    axis = shape.chart.value_axis
    assert axis.minimum_scale < rows["gap_low"].min()
    assert axis.maximum_scale > rows["gap_high"].max()


def test_the_gap_of_a_kommune_is_its_own(said, shown, survey):
    (shape,) = charts_and_tables(shown["odder"][7])
    page = kommune_page(survey, "Odder")
    rows = by_finding(gap_rows(page.gap()))
    high = shape.chart.plots[0].series[0]
    assert list(high.values) == pytest.approx(rows["gap_high"].tolist())
    slide = said["odder"].slides[6]
    assert slide.title == (
        "Skøn: yderligere 2–3 af 70 medarbejdere ville ideelt matche hver profil, men tallene "
        "tillader alt fra 12 færre til 15 flere"
    )
    assert page.gap_figure().figure.alt.startswith(f"{slide.title}. ")
    assert page.gap_method().markdown in slide.below


def test_known_answers_are_columns_of_the_difference():
    chart = gap_chart(workforce_gap(synthesize(1)))
    rows = by_finding(gap_rows(workforce_gap(synthesize(1))))
    assert isinstance(chart, ColumnChart)
    (gap,) = chart.series
    assert gap.name == "Forskel"
    assert list(gap.numbers) == pytest.approx(rows["gap"].tolist())
    assert chart.most == 8675


def test_own_answers_are_named_in_the_chart_and_have_ends_alone(survey):
    same = {"virksomheder": "from_5_to_10"}
    own = Own(answers={"current_share": same, "ideal_share": same})
    chart = gap_chart(kommune_page(survey, "Odder", own=own).gap())
    assert chart.categories[:2] == ("Virksomheder (jeres svar)", "Udvikling")
    low, central, high = (each.numbers for each in chart.series)
    assert (low[0], central[0], high[0]) == (pytest.approx(-3.5), None, pytest.approx(3.5))
    assert None not in central[1:]
    data = deck_bytes(
        dataclasses.replace(kommune_deck(survey, "Odder"), slides=(
            dataclasses.replace(kommune_deck(survey, "Odder").slides[6], body=chart),)),
        lang="da", day=DAY,
    )  # fmt: skip
    slide = list(Presentation(io.BytesIO(data)).slides)[1]
    (shape,) = charts_and_tables(slide)
    assert list(shape.chart.plots[0].series[2].values)[:2] == [None, pytest.approx(central[1])]


def test_one_page_of_the_report_is_named_as_one(survey):
    facts, *others = kommune_deck(survey, "Odder", lang="en").slides
    assert facts.notes.endswith("(2017), p.\u00a049.")
    assert any("pp.\u00a040 and 47." in slide.notes for slide in others)


def test_the_axis_of_a_small_job_centre_ends_where_its_staff_does(survey):
    """In percentage points, and never more than all of them."""
    page = kommune_page(survey, "Samsø")
    chart = gap_chart(page.gap(top_band=(100, 100, 100)))
    assert chart.most == 100
    deck = kommune_deck(survey, "Samsø")
    deck = dataclasses.replace(deck, slides=(dataclasses.replace(deck.slides[6], body=chart),))
    slide = list(Presentation(io.BytesIO(deck_bytes(deck, lang="da", day=DAY))).slides)[1]
    axis = charts_and_tables(slide)[0].chart.value_axis
    assert (axis.minimum_scale, axis.maximum_scale) == (-100, 100)


def test_the_profiles_stand_in_a_native_table(shown):
    (shape,) = charts_and_tables(shown["da"][7])
    rows = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
    assert rows[0][:2] == ["Fagprofil", "Meget vigtig i dag\nn = 52"]
    assert rows[1] == [
        "Virksomheder",
        "88 pct. · nr. 1",
        "71 pct. · nr. 1",
        "48 pct. · nr. 2",
        "77 pct. · nr. 1",
    ]
    assert shape.table.first_row


def test_the_counted_profiles_have_whole_bases(shown):
    (shape,) = charts_and_tables(shown["supplied"][7])
    assert shape.table.cell(0, 1).text_frame.text.endswith("n = 52")


def test_hidden_answers_are_a_part_of_their_own(said):
    chart = said["supplied"].slides[0].body
    assert isinstance(chart, BarChart)
    assert chart.series[-1].name == "Skjult [c]"
    for place in range(len(chart.categories)):
        parts_of_bar = [each.numbers[place] or 0 for each in chart.series]
        assert sum(parts_of_bar) == pytest.approx(1)


def test_a_gap_that_is_hidden_has_no_chart(survey):
    gap = workforce_gap(survey).assign(suppressed=True)
    gap[["central", "low", "high"]] = float("nan")
    assert gap_chart(gap) is None
    exact = workforce_gap(synthesize(1))
    assert isinstance(gap_chart(exact), ColumnChart)
    assert isinstance(gap_chart(workforce_gap(survey)), RangeChart)


# --- the findings


def test_titles_state_findings_that_the_numbers_prove(said):
    assert [slide.title for slide in said["da"].slides] == [
        "88 pct. af cheferne kalder profilen Virksomheder meget vigtig",
        "71 pct. af cheferne venter at få mere brug for profilen Virksomheder",
        "60 pct. af cheferne vurderer, at mere end hver femte medarbejder matcher profilen "
        "Borgernes kompetencer",
        "For hver af profilerne Virksomheder, Borgernes kompetencer og Inddragelse ønsker 77 pct. "
        "af cheferne ideelt, at mere end hver femte medarbejder matcher",
        "Mindst 15 af de 52 chefer ønsker, at en større andel af medarbejderne matcher profilen "
        "Koordination; hvor mange medarbejdere det er, afgør de trykte tal ikke",
        "98 pct. af cheferne er helt eller delvis enige i »Vi har behov for, at medarbejderne "
        "løbende deltager i kompetenceudvikling«",
        "Virksomheder ligger alene øverst på to af de fire mål og deler pladsen én gang",
    ]


def test_a_finding_that_cannot_be_told_gives_way_to_the_subject(said):
    titles = [slide.title for slide in said["supplied"].slides]
    assert not any("[c]" in title for title in titles)


def test_a_gap_of_protected_counts_is_a_range_without_a_largest(said):
    slide = said["supplied"].slides[4]
    assert isinstance(slide.body, RangeChart)
    assert "størst" not in slide.title
    assert slide.title.startswith("Skøn: ")


def test_the_kommune_comes_first_and_the_whole_survey_is_marked(said):
    deck = said["odder"]
    assert deck.title == "Odder Kommune"
    assert "70 medarbejdere" in deck.slides[0].title
    assert deck.slides[1].title == (
        "Mindst 8 af de 14 chefer i små jobcentre kalder profilen Virksomheder meget vigtig"
    )
    tag = "Hele undersøgelsen: alle 52 svar fra 49 kommuner"
    assert [slide.tag for slide in deck.slides] == ["", "", *[tag] * 4, "", *[tag] * 2]
    assert "--own" not in deck.slides[0].below


def test_one_outside_the_survey_needs_its_staff(survey):
    with pytest.raises(InputError, match="--staff 75"):
        kommune_deck(survey, "Herning")
    assert "75 medarbejdere" in kommune_deck(survey, "Herning", staff=75).slides[0].title


def test_own_answers_have_slides_of_their_own(survey):
    own = Own(
        "Odder",
        72,
        {
            "importance": {"udvikling": "less_important"},
            "current_share": {"virksomheder": "over_20"},
            "ideal_share": {"integration": "under_5"},
            "statements": {"11": "partly_agree"},
        },
        "Drøftet 3. marts.\nEnige.\n",
    )
    deck, usual = kommune_deck(survey, "Odder", own=own), kommune_deck(survey, "Odder")
    assert deck.eyebrow == "Fagligheder på beskæftigelsesområdet · med kommunens egne svar"
    assert usual.eyebrow == "Fagligheder på beskæftigelsesområdet"
    assert deck.notes.endswith("\n\nDrøftet 3. marts.\nEnige.")
    assert len(deck.slides) == len(usual.slides) + 4  # two and two questions, six items at a time
    added = [each for each in deck.slides if each.title.startswith("Odders egne svar")]
    assert [each.title for each in added] == ["Odders egne svar ved siden af chefernes"] * 4
    assert {slide.basis for slide in added} == {("observed", "recovered")}
    cells = [{row.header: row.cells for row in slide.body.rows} for slide in added]
    assert cells[0]["Udvikling"] == ("Mindre vigtig (3 af 52)", "–")
    assert cells[0]["Virksomheder"] == ("–", "Over 20 pct. (25 af 52)")
    assert cells[1]["Integration"] == ("Under 5 pct. (4 af 52)",)
    assert cells[3]["De rette kompetencer til opgaverne"] == ("Delvis enig (30 af 52)",)
    assert "▼" not in deck.slides[0].below  # the slides have no such mark


# --- every slide


@pytest.mark.parametrize("name", ALL)
def test_every_slide_has_title_basis_source_number_and_notes(said, shown, name):
    deck = said[name]
    for slide, foot in zip(shown[name], [deck.foot, *(s.foot for s in deck.slides)], strict=True):
        assert slide.shapes.title.text_frame.text.strip()
        kinds = {each._element.ph.get("type"): each for each in slide.placeholders}
        assert kinds["ftr"].text_frame.text == foot
        source = "svar.csv" if name == "supplied" else "Syntetiske" if name == "made-up" else "KL"
        assert source in foot
        assert ("Source: " if name.endswith("en") else "Kilde: ") in foot
        assert found(kinds["sldNum"]._element, ".//a:fld")[0].get("type") == "slidenum"
        assert foot in slide.notes_slide.notes_text_frame.text or slide is shown[name][0]


def test_the_notes_hold_the_sentence_and_the_numbers_behind_it(shown, survey):
    notes = shown["da"][1].notes_slide.notes_text_frame.text
    assert notes.startswith(
        "88 pct. af cheferne kalder profilen Virksomheder meget vigtig. For Udvikling er det "
    )
    assert alt_text(likert_table(survey, "importance")) in notes
    fifth = shown["da"][4].notes_slide.notes_text_frame.text
    assert "Figur 5 er trykt i procent af 54 svar" in fifth


@pytest.mark.parametrize("name", ALL)
def test_every_chart_and_table_has_alternative_text(said, shown, name):
    count = 0
    for slide, of in zip(shown[name][1:], said[name].slides, strict=True):
        for shape in charts_and_tables(slide):
            alt = shape._element.nvGraphicFramePr.cNvPr.get("descr")
            assert len(alt) > 60
            if not isinstance(of.body, tuple) and shape.has_chart:
                assert alt == of.body.alt
            count += 1
    assert count >= 7


def test_made_up_answers_are_stamped_on_every_slide(shown, made):
    for slide in shown["made-up"]:
        band = next(each for each in slide.shapes if each.has_text_frame
                    and each.text_frame.text == STAMP)  # fmt: skip
        assert (band.left, band.top) == (0, 0)
        for shape in charts_and_tables(slide):
            if shape.has_chart:
                assert shape.chart.chart_title.text_frame.text.startswith("SYNTETISKE SVAR · ")
                behind = shape.chart.part.chart_workbook.xlsx_part.blob
                title = openpyxl.load_workbook(io.BytesIO(behind)).properties.title
                assert title.startswith("SYNTETISKE SVAR · ")
            alt = shape._element.nvGraphicFramePr.cNvPr.get("descr")
            assert alt.startswith("SYNTETISKE SVAR · ")
    properties = Presentation(io.BytesIO(made["made-up"])).core_properties
    assert properties.title.startswith("SYNTETISKE SVAR · ")
    assert properties.keywords == "SYNTETISKE SVAR"


def test_real_answers_are_not_stamped(shown):
    for name in ("da", "odder", "supplied"):
        assert not any("SYNTETISK" in each for slide in shown[name] for each in texts(slide))


def test_the_english_deck_is_english(shown):
    for name in ("en", "københavn-en"):
        for slide in shown[name]:
            every = " ".join([*texts(slide), slide.notes_slide.notes_text_frame.text])
            every = every.replace("Fagligheder på beskæftigelsesområdet", "")
            every = every.replace("HK Kommunal og Dansk Socialrådgiverforening", "")
            assert not any(f" {word} " in every for word in ("og", "svar", "ikke", "pct.", "af"))
            languages = {run.get("lang") for run in found(slide._element, ".//a:rPr")}
            assert languages - {None} <= {"en-GB", "en-US"}


@pytest.mark.parametrize("name", ALL)
def test_no_text_is_too_small_to_read(made, name):
    for part, smallest in (("ppt/slides/slide", 1200), ("ppt/slideLayouts", 1200),
                           ("ppt/charts/chart", 1000)):  # fmt: skip
        for root in parts(made[name], part).values():
            sizes = [int(each.get("sz")) for each in root.iter() if each.get("sz", "").isdigit()]
            assert all(size >= smallest for size in sizes), part


@pytest.mark.parametrize("name", ALL)
def test_nothing_reaches_over_the_edge_or_over_another_part(made, name):
    presentation = Presentation(io.BytesIO(made[name]))
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, abs=1e-3)
    for slide in presentation.slides:
        boxes = []
        for shape in slide.shapes:
            right, bottom = shape.left + shape.width, shape.top + shape.height
            assert shape.left >= 0
            assert shape.top >= 0
            assert right <= presentation.slide_width + Emu(20)
            assert bottom <= presentation.slide_height
            boxes.append((shape.left, shape.top, right, bottom))
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = (one[2] <= other[0] or other[2] <= one[0]
                         or one[3] <= other[1] or other[3] <= one[1])  # fmt: skip
                assert apart, (slide.shapes.title.text_frame.text, one, other)


# --- what may not be written, and what must be the same


def test_an_unprotected_slide_is_refused(said, tmp_path):
    slide = dataclasses.replace(said["supplied"].slides[0], title="Åben", unprotected=True)
    deck = dataclasses.replace(said["supplied"], slides=(slide,))
    with pytest.raises(InputError) as error:
        deck_bytes(deck, day=DAY)
    assert str(error.value) == (
        'Sliden "Åben" er lavet af svar, der ikke er beskyttet, og må ikke forlade maskinen. '
        "Beskyt dem først: survey = fag.protect(survey)."
    )


def test_a_deck_of_open_answers_is_seen_to_be_open():
    exact = dataclasses.replace(synthesize(1), basis="observed", source="svar.csv")
    with pytest.raises(InputError, match="må ikke forlade maskinen"):
        deck_bytes(national_deck(exact), day=DAY)


def test_hostile_words_are_words(tmp_path):
    bad = "=1+1<b>&\"'\x00\x1f]]>"
    kept = "=1+1<b>&\"']]>"
    made_up = synthesize(1)
    questions = {
        key: dataclasses.replace(
            question,
            title=Labels(bad, bad),
            items=tuple(
                dataclasses.replace(item, label=Labels(bad + item.key, bad + item.key))
                for item in question.items
            ),
        )
        for key, question in made_up.codebook.questions.items()
    }
    codebook = dataclasses.replace(made_up.codebook, questions=questions)
    data = deck_bytes(national_deck(dataclasses.replace(made_up, codebook=codebook, source=bad)))
    slides = list(Presentation(io.BytesIO(data)).slides)
    (shape,) = charts_and_tables(slides[1])
    assert next(iter(shape.chart.plots[0].categories)) == f"{kept}virksomheder"
    book = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
    assert book["Sheet1"]["A2"].data_type == "s"
    assert kept in texts(slides[1])[-2]


def test_the_template_is_what_its_tool_makes(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1.9e9)
    assert template_bytes() == TEMPLATE.read_bytes()
    template = Presentation(TEMPLATE)
    assert not list(template.slides)
    kinds = {
        layout.name: [each._element.ph.get("type") for each in layout.placeholders]
        for layout in template.slide_layouts
    }
    assert kinds == {
        "cover": ["ctrTitle", "subTitle", "ftr", "sldNum"],
        "content": ["title", "ftr", "sldNum"],
    }


def test_the_theme_has_the_colours_and_the_font(made):
    theme = parts(made["da"], "theme/theme1.xml")["ppt/theme/theme1.xml"]
    colours = {name: found(theme, f".//a:clrScheme/a:{name}/a:srgbClr")[0].get("val").lower()
               for name in ("dk2", "accent1", "accent6", "hlink")}  # fmt: skip
    expected = (palette.NAVY, palette.SEQUENTIAL[0], palette.ACCENT, palette.NAVY)
    assert list(colours.values()) == [colour[1:] for colour in expected]
    assert {each.get("typeface") for each in found(theme, ".//a:latin")} == {"Calibri"}


def test_the_same_deck_gives_the_same_bytes(said, made, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1.9e9)
    assert deck_bytes(said["odder"], day=DAY) == made["odder"]
    assert deck_bytes(said["odder"], day=date(2017, 5, 1)) != made["odder"]


def test_an_empty_body_is_only_text():
    slide = Slide("Titel", ("Et.", "To."), ("published",), "Kilde: x.", "Noter")
    deck = Deck("T", "", "U", "Kilde: x.", "N", ("published",), (slide,))
    (_, shown_slide) = Presentation(io.BytesIO(deck_bytes(deck, day=DAY))).slides
    assert "Et.\nTo." in texts(shown_slide)
    assert not charts_and_tables(shown_slide)


# --- the command, and LibreOffice


def test_the_command_writes_one_deck(tmp_path, capsys):
    out = tmp_path / "s"
    assert main(["slides", "--kommune", "odder", "--date", "2017-05-01", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out / '0727-odder.pptx'}.\n"
    core = Presentation(str(out / "0727-odder.pptx")).core_properties
    assert (core.title, core.created.year, core.language) == ("Odder Kommune", 2017, "da-DK")


def test_staff_without_a_kommune_is_2(tmp_path, capsys):
    assert main(["slides", "--staff", "75", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "fagligheder: --staff hører til én kommune. Vælg den: "
        "fagligheder slides --kommune Odder --staff 75.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_national_deck_is_named_by_its_language(tmp_path):
    (path,) = export_slides(synthesize(1), tmp_path, lang="en", day=DAY)
    assert path == Path(tmp_path / "figures.pptx")


@needs_office
def test_libreoffice_opens_both_and_loses_no_slide(made, tmp_path):
    names = {"national": "da", "kommune": "made-up"}
    files = {f"{name}.pptx": made[deck] for name, deck in names.items()}
    for path, deck in zip(as_pdfs(files, tmp_path), names.values(), strict=True):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == len(Presentation(io.BytesIO(made[deck])).slides)


def test_the_examples_in_the_docstrings_hold():
    result = doctest.testmod(decks)
    assert result.attempted
    assert not result.failed
