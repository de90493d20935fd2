"""Input of a ribbon. Instants are aware; bands come in order and may reach into the planned future."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Court = Literal["us", "customer", "third"]
FlagState = Literal["open", "kept", "moved", "broken", "released"]


@dataclass(frozen=True, slots=True)
class Band:
    """The court over one period. The label names a third party or our team."""

    start: datetime
    end: datetime
    court: Court
    label: str = ""


@dataclass(frozen=True, slots=True)
class Seam:
    """A handoff: offered, accepted (None while it waits), and the stage it leads to."""

    offered_at: datetime
    accepted_at: datetime | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Touch:
    """A contact by us or by them: perhaps a chase, or a call that nobody answered."""

    at: datetime
    by: Literal["us", "them"]
    chase: bool = False
    unanswered: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A promise on its due time; with the date first promised when it moved, and when it was kept."""

    due: datetime
    text: str
    state: FlagState = "open"
    first_due: datetime | None = None
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A period in which the customer heard nothing for longer than the limit."""

    start: datetime
    end: datetime
    label: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A time axis that several ribbons share."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One journey. `end` is when it ended or went to rest; `notes` stand at the end of the legend."""

    start: datetime
    now: datetime
    end: datetime | None = None
    expected_finish: datetime | None = None
    bands: tuple[Band, ...] = ()
    seams: tuple[Seam, ...] = ()
    touches: tuple[Touch, ...] = ()
    flags: tuple[Flag, ...] = ()
    silences: tuple[Silence, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def until(self) -> datetime:
        """The end of what has happened: the journey's end, else now."""
        return max(self.start, min(self.end, self.now) if self.end else self.now)

    @property
    def outline(self) -> Ribbon:
        """The courts, without a name and up to now, and the handoffs: no touch, no promise, no silence."""
        bands = (
            Band(band.start, min(band.end, self.until), band.court)
            for band in self.bands
            if band.start <= self.until
        )
        return Ribbon(self.start, self.now, self.end, bands=tuple(bands), seams=self.seams)

    @property
    def horizon(self) -> datetime:
        """The last instant worth drawing."""
        if self.end:
            return self.until
        ahead = [flag.due for flag in self.flags if flag.state == "open"]
        planned = [band.end for band in self.bands]
        finish = [self.expected_finish] if self.expected_finish else []
        return max([self.until, *ahead, *planned, *finish])
