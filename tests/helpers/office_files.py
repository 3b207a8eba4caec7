"""Office files as the tests read them: parts of the archive, and what LibreOffice makes of them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
}
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def parts(content: bytes | Path, pattern: str = "") -> dict[str, ElementTree.Element]:
    """The XML parts of an office file whose names hold the pattern."""
    data = content.read_bytes() if isinstance(content, Path) else content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if pattern in name]
        return {
            name: ElementTree.fromstring(archive.read(name))
            for name in sorted(names)
            if name.endswith((".xml", ".rels"))
        }


def found(root: ElementTree.Element, path: str) -> list[ElementTree.Element]:
    return root.findall(path, SPACES)


def words(root: ElementTree.Element, path: str) -> list[str]:
    return [element.text or "" for element in found(root, path)]


def as_pdfs(files: dict[str, bytes], folder: Path) -> list[Path]:
    """What LibreOffice makes of files, in one start; fails when it cannot open one."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), *(str(folder / name) for name in files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    made = [(folder / name).with_suffix(".pdf") for name in files]
    assert all(path.is_file() for path in made), f"LibreOffice could not open all of {list(files)}"
    return made
