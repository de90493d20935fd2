"""How much an agreement says.

After Fellegi and Sunter each level of each thing has two probabilities: `m`, how often two records of one customer
agree like that, and `u`, how often two of different customers do by chance. log2(m/u) is what an agreement weighs; the
weights are added to the odds with which two customers are one before anything is known. What many share weighs less:
a common name, the number of a switchboard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from wellkept.duplicates.rules.comparing import LEVELS, Finding

Table = Mapping[str, Mapping[str, tuple[float, float]]]

# What a company begins with, before its own customers have taught it better: (m, u).
SHIPPED: Table = {
    "name": {"same": (0.60, 0.0004), "close": (0.17, 0.0006), "part": (0.13, 0.0040), "other": (0.10, 0.9950)},
    "person": {"same": (0.45, 0.0005), "close": (0.10, 0.0008), "other": (0.45, 0.9987)},
    "phone": {"same": (0.55, 0.00003), "close": (0.07, 0.0004), "other": (0.38, 0.99957)},
    "email": {
        "same": (0.45, 0.00002),
        "close": (0.04, 0.00003),
        "domain": (0.16, 0.0005),
        "other": (0.35, 0.99945),
    },
    "place": {"same": (0.50, 0.0001), "street": (0.07, 0.0008), "near": (0.20, 0.0200), "other": (0.23, 0.9791)},
    "kind": {"same": (0.88, 0.6000), "other": (0.12, 0.4000)},
}  # fmt: skip
_OF_ONE_HOUSE = ("phone", "email", "place")
SHARE = 0.03  # of all customers, those who stand there twice
FEWEST, MOST = 200, 5000  # customers: the range in which the shipped table holds
_SMOOTH = 1000  # the shipped share of a common value counts like so many customers

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
        many = max(FEWEST, self.customers if self.learned else min(self.customers, MOST))
        chance = 2 * SHARE / (many - 1)
        return log2(chance / (1 - chance))


def weight(finding: Finding, weights: Weights, *, others: int = 0) -> float:
    """What this agreement says, in bits. `others`: how many customers beside these two share the very same."""
    m, u = weights.table[finding.what][finding.level]
    if finding.key:
        u = max(u, (others + _SMOOTH * u) / (weights.customers + _SMOOTH))
    return log2(m / u)


def probability(
    findings: tuple[Finding, ...], weights: Weights, *, others: Mapping[tuple[str, str], int] | None = None
) -> float:
    """That both are one. `others` counts by (what, key), as for `weight`."""
    weighed = {
        one.what: weight(one, weights, others=(others or {}).get((one.what, one.key), 0)) for one in findings
    }
    bits = weights.odds + sum(weighed.values())
    if weighed.get("name", 0) < 0 and weighed.get("person", 0) <= 0:
        # Two firms in one house share line, mail and street at once: that is one agreement, not three.
        shared = [weighed[what] for what in _OF_ONE_HOUSE if weighed.get(what, 0) > 0]
        bits -= sum(shared) - max(shared, default=0)
    bits = max(-60.0, min(60.0, bits))
    return float(2**bits / (1 + 2**bits))


def is_sound(table: Table) -> bool:
    """Whether m and u of each thing add up to one, and none is nothing."""
    return all(
        set(table[what]) == set(levels)
        and all(min(table[what][level]) > 0 for level in levels)
        and all(abs(sum(table[what][level][i] for level in levels) - 1) < 1e-6 for i in (0, 1))
        for what, levels in LEVELS.items()
    )
