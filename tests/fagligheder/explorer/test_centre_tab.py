"""The tab of a job centre: its staircase and plans, and nothing of its employees in a widget."""

from __future__ import annotations

import asyncio
import io
from datetime import datetime

import openpyxl
import pytest
from ipywidgets import Widget

from analysis.competence.example import made_up_centre
from fagligheder.explorer import centre_points
from fagligheder.explorer.start import explore
from fagligheder.office.centre_book import centre_book

CENTRE = made_up_centre(17, offers=6)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return centre_book(CENTRE, datetime(2027, 1, 1))


@pytest.fixture(autouse=True)
def few_points(monkeypatch):
    monkeypatch.setattr(centre_points, "PARTS", {"days": (0.25, 1), "kroner": (1,)})


def upload(tab, content: bytes) -> None:
    now = datetime(2027, 1, 1)
    given = {"name": "kompetencer.xlsx", "type": "", "size": len(content), "last_modified": now}
    tab.file.value = ({**given, "content": memoryview(content)},)


def states(box: Widget) -> str:
    """All that the page's widgets hold, as text."""
    parts, held = [box], []
    while parts:
        part = parts.pop()
        held.append(repr(part.get_state()))
        parts += getattr(part, "children", ())
    return "\n".join(held)


def test_the_sliders_show_plans_and_no_widget_holds_the_roster(workbook, tmp_path):
    explorer = explore(folder=tmp_path)
    explorer.tab.value, tab = "centre_tab", explorer.centre_tab
    assert explorer.source_controls.box.layout.display == "none"
    upload(tab, workbook)
    assert tab.file.value == ()
    assert "<img" in tab.figure.value and "42,5" in tab.status.value
    whole = tab.plan.value
    tab.days.value = 11
    assert "højst: 11." in tab.status.value and tab.plan.value != whole
    explorer.language.value = "en"
    assert "at most: 11." in tab.status.value and "42.5" in dict(tab.days.options)
    held = states(explorer.box)
    assert "42.5" in held
    for code in CENTRE.employees["code"]:
        assert code not in held
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_a_bad_workbook_says_so_and_repeats_no_employee(workbook):
    explorer = explore()
    tab, book = explorer.centre_tab, openpyxl.load_workbook(io.BytesIO(workbook))
    first = CENTRE.employees["code"].iloc[0]
    place = next(c for sheet in book for row in sheet for c in row if c.value == first)
    place.offset(row=1).value = first  # twice
    changed = io.BytesIO()
    book.save(changed)
    upload(tab, changed.getvalue())
    assert f"række {place.row + 1}" in tab.message.value and 'role="alert"' in tab.message.value
    explorer.language.value = "en"
    assert f"row {place.row + 1}" in tab.message.value
    assert first not in states(explorer.box) and not tab.plan.value
    upload(tab, b"no workbook")
    assert "kompetencer.xlsx" in tab.message.value and "række" not in tab.message.value


def test_a_plan_that_fails_repeats_no_employee(workbook, monkeypatch):
    def fail(*_, **__):
        raise ValueError(CENTRE.employees["code"].iloc[0])

    monkeypatch.setattr(centre_points, "training_plan", fail)
    explorer = explore()
    upload(explorer.centre_tab, workbook)
    assert "Planen kunne ikke laves (ValueError)." in explorer.centre_tab.message.value
    assert CENTRE.employees["code"].iloc[0] not in states(explorer.box)


def test_meanwhile_the_nearest_solved_plan_is_shown(workbook):
    tab, found = explore().centre_tab, []

    async def click() -> None:
        upload(tab, workbook)
        assert "0 af 3" in tab.status.value and not tab.plan.value
        tab.days.value = 11
        while tab._solving.is_alive() or len(tab._plans) < 2:
            found.append(tab.status.value)
            await asyncio.sleep(0.05)

    asyncio.run(click())
    assert any("højst: 42,5." in words and "af 3" in words for words in found)
    assert "højst: 11." in tab.status.value and "af 3" not in tab.status.value
