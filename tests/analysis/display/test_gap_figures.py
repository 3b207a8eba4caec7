"""No gap figure shows what cannot exist: every kommune, and own answers at their extremes."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from printed import COUNTS, STAFF

from analysis.display.figures.crosstab import draw_crosstab
from analysis.display.figures.likert import draw_likert
from analysis.display.figures.sensitivity import draw_sensitivity
from analysis.display.figures.summary import draw_summary
from analysis.display.figures.workforce import _HEAD, _ROW, draw_gap
from analysis.display.pages.kommune import KommunePage, kommune_page
from analysis.display.tables.workforce import format_gap
from analysis.measures.crosstab import crosstab
from analysis.measures.disclosure import protect
from analysis.measures.shares import likert_summary, likert_table
from analysis.measures.synthetic import synthesize
from analysis.measures.workforce import gap_sensitivity, workforce_gap
from analysis.survey.answers.own import read_own

PROFILES = list(COUNTS["importance"])
TOP, LOW = "Over 20 pct.", "Under 5 pct."


def own_file(staff: int, now: dict[str, str], ideal: dict[str, str]) -> str:
    """A file of own answers as a kommune writes it."""
    lines = [f"medarbejdere: {staff}", "svar:"]
    for figure, answers in (("figur 4", now), ("figur 5", ideal)):
        heading = [f"  {figure}:"] if answers else []
        lines += [*heading, *(f"    {item}: {each}" for item, each in answers.items())]
    return "\n".join(lines)


def every(answer: str, *items: str) -> dict[str, str]:
    return dict.fromkeys(items or PROFILES, answer)


SOME = PROFILES[:3]
MIXED = every(LOW) | {"koordination": "5–10 pct.", "inddragelse": TOP}
#: Ten own files at their extremes, and the sizes around which people become shares.
OWN_FILES = {
    "all down": own_file(70, every(TOP), every(LOW)),
    "all up": own_file(70, every(LOW), every(TOP)),
    "all equal": own_file(70, every("5–10 pct."), every("5–10 pct.")),
    "equal at the top": own_file(40, every(TOP), every(TOP)),
    "some missing": own_file(70, every(LOW), every(TOP, *SOME)),
    "only now": own_file(70, every(TOP), {}),
    "only ideally": own_file(70, {}, every(TOP)),
    "one of staff": own_file(1, MIXED, every(TOP, *SOME)),
    "19 staff": own_file(19, MIXED, every("10–15 pct.")),
    "20 staff": own_file(20, MIXED, every("10–15 pct.")),
    "21 staff": own_file(21, every(TOP, *SOME), every(LOW, *SOME)),
    "5000 staff": own_file(5000, every(TOP), every(LOW) | {"integration": TOP}),
}
CASES = [
    *STAFF, *OWN_FILES, "all of the staff", "made up", "protected", "whole survey", "no fewer",
]  # fmt: skip


@pytest.fixture(scope="module")
def pages(survey, tmp_path_factory) -> dict[str, KommunePage]:
    """The pages of the cases that are one kommune's."""
    folder = tmp_path_factory.mktemp("own")
    found = {name: kommune_page(survey, name) for name in STAFF}
    for place, (name, content) in enumerate(OWN_FILES.items()):
        path = folder / f"{place}.yaml"
        path.write_text(content, encoding="utf-8")
        found[name] = kommune_page(survey, "Odder", own=read_own(path))
    return found


@pytest.fixture(scope="module")
def figures(survey, pages) -> dict[str, Axes]:
    """The figures of all cases, laid out; closed at once, for pyplot would keep them all."""
    answers, drawn = synthesize(3), {}
    for name, page in pages.items():
        drawn[name] = page.gap_figure()
        plt.close(drawn[name].figure)
    everybody = (100, 100, 100)  # what the open band stands for
    drawn["all of the staff"] = draw_gap(pages["Odder"].gap(top_band=everybody))
    drawn["made up"] = draw_gap(workforce_gap(answers))
    drawn["protected"] = draw_gap(workforce_gap(protect(answers, "size_band")))
    drawn["whole survey"] = draw_gap(workforce_gap(survey), lang="en")
    drawn["no fewer"] = draw_gap(workforce_gap(survey, restriction="no_fewer"))
    for axes in drawn.values():
        axes.figure.draw_without_rendering()
    return drawn


def staff_of(name: str, pages: dict[str, KommunePage]) -> int:
    return pages[name].centre.staff if name in pages else {"all of the staff": 70}.get(name, 8675)


def marks(axes: Axes) -> dict[float, dict[str, list[float]]]:
    """What is drawn in each row, read from the Axes: dots, diamonds and the ends of its band."""
    found: dict[float, dict[str, list[float]]] = {}
    for line in axes.lines:
        kind = {"o": "dot", "D": "own"}.get(str(line.get_marker()))
        if kind:
            row = found.setdefault(round(float(line.get_ydata()[0]), 6), {})
            row[kind] = [float(x) for x in line.get_xdata()]
    assert not axes.collections
    for band in axes.patches:
        middle = round(band.get_y() + band.get_height() / 2, 6)
        found[middle]["band"] = [band.get_x(), band.get_x() + band.get_width()]
    return dict(sorted(found.items()))


def beside(axes: Axes) -> list[list[str]]:
    """What is written right of each row that has a number, from top to bottom."""
    rows: dict[int, list[str]] = {}
    for each in axes.texts[1:]:
        x, y = each.get_position()
        if each.get_transform() == axes.get_yaxis_transform() and x > 1 and y > 0.2:
            rows.setdefault(round((y - _HEAD) / _ROW - 0.5), []).append(each.get_text())
    return [rows[place] for place in sorted(rows) if rows[place] != ["–"]]


def written(value: float) -> str:
    """A difference as it is printed: whole, half away from zero, with its sign."""
    whole = int(abs(value) + 0.5 + 1e-9)
    sign = "" if not whole else "−" if value < 0 else "+"
    return f"{sign}{whole:,}".replace(",", ".")


@pytest.mark.parametrize("name", CASES)
def test_no_mark_lies_beyond_the_staff_and_no_dot_outside_its_band(figures, pages, name):
    axes, staff = figures[name], staff_of(name, pages)
    most = 100 if staff < 20 else staff
    low, high = axes.get_xlim()
    assert -most <= low <= 0 <= high <= most
    assert all(float(tick).is_integer() for tick in axes.get_xticks())
    rows = marks(axes)
    assert len(rows) == (5 if name == "no fewer" else 6)
    for row in rows.values():
        drawn = [x for xs in row.values() for x in xs]
        assert all(low - 1e-9 <= x <= high + 1e-9 for x in drawn)
        if "band" in row:
            assert row["band"][0] <= row["dot"][0] <= row["band"][1]
        assert ("own" in row) != ("dot" in row)


@pytest.mark.parametrize("name", CASES)
def test_own_answers_come_first_and_then_the_largest_difference(figures, name):
    rows = list(marks(figures[name]).values())
    order = [
        (1, sum(row["own"]) / 2) if "own" in row else (0, row["dot"][0]) for row in rows
    ]  # fmt: skip
    for (own, first), (after_own, second) in pairwise(order):
        assert own > after_own or (own == after_own and first >= second - 1e-9)


@pytest.mark.parametrize("name", [name for name in CASES if name != "whole survey"])
def test_every_number_is_where_its_mark_is(figures, pages, name):
    axes = figures[name]
    for row, words in zip(marks(axes).values(), beside(axes), strict=True):
        if "own" in row:
            low, high = map(written, row["own"])
            expected = [low if low == high else f"{low} til {high}", "jeres svar"]
        else:
            expected = [written(row["dot"][0])]
            if "band" in row:
                expected.append(" til ".join(map(written, row["band"])))
        assert words == expected
        ends = f": {words[0]}" if "own" not in row else f"forskel {words[0]}."
        assert ends in axes.figure.alt
        if "band" in row:
            assert f": {words[0]} (grænser: {words[1]})." in axes.figure.alt


@pytest.mark.parametrize("name", [*STAFF, *OWN_FILES])
def test_no_sentence_says_a_number_that_the_figure_does_not(figures, pages, name):
    axes, page = figures[name], pages[name]
    labels = " ".join(" ".join(words) for words in beside(axes))
    title = axes.figure.texts[0].get_text() + " " + axes.figure.texts[1].get_text()
    for said in (page.gap_lead().markdown, title):
        assert set(re.findall(r"[+−][\d.]*\d", said)) <= set(re.findall(r"[+−][\d.]*\d", labels))
    everything = " ".join([axes.figure.alt, page.gap_lead().markdown,
                           *(cell for row in format_gap(page.gap()).rows for cell in row.cells),
                           *(fact.value for fact in page.staff_shares().facts),
                           *(column.sub for column in page.meaning().columns),
                           page.meaning_sentence().markdown])  # fmt: skip
    assert not re.search(r"\d,\d", everything), "tenths of a person"
    assert "mangl" not in everything


@pytest.mark.parametrize("name", CASES)
def test_no_words_of_a_figure_meet_or_leave_it(figures, name):
    axes = figures[name]
    texts = [*axes.texts, *axes.figure.texts, *axes.get_xticklabels()]
    page = axes.figure.bbox
    boxes = [
        (each.get_text(), each.get_window_extent())
        for each in texts
        if each.get_text() and each.get_rotation() == 0  # not the stamp of made-up answers
    ]
    ticks = {tick.get_text() for tick in axes.get_xticklabels()}
    low, high = axes.get_window_extent().x0, axes.get_window_extent().x1
    boxes = [(words, box) for words, box in boxes
             if words not in ticks or low - 1 <= (box.x0 + box.x1) / 2 <= high + 1]  # fmt: skip
    for words, box in boxes:
        assert page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1, words
        assert page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1, words
    for (one, first), (other, second) in combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        # letters' boxes hold the space over and under them: a fifth of a line is no meeting
        assert across <= 0.5 or down <= 0.25 * min(first.height, second.height), (one, other)


def test_two_equal_answers_are_seen_as_two(figures):
    axes = figures["all equal"]
    assert [each.get_text() for each in axes.texts].count("5–10 pct. → 5–10 pct.") == 6
    assert all(row["own"] == pytest.approx([-3.5, 3.5]) for row in marks(axes).values())
    assert "jeres svar er »5–10 pct.« i dag og »5–10 pct.« ideelt" in axes.figure.alt


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Odder", "Skøn: yderligere 2–3 af 70 medarbejdere ville ideelt matche hver profil, men "
         "tallene tillader alt fra 12 færre til 15 flere"),
        ("Samsø", "Skøn: yderligere 2–5 pct. af medarbejderne ville ideelt matche hver profil, men "
         "tallene tillader alt fra 16 procentpoint færre til 21 procentpoint flere"),
        ("all down", "Jeres svar: ideelt flere medarbejdere end i dag i 0 af 6 profiler, færre i 6 "
         "og samme svar i 0"),
        ("some missing", "Jeres svar: ideelt flere medarbejdere end i dag i 3 af 6 profiler, færre "
         "i 0 og samme svar i 0; de andre 3 er skøn"),
        ("only now", "Skøn: yderligere 2–3 af 70 medarbejdere ville ideelt matche hver profil, men "
         "tallene tillader alt fra 12 færre til 15 flere"),
        ("made up", "SYNTETISKE SVAR · Yderligere"),
    ],
)  # fmt: skip
def test_the_title_is_the_finding(figures, name, title):
    assert figures[name].figure.alt.startswith(title)


def test_the_note_says_what_the_estimate_and_its_limits_are(figures):
    def note(name: str) -> str:
        return " ".join(each.get_text() for each in figures[name].figure.texts)

    odder = note("Odder")
    assert "gennemsnittet af alle svar fra de 49 kommuner, ikke af svarene fra jobcentre" in odder
    assert (
        "gennemsnittet for jobcentre med under 80 medarbejdere; det enkelte jobcenters egen"
        in odder
    )
    assert "netop ét af de viste svar i figur 5 i KL's rapport" in odder
    down = note("all down")
    assert "Jeres egne svar er bånd" in down
    assert "KL m.fl." not in down
    assert "netop ét af de viste svar i figur 5 i KL's rapport" not in down


# --- the other figures


def drawn_numbers(axes: Axes) -> list[float]:
    """Where everything measured along the scale is drawn: lines, bars and bands."""
    found = [float(x) for line in axes.lines for x in line.get_xdata()
             if line.get_transform() == axes.transData]  # fmt: skip
    found += [edge for bar in axes.patches for edge in (bar.get_x(), bar.get_x() + bar.get_width())]
    for band in axes.collections:
        found += [float(x) for path in band.get_paths() for x in path.vertices[:, 0]]
    return found


@pytest.mark.parametrize("question", COUNTS)
@pytest.mark.parametrize("kind", ["stacked", "diverging"])
def test_no_share_lies_outside_0_and_100_per_cent(survey, pages, question, kind):
    likert = likert_table(survey, question)
    likely = [draw_likert(likert, kind=kind)]
    if kind == "stacked":
        likely += [pages[name].figure(question) for name in ("all down", "one of staff")]
        likely += [draw_likert(likert, interval=True)]
    for axes in likely:
        numbers = drawn_numbers(axes)
        assert numbers
        assert max(map(abs, numbers)) <= 1 + 1e-9
        assert kind == "diverging" or min(numbers) >= -1e-9
        plt.close(axes.figure)


@pytest.mark.parametrize("question", COUNTS)
def test_no_share_of_a_group_lies_outside_0_and_100_per_cent(survey, question):
    axes = [draw_crosstab(crosstab(survey, question)),
            draw_summary(likert_summary(survey, question), "top_box")]  # fmt: skip
    for each in axes:
        numbers = drawn_numbers(each)
        assert numbers
        assert min(numbers) >= -1e-9 and max(numbers) <= 100 + 1e-9
        plt.close(each.figure)


def test_no_difference_of_the_sensitivity_is_larger_than_the_staff(survey):
    axes = draw_sensitivity(gap_sensitivity(survey))
    values = [float(y) for line in axes.lines for y in line.get_ydata()]
    assert values and max(map(abs, values)) <= 8675
    plt.close(axes.figure)
