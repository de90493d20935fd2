"""Acts about a quote in a dialog: begin one, review and send it, answer a question on a line."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.orders import commands as orders
from wellkept.orders import queries
from wellkept.orders.commands.quote_drafts import Review
from wellkept.people.queries import company
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Text
from wellkept.web.journeys.act_form import ActForm, Words


class BeginQuote(ActForm):
    title = gettext_lazy("Make a quote")
    intro = gettext_lazy(
        "It begins with the lines of the last one, if there is one. They see it once it is sent."
    )
    button = gettext_lazy("Begin it")
    words = Text(label=gettext_lazy("What it is about"))

    def prepare(self) -> None:
        last = next(iter(self.record.quotes), None)
        self.fields["words"].initial = last.words if last is not None else self.record.decision_words

    def do(self, values: Cleaned) -> Words:
        row = orders.begin_quote(
            journey=self.journey, words=values["words"], currency=company().currency, by=self.by
        )
        self.goes_to = f"{self.goes_to}/quotes/{row.number}"
        return _("Now its lines.")


class SendQuote(ActForm):
    title = gettext_lazy("Review and send the quote")
    intro = gettext_lazy(
        "From now on this version never changes. With your review you say: we can do this by that date."
    )
    button = gettext_lazy("Reviewed: send it")
    folded = ("differences", "worth_to_them", "worth_to_us")
    requirements = Text(
        label=gettext_lazy("What is required"),
        help_text=gettext_lazy("What they said, what goes without saying, and what the law asks for."),
        rows=4,
    )
    differences = Text(
        label=gettext_lazy("Where it differs from what they asked for"),
        help_text=gettext_lazy("And how that was resolved."),
        required=False,
        rows=2,
    )
    worth_to_them = Text(label=gettext_lazy("What it is worth to them"), required=False, rows=2)
    worth_to_us = Text(label=gettext_lazy("What it is worth to us"), required=False, rows=2)

    def prepare(self) -> None:
        read_back = self.record.read_back
        self.fields["requirements"].initial = (
            read_back.text if read_back is not None else self.record.row.need
        )

    def do(self, values: Cleaned) -> Words:
        quote = queries.quote_by_number(self.journey, self.keys["quote"])
        orders.send_quote(quote=quote.pk, review=Review(**values), by=self.by)
        return _("They get it to choose from.")


class AnswerLineQuestion(ActForm):
    title = gettext_lazy("Answer the question")
    button = gettext_lazy("Answer it")
    words = Text(label=gettext_lazy("Our answer"), help_text=gettext_lazy("It stands beside their question."))

    @cached_property
    def question(self) -> str:
        return queries.question_of_journey(self.journey, self.keys["question"]).words

    @property
    def subtitle(self) -> str:
        return self.question

    def do(self, values: Cleaned) -> Words:
        row = queries.question_of_journey(self.journey, self.keys["question"])
        orders.answer_question(question=row.pk, words=values["words"], by=self.by)
        return _("They have your answer.")
