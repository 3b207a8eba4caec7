"""How long the explorer takes to follow a change: every choice once, from the click to the page.

Run it by ``python benchmarks/explorer.py``; it takes a minute. Each choice is new to the explorer
(nothing comes from memory), and the time ends when sentence, figure, table and Python lines are
handed to the page; garbage is collected after that, as in the explorer itself. Then the same
choices again, from memory. Both clocks are read: on the wall, which on a busy machine counts the
others' work too, and the processor's. Prints a table; never fails on time.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import matplotlib as mpl

from analysis.measures.sources import ASSOCIATION
from analysis.measures.synthetic import synthesize
from analysis.survey.checks import InputError
from analysis.survey.codebook import read_codebook
from analysis.survey.published import read_published
from fagligheder.explorer import result_panel
from fagligheder.explorer.choices import KINDS, MEASURES, Choices, GapChoice, check_choices
from fagligheder.explorer.page import Explorer
from fagligheder.explorer.results import CACHED, precompute, show
from fagligheder.explorer.sources import Source
from fagligheder.explorer.start import explore

TARGET = 0.300
#: What answers are split by: nothing, facts, two facts together, and another item.
GROUPS = ("", "size_band", "region", "size_band + region", "importance_integration")


def sources(folder: Path) -> dict[str, Source]:
    """The printed numbers, made-up answers, and the same in a file, where small cells hide."""
    answers = synthesize(1, ASSOCIATION).answers
    assert answers is not None, "made with answers"
    path = folder / "svar.csv"
    answers.drop(columns="basis").to_csv(path, index=False)  # as if they were given
    return {
        "printed numbers": Source(),
        "made-up answers": Source("synthetic", seed=1),
        "a file": Source("file", str(path)),
    }


def questions(source: Source) -> Iterator[Choices]:
    """Every choice that changes something, of all items and of one."""
    seen = set()
    for question in read_codebook().questions.values():
        answers = ("", *question.scale.keys)
        for measure, group, kind, interval, answer, items in product(
            MEASURES, GROUPS, KINDS, (False, True), answers, ((), (question.items[0].key,))
        ):
            try:
                choices = check_choices(
                    Choices(source, question.key, items, measure, group, answer, kind, interval)
                )
            except InputError:
                continue
            if choices not in seen:
                seen.add(choices)
                yield choices


def kommuner(source: Source) -> Iterator[GapChoice]:
    """Every kommune of the survey, and all together as the top band is set to more."""
    for name in read_published().kommuner["name"]:
        yield GapChoice(source, str(name))
    for top_band in range(21, 41):
        yield GapChoice(source, "", top_band)


def follow(explorer: Explorer, choices: Choices | GapChoice) -> tuple[float, float] | None:
    """Seconds on both clocks until the page is told; None where the choices have no figure."""
    own = explorer.question_panel if isinstance(choices, Choices) else explorer.gap_panel
    own._read_choices = lambda: choices  # as if the controls said so
    own._begin_test = lambda *_: None  # it comes after the figure, in a thread of its own
    gc.collect()
    wall, processor = time.perf_counter(), time.process_time()
    own.update()
    spent = time.perf_counter() - wall, time.process_time() - processor
    return None if own.message.value else spent


def measure(explorer: Explorer, every: list[Choices] | list[GapChoice], name: str) -> None:
    """Follow every choice, once new and once from memory, and print."""
    for label, some in ((f"{name}, new", every), (f"{name}, seen before", every[-CACHED // 2 :])):
        spent = [seconds for each in some if (seconds := follow(explorer, each)) is not None]
        clocks = list(zip(*spent, strict=True))
        cells = [f"{1000 * of(clock):>9.0f}" for clock in clocks for of in (statistics.median, max)]
        slow = sum(seconds > TARGET for seconds in clocks[1])
        print(f"{label:<36}{len(spent):>8}{''.join(cells)}{slow:>10}")


def main() -> None:
    """Measure all choices of each source, and print."""
    mpl.use("Agg")
    result_panel.gc = _Later()  # type: ignore[attr-defined]
    start = time.perf_counter()
    explorer = explore()
    print(f"first page after {time.perf_counter() - start:.1f} s (loading not counted)\n")
    print(f"{'':<44}{'on the wall':>18}{'processor':>18}{'processor':>10}")
    print(f"{'milliseconds':<36}{'choices':>8}{('   median    worst' * 2)}{'over 300':>10}")
    ahead = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, source in sources(Path(folder)).items():
            begun = time.process_time()
            ahead[name] = (sum(1 for _ in precompute(source)), time.process_time() - begun)
            measure(explorer, list(questions(source)), f"question, {name}")
            measure(explorer, list(kommuner(source)), f"kommune, {name}")
    frames, seconds = ahead["a file"]
    print(f"\na file: {frames} frames protected ahead, between clicks, in {seconds:.1f} s")
    assert show is result_panel.show


class _Later:
    """The collector as the panel knows it, with the collection left to the benchmark."""

    isenabled, enable, disable = gc.isenabled, gc.enable, gc.disable

    @staticmethod
    def collect() -> None:
        """Leave it: `follow` collects before it looks at the clock."""


if __name__ == "__main__":
    main()
