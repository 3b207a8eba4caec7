"""The command: exit codes, whole messages, and never a traceback."""

from __future__ import annotations

import argparse
import gettext
import inspect
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from fake_pool import quick
from languages import wrong_words
from openpyxl import Workbook, load_workbook

import compile_translations
from analysis import __version__
from analysis.display.figures.bars import Kind, Order
from analysis.survey.answers.own import read_own
from analysis.survey.published import read_published
from fagligheder import arguments
from fagligheder.cli import main
from fagligheder.explorer import start
from fagligheder.run import batch
from fagligheder.run.job import Job, Outcome
from fagligheder.run.manifest import made_of


@pytest.fixture
def run(capsys):
    """Run the command; return its exit code, and what it wrote."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as error:
            code = error.code
        written = capsys.readouterr()
        assert "Traceback" not in written.err + written.out
        return code, written.out, written.err

    return run


@pytest.fixture
def asked(monkeypatch) -> list[Job]:
    """The jobs that a run would make; making them takes no time."""
    jobs: list[Job] = []

    def make(job: Job) -> Outcome:
        jobs.append(job)
        if job.title == "Samsø":
            return Outcome(job, error="celle 3: ValueError: i stykker")
        return Outcome(job, seconds=1)

    monkeypatch.setattr(batch, "Pool", lambda: quick(make))
    return jobs


# --- help


@pytest.mark.parametrize(
    "command", [[], ["figures"], ["reports"], ["own"], ["check"], ["explore"], ["plan"]]
)
def test_help_is_there_for_every_command(run, command):
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("Brug: fagligheder")


#: Words of argparse that tell a programmer, not a user, or that this command has no use for.
FOR_PROGRAMMERS = re.compile(
    r"__call__|conflict|parser|parsers|mode|merge|dest=|mutually|multiple|callable|unexpected|"
    r"invalid option string|version number|deprecated|%\(prog\)s: (error|warning)|default: |"
    r"^subcommands$|heading"
)


def test_argparse_speaks_danish_by_gettext_alone(monkeypatch):
    source = inspect.getsource(argparse)
    asked = set(re.findall(r"\b(?:_|ngettext)\(\s*\'([^\']*)\'", source))
    assert len(asked) > 25
    for words in asked:
        if not FOR_PROGRAMMERS.search(words):
            with arguments.speaking("da"):
                assert gettext.gettext(words) != words, words


def test_the_language_of_the_environment_comes_back(monkeypatch, run):
    monkeypatch.setenv("LANGUAGE", "sv")
    assert run("--help")[1].startswith("Brug: ")
    assert os.environ["LANGUAGE"] == "sv"


def test_the_translation_is_compiled():
    for source in sorted(compile_translations.LOCALE.rglob("*.po")):
        compiled = source.with_suffix(".mo").read_bytes()
        assert compiled == compile_translations.compiled(source)


def test_the_version(run):
    assert run("--version") == (0, f"fagligheder {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "KOMMANDO"),
        (["rapporter"], "rapporter"),
        (["reports", "--stafff", "3"], "--stafff"),
        (["reports", "Odder", "--staff", "mange"], '"mange" er ikke et helt tal fra 1 til 9999'),
        (["reports", "Odder", "--staff", "-3"], "--staff"),
        (["reports", "Odder", "--staff", "0"], '"0" er ikke et helt tal fra 1 til 9999'),
        (["explore", "--port", "80"], '"80" er ikke en port fra 1024 til 65535'),
        (["explore", "--lang", "sv"], "--lang"),
        (["reports", "Odder", "--jobs", "1.5"], '"1.5" er ikke et helt tal fra 1 til 100000'),
        (["reports", "Odder", "--lang", "sv"], "sv"),
    ],
)
def test_a_bad_command_line_is_one_line_and_2(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("fagligheder: ")
    assert said in err
    assert err.endswith(" --help\n")
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["rapporter"], ["reports", "--stafff", "3"]])
def test_a_bad_command_line_is_answered_in_danish(run, arguments):
    _, _, err = run(*arguments)
    assert not any(word in err for word in ("required", "invalid", "unrecognized"))


def test_help_is_in_danish(run):
    _, out, _ = run("reports", "--help")
    assert not any(word in out for word in ("usage:", "positional arguments", "show this help"))


# --- reports


def test_what_was_asked_for_is_made(run, asked, tmp_path):
    code, out, err = run("reports", "odder kommune", "0101", "--out",
                         str(tmp_path), "--jobs", "1")  # fmt: skip
    assert (code, err) == (0, "")
    assert [job.name for job in asked] == ["0727-odder", "0101-koebenhavn"]
    assert out == (
        "1/2 Odder: færdig\n2/2 København: færdig\n"
        f"2 rapporter i {tmp_path}/ (ipynb, html og pdf).\nOversigt: {tmp_path}/index.html\n"
    )


def test_a_failure_is_1_and_named_and_the_others_are_made(run, asked, tmp_path):
    code, out, err = run("reports", "Samsø", "Odder", "--out", str(tmp_path), "--jobs", "1")
    assert code == 1
    assert out == "1/2 Samsø: mislykkedes\n2/2 Odder: færdig\n"
    assert err == (
        f"1 rapport i {tmp_path}/ (ipynb, html og pdf).\n"
        "1 mislykkedes:\n  Samsø: celle 3: ValueError: i stykker\n"
        f"Oversigt: {tmp_path}/index.html\n"
    )


def test_all_is_the_country_and_the_49(run, asked, tmp_path):
    code, _, _ = run("reports", "--all", "--out", str(tmp_path), "--jobs", "1")
    assert code == 1  # Samsø
    assert len(asked) == 50
    assert {job.parameters["lang"] for job in asked} == {"da"}


@pytest.fixture
def two_sheets(tmp_path):
    book = Workbook()
    book.active.title = "Noter"
    book.active.append(["Her er svarene"])
    page = book.create_sheet("Svar 2026")
    page.append(["kommune", "importance_integration"])
    for _ in range(6):
        page.append(["Odder", "Vigtig"])
    book.save(tmp_path / "svar.xlsx")
    return tmp_path / "svar.xlsx"


def test_a_sheet_is_chosen_for_reports(run, asked, two_sheets, tmp_path):
    book = load_workbook(two_sheets)
    page = book["Svar 2026"]
    page.delete_rows(1, page.max_row)
    page.append(["kommune", "current_share_integration", "ideal_share_integration"])
    for place, code in enumerate(read_published().kommuner.index):
        page.append([code, *(("Over 20 pct.", "10–15 pct.")[:: 1 if place % 2 else -1])])
    book.save(two_sheets)
    chosen = ("--answers", str(two_sheets), "--sheet", "svar 2026", "--out", str(tmp_path / "ud"))
    code, _, _ = run("reports", "Odder", "landsrapport", *chosen)
    assert code == 0
    assert [job.parameters["sheet"] for job in asked] == ["svar 2026", "svar 2026"]
    first, other = asked[0], replace(asked[0], parameters=asked[0].parameters | {"sheet": "X"})
    assert made_of(first) != made_of(other)


def test_a_sheet_is_chosen_for_a_check(run, two_sheets):
    code, out, _ = run("check", str(two_sheets), "--sheet", "Svar 2026")
    assert code == 0
    assert "6 svar fra 1 kommune" in out
    assert "Arket 'Svar 2026' er læst; ikke Noter." in out
    assert "Ark med rækker: Noter (1), Svar 2026 (7)." in out


def test_a_check_of_the_wrong_sheet_names_those_with_rows(run, two_sheets):
    code, _, err = run("check", str(two_sheets))
    assert code == 2
    assert err.endswith(
        "svar.xlsx: Ark med rækker: Noter (1), Svar 2026 (7). Vælg arket med svarene med --sheet.\n"
    )


@pytest.mark.parametrize("command", ["check", "figures", "tables", "slides", "reports"])
def test_a_sheet_that_is_not_there_is_2_and_the_sheets_are_named(run, asked, two_sheets, command):
    answers = [str(two_sheets)] if command == "check" else ["--answers", str(two_sheets)]
    kommune = ["Odder"] if command == "reports" else []
    code, _, err = run(command, *kommune, *answers, "--sheet", "Ark9")
    assert code == 2
    assert "arket 'Ark9' findes ikke. Vælg et af: Noter, Svar 2026." in err


@pytest.mark.parametrize("command", ["check", "figures", "tables", "slides", "reports"])
def test_a_sheet_without_a_workbook_is_2(run, asked, command):
    kommune = ["Odder"] if command == "reports" else []
    made_up = [] if command == "check" else ["--answers", "syntetisk"]
    code, _, err = run(command, *kommune, *made_up, "--sheet", "Svar")
    assert code == 2
    assert "--sheet hører til en fil" in err or "ingen projektmappe" in err


def test_one_outside_the_49_with_its_staff(run, asked, tmp_path):
    code, _, _ = run("reports", "Herning", "--staff", "75", "--lang", "en", "--out", str(tmp_path))
    assert code == 0
    assert asked[0].parameters == {
        "kommune": "Herning",
        "answers": None,
        "lang": "en",
        "own": None,
        "staff": 75,
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["Oddr"],
            'Kommunen "Oddr" findes ikke blandt Danmarks 98. Mente du Odder eller Norddjurs?',
        ),
        (
            ["Herning"],
            "Herning er ikke blandt de 49 kommuner, der deltog, så jobcentrets størrelse er ikke "
            "offentliggjort. Angiv den, fx --staff 75.",
        ),
        (
            ["Odder", "Samsø", "--staff", "75"],
            "--own og --staff hører til én kommune. Vælg den: fagligheder reports Odder "
            "--staff 75.",
        ),
        (
            [],
            "Vælg en eller flere kommuner (fagligheder reports Odder), landsrapporten "
            "(fagligheder reports landsrapport) eller alle (fagligheder reports --all).",
        ),
        (
            ["Odder", "--own", "findes-ikke.yaml"],
            "findes-ikke.yaml: filen med egne svar kan ikke læses. Ret stien, eller udelad den.",
        ),
    ],
)
def test_bad_input_is_2_and_makes_nothing(run, asked, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    assert run("reports", *arguments) == (2, "", f"fagligheder: {message}\n")
    assert asked == []
    assert list(tmp_path.iterdir()) == []


def test_the_own_file_of_another_kommune_is_2(run, asked, tmp_path):
    own = tmp_path / "egne.yaml"
    own.write_text("kommune: Samsø\n", encoding="utf-8")
    code, _, err = run("reports", "Odder", "--own", str(own))
    assert code == 2
    assert err == (
        'fagligheder: Filen med egne svar er skrevet for "Samsø", men rapporten er for Odder. '
        "Ret linjen kommune i filen, eller vælg den anden kommune.\n"
    )


def test_a_file_where_the_folder_should_be(run, asked, tmp_path):
    place = tmp_path / "optaget"
    place.write_text("", encoding="utf-8")
    code, out, err = run("reports", "Odder", "--out", str(place))
    assert (code, out) == (2, "")
    assert err.startswith(f"fagligheder: kan ikke læse eller skrive {place}: ")
    assert err.endswith("Vælg en anden mappe med --out, eller giv adgang til den.\n")


def test_a_file_of_answers_that_is_not_there_is_2(run, asked):
    code, out, err = run("reports", "Odder", "--answers", "findes-ikke.csv")
    assert (code, out) == (2, "")
    assert err.startswith("fagligheder: ")
    assert "findes-ikke.csv" in err


def test_an_interrupted_run_says_so(run, monkeypatch, tmp_path):
    def interrupt(job: Job) -> Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "Pool", lambda: quick(interrupt))
    code, _, err = run("reports", "Odder", "--out", str(tmp_path))
    assert code == 130
    assert err.endswith("fagligheder: afbrudt.\n")


# --- the others


def test_figures_writes_what_it_says(run, tmp_path):
    code, out, err = run("figures", "--lang", "en", "--out", str(tmp_path / "f"))
    assert (code, err) == (0, "")
    assert out == f"30 filer i {tmp_path / 'f'}.\n"
    names = ["figure-2", "figure-3", "figure-4", "figure-5", "figure-5-rebased", "figure-6"]
    kinds = ("svg", "pdf", "png", "csv", "txt")
    assert sorted(path.name for path in (tmp_path / "f").iterdir()) == sorted(
        f"{name}.{kind}" for name in names for kind in kinds
    )


def test_one_figure_is_made_for_a_column_in_word(run, tmp_path):
    code, out, err = run(
        *("figures", "--question", "6", "--items", "1,2,6", "--order", "net", "--kind"),
        *("diverging", "--width", "8,0cm", "--format", "png,SVG", "--out", str(tmp_path)),
    )
    assert (code, out, err) == (0, f"4 filer i {tmp_path}.\n", "")
    name = "figur-6-1-2-6-diverging-efter-net-80mm"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"{name}.csv", f"{name}.png", f"{name}.svg", f"{name}.txt",
    ]  # fmt: skip
    assert 'width="226.77' in (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
    said = (tmp_path / f"{name}.txt").read_text(encoding="utf-8")
    assert "Vi har en oversigt over vores medarbejderes kompetencer: Helt enig 12 pct. (6)" in said
    assert "økonomien" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "--question nope",
            'Spørgsmålet "nope" findes ikke. Vælg et af: importance (figur 2), future_need '
            "(figur 3), current_share (figur 4), ideal_share (figur 5), statements (figur 6).",
        ),
        (
            "--question 2 --items virksomheder,99",
            'Emnet "99" hører ikke til »Profilernes vigtighed i dag«. Vælg blandt: Virksomheder, '
            "Borgernes kompetencer, Koordination, Inddragelse, Integration, Udvikling.",
        ),
        (
            "--question 6 --items 12 --lang en",
            '“The job centre\'s work on skills development” has no item "12". Choose among: 1, 2, '
            "3, 4, 5, 6, 7, 8, 9, 10, 11.",
        ),
        (
            "--kind top --width 80mm",
            "--kind, --width hører til én figur. Vælg den, fx fagligheder figures --question "
            "statements --width 80mm.",
        ),
    ],
)
def test_a_figure_that_cannot_be_is_2_in_one_line(run, tmp_path, words, said):
    out = tmp_path / "f"
    assert run("figures", *words.split(), "--out", str(out)) == (2, "", f"fagligheder: {said}\n")
    assert not list(out.glob("figur*"))


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--order", "best", "'best' findes ikke, vælg 'report', 'top', 'net', 'size'"),
        ("--kind", "pie", "'pie' findes ikke, vælg 'stacked', 'diverging', 'top'"),
        ("--format", "png,gif", '"gif" kan ikke vælges: vælg svg, pdf, png'),
        ("--items", ",", 'fandt ",", forventede en liste som 1,2,6'),
        (
            "--width",
            "80",
            'Bredden "80" kan ikke bruges: forventede 60–297 mm med enhed. Skriv fx 80mm, 8cm '
            "eller 3.15in",
        ),
    ],
)
def test_a_wrong_word_for_a_figure_is_refused_with_the_choices(run, option, value, said):
    code, _, err = run("figures", "--question", "6", option, value)
    assert (code, err) == (2, f"fagligheder: {option}: {said}. Se: fagligheder figures --help\n")


def test_the_command_knows_what_a_figure_can_be():
    assert get_args(Kind) == arguments.KINDS
    assert get_args(Order) == arguments.ORDERS


def test_check_says_what_the_tables_FolderLock(run):
    assert run("check") == (
        0,
        "De trykte tabeller er hele: 146 procenter, 49 kommuner, 52 svar.\n"
        "  figur 2: ét muligt antal, 52 svar\n"
        "  figur 3: ét muligt antal, 52 svar\n"
        "  figur 4: ét muligt antal, 52 svar\n"
        "  figur 5: ét muligt antal, 54 svar\n"
        "  figur 6: ét muligt antal, 52 svar\n",
        "",
    )


def test_the_installed_command_ends_with_its_code_on_any_terminal(tmp_path):
    """A process of its own, with an encoding that has no æ, ø and å."""
    done = subprocess.run(
        [sys.executable, "-m", "fagligheder.cli", "reports", "Tårnbyy"],
        capture_output=True,
        cwd=tmp_path,
        env={"PATH": "", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.splitlines() == [
        b'fagligheder: Kommunen "T?rnbyy" findes ikke blandt Danmarks 98. Mente du T?rnby?'
    ]


@pytest.mark.parametrize(
    ("surroundings", "word"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "Ærøø".encode()),
        ({"LC_ALL": "C.UTF-8"}, "Ærøø".encode()),
    ],
)
def test_a_name_is_read_on_any_terminal(tmp_path, surroundings, word):
    done = subprocess.run(
        [sys.executable, "-m", "fagligheder.cli", "slides", "--kommune", word],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, **surroundings, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.decode() == (
        'fagligheder: Kommunen "Ærøø" findes ikke blandt Danmarks 98. Mente du Ærø?\n'
    )


@pytest.mark.parametrize("command", ["figures", "reports Odder"])
@pytest.mark.parametrize("name", ["x" * 300, "mappe/" * 1000])
def test_a_path_that_is_too_long_is_one_short_line(run, asked, tmp_path, command, name):
    code, out, err = run(*command.split(), "--out", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert err.endswith(
        ": navnet er for langt. Vælg en mappe med en kortere sti, eller giv filen et kortere "
        "navn.\n"
    )
    assert err.count("\n") == 1
    assert len(err) < 400


# --- own


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        (
            ["Odder"],
            "egne-svar-0727-odder.xlsx",
            "udfyld skemaet, og kør fagligheder reports Odder --own egne-svar-0727-odder.xlsx",
        ),
        ([], "egne-svar.xlsx", "udfyld skemaet, og kør fagligheder reports KOMMUNE --own "
         "egne-svar.xlsx"),
        (
            ["0657", "--lang", "en"],
            "own-answers-0657-herning.xlsx",
            "fill in the form, and run fagligheder reports Herning --own "
            "own-answers-0657-herning.xlsx --lang en",
        ),
    ],
)  # fmt: skip
def test_a_form_is_written_and_never_overwritten(run, tmp_path, monkeypatch, words, name, said):
    monkeypatch.chdir(tmp_path)
    assert run("own", "--template", *words) == (0, f"{name}: {said}\n", "")
    written = (tmp_path / name).read_bytes()
    assert read_own(tmp_path / name).tells_nothing
    code, out, err = run("own", "--template", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"fagligheder: {name} ")
    assert err.endswith(("vælg et andet navn med --out.\n", "choose another name with --out.\n"))
    assert (tmp_path / name).read_bytes() == written


def test_the_name_of_a_form_is_a_folder_or_ends_in_xlsx(run, tmp_path):
    code, _, _ = run("own", "--template", "Odder", "--out", str(tmp_path))
    assert code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["egne-svar-0727-odder.xlsx"]
    other = tmp_path / "skema.yaml"
    assert run("own", "--template", "Odder", "--out", str(other)) == (
        2,
        "",
        f"fagligheder: {other} ender på .yaml, forventede .xlsx. Ret navnet efter --out.\n",
    )


def test_a_form_for_nobody_is_2(run, tmp_path):
    code, _, err = run("own", "--template", "Tarnbyy", "--out", str(tmp_path))
    assert code == 2
    assert "Mente du Tårnby?" in err
    assert list(tmp_path.iterdir()) == []


# --- explore


@pytest.mark.parametrize(
    ("words", "opened"),
    [
        ([], ("lab", {"lang": "da", "browser": True})),
        (["--app"], ("app", {"lang": "da", "browser": True})),
        (
            ["--app", "--lang", "en", "--no-browser", "--port", "9000"],
            ("app", {"lang": "en", "browser": False, "port": 9000}),
        ),
        (["--own", "x.xlsx"], ("lab", {"lang": "da", "browser": True, "own": Path("x.xlsx")})),
    ],
)
def test_explore_opens_the_lab_or_the_app(run, monkeypatch, words, opened):
    seen = []
    monkeypatch.setattr(start, "open_lab", lambda **told: seen.append(("lab", told)))
    monkeypatch.setattr(start, "serve_app", lambda **told: seen.append(("app", told)))
    assert run("explore", *words) == (0, "", "")
    assert seen == [opened]


def test_anything_unexpected_is_one_line_and_a_file(capsys, monkeypatch, tmp_path):
    def break_down(*_, **__):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("fagligheder.run.checking.check_published", break_down)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["check"]) == 4
    (line,) = capsys.readouterr().err.splitlines()
    (saved,) = tmp_path.iterdir()
    assert "uventet fejl (ZeroDivisionError: division by zero)" in line
    assert str(saved) in line
    assert "break_down" in saved.read_text(encoding="utf-8")
    assert saved.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("closed", ["2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full", "| true"])
def test_a_command_works_without_its_standard_streams(tmp_path, closed):
    command = f"'{sys.executable}' -m fagligheder.cli tables --out '{tmp_path}/ud' {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == (2 if "full" in closed else 0)
    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr
    assert (tmp_path / "ud" / "tabeller.xlsx").stat().st_size > 10_000


def test_a_report_is_made_and_logged_without_any_standard_stream(tmp_path):
    command = f"'{sys.executable}' -m fagligheder.cli reports Odder --out '{tmp_path}' <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0
    assert (tmp_path / "0727-odder.pdf").read_bytes().rstrip().endswith(b"%%EOF")
    assert "Odder" in (tmp_path / "log.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tables", "--lang", "en", "--wrong"], "unrecognized arguments: --wrong. See: "),
        (["check", "svar.csv", "--lang=en"], "svar.csv: the file is not in this folder. Correct"),
        (["tables", "--date", "x", "--lang", "en"], '"x" is not a date such as 2017-05-01. See: '),
        (["check", "svar.csv"], "svar.csv: filen findes ikke i denne mappe. Ret stien"),
    ],
)
def test_what_is_wrong_is_said_in_the_commands_language(
    run, tmp_path, monkeypatch, arguments, said
):
    monkeypatch.chdir(tmp_path)
    code, _, error = run(*arguments)
    assert code == 2
    assert said in error


def test_a_file_is_checked_in_english(run, tmp_path):
    file = tmp_path / "svar.csv"
    file.write_text("kommune;importance_integration\nOdder;1\n", encoding="utf-8")
    code, said, _ = run("check", str(file), "--lang", "en")
    assert code == 0
    assert said.startswith("svar.csv has been read: 1 answer from 1 municipality, ")
    without_keys = re.sub(r"\b[a-z]+_\w+", " ", said)
    assert wrong_words(without_keys, "en", allow=["svar.csv"]) == []
