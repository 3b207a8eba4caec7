"""Many faults after one another, drawn at random: ``make soak``.

Each round runs good documents among faulty ones, or kills the run itself at a random moment, and
checks that the good ones are made, that nothing is half, and that no process is left.
"""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[2] / "helpers"))

import faults

from fagligheder.run import batch
from fagligheder.run.limits import Limits

#: A good document takes a second; on a machine with much else to do, many.
SECONDS = 40


def faulty_round(chance: random.Random, folder: Path, number: int) -> int:
    """Faults among good documents, some with children of their own; return how many faults."""
    names = [chance.choice(list(faults.FAULTS)) for _ in range(8)]
    jobs = []
    for i, name in enumerate(names):
        code = faults.FAULTS[name][0]
        if chance.random() < 0.3 and name != "syntax":
            code = f"{faults.children(folder / f'c{i}')}\n{code}"
        jobs.append(faults.job(folder, f"f{i}", code))
    jobs += [faults.job(folder, f"good{i}", faults.GOOD) for i in range(2)]
    chance.shuffle(jobs)
    outcomes = batch.make_reports(jobs, folder / "out", workers=2, limits=Limits(SECONDS, 400))
    by_name = {outcome.job.name: outcome.error for outcome in outcomes}
    for i, name in enumerate(names):
        wanted = faults.said(name, SECONDS)
        assert by_name[f"f{i}"].startswith(wanted), (number, name, by_name[f"f{i}"])
        if (folder / f"c{i}").exists():
            assert faults.started(folder / f"c{i}") == [], (number, name)
    assert not by_name["good0"] and not by_name["good1"], by_name
    faults.nothing_half(folder / "out")
    return len(names)


def killed_round(chance: random.Random, folder: Path) -> int:
    """A run of which a process is killed at a random moment, and which goes on afterwards."""
    code = faults.GOOD + "\nimport subprocess\n"
    code += "for _ in range(3):\n    subprocess.Popen(['sleep', '999'], start_new_session=True)\n"
    for i in range(6):
        faults.job(folder, f"good{i}", code + f"time.sleep({chance.uniform(0, 0.4)})")
    run = faults.start(folder, folder / "out")
    time.sleep(chance.uniform(0.1, 6))
    strike(chance, run)
    try:
        run.communicate(timeout=faults.LONG)
    finally:
        run.kill()
    assert faults.gone()
    faults.whole(folder / "out")
    again = faults.start(folder, folder / "out")
    _, words = again.communicate(timeout=2 * faults.LONG)
    assert again.returncode == 0, words
    faults.nothing_half(folder / "out")
    return 1


def strike(chance: random.Random, run: subprocess.Popen) -> None:
    """Kill or stop a run, or kill something that it has started."""
    with contextlib.suppress(psutil.Error):
        below = psutil.Process(run.pid).children(recursive=True)
        if below and chance.random() < 0.5:
            chance.choice(below).kill()
            return
    run.send_signal(chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))


def main(number: int) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    began = time.monotonic()
    injected = rounds = 0
    while injected < number:
        with tempfile.TemporaryDirectory() as name:
            if rounds % 3:
                injected += killed_round(chance, Path(name))
            else:
                injected += faulty_round(chance, Path(name), rounds)
        assert faults.gone(), faults.running()
        rounds += 1
        minutes = (time.monotonic() - began) / 60
        print(f"{injected} faults in {rounds} rounds, {minutes:.1f} minutes", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
