"""Python lines that make what the explorer shows: they run as they stand in a notebook."""

from __future__ import annotations

from typing import Any

from fagligheder.explorer.choices import Choices, GapChoice
from fagligheder.explorer.sources import python_string

#: Settings that the Python code leaves out.
_DEFAULTS = {"kind": "stacked", "order": "report", "interval": False, "weights": True, "lang": "da"}


def answers_code(choices: Choices) -> list[str]:
    """Return the lines of all answers to a question."""
    frame = _measure_code("likert_table", choices)
    return _question_code(frame, _draw_likert_code(choices), "format_likert", choices)


def summary_code(choices: Choices) -> list[str]:
    """Return the lines of one measure of each item."""
    frame = _measure_code("likert_summary", choices)
    first = f"frame, {python_string(choices.measure)}"
    draw = _call("draw_summary", first, interval=choices.interval, lang=choices.lang)
    return _question_code(frame, draw, "format_summary", choices)


def crosstab_code(choices: Choices) -> list[str]:
    """Return the lines of answers by group, and of the test of the groups."""
    by = python_string(choices.group)
    frame = _measure_code("crosstab", choices)
    draw = _draw_likert_code(choices)
    if choices.answer:
        draw = _call("draw_crosstab", "frame", answer=choices.answer, lang=choices.lang)
    lines = _question_code(frame, draw, "format_crosstab", choices)
    if not choices.source.read(choices.lang).is_printed:
        arguments = f"survey, {python_string(choices.question)}, by={by}"
        lines.insert(-1, f"tests = fag.association({arguments})")
    return lines


def gap_code(choices: GapChoice) -> list[str]:
    """Return the lines of the staff of all kommuner together."""
    arguments = ["survey", *_top_band_code(choices)]
    return [
        f"frame = fag.workforce_gap({', '.join(arguments)})",
        f"axes = {_call('draw_gap', 'frame', lang=choices.lang)}",
        _call("format_gap", "frame", lang=choices.lang),
    ]


def kommune_gap_code(choices: GapChoice) -> list[str]:
    """Return the lines of one kommune's staff."""
    kommune = f"survey, {python_string(choices.kommune)}"
    kommune += f", staff={choices.staff}" if choices.staff is not None else ""
    kommune += f", own={_read_own_code(choices.own)}" if choices.own else ""
    return [
        f"page = {_call('kommune_page', kommune, lang=choices.lang)}",
        "page.facts()",
        "page.size_statements()",
        f"frame = page.gap({''.join(_top_band_code(choices))})",
        "axes = page.gap_figure(frame)",
        _call("format_gap", "frame", lang=choices.lang),
    ]


def likert_settings(choices: Choices) -> dict[str, Any]:
    """Return the settings of `draw_likert`, with a width and a title where they are chosen."""
    chosen = {"width": choices.width, "title": choices.title}
    return {
        "kind": choices.kind,
        "order": choices.order,
        "interval": choices.interval,
        **{name: words for name, words in chosen.items() if words},
        "lang": choices.lang,
    }


def _question_code(frame: str, draw: str, table: str, choices: Choices) -> list[str]:
    """Return the lines of a question: its frame, the chosen items, figure and table."""
    lines = [f"own = {_read_own_code(choices.own)}"] if choices.own else []
    lines += [f"frame = {frame}"]
    if choices.items:
        keys = ", ".join(map(python_string, choices.items))
        lines.append(f'frame = frame[frame["item"].isin([{keys}])]')
    return [*lines, f"axes = {draw}", _call(table, "frame", lang=choices.lang)]


def _measure_code(function: str, choices: Choices) -> str:
    """Return the call of a measure of the question."""
    first = f"survey, {python_string(choices.question)}"
    by = {"by": choices.group} if choices.group else {}
    return _call(function, first, **by, weights=choices.weights)


def _draw_likert_code(choices: Choices) -> str:
    first = "frame"
    if choices.own:
        first += f", mark=own.answers[{python_string(choices.question)}]"
    return _call("draw_likert", first, **likert_settings(choices))


def _read_own_code(path: str) -> str:
    return f"fag.read_own({python_string(path)})"


def _top_band_code(choices: GapChoice) -> list[str]:
    return [] if choices.top_band_range is None else [f"top_band={choices.top_band_range}"]


def _call(function: str, first: str, **settings: object) -> str:
    """Return a call of ours in Python, with the settings that are not its defaults."""
    given = [
        f"{key}={python_string(value) if isinstance(value, str) else value}"
        for key, value in settings.items()
        if _DEFAULTS.get(key) != value
    ]
    return f"fag.{function}({', '.join([first, *given])})"
