"""Character sets of text files: read as what they are, or named in the message."""

from __future__ import annotations

from itertools import product

import pytest

from analysis.survey.answers.encodings import text_encoding
from analysis.survey.answers.reader import read_answers
from analysis.survey.checks import InputError
from analysis.survey.kommuner import read_kommuner

ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "mac_roman", "cp865", "cp850"
)  # fmt: skip
ROWS = (
    ("kommune", "importance_integration", "current_share_integration", "bemærkning"),
    ("Høje-Taastrup", "Meget vigtig", "5-10 %", "På vej – måske"),
    ("Ærø", "Vigtig", "10–15 pct.", "“Fint”"),
    ("Tårnby", "Slet ikke vigtig", "Over 20 pct.", "Café"),
    ("Odder", "ved ikke", "", ""),
)
PLAIN = (
    ["0169", "0492", "0185", "0727"],
    ["very_important", "important", "not_important", None],
    ["from_5_to_10", "from_10_to_15", "over_20", None],
)


def values(survey):
    columns = ("kommune", "importance_integration", "current_share_integration")
    frame = survey.answers[[*columns]].astype(object)
    return tuple(frame[name].where(frame[name].notna(), None).tolist() for name in columns)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("separator", "end"), [*product(";,\t", ("\n", "\r\n", "\r"))])
def test_a_file_reads_the_same_in_every_character_set(tmp_path, encoding, separator, end):
    text = "".join(separator.join(row) + end for row in ROWS)
    for sign, plain in (("–", "-"), ("“", "'"), ("”", "'")):
        try:
            sign.encode(encoding)
        except UnicodeEncodeError:
            text = text.replace(sign, plain)
    path = tmp_path / "svar.csv"
    path.write_bytes(text.encode(encoding))
    survey = read_answers(path)
    assert values(survey) == PLAIN
    told = [note for note in survey.notes if "tegnsættet" in note]
    assert bool(told) == (not encoding.startswith("utf"))


@pytest.mark.parametrize("encoding", ENCODINGS[3:])
def test_no_kommune_alone_is_read_as_another(encoding):
    for kommune in read_kommuner().values():
        content = f"kommune;statements_1\n{kommune.name};1\n".encode(encoding)
        assert content.decode(text_encoding("svar.csv", content)) == content.decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "don’t know; 10–15; ’90’erne; “ja”; 5 °C; 1½; Müller"),
        ("mac_roman", "don’t know; 10–15; “ja”; Ølby"),
        ("cp850", "Müller; 5 °C; Århus"),
        ("utf-8", "Ærø"),
    ],
)
def test_signs_do_not_mislead(encoding, words):
    content = words.encode(encoding)
    assert content.decode(text_encoding("svar.csv", content)) == words


def test_a_character_set_that_cannot_be_told_is_refused():
    with pytest.raises(InputError) as error:
        text_encoding("svar.csv", b"kommune;x\n\x8frhus;\x81rhus\n")
    assert str(error.value) == (
        "svar.csv: tegnsættet kan ikke afgøres: æ, ø og å kan være skrevet i Macintosh eller "
        "DOS (cp865 eller cp850). Gem filen igen i tegnsættet UTF-8."
    )


def test_a_broken_byte_costs_its_cell_and_not_the_file(tmp_path):
    text = "kommune;importance_integration;fritekst\nÆrø;Vigtig;p\x00 vej\nTårnby;Vigtig;på vej\n"
    path = tmp_path / "svar.csv"
    path.write_bytes(text.encode().replace(b"\0", b"\xe5"))
    survey = read_answers(path)
    assert survey.answers["kommune"].tolist() == ["0492", "0185"]
    assert "1 tegn i filen kan ikke læses i dens tegnsæt og står som \ufffd." in survey.notes


def test_text_that_was_encoded_twice_is_told(tmp_path):
    path = tmp_path / "svar.csv"
    twice = "Ærø".encode().decode("cp1252")
    path.write_text(f"kommune;importance_integration\n{twice};Vigtig\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"Skulle der stå Ærø\? Så er filen gemt i et forkert"):
        read_answers(path)


def test_a_broken_byte_in_a_cell_that_is_used_is_told(tmp_path):
    path = tmp_path / "svar.csv"
    text = "kommune;importance_integration\nÆrø;Vigtig\nT\0rnby;Vigtig\n"
    path.write_bytes(text.encode().replace(b"\0", b"\xe5"))
    with pytest.raises(InputError) as error:
        read_answers(path)
    assert 'række 3, kolonne "kommune"' in str(error.value)
    assert "passer ikke i filens tegnsæt" in str(error.value)
    assert len(error.value.problems) == 1
