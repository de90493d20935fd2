"""Groups of likely duplicates: three customers who may be one are one group, not three pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wellkept.duplicates.models import Pair
from wellkept.duplicates.queries.pairs import PAGE, Likely, Side, open_ends, sides_of
from wellkept.duplicates.queries.single_records import marks_of, rhythms_of
from wellkept.duplicates.rules.reasons import how_likely
from wellkept.voice.models import KeyCustomer, Rhythm

MOST = 2000  # pairs that are read: the list changes before anybody checks more
LARGEST = 8  # customers in one group; larger groups form by chance and are shown pair by pair


@dataclass(frozen=True)
class SingleRecordChoice:
    """Records that several customers have and only one may keep: a person chooses."""

    rhythms: list[tuple[Side, Rhythm]]
    marks: list[tuple[Side, KeyCustomer]]


@dataclass(frozen=True)
class Group:
    """Customers connected by pairs, the oldest first."""

    key: int
    sides: list[Side]
    likely: list[Likely]
    both: SingleRecordChoice

    @property
    def words(self) -> str:
        """Word the probability of the least likely pair."""
        return how_likely(min(likely.pair.probability for likely in self.likely))

    @property
    def is_pair(self) -> bool:
        return len(self.sides) == 2


@dataclass(frozen=True)
class Waiting:
    """One page of groups, the likeliest first. `more`: further pairs were not read."""

    groups: list[Group]
    total: int
    page: int
    more: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def waiting(*, page: int = 1) -> Waiting:
    """List groups without a verdict, one page."""
    open_rows = open_ends(limit=MOST + 1)
    grouped = connected(open_rows[:MOST])
    page = min(max(1, page), max(1, -(-len(grouped) // PAGE)))
    shown = grouped[(page - 1) * PAGE : page * PAGE]
    pairs = Pair.objects.in_bulk([key for keys in shown for key in keys])
    customers = {customer for row in pairs.values() for customer in (row.first_id, row.second_id)}
    sides, rhythms, marks = sides_of(customers), rhythms_of(customers), marks_of(customers)
    return Waiting(
        [_group([pairs[key] for key in keys if key in pairs], sides, rhythms, marks) for keys in shown],
        len(grouped),
        page,
        len(open_rows) > MOST,
    )


def single_record_choice(customers: Collection[int]) -> SingleRecordChoice:
    """List the records among these customers of which only one may be kept."""
    sides = [side for _, side in sorted(sides_of(customers).items())]
    return _both(sides, rhythms_of(customers), marks_of(customers))


def connected(pairs: Iterable[tuple[int, int, int]]) -> list[list[int]]:
    """Group pairs (key, first, second) that share customers, in the order of their first pair.

    Pairs of a group that is too large are returned one by one.
    """
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
        group = of(first)
        groups[group, key if len(people[group]) > LARGEST else 0].append(key)
    return list(groups.values())


def _group(
    pairs: list[Pair], sides: dict[int, Side], rhythms: dict[int, Rhythm], marks: dict[int, KeyCustomer]
) -> Group:
    """Build one group."""
    people = sorted({customer for row in pairs for customer in (row.first_id, row.second_id)})
    members = [sides[customer] for customer in people]
    return Group(
        min(row.pk for row in pairs),
        members,
        [Likely(row, sides[row.first_id], sides[row.second_id]) for row in pairs],
        _both(members, rhythms, marks),
    )


def _both(sides: list[Side], rhythms: dict[int, Rhythm], marks: dict[int, KeyCustomer]) -> SingleRecordChoice:
    """Pick the rhythms and marks that more than one side has."""
    meets = [(side, rhythms[side.customer.pk]) for side in sides if side.customer.pk in rhythms]
    marked = [(side, marks[side.customer.pk]) for side in sides if side.customer.pk in marks]
    return SingleRecordChoice(meets if len(meets) > 1 else [], marked if len(marked) > 1 else [])
