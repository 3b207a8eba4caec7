"""A connection to a cluster that can make the same documents as this machine, or one clear word."""

from __future__ import annotations

import asyncio
import logging
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from analysis.survey.checks import InputError
from fagligheder.run.cluster_worker import unfit
from fagligheder.run.manifest import shared
from fagligheder.run.supervise import Limits

if TYPE_CHECKING:
    from distributed import Client

#: Seconds until a cluster that does not answer, or has no workers, is given up.
ANSWER = 5


def connect(address: str, run: str, limits: Limits) -> Client:
    """Connect to a cluster whose workers are made of the same as this machine.

    Parameters
    ----------
    address : str
        Of the scheduler.
    run : str
        A name for this run.
    limits : Limits
        What the workers must be able to hold.

    Raises
    ------
    InputError
        Nobody answers, there are no workers, or one of them is made of something else.
    """
    from distributed import Client

    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # we tell it in Danish
    try:
        with ThreadPoolExecutor(1) as thread:  # JupyterLab has a loop in this one
            thread.submit(asyncio.run, _look_at(address)).result()
        with warnings.catch_warnings():  # of other versions, which the workers tell us
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
        answers = client.run(unfit, run, shared(), limits, on_error="return")
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
    """Return the error that somebody on the cluster cannot read what is sent."""
    words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return InputError(
        f"{who} kan ikke læse opgaven. Klyngens scheduler og arbejdere skal have fagligheder, dask "
        f"og Python i samme udgave som denne maskine. Fejlen var: {words}"
    )


async def _look_at(address: str) -> None:
    """Raise when no scheduler with workers answers at an address."""
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
