"""Who it may be: on entry, and for imports by the batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.db import connection

from wellkept.customers.models import Contact, Customer
from wellkept.duplicates.queries.records import how_many, records, weights
from wellkept.duplicates.rules.compare import Finding, compare
from wellkept.duplicates.rules.reasons import in_words
from wellkept.duplicates.rules.records import Record, Said, keys, record
from wellkept.duplicates.rules.weights import POSSIBLE, THINKABLE, Weights, as_known, probability
from wellkept.people.queries import company

LIMIT = 5
_OF_ONE_KEY = 50  # a key that more share tells nobody from others


@dataclass(frozen=True, slots=True)
class Suspect:
    """A customer whom we may know already: how likely, why, and the contact who seems to speak."""

    customer: int
    name: str
    probability: float
    findings: tuple[Finding, ...]
    contact: int | None = None
    contact_name: str = ""

    @property
    def why(self) -> list[str]:
        """The same in words."""
        return [in_words(asdict(one)) for one in self.agreeing]

    @property
    def stops(self) -> bool:
        """Whether somebody has to say that it is not them: likely, or the very same number, address or name."""
        same = ("phone", "email", "name")
        return self.probability >= POSSIBLE or any(
            one.level == "same" and one.what in same for one in self.findings
        )

    @property
    def agreeing(self) -> tuple[Finding, ...]:
        """Why it may be them, the surest reason first."""
        return tuple(one for one in self.findings if one.level != "other" and one.what != "kind")


def likely_same(
    *,
    name: str = "",
    contact_name: str = "",
    email: str = "",
    phone: str = "",
    street: str = "",
    postcode: str = "",
    city: str = "",
    limit: int = LIMIT,
) -> list[Suspect]:
    """Customers who may be whoever is spoken of, the likeliest first: to ask before one is met twice.

    Without a company's name it is the person who speaks.
    """
    said = Said(
        name=name.strip() or contact_name,
        people=(contact_name,) if contact_name.strip() else (),
        mails=(email,),
        phones=(phone,),
        places=((street, postcode, city),) if street.strip() else (),
        country=company().country,
    )
    found = likely_same_many([said], limit=limit, is_spoken_with=True)[0]
    return _with_contacts(found, record(said))


def likely_same_many(
    said: Sequence[Said], *, limit: int = LIMIT, is_spoken_with: bool = False
) -> list[list[Suspect]]:
    """For each of those spoken of: who it may be. Some statements for all of them, however many.

    `is_spoken_with`: somebody is there to ask. Then who has the very same telephone or mail address is shown, however
    little else is the same: one line may serve two, and one question tells.
    """
    asked = [record(one) for one in said]
    near = _near(asked)
    theirs = records({key for found in near for key in found})
    table = weights()
    compared = [
        [(theirs[key], _compared(one, theirs[key])) for key in found if key in theirs]
        for one, found in zip(asked, near, strict=True)
    ]
    counts = how_many(shared(finding for found in compared for _, findings in found for finding in findings))
    named = dict(Customer.objects.filter(pk__in=theirs).values_list("pk", "name"))
    return [
        sorted(
            (
                Suspect(other.key, named[other.key], chance, known)
                for other, findings in found
                for chance, known in [judged(findings, table, counts, beside=1)]
                if chance >= THINKABLE or (is_spoken_with and _is_reached_there(known))
            ),
            key=lambda one: (-one.probability, one.customer),
        )[:limit]
        for found in compared
    ]


def _is_reached_there(findings: Iterable[Finding]) -> bool:
    return any(one.level == "same" and one.what in ("phone", "email") for one in findings)


def shared(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    """The (kind, key) of what two have in common, for `how_many`."""
    return {(_kind(one), one.key) for one in findings if one.key}


def judged(
    findings: tuple[Finding, ...], table: Weights, counts: Mapping[tuple[str, str], int], *, beside: int
) -> tuple[float, tuple[Finding, ...]]:
    """The probability, with how many others share the same, and the findings as that shows them. `beside` of the
    counted are the two themselves."""
    others = {
        (one.what, one.key): max(0, counts.get((_kind(one), one.key), 0) - beside)
        for one in findings
        if one.key
    }
    known = as_known(findings, others)
    return probability(known, table, others=others), known


def _kind(finding: Finding) -> str:
    return "domain" if finding.level == "domain" else finding.what


def _compared(said: Record, other: Record) -> tuple[Finding, ...]:
    """A person who speaks may be somebody's contact: then their name is not to be that of the company."""
    findings = compare(said, other)
    if not said.kind and said.names and said.names[0].words in [one.words for one in said.people]:
        known = {(one.what, one.level) for one in findings}
        if other.kind == "organisation" or ("name", "same") in known:
            drop = "name" if other.kind == "organisation" else "person"
            return tuple(one for one in findings if one.what != drop)
    return findings


_NEAR = """
SELECT DISTINCT f.n, coalesce(c.merged_into_id, c.id)
  FROM (
    SELECT q.n, k.customer_id AS id
      FROM unnest(%(n)s::int[], %(kinds)s::text[], %(keys)s::text[]) q (n, kind, key)
     CROSS JOIN LATERAL (
           SELECT customer_id FROM linkage_key k WHERE k.kind = q.kind AND k.key = q.key LIMIT %(most)s) k
    UNION
    SELECT q.n, r.subject_id
      FROM unnest(%(rn)s::int[], %(rkinds)s::text[], %(rkeys)s::text[]) q (n, kind, key)
     CROSS JOIN LATERAL (
           SELECT subject_id FROM reference r
            WHERE r.key = q.key AND r.kind = q.kind AND r.kind <> 'need' LIMIT %(most)s) r
    UNION
    SELECT q.n, l.id
      FROM unnest(%(nn)s::int[], %(names)s::text[]) q (n, name)
     CROSS JOIN LATERAL (SELECT id FROM likeness WHERE traits @@ q.name::tsquery LIMIT %(most)s) l
  ) f
  JOIN customer c ON c.id = f.id
"""


def _near(asked: Sequence[Record]) -> list[list[int]]:
    """Who stands under one of their keys, or is known by the same reference, also if noted a moment ago."""
    stands = [(n, kind, key) for n, one in enumerate(asked) for kind, key in keys(one)]
    known = [(n, kind, key) for n, one in enumerate(asked) for kind, key in _references(one)]
    names = [(n, f"'={name.key}'") for n, one in enumerate(asked) for name in {*one.names, *one.people}]
    found: dict[int, list[int]] = defaultdict(list)
    if stands or known or names:
        with connection.cursor() as cursor:
            cursor.execute(
                _NEAR,
                {
                    "n": [n for n, _, _ in stands],
                    "kinds": [kind for _, kind, _ in stands],
                    "keys": [key for _, _, key in stands],
                    "rn": [n for n, _, _ in known],
                    "rkinds": [kind for _, kind, _ in known],
                    "rkeys": [key for _, _, key in known],
                    "nn": [n for n, _ in names],
                    "names": [name for _, name in names],
                    "most": _OF_ONE_KEY,
                },
            )
            for n, customer in cursor.fetchall():
                found[n].append(customer)
    return [sorted(found[n]) for n in range(len(asked))]


def _references(one: Record) -> set[tuple[str, str]]:
    return {*(("phone", phone) for phone in one.phones), *(("email", mail) for mail in one.mails)}


def _with_contacts(found: list[Suspect], said: Record) -> list[Suspect]:
    """With the contact of theirs who seems to speak: the same mail, telephone or name, or their only one."""
    contacts: dict[int, list[Contact]] = defaultdict(list)
    for row in (
        Contact.objects.filter(customer__in=[one.customer for one in found], active=True)
        .select_related("customer")
        .order_by("pk")
    ):
        contacts[row.customer_id].append(row)
    spoken = {one.words for one in said.people}
    with_them = []
    for one in found:
        theirs = contacts[one.customer]
        speaks = next((row for row in theirs if _is_it(row, said, spoken)), None)
        speaks = speaks or (theirs[0] if len(theirs) == 1 else None)
        with_them.append(
            replace(one, contact=speaks.pk, contact_name=speaks.name) if speaks is not None else one
        )
    return with_them


def _is_it(row: Contact, said: Record, spoken: set[tuple[str, ...]]) -> bool:
    theirs = record(
        Said(people=(row.name,), phones=(row.phone,), mails=(row.email,), country=row.customer.country)
    )
    return bool(
        theirs.phones.keys() & said.phones.keys()
        or theirs.mails.keys() & said.mails.keys()
        or spoken & {one.words for one in theirs.people}
    )
