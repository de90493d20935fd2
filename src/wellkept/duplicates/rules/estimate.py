"""Learn the weights from the company's own customers.

`u` is counted on random pairs, nearly all of which are different customers. `m` comes by expectation and
maximisation (Dempster, Laird, Rubin) over pairs that share a key, with `u` fixed. Each round rates how likely
each pair is one customer, then derives a new `m`, until it is stable.

Pairs that share a telephone number always agree on it, so they only teach the other things. The shipped table
counts as a number of pairs, so that little data changes little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from wellkept.duplicates.rules.compare import LEVELS, Finding
from wellkept.duplicates.rules.weights import SHIPPED, Table

Pattern = tuple[tuple[str, str], ...]
"""Agreements of one pair: (what, level) each, in order."""

_ROUNDS, _STILL = 200, 1e-6
_U_PAIRS, _M_PAIRS = 2000.0, 40.0  # pairs that the shipped table counts as
_LEAST = 1e-7


def pattern(findings: Iterable[Finding]) -> Pattern:
    """Reduce findings to a pattern."""
    return tuple(sorted((finding.what, finding.level) for finding in findings))


def learn_u(
    patterns: Mapping[Pattern, int], shared: Mapping[str, float], *, before: Table = SHIPPED
) -> dict[str, dict[str, float]]:
    """Estimate how often different customers agree by chance, from random pairs.

    `shared` is the share of all pairs that have the very same value. So few do that a sample says nothing of them.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for agreements, times in patterns.items():
        for what, level in agreements:
            counts[what][level] += times
    shares: dict[str, dict[str, float]] = {what: dict(counts[what]) for what in LEVELS}
    for what, share in shared.items():
        shares[what]["same"] = share * sum(counts[what].values())
    return {
        what: _shares(
            {level: shares[what].get(level, 0) + _U_PAIRS * before[what][level][1] for level in levels},
            levels,
        )
        for what, levels in LEVELS.items()
    }


def learn_m(
    met_by: Mapping[str, Mapping[Pattern, int]],
    u: Mapping[str, Mapping[str, float]],
    *,
    before: Table = SHIPPED,
) -> dict[str, dict[str, float]]:
    """Estimate how often records of one customer agree.

    `met_by` gives, for each kind of shared key, the patterns of its pairs with their counts.
    """
    ones: dict[str, dict[str, float]] = {what: dict.fromkeys(levels, 0.0) for what, levels in LEVELS.items()}
    for by, patterns in met_by.items():
        for what, levels in expect(_without(patterns, by), u, before=before).items():
            for level, many in levels.items():
                ones[what][level] += many
    return {
        what: _shares(
            {level: ones[what][level] + _M_PAIRS * before[what][level][0] for level in levels}, levels
        )
        for what, levels in LEVELS.items()
    }


def expect(
    patterns: Mapping[Pattern, int], u: Mapping[str, Mapping[str, float]], *, before: Table = SHIPPED
) -> dict[str, dict[str, float]]:
    """Run expectation and maximisation on one set of pairs: how many that are one agree at which level."""
    m = {what: {level: before[what][level][0] for level in levels} for what, levels in LEVELS.items()}
    share = 0.1
    ones: dict[str, dict[str, float]] = {}
    whole = sum(patterns.values())
    for _ in range(_ROUNDS if whole else 0):
        ones = {what: dict.fromkeys(levels, 0.0) for what, levels in LEVELS.items()}
        total = 0.0
        for agreements, times in patterns.items():
            if not agreements:
                continue
            same, other = share, 1 - share
            for what, level in agreements:
                same *= m[what][level]
                other *= u[what][level]
            likely = times * same / (same + other)
            total += likely
            for what, level in agreements:
                ones[what][level] += likely
        moved = abs(total / whole - share)
        share = min(1 - 1e-6, max(1e-6, total / whole))
        for what, levels in LEVELS.items():
            if sum(ones[what].values()) > 0:
                fresh = _shares(ones[what], levels)
                moved = max(moved, *(abs(fresh[level] - m[what][level]) for level in levels))
                m[what] = fresh
        if moved < _STILL:
            break
    return ones


def table(m: Mapping[str, Mapping[str, float]], u: Mapping[str, Mapping[str, float]]) -> Table:
    """Combine `m` and `u` in one table."""
    return {
        what: {level: (m[what][level], u[what][level]) for level in levels} for what, levels in LEVELS.items()
    }


_OF = {
    "sound": "name",
    "sounds_there": "name",
    "domain": "email",
}  # kind of key → the thing that it is made of


def _without(patterns: Mapping[Pattern, int], by: str) -> Counter[Pattern]:
    """Drop from the patterns the thing that the pairs share by selection."""
    left: Counter[Pattern] = Counter()
    for agreements, times in patterns.items():
        left[tuple(part for part in agreements if part[0] != _OF.get(by, by))] += times
    return left


def _shares(many: Mapping[str, float], levels: Iterable[str]) -> dict[str, float]:
    """Normalise counts to shares that add up to one, none of them zero."""
    raised = {level: max(many[level], _LEAST * max(1.0, sum(many.values()))) for level in levels}
    whole = sum(raised.values())
    return {level: value / whole for level, value in raised.items()}
