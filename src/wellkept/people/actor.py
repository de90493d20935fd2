"""Who acts: every command takes one."""

from __future__ import annotations

from dataclasses import dataclass, field

from wellkept.events.commands import By
from wellkept.kernel.refusal import forbidden


@dataclass(frozen=True)
class Actor:
    """A person, a customer's contact, a program's token, a rule, or the system itself.

    `person` is whose rights are used (a token acts for its person); `answerable` is who answers for a rule.
    `address` is the network address that the act came from, kept with the customer's agreements only.
    """

    kind: str
    person: int | None = None
    contact: int | None = None
    token: int | None = None
    name: str = ""
    admin: bool = False
    teams: frozenset[int] = field(default_factory=frozenset)
    scopes: frozenset[str] | None = None
    address: str = ""

    @property
    def by(self) -> By:
        """As the log keeps it."""
        ids = {"person": self.person, "customer": self.contact, "token": self.token, "rule": self.person}
        return By(self.kind, ids.get(self.kind))

    @property
    def is_staff(self) -> bool:
        return self.person is not None and self.kind in ("person", "token")

    def as_writer(self) -> None:
        """Refuse a program whose key may only read."""
        if self.scopes is not None and "write" not in self.scopes:
            raise forbidden("This key may read, not write.")

    def as_staff(self) -> int:
        """The key of the person who acts; refuses a customer and the system."""
        if self.person is None:
            raise forbidden("Only staff can do this.")
        return self.person


SYSTEM = Actor(kind="system", name="Wellkept")


def customer(contact: int, *, name: str = "", address: str = "") -> Actor:
    """The customer's contact, acting by their personal link."""
    return Actor(kind="customer", contact=contact, name=name, address=address)
