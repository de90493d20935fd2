"""The one exception by which a command refuses."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.text import Text, fill, sentences


class Refusal(Exception):
    """A refusal with its reason: a code for programs, a sentence for people, the field it concerns.

    `law` names the law that forbids the act, `instead` says what to do about it, `wait` after how long to try
    again. The texts are lazy, so that they are read in the reader's language. `for_customer` is the sentence for
    the customer's own pages. One place in each outer room turns a refusal into a form error, a toast or a problem
    document (RFC 9457).
    """

    def __init__(
        self,
        code: str,
        sentence: Text,
        *,
        field: str | None = None,
        law: int | None = None,
        instead: Text | None = None,
        status: int = 409,
        for_customer: Text | None = None,
        wait: timedelta | None = None,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.field = field
        self.law = law
        self.instead = instead
        self.status = status
        self.for_customer = for_customer
        self.wait = wait

    @property
    def text(self) -> Text:
        """The sentence and the way out, worded when they are read. A model stores it in a `StoredTextField`."""
        return sentences(self.sentence, self.instead or "")

    def in_words(self) -> str:
        """Word the sentence and the way out, in the active language."""
        return str(self.text)


def invalid(field: str, sentence: Text, *, for_customer: Text | None = None) -> Refusal:
    """Refuse an invalid input."""
    return Refusal(f"invalid_{field}", sentence, field=field, status=422, for_customer=for_customer)


def missing(what: str, sentence: Text, *, for_customer: Text | None = None) -> Refusal:
    """Refuse because it does not exist, or must look so to this person."""
    return Refusal(f"no_such_{what}", sentence, status=404, for_customer=for_customer)


def changed_meanwhile(now: Text) -> Refusal:
    """Refuse a yes to something that is not what was seen. `now` says how it is now."""
    return Refusal(
        "page_changed",
        _("This has changed since you opened it. Please read it again."),
        instead=fill(_("Now it is: %(now)s"), now=now),
    )


def forbidden(sentence: Text, *, instead: Text | None = None) -> Refusal:
    """Refuse an act that exists but is not for this actor."""
    return Refusal("not_yours_to_do", sentence, instead=instead, status=403)


def refuse(refusal: Refusal | None) -> None:
    """Raise the refusal of a check, or do nothing if there is none."""
    if refusal is not None:
        raise refusal
