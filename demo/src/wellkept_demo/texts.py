"""The texts of the simulation, read from the files in `words/`."""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

_FOR = re.compile(r"\[([a-z ]+)\] ")


@dataclass(frozen=True)
class Option:
    """One solution: the decision, its reason, and the priced lines of the agreement."""

    what: str
    why: str
    lines: list[tuple[str, int]]


@dataclass(frozen=True)
class Topic:
    """One kind of problem, with everything that is said about it on a journey. `who` lists kinds of customers."""

    key: str
    blueprint: str
    who: list[str]
    needs: list[str]
    talk: list[list[str]]
    options: list[Option]
    waits: list[list[str]]
    steps: list[str]
    done: list[str]
    accepted: list[str]
    defects: list[str]
    works: list[str]
    questions: list[list[str]]
    serial: str
    language: str = "en"
    understood: list[str] = field(default_factory=list)
    proposal: list[str] = field(default_factory=list)
    correction: str = ""
    budget: list[int] = field(default_factory=list)

    def for_kind(self, kind: str) -> Topic:
        """Leave out texts for other kinds of customers: `[hotel school] …` is for those two."""

        def fits(texts: list[str]) -> list[str]:
            fitting = [text for text in texts if not (kinds := _FOR.match(text)) or kind in kinds[1].split()]
            return [_FOR.sub("", text) for text in fitting or texts]

        return dataclasses.replace(
            self,
            needs=fits(self.needs),
            understood=fits(self.understood),
            proposal=fits(self.proposal),
            done=fits(self.done),
            accepted=fits(self.accepted),
            defects=fits(self.defects),
            works=fits(self.works),
        )


@functools.cache
def topics() -> dict[str, Topic]:
    """Read every kind of problem, by its key."""
    topics: dict[str, Topic] = {}
    for file, blueprint in (("products", "product"), ("services", "service"), ("repeats", "repeat")):
        for row in _read(file)["topic"]:
            options = [
                Option(option["what"], option["why"], [(text, price) for text, price in option["lines"]])
                for option in row.pop("options")
            ]
            topics[row["key"]] = Topic(blueprint=blueprint, options=options, **row)
    return topics


def topics_for(kind: str, language: str, *, repeat: bool = False) -> list[Topic]:
    """List the topics for this kind of customer, in their language alone."""
    return [
        topic.for_kind(kind)
        for topic in topics().values()
        if kind in topic.who and topic.language == language and (topic.blueprint == "repeat") == repeat
    ]


@functools.cache
def phrases(language: str) -> dict[str, Any]:
    """Read the phrases that fit every topic: `en` or `de` with customers, `staff` between colleagues."""
    phrases: dict[str, Any] = _read("phrases")[language]
    return phrases


@functools.cache
def customers() -> dict[str, Any]:
    """Read names, roles, streets and cities."""
    return _read("customers")


@functools.cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("wellkept_demo") / "words" / f"{name}.toml").read_text("utf-8"))
