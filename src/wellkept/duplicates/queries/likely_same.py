"""Likely duplicates of a description: on entry, and in batches for imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.db import connection

from wellkept.customers.models import Contact, Customer
from wellkept.duplicates.queries.records import count_sharing, records, weights
from wellkept.duplicates.rules.compare import Finding, compare
from wellkept.duplicates.rules.reasons import in_words
from wellkept.duplicates.rules.records import CustomerDescription, Record, keys, record
from wellkept.duplicates.rules.weights import POSSIBLE, THINKABLE, Weights, correct_by_counts, probability
from wellkept.people.queries import company

LIMIT = 5
_OF_ONE_KEY = 50  # a key shared by more customers identifies nobody


@dataclass(frozen=True, slots=True)
class Candidate:
    """Customer who may be the described one: probability, reasons, and the contact who seems to speak."""

    customer: int
    name: str
    probability: float
    findings: tuple[Finding, ...]
    contact: int | None = None
    contact_name: str = ""

    @property
    def why(self) -> list[str]:
        """Word the agreeing findings."""
        return [in_words(asdict(finding)) for finding in self.agreeing]

    @property
    def stops(self) -> bool:
        """Whether a person has to decide: the customer is likely, or has the same number, address or name."""
        same = ("phone", "email", "name")
        return self.probability >= POSSIBLE or any(
            finding.level == "same" and finding.what in same for finding in self.findings
        )

    @property
    def agreeing(self) -> tuple[Finding, ...]:
        """Findings that speak for it, the strongest first."""
        return tuple(
            finding for finding in self.findings if finding.level != "other" and finding.what != "kind"
        )


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
) -> list[Candidate]:
    """List customers who may be the described one, the likeliest first, to ask before a duplicate is added.

    Without a company name, the person's name is used.
    """
    description = CustomerDescription(
        name=name.strip() or contact_name,
        people=(contact_name,) if contact_name.strip() else (),
        mails=(email,),
        phones=(phone,),
        places=((street, postcode, city),) if street.strip() else (),
        country=company().country,
    )
    candidates = likely_same_many([description], limit=limit, is_spoken_with=True)[0]
    return _with_contacts(candidates, record(description))


def likely_same_many(
    descriptions: Sequence[CustomerDescription], *, limit: int = LIMIT, is_spoken_with: bool = False
) -> list[list[Candidate]]:
    """List the candidates for each description, in a fixed number of statements.

    `is_spoken_with`: the caller can be asked. Then customers with the same telephone or mail are listed even
    if little else agrees: one line may serve two customers, and one question settles it.
    """
    records_asked = [record(asked_record) for asked_record in descriptions]
    near = _near(records_asked)
    theirs = records({key for candidates in near for key in candidates})
    table = weights()
    compared = [
        [(theirs[key], _compared(asked_record, theirs[key])) for key in candidates if key in theirs]
        for asked_record, candidates in zip(records_asked, near, strict=True)
    ]
    counts = count_sharing(
        shared(finding for candidates in compared for _, findings in candidates for finding in findings)
    )
    named = dict(Customer.objects.filter(pk__in=theirs).values_list("pk", "name"))
    return [
        sorted(
            (
                Candidate(other.key, named[other.key], chance, known)
                for other, findings in candidates
                for chance, known in [judge(findings, table, counts, beside=1)]
                if chance >= THINKABLE or (is_spoken_with and _has_same_contact_details(known))
            ),
            key=lambda asked_record: (-asked_record.probability, asked_record.customer),
        )[:limit]
        for candidates in compared
    ]


def _has_same_contact_details(findings: Iterable[Finding]) -> bool:
    """Whether telephone or mail is the same."""
    return any(finding.level == "same" and finding.what in ("phone", "email") for finding in findings)


def shared(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    """List the (kind, key) that both sides share, for `how_many`."""
    return {(_kind(finding), finding.key) for finding in findings if finding.key}


def judge(
    findings: tuple[Finding, ...], table: Weights, counts: Mapping[tuple[str, str], int], *, beside: int
) -> tuple[float, tuple[Finding, ...]]:
    """Compute the probability and the corrected findings, given how many others share each key.

    `beside`: how many of the counted customers are the compared ones.
    """
    others = {
        (finding.what, finding.key): max(0, counts.get((_kind(finding), finding.key), 0) - beside)
        for finding in findings
        if finding.key
    }
    known = correct_by_counts(findings, others)
    return probability(known, table, others=others), known


def _kind(finding: Finding) -> str:
    """Give the kind of key for a finding."""
    return "domain" if finding.level == "domain" else finding.what


def _compared(description: Record, other: Record) -> tuple[Finding, ...]:
    """Compare a description with a customer. A lone name may be the company's or a contact's.

    It then counts once: as the person if the customer is a company, else as the name if that is the same.
    """
    findings = compare(description, other)
    if (
        not description.kind
        and description.names
        and description.names[0].words in [person.words for person in description.people]
    ):
        known = {(finding.what, finding.level) for finding in findings}
        if other.kind == "organisation" or ("name", "same") in known:
            drop = "name" if other.kind == "organisation" else "person"
            return tuple(finding for finding in findings if finding.what != drop)
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
     CROSS JOIN LATERAL (SELECT id FROM search_row WHERE traits @@ q.name::tsquery LIMIT %(most)s) l
  ) f
  JOIN customer c ON c.id = f.id
"""


def _near(asked: Sequence[Record]) -> list[list[int]]:
    """List customers who share a key or a reference with each record, including references added just now."""
    stands = [(n, kind, key) for n, record in enumerate(asked) for kind, key in keys(record)]
    known = [(n, kind, key) for n, record in enumerate(asked) for kind, key in _references(record)]
    names = [
        (n, f"'={name.key}'") for n, record in enumerate(asked) for name in {*record.names, *record.people}
    ]
    by_record: dict[int, list[int]] = defaultdict(list)
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
                by_record[n].append(customer)
    return [sorted(by_record[n]) for n in range(len(asked))]


def _references(record: Record) -> set[tuple[str, str]]:
    """List the telephones and mails of a record as reference keys."""
    return {*(("phone", phone) for phone in record.phones), *(("email", mail) for mail in record.mails)}


def _with_contacts(candidates: list[Candidate], description: Record) -> list[Candidate]:
    """Add the contact who seems to speak: with the same mail, telephone or name, or the only one."""
    contacts: dict[int, list[Contact]] = defaultdict(list)
    for row in (
        Contact.objects.filter(customer__in=[candidate.customer for candidate in candidates], active=True)
        .select_related("customer")
        .order_by("pk")
    ):
        contacts[row.customer_id].append(row)
    spoken_names = {person.words for person in description.people}
    with_them = []
    for candidate in candidates:
        theirs = contacts[candidate.customer]
        speaks = next((row for row in theirs if _is_it(row, description, spoken_names)), None)
        speaks = speaks or (theirs[0] if len(theirs) == 1 else None)
        with_them.append(
            replace(candidate, contact=speaks.pk, contact_name=speaks.name)
            if speaks is not None
            else candidate
        )
    return with_them


def _is_it(row: Contact, description: Record, spoken: set[tuple[str, ...]]) -> bool:
    """Whether the contact has the described mail, telephone or name."""
    theirs = record(
        CustomerDescription(
            people=(row.name,), phones=(row.phone,), mails=(row.email,), country=row.customer.country
        )
    )
    return bool(
        theirs.phones.keys() & description.phones.keys()
        or theirs.mails.keys() & description.mails.keys()
        or spoken & {person.words for person in theirs.people}
    )
