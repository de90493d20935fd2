"""The staff of Lindenau Elektro: names, teams, pace and absences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wellkept.people import queries
from wellkept.people.actor import Actor


@dataclass(frozen=True)
class Colleague:
    """One of the staff.

    `pace` is the working hours that pass until they get to something. `care` is how often they tell a customer about
    a delay in advance.
    """

    key: str
    name: str
    title: str
    teams: tuple[str, ...]
    pace: float
    care: float
    deputy: str
    phone: str
    language: str = "en"
    joined: int = 365  # days before today

    @property
    def email(self) -> str:
        return f"{self.key}@lindenau.example"


STAFF = (
    Colleague("katrin", "Katrin Lindenau", "Managing director", (), 4, 0.9, "ana", "100", "de"),
    Colleague("mira", "Mira Kaya", "Sales, kitchens and bakeries", ("sales",), 2.5, 0.9, "ruth", "111"),
    Colleague("felix", "Felix Brandt", "Sales, networks and energy", ("sales",), 11, 0.35, "mira", "112"),
    Colleague("ruth", "Ruth Seidel", "Sales, part-time", ("sales",), 5, 0.8, "mira", "113", "de"),
    Colleague("ana", "Ana Ruiz", "Orders", ("orders", "sales"), 2, 0.95, "thomas", "121"),
    Colleague("thomas", "Thomas Keller", "Orders", ("orders",), 6, 0.6, "ana", "122", "de"),
    Colleague("lena", "Lena Vogt", "Orders", ("orders",), 4, 0.8, "ana", "123", joined=204),
    Colleague("jonas", "Jonas Weber", "Delivery, kitchens and bakeries", ("delivery",), 3, 0.85, "aylin", "131"),
    Colleague("aylin", "Aylin Demir", "Delivery, networks", ("delivery",), 1.5, 1.0, "jonas", "132"),
    Colleague("piotr", "Piotr Nowak", "Delivery, energy", ("delivery",), 9, 0.4, "jonas", "133"),
    Colleague("nadia", "Nadia Haddad", "Support", ("support",), 1.5, 1.0, "oskar", "141"),
    Colleague("oskar", "Oskar Blum", "Support", ("support",), 4, 0.7, "nadia", "142", "de"),
    Colleague("greta", "Greta Sommer", "Billing", ("billing",), 3, 0.9, "katrin", "151", "de"),
)  # fmt: skip
SKILLS = {
    "jonas": "three-phase, dishwashers, ovens",
    "aylin": "networks, door stations, measurement",
    "piotr": "three-phase, wallboxes, measurement",
    "nadia": "networks",
}
BY_KEY = {colleague.key: colleague for colleague in STAFF}
LEADS = {"sales": "mira", "orders": "ana", "delivery": "jonas", "support": "nadia", "billing": "greta"}
STANDING = {
    "sales": "ruth",
    "orders": "ana",
    "delivery": "jonas",
    "support": "oskar",
    "billing": "greta",
}


@dataclass(frozen=True)
class Absence:
    """An absence that started `days_ago` and was entered `known` days before that."""

    who: str
    days_ago: int
    length: int
    why: str
    known: int = 21


ABSENCES = (
    Absence("mira", 334, 9, "Holiday"),
    Absence("thomas", 301, 4, "Flu", known=0),
    Absence("piotr", 262, 8, "Back pain", known=0),
    Absence("ana", 236, 12, "Holiday"),
    Absence("felix", 219, 5, "Training in Dresden"),
    Absence("oskar", 181, 12, "Holiday"),
    Absence("jonas", 152, 14, "Holiday"),
    Absence("ruth", 133, 13, "Holiday"),
    Absence("nadia", 118, 12, "Holiday"),
    Absence("aylin", 96, 13, "Holiday"),
    Absence("felix", 74, 14, "Holiday"),
    Absence("katrin", 61, 9, "Holiday"),
    Absence("lena", 40, 7, "Holiday"),
    Absence("piotr", 27, 3, "Sick child", known=0),
    Absence("thomas", 4, 11, "Holiday", known=30),
)


class Staff:
    """The staff's rows in the database, and who is present when."""

    def __init__(self, today: datetime) -> None:
        self.today = today
        known = {row.email: row.pk for row in queries.staff()}
        self.ids = {colleague.key: known[colleague.email] for colleague in STAFF}
        self.keys = {id: key for key, id in self.ids.items()}
        self.actors: dict[str, Actor] = {}
        self.teams = {row.stage or "billing": row.pk for row in queries.teams()}

    def actor(self, who: str) -> Actor:
        if who not in self.actors:
            self.actors[who] = queries.actor(self.ids[who])
        return self.actors[who]

    def is_away(self, who: str, at: datetime) -> bool:
        if BY_KEY[who].joined < (self.today - at).days:
            return True
        return any(
            (since := self.today - timedelta(days=absence.days_ago))
            <= at
            < since + timedelta(days=absence.length)
            for absence in ABSENCES
            if absence.who == who
        )

    def present(self, who: str, at: datetime) -> str:
        """Return the colleague, or the deputy while they are away."""
        if not self.is_away(who, at):
            return who
        deputy = BY_KEY[who].deputy
        return deputy if not self.is_away(deputy, at) else "katrin"

    def members(self, team: str, at: datetime) -> list[str]:
        """List who of the team is present, at least the lead."""
        present = [
            colleague.key
            for colleague in STAFF
            if team in colleague.teams and not self.is_away(colleague.key, at)
        ]
        return present or [LEADS[team]]
