"""The Likert figures: what is drawn is what the frame says, and files are the same every time."""

from __future__ import annotations

import doctest
import io
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pikepdf
import pytest
from matplotlib.patches import Rectangle
from printed import BASE, COUNTS

from analysis.display.figures import fonts, likert, line_breaks, palette, style
from analysis.display.figures.likert import draw_likert
from analysis.display.text import captions, sentences
from analysis.display.text.captions import alt_text
from analysis.display.text.sentences import likert_sentence
from analysis.measures.crosstab import crosstab
from analysis.measures.intervals import share_interval
from analysis.measures.rounding import round_percent
from analysis.measures.shares import likert_table
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.survey.survey import Survey

QUESTIONS = list(COUNTS)
#: The titles of figures 2–6.
FINDINGS = {
    "importance": "88 pct. af cheferne kalder profilen Virksomheder meget vigtig",
    "future_need": "71 pct. af cheferne venter at få mere brug for profilen Virksomheder",
    "current_share": "60 pct. af cheferne vurderer, at mere end hver femte medarbejder matcher "
    "profilen Borgernes kompetencer",
    "ideal_share": "For hver af profilerne Virksomheder, Borgernes kompetencer og Inddragelse "
    "ønsker 74 pct. af cheferne ideelt, at mere end hver femte medarbejder matcher",
    "statements": "98 pct. af cheferne er helt eller delvis enige i »Vi har behov for, at "
    "medarbejderne løbende deltager i kompetenceudvikling«",
}


def bars(axes) -> dict[float, list[Rectangle]]:
    """The drawn parts by the height they stand at, each from left to right."""
    rows: dict[float, list[Rectangle]] = {}
    for part in axes.patches:
        rows.setdefault(round(part.get_y() + part.get_height() / 2, 6), []).append(part)
    return dict(sorted(rows.items()))


def widths(axes) -> list[list[float]]:
    return [[part.get_width() for part in row] for row in bars(axes).values()]


def values(axes) -> dict[tuple[float, float], str]:
    """What is written in the bars, by where it stands."""
    return {
        (round(text.get_position()[0], 6), round(text.get_position()[1], 6)): text.get_text()
        for text in axes.texts
        if text.get_ha() == "center"
    }


def labels(axes) -> list[str]:
    """What stands left of the bars, from top to bottom."""
    found = [text for text in axes.texts if text.get_ha() == "right"]
    return [
        text.get_text().replace("\n", " ")
        for text in sorted(found, key=lambda text: text.get_position()[1])
    ]


def words(axes) -> str:
    """Everything around the bars, with plain spaces."""
    return " ".join(text.get_text() for text in axes.figure.texts).replace("\u00a0", " ")


# --- the bars


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_part_is_as_wide_as_its_share(survey, question):
    axes = draw_likert(likert_table(survey, question))
    expected = [[k / BASE[question] for k in counts] for counts in COUNTS[question].values()]
    assert np.allclose(widths(axes), expected)
    for row in bars(axes).values():
        lefts = [part.get_x() for part in row]
        ends = [part.get_x() + part.get_width() for part in row]
        assert lefts[0] == 0
        assert np.allclose(lefts[1:], ends[:-1])
    assert axes.get_xlim() == (0, 1)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_written_in_a_part_is_its_rounded_share_where_that_fits(survey, question):
    base = BASE[question]
    axes = draw_likert(likert_table(survey, question))
    written = values(axes)
    inches = axes.bbox.width / axes.figure.dpi
    found = 0
    for (y, row), counts in zip(bars(axes).items(), COUNTS[question].values(), strict=True):
        for part, count in zip(row, counts, strict=True):
            at = (round(part.get_x() + part.get_width() / 2, 6), y)
            said = written.pop(at, None)
            percent = f"{round_percent(count, base)} pct."
            needs = line_breaks.text_width(percent, style.VALUE_SIZE) + 0.05
            assert said == (percent if needs <= part.get_width() * inches else None)
            found += said is not None
    assert written == {}
    assert found > len(COUNTS[question])


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_written_is_wider_than_its_part(survey, question):
    axes = draw_likert(likert_table(survey, question))
    axes.figure.canvas.draw()
    for text in axes.texts:
        if text.get_ha() == "center":
            box = text.get_window_extent()
            (part,) = [
                each
                for each in axes.patches
                if abs(each.get_x() + each.get_width() / 2 - text.get_position()[0]) < 1e-9
                and each.get_y() < text.get_position()[1] < each.get_y() + each.get_height()
            ]
            assert box.width <= part.get_window_extent().width


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("settings", [{}, {"kind": "diverging"}, {"interval": True}])
def test_nothing_stands_outside_the_picture(survey, question, lang, settings):
    figure = draw_likert(likert_table(survey, question), lang=lang, **settings).figure
    figure.canvas.draw()
    for text in [*figure.texts, *figure.axes[0].texts]:
        box = text.get_window_extent()
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= figure.bbox.width + 1, text.get_text()
        assert box.y0 >= -1, text.get_text()
        assert box.y1 <= figure.bbox.height + 1, text.get_text()


def test_items_stand_in_the_reports_order(survey):
    assert labels(draw_likert(likert_table(survey, "importance"))) == [
        "Virksomheder",
        "Borgernes kompetencer",
        "Koordination",
        "Inddragelse",
        "Integration",
        "Udvikling",
    ]
    statements = labels(draw_likert(likert_table(survey, "statements")))
    assert [label.split(".")[0] for label in statements] == [str(n) for n in range(1, 12)]


def test_items_are_ordered_by_their_first_answer_or_net(survey):
    by_top = labels(draw_likert(likert_table(survey, "future_need"), order="top"))
    assert by_top == [
        "Virksomheder",  # 37
        "Inddragelse",  # 32
        "Koordination",  # 31
        "Borgernes kompetencer",  # 30
        "Udvikling",  # 28
        "Integration",  # 16
    ]
    net = {n: sum(c[:2]) - sum(c[2:]) for n, c in COUNTS["statements"].items()}
    by_net = labels(draw_likert(likert_table(survey, "statements"), order="net"))
    assert [label.split(".")[0] for label in by_net] == sorted(net, key=lambda n: -net[n])


@pytest.mark.parametrize("order", ["top", "net"])
def test_items_are_ordered_by_the_shares_that_are_drawn(survey, order):
    """10 of 20 know nothing of Virksomheder: 9 of 20 answers, and 9 of 10 of the listed ones."""
    likert = likert_table(survey, "importance")
    first = likert["answer"] == "very_important"
    n = np.where(first, 12, 0) + np.where(likert["answer"] == "important", 8, 0)
    n = np.where(likert["item"] == "virksomheder", np.where(n == 12, 9, np.minimum(n, 1)), n)
    n = np.where(likert["item"] == "koordination", 0, n)
    for base, expected in ((20, "Borgernes kompetencer"), (10, "Virksomheder")):
        of = np.where(likert["item"] == "virksomheder", base, 20)
        of = np.where(likert["item"] == "koordination", 0, of)
        share = np.divide(n, of, out=np.full(len(n), np.nan), where=of > 0)
        drawn = labels(draw_likert(likert.assign(n=n, base=of, share=share), order=order))
        assert (drawn[0], drawn[-1]) == (expected, "Koordination")


def test_groups_are_weighed_by_their_answers_in_the_order(survey):
    """9 of 10 small and 0 of 30 large stand below 12 of 40: the answers decide, not the groups."""
    table = crosstab(synthesize(1), "importance")
    table = table[table["group"].isin(["small", "large"]) & (table["item"] < "koordination")]
    first, small = table["answer"] == "very_important", table["group"] == "small"
    base = np.where(small, 10, 30)
    other = np.where(small, 3, 9)
    n = np.where(table["item"] == "virksomheder", np.where(small, 9, 0), other) * first
    drawn = draw_likert(table.assign(n=n, base=base, share=n / base), order="top")
    headings = [text.get_text() for text in drawn.texts if text.get_weight() == "semibold"]
    assert headings == ["Borgernes kompetencer", "Virksomheder"]


def test_an_item_whose_share_is_hidden_stands_last(survey):
    likert = likert_table(survey, "importance")
    hidden = (likert["item"] == "virksomheder") & (likert["answer"] == "very_important")
    frame = likert.assign(n=likert["n"].mask(hidden), share=likert["share"].mask(hidden))
    drawn = labels(draw_likert(frame.assign(suppressed=hidden), order="top"))
    assert drawn[-1] == "Virksomheder"


def test_only_the_items_in_the_frame_are_drawn(survey):
    frame = likert_table(survey, "importance")
    assert labels(draw_likert(frame[frame["item"] == "integration"])) == ["Integration"]


# --- diverging bars


def test_the_upper_answers_stand_left_of_the_centre(survey):
    axes = draw_likert(likert_table(survey, "statements"), kind="diverging")
    for row, counts in zip(bars(axes).values(), COUNTS["statements"].values(), strict=True):
        assert row[0].get_x() == pytest.approx(-sum(counts[:2]) / 52)
        assert row[2].get_x() == pytest.approx(0, abs=1e-12)
        assert row[3].get_x() == pytest.approx(counts[2] / 52)


def test_a_neutral_answer_is_split_by_the_centre(survey):
    axes = draw_likert(likert_table(survey, "future_need"), kind="diverging")
    for row, (more, same, _) in zip(
        bars(axes).values(), COUNTS["future_need"].values(), strict=True
    ):
        assert row[0].get_x() == pytest.approx(-(more + same / 2) / 52)
        assert row[1].get_x() == pytest.approx(-same / 2 / 52)
        assert row[1].get_width() == pytest.approx(same / 52)


def test_neutral_answers_can_stand_aside(survey):
    axes = draw_likert(likert_table(survey, "future_need"), kind="diverging", neutral="aside")
    aside = set()
    for row, (more, same, less) in zip(
        bars(axes).values(), COUNTS["future_need"].values(), strict=True
    ):
        by_width = sorted((round(part.get_width() * 52), round(part.get_x(), 9)) for part in row)
        assert (more, round(-more / 52, 9)) in by_width
        assert (less, 0.0) in [(width, abs(x)) for width, x in by_width]
        (x,) = {round(part.get_x(), 9) for part in row if part.get_x() > 4 / 52 + 1e-6}
        assert (same, x) in by_width
        aside.add(x)
    assert len(aside) == 1  # one column, right of the longest lower side
    assert aside.pop() > 4 / 52


@pytest.mark.parametrize("center", [0, 0.5, 1, 1.5, 2, 3.5, 4])
def test_the_centre_is_where_it_is_asked_for(survey, center):
    axes = draw_likert(likert_table(survey, "importance"), kind="diverging", center=center)
    for row, counts in zip(bars(axes).values(), COUNTS["importance"].values(), strict=True):
        left = sum(counts[: int(center)])
        if center % 1:
            left += counts[int(center)] * (center % 1)
        assert row[0].get_x() == pytest.approx(-left / 52)
        assert sum(part.get_width() for part in row) == pytest.approx(1)


def test_the_centre_is_drawn(survey):
    axes = draw_likert(likert_table(survey, "statements"), kind="diverging")
    assert [list(line.get_xdata()) for line in axes.lines] == [[0, 0]]


# --- whiskers and marks


def test_whiskers_end_at_the_first_answers_interval(survey):
    axes = draw_likert(likert_table(survey, "importance"), interval=True)
    whiskers = [
        list(line.get_xdata()) for line in axes.lines if line.get_xdata()[0] != line.get_xdata()[1]
    ]
    expected = [share_interval(counts[0], 52, 97) for counts in COUNTS["importance"].values()]
    assert np.allclose(whiskers, expected)
    assert "Streg: 95 pct.-interval for »Meget vigtig« blandt 97 chefer." in words(axes)


@pytest.mark.parametrize(
    ("settings", "words_missing"),
    [({"level": 0.9}, "95"), ({"interval": "nonresponse"}, "95 pct.-interval")],
)
def test_the_note_names_the_interval_that_is_drawn(survey, settings, words_missing):
    axes = draw_likert(likert_table(survey, "importance", **settings), interval=True)
    assert words_missing not in words(axes)


@pytest.mark.parametrize(
    ("setting", "wrong", "nearest"),
    [("kind", "divergng", "diverging"), ("neutral", "asid", "aside"), ("order", "topp", "top")],
)
def test_a_misspelt_option_is_refused_with_the_nearest_name(survey, setting, wrong, nearest):
    with pytest.raises(InputError) as error:
        draw_likert(likert_table(survey, "importance"), **{setting: wrong})
    assert str(error.value).startswith(f'{setting}: "{wrong}" findes ikke. Mente du "{nearest}"?')


def test_a_misspelt_language_is_refused(survey):
    with pytest.raises(InputError, match='"dk" findes ikke'):
        draw_likert(likert_table(survey, "importance"), lang="dk")


def test_figure_2_is_drawn_without_ipython_and_markdown():
    code = "import sys\n"
    code += "for name in ('IPython', 'mistune', 'nbformat', 'jinja2', 'pptx'):\n"
    code += "    sys.modules[name] = None\n"
    code += "import analysis as fag, matplotlib\nmatplotlib.use('Agg')\n"
    code += "survey = fag.read_published()\nlikert = fag.likert_table(survey, 'importance')\n"
    code += "assert '<svg' in fag.draw_likert(likert).figure.svg()\n"
    code += "page = fag.kommune_page(survey, 'Odder')\npage.known().mimebundle()\n"
    code += "fag.format_likert(likert).to_latex()\n"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_an_interval_needs_stacked_bars(survey):
    with pytest.raises(InputError) as error:
        draw_likert(likert_table(survey, "importance"), kind="diverging", interval=True)
    assert str(error.value) == (
        'interval=True viser intervallet for første svar og kræver kind="stacked".'
    )


def test_a_mark_stands_over_its_part(survey):
    axes = draw_likert(
        likert_table(survey, "importance"),
        mark={"virksomheder": "important", "integration": "not_important"},
    )
    found = [(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines]
    tops = [min(part.get_y() for part in row) for row in bars(axes).values()]
    assert [x for x, _ in found] == pytest.approx([(46 + 3) / 52, 1.0])
    assert [y for _, y in found] == pytest.approx([tops[0] - 0.045, tops[4] - 0.045])
    assert "jeres svar" in words(axes)


@pytest.mark.parametrize("mark", [{"virksomhed": "important"}, {"virksomheder": "vigtig"}])
def test_a_mark_that_is_nowhere_is_refused(survey, mark):
    ((item, answer),) = mark.items()
    with pytest.raises(InputError) as error:
        draw_likert(likert_table(survey, "importance"), mark=mark)
    assert str(error.value) == (
        f'Markeringen "{item}: {answer}" passer ikke til importance. Emner: '
        "virksomheder, borgernes_kompetencer, koordination, inddragelse, integration, udvikling. "
        "Svar: very_important, important, less_important, not_important."
    )


@pytest.mark.parametrize("center", [-1, 4.5])
def test_a_centre_off_the_scale_is_refused(survey, center):
    with pytest.raises(InputError) as error:
        draw_likert(likert_table(survey, "importance"), kind="diverging", center=center)
    assert str(error.value) == f"center skal ligge mellem 0 og 4, fandt {center}."


def test_one_figure_shows_one_question(survey):
    both = pd.concat([likert_table(survey, "importance"), likert_table(survey, "future_need")])
    with pytest.raises(InputError) as error:
        draw_likert(both)
    assert str(error.value) == (
        "En figur viser ét spørgsmål; tabellen har 2: importance, future_need. "
        "Vælg rækkerne for ét spørgsmål."
    )


@pytest.mark.parametrize("show", [draw_likert, alt_text])
def test_ranges_are_never_shown_as_answers(survey, show):
    with pytest.raises(InputError) as error:
        show(crosstab(survey, "importance", by="size_band"))
    assert str(error.value) == (
        "Tabellen er grænser, ikke svar (basis: bounded). Tegn den med draw_crosstab, som viser "
        "hver grænse som et bånd."
    )


# --- what stands around the bars


@pytest.mark.parametrize("question", QUESTIONS)
def test_around_the_bars_stand_title_key_base_basis_and_source(survey, question):
    asked = survey.codebook.question(question)
    around = words(draw_likert(likert_table(survey, question)))
    assert f"Figur {asked.figure}. {asked.text.da}" in around
    for answer in asked.scale.answers:
        assert answer.short.da in around
    assert f"n = {BASE[question]}." in around
    assert "Antal beregnet ud fra de trykte procenter." in around
    assert f"(2017), s. {asked.page} og {asked.table_page}." in around


def test_a_rebased_figure_says_so(survey):
    around = words(draw_likert(likert_table(survey, "ideal_share", base="listed")))
    assert "Regnet af de 52 svar, der er vist, ikke af alle som i KL's rapport." in around
    assert "n = 52." in around
    assert "Omregnet" not in words(draw_likert(likert_table(survey, "ideal_share")))


def test_the_title_is_the_callers_or_none(survey):
    frame = likert_table(survey, "importance")
    assert words(draw_likert(frame, title="Vores egen")).startswith("Vores egen ")
    assert words(draw_likert(frame, title="")).startswith("Meget vigtig ")


def test_made_up_answers_are_stamped():
    made_up = likert_table(synthesize(seed=1), "importance")
    axes = draw_likert(made_up)
    (stamp,) = [text for text in axes.figure.texts if text.get_rotation() == 18]
    assert stamp.get_text() == "SYNTETISKE SVAR"
    assert axes.figure.basis == ("synthetic",)
    assert "SYNTETISKE SVAR: opdigtede, kun til afprøvning." in words(axes)
    assert "SYNTHETIC ANSWERS" in words(draw_likert(made_up, lang="en"))


def test_real_answers_are_not_stamped(survey):
    assert "SYNTETISKE" not in words(draw_likert(likert_table(survey, "importance")))


def test_made_up_answers_are_stamped_on_the_callers_axes_too():
    _, axes = plt.subplots()
    draw_likert(likert_table(synthesize(seed=1), "importance"), ax=axes)
    everything = [*axes.texts, *axes.figure.texts]
    assert "SYNTETISKE SVAR" in [text.get_text() for text in everything]


def test_the_callers_axes_take_the_bars(survey):
    figure, (left, right) = plt.subplots(ncols=2)
    frame = likert_table(survey, "importance")
    assert draw_likert(frame, ax=right) is right
    assert np.allclose(widths(right), widths(draw_likert(frame)))
    assert len(left.patches) == 0
    assert figure.texts == []


# --- the finding as title, and the answers that no bar shows


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_finding_is_the_title_and_the_question_stands_under_it(survey, question):
    around = words(draw_likert(likert_table(survey, question)))
    asked = survey.codebook.question(question)
    assert around.startswith(f"{FINDINGS[question]} Figur {asked.figure}. {asked.text.da} ")


def test_where_no_finding_can_be_told_the_question_is_the_title_alone(survey):
    likert = likert_table(survey, "importance")
    first = (likert["item"] == "virksomheder") & (likert["answer"] == "very_important")
    hidden = likert.assign(n=likert["n"].mask(first), share=likert["share"].mask(first))
    grouped = crosstab(synthesize(1), "importance")
    for frame in (hidden.assign(suppressed=first), grouped):
        title, *under = [text.get_text() for text in draw_likert(frame).figure.texts]
        assert title == "Figur 2. Hvor vigtig er hver af de seks profiler for dit jobcenter i dag?"
        assert not [each for each in under if each.startswith("Figur 2.")]


def test_figure_5_says_which_answers_its_bars_do_not_show(survey):
    said = "2 af 54 svar (4 pct.) ligger uden for de viste svarmuligheder."
    assert said in words(draw_likert(likert_table(survey, "ideal_share")))
    listed = likert_table(survey, "ideal_share", base="listed")
    for frame in (listed, likert_table(survey, "importance")):
        assert "ligger uden for" not in words(draw_likert(frame))


def test_items_with_unequal_numbers_outside_say_their_range(survey):
    likert = likert_table(survey, "importance")
    frame = likert.assign(base=likert["base"].where(likert["item"] != "integration", 55))
    said = words(draw_likert(frame))
    assert "0–3 af 52–55 svar ligger uden for de viste svarmuligheder." in said


# --- widths


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("kind", ["stacked", "diverging", "top"])
@pytest.mark.parametrize("width", ["60mm", "80mm", "120mm"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_narrow_figure_cuts_nothing(survey, question, width, kind, lang):
    axes = draw_likert(likert_table(survey, question), width=width, kind=kind, lang=lang)
    figure = axes.figure
    figure.canvas.draw()
    assert figure.get_figwidth() == pytest.approx(float(width[:-2]) / 25.4)
    for text in [*figure.texts, *axes.texts]:
        box = text.get_window_extent()
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= figure.bbox.width + 1, text.get_text()
        assert text.get_fontsize() >= 8
    around = words(axes)
    assert "n = 5" in around
    assert f"Figur{'' if lang == 'da' else 'e'} " in around
    assert "(2017)" in around
    asked = survey.codebook.question(question)
    assert all(asked.answer(key).short[lang] in around for key in asked.counted)


def test_names_stand_above_their_bars_in_a_column_of_word(survey):
    axes = draw_likert(likert_table(survey, "importance"), width="80mm")
    names = {text.get_text(): text for text in axes.texts if text.get_ha() == "left"}
    assert list(names) == [
        "Virksomheder", "Borgernes kompetencer", "Koordination", "Inddragelse", "Integration",
        "Udvikling",
    ]  # fmt: skip
    axes.figure.canvas.draw()
    before = -1.0
    for name, y in zip(names.values(), bars(axes), strict=True):
        top = bars(axes)[y][0].get_y()
        assert before < name.get_position()[1] <= top  # below the bar before, above its own
        before = y
    assert labels(draw_likert(likert_table(survey, "importance"), width="120mm")) == list(names)


def test_the_line_at_zero_crosses_no_name_above_the_bars(survey):
    axes = draw_likert(likert_table(survey, "statements"), kind="diverging", width="80mm")
    names = [text.get_position()[1] for text in axes.texts if text.get_ha() == "left"]
    for name, line in zip(names, axes.lines, strict=True):
        assert min(line.get_ydata()) > name


@pytest.mark.parametrize("width", ["80", "20mm", "4m", "80 pct.", "", "300mm"])
def test_a_width_that_cannot_be_is_refused(survey, width):
    with pytest.raises(InputError) as error:
        draw_likert(likert_table(survey, "importance"), width=width)
    assert str(error.value) == (
        f'Bredden "{width}" kan ikke bruges: forventede 60–297 mm med enhed. Skriv fx 80mm, 8cm '
        "eller 3.15in."
    )


# --- the answers that a finding counts, alone


def test_the_top_answers_stand_alone_as_one_bar(survey):
    axes = draw_likert(likert_table(survey, "statements"), kind="top", order="top")
    parts = [row[-1] for row in bars(axes).values()]
    agree = sorted((sum(counts[:2]) for counts in COUNTS["statements"].values()), reverse=True)
    assert [part.get_width() * 52 for part in parts] == pytest.approx(agree)
    assert {part.get_x() for part in parts} == {0.0}
    assert list(values(axes).values()) == [f"{round_percent(n, 52)} pct." for n in agree]
    assert "»Helt enig« eller »Delvis enig«" in words(axes)
    first = draw_likert(likert_table(survey, "importance"), kind="top")
    assert [row[-1].get_width() * 52 for row in bars(first).values()] == pytest.approx(
        [counts[0] for counts in COUNTS["importance"].values()]
    )


def test_a_bar_alone_that_is_too_short_has_its_per_cent_beside_it(survey):
    likert = likert_table(survey, "importance").query("item == 'virksomheder'")
    n = [1, 51, 0, 0]
    axes = draw_likert(likert.assign(n=n, share=[each / 52 for each in n]), kind="top")
    (text,) = [text for text in axes.texts if text.get_text() == "2 pct."]
    assert text.get_ha() == "left"
    assert text.get_position()[0] > 1 / 52


def test_a_hidden_count_hides_the_bar_alone(survey):
    likert = likert_table(survey, "importance")
    first = (likert["item"] == "virksomheder") & (likert["answer"] == "very_important")
    hidden = likert.assign(n=likert["n"].mask(first), share=likert["share"].mask(first))
    axes = draw_likert(hidden.assign(suppressed=first), kind="top")
    assert "[c]" in values(axes).values()
    assert "88 pct." not in values(axes).values()


def test_items_are_ordered_by_their_upper_side(survey):
    upper = {n: sum(counts[:2]) for n, counts in COUNTS["current_share"].items()}
    drawn = labels(draw_likert(likert_table(survey, "current_share"), order="size"))
    names = {item.key: item.label.da for item in survey.codebook.question("current_share").items}
    assert drawn == [names[key] for key in sorted(upper, key=lambda key: -upper[key])]


def test_own_answers_are_not_marked_among_the_top_answers(survey):
    with pytest.raises(InputError, match='mark viser svar, som kind="top" ikke har'):
        draw_likert(
            likert_table(survey, "importance"), kind="top", mark={"virksomheder": "important"}
        )


# --- alternative text


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_alternative_text_says_every_number_of_the_frame(survey, question):
    frame = likert_table(survey, question)
    asked = survey.codebook.question(question)
    said = alt_text(frame)
    expected = f"Figur {asked.figure}. {asked.text.da} {BASE[question]} svar."
    for item, counts in COUNTS[question].items():
        given = [
            f"{answer.short.da} {round_percent(count, BASE[question])} pct. ({count})"
            for answer, count in zip(asked.scale.answers, counts, strict=True)
            if count
        ]
        expected += f" {asked.item(item).label.da}: {', '.join(given)}."
    assert said == expected
    asks, counts = asked.text.da, f"{BASE[question]} svar."
    drawn = draw_likert(frame).figure.alt
    assert drawn == said.replace(f"{asks} {counts}", f"{asks} {FINDINGS[question]}. {counts}")
    assert draw_likert(frame, title="").figure.alt == said


def test_the_alternative_text_in_english(survey):
    said = alt_text(likert_table(survey, "future_need"), lang="en")
    assert "52 answers. Companies: Needed more 71% (37), The same 29% (15). " in said


def test_an_item_without_answers_is_said_to_have_none(survey):
    frame = likert_table(survey, "importance").assign(n=0, base=0, share=float("nan"))
    assert "Udvikling: ingen svar." in alt_text(frame)
    assert all(width == 0 for row in widths(draw_likert(frame)) for width in row)


# --- the sentence


def test_the_sentence_names_most_and_least(survey):
    assert likert_sentence(likert_table(survey, "current_share")) == (
        "60 pct. af cheferne vurderer, at mere end hver femte medarbejder matcher profilen "
        "Borgernes kompetencer. For Udvikling er det 23 pct."
    )
    assert likert_sentence(likert_table(survey, "statements")) == (
        "98 pct. af cheferne er helt eller delvis enige i »Vi har behov for, at medarbejderne "
        "løbende deltager i kompetenceudvikling«. For »Vi har tiden til, at medarbejderne kan "
        "deltage i kompetenceudvikling« er det 46 pct."
    )


def test_the_sentence_names_all_who_share_a_place(survey):
    said = likert_sentence(likert_table(survey, "ideal_share"))
    assert said.startswith(f"{FINDINGS['ideal_share']}. ")


# --- files


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_a_figure_drawn_twice_gives_the_same_bytes(survey, kind):
    contents = []
    for _ in range(2):
        target = io.BytesIO()
        draw_likert(likert_table(survey, "importance")).figure.savefig(target, format=kind)
        contents.append(target.getvalue())
    assert contents[0] == contents[1]
    assert len(contents[0]) > 5000


def test_an_svg_is_text_with_a_title_and_its_own_font(survey, tmp_path):
    figure = draw_likert(likert_table(survey, "importance")).figure
    path = tmp_path / "figur-2.svg"
    figure.savefig(path)
    root = ElementTree.parse(path).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    assert root.get("role") == "img"
    assert root[0].tag == f"{space}title"
    assert root[0].text == figure.alt
    written = {"".join(text.itertext()) for text in root.iter(f"{space}text")}
    assert {"88 pct.", "Virksomheder", "Meget vigtig"} <= written
    content = path.read_text(encoding="utf-8")
    assert content == figure.svg()
    assert "@font-face" in content
    assert not re.search(r"(href|src)\s*[=:]\s*[\"'(]?https?://", content)


def test_per_cent_is_written_as_the_language_does(survey):
    written = {
        lang: [
            text.get_text()
            for text in draw_likert(likert_table(survey, "importance"), lang=lang).texts
        ]
        for lang in ("da", "en")
    }
    assert "88 pct." in written["da"]
    assert "88%" in written["en"]
    assert not [words for words in written["en"] if "pct" in words]


def test_a_title_of_two_lines_has_no_word_left_over(survey):
    question = survey.codebook.question("future_need").text["da"]
    lines = line_breaks.wrap_evenly(f"Figur 3. {question}", 11, style.WIDTH, "semibold")
    assert (
        len(lines)
        == len(line_breaks.wrap(f"Figur 3. {question}", 11, style.WIDTH, "semibold"))
        == 2
    )
    widths = [line_breaks.text_width(line, 11, "semibold") for line in lines]
    assert min(widths) > 0.75 * max(widths)
    assert " ".join(lines) == f"Figur 3. {question}"
    assert line_breaks.wrap_evenly("Kort titel", 11, style.WIDTH) == ["Kort titel"]


def test_a_note_leaves_no_word_alone_on_its_last_line():
    note = "ord " * 29 + "til sidst."
    width = line_breaks.text_width("ord " * 29, 8) / 0.96 + 0.01
    assert line_breaks.wrap(note, 8, width)[-1] == "til sidst."
    lines = line_breaks.wrap_note(note, 8, width)
    assert len(lines) == 2
    assert line_breaks.text_width(lines[-1], 8) > 0.4 * width
    assert " ".join(lines) == note


def test_a_pdf_holds_title_and_font(survey, tmp_path):
    figure = draw_likert(likert_table(survey, "importance")).figure
    figure.savefig(tmp_path / "figur.pdf")
    with pikepdf.open(tmp_path / "figur.pdf") as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]) == figure.alt
        assert "/CreationDate" not in pdf.docinfo
        fonts = pdf.pages[0].Resources.Font
        names = [str(font.BaseFont) for font in fonts.values()]
    assert all("SourceSans" in name for name in names)


def test_a_png_has_300_dots_an_inch(survey, tmp_path):
    figure = draw_likert(likert_table(survey, "importance")).figure
    figure.savefig(tmp_path / "figur.png")
    height, width, _ = plt.imread(tmp_path / "figur.png").shape
    assert width == int(300 * style.WIDTH)
    assert height == int(300 * figure.get_figheight())


def test_a_file_object_without_a_format_gets_a_png(survey):
    target = io.BytesIO()
    draw_likert(likert_table(survey, "importance")).figure.savefig(target)
    assert target.getvalue().startswith(b"\x89PNG")


def test_metadata_may_be_none(survey):
    draw_likert(likert_table(survey, "importance")).figure.savefig(
        io.BytesIO(), format="pdf", metadata=None
    )


# --- the reader's own settings


def test_the_readers_settings_come_back(survey, tmp_path):
    mine = {"font.size": 17.0, "svg.fonttype": "path", "figure.facecolor": "pink"}
    with mpl.rc_context(mine):
        before = dict(mpl.rcParams)
        draw_likert(likert_table(survey, "importance")).figure.savefig(tmp_path / "f.svg")
        assert dict(mpl.rcParams) == before


def test_settings_come_back_after_an_error():
    before = mpl.rcParams["font.family"]
    with pytest.raises(KeyError), style.house_style():
        assert mpl.rcParams["font.family"] == [fonts.FONT]
        raise KeyError
    assert mpl.rcParams["font.family"] == before


def test_interactive_mode_survives_a_figure(survey):
    """In a notebook the first figure turns it on; were it undone, later figures would vanish."""
    with style.house_style():
        plt.ion()
    assert plt.isinteractive()
    draw_likert(likert_table(survey, "importance")).figure.savefig(io.BytesIO(), format="svg")
    assert plt.isinteractive()


# --- colours


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    channels = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in mpl.colors.to_rgb(colour)
    ]
    return float(np.dot([0.2126, 0.7152, 0.0722], channels))


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("number", [2, 3, 4, 5, 7])
def test_the_palette_keeps_its_order_in_grey(number):
    colours = palette.answer_colours(["top"] * number, diverging=False)
    assert len(set(colours)) == number
    steps = np.diff([luminance(colour) for colour in colours])
    assert (steps > 0.02).all()


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "diverging",
    [
        False,
        True,
    ],
)
def test_answers_have_colours_of_their_own_and_readable_numbers(survey, question, diverging):
    sides = [answer.side for answer in survey.codebook.question(question).scale.answers]
    colours = palette.answer_colours(sides, diverging=diverging)
    assert len(set(colours)) == len(sides)
    for colour in colours:
        assert contrast(colour, palette.ink_on(colour)) >= 4.5, colour


@pytest.mark.parametrize("sides", [["top"] * 4 + ["bottom"] * 4, ["top"] * 5 + ["bottom"]])
def test_a_longer_diverging_scale_has_a_colour_for_each_answer(sides):
    assert len(set(palette.answer_colours(sides, diverging=True))) == len(sides)


def test_the_darkest_part_is_the_first(survey):
    axes = draw_likert(likert_table(survey, "importance"))
    for row in bars(axes).values():
        greys = [luminance(mpl.colors.to_hex(part.get_facecolor())) for part in row]
        assert greys == sorted(greys)


# --- supplied answers with gaps


@pytest.fixture
def gaps(survey) -> Survey:
    """Twenty managers, of whom none answered on Koordination."""
    columns: dict[str, object] = {"kommune": survey.kommuner.index[:20].tolist()}
    for question in survey.codebook.questions.values():
        for place, item in enumerate(question.items):
            keys = question.scale.keys
            given = [None if item.key == "koordination" else keys[(i * (place + 1)) % 3 and 1]
                     for i in range(20)]  # fmt: skip
            columns[f"{question.key}_{item.key}"] = pd.Categorical(given, keys, ordered=True)
    kommuner = survey.kommuner.iloc[:20].assign(answers=1)
    return Survey(survey.codebook, kommuner, "observed", "svar.csv", answers=pd.DataFrame(columns))


def test_a_figure_of_supplied_answers_names_its_file(gaps):
    around = words(draw_likert(likert_table(gaps, "importance")))
    assert "Kilde: svar.csv." in around
    assert "Egne svar." in around
    assert "n = 20." in around  # of the items with answers


@pytest.mark.parametrize("kind", ["stacked", "diverging", "top"])
def test_an_item_without_answers_says_so_in_place_of_its_bar(gaps, kind):
    axes = draw_likert(likert_table(gaps, "importance"), kind=kind)
    assert [each.get_text() for each in axes.texts].count("ingen svar") == 1


def test_an_item_without_answers_goes_last(gaps):
    assert labels(draw_likert(likert_table(gaps, "importance"), order="top"))[-1] == "Koordination"


def test_the_examples_in_the_docstrings_hold():
    for module in (likert, captions, sentences):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed


def test_the_house_font_is_the_packages_own():
    for weight in fonts.WEIGHTS:
        assert Path(fonts.font_file(weight)).is_file()
