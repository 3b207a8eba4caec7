"""Documents made by a cluster: workers of `dask.distributed`, on other machines than this one."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING

from analysis.survey.checks import InputError
from fagligheder.files import why
from fagligheder.run.cluster_connection import ANSWER, connect, unreadable
from fagligheder.run.cluster_worker import make_document, pack, same
from fagligheder.run.job import Job, Outcome, write_document
from fagligheder.run.supervise import Limits

if TYPE_CHECKING:
    from distributed import Client, Future

#: Seconds that a run waits for workers, when all of them have gone.
PATIENCE = 60
_CUT = "forbindelsen til klyngen blev afbrudt"
_DEAD = (
    "arbejderen (worker) døde midt i arbejdet i {number} forsøg i træk, og igen, mens intet andet "
    "blev lavet. Har arbejderne hukommelse nok til --memory-limit?"
)


class _Lost(Exception):
    """The cluster is gone; the message says how."""


class ClusterWorkshop:
    """Makes documents on a cluster, as `Workshop` does here.

    Workers need no disk in common with this machine. A worker that dies costs a new attempt at its
    documents. A document whose workers die again and again is tried once more by itself, so that
    none is blamed for another, and then fails.

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
    ``with ClusterWorkshop(address) as shop: make_reports(plan(["Odder"]), out, workshop=shop)``
    """

    def __init__(self, address: str) -> None:
        if find_spec("distributed") is None:
            raise InputError(
                "--scheduler kræver pakken distributed, som ikke er installeret. "
                'Installér den: pip install "fagligheder[cluster]"'
            )
        self._address = address
        self._run = uuid.uuid4().hex
        self._client: Client | None = None

    def __enter__(self) -> ClusterWorkshop:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def make(
        self, jobs: Sequence[Job], out: Path, workers: int, limits: Limits, scratch: Path
    ) -> Iterator[Outcome]:
        """Yield what becomes of each job, as they are done.

        Parameters
        ----------
        jobs : sequence of Job
        out : Path
        workers : int
            Has no meaning here: the cluster makes as many at a time as its workers have threads.
        limits : Limits
            Held on the workers.
        scratch : Path
            Is not used: each worker has its own.

        Raises
        ------
        InputError
            The cluster does not answer, has no workers, or they are not made of the same.
        """
        client = self._client = self._client or connect(self._address, self._run, limits)
        left = {job.name: job for job in jobs}
        try:
            for outcome in self._outcomes(client, jobs, out, limits):
                del left[outcome.job.name]
                yield outcome
        except _Lost as lost:
            yield from (Outcome(job, error=str(lost)) for job in left.values())

    def close(self) -> None:
        """Leave the cluster, which then cancels what is left; what is being made is given up."""
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
    ) -> Iterator[tuple[Job, Future]]:
        """Hand out jobs, no more than the workers can hold, and yield them as they are done."""
        waiting = deque(jobs)
        making: dict[object, tuple[Job, Future]] = {}
        done: SimpleQueue[Future] = SimpleQueue()
        seen = time.monotonic()
        while waiting or making:
            threads = _threads(client)
            seen = time.monotonic() if threads else seen
            if time.monotonic() - seen > PATIENCE:
                raise _Lost(f"klyngen havde ingen arbejdere (workers) i {PATIENCE} sekunder")
            # For each thread one document in hand, and one to follow.
            while waiting and len(making) < 2 * threads:
                job = waiting.popleft()
                order = pack(job, limits, self._run)
                future = client.submit(make_document, order, pure=False, priority=len(waiting))
                making[future.key] = (job, future)
                future.add_done_callback(done.put)
            with contextlib.suppress(Empty):
                yield making.pop(done.get(timeout=1).key)


def _threads(client: Client) -> int:
    try:
        return sum(client.nthreads().values())
    except Exception:
        raise _Lost(_CUT) from None


def _received(job: Job, future: Future, out: Path, limits: Limits) -> Outcome:
    """Write a document that has come, or say why there is none.

    Raises
    ------
    KilledWorker
        Too many workers died while they had it.
    """
    from distributed import CancelledError
    from distributed.scheduler import KilledWorker

    try:
        # The worker may die before it has handed the document over; then it is made again.
        delivery = future.result(timeout=limits.seconds + PATIENCE)
    except KilledWorker:
        raise
    except CancelledError:
        raise _Lost(_CUT) from None
    except OSError as error:  # also one that timed out
        return Outcome(job, error=f"kom ikke frem fra klyngen: {error}")
    except Exception as error:
        raise unreadable("Klyngen", error) from None
    if delivery.unfit:
        raise InputError(f"En arbejder (worker), der kom til undervejs, {delivery.unfit}")
    if delivery.error:
        return Outcome(job, error=delivery.error, seconds=delivery.seconds)
    if not same(delivery.contents, delivery.hashes):
        return Outcome(job, error="kom ikke hel frem fra klyngen", seconds=delivery.seconds)
    try:
        paths, hashes = write_document(job, out, delivery.contents)
    except OSError as full:
        words = f"kan ikke skrives: {why(full)}"
        return Outcome(job, error=words, seconds=delivery.seconds)
    return Outcome(job, paths, "", hashes, delivery.seconds)
