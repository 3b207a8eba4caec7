"""The data folder: a valid data package, cell by cell what the report prints, and its facts."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path
from statistics import median

import frictionless
import pytest
from printed import BASE, COUNTS, PRINTED, STAFF

DATA = Path(__file__).resolve().parents[3] / "data"


def rows_of(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    """Rows of one CSV file as text, nothing converted."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def error_types(folder: Path) -> set[str]:
    """Kinds of errors that frictionless finds in the data package of a folder."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    return {kind for (kind,) in report.flatten(["type"])}


QUESTIONS = {row["question"]: row for row in rows_of("fagligheder-2017/questions.csv")}
KOMMUNER = {row["code"]: row for row in rows_of("reference/kommuner.csv")}
ALIASES = rows_of("reference/aliases.csv")
SURVEYED = rows_of("fagligheder-2017/published/kommuner.csv")
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))


def schema_of(resource: dict) -> dict:
    """The columns of a file, written with it or in a file that several of them share."""
    schema = resource["schema"]
    if isinstance(schema, str):
        return json.loads((DATA / schema).read_text(encoding="utf-8"))
    return schema


def printed_rows(question: str) -> list[dict[str, str]]:
    return rows_of(f"fagligheder-2017/published/figure_{QUESTIONS[question]['figure']}.csv")


def answer_keys(question: str) -> list[str]:
    scale = QUESTIONS[question]["scale"]
    rows = [row for row in rows_of("fagligheder-2017/scales.csv") if row["scale"] == scale]
    return [row["answer"] for row in sorted(rows, key=lambda row: int(row["order"]))]


# --- the data package


def test_package_and_every_resource_is_valid() -> None:
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.flatten(["rowNumber", "fieldName", "type", "note"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == [r["name"] for r in PACKAGE["resources"]]
    assert all(task.valid and task.stats["rows"] > 0 for task in report.tasks)


def test_package_declares_exactly_the_files_that_exist() -> None:
    declared = [resource["path"] for resource in PACKAGE["resources"]]
    assert sorted(declared) == sorted(p.relative_to(DATA).as_posix() for p in DATA.rglob("*.csv"))


@pytest.mark.parametrize("resource", PACKAGE["resources"], ids=lambda resource: resource["name"])
def test_every_column_says_what_it_means(resource: dict) -> None:
    header = (DATA / resource["path"]).read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    schema = schema_of(resource)
    fields = schema["fields"]
    assert [field["name"] for field in fields] == header
    assert all(field["type"] and field["title"] and field["description"] for field in fields)
    assert resource["title"] and resource["description"] and resource["sources"]
    assert set(schema["primaryKey"]) <= set(header)


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.csv")), ids=lambda path: path.stem)
def test_files_are_utf8_with_lf_and_no_bom(path: Path) -> None:
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n") and not raw.endswith(b"\n\n")
    assert raw.decode("utf-8")


@pytest.mark.parametrize(
    ("name", "sound", "damaged", "kind"),
    [
        (
            "fagligheder-2017/published/figure_2.csv",
            "very_important,88%,",
            "very_important,88,",
            "constraint-error",
        ),
        (
            "fagligheder-2017/published/figure_2.csv",
            "very_important,88%,",
            "very_important,,",
            "constraint-error",
        ),
        ("fagligheder-2017/published/figure_3.csv", ",same,29%,", ",more,29%,", "primary-key"),
        ("fagligheder-2017/published/kommuner.csv", "0201,Allerød", "0202,Allerød", "foreign-key"),
        ("fagligheder-2017/published/kommuner.csv", ",32,1,49", ",toogtredive,1,49", "type-error"),
        ("fagligheder-2017/items.csv", "short_da", "kort_da", "incorrect-label"),
        ("fagligheder-2017/questions.csv", ",staff_share,", ",staff_shares,", "foreign-key"),
        ("reference/aliases.csv", "Århus,0751", "Århus,9999", "foreign-key"),
    ],
)
def test_damaged_copy_is_reported(
    tmp_path: Path, name: str, sound: str, damaged: str, kind: str
) -> None:
    copy = shutil.copytree(DATA, tmp_path / "data")
    assert error_types(copy) == set()
    text = (copy / name).read_text(encoding="utf-8")
    assert sound in text
    (copy / name).write_text(text.replace(sound, damaged, 1), encoding="utf-8", newline="\n")
    assert kind in error_types(copy)


def test_missing_file_is_reported(tmp_path: Path) -> None:
    copy = shutil.copytree(DATA, tmp_path / "data")
    (copy / "fagligheder-2017/published/figure_6.csv").unlink()
    assert error_types(copy)


# --- the printed tables


@pytest.mark.parametrize("question", PRINTED)
def test_figure_is_what_the_report_prints(question: str) -> None:
    answers = answer_keys(question)
    expected = [
        (item, answer, f"{percent}%", QUESTIONS[question]["table_page"])
        for item, percentages in PRINTED[question].items()
        for answer, percent in zip(answers, percentages, strict=True)
    ]
    found = [
        (row["item"], row["answer"], row["printed"], row["page"]) for row in printed_rows(question)
    ]
    assert found == expected


def test_kommuner_are_what_the_report_prints() -> None:
    assert [(row["printed_name"], int(row["staff"])) for row in SURVEYED] == list(STAFF.items())


def test_146_cells_in_35_distributions() -> None:
    cells = {question: len(printed_rows(question)) for question in PRINTED}
    assert list(cells.values()) == [24, 18, 30, 30, 44]
    assert sum(cells.values()) == 146
    assert sum(len({row["item"] for row in printed_rows(q)}) for q in PRINTED) == 35


@pytest.mark.parametrize("question", PRINTED)
def test_literal_counts_round_to_the_literal_percentages(question: str) -> None:
    base = BASE[question]
    rounded = {
        item: [(200 * n + base) // (2 * base) for n in counts]
        for item, counts in COUNTS[question].items()
    }
    assert rounded == PRINTED[question]
    assert {sum(counts) for counts in COUNTS[question].values()} == {52}


# --- the codebook


@pytest.mark.parametrize("question", PRINTED)
def test_codebook_lists_the_items_in_the_reports_order(question: str) -> None:
    items = rows_of("fagligheder-2017/items.csv")
    of_question = [row for row in items if row["item_set"] == QUESTIONS[question]["item_set"]]
    assert [int(row["order"]) for row in of_question] == list(range(1, len(of_question) + 1))
    assert [row["item"] for row in of_question] == list(PRINTED[question])


def test_questions_are_in_the_order_of_the_figures_with_their_pages() -> None:
    pages = [
        (name, int(row["figure"]), int(row["page"]), int(row["table_page"]))
        for name, row in QUESTIONS.items()
    ]
    assert pages == [
        ("importance", 2, 40, 47),
        ("future_need", 3, 41, 47),
        ("current_share", 4, 41, 47),
        ("ideal_share", 5, 42, 48),
        ("statements", 6, 43, 48),
    ]


def test_scales_run_from_most_to_least() -> None:
    scales = rows_of("fagligheder-2017/scales.csv")
    found = {
        scale: [
            (int(row["score"]), row["side"][0])
            for row in sorted(scales, key=lambda row: int(row["order"]))
            if row["scale"] == scale
        ]
        for scale in dict.fromkeys(row["scale"] for row in scales)
    }
    assert found == {
        "importance": [(4, "t"), (3, "t"), (2, "b"), (1, "b")],
        "need": [(3, "t"), (2, "n"), (1, "b")],
        "staff_share": [(5, "t"), (4, "t"), (3, "n"), (2, "b"), (1, "b")],
        "agreement": [(4, "t"), (3, "t"), (2, "b"), (1, "b")],
    }


def test_only_staff_share_has_band_values() -> None:
    bands = {
        row["answer"]: (float(row["low"]), float(row["central"]), float(row["high"]))
        for row in rows_of("fagligheder-2017/scales.csv")
        if row["low"] or row["central"] or row["high"]
    }
    assert bands == {
        "over_20": (20, 25, 30),
        "from_15_to_20": (15, 17.5, 20),
        "from_10_to_15": (10, 12.5, 15),
        "from_5_to_10": (5, 7.5, 10),
        "under_5": (0, 2.5, 5),
    }


def test_the_reports_misprints_are_read_but_not_printed() -> None:
    labels = {row["item"]: row["label_da"] for row in rows_of("fagligheder-2017/items.csv")}
    assert labels["1"] == "Vi har dokumenteret de kompetencer, der er brug for i jobcentret"
    assert labels["3"].startswith("Vi har registreret, hvilke medarbejdere")
    assert labels["4"].startswith("Vi har registreret, hvilken kompetenceudvikling")
    misprinted = {row["key"]: row["name"] for row in rows_of("fagligheder-2017/other_names.csv")}
    for item in ("3", "4"):
        assert misprinted[item].replace("registeret", "registreret") == labels[item]
    asked = {row["question"]: row["text_da"] for row in rows_of("fagligheder-2017/questions.csv")}
    assert misprinted["importance"].replace("vigtige er", "vigtig er") == asked["importance"]


def test_every_profile_has_one_focus_and_two_or_three_roles() -> None:
    parts = Counter(
        (row["item"], row["part"]) for row in rows_of("fagligheder-2017/published/figure_1.csv")
    )
    profiles = list(PRINTED["importance"])
    assert [parts[item, "focus"] for item in profiles] == [1] * 6
    assert [parts[item, "role"] for item in profiles] == [3, 3, 2, 3, 2, 3]
    assert len(rows_of("fagligheder-2017/published/competences.csv")) == 16


# --- the municipalities


def test_staff_and_answers_of_the_survey() -> None:
    staff = [int(row["staff"]) for row in SURVEYED]
    answers = {row["name"]: int(row["answers"]) for row in SURVEYED}
    assert (len(SURVEYED), sum(staff), median(staff)) == (49, 8675, 100)
    assert sum(answers.values()) == 52
    assert {name: n for name, n in answers.items() if n != 1} == {"København": 4}


def test_code_and_official_name_agree_and_only_nordfyn_is_printed_otherwise() -> None:
    assert [row["name"] for row in SURVEYED] == [KOMMUNER[r["code"]]["name"] for r in SURVEYED]
    assert [
        (row["printed_name"], row["name"]) for row in SURVEYED if row["printed_name"] != row["name"]
    ] == [("Nordfyn", "Nordfyns")]


def test_size_bands() -> None:
    kommuner: dict[str, int] = {}
    answers: dict[str, int] = {}
    for band in rows_of("fagligheder-2017/size_bands.csv"):
        low, high = int(band["staff_min"]), float(band["staff_max"] or "inf")
        inside = [row for row in SURVEYED if low <= int(row["staff"]) <= high]
        kommuner[band["band"]] = len(inside)
        answers[band["band"]] = sum(int(row["answers"]) for row in inside)
    assert kommuner == {"small": 14, "medium": 18, "large": 17}
    assert answers == {"small": 14, "medium": 18, "large": 20}


def test_region_split() -> None:
    surveyed = Counter(KOMMUNER[row["code"]]["region"] for row in SURVEYED)
    everywhere = Counter(row["region"] for row in KOMMUNER.values())
    assert {region: (surveyed[region], everywhere[region]) for region in everywhere} == {
        "Hovedstaden": (17, 29),
        "Sjælland": (9, 17),
        "Syddanmark": (11, 22),
        "Midtjylland": (8, 19),
        "Nordjylland": (4, 11),
    }


def test_populations() -> None:
    surveyed = sum(int(KOMMUNER[row["code"]]["population_2017"]) for row in SURVEYED)
    everywhere = sum(int(row["population_2017"]) for row in KOMMUNER.values())
    assert (len(KOMMUNER), surveyed, everywhere) == (98, 2_942_264, 5_748_691)


def test_groups_of_2018() -> None:
    assert Counter(row["kommunegruppe_2018"] for row in KOMMUNER.values()) == {
        "Hovedstadskommuner": 24,
        "Storbykommuner": 3,
        "Provinsbykommuner": 16,
        "Oplandskommuner": 24,
        "Landkommuner": 31,
    }


def test_94_job_centres_and_97_managers() -> None:
    hosts = {code: row["jobcentre_host_code_2017"] for code, row in KOMMUNER.items()}
    own = [code for code, host in hosts.items() if not host]
    assert len(own) == 94
    assert all(host in own for host in hosts.values() if host)
    population = {
        row["key"]: int(row["value"]) for row in rows_of("fagligheder-2017/population.csv")
    }
    assert population == {"population": 97, "job_centres": 94, "respondents": 52, "kommuner": 49}
    assert population["population"] == len(own) - 1 + 4


# --- the aliases


def test_every_alias_resolves_to_a_real_code_and_to_no_other_kommune() -> None:
    code_of_name = {row["name"].casefold(): code for code, row in KOMMUNER.items()}
    assert all(row["code"] in KOMMUNER for row in ALIASES)
    for row in ALIASES:
        assert code_of_name.get(row["alias"].casefold(), row["code"]) == row["code"]
    by_alias = {(row["alias"].casefold(), row["code"]) for row in ALIASES}
    assert len({alias for alias, _ in by_alias}) == len(by_alias) == len(ALIASES)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("Århus", "Aarhus"),
        ("Åbenrå", "Aabenraa"),
        ("Ålborg", "Aalborg"),
        ("Høje Taastrup", "Høje-Taastrup"),
        ("Høje-Tåstrup", "Høje-Taastrup"),
        ("Lyngby-Tårbæk", "Lyngby-Taarbæk"),
        ("Faaborg-midtfyn", "Faaborg-Midtfyn"),
        ("Nordfyn", "Nordfyns"),
        ("Vesthimmerland", "Vesthimmerlands"),
        ("Brønderslev-Dronninglund", "Brønderslev"),
        ("Bornholms Regionskommune", "Bornholm"),
        ("Copenhagen", "København"),
        ("Fakse", "Faxe"),
    ],
)
def test_alias_means_the_kommune_that_a_reader_expects(alias: str, name: str) -> None:
    codes = [row["code"] for row in ALIASES if row["alias"] == alias]
    assert [KOMMUNER[code]["name"] for code in codes] == [name]
