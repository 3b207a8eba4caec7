"""One number per item, from `likert_summary`, as a figure: a bar with its interval."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.display.figures import style
from analysis.display.figures.bars import LABEL_SIZE, VALUE_SIZE, whisker
from analysis.display.figures.layout import certify, framed_axes, measuring_axis
from analysis.display.text.captions import base_words, basis_of, numbered, question_of, source_note
from analysis.display.text.numbers import MISSING, SUPPRESSED, basis_sentence, number, percent
from analysis.display.text.sentences import BOXES, box_words, net_words
from analysis.survey.checks import InputError
from analysis.survey.codebook import Question
from analysis.survey.survey import provenance
from analysis.words import text

#: What a bar can show.
SUMMARY_MEASURES = (*BOXES, "net")
_ROW, _RIGHT = 0.34, 1.2


def draw_summary(
    summary: pd.DataFrame,
    measure: str = "top_box",
    *,
    interval: bool = False,
    title: str | None = None,
    lang: str = "da",
) -> Axes:
    """Draw one measure of each item as a bar.

    Parameters
    ----------
    summary : DataFrame
        From `likert_summary`.
    measure : {"top_box", "top_two_box", "bottom_two_box", "net"}
    interval : bool
        A whisker from the measure's ``…_low`` to its ``…_high``.
    title : str, optional
        Above the figure; the measure and the question when left out, none when empty.
    lang : {"da", "en"}

    Returns
    -------
    Axes
        One bar per item, in the questionnaire's order. Withheld numbers print ``[c]``.

    Raises
    ------
    InputError
        The measure does not exist, or the scale has too few answers for it.

    Examples
    --------
    >>> from analysis.measures.shares import likert_summary
    >>> from analysis.survey.published import read_published
    >>> axes = draw_summary(likert_summary(read_published(), "importance"), "top_two_box")
    >>> [patch.get_width() for patch in axes.patches][:1]
    [1.0]
    """
    question = question_of(summary, provenance(summary))
    check_measure(question, measure)
    wide = question.item_set == "statements"
    left = 2.95 if wide else 1.65
    labels = {
        str(key): style.wrap(_name(question, str(key), lang), LABEL_SIZE, left - 0.12)
        for key in summary["item"]
    }
    row = _ROW if max(map(len, labels.values())) < 3 else 0.46
    height = row * len(summary)
    words = _title(question, measure, lang) if title is None else title
    with style.house_style():
        axes = framed_axes(
            words, _note(summary, question, interval, lang), height, left=left, right=_RIGHT
        )
        axes.set_xlim(-1 if measure == "net" else 0, 1)
        axes.set_ylim(height, 0)
        measuring_axis(axes, text("summary.axis_net" if measure == "net" else "summary.axis", lang))
        axes.xaxis.set_major_formatter(lambda value, _: number(100 * value, lang))
        for place, own in enumerate(summary.to_dict("records")):
            middle = row * (place + 0.5)
            outside = axes.get_yaxis_transform()
            axes.text(-0.02, middle, "\n".join(labels[str(own["item"])]), transform=outside,
                      fontsize=LABEL_SIZE, ha="right", va="center", linespacing=1.05)  # fmt: skip
            axes.text(1.03, middle, summary_value(own, measure, lang), transform=outside,
                      fontsize=VALUE_SIZE, va="center")  # fmt: skip
            if pd.notna(own[measure]):
                _bar(axes, own, measure, middle, row, interval)
        if measure == "net":
            axes.axvline(0, color=style.INK, linewidth=0.8, zorder=3)
        alt = " ".join(
            [words.rstrip(".") + ".", *(_said(question, own, measure, lang) for own in
                                        summary.to_dict("records"))]
        )  # fmt: skip
        certify(axes, summary, alt, lang=lang)
    return axes


def check_measure(question: Question, measure: str) -> None:
    """Refuse a measure that does not exist, or that the question's scale has no answers for."""
    if measure not in SUMMARY_MEASURES:
        raise InputError(
            f'Målet "{measure}" findes ikke. Vælg et af: {", ".join(SUMMARY_MEASURES)}.'
        )
    if measure.endswith("two_box") and len(question.scale.answers) < 4:
        raise InputError(
            f"Spørgsmålet »{question.title.da}« har kun {len(question.scale.answers)} svar, og "
            "to øverste eller to nederste kræver mindst fire. Vælg øverste svar eller netto."
        )


def summary_value(row: dict, measure: str, lang: str) -> str:
    """A measure of one item in words: ``94 pct.``, ``+88 procentpoint`` or ``[c]``."""
    if pd.isna(row[measure]):
        return SUPPRESSED if pd.isna(row["base"]) or row["base"] else MISSING
    if measure == "net":
        return net_words(row[measure], lang)
    return percent(round(row[measure] * row["base"]), row["base"], lang)


def _bar(axes: Axes, row: dict, measure: str, middle: float, height: float, interval: bool) -> None:
    thick = 0.56 * height
    start = min(0.0, row[measure])
    axes.add_patch(
        Rectangle((start, middle - thick / 2), abs(row[measure]), thick,
                  facecolor=style.SEQUENTIAL[1], edgecolor="white", linewidth=0.8)
    )  # fmt: skip
    if interval:
        ends = (row[f"{measure}_low"], row[f"{measure}_high"])
        whisker(axes, ends, middle, edge="white")


def _name(question: Question, key: str, lang: str) -> str:
    return numbered(question, key, question.item(key).label[lang])


def _said(question: Question, row: dict, measure: str, lang: str) -> str:
    name = question.item(str(row["item"])).label[lang]
    words = text("captions.alt_item", lang, item=name, answers=summary_value(row, measure, lang))
    return words.rstrip(".") + "."


def _title(question: Question, measure: str, lang: str) -> str:
    name, title = text(f"summary.{measure}", lang), question.title[lang]
    if measure == "net":
        return text("summary.figure_title", lang, measure=name, title=title)
    answers = box_words(question, measure, lang)
    return text("summary.figure_title_box", lang, measure=name, answers=answers, title=title)


def _note(summary: pd.DataFrame, question: Question, interval: bool, lang: str) -> str:
    origin = provenance(summary)
    parts = [text("numbers.n", lang, n=base_words(summary, lang)) + "."]
    parts.append(basis_sentence(basis_of(summary), lang))
    if "suppressed" in summary and summary["suppressed"].any():
        parts.append(text("captions.suppressed_note", lang))
    if interval:
        of = origin.population
        population = text("captions.of_population", lang, population=of) if of else ""
        level = number(100 * origin.level, lang)
        parts.append(text("summary.whisker", lang, level=level, population=population))
    parts.append(source_note(summary, [question.page, question.table_page], lang))
    return " ".join(part for part in parts if part)
