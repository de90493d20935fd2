"""The icons, as paths on a 16 by 16 grid. An icon always has a word beside it."""

from __future__ import annotations

from typing import Final

PATHS: Final = {
    "find": "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
    "desk": "M2 9.5h3.2c.4 1.2 1.4 2 2.8 2s2.4-.8 2.8-2H14M4 3.5h8l2 6v3H2v-3l2-6Z",
    "board": "M2.5 3h3v10h-3zM6.7 3h3v6.5h-3zM10.9 3h3v8h-3z",
    "customers": "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-4.5 6c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.8"
    "a2.4 2.4 0 0 1 0 4.5m1.7 2.5c1.4.6 2.3 1.9 2.3 3.7",
    "intake": "M8 2v7m0 0L5.2 6.3M8 9l2.8-2.7M2.5 10.5v3h11v-3",
    "process": "M3.5 2.5h6.5l2.5 2.5v8.5h-9zM5.8 7h4.4M5.8 9.5h4.4",
    "mail": "M2 4h12v8.5H2zM2.3 4.4 8 9l5.7-4.6",
    "call": "M5.2 2.5 6.6 5.6 5.2 7c.8 1.7 2.1 3 3.8 3.8l1.4-1.4 3.1 1.4v2.2c0 .5-.4 1-1 1C7 13.7 2.3 9 2 3.5"
    "c0-.6.5-1 1-1h2.2Z",
    "note": "M3 3h10v7l-3 3H3zM10 13v-3h3",
    "message": "M2.5 3.5h11v7.5H8l-3 2.5V11H2.5z",
    "system": "M8 5v3.2l2 1.3M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z",
    "chase": "M8 4.5v4.3M8 11.3v.1M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z",
    "flag": "M4 14V2.5l8 2.8-8 2.9",
    "handoff": "M2 8h11M9.5 4.5 13 8l-3.5 3.5",
    "money": "M2 4h12v8H2zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
    "paper": "M4 2h5.5L12 4.5V14H4zM9.3 2v2.8H12",
    "close": "M4 4l8 8M12 4l-8 8",
    "tick": "M3 8.5 6.5 12 13 4.5",
    "plus": "M8 3v10M3 8h10",
    "copy": "M5.5 5.5h8v8h-8zM10.5 5V2.5h-8v8H5",
    "right": "M6 3.5 10.5 8 6 12.5",
    "left": "M10 3.5 5.5 8l4.5 4.5",
    "down": "M3.5 6 8 10.5 12.5 6",
    "theme": "M8 2a6 6 0 1 0 0 12V2Z",
    "person": "M8 8a2.8 2.8 0 1 0 0-5.5A2.8 2.8 0 0 0 8 8Zm-5.5 6c0-2.8 2.4-4.3 5.5-4.3s5.5 1.5 5.5 4.3",
    "lock": "M4 7.5h8V14H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
    "open": "M9.5 2.5h4v4M13.3 2.7 7.5 8.5M11.5 9v4.5h-9v-9H7",
}
