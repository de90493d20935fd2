"""Forms of entities and their accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from wellkept.entities.letterhead import Account, Details
from wellkept.entities.paper_texts import MOST_LETTERS, PaperKind
from wellkept.kernel.languages import spoken
from wellkept.kernel.text_fields import CodeField, LineField, MailField
from wellkept.kernel.wording import locale
from wellkept.orders.payment_terms import MOST_DAYS, WHEN_BILLED
from wellkept.papers.look import PLAIN
from wellkept.ui.fields import FormData
from wellkept.web.form_fields import Text, choose, deposit_share_field
from wellkept.web.setup.views import countries, currencies

if TYPE_CHECKING:
    from wellkept.entities.models import PaperText


class DetailsForm(forms.Form):
    """The words of an entity on its papers."""

    use_required_attribute = False

    legal_name = LineField(
        label=gettext_lazy("Name on papers"),
        max_length=200,
        help_text=gettext_lazy("As it is registered, with its legal form."),
    )
    name = LineField(label=gettext_lazy("What colleagues call it"), max_length=100)
    street = LineField(label=gettext_lazy("Street and number"), required=False, max_length=200)
    postcode = CodeField(label=gettext_lazy("Postcode"), required=False, max_length=20)
    city = LineField(label=gettext_lazy("Town"), required=False, max_length=100)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    register = LineField(
        label=gettext_lazy("Register"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Court and number, as the law wants them on letters."),
    )
    directors = LineField(label=gettext_lazy("Who directs it"), required=False, max_length=300)
    tax_number = CodeField(label=gettext_lazy("Tax number"), required=False, max_length=40)
    vat_id = CodeField(
        label=gettext_lazy("VAT number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("With the letters of its country: DE136695976."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of its papers"), choices=settings.LANGUAGES)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    phone = CodeField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    mail = MailField(label=gettext_lazy("Mail"), required=False)
    website = CodeField(
        label=gettext_lazy("Website"), required=False, max_length=200, help_text="https://www.example.com"
    )
    colour = CodeField(
        label=gettext_lazy("Colour of headings on papers"),
        max_length=7,
        initial=PLAIN,
        widget=forms.TextInput(attrs={"type": "color"}),
    )

    def __init__(self, data: FormData, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        choose(self, "country", countries(locale()))
        choose(self, "currency", currencies(locale()))

    @property
    def details(self) -> Details:
        return Details(**self.cleaned_data)


class AccountForm(forms.Form):
    """An account at a bank."""

    use_required_attribute = False

    iban = CodeField(
        label=gettext_lazy("IBAN"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    holder = LineField(label=gettext_lazy("Whose account it is"), max_length=70)
    bic = CodeField(
        label=gettext_lazy("BIC"),
        required=False,
        max_length=14,
        help_text=gettext_lazy("Only for payments from outside the euro countries."),
    )
    bank = LineField(label=gettext_lazy("Bank"), required=False, max_length=100)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))

    def __init__(self, data: FormData, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        choose(self, "currency", currencies(locale()))

    @property
    def account(self) -> Account:
        return Account(**self.cleaned_data)


class PaperTextForm(forms.Form):
    """Words at the beginning and at the end of papers of a kind, in a language."""

    use_required_attribute = False

    opening = Text(label=gettext_lazy("At the beginning"), required=False, max_length=MOST_LETTERS, rows=6)
    closing = Text(label=gettext_lazy("At the end"), required=False, max_length=MOST_LETTERS, rows=4)

    def __init__(self, data: FormData, kind: PaperKind, language: str, row: PaperText | None) -> None:
        super().__init__(
            data,
            initial={"opening": row.opening, "closing": row.closing} if row is not None else None,
        )
        for name in ("opening", "closing"):
            with translation.override(spoken(language)):
                suggested = str(getattr(kind, name))
            self.fields[name].widget.attrs.update({"placeholder": suggested, "lang": language})


class EndForm(forms.Form):
    """The reason for which an entity ends."""

    use_required_attribute = False
    why = Text(label=gettext_lazy("Why does it end?"), max_length=2000, rows=2)


class UsualTermsForm(forms.Form):
    """The terms of payment with which new agreements begin."""

    use_required_attribute = False

    bill_on = forms.ChoiceField(label=gettext_lazy("It is billed"), choices=list(WHEN_BILLED.items()))
    due_days = forms.IntegerField(
        label=gettext_lazy("Days to pay"),
        help_text=gettext_lazy("From the invoice on."),
        min_value=0,
        max_value=MOST_DAYS,
    )
    deposit_share = deposit_share_field()
