"""Connect to a cluster that can make the same documents as this machine, or say why not."""

from __future__ import annotations

import asyncio
import logging
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from analysis.survey.checks import InputError
from fagligheder.run.cluster_worker import find_incompatibility
from fagligheder.run.manifest import shared

if TYPE_CHECKING:
    from distributed import Client

#: Seconds until a cluster that does not answer, or has no workers, is given up.
ANSWER = 5


def connect(address: str, run: str) -> Client:
    """Return a client of a cluster whose workers have the same code and data as this machine.

    Parameters
    ----------
    address : str
        Of the scheduler.
    run : str
        A name for this run.

    Raises
    ------
    InputError
        Nobody answers, there are no workers, or one of them differs from this machine.
    """
    from distributed import Client

    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # we say it in Danish
    try:
        with ThreadPoolExecutor(1) as thread:  # JupyterLab has a loop in this one
            thread.submit(asyncio.run, _check_scheduler(address)).result()
        with warnings.catch_warnings():  # other versions, which the workers report
            warnings.simplefilter("ignore")
            client = Client(address, timeout=ANSWER, set_as_default=False)
    except InputError:
        raise
    except Exception as error:  # whatever answers there need not be a scheduler
        detail = f" ({error})" if str(error) else ""
        raise InputError(
            f"Ingen Dask-klynge svarer på {address}{detail}. Ret adressen efter --scheduler "
            "(fx tcp://10.0.0.5:8786), eller start klyngen."
        ) from None
    try:
        # A task that a worker cannot read would end it; a question that it cannot read does not.
        answers = client.run(find_incompatibility, run, shared(), on_error="return")
        for worker, words in answers.items():
            if isinstance(words, Exception):
                raise unreadable(f"Arbejderen (worker) {worker}", words)
            if words:
                raise InputError(f"Arbejderen (worker) {worker} {words}")
    except BaseException:
        client.close(ANSWER)
        raise
    return client


def unreadable(who: str, error: BaseException) -> InputError:
    """Return the error that a machine of the cluster cannot read what is sent."""
    words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return InputError(
        f"{who} kan ikke læse opgaven. Klyngens scheduler og arbejdere skal have fagligheder, dask "
        f"og Python i samme udgave som denne maskine. Fejlen var: {words}"
    )


async def _check_scheduler(address: str) -> None:
    """Raise InputError when no scheduler with workers answers at an address."""
    from distributed.core import rpc
    from distributed.security import Security

    secrets = Security().get_connection_args("client")
    async with asyncio.timeout(ANSWER), rpc(address, connection_args=secrets) as scheduler:
        seen = await scheduler.identity()
        end = time.monotonic() + ANSWER / 2
        while seen["type"] == "Scheduler" and not seen["workers"] and time.monotonic() < end:
            await asyncio.sleep(0.2)
            seen = await scheduler.identity()
    if seen["type"] != "Scheduler":
        raise InputError(
            f"På {address} svarer en {seen['type']}, ikke en scheduler. Skriv schedulerens adresse "
            "efter --scheduler."
        )
    if not seen["workers"]:
        raise InputError(
            f"Klyngen på {address} har ingen arbejdere (workers), så ingen kan lave rapporterne. "
            f"Start mindst én: dask worker {address}"
        )
