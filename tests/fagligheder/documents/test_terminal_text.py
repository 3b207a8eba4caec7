"""Printed text as a terminal shows it."""

from __future__ import annotations

import time

import pytest

from fagligheder.documents.terminal_text import terminal_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\x1b[38:2::255:0:0mrød\x1b[0m", "rød"),
        ("\x1b(B\x1b)0tekst\x1b=", "tekst"),
        ("\x1b]0;titel\x07a\x1b]8;;https://kl.dk\x1b\\link\x1b]8;;\x1b\\", "alink"),
        ("\x1bPq#0;2\x1b\\efter", "efter"),
        ("\x1b]0;aldrig lukket\nnæste linje", "0;aldrig lukket\nnæste linje"),
        ("\x1b[?25lskjult\x1b[?25h", "skjult"),
        ("10 %\r20 %\r100 %\n", "100 %\n"),
        ("10 %\b\b\b\b20 %", "20 %"),
        ("abc\bd", "abd"),
        ("halv\x1b[2Khel", "hel"),
        ("a\nb\n\x1b[Ac", "a\nc"),
        ("linje 1\r\nlinje 2\r\n", "linje 1\nlinje 2\n"),
        ("slut\x1b", "slut"),
        ("slut\x1b[3", "slut"),
        ("\ttab og ⌈tegn⌉", "\ttab og ⌈tegn⌉"),
        ("abcdef\rxy", "xycdef"),
        ("abc\b", "abc"),
        ("N\bNA\bA", "NA"),
        ("ydre 0\n\rindre 0\x1b[A\rydre 1\n\rindre 9\x1b[A", "ydre 1\nindre 9"),
        ("a 1\nb 1\n\x1b[1A\x1b[2K\x1b[1A\x1b[2Ka 2\nb 2\n", "a 2\nb 2\n"),
        ("a\nb\nc\x1b[2Fx\x1b[Ey\x1b[Bz", "x\ny\ncz"),
        ("ab\x1b[5Gc\x1b[2Cd\x1b[4De", "ab  e  d"),
        ("en\nto\x1b[1;2HX\x1b[2;1fY", "eX\nYo"),
        ("abcdef\x1b[3D\x1b[K", "abc"),
        ("abcdef\x1b[3D\x1b[1K", "    ef"),
        ("a\nb\nc\x1b[A\x1b[J", "a\nb"),
        ("a\nb\nc\x1b[A\x1b[1J", "\n \nc"),
        ("gammel\nside\x1b[H\x1b[2Jny", "ny"),
        ("abcdef\r\x1b[2P\x1b[1@\x1b[2X", "  def"),
        ("abcdefghi\r\tX", "abcdefghX"),
        ("cafe\u0301\rk\x1b[3Cs", "kafe\u0301s"),
        ("\N{PRIVATE USE ONE} \x9b2Ka\rb", "b \x9b2Ka"),
        ("\ue000a\rb", "ba"),
        ("x\x1b[99999999999999999999Cy", "x" + 100_000 * " " + "y"),
        ("x\x1b[999999999By", "x" + 100_001 * "\n" + " y"),
    ],
)
def test_what_a_terminal_shows(written, shown):
    assert terminal_text(written) == shown


def test_much_text_takes_a_moment():
    text = "".join(f"\r\x1b[2K\x1b[32m{number} %\x1b[0m" for number in range(60_000))
    start = time.perf_counter()
    assert terminal_text(text) == "59999 %"
    print(f"{len(text):,} characters: {time.perf_counter() - start:.2f} s")


def test_long_text_without_movement_takes_a_moment():
    text = "\x1b[32mlinje\x1b[0m med æøå\n" * 800_000
    start = time.perf_counter()
    assert terminal_text(text) == "linje med æøå\n" * 800_000
    assert time.perf_counter() - start < 10
