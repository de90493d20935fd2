"""Generated customers and their first problems. The same seed and day give the same ones, each with its own name."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from wellkept.references import rules
from wellkept_demo import texts, working_hours
from wellkept_demo.texts import Topic

SEED = "Lindenau, every promise kept"
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ğ": "g", "ş": "s", "ç": "c"})


@dataclass(frozen=True)
class Profile:
    """A customer before there is a row for them."""

    name: str
    kind: str
    contact: str
    role: str
    email: str
    phone: str
    street: str
    postcode: str
    city: str
    language: str = "en"

    @property
    def is_organisation(self) -> bool:
        return self.kind != "home"


@dataclass(frozen=True)
class Story:
    """A customer's first problem: who has it, since when, and how they tell us."""

    profile: Profile
    topic: Topic
    begins: datetime
    channel: str


def generate_stories(count: int, *, today: datetime) -> list[Story]:
    """Generate first problems, spread over the year, newest first."""
    rng = random.Random(SEED)
    profiles = generate_profiles(count, rng)
    stories = []
    for index, profile in enumerate(profiles):
        share = (index + rng.random()) / len(profiles)
        ago = 0.6 + 362 * share**1.25
        begins = today - timedelta(days=ago)
        day = working_hours.local(begins).date()
        if profile.is_organisation:
            while not working_hours.is_working_day(day):
                day -= timedelta(days=1)
        begins = working_hours.at_hour(
            day, rng.choice((7.2, 8.4, 9.1, 9.8, 10.6, 11.3, 13.5, 14.7, 15.6, 16.2))
        )
        begins += timedelta(seconds=rng.randrange(1500))
        while begins >= today:
            begins -= timedelta(days=1)
        topic = rng.choice(texts.topics_for(profile.kind, profile.language))
        channel = rng.choices(("page", "call", "info", "office"), (3, 5, 3, 2))[0]
        stories.append(Story(profile, topic, begins, channel if profile.email else "call"))
    return sorted(stories, key=lambda story: story.begins, reverse=True)


def generate_profiles(count: int, rng: random.Random) -> list[Profile]:
    """Generate customers in a mixed order: two in five are organisations, as far as the names suffice."""
    words = texts.customers()
    organisations = [(kind, name) for kind, names in words["names"].items() for name in names]
    rng.shuffle(organisations)
    organisations = organisations[: max(1, count * 2 // 5)]
    homes = [("home", "")] * (count - len(organisations))
    kinds = organisations + homes
    rng.shuffle(kinds)
    firsts, lasts = list(words["people"]["first"]), list(words["people"]["last"])
    pairs = [(first, last) for first in firsts for last in lasts]
    rng.shuffle(pairs)
    streets = [f"{street} {number}" for street in words["places"]["streets"] for number in range(2, 96)]
    rng.shuffle(streets)
    return [
        _profile(kind, name, *pairs[index], streets[index], index, rng)
        for index, (kind, name) in enumerate(kinds[:count])
    ]


def _profile(
    kind: str, name: str, first: str, last: str, street: str, index: int, rng: random.Random
) -> Profile:
    words = texts.customers()
    if own := re.match(
        r".*\b(Kunze|Winkelmann|Rösler|Trinh|Yıldız|Lange|Kleinert|Lorenz|Kirsch|Brandner)\b", name
    ):
        last = own.group(1)
    contact = f"{first} {last}"
    if (doctor := re.search(r"Dr\. (\w+)", name)) and rng.random() < 0.4:
        contact = f"Dr. {first} {doctor.group(1)}"
    postcode, city = rng.choice(words["places"]["cities"])
    mailbox = f"{first}.{last}".lower() if kind == "home" else first.lower()
    domain = "mail.example" if kind == "home" else f"{_domain(name)}.example"
    only_phone = kind == "home" and rng.random() < 0.12
    prefix = "0341 555" if city == "Leipzig" else "0341 558"
    mobile = f"0151 555{index:05d}"
    return Profile(
        name=name or contact,
        kind=kind,
        contact=contact,
        role=rng.choice(words["roles"][kind]),
        email="" if only_phone else f"{_ascii(mailbox)}@{domain}",
        phone=mobile if rng.random() < 0.5 else f"{prefix} {1000 + index}",
        language="de" if rng.random() < 0.42 else "en",
        street=street,
        postcode=postcode,
        city=city,
    )


def key_of(name: str) -> str:
    """Normalise a name as references store it, so that a fill recognises customers it has already added."""
    return rules.key("name", name, country="DE")


def _domain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _ascii(name)).strip("-")


def _ascii(text: str) -> str:
    return rules.words(text.translate(_PLAIN)).replace(" ", ".") if "." in text else _words(text)


def _words(text: str) -> str:
    return rules.words(text.translate(_PLAIN)).replace(" ", "-")
