"""Who may be one, together: three who are one are one group, not three pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wellkept.duplicates.models import Pair
from wellkept.duplicates.queries.pairs import PAGE, Likely, Side, open_pairs, sides_of
from wellkept.duplicates.queries.single_records import marks_of, rhythms_of
from wellkept.duplicates.rules.reasons import how_likely
from wellkept.voice.models import KeyCustomer, Rhythm

MOST = 2000  # pairs that are looked through: nobody looks at more before the list is another
LARGEST = 8  # customers of one group: beyond, they hang together by chance, and are shown pair by pair


@dataclass(frozen=True)
class Both:
    """What each may have once and several have: whose of them goes on?"""

    rhythms: list[tuple[Side, Rhythm]]
    marks: list[tuple[Side, KeyCustomer]]


@dataclass(frozen=True)
class Group:
    """Customers who hang together by pairs, the one met first at their head."""

    key: int
    sides: list[Side]
    likely: list[Likely]
    both: Both

    @property
    def words(self) -> str:
        """As sure as its least sure pair."""
        return how_likely(min(one.pair.probability for one in self.likely))

    @property
    def is_pair(self) -> bool:
        return len(self.sides) == 2


@dataclass(frozen=True)
class Waiting:
    """One page of the list, the likeliest first. `more`: there are others behind those that were looked through."""

    groups: list[Group]
    total: int
    page: int
    more: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def waiting(*, page: int = 1) -> Waiting:
    """Groups of whom nobody has said yet whether they are one."""
    found = list(
        open_pairs().order_by("-probability", "pk").values_list("pk", "first_id", "second_id")[: MOST + 1]
    )
    grouped = connected(found[:MOST])
    page = min(max(1, page), max(1, -(-len(grouped) // PAGE)))
    shown = grouped[(page - 1) * PAGE : page * PAGE]
    pairs = Pair.objects.in_bulk([key for keys in shown for key in keys])
    customers = {one for row in pairs.values() for one in (row.first_id, row.second_id)}
    sides, rhythms, marks = sides_of(customers), rhythms_of(customers), marks_of(customers)
    return Waiting(
        [_group([pairs[key] for key in keys if key in pairs], sides, rhythms, marks) for keys in shown],
        len(grouped),
        page,
        len(found) > MOST,
    )


def both(customers: Collection[int]) -> Both:
    """Of these, what several have and each may have once."""
    sides = [one for _, one in sorted(sides_of(customers).items())]
    return _both(sides, rhythms_of(customers), marks_of(customers))


def connected(pairs: Iterable[tuple[int, int, int]]) -> list[list[int]]:
    """The keys of pairs (key, first, second) that hang together, in the order of the first of each; of too many who
    do, each by itself."""
    pairs = list(pairs)
    head: dict[int, int] = {}

    def of(customer: int) -> int:
        while head.setdefault(customer, customer) != customer:
            head[customer] = head[head[customer]]
            customer = head[customer]
        return customer

    for _, first, second in pairs:
        head[of(first)] = of(second)
    people: dict[int, set[int]] = defaultdict(set)
    for _, first, second in pairs:
        people[of(first)] |= {first, second}
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for key, first, _ in pairs:
        whose = of(first)
        groups[whose, key if len(people[whose]) > LARGEST else 0].append(key)
    return list(groups.values())


def _group(
    pairs: list[Pair], sides: dict[int, Side], rhythms: dict[int, Rhythm], marks: dict[int, KeyCustomer]
) -> Group:
    people = sorted({one for row in pairs for one in (row.first_id, row.second_id)})
    members = [sides[one] for one in people]
    return Group(
        min(row.pk for row in pairs),
        members,
        [Likely(row, sides[row.first_id], sides[row.second_id]) for row in pairs],
        _both(members, rhythms, marks),
    )


def _both(sides: list[Side], rhythms: dict[int, Rhythm], marks: dict[int, KeyCustomer]) -> Both:
    meets = [(side, rhythms[side.customer.pk]) for side in sides if side.customer.pk in rhythms]
    marked = [(side, marks[side.customer.pk]) for side in sides if side.customer.pk in marks]
    return Both(meets if len(meets) > 1 else [], marked if len(marked) > 1 else [])
