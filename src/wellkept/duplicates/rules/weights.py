"""How much an agreement says.

After Fellegi and Sunter each level of each thing has two probabilities: `m`, how often two records of one customer
agree like that, and `u`, how often two of different customers do by chance. log2(m/u) is what an agreement weighs; the
weights are added to the odds with which two customers are one before anything is known. What many share weighs less:
a common name, the number of a switchboard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log2

from wellkept.duplicates.rules.compare import Finding

Table = Mapping[str, Mapping[str, tuple[float, float]]]

# What a company begins with, before its own customers have taught it better: (m, u). Counted on one population of
# which the truth is known (bench/duplicates.py, the seed that nothing else uses), and rounded towards caution.
SHIPPED: Table = {
    "name": {"same": (0.57, 0.0002), "close": (0.25, 0.0001), "part": (0.08, 0.0010), "other": (0.10, 0.9987)},
    "person": {"same": (0.52, 0.0002), "close": (0.22, 0.0002), "other": (0.26, 0.9996)},
    "phone": {"same": (0.66, 0.00004), "close": (0.05, 0.00002), "other": (0.29, 0.99994)},
    "email": {
        "same": (0.60, 0.00001),
        "close": (0.04, 0.00002),
        "domain": (0.09, 0.0006),
        "other": (0.27, 0.99937),
    },
    "place": {"same": (0.64, 0.0001), "street": (0.03, 0.0008), "near": (0.20, 0.0200), "other": (0.13, 0.9791)},
    "kind": {"same": (0.94, 0.5500), "other": (0.06, 0.4500)},
}  # fmt: skip
_OF_ONE_HOUSE, _OF_ONE_NAME = ("phone", "email", "place"), ("name", "email")
SHARE = 0.03  # of all customers, those who stand there twice
FEWEST, MOST = 200, 5000  # customers: the range in which the shipped table holds
_SMOOTH = 200  # the share in the table of a common value counts like so many customers
_PROVIDER = 4  # others who have mail there: then it is no firm's house, but where anybody may have an address

# What is said of a probability, from this one on.
CERTAIN, PROBABLE, POSSIBLE, THINKABLE = 0.97, 0.8, 0.4, 0.12


@dataclass(frozen=True)
class Weights:
    """The table in force, and of how many customers."""

    table: Table
    customers: int
    learned: bool = False

    @property
    def odds(self) -> float:
        """log2 of the odds that two customers, whichever, are one."""
        chance = 2 * SHARE / (max(FEWEST, self.customers) - 1)
        return log2(chance / (1 - chance))

    @property
    def thinner(self) -> float:
        """By what the shipped table overstates how often strangers share one value, where there are many more values:
        a switchboard has its few tenants in a list of a million, too."""
        return 1.0 if self.learned else min(1.0, MOST / max(1, self.customers))


def weight(finding: Finding, weights: Weights, *, others: int = 0) -> float:
    """What this agreement says, in bits. `others`: how many customers beside these two share the very same."""
    m, u = weights.table[finding.what][finding.level]
    if finding.key:
        u *= weights.thinner
        u = max(u, (others + _SMOOTH * u) / (weights.customers + _SMOOTH))
    return log2(m / u)


def as_known(findings: tuple[Finding, ...], others: Mapping[tuple[str, str], int]) -> tuple[Finding, ...]:
    """The findings as our own customers show them: a mail domain that many of them have is a provider's, and two
    addresses there are two addresses."""
    return tuple(
        replace(one, level="other", key="")
        if one.level == "domain" and others.get((one.what, one.key), 0) >= _PROVIDER
        else one
        for one in findings
    )


def probability(
    findings: tuple[Finding, ...], weights: Weights, *, others: Mapping[tuple[str, str], int] | None = None
) -> float:
    """That both are one. `others` counts by (what, key), as for `weight`."""
    weighed = {
        one.what: weight(one, weights, others=(others or {}).get((one.what, one.key), 0)) for one in findings
    }
    bits = weights.odds + sum(weighed.values())
    for together in _said_once(findings, weighed):
        shared = [weighed[what] for what in together if weighed.get(what, 0) > 0]
        bits -= sum(shared) - max(shared, default=0)
    bits = max(-60.0, min(60.0, bits))
    return float(2**bits / (1 + 2**bits))


def _said_once(findings: tuple[Finding, ...], weighed: Mapping[str, float]) -> list[tuple[str, ...]]:
    """What comes together by one cause is one agreement, not several."""
    levels = {one.what: one.level for one in findings}
    # Two firms in one house share line, mail and street at once.
    one_house = weighed.get("name", 0) < 0 and weighed.get("person", 0) <= 0
    # Two branches, each with its own line in its own town, share the name and the mail domain that is made of it.
    branches = levels.get("email") == "domain" and levels.get("phone") == levels.get("place") == "other"
    return [_OF_ONE_HOUSE] * one_house + [_OF_ONE_NAME] * branches
