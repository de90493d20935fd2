"""The worker: takes jobs from the database and runs them, and reads our mailboxes, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued

log = logging.getLogger("wellkept.worker")

GRACE = 20.0
LEFT_BEHIND = (
    "carry_mail",
    "handle_mail",
)  # what a killed worker may have left is not kept waiting for the clock


def run(concurrency: int) -> None:
    """Work until SIGTERM or SIGINT; what is under way is finished, or tried again by the next worker."""
    asyncio.run(_work(concurrency))


async def _work(concurrency: int) -> None:
    from wellkept.server.mail_readers import MailReaders  # reads tables: Django is set up by now

    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # the settings say so
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            await _take_up(working)
            task = asyncio.create_task(
                working.run_worker_async(
                    concurrency=concurrency,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE,
                    delete_jobs="successful",
                    fetch_job_polling_interval=5.0,
                )
            )
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, task.cancel)
            readers = MailReaders()
            readers.start()
            log.info("The worker is at work")
            try:
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            finally:
                await asyncio.to_thread(readers.stop)
            log.info("The worker has stopped")


async def _take_up(working: App) -> None:
    for name in LEFT_BEHIND:
        with contextlib.suppress(AlreadyEnqueued):
            task = working.configure_task(name, queue="clock", queueing_lock=name)
            await task.defer_async(timestamp=int(time.time()))
