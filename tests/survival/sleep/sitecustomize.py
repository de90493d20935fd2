"""Sleep that works under libfaketime: its clock_nanosleep refuses the absolute times by which Python sleeps."""

import select
import time


def _sleep(seconds: float) -> None:
    select.select([], [], [], max(seconds, 0))


time.sleep = _sleep
