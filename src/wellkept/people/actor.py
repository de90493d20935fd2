"""The actor of a command: a person, a customer's contact, a token, a rule or the system."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import By
from wellkept.kernel.refusal import Refusal, forbidden, refuse


@dataclass(frozen=True)
class Actor:
    """A person, a customer's contact, a program's token, a rule, or the system.

    `person` is the person whose rights apply (a token acts for its person). `answerable` is the person who
    answers for a rule. `language` is the one they read. `address` is the network address of the request; only
    agreements by the customer keep it.
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
    language: str = ""

    @property
    def by(self) -> By:
        """Return the actor as the log stores it."""
        ids = {"person": self.person, "customer": self.contact, "token": self.token, "rule": self.person}
        return By(self.kind, ids.get(self.kind))

    @property
    def is_staff(self) -> bool:
        return self.person is not None and self.kind in ("person", "token")

    def cannot_write(self) -> Refusal | None:
        """Return the refusal of an actor who is not staff, or of a token that may only read."""
        if self.person is None:
            return forbidden(_("Only staff can do this."))
        if self.scopes is not None and "write" not in self.scopes:
            return forbidden(_("This token may read, not write."))
        return None

    def as_writer(self) -> None:
        """Refuse a token that may only read."""
        if self.person is not None:
            refuse(self.cannot_write())

    def as_staff(self) -> int:
        """Return the key of the acting person. Refuse a customer and the system."""
        if self.person is None:
            raise forbidden(_("Only staff can do this."))
        return self.person


SYSTEM = Actor(kind="system", name="Wellkept")


def customer(contact: int, *, name: str = "", address: str = "") -> Actor:
    """Make the actor for a contact who uses their personal link."""
    return Actor(kind="customer", contact=contact, name=name, address=address)
