"""The one error by which a command says no."""

from __future__ import annotations


class Refusal(Exception):
    """A no with its reason: a code for programs, a sentence for people, the field it concerns.

    `law` names the law of the design that forbids the act, `instead` says what to do about it.
    One place in each outer room turns it into a form error, a toast or a problem document (RFC 9457).
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        field: str | None = None,
        law: int | None = None,
        instead: str | None = None,
        status: int = 409,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.field = field
        self.law = law
        self.instead = instead
        self.status = status


def invalid(field: str, sentence: str) -> Refusal:
    """What was typed cannot be taken as it is."""
    return Refusal(f"invalid_{field}", sentence, field=field, status=422)


def missing(what: str, sentence: str) -> Refusal:
    """There is no such thing, or it is not for this person to know that there is."""
    return Refusal(f"no_such_{what}", sentence, status=404)


def forbidden(sentence: str, *, instead: str | None = None) -> Refusal:
    """It exists and may be done, but not by this actor."""
    return Refusal("not_yours_to_do", sentence, instead=instead, status=403)
