"""The words of the simulation, read from the files beside it."""

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
    """One way to solve it: what they decide for, why, and the lines of the agreement."""

    what: str
    why: str
    lines: list[tuple[str, int]]


@dataclass(frozen=True)
class Topic:
    """One kind of problem, with what is said about it from the first word to the last."""

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

    def said_by(self, kind: str) -> Topic:
        """Without what only other kinds of customers would say: `[hotel school] …` is for those two."""

        def fits(words: list[str]) -> list[str]:
            kept = [_FOR.sub("", one) for one in words if not (m := _FOR.match(one)) or kind in m[1].split()]
            return kept or [_FOR.sub("", one) for one in words]

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
    """Every kind of problem by its key."""
    found: dict[str, Topic] = {}
    for file, blueprint in (("products", "product"), ("services", "service"), ("repeats", "repeat")):
        for row in _read(file)["topic"]:
            options = [
                Option(o["what"], o["why"], [(text, price) for text, price in o["lines"]])
                for o in row.pop("options")
            ]
            found[row["key"]] = Topic(blueprint=blueprint, options=options, **row)
    return found


def topics_for(who: str, language: str, *, repeat: bool = False) -> list[Topic]:
    """What a customer of this kind may need, in their language if we have words for it."""
    fits = [t for t in topics().values() if who in t.who and (t.blueprint == "repeat") == repeat]
    spoken = [t for t in fits if t.language == language] or [t for t in fits if t.language == "en"]
    return [t.said_by(who) for t in spoken]


@functools.cache
def phrases(language: str) -> dict[str, Any]:
    """What is said whatever the matter is: `en`, `de`, or `house` between colleagues."""
    found: dict[str, Any] = _read("phrases")[language]
    return found


@functools.cache
def customers() -> dict[str, Any]:
    """Names, roles, streets and cities."""
    return _read("customers")


@functools.cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("wellkept_demo") / "words" / f"{name}.toml").read_text("utf-8"))
