"""The worker: follows events, runs jobs and reads our mailboxes, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal

from wellkept import flow
from wellkept.installation import job_queue, pulse
from wellkept.server.follower import Follower
from wellkept.server.mail_readers import MailReaders

log = logging.getLogger("wellkept.worker")

AT_ONCE = ("carry_mail", "handle_mail")  # what a killed worker may have left does not wait for the clock


def run(concurrency: int) -> None:
    """Work until SIGTERM or SIGINT. What is under way is finished, or tried again by the next worker."""
    asyncio.run(_work(concurrency))


async def _work(concurrency: int) -> None:
    task = asyncio.create_task(job_queue.work(concurrency=concurrency, at_once=AT_ONCE))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    signs = asyncio.create_task(pulse.give_signs())
    follower = Follower(flow.run, threads=concurrency)
    readers = MailReaders()
    follower.start()
    readers.start()
    log.info("The worker is at work")
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await task
    finally:
        signs.cancel()
        await asyncio.gather(asyncio.to_thread(readers.stop), asyncio.to_thread(follower.stop))
    log.info("The worker has stopped")
