"""Everything that the published tables prove: processor seconds against a target.

Run it by ``python benchmarks/bounds.py``. Processor seconds are those of all threads together:
what one core would take. Loading the packages is not counted. Prints a table; never fails on time.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import scipy

from analysis.measures.counts import counts_by_answer
from analysis.measures.crosstab import crosstab
from analysis.measures.wishes import wishes
from analysis.measures.workforce import gap_sensitivity, workforce_gap
from analysis.survey.published import read_published
from analysis.survey.survey import Survey

#: Processor seconds that all bounds may take together.
TARGET = 3.0

BY = "size_band"


def steps(survey: Survey) -> dict[str, Callable[[], pd.DataFrame]]:
    """Give each set of bounds by its name; a call computes it."""
    tables: dict[str, Callable[[], pd.DataFrame]] = {
        f"cross-tab: {key}": lambda key=key: crosstab(survey, key, BY)
        for key in survey.codebook.questions
    }
    return tables | {
        "gap: all": lambda: workforce_gap(survey),
        "gap: by size band": lambda: workforce_gap(survey, BY),
        "gap: anywhere in the bands": lambda: workforce_gap(survey, bands="range"),
        "gap: no_fewer": lambda: workforce_gap(survey, restriction="no_fewer"),
        "gap: no_fewer by size band": lambda: workforce_gap(survey, BY, restriction="no_fewer"),
        "gap: over the top band's value": lambda: gap_sensitivity(survey),
        "wishes: all": lambda: wishes(survey),
        "wishes: by size band": lambda: wishes(survey, BY),
        "wishes: no_fewer": lambda: wishes(survey, restriction="no_fewer"),
        "wishes: no_fewer by size band": lambda: wishes(survey, BY, restriction="no_fewer"),
    }


def measure(work: Callable[[], pd.DataFrame]) -> tuple[int, float, float]:
    """Rows of the result, processor seconds of all threads, and seconds on the clock."""
    processor, clock = time.process_time(), time.perf_counter()
    rows = len(work())
    return rows, time.process_time() - processor, time.perf_counter() - clock


def main() -> None:
    """Measure every step once and print the table."""
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, pandas {pd.__version__}, "
        f"SciPy {scipy.__version__}"
    )
    survey = read_published()
    measured = {"counts of the printed answers": measure(lambda: counts_by_answer(survey))}
    measured |= {name: measure(work) for name, work in steps(survey).items()}
    print(f"{'bounds':<34}{'rows':>6}{'CPU s':>9}{'clock s':>9}")
    for name, (rows, processor, clock) in measured.items():
        print(f"{name:<34}{rows:>6}{processor:>9.3f}{clock:>9.3f}")
    rows, processor, clock = (sum(values) for values in zip(*measured.values(), strict=True))
    print(f"{'all':<34}{rows:>6}{processor:>9.3f}{clock:>9.3f}")
    verdict = "within" if processor <= TARGET else "above"
    print(f"Target {TARGET:.1f} CPU s: {verdict} ({processor / TARGET:.0%} of it).")


if __name__ == "__main__":
    main()
