"""Files of SPSS and Stata: values that are declared missing, and their character sets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from analysis.survey.answers.reader import read_answers
from analysis.survey.answers.statistical import read_statistical

ITEM = "importance_integration"
LABELS = {1: "Meget vigtig", 2: "Vigtig", 3: "Mindre vigtig", 4: "Slet ikke vigtig"}
CELLS = ["1", ".a", "", "3", ".b", "2", ""]


def cells(table, place: int = 1) -> list[str]:
    return table.cells[place].tolist()


def counts(survey) -> list[int]:
    return survey.answers[ITEM].value_counts(sort=False).tolist()


def stata(path: Path, values: list[str], kind: str = "float64", **settings) -> Path:
    """A file of Stata with these cells; a number of 8 or 16 bits has its own missing values."""
    numbers = [{"": None, ".a": "a", ".b": "b"}.get(value, value) for value in values]
    column = pd.Series([int(n) if n and n.isdigit() else n for n in numbers], dtype=object)
    frame = pd.DataFrame({"kommune": ["Odder"] * len(values), ITEM: column})
    pyreadstat.write_dta(frame, path, missing_user_values={ITEM: ["a", "b"]}, **settings)
    return path


# --- Stata


@pytest.mark.parametrize("turn", range(len(CELLS)))
@pytest.mark.parametrize("backwards", [False, True])
def test_the_order_of_the_rows_does_not_matter_to_missing_values(tmp_path, turn, backwards):
    order = [*CELLS[turn:], *CELLS[:turn]][:: -1 if backwards else 1]
    table = read_statistical(stata(tmp_path / "svar.dta", order))
    assert cells(table) == order
    assert table.missing == {1: {".a", ".b"}}


@pytest.mark.parametrize("kind", ["int8", "int16", "int32", "float32", "float64"])
def test_missing_values_in_every_type_of_column(tmp_path, kind):
    path = tmp_path / "svar.dta"
    numbers = np.array([2, 1, 3, 4, 1], dtype=kind)
    frame = pd.DataFrame({"kommune": ["Odder"] * 5, ITEM: numbers})
    frame.to_stata(path, write_index=False, version=118)
    content = path.read_bytes()
    start = content.index(b"<data>") + len(b"<data>")
    width = 5 + numbers.itemsize  # "Odder", and the number
    missing = {
        "int8": (b"\x65", b"\x66", b"\x7f"),
        "int16": (b"\xe5\x7f", b"\xe6\x7f", b"\xff\x7f"),
        "int32": (b"\xe5\xff\xff\x7f", b"\xe6\xff\xff\x7f", b"\xff\xff\xff\x7f"),
        "float32": (b"\x00\x00\x00\x7f", b"\x00\x08\x00\x7f", b"\x00\xd0\x00\x7f"),
        "float64": tuple(bytes(5) + bytes((n, 0xE0, 0x7F)) for n in (0, 1, 26)),
    }[kind]
    for row, value in zip((0, 2, 4), missing, strict=True):
        at = start + row * width + 5
        content = content[:at] + value + content[at + len(value) :]
    path.write_bytes(content)
    table = read_statistical(path)
    assert cells(table) == ["", "1", ".a", "4", ".z"]
    assert table.missing == {1: {".a", ".z"}}


def test_a_column_of_nothing_but_missing_values_holds_no_answer(tmp_path):
    path = stata(tmp_path / "svar.dta", [".a", *[""] * 60])
    for _ in range(20):
        table = read_statistical(path)
        assert cells(table) == [".a", *[""] * 60]
    assert counts(read_answers(path)) == [0, 0, 0, 0]


def test_missing_values_with_and_without_labels(tmp_path):
    labels = {ITEM: LABELS | {"a": "Ved ikke"}}
    path = stata(tmp_path / "svar.dta", CELLS, variable_value_labels=labels)
    survey = read_answers(path)
    assert counts(survey) == [1, 1, 1, 0]
    assert survey.outside == {ITEM: 1}
    bare = read_answers(stata(tmp_path / "uden.dta", CELLS))
    assert counts(bare) == [1, 1, 1, 0]
    assert bare.outside == {}


def test_the_letters_of_a_text_column_are_text(tmp_path):
    path = tmp_path / "svar.dta"
    frame = pd.DataFrame({"kommune": ["Odder"] * 3, "svar": ["a", "", "b"], ITEM: [1, 2, None]})
    pyreadstat.write_dta(frame, path)
    table = read_statistical(path)
    assert cells(table, 1) == ["a", "", "b"]
    assert table.missing == {}


# --- SPSS


def spss(path: Path, missing: list[object], labels: dict[float, str] | None = None) -> Path:
    values = [1.0, 2.0, 2.0, 3.0, 9.0, 8.0, None]
    frame = pd.DataFrame({"kommune": ["Odder"] * 7, ITEM: values})
    named = {ITEM: labels} if labels else None
    pyreadstat.write_sav(frame, path, missing_ranges={ITEM: missing}, variable_value_labels=named)
    return path


@pytest.mark.parametrize(
    "missing", [[8, 9], [{"lo": 8, "hi": 9}], [{"lo": 5, "hi": 99}], [{"lo": 8.5, "hi": 99}, 8]]
)
def test_values_and_ranges_that_are_declared_missing_are_no_answers(tmp_path, missing):
    table = read_statistical(spss(tmp_path / "svar.sav", missing))
    assert cells(table) == ["1", "2", "2", "3", "9", "8", ""]
    assert table.missing == {1: {"8", "9"}}
    survey = read_answers(tmp_path / "svar.sav")
    assert counts(survey) == [1, 2, 1, 0]
    assert survey.outside == {}


def test_a_code_of_the_scale_that_is_declared_missing_is_no_answer(tmp_path):
    survey = read_answers(spss(tmp_path / "svar.sav", [{"lo": 3, "hi": 9}]))
    assert counts(survey) == [1, 2, 0, 0]


def test_the_label_of_a_missing_value_is_handed_on(tmp_path):
    labels = LABELS | {8: "Ved ikke", 9: "Intet svar"}
    path = spss(tmp_path / "svar.sav", [8, 9], labels)
    table = read_statistical(path)
    assert table.missing == {1: {"8", "9"}}
    assert table.value_labels[1] == {str(int(code)): label for code, label in labels.items()}
    survey = read_answers(path)
    assert counts(survey) == [1, 2, 1, 0]
    assert survey.outside == {ITEM: 1}


def test_texts_that_are_declared_missing(tmp_path):
    path = tmp_path / "svar.sav"
    answers = ["Vigtig", "XX", "", "Meget vigtig"]
    frame = pd.DataFrame({"kommune": ["Odder"] * 4, ITEM: answers})
    pyreadstat.write_sav(frame, path, missing_ranges={ITEM: ["XX"]})
    table = read_statistical(path)
    assert cells(table) == ["Vigtig", "XX", "", "Meget vigtig"]
    assert table.missing == {1: {"XX"}}
    assert counts(read_answers(path)) == [1, 1, 0, 0]


def test_missing_values_of_the_other_columns_are_empty_cells(tmp_path):
    frame = pd.DataFrame(
        {
            "id": [1.0, 999, 999, 4],
            "kommune": ["Odder", "Faxe", "Faxe", "Greve"],
            "kommunekode": [727.0, 320, 998, 253],
            "medarbejdere": [72.0, 60, 999, 999],
            ITEM: [1.0, 2, 999, 2],
        }
    )
    missing = {name: [998, 999] for name in frame if name != "kommune"}
    pyreadstat.write_sav(frame, tmp_path / "svar.sav", missing_ranges=missing)
    survey = read_answers(tmp_path / "svar.sav")
    assert survey.answers["kommune"].tolist() == ["0727", "0320", "0320", "0253"]
    staff = survey.kommuner.set_index("name")["staff"]
    assert staff[["Odder", "Faxe"]].tolist() == [72, 60]
    assert staff["Greve"] != 999
    assert counts(survey) == [1, 2, 0, 0]


def test_a_row_of_missing_values_alone_is_no_respondent(tmp_path):
    path = tmp_path / "svar.sav"
    frame = pd.DataFrame({"kommune": ["Odder", "", "Faxe"], ITEM: [1.0, 9.0, 2.0]})
    pyreadstat.write_sav(frame, path, missing_ranges={ITEM: [9]})
    assert read_answers(path).respondents == 2


def test_labels_without_text_are_handed_on_as_they_are(tmp_path):
    frame = pd.DataFrame({"kommune": ["Odder", "Faxe"], ITEM: [1.0, 2.0]})
    labels = {ITEM: {1: "Meget vigtig", 2: " "}}
    pyreadstat.write_sav(frame, tmp_path / "svar.sav", variable_value_labels=labels)
    pyreadstat.write_dta(frame, tmp_path / "svar.dta", variable_value_labels=labels)
    for name in ("svar.sav", "svar.dta"):
        table = read_statistical(tmp_path / name)
        assert table.value_labels[1] == {"1": "Meget vigtig", "2": ""}
        assert cells(table) == ["1", "2"]


# --- character sets


def damaged(path: Path, before: bytes, after: bytes) -> Path:
    content = path.read_bytes()
    assert before in content
    assert len(before) == len(after)
    path.write_bytes(content.replace(before, after))
    return path


def with_letters(path: Path) -> Path:
    frame = pd.DataFrame({"kommune": ["Ærø", "Tårnby"], ITEM: [1.0, 2.0], "fri": ["på vej", "nej"]})
    write = pyreadstat.write_dta if path.suffix == ".dta" else pyreadstat.write_sav
    settings = {"version": 15} if path.suffix == ".dta" else {}
    label = ["Kommune", "Vigtighed", "Bemærkninger øø"]
    write(frame, path, column_labels=label, **settings)
    return path


@pytest.mark.parametrize("name", ["svar.sav", "svar.dta"])
@pytest.mark.parametrize("broken", ["øø", "på vej"])
def test_a_broken_byte_costs_its_label_and_not_the_file(tmp_path, name, broken):
    path = with_letters(tmp_path / name)
    text = broken.encode()
    cut = b"".join((text[:1], b" ", text[2:])) if broken == "øø" else text.replace(b"\xa5", b" ")
    survey = read_answers(damaged(path, text, cut))
    assert survey.answers["kommune"].tolist() == ["0492", "0185"]
    assert counts(survey) == [1, 1, 0, 0]
    assert any("kan ikke læses i dens tegnsæt" in note for note in survey.notes)


@pytest.mark.parametrize("name", ["svar.sav", "svar.dta"])
@pytest.mark.parametrize(
    ("encoding", "told"), [("cp1252", "Windows-1252"), ("mac_roman", "Macintosh"), ("cp850", "DOS")]
)
def test_letters_of_another_set_than_the_file_says(tmp_path, name, encoding, told):
    path = with_letters(tmp_path / name)
    content = path.read_bytes()
    for letters in ("Ærø", "Tårnby", "på vej", "Bemærkninger øø"):
        new = letters.encode(encoding)
        content = content.replace(letters.encode(), new + b" " * (len(letters.encode()) - len(new)))
    path.write_bytes(content)
    survey = read_answers(path)
    assert survey.answers["kommune"].tolist() == ["0492", "0185"]
    assert any(f"Filen er læst med tegnsættet {told}" in note for note in survey.notes)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-8"])
def test_old_files_of_stata_do_not_name_their_character_set(tmp_path, encoding):
    path = tmp_path / "svar.dta"
    frame = pd.DataFrame({"kommune": ["AErOE", "TAArnby"], ITEM: [1.0, 2.0]})
    pyreadstat.write_dta(frame, path, version=10)
    content = path.read_bytes()
    for plain, name in (("AErOE", "Ærø"), ("TAArnby", "Tårnby")):
        letters = name.encode(encoding).ljust(len(plain), b"\0")
        content = content.replace(plain.encode(), letters)
    path.write_bytes(content)
    assert read_answers(path).answers["kommune"].tolist() == ["0492", "0185"]
