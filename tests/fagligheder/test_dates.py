"""The date of files: `SOURCE_DATE_EPOCH` set, empty, wrong, and changed after the first run."""

from __future__ import annotations

import io
import os
from datetime import date

import pikepdf
import pytest
from fake_pool import quick

from analysis.survey.checks import InputError
from fagligheder import dates
from fagligheder.cli import main
from fagligheder.dates import VARIABLE, check_source_date, source_date, today
from fagligheder.documents.pdf import render_figure_pdf
from fagligheder.run import batch
from fagligheder.run.job import Job, Outcome, write_document
from fagligheder.run.surroundings import document_environment


@pytest.mark.parametrize(
    ("value", "seconds", "day"),
    [
        ("0", 0, date(1970, 1, 1)),
        (" 1767225600\n", 1767225600, date(2026, 1, 1)),
        ("1767225599", 1767225599, date(2025, 12, 31)),  # UTC, wherever the machine is
        ("253402300799", 253402300799, date(9999, 12, 31)),
    ],
)
def test_a_date_that_is_set_is_that_of_the_files(monkeypatch, value, seconds, day):
    monkeypatch.setenv(VARIABLE, value)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert (source_date(), today()) == (seconds, day)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_a_date_or_an_empty_one_files_are_of_1970_and_covers_of_today(monkeypatch, value):
    class Today(date):
        @classmethod
        def today(cls):
            return cls(2026, 5, 1)

    monkeypatch.setattr(dates, "date", Today)
    if value is None:
        monkeypatch.delenv(VARIABLE, raising=False)
    else:
        monkeypatch.setenv(VARIABLE, value)
    assert (source_date(), today()) == (0, date(2026, 5, 1))


@pytest.mark.parametrize(
    "value",
    ["2026-01-01", "-1", "1.5", "1e9", "²", "١", "253402300800", "9" * 400, "0x10", "1_000"],
)
@pytest.mark.parametrize("read", [source_date, today])
def test_anything_else_is_refused_in_words(monkeypatch, value, read):
    monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(InputError) as refused:
        read()
    assert str(refused.value) == (
        f'Miljøvariablen SOURCE_DATE_EPOCH er "{value[:40]}". Den skal være et helt antal sekunder '
        "siden 1970, fra 0 til 253402300799, for eksempel 1767225600 for 1. januar 2026. "
        "Ret den, eller fjern den."
    )


@pytest.mark.parametrize("command", ["reports Odder", "figures", "tables", "slides"])
def test_every_command_refuses_a_wrong_date(monkeypatch, tmp_path, capsys, command):
    monkeypatch.setenv(VARIABLE, "i morgen")
    assert main([*command.split(), "--out", str(tmp_path / "ud")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith('fagligheder: Miljøvariablen SOURCE_DATE_EPOCH er "i morgen".')


@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_date_reaches_no_other_program(monkeypatch, value):
    monkeypatch.setenv(VARIABLE, value)
    assert VARIABLE not in document_environment()
    check_source_date()
    assert VARIABLE not in os.environ


def test_figures_in_pdf_are_of_the_date(monkeypatch):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"/>'
    monkeypatch.setenv(VARIABLE, "1767225600")
    pdf = render_figure_pdf(svg, 1, "Intet.", "Intet", "da")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20260101000000")


def test_a_document_of_another_date_is_made_anew(monkeypatch, tmp_path):
    made = []

    def make(job: Job) -> Outcome:
        made.append(job.timestamp)
        paths, hashes = write_document(job, tmp_path, [b"ipynb", b"html", b"pdf"])
        return Outcome(job, paths, "", hashes, seconds=1)

    for value in ("", "0", "1767225600", "1767225600", "1767225601", ""):
        monkeypatch.setenv(VARIABLE, value)
        with quick(make) as pool:
            batch.make_reports([Job("kommune", "x", "X")], tmp_path, pool=pool)
    assert made == [0, 1767225600, 1767225601, 0]
