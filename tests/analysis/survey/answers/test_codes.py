"""A code is a number however it is written, and its direction is named or refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from answer_files import HEADING, save, workbook

from analysis.survey.answers import reader as answer_reader
from analysis.survey.answers.codes import code_of
from analysis.survey.answers.own import read_own
from analysis.survey.answers.reader import read_answers
from analysis.survey.answers.wording import BLANK, OUTSIDE, UNKNOWN, AnswerReader
from analysis.survey.checks import InputError
from analysis.survey.codebook import Item, Labels, read_codebook

REVERSED = {"4": "Meget vigtig", "3": "Vigtig", "2": "Mindre vigtig", "1": "Slet ikke vigtig"}
LABELS = {float(code): label for code, label in REVERSED.items()}
IN_ORDER = {1.0: "Meget vigtig", 2.0: "Vigtig", 3.0: "Mindre vigtig", 4.0: "Slet ikke vigtig"}
NAME_THEM = (
    'Skriv i en kolonnefil, under "answers:" og importance, hvad hver kode betyder: '
    'Meget vigtig, Vigtig, Mindre vigtig, Slet ikke vigtig, "ved ikke" eller ingenting.'
)


def n_of(survey, name: str = "importance_integration") -> list[int]:
    return survey.answers[name].value_counts(sort=False).tolist()


def text_file(folder: Path, *cells: str) -> Path:
    path = folder / "svar.csv"
    path.write_text(
        "kommune;importance_integration\n" + "".join(f"Odder;{c}\n" for c in cells), "utf-8"
    )
    return path


def statistical(path: Path, labels: dict[str, dict], **columns: list[float]) -> Path:
    """A file of SPSS or Stata with one column per item of importance."""
    frame = pd.DataFrame({f"importance_{item}": codes for item, codes in columns.items()})
    frame.insert(0, "kommune", "Odder")
    labels = {f"importance_{item}": own for item, own in labels.items()}
    return save(frame, path, variable_value_labels=labels)


def said(path: Path, mapping=None) -> str:
    with pytest.raises(InputError) as error:
        read_answers(path, mapping)
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2", "2"),
        ("2.0", "2"),
        ("2,00", "2"),
        ("2.000000", "2"),
        ("02", "2"),
        (" 2\xa0", "2"),
        ("+2", "2"),
        ("−9", "-9"),
        ("-0", "0"),
        ("20", "20"),
        ("1.000", ""),
        ("2.5", ""),
        ("2-3", ""),
        ("", ""),
    ],
)
def test_one_code_is_written_in_many_ways(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("cells", [("4", "1"), ("4.0", "1.0"), ("4,0", "1,0"), ("04", "01")])
@pytest.mark.parametrize("form", ["{}", "{}.0", "0{}", "{},0"])
def test_a_mapping_is_obeyed_however_codes_are_written(tmp_path, cells, form):
    mapping = {"answers": {"importance": {form.format(c): said for c, said in REVERSED.items()}}}
    assert n_of(read_answers(text_file(tmp_path, *cells), mapping)) == [1, 0, 0, 1]


@pytest.mark.parametrize("name", ["m.yaml", "m.csv"])
def test_a_mapping_file_may_write_codes_as_numbers(tmp_path, name):
    lines = {
        "m.yaml": "answers:\n  importance:\n    4: Meget vigtig\n    1.0: Slet ikke vigtig\n",
        "m.csv": "column;value;meaning\nimportance;4.0;Meget vigtig\nimportance;01;not_important",
    }
    (tmp_path / name).write_text(lines[name], "utf-8")
    survey = read_answers(text_file(tmp_path, "4,0", "", "1"), tmp_path / name)
    assert n_of(survey) == [1, 0, 0, 1]


def test_a_mapping_names_a_code_once(tmp_path):
    twice = {"answers": {"importance": {"4": "Vigtig", "4.0": "Meget vigtig"}}}
    assert "hver tekst én gang" in said(text_file(tmp_path, "4"), twice)


def test_codes_in_a_workbook_are_numbers_or_text(tmp_path):
    path = tmp_path / "svar.xlsx"
    path.write_bytes(
        workbook(
            ["kommune", "importance_integration"], ["Odder", "4"], ["Odder", 4.0], ["Odder", "4,0"]
        )
    )
    assert n_of(read_answers(path, {"answers": REVERSED})) == [3, 0, 0, 0]


def test_a_code_mapped_to_nothing_is_blank_and_to_ved_ikke_outside(tmp_path):
    mapping = {"answers": {"importance": {4: "", 1.0: "ved ikke"}}}
    survey = read_answers(text_file(tmp_path, "4.0", "4", "1"), mapping)
    assert (n_of(survey), survey.outside) == ([0, 0, 0, 0], {"importance_integration": 1})


def test_a_mapping_of_a_code_wins_over_its_label(tmp_path):
    path = statistical(
        tmp_path / "svar.sav", {"integration": IN_ORDER}, integration=[4.0, 4.0, 1.0]
    )
    assert n_of(read_answers(path)) == [1, 0, 0, 2]
    assert n_of(read_answers(path, {"answers": {"importance": REVERSED}})) == [2, 0, 0, 1]
    assert n_of(read_answers(path, {"answers": {"importance": {"Meget vigtig": ""}}})) == [
        0,
        0,
        0,
        2,
    ]


def test_labels_of_text_codes_are_found_by_number(tmp_path):
    frame = pd.DataFrame({"kommune": ["Odder", "Odder"], "importance_integration": ["04", "1.0"]})
    labels = {"importance_integration": {"4": "Meget vigtig", "01": "Slet ikke vigtig"}}
    path = save(frame, tmp_path / "svar.sav", variable_value_labels=labels)
    assert n_of(read_answers(path)) == [1, 0, 0, 1]


def test_a_scale_of_numbers_is_read_by_its_names():
    answers = [Item(str(n), Labels(f"{n}", f"{n}"), Labels(f"{n}", f"{n}")) for n in (2, 1, 0)]
    reader = AnswerReader(answers)
    assert [reader.place(text) for text in ("2", "2.0", "02", "0", "0,0")] == [0, 0, 0, 2, 2]
    assert reader.place("3") == UNKNOWN


@pytest.mark.parametrize("kind", [".sav", ".dta"])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_label_without_text_says_nothing(tmp_path, kind, blank):
    if kind == ".dta" and blank:
        blank = ""
    labels = {"integration": IN_ORDER | {2.0: blank}}
    path = statistical(tmp_path / f"svar{kind}", labels, integration=[1.0, 2, 2, 3, 4, 4])
    assert said(path) == (
        f"svar{kind}, række 3, kolonne \"importance_integration\": fandt '2', forventede navne på "
        f"alle kolonnens koder eller ingen; 1, 3, 4 har navn, 2 har ikke. {NAME_THEM}"
    )
    assert n_of(read_answers(path, {"answers": {"importance": {"2": "Vigtig"}}})) == [1, 2, 1, 2]
    nothing = {"integration": dict.fromkeys(IN_ORDER, blank)}
    path = statistical(tmp_path / f"svar{kind}", nothing, integration=[1.0, 2, 2, 3, 4, 4])
    assert n_of(read_answers(path)) == [1, 2, 1, 2]


def test_names_of_codes_that_nobody_chose_count_too(tmp_path):
    path = text_file(tmp_path, "2.0", "3.0")
    ends = {"answers": {"importance": {"4": "Meget vigtig", "1": "Slet ikke vigtig"}}}
    assert "1, 4 har navn, 2, 3 har ikke" in said(path, ends)
    assert n_of(read_answers(path, {"answers": {"importance": REVERSED}})) == [0, 1, 1, 0]


def test_a_code_outside_the_scale_tells_nothing_of_the_direction(tmp_path):
    path = text_file(tmp_path, "2", "9.0")
    survey = read_answers(path, {"answers": {"importance": {"9": "ved ikke"}}})
    assert (n_of(survey), survey.outside) == ([0, 1, 0, 0], {"importance_integration": 1})
    inside = {"answers": {"importance": {"1": "ved ikke", "9": ""}}}
    assert "1 har navn, 2 har ikke" in said(path, inside)


def test_a_sister_with_labels_the_other_way_refuses_bare_codes(tmp_path):
    path = statistical(
        tmp_path / "svar.sav", {"integration": LABELS}, integration=[1.0], udvikling=[2.0]
    )
    assert said(path) == (
        "svar.sav, række 2, kolonne \"importance_udvikling\": fandt '2', forventede koder med "
        'navne som i kolonnen "importance_integration", hvor 1 er Slet ikke vigtig. ' + NAME_THEM
    )
    survey = read_answers(path, {"answers": {"importance": REVERSED}})
    assert n_of(survey, "importance_udvikling") == [0, 0, 1, 0]


def test_a_sister_with_labels_in_the_printed_order_agrees_with_bare_codes(tmp_path):
    path = statistical(
        tmp_path / "svar.sav", {"integration": IN_ORDER}, integration=[1.0], udvikling=[2.0]
    )
    survey = read_answers(path)
    assert n_of(survey, "importance_udvikling") == [0, 1, 0, 0]
    assert any("Tal i importance er læst som koder" in note for note in survey.notes)


def test_sisters_with_opposite_labels_are_refused_until_the_item_is_named(tmp_path):
    labels = {"integration": LABELS, "udvikling": IN_ORDER}
    path = statistical(tmp_path / "svar.sav", labels, integration=[1.0], udvikling=[1.0])
    assert said(path).startswith(
        "svar.sav, række 2, kolonne \"importance_udvikling\": fandt '1 = Meget vigtig', forventede "
        'at kode 1 er Slet ikke vigtig som i kolonnen "importance_integration". Skriv i en '
        'kolonnefil, under "answers:" og importance_udvikling, hvad hver kode betyder: '
    )
    own = {str(int(code)): label for code, label in IN_ORDER.items()}
    survey = read_answers(path, {"answers": {"importance_udvikling": own}})
    assert n_of(survey, "importance_integration") == [0, 0, 0, 1]
    assert n_of(survey, "importance_udvikling") == [1, 0, 0, 0]


def test_an_answer_in_words_says_nothing_of_the_codes(tmp_path):
    assert n_of(read_answers(text_file(tmp_path, "Meget vigtig", "2"))) == [1, 1, 0, 0]


@pytest.mark.parametrize(
    "words",
    "uoplyst|Uoplyst.|ikke spurgt|missing|Missing value|ikke besvaret|n/a|No response|.a|.|<NA>|"
    "not asked|skipped|Uoplyst/ikke spurgt".split("|"),
)
def test_words_for_not_answered(words):
    assert AnswerReader(read_codebook().questions["importance"].scale.answers).place(words) == BLANK


@pytest.mark.parametrize(
    "words",
    "don't know|dont know|DON’T KNOW|Refusal|refused|Ved ikke/uoplyst|vil ikke svare|"
    "No answer/refused|kan ikke vurdere|ønsker ikke at oplyse".split("|"),
)
def test_words_for_an_answer_outside_the_scale(words):
    reader = AnswerReader(read_codebook().questions["importance"].scale.answers)
    assert reader.place(words) == OUTSIDE
    assert reader.place("9", words) == OUTSIDE


def test_words_that_are_no_missing_answer_are_unknown():
    reader = AnswerReader(read_codebook().questions["importance"].scale.answers)
    for text in ("Vigtig/ved ikke", "#N/A", "fejl", "/", "-1", "9"):
        assert reader.place(text) == UNKNOWN
    assert reader.place("2", "1") == UNKNOWN
    assert reader.place("2", "2.0") == 1


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("", ([1, 0, 0, 0], {})),
        ("Filtreret væk i telefonen", ([1, 0, 0, 0], {})),
        ("Uoplyst", ([1, 0, 0, 0], {})),
        ("Ved ikke", ([1, 0, 0, 0], {"importance_integration": 1})),
    ],
)
def test_a_value_that_the_file_declares_missing(tmp_path, monkeypatch, label, expected):
    read_table = answer_reader.read_table

    def declared(path, sheet, problems):
        table = read_table(path, sheet, problems)
        return replace(table, missing={1: {"9"}}, value_labels={1: {"9.0": label}})

    monkeypatch.setattr(answer_reader, "read_table", declared)
    path = text_file(tmp_path, "1", "9")
    survey = read_answers(path)
    assert (n_of(survey), survey.outside) == expected
    mapping = {"answers": {"importance": {"9": "Vigtig", "1": "Meget vigtig"}}}
    assert n_of(read_answers(path, mapping)) == [1, 1, 0, 0]


def test_a_declared_missing_value_with_the_name_of_an_answer_is_refused():
    reader = AnswerReader(read_codebook().questions["importance"].scale.answers)
    assert reader.place("4", "Slet ikke vigtig", missing=True) == UNKNOWN


def test_a_group_with_names_for_some_codes_is_refused(tmp_path):
    book = read_codebook()
    regions = tuple(Item(k, Labels(k, k), Labels(k, k)) for k in ("nord", "syd"))
    book = replace(book, groups={"region": regions})
    frame = pd.DataFrame({"region": [1.0, 2.0], "importance_integration": [1.0, 2.0]})
    labels = {"region": {2.0: "nord"}}
    path = save(frame, tmp_path / "svar.sav", variable_value_labels=labels)
    with pytest.raises(InputError, match=r"2 har navn, 1 har ikke\. Skriv værdiernes navne"):
        read_answers(path, codebook=book)


def test_plain_codes_are_read_by_the_printed_order_with_a_note(tmp_path):
    path = tmp_path / "svar.csv"
    path.write_text(HEADING + "Odder;1.0;02\nLejre;4,0;2\n", "utf-8")
    survey = read_answers(path)
    assert n_of(survey, "importance_virksomheder") == [1, 0, 0, 1]
    assert n_of(survey) == [0, 2, 0, 0]
    assert any(note.startswith("Tal i importance er læst som koder fra 1") for note in survey.notes)


@pytest.mark.parametrize("code", ["727", "0727", "727.0", "0727,00"])
@pytest.mark.parametrize("staff", ["71", "71.0", "71,00", "071"])
def test_kommune_and_staff_are_numbers_too(tmp_path, code, staff):
    path = tmp_path / "svar.csv"
    path.write_text(f"kommune;staff;importance_integration\n{code};{staff};1\n", "utf-8")
    kommuner = read_answers(path).kommuner
    assert kommuner.index.tolist() == ["0727"]
    assert kommuner["staff"].tolist() == [71]


def test_a_respondent_whom_pandas_made_a_float_is_found_twice(tmp_path):
    path = tmp_path / "svar.csv"
    path.write_text(
        "id;kommune;importance_integration\n7;Odder;1\n7.0;Odder;1\n07;Odder;1\n", "utf-8"
    )
    assert "Nummeret står også i række 2" in said(path)
    assert said(path).count("hver respondent") == 1


def test_own_answers_do_not_take_a_decimal_for_another_statement(tmp_path):
    path = tmp_path / "odder.yaml"
    path.write_text("svar:\n  figur 6:\n    1.0: Helt enig\n", "utf-8")
    with pytest.raises(InputError, match="forventede en af 1, 2"):
        read_own(path)
