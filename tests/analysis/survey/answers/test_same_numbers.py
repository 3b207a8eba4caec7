"""However a file is arranged and its codes written, it gives the plain file's numbers or none."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from answer_files import save

from analysis.survey.answers import respondents
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError

REVERSED = {"4": "Meget vigtig", "3": "Vigtig", "2": "Mindre vigtig", "1": "Slet ikke vigtig"}
IMPORTANCE = "Hvor vigtige er hver af de seks profiler for dit jobcenter i dag?"
ITEMS = ["importance_virksomheder", "importance_integration"]
KOMMUNER = ["Odder", "Faxe", "Lejre", "Greve", "Køge"]
CODES = [["4", "4", "", "1", "2"], ["1", "9", "3", "2", ""]]
WORDS = [["Vigtig", "Meget vigtig", "", "vigtig", "Ved ikke"], ["1", "2", "2", "", "Uoplyst"]]
#: Ways to write a code; the last ones are no codes of a scale, and may only be refused.
SPELLINGS = ["{}", "{}.0", "{},0", "0{}", " {} ", "{}.00", "00{}", "{}.", "{}.000", "'{}", "{}e0"]
#: Columns of a file by their headings (a tuple is several rows of them), and its mapping.
FILES: dict[str, tuple[dict[tuple[str, ...], list[str]], dict[str, object]]] = {
    "codes in the printed order": (
        {("kommune",): KOMMUNER, (ITEMS[0],): CODES[0], (ITEMS[1],): CODES[0]},
        {},
    ),
    "codes that a mapping turns": (
        {("kommune",): KOMMUNER, (ITEMS[0],): CODES[0], (ITEMS[1],): CODES[1]},
        {"answers": {"importance": {**REVERSED, "9": "ved ikke"}}},
    ),
    "codes that a mapping leaves out": (
        {("kommune",): KOMMUNER, (ITEMS[0],): CODES[0], (ITEMS[1],): CODES[1]},
        {"answers": {"importance": {"9": ""}}},
    ),
    "words and codes": (
        {("kommune",): KOMMUNER, (ITEMS[0],): WORDS[0], (ITEMS[1],): WORDS[1]},
        {},
    ),
    "headings that differ by a separator": (
        {("kommune",): KOMMUNER, ("Q1_1",): CODES[0], ("Q11",): CODES[1], ("Q1_11",): WORDS[0]},
        {"columns": {"Q1_1": ITEMS[0], "Q1_11": ITEMS[1], "Q11": "ignore"}},
    ),
    "a question above its profiles": (
        {
            ("Kommune", "Response"): KOMMUNER,
            (IMPORTANCE, "Virksomheder"): CODES[0],
            (IMPORTANCE, "Integration"): WORDS[0],
        },
        {},
    ),
    "three heading rows and a mapping": (
        {
            ("kommune", "Hvor?", '{"ImportId":"QID1"}'): KOMMUNER,
            ("Q2_1", f"{IMPORTANCE} - Virksomheder", '{"ImportId":"QID2"}'): CODES[0],
            ("Q2_5", f"{IMPORTANCE} - Integration", '{"ImportId":"QID3"}'): WORDS[1],
        },
        {"columns": {"Q2_1": ITEMS[0]}, "answers": {"importance": REVERSED}},
    ),
}
#: Must never be read: a copy beside its original, with other answers.
COPIES = {
    "a copy numbered by pandas": ["statements_1", "statements_1.1"],
    "a copy numbered by R": ["statements_1...2", "statements_1...3"],
}


@pytest.fixture(autouse=True)
def published_once(monkeypatch):
    """Read the report's kommuner once, not for every file."""
    published = respondents.read_published()
    monkeypatch.setattr(respondents, "read_published", lambda: published)


def numbers(path: Path, mapping: dict[str, object]) -> tuple:
    """Respondents, and counts and don't-knows of every item."""
    survey = read_answers(path, mapping)
    counts = {
        name: survey.answers[name].value_counts(sort=False).tolist()
        for name in survey.codebook.columns()
    }
    return survey.respondents, counts, survey.outside


def write(columns: dict[tuple[str, ...], list[str]], path: Path, **settings: object) -> Path:
    """Save columns with their heading rows above them."""
    depth = len(next(iter(columns)))
    rows = [[heading[at] for heading in columns] for at in range(depth)]
    rows += [list(row) for row in zip(*columns.values(), strict=True)]
    names = rows[0] if path.suffix == ".parquet" else range(len(rows[0]))
    frame = pd.DataFrame(rows[path.suffix == ".parquet" :], columns=names)
    if path.suffix == ".parquet" and not frame.columns.is_unique:
        return write(columns, path.with_suffix(".csv"))
    return save(frame, path, **({} if path.suffix == ".parquet" else {"header": False}), **settings)


def rearranged(
    columns: dict[tuple[str, ...], list[str]], chance: random.Random
) -> dict[tuple[str, ...], list[str]]:
    """The same answers with rows and columns in another order and codes written otherwise."""
    rows = chance.sample(range(len(KOMMUNER)), len(KOMMUNER))
    headings = chance.sample(list(columns), len(columns))
    some = chance.sample(SPELLINGS, chance.randint(1, 3))

    def respelled(cell: str) -> str:
        return chance.choice(some).format(cell) if cell.isdigit() else cell

    return {heading: [respelled(columns[heading][row]) for row in rows] for heading in headings}


@pytest.mark.parametrize("name", FILES)
def test_no_arrangement_gives_another_number(tmp_path, name):
    columns, mapping = FILES[name]
    plain = numbers(write(columns, tmp_path / "plain.csv"), mapping)
    assert any(sum(counts) for counts in plain[1].values())
    chance = random.Random(name)
    same = 0
    for _ in range(24):
        path = tmp_path / f"svar{chance.choice(['.csv', '.csv', '.xlsx', '.parquet'])}"
        text = {"sep": chance.choice(";,\t"), "encoding": chance.choice(["utf-8", "utf-16"])}
        own = rearranged(columns, chance)
        path = write(own, path, **(text if path.suffix == ".csv" else {}))
        try:
            assert numbers(path, mapping) == plain, own
            same += 1
        except InputError:
            pass
    assert same >= 6


@pytest.mark.parametrize("name", COPIES)
def test_no_arrangement_reads_a_copy(tmp_path, name):
    chance = random.Random(name)
    headings = COPIES[name]
    columns = {("kommune",): KOMMUNER, (headings[0],): CODES[0], (headings[1],): WORDS[1]}
    for _ in range(10):
        with pytest.raises(InputError, match="statements_1"):
            read_answers(write(rearranged(columns, chance), tmp_path / "svar.csv"))


@pytest.mark.parametrize("ending", [".sav", ".dta"])
def test_no_order_of_rows_columns_and_labels_gives_another_number(tmp_path, ending):
    labels = {float(code): label for code, label in REVERSED.items()} | {9.0: "Ved ikke"}
    frame = pd.DataFrame({"kommune": KOMMUNER, ITEMS[0]: CODES[0], ITEMS[1]: CODES[1]})
    frame[ITEMS] = frame[ITEMS].replace("", "nan").astype(float)
    plain = ([2, 0, 1, 1], [0, 1, 1, 1])
    chance = random.Random(ending)
    for _ in range(15):
        own = frame.sample(frac=1, random_state=chance.randint(0, 999))
        own = own[chance.sample(list(frame), 3)]
        blank = chance.choice([None, None, 1.0, 2.0, 3.0, 4.0])
        named = {
            item: {
                code: "" if item == ITEMS[0] and code == blank else labels[code] for code in order
            }
            for item, order in ((item, chance.sample(list(labels), 5)) for item in ITEMS)
        }
        path = save(own, tmp_path / f"svar{ending}", variable_value_labels=named)
        if blank in set(own[ITEMS[0]]):
            with pytest.raises(InputError, match="har navn"):
                read_answers(path)
        else:
            _, counts, outside = numbers(path, {})
            assert (counts[ITEMS[0]], counts[ITEMS[1]]) == plain
            assert outside == {ITEMS[1]: 1}
