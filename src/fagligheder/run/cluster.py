"""Make documents on a cluster: workers of `dask.distributed`, on other machines than this one."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from analysis.survey.checks import InputError
from analysis.survey.extras import load
from fagligheder.files import why
from fagligheder.run.cluster_connection import ANSWER, connect, unreadable
from fagligheder.run.cluster_worker import hashes_match, make_document, pack_request
from fagligheder.run.job import Job, Outcome, write_document
from fagligheder.run.limits import Limits

if TYPE_CHECKING:
    from distributed import Client

#: Seconds that a run waits for workers, when all of them have gone.
PATIENCE = 60
#: Why documents for internal use are not made on a cluster.
ONLY_HERE = (
    "--internal gælder kun denne maskine: svar, som intet er skjult i, sendes ikke til en "
    "klynge. Udelad --scheduler."
)
_CUT = "forbindelsen til klyngen blev afbrudt"
_DEAD = (
    "arbejderen (worker) døde midt i arbejdet i {number} forsøg i træk, og igen, mens intet andet "
    "blev lavet. Har arbejderne hukommelse nok til --memory-limit?"
)


class _Lost(Exception):
    """The cluster is gone; the message says how."""


class ClusterPool:
    """Makes documents on a cluster, as `fagligheder.run.pool.Pool` does here.

    Workers need no disk in common with this machine. A worker that dies costs a new attempt at its
    documents. A document whose workers die again and again is tried once more by itself, so that
    none fails for another, and then fails.

    Parameters
    ----------
    address : str
        Of the scheduler: ``tcp://10.0.0.5:8786``. Connect only to a cluster that you trust: Dask
        sends pickles both ways.

    Raises
    ------
    InputError
        The package ``distributed`` is not installed.

    Examples
    --------
    ``with ClusterPool(address) as pool: make_reports(plan(["Odder"]), out, pool=pool)``
    """

    def __init__(self, address: str) -> None:
        load("distributed", "cluster")
        self._address = address
        self._run = uuid.uuid4().hex
        self._client: Client | None = None

    def __enter__(self) -> ClusterPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def make(
        self, jobs: Sequence[Job], out: Path, workers: int, limits: Limits, scratch: Path
    ) -> Iterator[Outcome]:
        """Yield the outcome of each job, as they are done.

        As `fagligheder.run.pool.Pool.make`. ``workers`` and ``scratch`` have no meaning: the
        cluster makes as many documents at a time as its workers have threads, in their own folders.

        Raises
        ------
        InputError
            The cluster does not answer, has no workers, or differs from this machine; or a
            document is for internal use.
        """
        if any(job.internal or job.private for job in jobs):
            raise InputError(ONLY_HERE)
        client = self._client = self._client or connect(self._address, self._run)
        left = {job.name: job for job in jobs}
        try:
            for outcome in self._outcomes(client, jobs, out, limits):
                del left[outcome.job.name]
                yield outcome
        except _Lost as lost:
            yield from (Outcome(job, error=str(lost)) for job in left.values())

    def close(self) -> None:
        """Leave the cluster, which then cancels what is left."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):  # the cluster may be gone
                client.close(ANSWER)

    def _outcomes(
        self, client: Client, jobs: Sequence[Job], out: Path, limits: Limits
    ) -> Iterator[Outcome]:
        from distributed.scheduler import KilledWorker

        suspects = []
        for job, future in self._done(client, jobs, limits):
            try:
                yield _received(job, future, out, limits)
            except KilledWorker:
                suspects.append(job)
        for suspect in suspects:  # alone: a worker that dies takes all its documents with it
            for job, future in self._done(client, [suspect], limits):
                try:
                    yield _received(job, future, out, limits)
                except KilledWorker as killed:
                    number = killed.allowed_failures + 1
                    yield Outcome(job, error=_DEAD.format(number=number))

    def _done(
        self, client: Client, jobs: Sequence[Job], limits: Limits
    ) -> Iterator[tuple[Job, Any]]:
        """Submit jobs, two for each thread of the workers, and yield their futures when done."""
        waiting = deque(jobs)
        making: dict[object, tuple[Job, Any]] = {}
        done: SimpleQueue[Any] = SimpleQueue()
        seen = time.monotonic()
        while waiting or making:
            threads = _threads(client)
            seen = time.monotonic() if threads else seen
            if time.monotonic() - seen > PATIENCE:
                raise _Lost(f"klyngen havde ingen arbejdere (workers) i {PATIENCE} sekunder")
            while waiting and len(making) < 2 * threads:
                job = waiting.popleft()
                request = pack_request(job, limits, self._run)
                future = client.submit(make_document, request, pure=False, priority=len(waiting))
                making[future.key] = (job, future)
                future.add_done_callback(done.put)
            with contextlib.suppress(Empty):
                yield making.pop(done.get(timeout=1).key)


def _threads(client: Client) -> int:
    try:
        return sum(client.nthreads().values())
    except Exception:
        raise _Lost(_CUT) from None


def _received(job: Job, future: Any, out: Path, limits: Limits) -> Outcome:
    """Write a document that has arrived, or say why it has not; KilledWorker is raised."""
    from distributed import CancelledError
    from distributed.scheduler import KilledWorker

    try:
        # The worker may die before it has sent the document; then the document is made again.
        result = future.result(timeout=limits.seconds + PATIENCE)
    except KilledWorker:
        raise
    except CancelledError:
        raise _Lost(_CUT) from None
    except OSError as error:  # also one that timed out
        return Outcome(job, error=f"kom ikke frem fra klyngen: {error}")
    except Exception as error:
        raise unreadable("Klyngen", error) from None
    if result.incompatible:
        raise InputError(f"En arbejder (worker), der kom til undervejs, {result.incompatible}")
    if result.error:
        return Outcome(job, error=result.error, seconds=result.seconds)
    if not hashes_match(result.contents, result.hashes):
        return Outcome(job, error="kom ikke hel frem fra klyngen", seconds=result.seconds)
    try:
        paths, hashes = write_document(job, out, result.contents)
    except OSError as full:
        words = f"kan ikke skrives: {why(full)}"
        return Outcome(job, error=words, seconds=result.seconds)
    return Outcome(job, paths, "", hashes, result.seconds)
