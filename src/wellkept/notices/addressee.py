"""The addressee of a notice."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.customers.models import Contact

# What they have to hear, and what a named person can tell them in time: the journey stays open, and telling them is a
# step on it (docs/adr/0026). All else is a receipt, a link or a page to read, or the end of a journey that carries no
# step any more: it goes by mail where there is an address.
AS_THEY_PREFER = frozenset({"delay"})


@dataclass(frozen=True, slots=True)
class Addressee:
    """The person to whom a notice goes: a contact, or somebody of whom we know only a mail address.

    `channel` and `language` are those of the contact unless they are given.
    """

    contact: Contact | None = None
    address: str | None = None
    channel: str | None = None
    language: str | None = None

    @property
    def mail(self) -> str:
        """Mail address, or nothing."""
        if self.address is not None:
            return self.address.strip()
        return self.contact.email.strip() if self.contact else ""

    @property
    def speaks(self) -> str:
        """Language of the notice."""
        return self.language or (self.contact.language if self.contact else "en")

    def channel_of(self, kind: str) -> str:
        """Channel for a notice of this kind: mail where there is an address, else telephone, else a posted letter.

        Notices that must be heard use the contact's preferred channel.
        """
        return self.channel or self._preferred(kind)

    def _preferred(self, kind: str) -> str:
        has_phone = self.contact is not None and bool(self.contact.phone)
        prefers = self.contact.channel if self.contact is not None and kind in AS_THEY_PREFER else "mail"
        if prefers == "phone" and has_phone:
            return "call"
        if prefers == "letter":
            return "letter"
        return "mail" if self.mail else "call" if has_phone else "letter"
