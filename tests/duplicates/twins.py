"""Invented customers, and how somebody else would have written them down. Uses nothing of the product."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

_FIRST = """
Anna Ben Clara David Eva Felix Greta Hans Ida Jan Karin Lars Mia Nils Olga Paul Rosa Sven Tina Uwe Vera
Willi Yara Zoe Martin Sabine Jürgen Birgit Stefan Heike Andreas Petra Thomas Ute
"""
FIRST = _FIRST.split()
_LAST = """
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf
Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Maier Jäger
Böhm Seidel Haas Graf Schreiber Dietrich Ziegler Kuhn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold
Kowalski Nowak Çelik Øberg Pfeiffer Stahl Winkler Albrecht Brandt Ebert Franke Geiger Heinrich Jansen
"""
LAST = _LAST.split()
_TRADES = """
Bäckerei Autohaus Elektro Metzgerei Dachdeckerei Malerbetrieb Gärtnerei Apotheke Tischlerei Optik
Druckerei Reisebüro Buchhandlung Sanitär Heizungsbau Zahnarztpraxis Steuerberatung Fahrschule
"""
TRADES = _TRADES.split()
FORMS = ("", "", " GmbH", " GmbH & Co. KG", " e.K.", " OHG", " UG (haftungsbeschränkt)")
_STREETS = """
Königstraße Elmweg Hauptstraße Bahnhofstraße Gartenweg Lindenallee Schulstraße Bergstraße Mühlenweg
Rosenweg Marktplatz Talstraße Goethestraße Schillerstraße Waldweg Birkenweg Kirchgasse Ringstraße
"""
STREETS = _STREETS.split()
CITIES = (("01097", "Dresden"), ("10115", "Berlin"), ("80331", "München"), ("50667", "Köln"), ("20095", "Hamburg"),
          ("04109", "Leipzig"), ("90402", "Nürnberg"), ("99084", "Erfurt"))  # fmt: skip
NEXT_TO = {"a": "s", "e": "r", "i": "o", "n": "m", "r": "t", "s": "d", "t": "z", "l": "k", "h": "j"}


@dataclass(frozen=True)
class Invented:
    """Invented customer."""

    name: str
    person: str
    phone: str
    mail: str
    street: str
    postcode: str
    city: str


def strangers(many: int, *, seed: int) -> list[Invented]:
    """Invent so many different customers; several share a family name, a street or a town."""
    die = Random(seed)
    customers: dict[tuple[str, str], Invented] = {}
    while len(customers) < many:
        last = die.choice(LAST)
        name = f"{die.choice(TRADES)} {last}{die.choice(FORMS)}"
        street = f"{die.choice(STREETS)} {die.randrange(1, 140)}"
        postcode, city = die.choice(CITIES)
        plain = "".join(c for c in last.lower() if c.isascii())
        free = die.random() < 0.3
        mail = (
            f"{plain}{die.randrange(1000)}@gmx.de" if free else f"info@{plain}-{die.randrange(10**5)}.example"
        )
        customers[name, street] = Invented(
            name=name,
            person=f"{die.choice(FIRST)} {last}",
            phone=f"0{die.choice(('351', '30', '89', '221'))} {die.randrange(10**5, 10**7)}",
            mail=mail,
            street=street,
            postcode=postcode,
            city=city,
        )
    return list(customers.values())


def damaged(customer: Invented, *, seed: int) -> Invented:
    """Rewrite a customer as in somebody else's list: other forms, typos, and one thing that really differs."""
    die = Random(seed)
    name = customer.name
    for form in sorted(FORMS, key=len, reverse=True):
        if form and name.endswith(form):
            name = name.removesuffix(form) + die.choice(FORMS)
            break
    if die.random() < 0.5:
        name = _slip(name, die)
    if die.random() < 0.15:
        trade, _, rest = name.partition(" ")
        name = f"{rest} {trade}"
    phone = customer.phone.replace(" ", "/", 1) if die.random() < 0.5 else "+49 " + customer.phone[1:]
    street = customer.street.replace("straße", "str.") if die.random() < 0.5 else customer.street.upper()
    other = replace(customer, name=name, phone=phone, street=street, person=_called(customer.person, die))
    gone = die.choice(("phone", "mail", "street", "nothing", "new phone", "new mail", "moved"))
    if gone in ("phone", "mail"):
        return replace(other, **{gone: ""})
    if gone == "street":
        return replace(other, street="", postcode="", city="")
    if gone == "new phone":
        return replace(other, phone=f"0172 {die.randrange(10**6, 10**7)}")
    if gone == "new mail":
        return replace(other, mail=f"buero{die.randrange(1000)}@web.de")
    if gone == "moved":
        return replace(other, street=f"Neuer Weg {die.randrange(1, 90)}")
    return other


def _called(person: str, die: Random) -> str:
    first, _, last = person.partition(" ")
    return die.choice((person, person, f"{first[0]}. {last}", f"{last}, {first}", _slip(person, die)))


def _slip(text: str, die: Random) -> str:
    """Add a typo: a letter dropped, doubled, swapped with the next, or replaced by its neighbour on the
    keyboard.
    """
    places = [i for i, c in enumerate(text[:-1]) if c.isalpha() and i > 0]
    at = die.choice(places)
    how = die.randrange(4)
    if how == 0:
        return text[:at] + text[at + 1 :]
    if how == 1:
        return text[:at] + text[at] + text[at:]
    if how == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + NEXT_TO.get(text[at], "e") + text[at + 1 :]
