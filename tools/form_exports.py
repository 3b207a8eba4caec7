"""Answers to an XLSForm as KoboToolbox, ODK Central and Survey123 export them."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
from openpyxl import Workbook, load_workbook


class Form:
    """An XLSForm: its fields in order, each with the group it is in, and its choices."""

    def __init__(self, path: Path) -> None:
        book = load_workbook(path)
        self.fields: list[dict[str, str]] = []
        group = {"name": "", "label": ""}
        for row in _rows(book["survey"]):
            label = row["label::Dansk (da)"]
            if row["type"] == "begin_group":
                group = {"name": row["name"], "label": label}
            elif row["type"] == "end_group":
                group = {"name": "", "label": ""}
            elif row["type"] != "note":
                self.fields.append(
                    {"name": row["name"], "label": label, "group": group["name"],
                     "group_label": group["label"], "alias": row["bind::esri:fieldAlias"],
                     "choices": row["type"].removeprefix("select_one ")}
                )  # fmt: skip
        self.choices: dict[tuple[str, str], str] = {
            (row["list_name"], row["name"]): row["label::Dansk (da)"]
            for row in _rows(book["choices"])
        }


def _rows(sheet) -> list[dict[str, str]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [{name: cell or "" for name, cell in zip(head, row, strict=True)} for row in rows]


def kobo_csv(form: Form, answers: pd.DataFrame, path: Path) -> Path:
    """XML values and headers, groups in the headings, semicolons."""
    heads = ["/".join(filter(None, (each["group"], each["name"]))) for each in form.fields]
    heads = ["start", "end", *heads, "_id", "_uuid", "_submission_time", "_status", "_index"]
    rows = []
    for at, row in enumerate(answers.to_dict("records"), start=1):
        cells = [row[each["name"]] for each in form.fields]
        times = ["2026-11-02T09:00:00+01:00", "2026-11-02T09:12:00+01:00"]
        rows.append([*times, *cells, 5000 + at, f"u-{at}", times[1], "submitted_via_web", at])
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL).writerows([heads, *rows])
    return path


def kobo_xlsx(form: Form, answers: pd.DataFrame, path: Path) -> Path:
    """Labels in Danish, groups in the headings."""
    heads = ["/".join(filter(None, (each["group_label"], each["label"]))) for each in form.fields]
    book = Workbook()
    book.active.append([*heads, "_id", "_submission_time", "_validation_status"])
    for at, row in enumerate(answers.to_dict("records"), start=1):
        cells = [_label(form, each, row[each["name"]]) for each in form.fields]
        book.active.append([*cells, 5000 + at, "2026-11-02T09:12:00", ""])
    book.save(path)
    return path


def odk_csv(form: Form, answers: pd.DataFrame, path: Path) -> Path:
    """The submissions of ODK Central: commas, and a hyphen after the group."""
    heads = ["-".join(filter(None, (each["group"], each["name"]))) for each in form.fields]
    heads = ["SubmissionDate", *heads, "meta-instanceID", "KEY", "SubmitterID", "FormVersion"]
    rows = []
    for at, row in enumerate(answers.to_dict("records"), start=1):
        cells = [row[each["name"]] for each in form.fields]
        key = f"uuid:{at:08d}"
        rows.append(["2026-11-02T08:12:00.123Z", *cells, key, key, 12, "20261127"])
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([heads, *rows])
    return path


def survey123_csv(form: Form, answers: pd.DataFrame, path: Path) -> Path:
    """Field aliases as headings, labels as values, a byte order mark."""
    heads = ["ObjectID", "GlobalID", *(each["alias"] for each in form.fields), "CreationDate",
             "Creator", "EditDate", "Editor", "x", "y"]  # fmt: skip
    rows = []
    for at, row in enumerate(answers.to_dict("records"), start=1):
        cells = [_label(form, each, row[each["name"]]) for each in form.fields]
        day = "11/2/2026 8:12:00 AM"
        rows.append([at, f"{{{at:08d}}}", *cells, day, "kl", day, "kl", 0, 0])
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows([heads, *rows])
    return path


def _label(form: Form, field: dict[str, str], value: object) -> object:
    return form.choices.get((field["choices"], str(value)), value)
