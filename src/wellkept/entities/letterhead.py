"""Details of an entity and of an account, as they are typed: cleaned, and refused where they cannot be right."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from stdnum import bic as bics
from stdnum import iban as ibans

from wellkept.kernel.phone_number import no_telephone
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.vat_ids import is_malformed, misses_its_check_digit
from wellkept.papers.look import PLAIN, Look


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """Details of an entity for its papers. `vat_id` is with its country's letters, `colour` is that of headings."""

    name: str
    legal_name: str
    country: str
    language: str
    currency: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    register: str = ""
    directors: str = ""
    tax_number: str = ""
    vat_id: str = ""
    phone: str = ""
    mail: str = ""
    website: str = ""
    colour: str = PLAIN

    def cleaned(self) -> Details:
        """Without spaces at the ends; codes in capitals, without the spaces that people group them by."""
        plain = {name: value.strip() for name, value in asdict(self).items()}
        plain["vat_id"] = "".join(plain["vat_id"].upper().split()).replace(".", "").replace("-", "")
        plain["country"], plain["currency"] = plain["country"].upper(), plain["currency"].upper()
        return Details(**plain)

    def refusal(self) -> Refusal | None:
        """Say at its field what cannot be right, or None."""
        if not self.name:
            return invalid("name", _("What do colleagues call it?"))
        if not self.legal_name:
            return invalid("legal_name", _("What is its name on papers?"))
        if self.mail:
            try:
                validate_email(self.mail)
            except ValidationError:
                return invalid("mail", _("This is no mail address."))
        if self.website and not self.website.startswith(("https://", "http://")):
            return invalid("website", _("A website begins with https://."))
        if self.vat_id and _is_wrong(self.vat_id):
            return invalid(
                "vat_id",
                _("A character of this VAT number is wrong, or the letters of its country are missing."),
            )
        return no_telephone(self.phone) or Look(colour=self.colour).refusal()


DETAILS = tuple(field.name for field in fields(Details))


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account at a bank, as it is typed."""

    iban: str
    holder: str
    currency: str
    bic: str = ""
    bank: str = ""

    def cleaned(self) -> Account:
        """In the form in which banks compare it: capitals without spaces."""
        return Account(
            iban="".join(self.iban.upper().split()),
            holder=self.holder.strip(),
            currency=self.currency.strip().upper(),
            bic="".join(self.bic.upper().split()),
            bank=self.bank.strip(),
        )

    def refusal(self) -> Refusal | None:
        """Say at its field what cannot be right, or None. Check digits are those of ISO 13616."""
        if not ibans.is_valid(self.iban):
            return invalid("iban", _("A character of this IBAN is wrong or missing."))
        if self.bic and not bics.is_valid(self.bic):
            return invalid("bic", _("This is no BIC: eight or eleven letters and digits."))
        if not self.holder:
            return invalid("holder", _("Whose account is it?"))
        return None


def _is_wrong(vat_id: str) -> bool:
    """Whether no office can have given it: prefix and number have more than four characters in every country."""
    return len(vat_id) <= 4 or is_malformed(vat_id) or misses_its_check_digit(vat_id)
