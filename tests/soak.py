"""Many faults after one another, drawn at random: ``make soak``.

Each round runs good documents among faulty ones, or kills the run itself at a random moment, and
checks that the good ones are made, that nothing is half, and that no process is left.
"""

from __future__ import annotations

import random
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import test_faults as faults
from analysis.reporting import batch
from analysis.reporting.supervise import Limits


def faulty_round(chance: random.Random, folder: Path, number: int) -> int:
    """Faults among good documents; return how many faults."""
    names = [chance.choice(list(faults.FAULTS)) for _ in range(8)]
    jobs = [faults.job(folder, f"f{i}", faults.FAULTS[name][0]) for i, name in enumerate(names)]
    jobs += [faults.job(folder, f"good{i}", faults.GOOD) for i in range(2)]
    chance.shuffle(jobs)
    outcomes = batch.make_reports(jobs, folder / "out", workers=2, limits=Limits(8, 400))
    by_name = {outcome.job.name: outcome.error for outcome in outcomes}
    for i, name in enumerate(names):
        assert by_name[f"f{i}"].startswith(faults.FAULTS[name][1]), (number, name, by_name[f"f{i}"])
    assert not by_name["good0"] and not by_name["good1"], by_name
    return len(names)


def killed_round(chance: random.Random, folder: Path) -> int:
    """A run that is killed or interrupted at a random moment, and goes on afterwards."""
    for i in range(6):
        faults.job(folder, f"good{i}", faults.GOOD)
    run = faults.start(folder, folder / "out")
    time.sleep(chance.uniform(0.2, 4))
    run.send_signal(chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
    run.communicate()
    assert faults.gone()
    faults.nothing_half(folder / "out")
    again = faults.start(folder, folder / "out")
    _, words = again.communicate(timeout=120)
    assert again.returncode == 0, words
    return 1


def main(number: int) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    injected = rounds = 0
    while injected < number:
        with tempfile.TemporaryDirectory() as name:
            if rounds % 3:
                injected += killed_round(chance, Path(name))
            else:
                injected += faulty_round(chance, Path(name), rounds)
            faults.nothing_half(Path(name) / "out")
        assert faults.gone(), faults.running()
        rounds += 1
        print(f"{injected} faults in {rounds} rounds", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
