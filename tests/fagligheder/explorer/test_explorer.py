"""The explorer: every choice has its frame, figure, sentence and lines, or a clear word."""

from __future__ import annotations

import ast
import asyncio
import doctest
import json
import stat
import sys
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import product
from pathlib import Path

import openpyxl
import pandas as pd
import pikepdf
import pytest
from answer_files import save as save_answers
from answer_files import wide

import analysis
from analysis.measures.disclosure import is_unprotected
from analysis.measures.shares import likert_table
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.words import text
from fagligheder.explorer import choices as choices_module
from fagligheder.explorer import jupyter_settings, result_panel, results, start, views
from fagligheder.explorer.choices import (
    ANSWERS,
    GROUPS,
    KINDS,
    MEASURES,
    Choices,
    GapChoice,
    Source,
    check_choices,
    effective_settings,
    file_name_part,
    source_of,
)
from fagligheder.explorer.results import draw_figure, show
from fagligheder.explorer.saved_files import keep_upload, save
from fagligheder.explorer.start import explore

QUESTIONS = ["importance", "future_need", "current_share", "ideal_share", "statements"]
TWO_OF = {"statements": ("6", "7")}
TWO = ("virksomheder", "udvikling")
SHOWING = ("draw_likert", "draw_crosstab", "draw_summary")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("svar")


@pytest.fixture(scope="module")
def own(folder) -> Source:
    """Answers from a file: 52 managers, so that many cells are small."""
    return Source("file", str(save_answers(wide(synthesize(7, 0.5)), folder / "svar.csv")))


@pytest.fixture(scope="module")
def few(folder) -> Source:
    """Answers to two questions alone, from a file with headings and words of its own."""
    answers = wide(synthesize(7, 0.5))
    answers = answers[["kommune", "importance_virksomheder", "importance_integration"]]
    path = save_answers(answers.rename(columns={"importance_virksomheder": "Q1"}), folder / "q.csv")
    mapping = folder / "kolonner.yml"
    mapping.write_text("columns:\n  Q1: importance_virksomheder\n", encoding="utf-8")
    return Source("file", str(path), str(mapping))


def sources(own: Source) -> dict[str, Source]:
    return {"published": Source(), "synthetic": Source("synthetic", seed=3), "file": own}


def every(source: Source, question: str, lang: str = "da") -> list[Choices]:
    """All that can be chosen of a question, of all its items, one and two."""
    two = TWO_OF.get(question, TWO)
    return [
        Choices(source, question, items, measure, group, "", kind, interval, lang)
        for items, measure, group, kind, interval in product(
            ((), two[:1], two), MEASURES, GROUPS, KINDS, (False, True)
        )
    ]


def run(code: str) -> tuple[dict, object]:
    """Run lines as a notebook does; return their names, and what the last line gives."""
    tree = ast.parse(code)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, object] = {}
    exec(compile(tree, "lines", "exec"), names)  # noqa: S102
    return names, eval(compile(ast.Expression(last.value), "lines", "eval"), names)  # noqa: S307


# --- every choice


@pytest.fixture
def drawn(monkeypatch) -> list[tuple]:
    """What is drawn, by the explorer and by pasted lines alike, without the time it takes."""
    seen: list[tuple] = []

    def record(name):
        def draw(frame, *given, **settings):
            usual = {"kind": "stacked", "interval": False, "lang": "da"}
            usual |= {"order": "report"} if name == "draw_likert" else {}
            seen.append((name, given, usual | settings, frame))
            return pd.Series(name)

        return draw

    class Figure:
        alt, unprotected = "alt", False

        def svg(self) -> str:
            return "<svg>"

    monkeypatch.setattr(results, "close_figure", lambda axes: Figure())
    for name in SHOWING:
        monkeypatch.setattr(views, name, record(name))
        monkeypatch.setattr(analysis, name, record(name), raising=False)
    for name in ("read_answers", "synthesize", "read_published", "crosstab", "likert_summary"):
        monkeypatch.setattr(analysis, name, lru_cache(getattr(analysis, name)), raising=False)
    results._result.cache_clear()
    yield seen
    results._result.cache_clear()


@pytest.mark.parametrize("source", ["published", "synthetic", "file"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_choice_is_shown_or_has_a_clear_word(drawn, own, source, question):
    shown, refused = {}, set()
    for choices in every(sources(own)[source], question):
        try:
            shown[check_choices(choices)] = show(choices)
        except InputError as error:
            refused.add(str(error))
    assert refused == {
        "En opdeling efter størrelse kan kun vise alle svar. Vælg »Alle svar« eller »Ingen "
        "opdeling«.",
        *(
            {
                "Spørgsmålet »Forventet brug for profilerne i de kommende år« har kun 3 svar, og "
                "to øverste eller to nederste kræver mindst fire. Vælg øverste svar eller netto."
            }
            if question == "future_need"
            else ()
        ),
    }
    grouped = 1 if source == "published" else 4
    assert len(shown) == 3 * (4 + grouped + (4 if question == "future_need" else 8))
    for choices, each in shown.items():
        assert each.sentence.endswith(".")
        assert "nan" not in each.sentence
        assert len(each.frame)
        assert not is_unprotected(each.frame)
        assert each.made_up == (source == "synthetic")
        if choices.items:
            assert set(each.frame["item"]) == set(choices.items)
    names = [each.name for each in shown.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("source", ["published", "synthetic", "file"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_lines_make_the_same(drawn, own, source, question):
    tried = set()
    for choices in every(sources(own)[source], question):
        if source == "file" and choices.items and question != "importance":
            continue  # protecting takes its time, and which items are chosen makes no difference
        choices = replace(choices, lang="en" if choices.interval else "da")
        drawn.clear()
        try:
            shown = show(choices)
        except InputError:
            continue
        if shown.code in tried:
            continue
        tried.add(shown.code)
        names, table = run(shown.code)
        explored, pasted = drawn
        assert pasted[:3] == explored[:3]
        for frame in (names["frame"], pasted[3]):
            pd.testing.assert_frame_equal(frame, explored[3])
        assert explored[3] is shown.frame
        assert table == shown.table
    assert len(tried) >= 10


@pytest.mark.parametrize(
    "choices",
    [
        Choices(interval=True),
        Choices(question="statements", items=("6", "7"), kind="diverging", lang="en"),
        Choices(question="current_share", group="size_band", answer="under_5"),
        Choices(measure="net", interval=True),
        Choices(Source("synthetic", seed=2), "ideal_share", group="size_band"),
        GapChoice(),
        GapChoice(top_band=30),
        GapChoice(kommune="", top_band=22.5),
        GapChoice(Source("synthetic", seed=2), "København", lang="en"),
    ],
    ids=lambda choices: type(choices).__name__,
)
def test_the_lines_draw_the_same_figure(choices):
    shown = show(choices)
    names, table = run(shown.code)
    assert names["axes"].figure.svg() == shown.svg
    assert names["axes"].figure.alt == shown.alt
    assert table == shown.table
    pd.testing.assert_frame_equal(names["frame"], shown.frame)
    assert draw_figure(choices).svg() == shown.svg


def test_the_lines_of_a_file_name_it_and_its_mapping(few):
    code = show(Choices(few, items=("virksomheder",))).code
    assert code.splitlines()[2:5] == [
        f"survey = fag.read_answers({json.dumps(few.path)}, mapping={json.dumps(few.mapping)})",
        "survey = fag.protect(survey)",
        'frame = fag.likert_table(survey, "importance")',
    ]
    names, _ = run(code)
    assert names["survey"].respondents == 52


def test_a_path_is_quoted_so_that_python_reads_it_back():
    path = 'C:\\svar "æ"\n.csv'
    assert ast.literal_eval(choices_module.python_string(path)) == path


def test_what_was_seen_before_comes_at_once():
    first = show(Choices(question="future_need"))
    assert show(Choices(question="future_need")) is first
    assert show(Choices(question="future_need", answer="more")) is first  # changes nothing
    assert show(Choices(question="future_need", kind="diverging")) is not first


# --- words


def test_the_sentences_of_the_printed_numbers():
    said = {
        Choices(): "88 pct. af cheferne kalder profilen Virksomheder meget vigtig. For Udvikling "
        "er det 48 pct.",
        Choices(items=("integration",)): "69 pct. af cheferne kalder profilen Integration meget "
        "vigtig.",
        Choices(question="ideal_share", items=("virksomheder", "inddragelse"), measure="top_box"): (
            "Om hver af profilerne Virksomheder og Inddragelse svarer 77 pct. »Over 20 pct.«."
        ),
        Choices(question="statements", measure="net"): "Netto er højest for »Behov for løbende "
        "kompetenceudvikling« (+96 procentpoint). For »Tid til at deltage« er det −8 procentpoint.",
        Choices(group="size_band"): "Mindst 14 af de 20 chefer i store jobcentre kalder "
        "profilen Virksomheder meget vigtig.",
        Choices(group="size_band", answer="not_important", items=("virksomheder",)): (
            "De trykte tal udelukker intet om »Slet ikke vigtig«: I hver gruppe kan det være "
            "svaret fra ingen eller fra alle."
        ),
        GapChoice(kommune="Aarhus"): "Forskellen mellem ideelt og i dag er størst for Udvikling "
        "(+51 medarbejdere) og mindst for Integration (+26).",
        GapChoice(kommune=""): "Forskellen mellem ideelt og i dag er størst for Udvikling (+400 "
        "medarbejdere) og mindst for Integration (+209).",
        GapChoice(kommune="", top_band=40): "Forskellen mellem ideelt og i dag er størst for "
        "Koordination (+805 medarbejdere) og mindst for Integration (+409).",
    }
    assert {choices: show(choices).sentence for choices in said} == said


def test_hidden_numbers_are_not_compared(own):
    seen = set()
    for question in ("importance", "future_need", "current_share", "statements"):
        shown, printed = show(Choices(own, question)), show(Choices(question=question))
        first = shown.frame[shown.frame["answer"] == shown.frame["answer"].cat.categories[0]]
        hidden = bool(first["n"].isna().any()) or question == "statements"
        assert shown.sentence == (text("explorer.hidden", "da") if hidden else printed.sentence)
        seen.add(hidden)
    assert seen == {True, False}


def test_nobody_answered(few):
    with pytest.raises(InputError) as error:
        show(Choices(few, "statements"))
    assert str(error.value) == (
        "Ingen har svaret på »Jobcentrets arbejde med kompetenceudvikling« i q.csv. Vælg et andet "
        "spørgsmål."
    )


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (Choices(Source("file")), text("explorer.file_missing", "da")),
        (
            Choices(measure="mode"),
            '"mode" kan ikke vælges her. Vælg en af: answers, top_box, top_two_box, '
            "bottom_two_box, net.",
        ),
        (
            Choices(items=("7",)),
            'Emnet "7" hører ikke til spørgsmålet importance. Vælg blandt: virksomheder, '
            "borgernes_kompetencer, koordination, inddragelse, integration, udvikling.",
        ),
        (
            Choices(answer="more", group="size_band"),
            'Svaret "more" er ikke på skalaen. Vælg et af: very_important, important, '
            "less_important, not_important.",
        ),
    ],
)
def test_a_choice_that_cannot_be_is_refused_in_words(choices, said):
    with pytest.raises(InputError) as error:
        show(choices)
    assert str(error.value) == said


def test_what_changes_nothing_is_known():
    drawn = {"kind", "order", "width", "title"}
    assert effective_settings(Choices()) == {*drawn, "interval"}
    assert effective_settings(Choices(kind="diverging")) == drawn
    assert effective_settings(Choices(kind="top")) == drawn
    assert effective_settings(Choices(measure="net")) == {"interval"}
    assert effective_settings(Choices(group="size_band")) == {"answer"}
    by_size = effective_settings(Choices(Source("synthetic"), group="size_band"))
    assert by_size == {*drawn, "interval"}


def test_a_figure_is_ordered_narrowed_and_named_as_chosen():
    choices = Choices(
        question="statements", kind="top", order="size", width="80mm", title=" Ja\n ja"
    )
    result = show(choices)
    assert result.name == "figur-6-oeverste-svar-alene-oevre-side-foerst-80mm"
    line = 'fag.draw_likert(frame, kind="top", order="size", width="80mm", title="Ja ja")'
    assert line in result.code
    assert 'width="226.77' in result.svg
    assert " Ja ja. 52 svar. " in result.alt
    assert show(replace(choices, measure="net")) is show(
        Choices(question="statements", measure="net")
    )
    with pytest.raises(InputError) as error:
        show(replace(choices, width="90mm"))
    assert str(error.value) == '"90mm" kan ikke vælges her. Vælg en af: 120mm, 80mm.'


def test_a_source_in_words():
    assert source_of(None) == Source()
    assert source_of("syntetisk:7") == Source("synthetic", seed=7)
    assert source_of("svar.csv") == Source("file", "svar.csv")


@pytest.mark.parametrize("module", [choices_module, results, start, views])
def test_the_examples_in_the_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


# --- small groups


def small(values: pd.Series) -> pd.Series:
    return values[(values > 0) & (values < 5)]


def test_no_small_number_is_shown_or_saved(own, tmp_path):
    for group in GROUPS:
        choices = Choices(own, "statements" if group else "importance", group=group)
        shown = show(choices)
        assert shown.frame["suppressed"].any()
        assert small(shown.frame["n"]).empty
        assert "[c]" in shown.svg
        csv = next(path for path in save(choices, tmp_path) if path.suffix == ".csv")
        assert small(pd.read_csv(csv)["n"]).empty
        _, *sheets = openpyxl.load_workbook(csv.with_suffix(".xlsx"))
        assert [sheet.title for sheet in sheets] == (
            ["Figur 6 efter størrelse"] if group else ["Figur 2", "Alle svar"]
        )
        numbers = counts_in(sheets[-1])
        assert len(numbers) == len(shown.frame)
        assert "[c]" in set(numbers)
        assert small(pd.to_numeric(numbers, errors="coerce")).empty


def counts_in(sheet) -> pd.Series:
    """The column of counts of a saved table."""
    rows = [[cell.value for cell in row] for row in sheet]
    (head,) = (place for place, row in enumerate(rows) if "Antal svar" in row)
    place = rows[head].index("Antal svar")
    ends = next(number for number, row in enumerate(rows) if number > head and row[0] is None)
    return pd.Series([row[place] for row in rows[head + 1 : ends]])


def test_an_item_with_a_hidden_answer_has_no_summary(own):
    summary = show(Choices(own, "statements", measure="top_box")).frame
    assert summary.loc[summary["suppressed"], "top_box"].isna().all()
    assert summary["suppressed"].any()


def test_what_exports_refuse_is_neither_shown_nor_saved(own, monkeypatch, tmp_path):
    monkeypatch.setattr(views, "likert_table", lambda survey, key, **_: likert_table(survey, key))
    results.forget_results()
    for attempt in (show, lambda choices: save(choices, tmp_path / "ud")):
        with pytest.raises(InputError, match="må ikke forlade maskinen"):
            attempt(Choices(own, "statements"))
    monkeypatch.setattr(results, "refuse_unprotected", lambda frame, name: None)
    with pytest.raises(InputError, match="må ikke forlade maskinen"):
        save(Choices(own, "statements"), tmp_path / "ud")  # the export refuses by itself
    assert not (tmp_path / "ud").exists()
    results.forget_results()


# --- saving and keeping


def test_all_is_saved_under_one_name(tmp_path):
    written = save(Choices(items=("virksomheder",), measure="top_two_box"), tmp_path)
    stem = "figur-2-virksomheder-to-oeverste-svar"
    assert [path.name for path in written] == [
        f"{stem}.{kind}" for kind in ("csv", "pdf", "png", "svg", "txt", "xlsx")
    ]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in written}
    csv, pdf, png, svg, txt, xlsx = written
    assert pd.read_csv(csv)["top_two_box"].tolist() == [1.0]
    assert pdf.read_bytes().startswith(b"%PDF")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "Virksomheder: 100 pct." in txt.read_text(encoding="utf-8")
    assert txt.read_text(encoding="utf-8").strip()[:40] in svg.read_text(encoding="utf-8")
    book = openpyxl.load_workbook(xlsx)
    assert book.sheetnames == ["Forside", "Hovedtal"]
    words = [cell.value for row in book["Hovedtal"] for cell in row if cell.value]
    assert "Virksomheder" in words
    assert "Udvikling" not in words
    assert any("beregnet" in str(each) for each in words)
    assert any("Kilde: KL m.fl." in str(each) for each in words)


def test_the_pdf_is_tagged_and_has_the_figure_in_words(tmp_path):
    choices = GapChoice(top_band=30)
    (path,) = (each for each in save(choices, tmp_path) if each.suffix == ".pdf")
    assert path.name == "0727-odder-over-20-sat-til-30.pdf"
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "da"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo.Title) == show(choices).table.caption


def test_made_up_answers_are_stamped_wherever_they_go(tmp_path):
    choices = Choices(Source("synthetic", seed=2), lang="en")
    assert "SYNTHETIC ANSWERS" in show(choices).svg
    written = save(choices, tmp_path)
    assert {path.stem for path in written} == {"figure-2-synthetic-2"}
    book = openpyxl.load_workbook(next(path for path in written if path.suffix == ".xlsx"))
    for sheet in book:
        assert any("SYNTHETIC ANSWERS" in str(row[0].value) for row in sheet)
    assert set(pd.read_csv(written[0])["basis"]) == {"synthetic"}
    files = {path.suffix: path for path in written}
    assert files[".txt"].read_text(encoding="utf-8").startswith("SYNTHETIC ANSWERS · ")
    with pikepdf.open(files[".pdf"]) as pdf:
        assert str(pdf.docinfo.Title).startswith("SYNTHETIC ANSWERS · ")


def test_a_folder_that_cannot_be_written_in_is_said(tmp_path):
    (tmp_path / "ud").write_text("her er en fil", encoding="utf-8")
    with pytest.raises(InputError) as error:
        save(Choices(), tmp_path / "ud")
    assert str(error.value).startswith(f"Kan ikke skrive i mappen {tmp_path / 'ud'}: ")
    assert str(error.value).endswith("Vælg en anden mappe.")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("svar.csv", "svar.csv"),
        ("../../x.csv", "x.csv"),
        ("C:\\hemmeligt\\svar.xlsx", "svar.xlsx"),
        ("a?b|c.sav", "a_b_c.sav"),
        (".bashrc", "bashrc"),
        ("..", "svar"),
    ],
)
def test_an_upload_keeps_its_name_and_no_path(tmp_path, told, kept):
    path = keep_upload(tmp_path, told, b"x")
    assert path.name == kept
    assert path.parent.parent == tmp_path / "filer"
    assert path.read_bytes() == b"x"
    assert stat.S_IMODE((tmp_path / "filer").stat().st_mode) & 0o077 == 0


def test_two_uploads_of_one_name_do_not_meet(tmp_path):
    first, second = (keep_upload(tmp_path, "svar.csv", content) for content in (b"1", b"2"))
    assert first != second
    assert first.read_bytes() == b"1"
    assert keep_upload(tmp_path, "svar.csv", b"1") == first
    assert Source("file", str(first)).file_name_part("da") != Source(
        "file", str(second)
    ).file_name_part("da")


def test_a_slug_is_plain():
    assert file_name_part("Jobcentrets størrelse, æ & å!") == "jobcentrets-stoerrelse-ae-aa"


# --- the widgets


@pytest.fixture
def explorer(tmp_path):
    return explore(folder=tmp_path / "ud")


@pytest.fixture
def counted(monkeypatch) -> list:
    """What was asked for, one entry for each time the page was redrawn."""
    asked = []

    def count(choices):
        asked.append(choices)
        return show(choices)

    monkeypatch.setattr(result_panel, "show", count)
    return asked


def upload(widget, path: Path) -> None:
    """Choose a file in the browser."""
    widget.value = (
        {
            "name": path.name,
            "type": "",
            "size": path.stat().st_size,
            "last_modified": datetime(2026, 1, 1, tzinfo=UTC),
            "content": memoryview(path.read_bytes()),
        },
    )


def test_it_begins_with_the_first_figure(explorer):
    assert explorer.question_panel.result is show(Choices())
    assert "data:image/svg+xml;base64," in explorer.question_panel.figure.value
    assert 'alt="Figur 2.' in explorer.question_panel.figure.value
    assert "<table" in explorer.question_panel.table.value
    assert explorer.question_panel.message.value == ""
    assert explorer.gap_panel.result is show(GapChoice())


def test_each_change_redraws_once(explorer, counted):
    asked, picked = explorer.question_controls, explorer.gap_controls
    for control, value in (
        (asked.kind, "diverging"),
        (asked.kind, "stacked"),
        (asked.interval, True),
        (asked.boxes["profiles"]["udvikling"], False),
        (asked.question, "statements"),
        (asked.measure, "net"),
        (asked.measure, ANSWERS),
        (asked.group, "size_band"),
        (asked.answer, "partly_agree"),
        (explorer.language, "en"),
        (explorer.source_controls.name, "synthetic"),
        (explorer.source_controls.seed, 5),
        (explorer.source_controls.name, "published"),
        (explorer.tab, "gap_tab"),
        (picked.kommune, "0751"),
        (picked.kommune, ""),
        (picked.top_band, 30.0),
        (explorer.language, "da"),
        (explorer.tab, "questions_tab"),
    ):
        counted.clear()
        control.value = value
        assert len(counted) == 1, (control.description, value)
    counted.clear()
    asked.none.click()
    assert counted == []  # nothing to draw: a word instead
    asked.all.click()
    assert len(counted) == 1


def test_what_is_chosen_is_shown(explorer):
    asked = explorer.question_controls
    asked.question.value = "statements"
    asked.measure.value = "top_two_box"
    asked.boxes["statements"]["1"].value = False
    asked.interval.value = True
    kept = tuple(str(number) for number in range(2, 12))
    assert explorer.question_panel.result is show(
        Choices(question="statements", items=kept, measure="top_two_box", interval=True)
    )
    explorer.tab.value = "gap_tab"
    explorer.gap_controls.kommune.value = "0751"
    assert explorer.gap_panel.result is show(GapChoice(kommune="Aarhus"))
    assert "Hvad ved vi med sikkerhed om store jobcentre?" in explorer.gap_panel.notes.value
    assert "Mindst" in explorer.gap_panel.notes.value
    explorer.gap_controls.kommune.value = ""
    explorer.gap_controls.top_band.value = 40
    assert explorer.gap_panel.result is show(GapChoice(kommune="", top_band=40))
    assert explorer.gap_panel.notes.value == explorer.gap_panel.facts.value == ""


def test_what_the_top_band_is_set_to_is_said(explorer):
    assert explorer.gap_controls.choices(Source()).top_band is None  # as the codebook has it
    usual, other = (show(GapChoice(top_band=value)) for value in (None, 30))
    assert "»Over 20 pct.« er sat til 25 pct." in usual.table.note
    assert "»Over 20 pct.« er sat til 30 pct." in other.table.note
    assert "sat til 30 pct." in other.svg
    assert "frame = page.gap(top_band=(30, 30, 30))" in other.code
    gaps = [shown.frame.query("measure == 'gap'")["central"].sum() for shown in (usual, other)]
    assert gaps[0] < gaps[1]
    with pytest.raises(InputError, match="top_band"):
        show(GapChoice(top_band=10))


def test_controls_that_change_nothing_are_off(explorer):
    asked = explorer.question_controls
    assert asked.answer.layout.display == "none"
    asked.group.value = "size_band"
    assert asked.answer.layout.display is None
    assert asked.kind.disabled
    assert asked.interval.disabled
    explorer.source_controls.name.value = "synthetic"
    assert asked.answer.layout.display == "none"
    assert not asked.kind.disabled
    asked.kind.value = "diverging"
    assert asked.interval.disabled
    assert asked._sets["statements"].layout.display == "none"
    asked.question.value = "statements"
    assert asked._sets["statements"].layout.display is None
    assert asked._sets["profiles"].layout.display == "none"


def test_every_input_has_a_label_in_both_languages(explorer):
    asked, source = explorer.question_controls, explorer.source_controls
    inputs = [
        asked.question, asked.measure, asked.group, asked.answer, asked.kind, asked.interval,
        asked.order, asked.width, asked.title,
        asked.all, asked.none, explorer.gap_controls.kommune, explorer.gap_controls.staff,
        explorer.gap_controls.top_band, source.name, source.seed, source.file,
        source.mapping, explorer.language, explorer.folder, explorer.question_panel.code,
        explorer.question_panel.save_button, explorer.gap_panel.code,
        explorer.gap_panel.save_button,
        *(box for own in asked.boxes.values() for box in own.values()),
    ]  # fmt: skip
    danish = [each.description for each in inputs]
    assert all(danish)
    assert not any("%" in words for words in danish)
    explorer.language.value = "en"
    english = [each.description for each in inputs]
    assert all(english)
    same = {da for da, en in zip(danish, english, strict=True) if da == en}
    assert same <= {"Integration"}
    assert explorer.question_panel.result is show(Choices(lang="en"))


def test_a_word_stands_in_place_and_the_last_figure_stays(explorer):
    before = explorer.question_panel.figure.value
    explorer.question_controls.none.click()
    said = explorer.question_panel.message.value
    assert 'role="alert"' in said
    assert "Vælg mindst ét emne." in said
    assert text("explorer.figure_stays", "da") in said
    assert explorer.question_panel.figure.value == before
    explorer.question_controls.all.click()
    assert explorer.question_panel.message.value == ""


def test_a_broken_file_is_told_in_place_and_a_right_one_is_read(explorer, own, tmp_path):
    right = Path(own.path)
    answers = pd.read_csv(right)
    answers.loc[1, "importance_virksomheder"] = "<script>Vigtigt"
    broken = tmp_path / "fejl.csv"
    answers.to_csv(broken, index=False)
    before = explorer.question_panel.figure.value
    explorer.source_controls.name.value = "file"
    assert text("explorer.file_missing", "da") in explorer.question_panel.message.value
    upload(explorer.source_controls.file, broken)
    said = explorer.question_panel.message.value
    assert "fejl.csv, række 3, kolonne &quot;importance_virksomheder&quot;" in said
    assert "&lt;script&gt;Vigtigt" in said
    assert "<script" not in said
    assert explorer.question_panel.figure.value == before
    upload(explorer.source_controls.file, right)
    assert explorer.question_panel.message.value == ""
    assert explorer.question_panel.figure.value != before
    assert "svar.csv er læst: 52 svar fra 49 kommuner" in explorer.source_controls.note.value
    names, _ = run(explorer.question_panel.code.value)
    pd.testing.assert_frame_equal(names["frame"], explorer.question_panel.result.frame)
    assert Path(names["survey"].source).name == "svar.csv"


def test_many_problems_are_counted(explorer, own, tmp_path):
    answers = pd.read_csv(own.path)
    answers.loc[:7, "importance_virksomheder"] = "Vigtigt"
    answers.to_csv(tmp_path / "fejl.csv", index=False)
    explorer.source_controls.name.value = "file"
    upload(explorer.source_controls.file, tmp_path / "fejl.csv")
    said = explorer.question_panel.message.value
    assert said.count("fejl.csv, række") == 5
    assert "<p>… og 3 til.</p>" in said


def test_a_mapping_file_is_used(explorer, few):
    explorer.source_controls.name.value = "file"
    upload(explorer.source_controls.file, Path(few.path))
    upload(explorer.source_controls.mapping, Path(few.mapping))
    shown = explorer.question_panel.result
    bases = shown.frame.groupby("item", observed=True)["base"].first()
    assert bases["virksomheder"] == bases["integration"] == 52
    assert "mapping=" in shown.code


def test_an_upload_that_cannot_be_kept_is_said(explorer, own, tmp_path):
    (tmp_path / "fil").write_text("", encoding="utf-8")
    explorer.folder.value = str(tmp_path / "fil")
    explorer.source_controls.name.value = "file"
    upload(explorer.source_controls.file, Path(own.path))
    assert "Kan ikke skrive i mappen" in explorer.question_panel.message.value


def test_a_fault_of_ours_is_said_too(explorer, monkeypatch):
    def fail(_):
        raise ZeroDivisionError

    monkeypatch.setattr(result_panel, "show", fail)
    with pytest.raises(ZeroDivisionError):
        explorer.question_controls.question.value = "statements"
    assert "Det kunne ikke vises (ZeroDivisionError)" in explorer.question_panel.message.value


def test_saving_says_where(explorer, tmp_path):
    explorer.question_panel.save_button.click()
    place = tmp_path / "ud"
    assert f"Gemt i {place}: figur-2.csv, figur-2.pdf" in explorer.question_panel.saved.value
    assert len(list(place.iterdir())) == 6
    explorer.question_controls.kind.value = "diverging"
    assert explorer.question_panel.saved.value == ""
    explorer.folder.value = str(place / "figur-2.csv")
    explorer.question_panel.save_button.click()
    assert "Kan ikke skrive" in explorer.question_panel.message.value


def test_it_shows_itself_without_a_kernel_too(explorer):
    bundle, described = explorer._repr_mimebundle_()
    assert bundle["image/svg+xml"] == show(Choices()).svg
    assert bundle["text/plain"] == show(Choices()).sentence
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert described["image/svg+xml"]["basis"] == ["recovered"]
    assert described["image/svg+xml"]["alt"].startswith("Figur 2.")
    assert b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert described["image/png"] == described["image/svg+xml"]


def test_the_page_without_code_draws_no_picture_to_store(explorer, monkeypatch):
    monkeypatch.setenv("FAGLIGHEDER_APP", "1")
    bundle, _ = explorer._repr_mimebundle_()
    assert "image/svg+xml" in bundle and "image/png" not in bundle


def test_kommuner_stand_in_the_danish_order(explorer):
    names = [name for name, _ in explorer.gap_controls.kommune.options]
    assert len(names) == 99
    assert names[:2] == ["Alle kommuner tilsammen", "Allerød"]
    assert names[45:51] == [
        "Vallensbæk", "Vejen", "Ærø", "Aabenraa", "Aarhus", "Albertslund (deltog ikke)",
    ]  # fmt: skip
    assert names[-1] == "Aalborg (deltog ikke)"


def test_one_outside_the_survey_is_asked_for_its_staff(explorer):
    picked, panel = explorer.gap_controls, explorer.gap_panel
    explorer.tab.value = "gap_tab"
    assert picked.staff.layout.display == "none"
    picked.kommune.value = "0657"
    assert picked.staff.layout.display is None
    assert (
        "Herning er ikke blandt de kommuner, hvis antal medarbejdere kendes. Skriv, hvor mange der "
        "arbejder i jobcentret."
    ) in panel.message.value
    picked.staff.value = 75
    assert panel.message.value == ""
    assert panel.result is show(GapChoice(kommune="Herning", staff=75))
    assert ">75<" in panel.facts.value
    assert 'page = fag.kommune_page(survey, "Herning", staff=75)' in panel.result.code
    picked.kommune.value = "0661"  # whose staff is another
    assert picked.staff.value == 0
    assert "Holstebro er ikke blandt" in panel.message.value
    picked.kommune.value = "0751"
    assert picked.staff.layout.display == "none"


@pytest.fixture
def told(tmp_path) -> Path:
    path = tmp_path / "odder.yaml"
    path.write_text(
        "kommune: Odder\nmedarbejdere: 72\nsvar:\n  figur 2:\n    Udvikling: Mindre vigtig\n",
        encoding="utf-8",
    )
    return path


def test_own_answers_are_marked_and_used_for_their_kommune_alone(told):
    explorer = explore(own=told)
    asked, picked = explorer.question_controls, explorer.gap_controls
    question, gap = explorer.question_panel, explorer.gap_panel
    assert question.result.alt.endswith("Jeres svar: Udvikling »Mindre vigtig«.")
    assert question.result.name == "figur-2-egne-svar"
    assert 'axes = fag.draw_likert(frame, mark=own.answers["importance"])' in question.result.code
    asked.boxes["profiles"]["udvikling"].value = False
    assert "Jeres svar" not in question.result.alt
    asked.group.value = "size_band"
    assert "own" not in question.result.code
    assert picked.kommune.value == "0727"
    assert ">72<" in gap.facts.value
    assert gap.result.name == "0727-odder-egne-svar"
    assert f"own=fag.read_own({json.dumps(str(told))})" in gap.result.code
    explorer.tab.value = "gap_tab"
    picked.kommune.value = "0751"
    assert gap.result is show(GapChoice(kommune="Aarhus"))


def test_the_lines_for_own_answers_run(told):
    explorer = explore(own=told)
    for panel in (explorer.question_panel, explorer.gap_panel):
        *lines, last = panel.result.code.splitlines()
        names: dict[str, object] = {}
        exec("\n".join(lines), names)  # noqa: S102
        assert eval(last, names).caption == panel.result.table.caption  # noqa: S307
        assert names["axes"].figure.alt == panel.result.alt


def test_own_staff_answers_for_one_outside_the_survey(tmp_path):
    path = tmp_path / "herning.yaml"
    path.write_text("kommune: Herning\nmedarbejdere: 75\n", encoding="utf-8")
    explorer = explore(own=path)
    assert explorer.gap_controls.kommune.value == "0657"
    assert explorer.gap_controls.staff.layout.display == "none"
    assert ">75<" in explorer.gap_panel.facts.value


def test_own_answers_of_the_command_are_found(told, monkeypatch):
    monkeypatch.setenv(jupyter_settings.OWN_VARIABLE, str(told))
    assert "Jeres svar" in explore().question_panel.result.alt
    told.write_text("kommune: Odder\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"odder\.yaml: there is nothing in the file"):
        explore(lang="en")


def test_it_begins_with_other_answers_and_another_language(own, tmp_path, monkeypatch):
    monkeypatch.setenv(jupyter_settings.LANG_VARIABLE, "en")
    monkeypatch.setenv(jupyter_settings.FOLDER_VARIABLE, str(tmp_path / "her"))
    explorer = explore("syntetisk:4")
    assert explorer.question_panel.result is show(Choices(Source("synthetic", seed=4), lang="en"))
    assert explorer.folder.value == str(tmp_path / "her")
    assert text("explorer.stamp", "en") in explorer.question_panel.sentence.value
    with pytest.raises(InputError, match='Sproget "sv" findes ikke'):
        explore(lang="sv")


def test_a_file_that_was_changed_is_read_again(own, tmp_path):
    path = tmp_path / "svar.csv"
    path.write_bytes(Path(own.path).read_bytes())
    first = explore(path).question_panel.result
    answers = pd.read_csv(path).head(40)
    answers.to_csv(path, index=False)
    assert set(first.frame["base"]) == {52}
    assert set(explore(path).question_panel.result.frame["base"]) == {40}


@pytest.mark.parametrize("source", ["published", "file"])
def test_what_may_be_asked_for_next_is_made_ahead(own, tmp_path, source):
    async def wait() -> None:
        explore(own.path if source == "file" else None, folder=tmp_path)
        while (
            results._question_frame.cache_info().currsize < 15
        ):  # five questions, three frames of each
            await asyncio.sleep(0.02)

    asyncio.run(asyncio.wait_for(wait(), 60))
    made = results._question_frame.cache_info().misses
    for measure, group in (("answers", ""), ("answers", "size_band"), ("net", "")):
        show(Choices(sources(own)[source], "statements", measure=measure, group=group))
    assert results._question_frame.cache_info().misses == made


# --- where it opens


def test_the_start_says_its_language_to_this_process_alone(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(jupyter_settings.os, "environ", {"JUPYTER_PATH": "andre"})
    jupyter_settings.set_environment("da")
    told = jupyter_settings.os.environ
    jupyter = Path(start.__file__).parent / "jupyter"
    assert told["JUPYTER_PATH"] == jupyter_settings.os.pathsep.join([str(jupyter), "andre"])
    assert told["JUPYTER_CONFIG_PATH"] == str(jupyter / "da")
    assert told[jupyter_settings.LANG_VARIABLE] == "da"
    assert told[jupyter_settings.FOLDER_VARIABLE] == str(tmp_path / "reports" / "udforsk")


@pytest.mark.parametrize(("lang", "locale"), [("da", "da_DK"), ("en", "en")])
def test_jupyterlab_reads_the_language_from_the_settings(lang, locale):
    name = "labconfig/default_setting_overrides.json"
    path = Path(start.__file__).parent / "jupyter" / lang / name
    settings = json.loads(path.read_text(encoding="utf-8"))
    assert settings["@jupyterlab/translation-extension:plugin"] == {"locale": locale}
    news = settings["@jupyterlab/apputils-extension:notification"]
    assert news == {"checkForUpdates": False, "fetchNews": "false"}


def test_the_page_fetches_nothing_from_elsewhere():
    template = Path(start.__file__).parent / "jupyter/voila/templates/fagligheder/index.html.j2"
    assert "://" not in template.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("begin", "package"),
    [(explore, "ipywidgets"), (start.open_lab, "voila"), (start.serve_app, "voila")],
)
def test_a_missing_package_is_said_in_one_line(monkeypatch, begin, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError) as error:
        begin()
    assert str(error.value) == (
        f'Pakken {package} mangler. Installér den med: pip install "fagligheder[explorer]"'
    )
