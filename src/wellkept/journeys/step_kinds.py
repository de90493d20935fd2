"""Kinds of next steps: their purpose, and their wording.

A row keeps its kind, its parameters and, if a person typed something, their text. The sentence is made from
this table in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from wellkept.kernel import wording
from wellkept.kernel.text import Text

Group = Literal[
    "act",
    "answer",
    "approval",
    "call_back",
    "tell",
    "ask_again",
    "handoff",
    "open_point",
    "check_in",
    "complaint",
]
Parameters = Mapping[str, str]
_DATES = frozenset({"due", "due_before", "since"})


@dataclass(frozen=True)
class StepKind:
    """One kind of step. `words` may use the parameters and the typed `%(text)s`.

    `nameless` is the wording without a `name`. A `typed` step is worded by a person; `words` is used without
    their text. `whose` names the default handler.
    """

    group: Group
    words: Text
    nameless: Text = ""
    typed: bool = False
    is_put_right: bool = False  # what the customer rejected: ends by the next delivery, or by their yes
    whose: Literal["holder", "owner"] = "holder"

    @property
    def is_work(self) -> bool:
        """Whether it is work of the stage itself, which ends with the stage's own act."""
        return self.group == "act"

    @property
    def is_answer(self) -> bool:
        """Whether it is an answer that the customer waits for, other than a call back."""
        return self.group == "answer"

    @property
    def ends_with_stage(self) -> bool:
        """Whether the customer's trigger ends it, if it is with the holder."""
        return self.group in ("act", "answer", "ask_again")

    @property
    def is_asked(self) -> bool:
        """Whether the customer asked for an answer or a call. Any contact with them may end it."""
        return self.group in ("answer", "call_back")

    @property
    def is_tell(self) -> bool:
        """Whether it is to tell the customer something."""
        return self.group == "tell"

    @property
    def is_ask_again(self) -> bool:
        """Whether it is the date on which we ask again."""
        return self.group == "ask_again"

    @property
    def is_handoff(self) -> bool:
        """Whether it is part of a handoff."""
        return self.group == "handoff"

    @property
    def is_complaint(self) -> bool:
        """Whether it answers a complaint of the customer."""
        return self.group == "complaint"

    @property
    def customer_waits(self) -> bool:
        """Whether the customer waits for it. While it is open, the journey cannot rest."""
        return self.group in ("answer", "call_back", "complaint", "open_point")

    @property
    def customer_hears_back(self) -> bool:
        """Whether the customer's page says that somebody will get back to them."""
        return self.group in ("answer", "call_back", "complaint")

    @property
    def survives_move(self) -> bool:
        """Whether it stays open when the stage moves, because the customer still waits for it."""
        return self.customer_waits

    @property
    def is_shown_to_customer(self) -> bool:
        """Whether its date may appear on the customer's page."""
        return self.is_work or self.customer_waits


KINDS: Final[dict[str, StepKind]] = {
    "act": StepKind("act", _("Continue with it"), typed=True),
    "visit": StepKind("act", _("A visit"), typed=True),
    "look_at_records": StepKind(
        "approval", _("Say whether what was recorded counts: the visit had changed (%(text)s)")
    ),
    "show_solutions": StepKind("act", _("Show them how it can be solved")),
    "name_speaker": StepKind("act", _("Find out who speaks for %(customer)s now")),
    "ask_after_rest": StepKind("act", _("Check in: is everything well, and what is next?")),
    "answer": StepKind("answer", _("Answer %(name)s"), _("Answer the customer")),
    "offer_other_terms": StepKind("answer", _("Put another agreement to the customer")),
    "agree_new_date": StepKind("answer", _("Agree a new date with the customer, or let them cancel")),
    "approve_discount": StepKind("approval", _("Approve a discount of %(percent)s %% on quote %(suffix)s")),
    "call_back": StepKind("call_back", _("Call %(name)s back"), _("Call the customer back")),
    "tell": StepKind(
        "tell", _("Tell %(name)s how it is going"), _("Tell the customer how it is going"), whose="owner"
    ),
    "tell_otherwise": StepKind(
        "tell",
        _("Tell %(name)s in another way: our letter did not arrive"),
        _("Tell the customer in another way: our letter did not arrive"),
    ),
    "call_about_date": StepKind(
        "tell", _("Call %(name)s: “%(promise)s” comes %(due)s instead of %(due_before)s"), whose="owner"
    ),
    "write_about_date": StepKind(
        "tell",
        _("Write %(name)s a letter: “%(promise)s” comes %(due)s instead of %(due_before)s"),
        whose="owner",
    ),
    "call_about_delivery": StepKind(
        "tell", _("Call %(name)s: delivery will be %(due)s instead of %(due_before)s"), whose="owner"
    ),
    "write_about_delivery": StepKind(
        "tell",
        _("Write %(name)s a letter: delivery will be %(due)s instead of %(due_before)s"),
        whose="owner",
    ),
    "ask_again": StepKind("ask_again", _("Ask again"), typed=True),
    "ask_about_change": StepKind("ask_again", _("Ask again about the change of what was agreed")),
    "ask_about_visit": StepKind("ask_again", _("Ask again about a time for the visit")),
    "close_unanswered": StepKind("ask_again", _("Close it if there is no answer")),
    "answer_offer": StepKind("handoff", _("Accept or decline what %(team)s hands over")),
    "answer_late_offer": StepKind("handoff", _("Accept or decline: offered since %(since)s")),
    "complete_handoff": StepKind("handoff", _("Complete the checklist and offer it to %(team)s")),
    "mend_handoff": StepKind("handoff", _("Complete what was missing in the handoff: %(text)s")),
    "offer_again": StepKind("handoff", _("Offer it again, or say what happens instead")),
    "open_point": StepKind("open_point", _("An open point"), typed=True),
    "check_in": StepKind("check_in", _("Check in: is everything well?")),
    "complaint": StepKind("complaint", _("Put it right: %(text)s"), is_put_right=True),
    "answer_objection": StepKind("complaint", _("Answer the customer's objection to what was recorded")),
}


def in_words(kind: str, text: str = "", parameters: Parameters | None = None) -> str:
    """Word the step in the active language."""
    rule = KINDS[kind]
    if rule.typed:
        return text or str(rule.words)
    values = _Given({name: _word(name, value) for name, value in (parameters or {}).items()}, text=text)
    if rule.nameless and not values.get("name"):
        return str(rule.nameless)
    return str(rule.words) % values


NEED_TEXT: Final = ("act", "open_point", "complaint", "mend_handoff")


def kinds(group: Group) -> frozenset[str]:
    """List the keys of all kinds in this group, for a query."""
    return frozenset(key for key, kind in KINDS.items() if kind.group == group)


class _Given(dict[str, str]):
    """Parameters; one that was erased is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _word(name: str, value: str) -> str:
    return wording.weekday(date.fromisoformat(value)) if name in _DATES else value
