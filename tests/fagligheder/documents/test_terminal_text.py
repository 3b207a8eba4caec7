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
    ],
)
def test_what_a_terminal_shows(written, shown):
    assert terminal_text(written) == shown


def test_much_text_takes_a_moment():
    text = "".join(f"\r\x1b[2K\x1b[32m{number} %\x1b[0m" for number in range(60_000))
    start = time.perf_counter()
    assert terminal_text(text) == "59999 %"
    print(f"{len(text):,} characters: {time.perf_counter() - start:.2f} s")
