"""Owner and holder, details, readers, and notices that were not told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.endings import commands as endings
from wellkept.journeys import need as needs
from wellkept.journeys.commands import details, hands, rest
from wellkept.kernel.refusal import missing
from wellkept.kernel.text_fields import LineField, MailField
from wellkept.messages.commands import send_again, told_by_hand
from wellkept.messages.queries import words_to_say
from wellkept.notices import queries as notice_queries
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Text, When
from wellkept.web.journeys.act_form import ActForm, Words


class Owner(ActForm):
    title = gettext_lazy("Name another owner")
    intro = gettext_lazy("Who answers for it from start to finish. The customer is told who it is.")
    button = gettext_lazy("Name the owner")
    owner = forms.TypedChoiceField(label=gettext_lazy("The customer’s person"), coerce=int)
    reason = LineField(label=gettext_lazy("Why?"))

    def prepare(self) -> None:
        others = [
            colleague for colleague in self.record.colleagues if colleague.pk != self.record.row.owner_id
        ]
        self.choices("owner", [(other.pk, other.name) for other in others])

    def do(self, values: Cleaned) -> Words:
        hands.name_owner(journey=self.journey, owner=values["owner"], reason=values["reason"], by=self.by)
        return _("They are told who looks after them from now on.")


class Holder(ActForm):
    title = gettext_lazy("Give it to a colleague")
    intro = gettext_lazy("Within the team. Between teams there is the handoff.")
    button = gettext_lazy("Hand it on")
    holder = forms.TypedChoiceField(label=gettext_lazy("Who holds it from now on?"), coerce=int)
    reason = LineField(label=gettext_lazy("Why?"), required=False)

    def prepare(self) -> None:
        others = [
            team_member
            for team_member in self.record.team_members
            if team_member.pk != self.record.row.holder_id
        ]
        self.choices("holder", [(other.pk, other.name) for other in others])

    def do(self, values: Cleaned) -> Words:
        hands.name_holder(journey=self.journey, holder=values["holder"], reason=values["reason"], by=self.by)
        return _("Handed on.")


class Waking(ActForm):
    title = gettext_lazy("Wake it")
    button = gettext_lazy("Wake it")
    why = LineField(label=gettext_lazy("Why?"))
    next_what = LineField(label=gettext_lazy("What happens next?"))

    def do(self, values: Cleaned) -> Words:
        rest.wake_journey(journey=self.journey, why=values["why"], next_what=values["next_what"], by=self.by)
        return _("It is open again.")


class Need(ActForm):
    title = gettext_lazy("Correct the need")
    intro = gettext_lazy("As they put it now. What was said before stays on record.")
    button = gettext_lazy("Correct it")
    folded = ("budget", "requested_for", "contact", "site")
    need = Text(label=gettext_lazy("The problem, in their words"), rows=4)
    budget = forms.DecimalField(
        label=gettext_lazy("What they want to spend"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    requested_for = When(label=gettext_lazy("By when they want it"), required=False)
    contact = forms.TypedChoiceField(
        label=gettext_lazy("Contact"), coerce=int, required=False, empty_value=None
    )
    site = forms.TypedChoiceField(label=gettext_lazy("Where"), coerce=int, required=False, empty_value=None)

    def prepare(self) -> None:
        row = self.record.row
        self.fields["need"].initial = row.need
        self.fields["budget"].initial = row.budget
        self.fields["requested_for"].initial = row.requested_for
        self.choices(
            "contact", [("", "–"), *((contact.pk, contact.name) for contact in self.record.contacts)]
        )
        self.fields["contact"].initial = row.contact_id
        self.choices("site", [("", "–"), *((site.pk, str(site)) for site in self.record.sites)])
        self.fields["site"].initial = row.site_id

    def do(self, values: Cleaned) -> Words:
        details.correct_need(
            journey=self.journey,
            need=needs.Need(values["need"], budget=values["budget"], requested_for=values["requested_for"]),
            contact=values["contact"],
            site=values["site"],
            by=self.by,
        )
        return _("Corrected.")


class ReferenceNoted(ActForm):
    title = gettext_lazy("Which other references are there?")
    button = gettext_lazy("Note it")
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            ("purchase_order", gettext_lazy("Their order number")),
            ("serial", gettext_lazy("A serial number")),
            ("invoice", gettext_lazy("An invoice number")),
            ("old_number", gettext_lazy("A number from an older system")),
            ("phone", gettext_lazy("A telephone number")),
            ("email", gettext_lazy("A mail address")),
            ("name", gettext_lazy("A name")),
            ("street", gettext_lazy("A street")),
            ("other", gettext_lazy("Something else")),
        ],
    )
    reference = LineField(label=gettext_lazy("As they say it"))

    def do(self, values: Cleaned) -> Words:
        details.note_reference(
            journey=self.journey, kind=values["kind"], reference=values["reference"], by=self.by
        )
        return _("It can now be found by that.")


class Seller(ActForm):
    title = gettext_lazy("Change who sells")
    intro = gettext_lazy(
        "Letters, the customer’s page and papers name this entity. It stays once they have agreed."
    )
    button = gettext_lazy("Change it")
    entity = forms.TypedChoiceField(label=gettext_lazy("Entity"), coerce=int)

    def prepare(self) -> None:
        self.choices("entity", [(row.pk, row.name) for row in self.record.sellers])
        self.fields["entity"].initial = self.record.row.entity_id

    def do(self, values: Cleaned) -> Words:
        details.change_seller(journey=self.journey, entity=values["entity"], by=self.by)
        return _("Changed.")


class Confidentiality(ActForm):
    title = gettext_lazy("Who may read it")

    def prepare(self) -> None:
        if self.record.row.confidential:
            self.button = _("Readable for all again")
            self.intro = _("Everyone on the staff may read it again.")
            return
        self.button = _("Make it confidential")
        self.intro = _(
            "Only the owner, the holder, their deputies and named readers read it; each reading is on "
            "record. Everyone still finds it, its stage and its person."
        )

    def do(self, values: Cleaned) -> Words:
        to = not self.record.row.confidential
        details.make_confidential(journey=self.journey, confidential=to, by=self.by)
        return _("It is confidential now.") if to else _("Everyone may read it.")


class ReaderNamed(ActForm):
    title = gettext_lazy("Name a reader")
    button = gettext_lazy("They may read it")
    person = forms.TypedChoiceField(label=gettext_lazy("Who"), coerce=int)

    def prepare(self) -> None:
        known = {reader.person_id for reader in self.record.readers} | {
            self.record.row.owner_id,
            self.record.row.holder_id,
        }
        self.choices(
            "person",
            [
                (colleague.pk, colleague.name)
                for colleague in self.record.colleagues
                if colleague.pk not in known
            ],
        )

    def do(self, values: Cleaned) -> Words:
        details.name_reader(journey=self.journey, person=values["person"], by=self.by)
        return _("They may read it.")


class _Notice(ActForm):
    def prepare(self) -> None:
        self.notice = notice_queries.notice(self.keys["notice"])
        if self.notice.subject_id != self.journey:
            raise missing("notice", _("There is no such notice on this journey."))

    @property
    def subtitle(self) -> str:
        return self.notice.words


class ToldByHand(_Notice):
    title = gettext_lazy("They were told")
    intro = gettext_lazy("By telephone, or by a letter that was posted. Write down what was said.")
    button = gettext_lazy("They were told")
    words = Text(label=gettext_lazy("What was said"))

    @property
    def subtitle(self) -> str:
        """Propose the words in the customer's language where nothing was sent yet."""
        return self.notice.text or words_to_say(self.notice)

    def do(self, values: Cleaned) -> Words:
        told_by_hand(notice=self.notice.pk, words=values["words"], by=self.by)
        return _("They have been told.")


class SentAgain(_Notice):
    title = gettext_lazy("Send it again")
    intro = gettext_lazy(
        "If the address is wrong, change it with the contact first: the letter has their own link."
    )
    button = gettext_lazy("Send it again")
    address = MailField(label=gettext_lazy("To"))

    def prepare(self) -> None:
        super().prepare()
        contact = self.notice.contact
        self.fields["address"].initial = contact.email if contact else self.notice.address
        self.fields["address"].disabled = contact is not None  # it has their own link

    def do(self, values: Cleaned) -> Words:
        send_again(notice=self.notice.pk, address=values["address"], by=self.by)
        return _("On its way again.")


class CouldNotBeTold(_Notice):
    title = gettext_lazy("They cannot be told")
    intro = gettext_lazy("It is recorded by the owner, and again by the process owner, with what was tried.")
    button = gettext_lazy("Record it")
    tries = Text(label=gettext_lazy("What was tried?"))

    def do(self, values: Cleaned) -> Words:
        endings.could_not_be_told(notice=self.notice, tries=values["tries"], by=self.by)
        return _("On record.")
