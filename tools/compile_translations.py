"""Compile the translations (.po) of the command line into the files that gettext reads (.mo)."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "src" / "fagligheder" / "locale"


def compiled(source: Path) -> bytes:
    """Return a translation as the bytes of a .mo file."""
    with source.open("rb") as file:
        catalog = read_po(file)
    content = io.BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def main() -> None:
    for source in sorted(LOCALE.rglob("*.po")):
        source.with_suffix(".mo").write_bytes(compiled(source))


if __name__ == "__main__":
    main()
