"""Files of answers: what is read, how it is counted, and what is said of broken ones."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import (
    CURE,
    FORMULA,
    HEADING,
    IMPORTANCE,
    cell_of_workbook,
    save,
    wide,
    workbook,
)
from languages import wrong_words
from printed import COUNTS, STAFF

from analysis.measures.counts import counts_by_answer
from analysis.measures.synthetic import synthesize
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.codebook import read_codebook

SYNTHETIC = synthesize(seed=7, association=0.4)
GOOD = "Odder;Meget vigtig;Vigtig\n"
CURE_STAFF = "Skriv jobcentrets antal medarbejdere som et helt tal uden punktum, eller slet tallet."
CURE_COLUMN = (
    "Giv kolonnen et navn som importance_virksomheder, eller angiv den i en kolonnefil "
    '("columns:").'
)
SAVE_AGAIN = "Gem den igen fra det program, den kommer fra."


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def n_of(survey, name: str) -> list[int]:
    """Counts of one item in the printed order."""
    return survey.answers[name].value_counts(sort=False).tolist()


def all_counts(survey) -> dict[str, dict[str, list[int]]]:
    return {
        question.key: {item.key: n_of(survey, question.column(item.key)) for item in question.items}
        for question in survey.codebook.questions.values()
    }


# --- what is read


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".sav", ".dta", ".parquet"])
@pytest.mark.parametrize("words", ["label", "english", "short", "short_english", "key", "code"])
def test_every_kind_of_file_gives_the_same_counts(tmp_path, ending, words):
    survey = read_answers(save(wide(SYNTHETIC, words), tmp_path / f"svar{ending}"))
    assert all_counts(survey) == COUNTS
    assert survey.basis == "observed"
    assert survey.source == f"svar{ending}"
    assert survey.respondents == 52
    assert survey.kommuner.shape == (49, 8)
    assert survey.outside == {}


def test_every_answer_stays_with_its_respondent(tmp_path):
    survey = read_answers(save(wide(SYNTHETIC), tmp_path / "svar.xlsx"))
    given = SYNTHETIC.answers.drop(columns="basis").astype(object)
    pd.testing.assert_frame_equal(survey.answers.astype(object), given, check_dtype=False)


@pytest.mark.parametrize("name", ["svar.csv", "svar.xlsx", "svar.parquet"])
def test_made_up_answers_are_known_for_it_when_they_are_saved_and_read_again(tmp_path, name):
    survey = read_answers(save(SYNTHETIC.answers.astype(object), tmp_path / name))
    assert survey.basis == "synthetic"
    assert survey.notes[0] == "Svarene er opdigtede; det siger filens kolonne basis."
    assert set(counts_by_answer(survey)["basis"]) == {"synthetic"}
    assert survey.unplaced == SYNTHETIC.unplaced
    assert read_answers(save(wide(SYNTHETIC), tmp_path / "a.csv")).basis == "observed"


@pytest.mark.parametrize("seed", [0, 1, 2026])
def test_made_up_answers_keep_figure_5s_base_in_a_file(tmp_path, seed):
    """54 answers on figure 5, as the report prints it, of whom 52 are rows of the file."""
    made_up = synthesize(seed)
    made_up.answers.to_csv(tmp_path / "svar.csv", index=False)
    again = read_answers(tmp_path / "svar.csv")
    assert again.respondents == 52
    pd.testing.assert_frame_equal(counts_by_answer(again), counts_by_answer(made_up))
    bases = counts_by_answer(again).groupby("question")["base"].unique()
    assert bases["ideal_share"].tolist() == [54]
    again.answers.to_csv(tmp_path / "igen.csv", index=False)
    third = read_answers(tmp_path / "igen.csv")
    assert third.basis == "synthetic"
    pd.testing.assert_frame_equal(counts_by_answer(third), counts_by_answer(made_up))


def test_a_dont_know_of_an_unknown_column_is_refused(tmp_path):
    cell = "synthetic + ved ikke: ideal_share_ukendt"
    lines = f"kommune;basis;importance_integration\nOdder;{cell};1\nLejre;synthetic;2\n"
    with pytest.raises(InputError, match='række 2, kolonne "basis"'):
        read_answers(written(tmp_path, "svar.csv", lines))


def test_made_up_answers_do_not_mix_with_others(tmp_path):
    lines = "kommune;basis;importance_integration\nOdder;Syntetisk;1\nLejre;;2\nSamsø;x;2\n"
    with pytest.raises(InputError) as raised:
        read_answers(written(tmp_path, "svar.csv", lines))
    for words in ("række 3", "række 4", "synthetic i alle rækker", "hver sin fil"):
        assert words in str(raised.value)
    other = written(tmp_path, "andre.csv", lines.replace("Syntetisk", "telefon"))
    assert read_answers(other).basis == "observed"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_text_files_in_every_dialect(tmp_path, separator, encoding):
    frame = wide(SYNTHETIC)
    path = save(frame, tmp_path / "svar.csv", sep=separator, encoding=encoding)
    assert all_counts(read_answers(path)) == COUNTS
    path = save(frame, path, sep=separator, encoding=encoding, quoting=1, lineterminator="\r\n")
    assert all_counts(read_answers(path)) == COUNTS


def test_the_kommuner_have_the_published_staff_and_size(tmp_path):
    survey = read_answers(save(wide(SYNTHETIC), tmp_path / "svar.csv"))
    columns = [*SYNTHETIC.kommuner.columns]
    pd.testing.assert_frame_equal(
        survey.kommuner[columns], SYNTHETIC.kommuner.sort_index(), check_dtype=False
    )
    staff = survey.kommuner.set_index("name")["staff"].rename({"Nordfyns": "Nordfyn"})
    assert staff.to_dict() == STAFF
    assert any("rapportens (2017)" in note for note in survey.notes)


def test_staff_comes_from_the_file_then_from_the_report_then_from_nowhere(tmp_path):
    text = "kommune;medarbejdere;importance_integration\nOdder;71;1\nLejre;;1\nGreve;;2\nSorø;;1\n"
    kommuner = read_answers(written(tmp_path, "svar.csv", text)).kommuner.set_index("name")
    assert kommuner.loc["Odder", "staff"] == 71
    assert kommuner.loc["Lejre", "staff"] == 60
    assert np.isnan(kommuner.loc["Sorø", "staff"])
    assert kommuner.loc["Odder", "size_band"] == "small"
    assert kommuner.loc["Greve", "size_band"] == "medium"
    assert pd.isna(kommuner.loc["Sorø", "size_band"])


@pytest.mark.parametrize(
    "cell",
    ["Odder", " ODDER ", "odder kommune", "727", "0727", "727.0", "0727 Odder", "Odder (727)"],
)
def test_a_kommune_is_found_as_people_write_it(tmp_path, cell):
    path = written(tmp_path, "svar.csv", f"Kommune;importance_integration\n{cell};1\n")
    assert read_answers(path).answers["kommune"].tolist() == ["0727"]


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("15-20 %", "from_15_to_20"),
        ("15–20 pct.", "from_15_to_20"),
        ("15 - 20 procent", "from_15_to_20"),
        ("15 til 20", "from_15_to_20"),
        ("MELLEM 15 % OG 20 % AF MEDARBEJDERNE", "from_15_to_20"),
        ("Between 15% and 20% of the staff", "from_15_to_20"),
        ("over 20 pct", "over_20"),
        (">20%", "over_20"),
        ("Mere end 20% af medarbejderne", "over_20"),
        ("<5", "under_5"),
        ("Under 5%", "under_5"),
        ("from_5_to_10", "from_5_to_10"),
        ("5", "under_5"),
        ("1", "over_20"),
        ("2,0", "from_15_to_20"),
        ("", None),
        (" ", None),
        ("NA", None),
        ("-", None),
        ("Ved ikke", None),
    ],
)
def test_an_answer_is_read_as_people_write_it(tmp_path, cell, key):
    text = f"kommune\tcurrent_share_integration\timportance_integration\nOdder\t{cell}\t1\n"
    found = read_answers(written(tmp_path, "svar.csv", text)).answers["current_share_integration"]
    assert found.astype(object).where(found.notna(), None).tolist() == [key]


def test_each_item_has_its_own_base_and_a_dont_know_is_outside_the_scale(tmp_path):
    text = (
        HEADING + "Odder;Vigtig;\nLejre;;Ved ikke\nGreve;Vigtig;don't know\nVejen;Vigtig;Vigtig\n"
    )
    survey = read_answers(written(tmp_path, "svar.csv", text))
    assert n_of(survey, "importance_virksomheder") == [0, 3, 0, 0]
    assert n_of(survey, "importance_integration") == [0, 1, 0, 0]
    assert survey.outside == {"importance_integration": 2}
    assert survey.respondents == 4
    counts = counts_by_answer(survey)
    counts = counts[counts["question"] == "importance"].groupby("item")[["base", "listed"]].first()
    assert counts.loc["virksomheder"].tolist() == [3, 3]
    assert counts.loc["integration"].tolist() == [3, 1]
    assert counts.loc["udvikling"].tolist() == [0, 0]
    assert any('2 svar er "ved ikke"' in note for note in survey.notes)


@pytest.mark.parametrize(
    "heading",
    [
        "importance_integration",
        "Importance Integration",
        "Hvor vigtige er hver af de seks profiler for dit jobcenter i dag? - Integration",
        "Integration - Hvor vigtige er hver af de seks profiler for dit jobcenter i dag?",
        "Hvor vigtige er hver af de seks profiler for dit jobcenter i dag? [Integration]",
        "How important is each of the six profiles to your job centre today?: Integration",
        "Hvor vigtige er hver af … - Integration",
        "Hvor vigtige er... Integration",
        "Profilernes vigtighed i dag - Integration",
    ],
)
def test_a_column_is_found_by_the_codebooks_words(tmp_path, heading):
    path = written(tmp_path, "svar.csv", f'kommune;"{heading}"\nOdder;Mindre vigtig\n')
    assert n_of(read_answers(path), "importance_integration") == [0, 0, 1, 0]


def test_a_label_alone_is_enough_when_one_question_has_it(tmp_path):
    heading = "Vi har en plan for, hvordan vi skal kompetenceudvikle vores medarbejdere"
    text = f"kommune;{heading}\nOdder;Helt enig\n"
    assert n_of(read_answers(written(tmp_path, "svar.csv", text)), "statements_5") == [1, 0, 0, 0]


@pytest.mark.parametrize(
    "second",
    [
        "Hvilken kommune?;Hvor vigtige er … - Virksomheder;Hvor vigtige er … - Integration",
        ";Virksomheder;Integration",
        ";Hvor vigtige er hver af de seks profiler for dit jobcenter i dag?;"
        "Hvor vigtige er hver af de seks profiler for dit jobcenter i dag?",
    ],
)
def test_a_second_heading_row_is_no_respondent(tmp_path, second):
    survey = read_answers(written(tmp_path, "svar.csv", f"{HEADING}{second}\n{GOOD}"))
    assert survey.respondents == 1
    with pytest.raises(InputError, match=r"række 4, kolonne \"kommune\": fandt 'Odde'"):
        read_answers(written(tmp_path, "svar.csv", f"{HEADING}{second}\n{GOOD}Odde;1;1\n"))


def test_headings_may_stand_in_the_second_row(tmp_path):
    text = "v1;v2;v3\n" + HEADING + GOOD
    assert n_of(read_answers(written(tmp_path, "svar.csv", text)), "importance_integration")[1] == 1


def test_the_separator_may_be_declared_as_excel_does(tmp_path):
    path = written(tmp_path, "svar.csv", "sep=;\r\n" + HEADING + GOOD + "Lejre;Vigtg;1\n")
    with pytest.raises(InputError, match=r"række 4, kolonne .*: fandt 'Vigtg'"):
        read_answers(path)
    path = written(tmp_path, "svar.csv", "sep=;\r\n" + HEADING + GOOD)
    assert n_of(read_answers(path), "importance_integration") == [0, 1, 0, 0]


def test_a_title_may_stand_above_the_headings_of_a_sheet(tmp_path):
    rows = (["Svar 2019"], ["kommune", "importance_integration"], ["Odder", 2], ["Lejre", 2])
    survey = read_answers(written(tmp_path, "svar.xlsx", workbook(*rows)))
    assert n_of(survey, "importance_integration") == [0, 2, 0, 0]


def test_columns_that_are_not_used_are_named(tmp_path):
    text = "kommune;alder;importance_integration;\nOdder;40;1;x\n"
    notes = read_answers(written(tmp_path, "svar.csv", text)).notes
    assert "Kolonner, der ikke er brugt: alder, D (uden overskrift)." in notes
    assert any(note.startswith("Uden kolonne i filen: importance_virksomheder,") for note in notes)
    assert (
        "Tal i importance er læst som koder fra 1 = Meget vigtig til 4 = Slet ikke vigtig." in notes
    )


def test_more_answers_than_the_report_had_are_noted(tmp_path):
    text = "kommune;importance_integration\n" + "København;1\n" * 5 + "Odder;1\n" * 2
    notes = read_answers(written(tmp_path, "svar.csv", text)).notes
    assert (
        "Flere svar end i rapporten (ét pr. kommune, dog flere fra København) fra "
        "København (5), Odder (2)." in notes
    )


def test_value_labels_of_spss_come_before_codes(tmp_path):
    frame = pd.DataFrame(
        {"kom": [727.0, 350.0, 727.0], "q1": [1.0, 4.0, 9.0], "q2": [99.0, 1.0, np.nan]}
    )
    path = save(
        frame,
        tmp_path / "svar.sav",
        column_labels=["Kommune", "importance_integration", "Hvor vigtige er … - Udvikling"],
        variable_value_labels={
            "q1": {1.0: "Slet ikke vigtig", 4.0: "Meget vigtig", 9.0: "Ved ikke"},
            "q2": {1.0: "Slet ikke vigtig"},
        },
        missing_ranges={"q1": [9], "q2": [99]},
    )
    survey = read_answers(path)
    assert survey.answers["kommune"].tolist() == ["0727", "0350", "0727"]
    assert n_of(survey, "importance_integration") == [1, 0, 0, 1]
    assert n_of(survey, "importance_udvikling") == [0, 0, 0, 1]
    assert survey.outside == {"importance_integration": 1}


def test_the_sheet_can_be_chosen(tmp_path):
    with pd.ExcelWriter(tmp_path / "svar.xlsx") as book:
        pd.DataFrame({"kommune": ["Odder"], "importance_integration": [1]}).to_excel(
            book, sheet_name="Svar", index=False
        )
        pd.DataFrame({"kommune": ["Odder"], "importance_integration": [2]}).to_excel(
            book, sheet_name="Prøve", index=False
        )
    first = read_answers(tmp_path / "svar.xlsx")
    assert n_of(first, "importance_integration") == [1, 0, 0, 0]
    assert "Arket 'Svar' er læst; ikke Prøve." in first.notes
    second = read_answers(tmp_path / "svar.xlsx", sheet="Prøve")
    assert n_of(second, "importance_integration") == [0, 1, 0, 0]


# --- the user's own mapping

CODED = "Q0;Q1;Q2\nOdder;MV;A\nLejre;v;B\nGreve;?;C\n"
YAML = """\
columns:
  Q0: kommune
  Q1: importance_virksomheder
  Q2: future_need_integration
answers:
  MV: very_important
  V: Vigtig
  "?": ved ikke
  future_need:
    A: more
    B: Det samme som i dag
    C:
"""
CSV = """\
column;value;meaning
Q0;;kommune
Q1;;importance_virksomheder
Q2;;future_need_integration
;MV;very_important
;V;Vigtig
;?;ved ikke
future_need;A;more
future_need;B;Det samme som i dag
future_need;C;
"""


@pytest.mark.parametrize(("name", "text"), [("m.yaml", YAML), ("m.csv", CSV)])
def test_a_mapping_file_says_what_columns_and_answers_mean(tmp_path, name, text):
    path = written(tmp_path, "svar.csv", CODED)
    survey = read_answers(path, mapping=written(tmp_path, name, text))
    assert n_of(survey, "importance_virksomheder") == [1, 1, 0, 0]
    assert n_of(survey, "future_need_integration") == [1, 1, 0]
    assert survey.outside == {"importance_virksomheder": 1}


def test_a_mapping_can_be_given_as_it_is(tmp_path):
    path = written(tmp_path, "svar.csv", "kommune;Integration\nOdder;ja\n")
    mapping = {"columns": {"Integration": "importance_integration"}, "answers": {"ja": "important"}}
    assert n_of(read_answers(path, mapping), "importance_integration") == [0, 1, 0, 0]


def test_a_mapping_reverses_codes_for_one_question(tmp_path):
    path = written(tmp_path, "svar.csv", HEADING + "Odder;4;1\n")
    reverse = {"1": "not_important", "2": "less_important", "3": "important", "4": "very_important"}
    survey = read_answers(path, {"answers": {"importance": reverse}})
    assert n_of(survey, "importance_virksomheder") == [1, 0, 0, 0]
    assert n_of(survey, "importance_integration") == [0, 0, 0, 1]


BROKEN_MAPPINGS = {
    "unknown target": (
        "m.yaml",
        "columns:\n  Q1: importance_virksomhed\n",
        "m.yaml, række 2, kolonne \"Q1\": fandt 'importance_virksomhed', forventede en kolonne som "
        "importance_virksomheder, eller kommune, staff, respondent, ignore. Ret navnet; det består "
        "af spørgsmålets og profilens nøgle fra kodebogen.",
    ),
    "unknown answer": (
        "m.yaml",
        "answers:\n  MV: very\n",
        "række 2, kolonne \"answers, MV\": fandt 'very'",
    ),
    "unknown question": (
        "m.yaml",
        "answers:\n  vigtighed:\n    MV: very_important\n",
        "fandt 'vigtighed', forventede et spørgsmål (importance, future_need,",
    ),
    "heading twice": (
        "m.yaml",
        "columns:\n  A: importance_integration\n  A: importance_udvikling\n",
        "m.yaml, række 3, kolonne \"A\": fandt 'importance_udvikling', forventede "
        "hver overskrift én gang. Slet den ene linje.",
    ),
    "target twice": (
        "m.yaml",
        "columns:\n  A: importance_integration\n  B: importance_integration\n",
        "forventede hvert mål én gang. Slet den ene linje.",
    ),
    "answer twice": (
        "m.yaml",
        "answers:\n  A: important\n  a: very_important\n",
        "forventede hver tekst én gang. Slet en linje.",
    ),
    "no yaml": (
        "m.yaml",
        "columns: [",
        "m.yaml, linje 1: er ikke gyldig YAML i UTF-8, forventede YAML med",
    ),
    "another shape": ("m.yaml", "- a\n- b\n", "m.yaml: fandt 'ingen linjer', forventede YAML med"),
    "another part": (
        "m.yaml",
        "kolonner:\n  A: kommune\n",
        "m.yaml, række 1: fandt 'kolonner', forventede",
    ),
    "empty": ("m.yaml", "", "m.yaml: fandt 'ingen linjer', forventede YAML med"),
    "other headings": (
        "m.csv",
        "fra;til\nA;kommune\n",
        "m.csv, række 1: fandt 'fra, til', forventede YAML",
    ),
    "absent column": (
        "m.yaml",
        "columns:\n  Q7: importance_udvikling\n",
        "svar.csv, række 1: fandt 'ingen sådan kolonne', forventede overskriften \"Q7\", som "
        "kolonnefilen giver til importance_udvikling.",
    ),
}


@pytest.mark.parametrize("case", BROKEN_MAPPINGS)
def test_a_broken_mapping_is_explained(tmp_path, case):
    name, text, message = BROKEN_MAPPINGS[case]
    path = written(tmp_path, "svar.csv", HEADING + GOOD)
    with pytest.raises(InputError) as error:
        read_answers(path, mapping=written(tmp_path, name, text))
    assert message in str(error.value)


def test_a_mapping_that_is_not_there(tmp_path):
    path = written(tmp_path, "svar.csv", HEADING + GOOD)
    with pytest.raises(InputError, match=r"m.yaml: kolonnefilen kan ikke åbnes. Ret stien."):
        read_answers(path, mapping=tmp_path / "m.yaml")


# --- broken files


def cell(
    row: int, column: str, found: str, expected: str, cure: str, name: str = "svar.csv"
) -> str:
    return (
        f'{name}, række {row}, kolonne "{column}": fandt {found!r}, forventede {expected}. {cure}'
    )


def csv_case(text: str, *messages: str) -> tuple[str, bytes, tuple[str, ...]]:
    return ("svar.csv", text.encode(), messages)


def answer_case(written_as: str) -> tuple[str, bytes, tuple[str, ...]]:
    message = cell(3, "importance_virksomheder", written_as, IMPORTANCE, CURE)
    return csv_case(f"{HEADING}{GOOD}Lejre;{written_as};Vigtig\n", message)


def staff_case(written_as: str, cure: str = CURE_STAFF) -> tuple[str, bytes, tuple[str, ...]]:
    message = cell(2, "staff", written_as, "et antal medarbejdere, 1 til 9999", cure)
    return csv_case(f"kommune;staff;importance_integration\nOdder;{written_as};1\n", message)


def kommune_case(written_as: str, cure: str) -> tuple[str, bytes, tuple[str, ...]]:
    message = cell(3, "kommune", written_as, "en af Danmarks 98 kommuner", cure)
    return csv_case(f"{HEADING}{GOOD}{written_as};Vigtig;1\n", message)


def zipped(**files: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def parquet(columns: dict[str, list[object]]) -> bytes:
    file = io.BytesIO()
    pd.DataFrame(columns).to_parquet(file)
    return file.getvalue()


def damaged(name: str, content: bytes) -> tuple[str, bytes, tuple[str, ...]]:
    kind = Path(name).suffix
    return (
        name,
        content,
        (f"{name}: filen er beskadiget eller er ikke en rigtig {kind}-fil", SAVE_AGAIN),
    )


def no_answers(name: str, content: bytes) -> tuple[str, bytes, tuple[str, ...]]:
    message = (
        f"{name}: der er ingen svar under overskrifterne, forventede en række pr. leder. "
        "Kontrollér, at det er den rigtige fil og det rigtige ark."
    )
    return (name, content, (message,))


def empty(content: bytes) -> tuple[str, bytes, tuple[str, ...]]:
    message = "svar.csv: filen er tom. Gem svarene igen, og prøv med den nye fil."
    return ("svar.csv", content, (message,))


def other_kind(name: str, content: bytes, what: str) -> tuple[str, bytes, tuple[str, ...]]:
    message = (
        f"{name}: filen hedder {Path(name).suffix}, men {what}. Giv filen den rigtige endelse, "
        "eller gem den igen fra det program, den kommer fra."
    )
    return (name, content, (message,))


def unreadable(name: str, content: bytes, kind: str) -> tuple[str, bytes, tuple[str, ...]]:
    message = (
        f"{name}: filtypen {kind!r} kan ikke læses, forventede .csv, .tsv, .txt, .xlsx, .sav, "
        ".dta eller .parquet. Gem svarene som .xlsx eller CSV UTF-8."
    )
    return (name, content, (message,))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
STATA_BOMB = (
    b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>\xff\x00</K>"
    b"<N>\xff\xff\xff\xff\xff\x00\x00\x00</N>" + b"x" * 300
)
LOOSE_QUOTE = (
    "fandt 'et løst anførselstegn', forventede en række, hvor hvert anførselstegn også er "
    "afsluttet. Ret anførselstegnene i rækken, eller gem filen igen som CSV fra regnearket."
)
NUL = (
    "fandt 'et NUL-tegn (byte 0x00)', forventede almindelig tekst. "
    "Filen er beskadiget eller er ikke tekst; gem den igen som CSV UTF-8."
)
WIDTH = "En tekst med skilletegn eller linjeskift skal stå i anførselstegn; ret rækken."
ONE_COLUMN = (
    "forventede flere kolonner adskilt af semikolon, komma eller tabulator. "
    "Gem filen igen som CSV fra regnearket."
)
NAME_OR_CODE = "Skriv et navn eller en kode, fx Odder eller 0727."
DATE = (
    "Regnearket har lavet svaret om til en dato: formatér kolonnen som tekst, og skriv svaret igen."
)

BROKEN: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "misspelt answer": answer_case("Vigtg"),
    "answer of another scale": answer_case("Helt enig"),
    "code above the scale": answer_case("5"),
    "code zero": answer_case("0"),
    "negative code": answer_case("-1"),
    "code with decimals": answer_case("1,5"),
    "code with three decimals": answer_case("1.000"),
    "two answers in a cell": answer_case("Vigtig/Meget vigtig"),
    "two codes in a cell": answer_case("1 2"),
    "code of missing": answer_case("99"),
    "error of a spreadsheet": answer_case("#N/A"),
    "plus and minus": answer_case("++"),
    "formula as text": csv_case(
        HEADING + "Odder;=A1;1\n", cell(2, "importance_virksomheder", "=A1", IMPORTANCE, FORMULA)
    ),
    "problems in file order": csv_case(
        HEADING + "Lejre;Vigtig;hm\nOdder;øh;1\n",
        cell(2, "importance_integration", "hm", IMPORTANCE, CURE)
        + "\n"
        + cell(3, "importance_virksomheder", "øh", IMPORTANCE, CURE),
    ),
    "misspelt kommune": kommune_case("Odde", "Mente du Odder eller Odense?"),
    "kommune of nowhere": kommune_case("Atlantis", NAME_OR_CODE),
    "kommune code of nowhere": kommune_case("0999", NAME_OR_CODE),
    "kommune code and name differ": kommune_case(
        "0727 Lejre", "Koden hører til Odder; ret kode eller navn."
    ),
    "two kommuner": kommune_case("Odder og Lejre", ""),
    "missing kommune": csv_case(
        HEADING + GOOD + ";Vigtig;1\n",
        cell(
            3, "kommune", "", "en kommune", "Skriv kommunens navn eller kode, fx Odder eller 0727."
        ),
    ),
    "kommune columns that differ": csv_case(
        "kommunekode;kommunenavn;importance_integration\n727;Odder;1\n350;Odder;1\n",
        cell(
            3,
            "kommunenavn",
            "Odder",
            'samme kommune som i kolonnen "kommunekode"',
            "Ret den ene af de to celler.",
        ),
    ),
    "no kommuner in the column": csv_case(
        HEADING + "".join(f"firma {i};1;1\n" for i in range(150)),
        "svar.csv, kolonne \"kommune\": fandt 'firma 0, firma 1, firma 2', forventede en kommune i "
        "hver række; over 100 forskellige celler er ingen. "
        "Vælg den rigtige kolonne i en kolonnefil, eller ret kolonnen.",
    ),
    "no kommune column": csv_case(
        "importance_virksomheder;importance_integration\n1;2\n",
        "svar.csv, række 1: fandt 'importance_virksomheder, importance_integration', forventede en "
        "kolonne med kommunen. Tilføj kolonnen kommune med navn eller kode, fx Odder eller 0727.",
    ),
    "no item column": csv_case(
        "kommune;alder\nOdder;40\n",
        "svar.csv, række 1: fandt 'kommune, alder', forventede mindst én kolonne med svar, fx "
        f"importance_virksomheder. {CURE_COLUMN}",
    ),
    "misspelt item column": csv_case(
        "kommune;importance_virksomhedr\nOdder;1\n",
        cell(
            1,
            "importance_virksomhedr",
            "importance_virksomhedr",
            "importance_virksomheder, som den ligner",
            "Ret overskriften til importance_virksomheder, eller angiv den som ignore i en "
            "kolonnefil.",
        ),
    ),
    "misspelt kommune column": csv_case(
        "komune;importance_virksomheder\nOdder;1\n",
        cell(
            1,
            "komune",
            "komune",
            "kommune, som den ligner",
            "Ret overskriften til kommune, eller angiv den som ignore i en kolonnefil.",
        ),
    ),
    "item in two columns": csv_case(
        "kommune;importance_virksomheder;Importance Virksomheder\nOdder;1;2\n",
        cell(
            1,
            "Importance Virksomheder",
            "Importance Virksomheder",
            'importance_virksomheder i én kolonne; den er også fundet i "importance_virksomheder"',
            "Slet den ene kolonne, eller angiv den som ignore i en kolonnefil.",
        ),
    ),
    "label of four questions": csv_case(
        "kommune;Virksomheder\nOdder;1\n",
        cell(
            1,
            "Virksomheder",
            "Virksomheder",
            "en overskrift, der kun passer på én kolonne, ikke importance_virksomheder, "
            "future_need_virksomheder, current_share_virksomheder, ideal_share_virksomheder",
            CURE_COLUMN,
        ),
    ),
    "respondent twice": csv_case(
        "id;kommune;importance_integration\na7;Odder;1\n8;Lejre;1\nA7;Odder;1\n",
        cell(
            4,
            "id",
            "A7",
            "hver respondent én gang",
            "Nummeret står også i række 2: slet den ene række, eller ret nummeret.",
        ),
    ),
    "staff zero": staff_case("0"),
    "staff in words": staff_case("mange"),
    "staff with a point": staff_case("1.100"),
    "staff of a country": staff_case("70000"),
    "staff negative": staff_case("-70"),
    "staff with decimals": staff_case("70,5"),
    "staff about": staff_case("ca. 70"),
    "staff as a formula": staff_case("=SUM(A1)", FORMULA),
    "staff that differs": csv_case(
        "kommune;staff;importance_integration\nKøbenhavn;2345;1\nKøbenhavn;2300;1\n",
        cell(
            3,
            "staff",
            "2300",
            "samme antal medarbejdere i alle kommunens rækker",
            "Antallet gælder hele jobcentret; skriv det samme tal i hver række.",
        ),
    ),
    "too many cells": csv_case(
        HEADING + GOOD + "Odder;Vigtig;Vigtig;Vigtig\n",
        "svar.csv, række 3: fandt 'Odder;Vigtig;Vigtig;Vigtig', forventede 3 celler som i "
        f"overskriften, ikke 4. {WIDTH}",
    ),
    "too few cells": csv_case(
        HEADING + GOOD + "Odder;Vigtig\n",
        "svar.csv, række 3: fandt 'Odder;Vigtig', forventede 3 celler som i overskriften, ikke 2. "
        f"{WIDTH}",
    ),
    "open quotation mark": csv_case(
        HEADING + GOOD + 'Lejre;"Vigtig;Vigtig\n', f"svar.csv, række 3: {LOOSE_QUOTE}"
    ),
    "text after quotation": csv_case(
        HEADING + 'Lejre;"Vigtig"x;Vigtig\n', f"svar.csv, række 2: {LOOSE_QUOTE}"
    ),
    "enormous cell": csv_case(
        HEADING + '"' + "x" * 200_000 + '";1;1\n', "svar.csv, række 2: fandt 'en meget lang celle'"
    ),
    "row after a line break in a cell": csv_case(
        'kommune;"importance\nintegration";note\nOdder;1;"to\nlinjer"\nOdder;x;\n',
        cell(3, "importance integration", "x", IMPORTANCE, CURE),
    ),
    "NUL byte": (
        "svar.csv",
        HEADING.encode() + GOOD.encode() + b"L\0;1;1\n",
        (f"svar.csv, række 3: {NUL}",),
    ),
    "nothing but NUL": empty(bytes(100)),
    "empty": empty(b""),
    "blank lines": empty(b"\r\n\r\n  \n"),
    "nothing but a mark": empty(b"\xef\xbb\xbf"),
    "heading alone": no_answers("svar.csv", HEADING.encode()),
    "blank rows alone": no_answers("svar.csv", HEADING.encode() + b";;\n;;\n"),
    "one column": csv_case("kommune\nOdder\n", f"svar.csv, række 1: fandt 'kommune', {ONE_COLUMN}"),
    "bars between columns": csv_case(
        "kommune|importance_integration\nOdder|1\n",
        f"svar.csv, række 1: fandt 'kommune|importance_integration', {ONE_COLUMN}",
    ),
    "workbook called csv": other_kind("svar.csv", cell_of_workbook(1), "indholdet er en .xlsx-fil"),
    "text called xlsx": other_kind("svar.xlsx", HEADING.encode(), "indholdet er noget andet"),
    "text called parquet": other_kind("svar.parquet", HEADING.encode(), "indholdet er noget andet"),
    "text called sav": other_kind("svar.sav", HEADING.encode(), "indholdet er noget andet"),
    "workbook called parquet": other_kind(
        "svar.parquet", cell_of_workbook(1), "indholdet er en .xlsx-fil"
    ),
    "pdf": unreadable("svar.pdf", b"%PDF-1.7", ".pdf"),
    "no ending": unreadable("svar", HEADING.encode(), "uden endelse"),
    "ods": unreadable("svar.ods", b"PK", ".ods"),
    "xls": unreadable("svar.xls", OLE, ".xls"),
    "xls called xlsx": (
        "svar.xlsx",
        OLE,
        ("svar.xlsx: er en gammel Excel-fil (.xls). Gem den som .xlsx i Excel.",),
    ),
    "workbook with a password": (
        "svar.xlsx",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        (
            "svar.xlsx: projektmappen er beskyttet med adgangskode. "
            "Fjern adgangskoden i Excel (Filer, Oplysninger, Beskyt), og gem den igen.",
        ),
    ),
    "half a workbook": damaged("svar.xlsx", cell_of_workbook(1)[:2000]),
    "zip that is no workbook": damaged("svar.xlsx", zipped(a="b")),
    "empty sheet": (
        "svar.xlsx",
        workbook(),
        ("svar.xlsx: arket 'Svar' er tomt. Vælg arket med svarene blandt: Svar.",),
    ),
    "sheet with a heading alone": no_answers("svar.xlsx", workbook(["kommune", "statements_1"])),
    "formula": (
        "svar.xlsx",
        cell_of_workbook("=1+1"),
        (cell(2, "importance_virksomheder", "=1+1", IMPORTANCE, FORMULA, "svar.xlsx"),),
    ),
    "error value": (
        "svar.xlsx",
        cell_of_workbook("#N/A"),
        (cell(2, "importance_virksomheder", "#N/A", IMPORTANCE, CURE, "svar.xlsx"),),
    ),
    "answer that became a date": (
        "svar.xlsx",
        cell_of_workbook(pd.Timestamp(2017, 10, 5), "current_share_integration"),
        ("svar.xlsx, række 2, kolonne \"current_share_integration\": fandt '2017-10-05'", DATE),
    ),
    "answer that became a date in text": csv_case(
        "kommune;current_share_integration\nOdder;05-okt\n", "fandt '05-okt'", DATE
    ),
    "true": (
        "svar.xlsx",
        cell_of_workbook(True),
        (cell(2, "importance_virksomheder", "True", IMPORTANCE, CURE, "svar.xlsx"),),
    ),
    "row after a blank row": (
        "svar.xlsx",
        workbook(["kommune", "importance_integration"], ["Odder", 1], [], ["Odde", 1]),
        (
            cell(
                4,
                "kommune",
                "Odde",
                "en af Danmarks 98 kommuner",
                "Mente du Odder eller Odense?",
                "svar.xlsx",
            ),
        ),
    ),
    "damaged parquet": damaged("svar.parquet", b"PAR1" + b"x" * 50),
    "answer in parquet": (
        "svar.parquet",
        parquet({"kommune": ["Odder", "Lejre"], "importance_integration": [1.0, 2.5]}),
        (cell(3, "importance_integration", "2.5", IMPORTANCE, CURE, "svar.parquet"),),
    ),
    "lists in parquet": (
        "svar.parquet",
        parquet({"kommune": ["Odder"], "importance_integration": [[1, 2]]}),
        ("svar.parquet, række 2, kolonne \"importance_integration\": fandt '[1 2]'", CURE),
    ),
    "damaged sav": damaged("svar.sav", b"$FL2" + b"x" * 300),
    "damaged dta": damaged("svar.dta", b"<stata_dta><header>" + b"x" * 300),
    "dta that announces a billion rows": damaged("svar.dta", STATA_BOMB),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_explained(tmp_path, case):
    name, content, messages = BROKEN[case]
    with pytest.raises(InputError) as error:
        read_answers(written(tmp_path, name, content))
    said = str(error.value)
    for message in messages:
        assert message in said
    english = error.value.in_language("en")
    quoted = re.sub(r"'[^'\n]*'|\"[^\"\n]*\"|found .*?, expected|\w+_virksomheder", " ", english)
    assert wrong_words(quoted, "en", allow=["kommune", "Svar", name]) == []
    if len(messages) == 1 and messages[0].startswith(f"{name}, række") and messages[0][-1] in ".?":
        assert said == messages[0]
    assert re.search(r"[.?]$", said)


def test_there_are_enough_broken_files():
    assert len(BROKEN) >= 60


def test_a_code_without_value_label_is_unknown(tmp_path):
    frame = pd.DataFrame({"kommune": ["Odder", "Odder"], "importance_integration": [1.0, 7.0]})
    labels = {"importance_integration": {1.0: "Vigtig"}}
    for ending in (".sav", ".dta"):
        path = save(frame, tmp_path / f"svar{ending}", variable_value_labels=labels)
        with pytest.raises(InputError) as error:
            read_answers(path)
        assert str(error.value) == cell(
            3, "importance_integration", "7", IMPORTANCE, CURE, path.name
        )


def test_a_folder_and_a_missing_file(tmp_path):
    (tmp_path / "svar.csv").mkdir()
    with pytest.raises(InputError) as error:
        read_answers(tmp_path / "svar.csv")
    assert str(error.value) == "svar.csv: er en mappe, forventede en fil. Vælg filen i mappen."
    with pytest.raises(InputError) as error:
        read_answers(tmp_path / "findes-ikke.csv")
    assert str(error.value) == (
        f"findes-ikke.csv: filen findes ikke i mappen {tmp_path}. Ret stien eller filnavnet."
    )


def test_an_impossible_path():
    with pytest.raises(InputError, match="filen kan ikke åbnes"):
        read_answers("svar\0.csv")


def test_a_sheet_that_is_not_there(tmp_path):
    with pytest.raises(InputError) as error:
        read_answers(written(tmp_path, "svar.xlsx", cell_of_workbook(1)), sheet="Ark9")
    assert str(error.value) == "svar.xlsx: arket 'Ark9' findes ikke. Vælg et af: Svar."
    with pytest.raises(InputError) as error:
        read_answers(written(tmp_path, "svar.csv", HEADING + GOOD), sheet="Ark1")
    assert str(error.value) == "svar.csv: har ingen ark, men arket 'Ark1' blev valgt. Udelad ark."


def test_fifty_problems_are_shown_and_all_are_counted(tmp_path):
    text = HEADING + "Odder;hm;øh\n" * 1000
    with pytest.raises(InputError) as error:
        read_answers(written(tmp_path, "svar.csv", text))
    assert len(error.value.problems) == 51
    assert "række 26, kolonne \"importance_integration\": fandt 'øh'" in str(
        error.value.problems[49]
    )
    assert str(error.value.problems[50]) == (
        "svar.csv: 1950 problemer til er ikke vist. "
        "Ret de viste først, og prøv igen; ofte har de samme årsag."
    )


def test_every_different_unknown_word_is_counted(tmp_path):
    text = HEADING + "".join(f"Odder;ord {i};1\n" for i in range(3000))
    with pytest.raises(InputError, match="2950 problemer til"):
        read_answers(written(tmp_path, "svar.csv", text))


def test_two_hundred_thousand_rows_are_read_in_seconds(tmp_path):
    frame = wide(SYNTHETIC)
    many = pd.concat([frame] * 3847, ignore_index=True)
    path = save(many, tmp_path / "svar.csv")
    begun = time.perf_counter()
    survey = read_answers(path)
    assert time.perf_counter() - begun < 20
    assert survey.respondents == 200_044
    times = {q: {i: [3847 * k for k in n] for i, n in items.items()} for q, items in COUNTS.items()}
    assert all_counts(survey) == times


# --- another survey needs a codebook, no code


@pytest.fixture
def foreign(tmp_path):
    """A survey of schools: a five-point scale with a neutral middle, grouped by kind of school."""
    folder = tmp_path / "codebook"
    folder.mkdir()
    files = {
        "scales.csv": "scale,answer,order,label_da,label_en,short_da,short_en,score,side,"
        "low,central,high\n"
        + "".join(
            f"five,a{i},{i},{da},{en},{da},{en},{6 - i},{side},,,\n"
            for i, (da, en, side) in enumerate(
                [
                    ("Meget tilfreds", "Very satisfied", "top"),
                    ("Tilfreds", "Satisfied", "top"),
                    ("Hverken eller", "Neither", "neutral"),
                    ("Utilfreds", "Dissatisfied", "bottom"),
                    ("Meget utilfreds", "Very dissatisfied", "bottom"),
                ],
                start=1,
            )
        ),
        "items.csv": "item_set,item,order,label_da,label_en,short_da,short_en\n"
        "themes,food,1,Maden,The food,Mad,Food\nthemes,rooms,2,Lokalerne,The rooms,Lokaler,Rooms\n",
        "questions.csv": "question,figure,page,table_page,scale,item_set,text_da,text_en,"
        "title_da,title_en\n"
        "satisfaction,1,1,1,five,themes,Hvor tilfreds er du?,How satisfied are you?,"
        "Tilfredshed,Satisfaction\n",
        "size_bands.csv": "band,label_da,label_en,staff_min,staff_max\n",
        "population.csv": "key,value,unit,source\n",
        "groups.csv": "group,value,order,label_da,label_en\n"
        "school,public,1,Folkeskole,State school\nschool,private,2,Friskole,Private school\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


ANSWERS = """\
school;Maden;Lokalerne
Folkeskole;Meget tilfreds;3
friskole;Hverken eller;5
Public;;Tilfreds
"""


def test_another_survey_is_read_by_its_codebook(tmp_path, foreign):
    survey = read_answers(written(tmp_path, "svar.csv", ANSWERS), codebook=foreign)
    assert survey.answers["school"].tolist() == ["public", "private", "public"]
    assert n_of(survey, "satisfaction_food") == [1, 0, 1, 0, 0]
    assert n_of(survey, "satisfaction_rooms") == [0, 1, 1, 0, 1]
    assert survey.kommuner.empty
    assert read_codebook(foreign).groups["school"][1].label["da"] == "Friskole"
    counts = counts_by_answer(survey)
    assert counts.groupby("item", sort=False)["base"].first().to_dict() == {"food": 2, "rooms": 3}


def test_another_surveys_problems_are_explained_in_its_own_words(tmp_path, foreign):
    text = ANSWERS + "Gymnasium;Tilfreds;Ved ikke\nFriskole;Vigtig;1\n"
    with pytest.raises(InputError) as error:
        read_answers(written(tmp_path, "svar.csv", text), codebook=foreign)
    scale = (
        "et svar på skalaen (Meget tilfreds, Tilfreds, Hverken eller, Utilfreds, Meget utilfreds) "
        "eller koden 1–5"
    )
    assert tuple(map(str, error.value.problems)) == (
        cell(
            5,
            "school",
            "Gymnasium",
            "en af Folkeskole, Friskole",
            "Ret cellen, eller føj værdien til kodebogens groups.csv.",
        ),
        cell(6, "Maden", "Vigtig", scale, CURE),
    )
    with pytest.raises(InputError) as error:
        read_answers(written(tmp_path, "svar.csv", "Maden;x\nTilfreds;1\n"), codebook=foreign)
    assert str(error.value) == (
        "svar.csv, række 1: fandt 'Maden, x', forventede kolonnen school fra kodebogens "
        "groups.csv. Kald kolonnen school, eller angiv den i en kolonnefil."
    )
