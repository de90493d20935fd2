"""Weights of agreements.

After Fellegi and Sunter each level of each thing has two probabilities. `m` is how often two records of one
customer agree at that level. `u` is how often two different customers do by chance. An agreement weighs
log2(m/u) bits. The weights are added to the prior odds that two customers are one. A common value weighs
less: a common name, the number of a switchboard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log2

from wellkept.duplicates.rules.compare import Finding

Table = Mapping[str, Mapping[str, tuple[float, float]]]

# Shipped (m, u), used until enough own customers allow learning. Counted on a generated population whose truth is
# known (bench/duplicates.py, with a seed of its own), and rounded towards caution.
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
SHARE = 0.03  # share of customers that are entered twice
FEWEST, MOST = 200, 5000  # customers: the range in which the shipped table holds
_SMOOTH = 200  # customers that the table's share of a common value counts as
_PROVIDER = 4  # other customers with this mail domain, from which it counts as a provider's

# Least probabilities for each wording.
CERTAIN, PROBABLE, POSSIBLE, THINKABLE = 0.97, 0.8, 0.4, 0.12


@dataclass(frozen=True)
class Weights:
    """Table in force, and the number of customers."""

    table: Table
    customers: int
    learned: bool = False

    @property
    def odds(self) -> float:
        """Prior log2 odds that two random customers are one."""
        chance = 2 * SHARE / (max(FEWEST, self.customers) - 1)
        return log2(chance / (1 - chance))

    @property
    def thinner(self) -> float:
        """Factor for chance agreement in large lists, with the shipped table.

        The table holds up to MOST customers. Beyond, there are more values, and strangers share one less
        often.
        """
        return 1.0 if self.learned else min(1.0, MOST / max(1, self.customers))


def weight(finding: Finding, weights: Weights, *, others: int = 0) -> float:
    """Weigh an agreement in bits. `others`: how many further customers share the same value."""
    m, u = weights.table[finding.what][finding.level]
    if finding.key:
        u *= weights.thinner
        u = max(u, (others + _SMOOTH * u) / (weights.customers + _SMOOTH))
    return log2(m / u)


def correct_by_counts(
    findings: tuple[Finding, ...], others: Mapping[tuple[str, str], int]
) -> tuple[Finding, ...]:
    """Correct findings by our own customers: a mail domain that many have is a provider's.

    Two addresses at a provider are different addresses.
    """
    return tuple(
        replace(finding, level="other", key="")
        if finding.level == "domain" and others.get((finding.what, finding.key), 0) >= _PROVIDER
        else finding
        for finding in findings
    )


def probability(
    findings: tuple[Finding, ...], weights: Weights, *, others: Mapping[tuple[str, str], int] | None = None
) -> float:
    """Compute the probability that both are one. `others` counts by (what, key), as for `weight`."""
    weighed = {
        finding.what: weight(finding, weights, others=(others or {}).get((finding.what, finding.key), 0))
        for finding in findings
    }
    bits = weights.odds + sum(weighed.values())
    for together in _common_causes(findings, weighed):
        shared = [weighed[what] for what in together if weighed.get(what, 0) > 0]
        bits -= sum(shared) - max(shared, default=0)
    bits = max(-60.0, min(60.0, bits))
    return float(2**bits / (1 + 2**bits))


def _common_causes(findings: tuple[Finding, ...], weighed: Mapping[str, float]) -> list[tuple[str, ...]]:
    """List things that agree for one common cause, and therefore count once."""
    levels = {finding.what: finding.level for finding in findings}
    # Two companies in one house share telephone, mail and street.
    one_house = weighed.get("name", 0) < 0 and weighed.get("person", 0) <= 0
    # Two branches in different towns share the name and the mail domain.
    branches = levels.get("email") == "domain" and levels.get("phone") == levels.get("place") == "other"
    return [_OF_ONE_HOUSE] * one_house + [_OF_ONE_NAME] * branches
