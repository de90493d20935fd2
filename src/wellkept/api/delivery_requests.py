"""Bodies of requests about a delivery: parts, items, acceptance and refusal."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from wellkept.api.requests import Evidence, Key, Line, Quantity, Said, Words
from wellkept.api.times import Moment


class PartLine(Said):
    line: Annotated[Key, Field(description="The key of a line of the agreement in force")]
    quantity: Quantity


class Item(Said):
    product: Line
    serial: Line = ""
    place: Annotated[Line, Field(description="Where it stands; empty: the site of the journey")] = ""
    since: Annotated[date | None, Field(description="Empty: today")] = None


class InstalledItem(Item):
    line: Annotated[
        Key | None, Field(description="The agreed line under whose terms it stands, by its key")
    ] = None


class ItemRemoval(Said):
    because: Literal["returned", "replaced", "removed"]
    words: Words = ""
    replacement: Annotated[
        Item | None, Field(description="What stands there instead, if it was replaced")
    ] = None


class Delivered(Said):
    words: Words
    lines: Annotated[
        list[PartLine] | None,
        Field(
            min_length=1,
            max_length=5_000,
            description="A part: lines with their quantities. Left out: all that is open",
        ),
    ] = None
    items: Annotated[
        list[InstalledItem], Field(max_length=500, description="What stands there from now on")
    ] = []
    happened: Moment | None = None


class Defect(Said):
    what: Line
    due: Moment | None = None
    line: Annotated[Key | None, Field(description="The line of the agreement concerned, by its key")] = None


class Rejection(Said):
    words: Words
    parts: Annotated[
        list[Key], Field(max_length=100, description="The parts that they refuse. Empty: the latest one")
    ] = []


class Acceptance(Said):
    delivery: Annotated[
        StrictInt, Field(ge=0, lt=2**53, description="What they accepted: `delivery` of the journey, or 0")
    ]
    evidence: Evidence
    signed_name: Line = ""
    words: Words = ""
    defects: Annotated[list[Defect], Field(max_length=50)] = []
    happened: Moment | None = None
