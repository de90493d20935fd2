"""The profile of a colleague."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.kernel.phone_number import no_telephone
from wellkept.kernel.refusal import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """Telephone and title of a colleague, with the language and the time zone in which they work."""

    phone: str = ""
    title: str = ""
    language: str = "en"
    time_zone: str = "UTC"

    def refusal(self) -> Refusal | None:
        """Refuse a telephone number without digits."""
        return no_telephone(self.phone)


PLAIN = Profile()
