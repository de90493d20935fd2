"""The founding of the company: its first person and its region."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Founder:
    """The first person. They answer for everything until others join."""

    name: str
    email: str
    password: str | None = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """Country of the company, with the language, the currency and the time zone in which it works."""

    language: str = "en"
    time_zone: str = "UTC"
    currency: str = "EUR"
    country: str = "DE"


UNSET = Region()
