"""Hostile input is refused in one sentence that names place and cure, or it is only data.

What is refused leaves no traceback and no file, and costs little time and memory; what is taken
reaches page and PDF as the text it is.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import io
import json
import math
import os
import re
import signal
import socket
import struct
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from answer_files import CURE, FORMULA, HEADING, IMPORTANCE, cell_of_workbook, save
from document_notebooks import code, markdown, notebook, png, printed, shown
from fake_pool import quick
from html_pages import Page
from nbformat import NotebookNode
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from pdf_reading import words as words_of_pdf

from analysis.display.pages.kommune import kommune_page
from analysis.display.registry import measure_tables, table_files
from analysis.measures.job_centre import job_centre
from analysis.survey.answers import csv as text_files
from analysis.survey.answers import file_limits as limits
from analysis.survey.answers import files
from analysis.survey.answers.file_limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from analysis.survey.answers.mapping import read_mapping
from analysis.survey.answers.own import Own, read_own
from analysis.survey.answers.own_draft import MOST_NOTES
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.codebook import MOST_STAFF, read_codebook
from analysis.survey.control_characters import printable
from analysis.survey.kommuner import find_kommune
from fagligheder import cli
from fagligheder.documents.content import document
from fagligheder.documents.exporters import FaglighederHTMLExporter, FaglighederPDFExporter
from fagligheder.documents.notebook_headings import promote_headings
from fagligheder.documents.output_checks import MOST_CHARACTERS
from fagligheder.documents.svg import clean_svg
from fagligheder.paths import notebooks_folder
from fagligheder.run import batch
from fagligheder.run.captured_outputs import output
from fagligheder.run.export import _csv
from fagligheder.run.job import Job, Outcome, run_job
from fagligheder.run.parameters import check_parameters, write_parameters

posix = pytest.mark.skipif(os.name != "posix", reason="needs what POSIX has for files")
#: Seconds and bytes beyond what there is, for each test: far more than any needs.
MOST_SECONDS, MOST_MEMORY = 120, 1_500_000_000


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """Hold each test to a time and a memory that a bomb would break."""
    if sys.platform != "linux":
        yield
        return
    import resource

    def late(*_: object) -> None:
        raise TimeoutError(f"it took over {MOST_SECONDS} seconds")

    there = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (there * os.sysconf("SC_PAGE_SIZE") + MOST_MEMORY, hard))
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(MOST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.fixture(autouse=True)
def no_network(monkeypatch) -> None:
    """Nothing that comes in may make us ask the network."""

    def asked(*_: object) -> None:
        pytest.fail("it asked the network")

    monkeypatch.setattr(socket.socket, "connect", asked)


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command in an empty folder; what is made takes no time and is only noted."""
    jobs: list[Job] = []

    def make(job: Job) -> Outcome:
        jobs.append(job)
        return Outcome(job, seconds=1)

    monkeypatch.setattr(batch, "Pool", lambda: quick(make))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, list[Job]]:
        try:
            number = cli.main(arguments)
        except SystemExit as error:
            number = int(str(error.code))
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert said == printable(said).replace("\\t", "\t")
        return number, said, jobs

    return run


# --- names

#: What is typed → the one kommune that it can mean. It decides no path and no code.
MEANT = {
    "../../Odder": "0727-odder",
    "Odder/": "0727-odder",
    "Odder\0": "0727-odder",
    "Odder\n": "0727-odder",
    "\tOdder\r": "0727-odder",
    "#Odder": "0727-odder",
    "Od\"der'": "0727-odder",
    "O-d-d-e-r.": "0727-odder",
    "\u202eOdder": "0727-odder",
    "Od\u200bder": "0727-odder",
    "Od\u202eder": "0727-odder",
    "Ｏｄｄｅｒ": "0727-odder",
    unicodedata.normalize("NFD", "Ærø"): "0492-aeroe",
    unicodedata.normalize("NFD", "Allerød"): "0201-alleroed",
    unicodedata.normalize("NFD", "Århus"): "0751-aarhus",
    "\u212brhus": "0751-aarhus",
}
UNKNOWN = "Skriv et navn eller en kode, fx Odder eller 0727."
#: What is typed → how the answer shows it, and the cure.
UNMEANT = {
    "../x": ("../x", UNKNOWN),
    "/etc/passwd": ("/etc/passwd", UNKNOWN),
    "C:\\Odder": ("C:\\Odder", "Mente du Odder?"),
    "Odder\nSamsø": ("Odder Samsø", "Mente du"),
    "Odder" * 2000: ("Odder" * 11 + "Od…", UNKNOWN),
    "Оdder": ("Оdder", "Mente du Odder?"),  # a Cyrillic O
    "Ο\u0301dder": ("Ο\u0301dder", "Mente du Odder?"),
    "Od\u202eddr": ("Od\\u202eddr", "Mente du"),
    "Odder\x1b[31m": ("Odder\\x1b[31m", "Mente du Odder?"),
    "\x1b]0;titel\x07": ("\\x1b]0;titel\\x07", "Mente du Thisted?"),
    "a" + "\u0301" * 10_000: ("a" + "\u0301" * 56 + "…", UNKNOWN),
    "\ufdfa" * 10_000: ("\ufdfa" * 57 + "…", UNKNOWN),
    "$(rm -rf /)": ("$(rm -rf /)", UNKNOWN),
    "`id`; ls": ("`id`; ls", UNKNOWN),
    "!!python/name:os.system": ("!!python/name:os.system", UNKNOWN),
    "{{ 7*7 }}": ("{{ 7*7 }}", UNKNOWN),
    "{kommune.__class__}": ("{kommune.__class__}", UNKNOWN),
    "%s%n": ("%s%n", UNKNOWN),
    '#read("/etc/passwd")': ('#read("/etc/passwd")', UNKNOWN),
    "\\input{/etc/passwd}": ("\\input{/etc/passwd}", UNKNOWN),
    "<script>alert(1)</script>": ("<script>alert(1)</script>", UNKNOWN),
    "Odder' OR 1=1": ("Odder' OR 1=1", "Mente du Odder?"),
    "٠٧٢٧": ("٠٧٢٧", UNKNOWN),
    "0727²": ("0727²", UNKNOWN),
}


def short(text: str) -> str:
    """A name for a test that every terminal can show."""
    return ascii(text)[1:25]


@pytest.mark.parametrize("name", MEANT, ids=short)
def test_a_strange_name_means_one_kommune_or_nothing(run, tmp_path, name):
    number, said, jobs = run("reports", name, "--out", "ud")
    assert (number, said) == (0, "")
    (job,) = jobs
    assert job.name == MEANT[name]
    assert job.parameters["kommune"] == find_kommune(MEANT[name][:4]).name
    assert [path.name for path in tmp_path.iterdir()] == ["ud"]


@pytest.mark.parametrize("name", UNMEANT, ids=short)
def test_a_hostile_name_is_answered_on_one_line(run, tmp_path, name):
    number, said, jobs = run("reports", name)
    told, cure = UNMEANT[name]
    assert number == 2
    assert said.startswith(f'fagligheder: Kommunen "{told}" findes ikke blandt Danmarks 98. {cure}')
    assert said.count("\n") == 1
    assert jobs == []
    assert list(tmp_path.iterdir()) == []


# --- parameters


class Disguised(str):
    """A text that writes itself as code."""

    def __repr__(self) -> str:
        return "__import__('os').system('true')"


NOT_DECLARED = "Vælg blandt: kommune, survey, answers, sheet, internal, own, staff, theme, lang."
PARAMETERS: dict[str, tuple[str, object, str]] = {
    "dunder": ("__builtins__", "x", f'ingen parameter "__builtins__". {NOT_DECLARED}'),
    "path": ("../kommune", "x", f'ingen parameter "../kommune". {NOT_DECLARED}'),
    "look-alike": ("kommunе", "x", f'ingen parameter "kommunе". {NOT_DECLARED}'),
    "case": ("Kommune", "x", f'ingen parameter "Kommune". {NOT_DECLARED}'),
    "NaN": ("staff", math.nan, 'Parameteren "staff" skal være et tal under'),
    "infinite": ("staff", -math.inf, 'Parameteren "staff" skal være et tal under'),
    "huge": ("staff", 10**5000, 'Parameteren "staff" skal være et tal under'),
    "huge float": ("staff", 1e300, 'Parameteren "staff" skal være et tal under'),
    "nested": ("own", {"a": [{"b": 1}]}, '"own" skal være tekst eller et tal, fandt dict.'),
    "bytes": ("kommune", b"Odder", '"kommune" skal være tekst eller et tal, fandt bytes.'),
    "path object": ("own", Path("x"), '"own" skal være tekst eller et tal, fandt PosixPath.'),
    "disguised code": ("kommune", Disguised("Odder"), "tekst eller et tal, fandt Disguised."),
    "numpy": ("staff", np.float64(75), "skal være tekst eller et tal, fandt float64."),
}


@pytest.mark.parametrize("case", PARAMETERS)
def test_a_hostile_parameter_runs_nothing(tmp_path, monkeypatch, case):
    monkeypatch.setattr("papermill.execute_notebook", lambda *_, **__: pytest.fail("it ran"))
    name, value, said = PARAMETERS[case]
    job = Job("kommune", "0727-odder", "Odder", {name: value})  # type: ignore[dict-item]
    outcome = run_job(job, tmp_path)
    assert said in outcome.error.replace("WindowsPath", "PosixPath")
    assert len(outcome.error) < 200
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["\ud800", "\u202e'''\n", "x = 1; import os", "\x00\x1b[2J", 1.5])
def test_a_hostile_value_is_written_so_that_it_comes_back(value):
    source = load_notebook_node(str(notebooks_folder() / "kommune.ipynb"))
    check_parameters(source, {"kommune": value})
    ready = parameterize_notebook(source, {"kommune": value})
    write_parameters(ready, {"kommune": value})
    (cell,) = [each for each in ready.cells if each.get("id") == "injected-parameters"]
    values: dict[str, object] = {}
    exec(cell.source, values)  # noqa: S102
    assert values["kommune"] == value
    assert cell.source.isprintable() or cell.source.count("\n") == 1


@pytest.mark.parametrize("staff", [True, False, 75.5, math.nan, "75", 0, -1, 10**30])
def test_staff_that_is_no_number_of_people(survey, staff):
    with pytest.raises(InputError) as error:
        job_centre(survey, "Odder", staff=staff)
    assert str(error.value) == (
        f"Antallet af medarbejdere skal være et helt tal fra 1 til 9999, fandt {staff}. "
        "Skriv, hvor mange der arbejder i jobcentret i Odder."
    )


@pytest.mark.parametrize("number", ["9" * 5000, "1e3", "nan", "True", "٧٠", "0x46", "\x1b[2J", ""])
@pytest.mark.parametrize("option", ["--staff", "--jobs", "--timeout", "--memory-limit"])
def test_a_number_on_the_command_line(run, tmp_path, option, number):
    code, said, jobs = run("reports", "Odder", option, number)
    assert code == 2
    most = MOST_STAFF if option == "--staff" else 100_000
    told = printable(f'fagligheder: {option}: "{number}" er ikke et helt tal fra 1 til {most}')
    assert said.startswith(told[:250])
    assert len(said) < 500
    assert jobs == []
    assert list(tmp_path.iterdir()) == []


# --- paths

ORDINARY = "er ikke en almindelig fil. Gem indholdet i en fil, og vælg den."
UNREAD = "filen med egne svar kan ikke læses. Ret stien, eller udelad den."
NO_FOLDER = (
    "der ligger en fil, forventede en mappe. Vælg en anden mappe med --out, eller giv adgang til "
    "den."
)
LONG = "x" * 300
#: What is asked for → what is said.
PLACES: dict[tuple[str, ...], str] = {
    ("reports", "Odder", "--out", "fil"): f"skrive fil: {NO_FOLDER}",
    ("reports", "Odder", "--out", "ring"): f"skrive ring: {NO_FOLDER}",
    ("reports", "Odder", "--out", "/dev/null"): f"skrive /dev/null: {NO_FOLDER}",
    ("tables", "--out", "fil"): f"skrive fil: {NO_FOLDER}",
    ("reports", "Odder", "--out", "fil/ud"): "fil/ud: en del af stien er en fil, forventede en",
    ("reports", "Odder", "--out", LONG): "navnet er for langt. Vælg en mappe med en kortere sti",
    ("reports", "Odder", "--out", ""): "--out: '' er ikke navnet på en fil eller en mappe.",
    ("reports", "Odder", "--out", "a\0b"): "--out: 'a\\x00b' er ikke navnet på en fil eller en",
    ("reports", "Odder", "--own", "rør"): f"rør: {ORDINARY}",
    ("reports", "Odder", "--own", "uendelig"): f"uendelig: {ORDINARY}",
    ("reports", "Odder", "--own", "sokkel"): f"sokkel: {ORDINARY}",
    ("reports", "Odder", "--own", "."): f".: {UNREAD}",
    ("reports", "Odder", "--own", "ring"): f"ring: {UNREAD}",
    ("reports", "Odder", "--own", "væk"): f"væk: {UNREAD}",
    ("reports", "Odder", "--own", "fil/x"): f"fil/x: {UNREAD}",
    ("reports", "Odder", "--own", LONG): f"{LONG}: {UNREAD}",
    ("reports", "Odder", "--own", "https://x.dk/a.yml"): f"https:/x.dk/a.yml: {UNREAD}",
    ("reports", "Odder", "--own", "\x1b[31m.yml"): f"\\x1b[31m.yml: {UNREAD}",
    ("reports", "Odder", "--answers", "rør"): f"rør: {ORDINARY}",
    ("reports", "Odder", "--answers", "uendelig"): f"uendelig: {ORDINARY}",
    ("reports", "Odder", "--answers", "ring"): "'ring': filen kan ikke åbnes. Luk den i andre",
    ("reports", "Odder", "--answers", "væk.csv"): "væk.csv: filen findes ikke i denne mappe. Ret",
    ("reports", "Odder", "--answers", f"{LONG}.csv"): "navnet er for langt.",
    ("check", "."): ".: er en mappe, forventede en fil. Vælg filen i mappen.",
    ("check", ""): "FIL: '' er ikke navnet på en fil eller en mappe.",
    ("check", "/dev/stdin"): f"stdin: {ORDINARY}",
    ("check", "s3://spand/svar.csv"): "svar.csv: filen findes ikke i mappen s3:/spand.",
    ("check", "\udcff.csv"): "\\udcff.csv: filen findes ikke i denne mappe.",
    ("reports", "--\x1b[31m"): "--\\x1b[31m. Se: fagligheder --help",
}


@posix
@pytest.mark.parametrize("arguments", PLACES, ids=lambda arguments: short(" ".join(arguments)))
def test_a_place_that_is_none(run, tmp_path, monkeypatch, arguments):
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    (tmp_path / "ring").symlink_to("ring")
    (tmp_path / "uendelig").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "rør")
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind("sokkel")
    reader, writer = os.pipe()
    monkeypatch.setattr(sys, "stdin", os.fdopen(reader))
    before = sorted(path.name for path in tmp_path.iterdir())
    number, said, jobs = run(*arguments)
    os.close(writer)
    assert number == 2
    assert PLACES[arguments] in said
    assert said.startswith("fagligheder: ")
    assert said.count("\n") == 1
    assert jobs == []
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@posix
def test_a_pipe_beside_the_answers_is_no_mapping(tmp_path, run):
    (tmp_path / "svar.csv").write_text(HEADING + "Odder;1;2\n", encoding="utf-8")
    os.mkfifo(tmp_path / "svar.kolonner.yml")
    assert run("check", "svar.csv")[:2] == (0, "")
    with pytest.raises(InputError, match=re.escape(f"svar.kolonner.yml: {ORDINARY}")):
        read_mapping(tmp_path / "svar.kolonner.yml", read_codebook())


@posix
def test_a_name_that_is_no_text_in_any_alphabet(tmp_path, run):
    """Bytes that are no UTF-8 are legal in a file's name here, and the run tells of them."""
    own = tmp_path / os.fsdecode(b"\xff.yml")
    own.write_text("medarbejdere: 70\n", encoding="utf-8")
    number, said, (job,) = run("reports", "Odder", "--own", own.name, "--out", "ud")
    assert (number, said) == (0, "")
    assert Path(str(job.parameters["own"])).name == own.name
    noted = json.loads((tmp_path / "ud" / "manifest.json").read_text(encoding="utf-8"))
    assert noted["documents"]["0727-odder-egne-svar"]["made_of"]["parameters"]["own"] == "?.yml"


# --- a kommune's own file

EXAMPLE = "Se eksemplet i docs/egne-svar.md."
LAUGHS = "\n".join(
    ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    + [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
)
OWN: dict[str, tuple[str | bytes, str]] = {
    "laughs": (LAUGHS, 'egne.yaml: fandt overskriften "a", forventede en af kommune, medarb'),
    "laughs as answers": ("svar: &a\n  figur 2: *a\n", "egne.yaml, linje 1: forventede YAML"),
    "itself": ("kommune: &a [*a]\n", "egne.yaml, linje 1: forventede YAML"),
    "merge": ("<<: {kommune: Odder}\n", 'egne.yaml: fandt overskriften "<<", forventede en af'),
    "dunder": ("__class__: Odder\n", 'egne.yaml: fandt overskriften "__class__", forventede en'),
    "code as document": (
        "!!python/object/apply:os.system ['touch x']\n",
        f'egne.yaml: forventede linjer som "medarbejdere: 70", fandt andet indhold. {EXAMPLE}',
    ),
    "code as answers": (
        "svar: !!python/object/new:subprocess.Popen [[touch, x]]\n",
        f'egne.yaml, "svar": forventede spørgsmål med emner og svar under. {EXAMPLE}',
    ),
    "code as kommune": (
        "kommune: !!python/object/apply:os.system ['touch x']\n",
        'egne.yaml, "kommune": forventede tekst, fandt en liste eller flere linjer',
    ),
    "UTF-16": ("kommune: Odder\n".encode("utf-16"), "egne.yaml: forventede tegnsættet UTF-8."),
    "UTF-32": ("kommune: Odder\n".encode("utf-32"), "egne.yaml: forventede tegnsættet UTF-8."),
    "bytes": (b"kommune: \xff\xfe\n", "egne.yaml: forventede tegnsættet UTF-8."),
    "list as staff": ("medarbejdere: [70]\n", "\"medarbejdere\": fandt 'flere linjer', forventede"),
    "NaN": ("medarbejdere: .nan\n", "\"medarbejdere\": fandt '.nan', forventede et helt tal"),
    "list as answers": ("svar: [a]\n", '"svar": forventede spørgsmål med emner og svar under.'),
    "deep answer": (
        "svar:\n  figur 2:\n    virksomheder: {a: {b: c}}\n",
        'egne.yaml, "figur 2", "virksomheder": fandt "flere linjer", forventede et svar på',
    ),
    "deep": ("svar: " + "{a: " * 3000 + "\n", "egne.yaml: forventede YAML"),
    "quotation": ("noter: 'aldrig lukket\n", "egne.yaml, linje 2: forventede YAML"),
    "terminal": ('"\\e[31mkommune": x\n', 'egne.yaml: fandt overskriften "\x1b[31mkommune"'),
    "notes": (
        "noter: " + "ord " * 50_000 + "\n",
        f'egne.yaml, "noter": fandt 199999 tegn, forventede højst {MOST_NOTES}. Forkort teksten.',
    ),
    "too large": (
        b"#" * 500_001,
        "egne.yaml: filen fylder 0,5 MB, forventede højst 0,5 MB. Se efter, om det er den rigtige",
    ),
}


@pytest.mark.parametrize("case", OWN)
def test_a_hostile_own_file_is_refused_and_obeyed_in_nothing(tmp_path, monkeypatch, case):
    content, said = OWN[case]
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "egne.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError) as error:
        read_own(path)
    assert said in str(error.value)
    assert len(str(error.value)) < 2500
    assert list(tmp_path.iterdir()) == [path]


def test_fifty_megabytes_of_own_answers_are_not_even_opened(tmp_path):
    path = tmp_path / "egne.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    for read in (read_own, lambda path: read_mapping(path, read_codebook())):
        with pytest.raises(InputError) as error:
            read(path)
        assert str(error.value) == (
            "egne.yaml: filen fylder 50,0 MB, forventede højst 0,5 MB. "
            "Se efter, om det er den rigtige fil."
        )


def test_of_many_problems_the_first_fifty_are_told(tmp_path):
    path = tmp_path / "egne.yaml"
    path.write_text("".join(f"k{i}: 1\n" for i in range(2_000)), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_own(path)
    assert len(error.value.problems) == 51
    assert str(error.value.problems[-1]) == (
        "1950 problemer til er ikke vist. "
        "Ret de viste først, og prøv igen; ofte har de samme årsag."
    )


# --- files of answers


def altered(part: str, change: Callable[[bytes], bytes], value: object = 1) -> bytes:
    """A workbook with one of its parts changed."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(cell_of_workbook(value))) as whole,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, change(content) if name == part else content)
    return file.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    return altered("xl/worksheets/sheet1.xml", lambda xml: xml.replace(old, new, 1))


def parquet(table: pa.Table) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


def same(value: str, rows: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int8)), pa.array([value]))


def entities(doctype: str, said: str) -> bytes:
    """A workbook whose sheet declares entities and shows one."""

    def change(xml: bytes) -> bytes:
        row = f'<row><c t="inlineStr"><is><t>&{said};</t></is></c></row></sheetData>'
        xml = xml.replace(b"<worksheet", f"<!DOCTYPE x [{doctype}]><worksheet".encode(), 1)
        return xml.replace(b"</sheetData>", row.encode())

    return altered("xl/worksheets/sheet1.xml", change)


DAMAGED = "filen er beskadiget eller er ikke en rigtig {}-fil"
WIDE = f"kolonner, forventede højst {MOST_COLUMNS}. Se efter, om det er den rigtige fil, og slet"
TALL = f"rækker, forventede højst {MOST_ROWS}. Se efter, om det er den rigtige fil, og slet"
WIDE_HEADING = "kommune;" + ";".join(f"k{i}" for i in range(100_000)) + "\n"
LAUGHING = '<!ENTITY a "lolololololololololol">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
ANSWERS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "100,000 columns": (
        "a.csv",
        lambda: (WIDE_HEADING + "1;" * 100_000 + "1\n").encode(),
        f"a.csv: fandt 100001 {WIDE}",
    ),
    "100,000 columns in quotes": (
        "a.csv",
        lambda: ('"kommune"' + WIDE_HEADING[7:] + "1;" * 100_000 + "1\n").encode(),
        f"a.csv: fandt 100001 {WIDE}",
    ),
    "columns alone": (
        "a.csv",
        lambda: b"x;" * 5_000_000,
        f"a.csv: fandt over {MOST_COLUMNS} {WIDE}",
    ),
    "rows": (
        "a.csv",
        lambda: HEADING.encode() + b"Odder;1;1\n" * 2_200_000,
        f"a.csv: fandt over {MOST_ROWS} {TALL}",
    ),
    "rows in quotes": (
        "a.csv",
        lambda: HEADING.encode() + b'"Odder";1;1\n' + b"\n" * 4_000_000,
        f"a.csv: fandt over {MOST_ROWS} {TALL}",
    ),
    "rows of parquet": (
        "a.parquet",
        lambda: parquet(pa.table({"kommune": same("Odder", 30_000_000)})),
        f"a.parquet: fandt 30000000 {TALL}",
    ),
    "zip bomb": (
        "a.xlsx",
        lambda: in_sheet(b"</sheetData>", b" " * 310_000_000 + b"</sheetData>"),
        "a.xlsx: fandt 310,0 MB, når den pakkes ud, forventede højst 300,0 MB. Se efter, om",
    ),
    "laughs in a sheet": ("a.xlsx", lambda: entities(LAUGHING, "i"), DAMAGED),
    "file in a sheet": (
        "a.xlsx",
        lambda: entities('<!ENTITY x SYSTEM "file:///etc/passwd">', "x"),
        DAMAGED,
    ),
    "column beyond the sheet": ("a.xlsx", lambda: in_sheet(b'"B2"', b'"ZZZZZZ2"'), DAMAGED),
    "macros": (
        "a.xlsx",
        lambda: altered(
            "[Content_Types].xml",
            lambda xml: xml.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"),
        ),
        DAMAGED,
    ),
    "macros by name": ("a.xlsm", lambda: cell_of_workbook(1), "a.xlsm: filtypen '.xlsm' kan ikke"),
    "link to another file": (
        "a.xlsx",
        lambda: cell_of_workbook("='[1]Ark1'!A1"),
        FORMULA,
    ),
    "web query": ("a.xlsx", lambda: cell_of_workbook('=WEBSERVICE("https://x.dk")'), FORMULA),
    "truncated": ("a.xlsx", lambda: cell_of_workbook(1)[:-200], DAMAGED),
    "truncated parquet": (
        "a.parquet",
        lambda: parquet(pa.table({"kommune": ["Odder"]}))[:-20],
        DAMAGED,
    ),
    "sav called dta": (
        "a.dta",
        lambda: b"$FL2" + b"x" * 300,
        "filen hedder .dta, men indholdet er",
    ),
    "dta called csv": ("a.csv", lambda: b"<stata_dta>\0;\n", "fandt 'et NUL-tegn (byte 0x00)'"),
    "parquet called xlsx": (
        "a.xlsx",
        lambda: parquet(pa.table({"kommune": ["Odder"]})),
        "a.xlsx: filen hedder .xlsx, men indholdet er en .parquet-fil.",
    ),
    "half a character": (
        "a.csv",
        lambda: (HEADING + "Odder;1;1").encode("utf-16")[:-1],
        "passer ikke i filens tegnsæt",
    ),
    "UTF-16 without a mark": (
        "a.csv",
        lambda: HEADING.encode("utf-16-le"),
        "række 1: fandt 'et NUL-tegn (byte 0x00)'",
    ),
    "EBCDIC": ("a.csv", lambda: HEADING.encode("cp500"), "forventede flere kolonner adskilt af"),
    "command": ("a.csv", lambda: (HEADING + "=cmd|'/c calc'!A1;1;1").encode(), "en af Danmarks 98"),
    "command as answer": (
        "a.csv",
        lambda: (HEADING + "Odder;=cmd|'/c calc'!A1;1").encode(),
        FORMULA,
    ),
    "at sign as answer": ("a.csv", lambda: (HEADING + "Odder;@SUM(1);1").encode(), CURE),
    "plus as answer": ("a.csv", lambda: (HEADING + "Odder;+1+cmd;1").encode(), IMPORTANCE),
    "terminal": (
        "a.csv",
        lambda: (HEADING + "\x1b[31mOdder;1;1").encode(),
        "fandt '\\x1b[31mOdder', forventede en af Danmarks 98 kommuner. Mente du Odder?",
    ),
    "quotation never closed": (
        "a.csv",
        lambda: HEADING.encode() + b'"' + b"Odder;1;1\n" * 500_000,
        "række 2: fandt 'en meget lang celle', forventede en række, hvor hvert anførselstegn",
    ),
    "50 MB on a line": (
        "a.csv",
        lambda: b"kommune;importance_integration\n" + b"x" * 50_000_000 + b";1\n",
        "række 2: fandt 'en meget lang celle'",
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_a_hostile_file_of_answers_is_refused(tmp_path, monkeypatch, case):
    name, content, said = ANSWERS[case]
    monkeypatch.chdir(tmp_path)
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(InputError) as error:
        read_answers(path)
    told = str(error.value)
    assert said.format(path.suffix) in told
    assert len(told) < 1000
    assert name in told
    assert "root:" not in told
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_file_larger_than_any_survey_is_not_even_opened(tmp_path):
    path = tmp_path / "svar.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1_000_000)
    with pytest.raises(InputError, match=r"svar\.csv: filen fylder 201,0 MB, forventede højst 200"):
        read_answers(path)


#: The same limits, held low: the file's name, its content, and what is said.
LOW: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "rows in UTF-16": (
        "a.csv",
        lambda: (HEADING + "Odder;1;1\n" * 40).encode("utf-16"),
        "a.csv: fandt over 20 rækker, forventede højst 20.",
    ),
    "columns of parquet": (
        "a.parquet",
        lambda: parquet(pa.table({f"k{i}": ["1"] for i in range(21)})),
        "a.parquet: fandt 21 kolonner, forventede højst 20.",
    ),
    "columns of a sheet": (
        "a.xlsx",
        lambda: in_sheet(b'"B2"', b'"XFD2"'),
        "a.xlsx: fandt 16384 kolonner, forventede højst 20.",
    ),
    "unpacked parquet": (
        "a.parquet",
        lambda: parquet(pa.table({"kommune": ["x" * 3_000_000]})),
        "a.parquet: fandt 3,0 MB, når den pakkes ud, forventede højst 1,0 MB.",
    ),
    "rows of sav": (
        "a.sav",
        lambda: statistical(".sav", 21),
        "a.sav: fandt 21 rækker, forventede højst 20.",
    ),
    "rows of dta": (
        "a.dta",
        lambda: statistical(".dta", 21),
        "a.dta: fandt 21 rækker, forventede højst 20.",
    ),
}


def statistical(ending: str, rows: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        frame = pd.DataFrame({"kommune": ["Odder"] * rows, "importance_integration": [1.0] * rows})
        return save(frame, Path(folder) / f"a{ending}").read_bytes()


@pytest.mark.parametrize("case", LOW)
def test_every_kind_of_file_is_held_to_the_limits(tmp_path, monkeypatch, case):
    name, content, said = LOW[case]
    path = tmp_path / name
    path.write_bytes(content())
    for module in (limits, files, text_files):
        for limit, number in (("MOST_ROWS", 20), ("MOST_COLUMNS", 20), ("MOST_UNPACKED", 10**6)):
            if hasattr(module, limit):
                monkeypatch.setattr(module, limit, number)
    with pytest.raises(InputError, match=re.escape(said)):
        read_answers(path)


def test_a_sheet_with_an_answer_far_away_is_read(tmp_path):
    path = tmp_path / "svar.xlsx"
    path.write_bytes(in_sheet(b'"B2"', b'"XFD2"'))
    survey = read_answers(path)
    assert survey.kommuner.index.tolist() == ["0727"]
    assert "Kolonner, der ikke er brugt: XFD (uden overskrift)." in survey.notes


# --- free text

ODD = "\x00\x07\x1b[31m\x7f\x9b\u202e\u2066\ud800"
#: What a kommune writes → what its page says; the same but for spaces where nothing else is said.
NOTES: dict[str, tuple[str, str | None]] = {
    "script": ("<script>alert(1)</script>", None),
    "image": ("<img src=x onerror=alert(1)>", None),
    "style": ("</style></main><style>*{display:none}</style>", None),
    "comment": ("<!-- skjult --> og <!DOCTYPE html>", None),
    "read": ('#read("/etc/passwd") og #include "x.typ"', None),
    "import": ('#import "/etc/passwd": * #let x = 1', None),
    "panic": ('#panic("nu") ] #] ) }', None),
    "math": ("$ x^2 $ og $$y$$ og \\(z\\)", None),
    "label": ("<mærke> @mærke @@", None),
    "tex": ("\\input{/etc/passwd} \\write18{ls} \\\\", None),
    "jinja": ("{{ 7*7 }} {% include 'x' %} {# væk #}", None),
    "template": ("${7*7} <%= 7*7 %> #{7*7}", None),
    "link": ("[x](javascript:alert(1)) og ![x](https://x.dk/p.png)", None),
    "address": ("<javascript:alert(1)> <https://x.dk>", None),
    "reference": ("[x][y]\n\n[y]: https://x.dk", "[x][y] [y]: https://x.dk"),
    "entities": ("&lt;b&gt; &#60;script&#62; &amp;", None),
    "emphasis": ("**fed** _kursiv_ `kode` ~~væk~~", None),
    "heading": ("# ikke en overskrift", None),
    "line under": ("titel\n=====", None),
    "rule": ("---", None),
    "list": ("- ikke en liste", None),
    "numbers": ("1. ikke en liste", None),
    "brackets": ("1) ikke en liste", None),
    "plus": ("+ ikke en liste", None),
    "quote": ("> ikke et citat", None),
    "table": ("| a | b |\n|---|---|\n| c | d |", None),
    "fence": ("```\nikke kode\n```", None),
    "tabs": ("\tikke kode", None),
    "formula": ("=cmd|'/c calc'!A1", None),
    "odd characters": (f"a{ODD}b", "a[31mb"),
    "separators": ("a\u2028# b\u2029- c\x85d", "a # b - cd"),
    "word": ("x" * 9_000, None),
    "stars": ("*" * 9_000, None),
    "opening": ("[" * 9_000, None),
    "accents": ("e" + "\u0301" * 200, None),
    "paragraphs": ("ord\n\n" * 1_500, None),
}
#: How many lines of a note end within a paragraph; those of the others are paragraphs.
LINE_BREAKS = {"table": 2, "fence": 2, "separators": 2, "line under": 1}


def squeezed(text: str) -> str:
    """Text without what a line break may add or take: spaces and hyphens."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", unicodedata.normalize("NFC", text))


def harmless(page: Page) -> None:
    """Assert that a page runs nothing and fetches nothing, and that its frame stands."""
    assert page.open == []
    acting = "script iframe object embed link form input base foreignobject animate set".split()
    assert page.named(*acting) == []
    assert len(page.named("main")) == len(page.named("footer")) == len(page.named("h1")) == 1
    assert (
        len([tag for tag, _, around in page.elements if tag == "style" and "svg" not in around])
        == 1
    )
    for tag, attributes, _ in page.elements:
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            if name in ("src", "href", "xlink:href", "data", "action"):
                assert re.match(r"#|data:(image/(png|jpeg)|font)|https://|mailto:", value or "#")
    drawn = " ".join(re.findall(r"<style[^>]*>(.*?)</style>", page.html, flags=re.DOTALL))
    assert not re.search(r"@import|url\((?!data:font|#)", drawn)


def exported(*cells: NotebookNode) -> tuple[Page, str, pikepdf.Pdf]:
    """A notebook as page, as the PDF's words, and as PDF."""
    nb = promote_headings(notebook(markdown("# Titel", id="title")))
    nb.cells += cells
    html, _ = FaglighederHTMLExporter().from_notebook_node(nb)
    made, _ = FaglighederPDFExporter().from_notebook_node(nb)
    pdf = pikepdf.open(io.BytesIO(made))
    page = Page(html)
    harmless(page)
    assert pdf.Root.MarkInfo.Marked
    return page, words_of_pdf(pdf), pdf


@pytest.fixture(scope="module")
def noted(tmp_path_factory) -> tuple[dict[str, Page], str]:
    """Each note on a page of its own, and all of them in one PDF."""
    from analysis.survey.published import read_published

    folder, survey, cells = tmp_path_factory.mktemp("noter"), read_published(), {}
    for name, (written, _) in NOTES.items():
        path = folder / "egne.yaml"
        path.write_text(f"noter: {json.dumps(written)}\n", encoding="ascii")
        block = kommune_page(survey, "Odder", own=read_own(path)).notes()
        cells[name] = code(f"page.notes({name!r})", shown(block))
    pages = {name: exported_page(cell) for name, cell in cells.items()}
    made, _ = FaglighederPDFExporter().from_notebook_node(
        promote_headings(notebook(markdown("# Titel", id="title"), *cells.values()))
    )
    with pikepdf.open(io.BytesIO(made)) as pdf:
        feet = r"Fagligheder på beskæftigelsesområdet · Titel\s*Side \d+ af \d+"
        return pages, squeezed(re.sub(feet, "", words_of_pdf(pdf)))


def exported_page(cell: NotebookNode) -> Page:
    nb = promote_headings(notebook(markdown("# Titel", id="title"), cell))
    return Page(FaglighederHTMLExporter().from_notebook_node(nb)[0])


@pytest.mark.parametrize("name", NOTES)
def test_what_a_kommune_writes_is_only_text(noted, name):
    pages, pdf = noted
    page = pages[name]
    harmless(page)
    written, said = NOTES[name]
    wanted = " ".join((said or written).split())
    # A line of the note is a line of the page, without a space at its end.
    assert "".join(f"egnenoter{wanted}".split()).lower() in "".join(page.words.split()).lower()
    tags = [tag for tag, _, around in page.elements if "main" in around]
    assert set(tags) <= {"header", "h1", "h2", "p", "br"}
    assert tags.count("br") == LINE_BREAKS.get(name, 0)
    assert squeezed(wanted) in pdf


@pytest.mark.parametrize("name", NOTES)
def test_a_note_is_stored_as_text_in_the_notebook(survey, tmp_path, name):
    path = tmp_path / "egne.yaml"
    path.write_text(f"noter: {json.dumps(NOTES[name][0])}\n", encoding="ascii")
    words = kommune_page(survey, "Odder", own=read_own(path)).notes().markdown
    words.encode()
    assert not re.search(r"(?<!\\)[<>$\[\]`*#|&~!]", words.partition("\n\n")[2])


def test_emoji_and_other_alphabets_stand_on_the_page_and_are_marked_in_the_pdf(survey):
    own = Own(notes="👨‍👩‍👧 🇩🇰 中文 😀")
    page, pdf, _ = exported(code("n", shown(kommune_page(survey, "Odder", own=own).notes())))
    assert own.notes in page.words
    assert "😀" in pdf
    assert pdf.count("□") == 7


def test_the_name_of_a_file_of_answers_is_only_text(tmp_path, survey):
    name = '<img src=x onerror=1> *b* [c](javascript:1) #read("d") $\\e{$ \u202e_f_.csv'
    (tmp_path / name).write_text(HEADING + "Odder;1;2\nLejre;1;2\n", encoding="utf-8")
    own = kommune_page(read_answers(tmp_path / name), "Odder")
    page, pdf, _ = exported(code("k", shown(own.known())), code("a", shown(own.about())))
    said = name.replace("\u202e", "")
    drawing = Page(clean_svg(own.figure("importance").figure.svg(), "f-", "figur"))
    assert squeezed(said) in squeezed(drawing.words)
    assert drawing.named("img", "a") == []
    assert page.words.count(" ".join(said.split())) == 3
    assert squeezed(pdf).count(squeezed(said)) == 3
    assert {tag for tag, _, around in page.elements if "main" in around} & {
        "img",
        "a",
        "em",
    } == set()


# --- what a cell shows


def cell(data: dict[str, object], metadata: dict[str, object] | None = None) -> NotebookNode:
    """A cell that shows something as no check of ours would let through."""
    shows = code("vis()")
    content = nbformat.from_dict(data), nbformat.from_dict(metadata or {})
    shows.outputs = [output("display_data", data=content[0], metadata=content[1])]
    return shows


def picture(content: object, mime: str = "image/png") -> NotebookNode:
    return cell({mime: content, "text/plain": "<Figur>"}, {mime: {"alt": "En figur"}})


def svg(body: str, start: str = "") -> NotebookNode:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    drawing = f'{start}<svg {names} viewBox="0 0 90 20">{body}<text x="1" y="9">tegnet</text></svg>'
    return picture(drawing, "image/svg+xml")


def wide_png(side: int) -> str:
    """A picture that is small as a file and large on a screen."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(side * (1 + side // 8)), 9))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")).decode()


WHERE = 'celle 2 ("vis()")'
NOT_PNG = f"{WHERE}: billedet er ikke et gyldigt PNG-billede. Tegn det igen."
NOT_SVG = f"{WHERE}: figuren er ikke gyldig SVG ("
NO_PAGE = "kan ikke sættes på en side. Vis en tabel, en figur eller tekst i stedet"
LOL = '<!ENTITY a "lolololol">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED: dict[str, tuple[Callable[[], NotebookNode], str]] = {
    "file in an svg": (
        lambda: svg("&x;", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        NOT_SVG,
    ),
    "laughs in an svg": (lambda: svg("&i;", f"<!DOCTYPE svg [{LOL}]>"), NOT_SVG),
    "deep svg": (lambda: svg("<g>" * 9000 + "</g>" * 9000), "ligger for dybt i hinanden. Tegn den"),
    "large svg": (lambda: svg("<g/>" * 60_000), "figuren har 60002 dele, forventede højst 50000."),
    "svg without an area": (
        lambda: picture(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>', "image/svg+xml"
        ),
        f"{WHERE}: figurens viewBox er ingen flade ('0 0 0 9'). Tegn den igen.",
    ),
    "svg of half characters": (lambda: svg("<text>\ud800</text>"), NOT_SVG),
    "page in svg": (
        lambda: svg(
            '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><b>x1</b></body></foreignObject>'
        ),
        f'{WHERE}: figuren viser teksten "x1" i <foreignObject>, som ikke kan trykkes.',
    ),
    "picture in an svg from elsewhere": (
        lambda: svg('<image href="https://x.dk/p.png"/>'),
        f"{WHERE}: figuren henter https://x.dk/p.png i <image>, og det kan ikke følge med",
    ),
    "part of an svg from elsewhere": (
        lambda: svg('<use xlink:href="file:///etc/passwd#a"/>'),
        f"{WHERE}: figuren henter file:///etc/passwd#a i <use>, og det kan ikke følge med",
    ),
    "svg in svg": (
        lambda: svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
        f"{WHERE}: figuren henter data:image/svg+xml;base64,PHN2Zy8+ i <image>, og det kan",
    ),
    "style in svg": (
        lambda: svg("<style>main{display:none} @import url(https://x.dk)</style>"),
        f"{WHERE}: figurens stilregel @import url(https://x.dk) kan ikke følge med",
    ),
    "escaped address in a style of svg": (
        lambda: svg("<style>rect{fill:u\\72l(https://x.dk)}</style>"),
        f"{WHERE}: figurens fill er 'url(https://x.dk)', som ikke kan følge med",
    ),
    "escaped address in svg": (
        lambda: svg('<g style="fill:\\75rl(https://x.dk)"/>'),
        f"{WHERE}: figurens fill er 'url(https://x.dk)', som ikke kan følge med",
    ),
    "image-set in svg": (
        lambda: svg("<g style=\"mask:image-set('https://x.dk' 1x)\"/>"),
        f"{WHERE}: figurens mask er ",
    ),
    "svg that is a number": (lambda: picture(5, "image/svg+xml"), "skal være tekst, fandt int."),
    "text as png": (lambda: picture(base64.b64encode(b"hej").decode()), NOT_PNG),
    "markup as png": (lambda: picture('"><script>alert(1)</script>'), NOT_PNG),
    "png with an attribute": (lambda: picture(png() + '" onerror="alert(1)'), NOT_PNG),
    "half a png": (lambda: picture(png()[:60]), NOT_PNG),
    "no png": (lambda: picture(""), NOT_PNG),
    "svg as png": (lambda: picture(base64.b64encode(b"<svg/>").decode()), NOT_PNG),
    "png as jpeg": (
        lambda: picture(png(), "image/jpeg"),
        f"{WHERE}: billedet er ikke et gyldigt JPEG-billede. Tegn det igen.",
    ),
    "png bomb": (
        lambda: picture(wide_png(8_000)),
        f"{WHERE}: billedet har over 50 mio. punkter. Tegn det mindre.",
    ),
    "png that is a number": (lambda: picture({"a": 1}), "skal være tekst, fandt NotebookNode."),
    "gif": (lambda: picture("AAAA", "image/gif") | {}, "Figur"),
    "script alone": (lambda: cell({"application/javascript": "alert(1)"}), NO_PAGE),
    "script with text": (
        lambda: cell({"application/javascript": "alert(1)", "text/plain": "<Javascript>"}),
        NO_PAGE,
    ),
    "widget with text": (
        lambda: cell(
            {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}, "text/plain": "S(0)"}
        ),
        NO_PAGE,
    ),
    "widget alone": (
        lambda: cell({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}}),
        NO_PAGE,
    ),
    "script in html": (
        lambda: cell({"text/html": "<b>fed</b><script>alert(1)</script>", "text/plain": "fed"}),
        "outputtet text/html viser et script, som ikke kan sættes på en side. Vis en tabel",
    ),
    "page in html": (
        lambda: cell({"text/html": "<iframe src='https://x.dk'></iframe>", "text/plain": "<Kort>"}),
        "outputtet text/html viser en indlejret side, som ikke kan",
    ),
    "form in html": (
        lambda: cell({"text/html": "<form action='//x.dk'><input></form>", "text/plain": "fed"}),
        "outputtet text/html viser et felt, der kan betjenes, som ikke kan",
    ),
    "picture from the network in html": (
        lambda: cell({"text/html": "<img src='https://x.dk/p.png' alt='x'>", "text/plain": "fed"}),
        "outputtet text/html viser et billede, der hentes et andet sted, som ikke kan",
    ),
    "no pdf": (
        lambda: picture("AAAA", "application/pdf"),
        f"{WHERE}: figuren er ikke en gyldig PDF. Tegn den igen.",
    ),
    "chart that fetches": (
        lambda: cell(
            {
                "application/vnd.vegalite.v5+json": {
                    "title": "t",
                    "data": {"url": "file:///etc/passwd"},
                }
            }
        ),
        "figuren henter et kort eller data fra nettet, når den vises",
    ),
    "picture in a chart": (
        lambda: cell(
            {
                "application/vnd.vegalite.v5+json": {
                    "title": "t",
                    "data": {"values": [{"i": "https://x.dk/p.png"}]},
                    "mark": "image",
                    "encoding": {"url": {"field": "i"}},
                }
            }
        ),
        "figuren ",
    ),
    "text that is a list": (lambda: cell({"text/plain": [1, 2]}), "skal være tekst, fandt list."),
    "deep html": (
        lambda: cell({"text/html": "<div>" * 20_000, "text/plain": "t"}),
        "outputtet text/html fylder 100000 tegn i 20000 lag, forventede højst 1000000 tegn i 200",
    ),
    "long html": (
        lambda: cell({"text/html": "<td>" * 300_000, "text/plain": "t"}),
        "outputtet text/html fylder 1200000 tegn i 0 lag, forventede højst 1000000 tegn i 200 lag",
    ),
    "50 MB of print": (
        lambda: code("vis()", printed("x" * 50_000_000)),
        f"{WHERE}: fandt 50000000 tegn, forventede højst {MOST_CHARACTERS}. Vis mindre, eller",
    ),
    "50 MB of text": (
        lambda: cell({"text/plain": "x" * 50_000_000}),
        f"{WHERE}: fandt 50000000 tegn, forventede højst {MOST_CHARACTERS}. Vis mindre, eller",
    ),
    "long markdown": (lambda: markdown("`" * 200_000), "fandt 200000 tegn, forventede højst"),
    "script in markdown": (
        lambda: markdown("x\n\n<script>alert(1)</script>"),
        "teksten viser et script, som ikke kan sættes på en side.",
    ),
    "deep tags in markdown": (
        lambda: markdown("<b>" * 10_000 + "x"),
        "teksten fylder 30009 tegn i 10000 lag, forventede højst 1000000 tegn i 200 lag. Vis "
        "mindre, eller mærk cellen remove-cell.",
    ),
    "picture from the network": (
        lambda: markdown("![x](https://x.dk/p.png)"),
        "billedet https://x.dk/p.png kan ikke følge med ud af notesbogen.",
    ),
}
REFUSED.pop("gif")


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_shown_is_refused_with_its_cell(case):
    make, said = REFUSED[case]
    shows = make()
    nb = notebook(markdown("# Titel", id="title"))
    nb.cells.append(shows)
    with pytest.raises(InputError) as error:
        document(nb)
    told = str(error.value)
    assert told.startswith("celle 2 (")
    assert said in told
    assert "root:" not in told
    assert len(told) < 700


#: What a cell shows → what page and PDF both say of it, and what of it is on no page.
TAMED: dict[str, tuple[NotebookNode, str, tuple[str, ...]]] = {
    "script in svg": (svg("<script>alert(1)</script>"), "tegnet", ("alert",)),
    "events in svg": (svg('<g onload="a1()" ONCLICK="a2()"/>'), "tegnet", ("a1(", "a2(")),
    "link in svg": (svg('<a href="javascript:alert(1)"><text>k</text></a>'), "tegnet", ("alert",)),
    "animation in svg": (
        svg('<g><animate attributeName="href" to="javascript:alert(1)"/><set to="x2"/></g>'),
        "tegnet",
        ("alert", "x2"),
    ),
    "filter in svg": (
        svg('<filter id="f"><feImage href="https://x.dk"/></filter>'),
        "tegnet",
        ("x.dk",),
    ),
    "end of style in svg": (
        svg("<style><![CDATA[</style><script>alert(1)</script>]]></style>"),
        "tegnet",
        ("alert", "CDATA"),
    ),
    "instruction in svg": (
        svg("<?php a3() ?><!-- a4 -->", '<?xml-stylesheet href="https://x.dk/a.css"?>'),
        "tegnet",
        ("a3", "a4", "x.dk"),
    ),
    "lines of svg": (
        picture(
            [
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9">\n',
                "<text>tegnet</text></svg>",
            ],
            "image/svg+xml",
        ),
        "tegnet",
        (),
    ),
    "acts in html": (
        cell(
            {
                "text/html": "<b onclick='alert(1)'>fed</b>"
                "<a href='javascript:alert(2)'>k</a><form action='//x.dk'></form>"
                "<base href='//x.dk'><meta http-equiv=refresh content='0;url=//x.dk'>"
                "<link rel=stylesheet href='//x.dk'>",
                "text/plain": "fed",
            }
        ),
        "fed",
        ("alert", "x.dk", "<form", "<base"),
    ),
    "html that ends the page": (
        cell(
            {
                "text/html": "fed</div></main></body></html><h1>Overtaget</h1><!--",
                "text/plain": "fed",
            }
        ),
        "fed",
        ("<h1>Overtaget",),
    ),
    "html in lines": (
        cell({"text/html": ["<b>fe", "d</b>"], "text/plain": ["fe", "d"]}),
        "fed",
        (),
    ),
    "latex": (
        cell({"text/latex": "formel $x$ <script>alert(1)</script>", "text/plain": "x"}),
        "formel",
        ("<script",),
    ),
    "print": (
        code("p", printed('#read("/etc/passwd") $x$ {{ 7*7 }} <script>alert(1)</script> ]')),
        '#read("/etc/passwd") $x$ {{ 7*7 }} <script>alert(1)</script> ]',
        ("<script",),
    ),
    "terminal": (
        code("p", printed("a\x1b[31mb\x1b]0;vindue\x07c\x00d\u202ee\ud800f\x9bg")),
        "abcdefg",
        ("vindue", "\x1b", "\u202e", "\x00"),
    ),
    "html in markdown": (
        markdown(
            "<div onclick='x()'>b</div>\n\n<b onmouseover=x()>c</b> "
            "<a href='javascript:alert(1)' style='position:fixed'>d</a> <base href='https://x.dk'>"
        ),
        "b c d",
        ("onclick", "onmouseover", "alert", "position", "x.dk"),
    ),
    "links in markdown": (
        markdown(
            "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x)"
            " [d](vbscript:x)"
            ' [e](file:///etc/passwd) [f](&#106;avascript:alert(1)) [g](https://kl.dk/"onclick="x)'
        ),
        "a b c d e f g",
        ("alert", "data:text", "vbscript", "file:", '"onclick'),
    ),
    "entities in markdown": (markdown("x &#0;&#x202e;&#55296; y"), "x", ("\u202e", "\x00")),
    "file in a formula": (markdown(r"$\input{/etc/passwd}$"), r"\input{/etc/passwd}", ("root:",)),
    "link in a formula": (
        markdown(r"$\href{javascript:alert(1)}{x}$ $\class{a}{\style{display:none}{slut}}$"),
        "slut",
        ("<a ", "href=", "style="),
    ),
    "markup in a formula": (
        markdown('$$\\text{slut <script>alert(1)</script> "#panic(1)}$$'),
        "slut",
        ("<script",),
    ),
    "formula that grows": (markdown(r"$\def\x{\x\x}\x$ slut"), "slut", ()),
    "deep formula": (markdown(r"$\frac{1}{" * 900 + "x" + "}" * 900 + "$ slut"), "slut", ()),
    "long formula": (markdown("$" + "x+" * 8000 + "x$ slut"), "slut", ()),
    "many formulas": (markdown("$x$ " * 2000 + "slut"), "slut", ()),
    "open formulas": (
        markdown(r"\begin{a}" * 3000 + "${" * 2000 + r"\\( $$ " * 2000),
        "begin",
        (),
    ),
    "deep quotation": (markdown(">" * 3000 + " dybt"), "dybt", ()),
    "open brackets": (markdown("[" * 20_000 + "slut"), "slut", ()),
    "backticks": (markdown("`".join("x" * i for i in range(150))), "xxxx", ()),
}


@pytest.mark.parametrize("case", TAMED)
def test_what_is_shown_acts_no_more(case):
    shows, said, never = TAMED[case]
    page, pdf, _ = exported(shows)
    assert said in page.words
    assert squeezed(said) in squeezed(pdf)
    for words in never:
        assert words not in page.html.partition("<main")[2]


def test_a_figures_style_rules_the_figure_alone():
    body = "<style>*{stroke:red} .a, #b{fill:blue}</style><g id='b'/>"
    page, _, _ = exported(svg(body))
    rules = page.html.partition("<svg")[2].partition("</style>")[0].partition("<style>")[2]
    assert rules.split("\n") == [
        "#c2o0-svg *{stroke:red}",
        "#c2o0-svg .a, #c2o0-svg #c2o0-b{fill:blue}",
    ]
    assert page.named("svg")[0]["id"] == "c2o0-svg"


# --- tables


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(tmp_path, start):
    text = f"{start}cmd|'/c calc'!A1"
    table = pd.DataFrame(
        {"item": [text, "a = b"], "group": pd.Categorical([text, "-"]), "share": [-0.5, 2.0]}
    )
    written = _csv(table.assign(basis="published"))
    (tmp_path / "tabel.csv").write_text(written, encoding="utf-8", newline="")
    with (tmp_path / "tabel.csv").open(encoding="utf-8", newline="") as file:
        _, first, second = csv.reader(file)
    inert = "'" + text.replace("\r", "\n")
    assert first == [inert, inert, "-0.5", "published"]
    assert second == ["a = b", "'-", "2", "published"]


def test_no_text_of_ours_begins_as_a_formula_does(survey):
    for name, table in table_files(measure_tables(survey)).items():
        for column in table.select_dtypes(exclude="number"):
            starts = table[column].dropna().astype(str).str[:1]
            assert not set(starts) & set("=+-@\t\r"), (name, column)
