"""A kommune's first page: what it says is proven, of this size, and changes with own answers."""

from __future__ import annotations

import dataclasses
import doctest
import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from printed import COUNTS, STAFF

from analysis.display.figures import comparison as comparison_module
from analysis.display.figures import large_shares as figure_module
from analysis.display.figures.comparison import draw_comparison
from analysis.display.figures.large_shares import draw_large_shares
from analysis.display.figures.line_breaks import shortened, text_width
from analysis.display.pages.kommune import kommune_page
from analysis.display.text.large_shares import part_of_staff
from analysis.measures.comparison import compared_answers
from analysis.measures.disclosure import protect
from analysis.measures.large_shares import large_shares
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.own import Own
from analysis.survey.survey import Survey

PROFILES = list(COUNTS["importance"])
NOW, IDEAL = "current_share", "ideal_share"
OWN = Own(
    staff=72,
    answers={
        NOW: dict.fromkeys(PROFILES, "over_20") | {"koordination": "from_15_to_20"},
        IDEAL: dict.fromkeys(PROFILES[:5], "over_20"),
        "statements": {"1": "fully_agree", "2": "partly_disagree", "7": "fully_disagree"},
    },
)


def findings(page) -> list[tuple[str, str]]:
    return [(fact.value, fact.label) for fact in page.findings().facts]


# --- findings


def test_the_findings_of_odder(survey):
    assert findings(kommune_page(survey, "Odder")) == [
        ("38 af 52", "chefer ønsker, at mere end hver femte medarbejder matcher profilen "
         "Koordination; 21 har det i\u00a0dag."),
        ("mindst 15", "af de 52 chefer ønsker beviseligt en større andel medarbejdere, der "
         "matcher Koordination, end de har."),
        ("over 14 af 70", "medarbejdere er »mere end hver femte medarbejder« hos jer. For fire af "
         "de seks profiler ønsker over halvdelen af cheferne så mange."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("staff", "da", "en"),
    [
        (2345, "over 469 af 2.345", "over 469 of 2,345"),
        (64, "over 12 af 64", "over 12 of 64"),
        (32, "over 6 af 32", "over 6 of 32"),
        (20, "over 4 af 20", "over 4 of 20"),
        (19, "over tre af 19", "over three of 19"),
        (10, "over to af ti", "over two of ten"),
        (6, "over én af seks", "over one of six"),
        (4, "mindst én af fire", "at least one of four"),
    ],
)
def test_more_than_a_fifth_of_the_staff_in_whole_people_or_in_words(survey, staff, da, en):
    for lang, said in (("da", da), ("en", en)):
        page = kommune_page(survey, "Odder", staff=staff, lang=lang)
        assert findings(page)[2][0] == said


@pytest.mark.parametrize("name", STAFF)
def test_the_first_question_asks_for_more_than_a_fifth(survey, name):
    """More than ⌊staff / 5⌋ people are more than 20 % of them, and no fewer are."""
    asked = kommune_page(survey, name).questions().markdown
    words = re.search(r"vores (\S+) medarbejdere .* – er det flere end (\S+)\?", asked)
    if STAFF[name] < 20:
        assert words.groups() == {"Samsø": ("seks", "én"), "Ærø": ("17", "tre")}[name]
        return
    staff, people = (int(each.replace(".", "")) for each in words.groups())
    assert (staff, people) == (STAFF[name], STAFF[name] // 5)


def test_the_questions_are_made_of_the_numbers(survey):
    assert kommune_page(survey, "Odder").questions().markdown == (
        "## Tre spørgsmål til ledermødet\n\n"
        "1. Hvor mange af vores 70 medarbejdere matcher profilen Koordination i dag – er det "
        "flere end 14?\n"
        "2. 41 af de 52 chefer er helt eller delvis enige i »Vi har dokumenteret de kompetencer, "
        "der er brug for i jobcentret«, men kun 25 i »Vi har en oversigt over vores "
        "medarbejderes kompetencer«. Hvor står vi?\n"
        "3. 51 af de 52 chefer er helt eller delvis enige i »Vi har behov for, at medarbejderne "
        "løbende deltager i kompetenceudvikling«, men kun 24 i »Vi har tiden til, at "
        "medarbejderne kan deltage i kompetenceudvikling«. Hvor står vi?"
    )


def test_own_answers_change_the_findings_and_the_questions(survey):
    page = kommune_page(survey, "Odder", own=OWN)
    wish, _, staff = findings(page)
    assert wish[1].endswith("21 har det i\u00a0dag. I: 15–20 pct. → over 20 pct.")
    assert staff == (
        "over 14 af 72",
        "medarbejdere er »mere end hver femte medarbejder« hos jer. I svarer selv, at I har så "
        "mange for fem af profilerne i dag og ideelt skulle have det for fem.",
    )
    first, second, third = page.questions().markdown.splitlines()[2:]
    assert first == (
        "1. Vi svarede »15–20 pct.« i dag og »over 20 pct.« ideelt for profilen Koordination. "
        "Hvad skal der til?"
    )
    assert second.endswith("Vi svarede »Helt enig« og »Delvis uenig«. Hvad skal der til?")
    assert third.endswith("Vi svarede »Helt uenig« til det andet. Hvad med det første?")


def test_the_same_answer_now_and_ideally_is_no_wish(survey):
    same = {key: {"koordination": "over_20"} for key in (NOW, IDEAL)}
    asked = kommune_page(survey, "Odder", own=Own(answers=same)).questions().markdown
    assert (
        "1. Vi svarede »over 20 pct.« både i dag og ideelt for profilen Koordination. Er vi i mål?"
    ) in asked


def test_a_tie_has_one_order_for_the_measure_the_figure_and_the_words():
    """Differences alike: more wanted comes first, then the questionnaire's order."""
    counts = {"virksomheder": (10, 22), "udvikling": (20, 32), "inddragelse": (20, 32)}
    survey = printed_with(counts)
    shares = large_shares(survey)
    assert shares["item"].tolist()[:3] == ["inddragelse", "udvikling", "virksomheder"]
    page = kommune_page(survey, "Odder")
    assert "profilen Inddragelse" in findings(page)[0][1]
    drawn_first = next(line for line in page.front_figure().lines
                       if line.get_label() in PROFILES)  # fmt: skip
    assert drawn_first.get_label() == "inddragelse"
    assert page.front_figure().figure.alt.index("Inddragelse: 20 i dag") < (
        page.front_figure().figure.alt.index("Udvikling: 20 i dag")
    )


def printed_with(counts) -> Survey:
    """Answers with these in the top band, now and ideally; of other profiles as many as before."""
    survey = synthesize(seed=3)
    answers = survey.answers.copy()
    scale = survey.codebook.question(NOW).scale.keys
    for item in PROFILES:
        for key, top in zip((NOW, IDEAL), counts.get(item, (20, 20)), strict=True):
            column = survey.codebook.question(key).column(item)
            values = [scale[0]] * top + [scale[2]] * (len(answers) - top)
            answers[column] = pd.Categorical(values, answers[column].cat.categories, ordered=True)
    return dataclasses.replace(survey, answers=answers)


def test_answers_give_numbers_that_are_counted():
    survey = synthesize(seed=3)
    _, proven, _ = findings(kommune_page(survey, "Odder"))
    shares = large_shares(survey).set_index("item")
    leading = shares.sort_values(["difference", "ideal"]).index[-1]
    counts = shares.loc[leading, ["more", "base_more"]].astype(int).tolist()
    assert proven[0] == "{} af {}".format(*counts)
    assert proven[1].startswith("chefer vil have en større andel medarbejdere, der matcher ")
    assert "mindst" not in proven[1]


def test_hidden_counts_say_nothing(survey):
    """Where every count is hidden, what is known of the centre alone is left."""
    hidden = protect(synthesize(seed=3))
    page = kommune_page(hidden, "Odder")
    for value, label in findings(page):
        assert "nan" not in f"{value} {label}".lower()
        assert "[c]" not in f"{value} {label}"


@pytest.mark.parametrize(
    ("band", "part"),
    [(20, "hver femte medarbejder"), (25, "hver fjerde medarbejder"),
     (30, "30 pct. af medarbejderne"), (0, "0 pct. af medarbejderne")],
)  # fmt: skip
def test_another_codebook_has_its_own_part_of_the_staff(survey, band, part):
    class Answer:
        pass

    class Scale:
        answers = (Answer(),)

    Answer.band = (band, band, 100)
    assert part_of_staff(Scale(), "da") == part


# --- the figure of large shares


def drawn(shares, **settings):
    axes = draw_large_shares(shares, **settings)
    axes.figure.canvas.draw()
    return axes


def marks(axes) -> list[tuple[float, float, bool]]:
    """Where the marks of profiles stand, and whether they are dots."""
    everyone = axes.get_ylim()[0]
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]), line.get_markerfacecolor() not in
         ("none", "white"))
        for line in axes.lines
        if line.get_marker() == "o" and 0.2 < line.get_ydata()[0] < everyone
    ]  # fmt: skip


def test_each_profile_has_its_counts_as_marks_the_largest_difference_first(survey):
    found = marks(drawn(large_shares(survey)))
    assert [(x, dot) for x, _, dot in found] == [
        (21, False), (38, True), (25, False), (40, True), (25, False), (40, True),
        (12, False), (26, True), (31, False), (40, True), (17, False), (25, True),
    ]  # fmt: skip


def test_the_finding_is_the_title_and_the_question_the_subtitle(survey):
    words = [text.get_text() for text in drawn(large_shares(survey)).figure.texts]
    assert words[:2] == [
        "Cheferne ønsker, at flere medarbejdere matcher – især Koordination",
        "Hvor mange af de 52 chefer har i dag, og ønsker ideelt, at mere end hver femte "
        "medarbejder matcher profilen?",
    ]


EXTREMES = {
    "equal": (20, 20), "one more": (20, 21), "one fewer": (21, 20), "fewer": (40, 12),
    "nobody": (0, 0), "all": (52, 52), "from nobody to all": (0, 52), "from all": (52, 0),
    "now hidden": (np.nan, 40), "ideal hidden": (40, np.nan), "hidden": (np.nan, np.nan),
    "hidden beside nobody": (0, np.nan), "hidden beside all": (np.nan, 52),
    "falls to a hidden one": (52, np.nan),
}  # fmt: skip


def with_counts(shares, now, ideal):
    changed = shares.copy()
    changed["now"], changed["ideal"] = float(now), float(ideal)
    return changed.assign(
        difference=changed["ideal"] - changed["now"],
        suppressed=bool(np.isnan(now + ideal)),
    )


@pytest.mark.parametrize("own", [None, OWN.answers])
@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("counts", EXTREMES.values(), ids=EXTREMES)
def test_no_label_meets_another_and_no_mark_leaves_the_axis(survey, counts, lang, own):
    shares = with_counts(large_shares(survey), *counts)
    axes = drawn(shares, own=own, lang=lang)
    texts = [text for text in axes.texts if text.get_text()]
    boxes = [text.get_window_extent().padded(-1.5) for text in texts]
    for one, other in combinations(range(len(texts)), 2):
        assert not boxes[one].overlaps(boxes[other]), (
            texts[one].get_text(), texts[other].get_text(),
        )  # fmt: skip
    width = axes.figure.bbox.width
    assert all(box.x0 >= -1 and box.x1 <= width + 1 for box in boxes)
    assert all(0 <= x <= 52 for x, _, _ in marks(axes))
    known = [count for count in counts if not np.isnan(count)]
    assert len(marks(axes)) == 6 * len(known)
    assert [text.get_text() for text in texts].count("[c]") == 6 * (2 - len(known))


def test_two_equal_answers_are_visible_as_two(survey):
    axes = drawn(with_counts(large_shares(survey), 20, 20))
    rings = [line for line in axes.lines if line.get_marker() == "o"][-2:]
    assert [line.get_markerfacecolor() for line in rings] == ["none", "#113f67"]
    assert rings[0].get_markersize() > rings[1].get_markersize() + 2


def test_numbers_stand_on_either_side_of_their_marks(survey):
    for now, ideal in ((20, 30), (30, 20), (20, 20)):
        axes = drawn(with_counts(large_shares(survey), now, ideal))
        row = [text for text in axes.texts if text.get_text() in (str(now), str(ideal))][:2]
        left, right = sorted(row, key=lambda text: text.get_position()[0])
        assert [int(left.get_text()), int(right.get_text())] == sorted((now, ideal))
        assert (left.get_ha(), right.get_ha()) == ("right", "left")


def test_the_note_says_why_at_least_is_less_than_the_difference(survey):
    """Figure 5 has 54 answers from 52 managers; answers that are counted have none too many."""
    axes = drawn(large_shares(survey))
    note = " ".join(text.get_text() for text in axes.figure.texts)
    assert (
        "Figur 5 i KL's rapport rummer 54 svar fra 52 chefer. Vi regner ét svar pr. chef; passer "
        "det ikke, kan forskellen være op til to mindre – det er »mindst«."
    ) in note
    shares = large_shares(survey)
    assert (shares["more"] == shares["difference"] - 2).all()
    assert "forskel i antal chefer" in [text.get_text() for text in axes.texts]
    counted = drawn(large_shares(synthesize(seed=3))).figure.texts
    assert "ét svar pr. chef" not in " ".join(text.get_text() for text in counted)


def test_own_answers_stand_in_their_row_and_in_the_alternative_text(survey):
    axes = drawn(large_shares(survey), own=OWN.answers)
    own = [text.get_text() for text in axes.texts if text.get_text().startswith("I: ")]
    assert own == [
        "I: 15–20 pct. → over 20 pct.", "I: over 20 pct. → over 20 pct.",
        "I: over 20 pct. → over 20 pct.", "I: over 20 pct. i dag",
        "I: over 20 pct. → over 20 pct.", "I: over 20 pct. → over 20 pct.",
    ]  # fmt: skip
    assert (
        "Koordination: 21 i dag og 38 ideelt, forskel +17, mindst 15 vil have flere, "
        "I: 15–20 pct. → over 20 pct."
    ) in axes.figure.alt


def test_other_bases_are_numbers_on_the_axis(survey):
    shares = large_shares(survey).copy()
    shares.loc[0, ["base_now", "base_ideal", "base"]] = [48, 50, 50]
    words = [text.get_text() for text in drawn(shares).texts]
    assert "52" in words
    assert "alle 52" not in words


# --- you beside the others


def test_a_cell_says_the_own_answer_and_who_gave_it_too(survey):
    own = {"importance": {"virksomheder": "important"}}
    axes = draw_comparison(compared_answers(survey, ("importance",), own), title="")
    words = [text.get_text() for text in axes.texts]
    assert words.count("I: Vigtig") == 1
    assert words[words.index("I: Vigtig") + 1] == "6 af 52 som I"
    assert "Meget vigtig: 35 af 52" in words


def test_the_bars_are_the_shares_of_the_answers(survey):
    axes = draw_comparison(compared_answers(survey, ("importance", IDEAL)), title="")
    parts = {patch.get_label(): patch.get_width() for patch in axes.patches}
    for key in ("importance", IDEAL):
        scale = survey.codebook.question(key).scale.keys
        for item, counts in COUNTS[key].items():
            whole = sum(parts[f"{key} {item} {answer}"] for answer in scale)
            for answer, n in zip(scale, counts, strict=True):
                part = parts[f"{key} {item} {answer}"]
                assert part / whole == pytest.approx(n / 52)


def test_hidden_answers_are_not_called_the_most_common():
    survey = protect(synthesize(seed=3))
    compared = compared_answers(survey, ("importance", "statements"))
    axes = draw_comparison(compared[compared["question"] == "importance"], title="")
    words = [text.get_text() for text in axes.texts]
    hidden = compared[compared["question"] == "importance"].groupby("item")["n"]
    for _, counts in hidden:
        assert counts.notna().all() or "[c]" in words


def test_a_text_that_is_too_long_is_shortened():
    words = "Et meget langt svar, som ingen plads har"
    short = shortened(words, 8.5, 1.0)
    assert short.endswith("…")
    assert words.startswith(short[:-1])
    assert text_width(short, 8.5) <= 1.0
    assert shortened("Kort", 8.5, 1.0) == "Kort"


def test_the_examples_in_the_docstrings_hold():
    for module in (comparison_module, figure_module):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed
