"""The Python lines that make what the explorer shows, ready to paste into a notebook."""

from __future__ import annotations

from collections.abc import Mapping

from fagligheder.explorer.choices import ANSWERS, Choices, GapChoice, quoted

_FIRST = ["import analysis as fag", ""]
#: Settings that go without saying.
_DEFAULTS: Mapping[str, object] = {"kind": "stacked", "interval": False, "lang": "da"}


def question_lines(choices: Choices) -> str:
    """The lines for settled choices: ``axes`` is the figure, the last line gives the table.

    Examples
    --------
    >>> print(question_lines(Choices(question="statements", items=("6", "7"), kind="diverging")))
    import analysis as fag
    <BLANKLINE>
    survey = fag.read_published()
    frame = fag.likert_table(survey, "statements")
    frame = frame[frame["item"].isin(["6", "7"])]
    axes = fag.draw_likert(frame, kind="diverging")
    fag.format_likert(frame)
    """
    asked = f"survey, {quoted(choices.question)}"
    settings = {"kind": choices.kind, "interval": choices.interval, "lang": choices.lang}
    if choices.measure != ANSWERS:
        frame, table = f"fag.likert_summary({asked})", "format_summary"
        draw = _call("draw_summary", f"frame, {quoted(choices.measure)}", settings)
    elif choices.group:
        frame = f"fag.crosstab({asked}, by={quoted(choices.group)})"
        table = "format_crosstab"
        draw = _call("draw_likert", "frame", settings)
        if choices.answer:
            of = {"answer": choices.answer, "lang": choices.lang}
            draw = _call("draw_crosstab", "frame", of)
    else:
        frame, table = f"fag.likert_table({asked})", "format_likert"
        draw = _call("draw_likert", "frame", settings)
    lines = [*_FIRST, choices.source.line(), f"frame = {frame}"]
    if choices.items:
        keys = ", ".join(quoted(item) for item in choices.items)
        lines.append(f'frame = frame[frame["item"].isin([{keys}])]')
    return "\n".join([*lines, f"axes = {draw}", _call(table, "frame", {"lang": choices.lang})])


def gap_lines(choices: GapChoice) -> str:
    """The lines for the staff of one kommune, with its facts and what is proven, or of all."""
    lang: dict[str, object] = {"lang": choices.lang}
    assumed = "" if choices.assumed is None else f"top_band={choices.assumed}"
    if choices.kommune:
        page = _call("kommune_page", f"survey, {quoted(choices.kommune)}", lang)
        lines = [
            f"page = {page}",
            "page.facts()",
            "page.size_statements()",
            f"frame = page.gap({assumed})",
            "axes = page.gap_figure(frame)",
        ]
    else:
        asked = ", ".join(filter(None, ["survey", assumed]))
        lines = [
            f"frame = fag.workforce_gap({asked})",
            f"axes = {_call('draw_gap', 'frame', lang)}",
        ]
    return "\n".join([*_FIRST, choices.source.line(), *lines, _call("format_gap", "frame", lang)])


def _call(function: str, first: str, settings: Mapping[str, object]) -> str:
    """A call with the settings that do not go without saying."""
    said = [
        f"{key}={quoted(value) if isinstance(value, str) else value}"
        for key, value in settings.items()
        if _DEFAULTS.get(key) != value
    ]
    return f"fag.{function}({', '.join([first, *said])})"
