"""A kommune's own answers: forgiving of spelling, clear in refusal, safe with hostile files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.measures.job_centre import job_centre
from analysis.survey.answers.own import Own, read_own
from analysis.survey.checks import InputError

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = "figur 2, figur 3, figur 4, figur 5, figur 6"
PROFILES = "Virksomheder, Borgernes kompetencer, Koordination, Inddragelse, Integration, Udvikling"
EXAMPLE = "Se eksemplet i docs/egne-svar.md."
NOT_YAML = f'forventede YAML ("navn: værdi", med ens indrykning). {EXAMPLE}'


@pytest.fixture
def read(tmp_path):
    """Read a text as a file of own answers."""

    def read(content: str | bytes) -> Own:
        path = tmp_path / "egne.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_own(path)

    return read


def refusal(read, content: str | bytes) -> str:
    with pytest.raises(InputError) as error:
        read(content)
    return str(error.value)


def answer(text: str) -> str:
    return f"svar:\n  current_share:\n    virksomheder: {text}\n"


@pytest.mark.parametrize("path", [None, ""])
def test_no_file_tells_nothing(path):
    assert read_own(path) == Own()


@pytest.mark.parametrize("content", ["", "# kun en bemærkning\n", "svar:\nnoter:\nmedarbejdere:\n"])
def test_an_empty_file_tells_nothing(read, content):
    assert read(content) == Own()


def test_a_whole_file(read):
    own = read(
        "kommune: Odder\n"
        "medarbejdere: 72\n"
        "svar:\n"
        "  figur 2:\n    Virksomheder: Meget vigtig\n    Kompetencer: vigtig\n    Koordination:\n"
        "  statements:\n    1: Helt enig\n    11: DELVIS ENIG\n"
        "noter: |\n  Drøftet 3. marts.\n"
    )
    assert own.kommune == "Odder"
    assert own.staff == 72
    assert own.answers == {
        "importance": {"virksomheder": "very_important", "borgernes_kompetencer": "important"},
        "statements": {"1": "fully_agree", "11": "partly_agree"},
    }
    assert own.number == 4
    assert own.notes == "Drøftet 3. marts.\n"


def test_english_headings_names_and_answers(read):
    own = read("Staff: 72\nANSWERS:\n  statements:\n    6: Fully agree\nnotes: ours\n")
    assert own == Own(staff=72, answers={"statements": {"6": "fully_agree"}}, notes="ours")


@pytest.mark.parametrize("name", ["figur 4", "Figur 4", "FIGUR  4", "4", "current_share", "Figur4"])
def test_a_question_is_named_by_key_or_figure(read, name):
    own = read(f"svar:\n  {name}:\n    virksomheder: under_5\n")
    assert own.answers == {"current_share": {"virksomheder": "under_5"}}


def test_a_question_is_named_by_figure_in_english(read):
    own = read("answers:\n  figure 4:\n    Companies: Under 5%\n")
    assert own.answers == {"current_share": {"virksomheder": "under_5"}}


@pytest.mark.parametrize(
    "text",
    [
        "15–20 pct.",
        "15-20 pct.",
        "15-20%",
        "15-20 %",
        "15–20 PCT.",
        "Mellem 15% og 20% af medarbejderne",
        "mellem 15 % og 20 % af  medarbejderne",
        "Between 15% and 20% of the staff",
        "from_15_to_20",
    ],
)
def test_an_answer_is_read_however_it_is_spaced(read, text):
    assert read(answer(text)).answers == {"current_share": {"virksomheder": "from_15_to_20"}}


@pytest.mark.parametrize("name", ["Figur 4: i dag", "Medarbejdere, der matcher profilerne i dag"])
def test_a_question_is_named_by_its_title(read, name):
    own = read(f"svar:\n  '{name}':\n    virksomheder: under_5\n")
    assert own.answers == {"current_share": {"virksomheder": "under_5"}}


def test_a_bare_number_is_no_answer(read):
    """5 would be the fifth answer, under 5 per cent; the writer may mean five per cent."""
    assert refusal(read, answer("5")) == (
        'egne.yaml, "current_share", "virksomheder": fandt "5", forventede et svar på skalaen '
        "(Over 20 pct., 15–20 pct., 10–15 pct., 5–10 pct., Under 5 pct.). Ret svaret."
    )


def test_a_file_from_windows_is_read(read):
    own = read(b"\xef\xbb\xbfkommune: \xc3\x86r\xc3\xb8\r\nmedarbejdere: 17\r\n")
    assert own == Own(kommune="Ærø", staff=17)


def test_the_example_in_the_guide_is_read(read, survey):
    guide = (ROOT / "docs" / "egne-svar.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", guide, flags=re.DOTALL)
    own = read(example)
    assert own.kommune == "Odder"
    assert list(own.answers) == list(survey.codebook.questions)
    assert own.number == len(re.findall(r"^    [^#\n]+: \S", example, flags=re.MULTILINE)) == 18
    assert job_centre(survey, "Odder", own=own).own == own.answers


# --- refusals, each with its whole message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "komune: Odder\n",
            'egne.yaml: fandt overskriften "komune", forventede en af kommune, medarbejdere, svar, '
            "noter. Ret eller slet linjen.",
        ),
        (
            "medarbejdere: ti\n",
            "egne.yaml, \"medarbejdere\": fandt 'ti', forventede et helt tal fra 1 til 9999. "
            "Skriv antallet af medarbejdere i jobcentret, fx 70.",
        ),
        (
            "medarbejdere: 0\n",
            "egne.yaml, \"medarbejdere\": fandt '0', forventede et helt tal fra 1 til 9999. "
            "Skriv antallet af medarbejdere i jobcentret, fx 70.",
        ),
        (
            "medarbejdere: true\n",
            "egne.yaml, \"medarbejdere\": fandt 'true', forventede et helt tal fra 1 til 9999. "
            "Skriv antallet af medarbejdere i jobcentret, fx 70.",
        ),
        (
            "medarbejdere: 1.100\n",
            "egne.yaml, \"medarbejdere\": fandt '1.100', forventede et helt tal fra 1 til 9999. "
            "Skriv antallet af medarbejdere i jobcentret, fx 70.",
        ),
        (
            "svar: Meget vigtig\n",
            f'egne.yaml, "svar": forventede spørgsmål med emner og svar under. {EXAMPLE}',
        ),
        (
            "svar:\n  figur 7:\n    virksomheder: Vigtig\n",
            f'egne.yaml, "svar": fandt "figur 7", forventede et spørgsmål ({QUESTIONS}) '
            "med svar under. Ret linjen.",
        ),
        (
            "svar:\n  figur 2: Vigtig\n",
            f'egne.yaml, "svar": fandt "figur 2", forventede et spørgsmål ({QUESTIONS}) '
            "med svar under. Ret linjen.",
        ),
        (
            "svar:\n  figur 2:\n    virksomhed: Vigtig\n",
            f'egne.yaml, "figur 2", "virksomhed": forventede en af {PROFILES}. Ret navnet.',
        ),
        (
            "svar:\n  figur 2:\n    Virksomheder: Vigtg\n",
            'egne.yaml, "figur 2", "Virksomheder": fandt "Vigtg", forventede et svar på skalaen '
            "(Meget vigtig, Vigtig, Mindre vigtig, Slet ikke vigtig). Ret svaret.",
        ),
        ("- Odder\n- 70\n", f'egne.yaml: forventede linjer som "medarbejdere: 70", fandt andet '
         f"indhold. {EXAMPLE}"),
        ("Odder", f'egne.yaml: forventede linjer som "medarbejdere: 70", fandt andet '
         f"indhold. {EXAMPLE}"),
        ("kommune: Odder\n  svar: [\n", f"egne.yaml, linje 2: {NOT_YAML}"),
        ("kommune: Odder\n\tmedarbejdere: 70\n", f"egne.yaml, linje 2: {NOT_YAML}"),
        (
            "kommune: Ærø\n".encode("latin-1"),
            "egne.yaml: forventede tegnsættet UTF-8. Gem filen som UTF-8.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(read, content, message):
    assert refusal(read, content) == message


def test_several_problems_are_listed_together(read):
    message = refusal(
        read,
        "komune: Odder\nmedarbejdere: ti\nsvar:\n  figur 2:\n    udvikling: ja\n    u: Vigtig\n",
    )
    assert len(message.split("\n")) == 4


def test_a_missing_file_or_a_folder_is_named(tmp_path):
    for path in (tmp_path / "findes-ikke.yaml", tmp_path):
        with pytest.raises(InputError) as error:
            read_own(path)
        assert str(error.value) == (
            f"{path}: filen med egne svar kan ikke læses. Ret stien, eller udelad den."
        )


def test_another_kommunes_file_is_refused(read, survey):
    own = read("kommune: Samsø\n")
    with pytest.raises(InputError) as error:
        job_centre(survey, "Odder", own=own)
    assert str(error.value) == (
        'Filen med egne svar er skrevet for "Samsø", men rapporten er for Odder. '
        "Ret linjen kommune i filen, eller vælg den anden kommune."
    )
    assert job_centre(survey, "samsø", own=own).kommune.name == "Samsø"


# --- hostile files


@pytest.mark.parametrize(
    "content",
    [
        "kommune: !!python/object/apply:os.system 'exit 1'\n",
        "kommune: !!python/name:os.system Odder\n",
        "kommune: !egen Odder\n",
    ],
)
def test_tags_are_not_obeyed(read, monkeypatch, content):
    monkeypatch.setattr("os.system", lambda _: pytest.fail("the file ran a command"))
    assert isinstance(read(content).kommune, str)


@pytest.mark.parametrize(
    "content",
    [b"noter: a\x00b\n", "noter: " + "[" * 5000 + "\n", "a: 1\n---\nb: 2\n", "? [a]\n: b\n", "%\n"],
    ids=["NUL", "deep", "two documents", "a list as name", "a directive"],
)
def test_content_that_is_no_small_file_of_lines(read, content):
    message = refusal(read, content)
    assert re.fullmatch(rf"egne\.yaml(, linje \d+)?: {re.escape(NOT_YAML)}", message)


def test_a_large_file_of_text_is_only_text(read):
    notes = "ord " * 2_500
    assert read(f"noter: '{notes}'\n").notes == notes


def test_what_stands_in_a_message_is_cut_short(read):
    message = refusal(read, f"svar:\n  figur 2:\n    udvikling: {'x' * 10_000}\n")
    assert len(message) < 300


def test_what_looks_like_a_date_is_text(read):
    assert read("noter: 2017-13-45\n").notes == "2017-13-45"


@pytest.mark.parametrize(
    "number", ["!!int ti", "!!bool ti", "!!timestamp ti", "1" * 5000, "-1", "1e3", "٧٠", "0x46"]
)
def test_a_number_that_is_none_is_refused(read, number):
    message = refusal(read, f"medarbejdere: {number}\n")
    assert message.startswith('egne.yaml, "medarbejdere": fandt \'')
    assert len(message) < 200


@pytest.mark.parametrize("number", ["0000001" + "1" * 5000, "00000700000"])
def test_leading_zeros_do_not_hide_a_number_that_is_too_large(read, number):
    try:
        read(f"medarbejdere: {number}\n")
    except InputError:
        return
    raise AssertionError("nothing was refused")


@pytest.mark.parametrize("content", ["noter: [a, b]\n", "noter: {a: b}\n", "kommune: [Odder]\n"])
def test_notes_and_kommune_are_text(read, content):
    assert "egne.yaml" in refusal(read, content)


def test_shared_nodes_are_not_unfolded(read):
    """A small one: two more lines would make 100 MB of text, four more 10 GB."""
    lines = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    for before, name in zip("abc", "bcd", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    content = "svar:\n  x:\n    " + "\n    ".join(lines) + "\nnoter: *d\n"
    message = refusal(read, content)
    assert '"noter"' in message
    assert len(message) < 2000


@pytest.mark.parametrize(
    ("content", "own"),
    [
        ("kommune: 0727\n", Own(kommune="0727")),
        ("medarbejdere: 070\n", Own(staff=70)),
        ('medarbejdere: "1100"\n', Own(staff=1100)),
    ],
)
def test_a_number_is_read_as_it_is_written(read, content, own):
    assert read(content) == own


@pytest.mark.parametrize(
    "content",
    [
        "medarbejdere: 70\nmedarbejdere: 80\n",
        "medarbejdere: 70\nstaff: 80\n",
        "svar:\n  figur 2:\n    udvikling: Vigtig\n  importance:\n    udvikling: Mindre vigtig\n",
    ],
)
def test_the_same_thing_twice_is_refused(read, content):
    assert "egne.yaml" in refusal(read, content)


def test_a_name_that_is_a_list_is_not_unfolded(read, monkeypatch):
    """Nine such lines would take the program an hour and all its memory."""
    monkeypatch.setattr("yaml.nodes.Node.__repr__", lambda _: pytest.fail("it was unfolded"))
    assert refusal(read, "svar: &a [l, l]\n? [*a, *a]\n: x\n").startswith("egne.yaml, linje 2: ")
