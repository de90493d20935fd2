"""Wording of each kind of notice, in the order of a journey.

Each function returns the title and the blocks between greeting and signature. Its docstring names the facts
that it reads. Text by a customer or colleague comes as `words`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from wellkept.kernel import number
from wellkept.kernel.text import fill_now
from wellkept.messages.letters.agreement_letters import agreed, please_agree
from wellkept.messages.letters.bills import credit_note, deposit_invoice, invoice, payment_reminder
from wellkept.messages.letters.blocks import (
    Block,
    Telling,
    button,
    choices,
    code,
    counted_lines,
    pairs,
    quote,
    say,
    soft,
)
from wellkept.messages.letters.quote_letters import our_quote, quote_answer
from wellkept.messages.letters.visit_letters import VISIT_LETTERS, window_of
from wellkept.promises.purposes import in_words

Wording = tuple[str, list[Block]]


def words_for(telling: Telling) -> Wording:
    """Choose the wording by kind; unknown kinds show their writer's words."""
    return KINDS.get(telling.kind, message)(telling)


def received(t: Telling) -> Wording:
    """Confirm the customer's first message. Facts: `need`."""
    blocks = [say(_("Your message is with us, and %(person)s takes care of it.") % {"person": t.person.name})]
    if t.fact("need"):
        blocks += [say(_("This is how we noted it:")), quote(t.fact("need"))]
    blocks.append(button(_("Did we understand you? Look and tell us")))
    return _("We have your message"), blocks


def form_received(t: Telling) -> Wording:
    """Confirm a form. Facts: `given`, the number that the sender was shown. Nothing of the form is repeated."""
    blocks = [
        say(
            _("What you wrote into our form has arrived, and %(person)s takes care of it.")
            % {"person": t.person.name}
        ),
        pairs((_("Your number"), t.fact("given"))),
    ]
    blocks.append(
        soft(
            _(
                "You did not write to us? Then somebody gave your address by mistake. You need not do anything:"
                " this was the only mail about it, and nothing that they wrote is in it."
            )
        )
    )
    return _("We have what you wrote"), blocks


def read_back(t: Telling) -> Wording:
    """Read the need back. `words`: our restatement."""
    return _("Did we understand you?"), [
        say(_("This is how we understood what you need:")),
        quote(t.words),
        button(_("Yes, or correct it"), "#read-back"),
    ]


def told_back(t: Telling) -> Wording:
    """Read a conversation back. `words`: our restatement."""
    return _("What you told us"), [
        say(_("Thank you for your time. This is what we understood:")),
        quote(t.words),
        button(_("Yes, or correct it"), "#told"),
    ]


def introduction(t: Telling) -> Wording:
    """Introduce the colleague who takes the next part. Facts: `name`, `phone`, `email`, `for_what`."""
    who = ", ".join(filter(None, [t.fact("name"), t.fact("phone"), t.fact("email")]))
    what = t.fact("for_what")
    sentence = (
        fill_now(_("%(name)s now takes care of this part: %(what)s."), {"name": t.fact("name"), "what": what})
        if what
        else _("%(name)s now takes care of your matter.") % {"name": t.fact("name")}
    )
    return _("Who takes care of it now"), [
        say(sentence),
        pairs((_("How to reach them"), who)),
        say(_("Your number stays the same, and so does the person who answers for everything.")),
    ]


def new_person(t: Telling) -> Wording:
    """Introduce the new owner of the journey, who signs."""
    return _("Your person here is now %(name)s") % {"name": t.person.name}, [
        say(
            _("From now on %(name)s answers for everything that you have with us here.")
            % {"name": t.person.name}
        ),
        say(_("Your number stays the same, and you need not explain anything again.")),
        button(_("See it on your page")),
    ]


def decision(t: Telling) -> Wording:
    """Propose something and ask for a decision. `words`; facts: `valid_until`."""
    blocks = [say(_("This is what we propose:")), quote(t.words)]
    if valid := t.day_and_time("valid_until"):
        blocks.append(say(_("It is valid until %(day)s.") % {"day": valid}))
    return _("Our proposal"), [*blocks, button(_("Decide, or ask"), "#decision")]


def promise_made(t: Telling) -> Wording:
    """Give a promise with its date. Facts: `text`, `due`, `amount`, `currency`."""
    return _("What you can rely on"), [
        say(_("You can rely on this:")),
        quote(in_words(t.fact("purpose"), t.fact("text"))),
        pairs((_("By"), t.day_and_time("due")), (_("Price"), t.money("amount"))),
        button(_("See it on your page")),
    ]


def delay(t: Telling) -> Wording:
    """Announce a delay. Facts: `text`, `due_before`, `due`, `needs_yes`; `words`: the reason."""
    blocks = [
        say(_("We cannot keep a date that we gave you. We are sorry.")),
        pairs(
            (_("What"), in_words(t.fact("purpose"), t.fact("text"))),
            (_("Promised for"), t.day_and_time("due_before")),
            (_("New date"), t.day_and_time("due") or _("not known yet")),
            (_("When we come"), window_of(t)),
            (_("Why"), t.words),
        ),
    ]
    if t.facts.get("needs_yes"):
        blocks.append(say(_("The new date counts only if you say yes to it.")))
    else:
        blocks.append(say(_("If it does not suit you, tell us; you can also cancel.")))
    choice = choices((_("Accept the new date"), "#new-date"), (_("It does not suit me"), "#new-date"))
    return _("A new date, and we are sorry"), [*blocks, choice]


def cancelled(t: Telling) -> Wording:
    """Confirm a cancellation. Facts: `by_them`; `words`: the reason."""
    first = (
        _("As you asked, we have cancelled this. Nothing more will come from us here.")
        if t.facts.get("by_them")
        else _("We have to cancel this, and we are sorry.")
    )
    return _("Cancelled"), [say(first), *_reason(t), say(_("If that is not right, tell us at once."))]


def not_ours(t: Telling) -> Wording:
    """Explain that we cannot help. Facts: `who_can_help`; `words`: the reason."""
    blocks = [say(_("We have looked at what you need, and we are not the right ones for it.")), *_reason(t)]
    if t.fact("who_can_help"):
        blocks += [say(_("This may help you:")), quote(t.fact("who_can_help"))]
    return _("We cannot help with this"), [
        *blocks,
        say(_("If you need something else one day, we are there.")),
    ]


def joined(t: Telling) -> Wording:
    """Explain that two numbers became one. Facts: `into`, the number that stays."""
    stays = number.show(t.fact("into")) if t.fact("into") else ""
    return _("One number instead of two"), [
        say(
            _("You had two numbers with us for the same thing. From now on there is one: %(number)s.")
            % {"number": stays}
        ),
        *_reason(t),
        say(_("The old number still works. Nothing that you told us is lost.")),
    ]


def _reason(t: Telling) -> list[Block]:
    """Quote the reason, if there is one."""
    return [say(_("The reason on record:")), quote(t.words)] if t.words else []


def part_delivered(t: Telling) -> Wording:
    """Tell what came and what is still to come. Facts: `came`, `to_come`, `due`; `words`: what was delivered."""
    blocks = [say(_("A part of what we agreed is there.")), quote(t.words), *counted_lines(t, "came")]
    blocks.append(say(_("This is still to come:")))
    blocks += counted_lines(t, "to_come")
    if day := t.day_and_time("due"):
        blocks.append(say(_("You have it by %(day)s.") % {"day": day}))
    return _("A part is delivered"), [*blocks, button(_("See it on your page"))]


def please_accept(t: Telling) -> Wording:
    """Ask for acceptance. Facts: `deemed_on`; `words`: what was delivered."""
    blocks = [say(_("Your solution is ready."))]
    if t.words:
        blocks.append(quote(t.words))
    blocks.append(say(_("Please look at it and tell us whether it is as agreed.")))
    if day := t.day_and_time("deemed_on"):
        blocks.append(
            say(_("If we hear nothing by %(day)s, it counts as accepted, as we agreed.") % {"day": day})
        )
    return _("Please accept"), [*blocks, button(_("Accept, or say what is missing"), "#acceptance")]


def accepted(t: Telling) -> Wording:
    """Confirm the acceptance and what follows. Facts: `check_in`; `words`: open points, one a line."""
    blocks = [say(_("Thank you for accepting it."))]
    if t.words:
        blocks += [say(_("This is still ours to put right:")), quote(t.words)]
    blocks.append(
        say(
            _(
                "From now on we are there for your questions. One mail or one call is enough, on the same number."
            )
        )
    )
    if day := t.day_and_time("check_in"):
        blocks.append(say(_("We will ask you on %(day)s how it works.") % {"day": day}))
    return _("Thank you, and what comes now"), [
        *blocks,
        button(_("Ask us something, or tell us how it went")),
    ]


def letter(t: Telling) -> Wording:
    """Send a colleague's own words. Facts: `subject`."""
    return t.fact("subject") or _("Your message"), [say(t.words)]


def answered(t: Telling) -> Wording:
    """Answer a question. Facts: `question`."""
    blocks = []
    if t.fact("question"):
        blocks += [say(_("You asked:")), quote(t.fact("question")), say(_("Our answer:"))]
    return _("The answer to your question"), [*blocks, say(t.words)]


def ask(t: Telling) -> Wording:
    """Ask the customer again for something that we wait for. Facts: `need`; `words`: the question."""
    blocks = [say(_("We need something from you before we can go on."))]
    if t.words:
        blocks.append(quote(t.words))
    elif t.fact("need"):
        blocks += [say(_("It is about this:")), quote(t.fact("need"))]
    return _("We need your answer"), [*blocks, button(_("Answer"))]


def last_ask(t: Telling) -> Wording:
    """Ask for the last time, and say so."""
    title, blocks = ask(t)
    blocks[-1:-1] = [
        say(_("This is the last time that we ask. If we hear nothing, we close this.")),
        say(_("Nothing is lost by that: one mail is enough to begin again, with everything known.")),
    ]
    return title, blocks


def agreement_code(t: Telling) -> Wording:
    """Send the code to be typed for an agreement. Facts: `code`, `minutes`."""
    blocks = [say(_("Type this code to agree:")), code(t.fact("code"))]
    if minutes := t.fact("minutes"):
        blocks.append(say(_("It is valid for %(minutes)s minutes.") % {"minutes": minutes}))
    blocks.append(say(_("If you did not ask for it, do not type it anywhere, and tell us.")))
    return _("Your code"), blocks


def link(t: Telling) -> Wording:
    """Send a fresh personal link, only to the address on record. Facts: `expires`."""
    blocks = [
        say(_("Here is your page with us. The earlier link does not work any more.")),
        button(_("Open your page")),
    ]
    if day := t.day_and_time("expires"):
        blocks.append(soft(_("This link works until %(day)s.") % {"day": day}))
    return _("Your page"), blocks


def where_it_is(t: Telling) -> Wording:
    """Answer where a matter stands. Facts: `given`, the number asked by, if it is not the journey's own."""
    blocks = [say(_("You asked where it is. Its page shows how far it is, and what happens next."))]
    if number_given := t.fact("given"):
        blocks.append(
            say(_("The number %(given)s that you were given leads there, too.") % {"given": number_given})
        )
    return _("Where it is"), [*blocks, button(_("Open its page"))]


def recorded(t: Telling) -> Wording:
    """Send a record of spoken words, with the right to object. Facts: `trigger`."""
    return _("Our note of your words"), [
        say(_("%(name)s wrote down what you told us:") % {"name": t.person.name}),
        quote(t.words),
        pairs((_("We take this as"), _taken_as(t.fact("trigger")))),
        say(
            _(
                "If that is not what you said, tell us: your objection is kept beside it, and a person answers you."
            )
        ),
        button(_("That is not what I said"), "#objection"),
    ]


def _taken_as(trigger: str) -> str:
    """Word a trigger."""
    names = {
        "decision": _("your decision"),
        "agreement": _("your agreement"),
        "acceptance": _("your acceptance"),
        "next_need": _("your next need"),
    }
    return names.get(trigger, "")


def message(t: Telling) -> Wording:
    """Send any other message."""
    blocks = [say(t.words)] if t.words else [say(_("There is news on your page."))]
    return t.fact("subject") or _("News for you"), [*blocks, button(_("Your page"))]


KINDS: dict[str, Callable[[Telling], Wording]] = {
    "received": received,
    "form_received": form_received,
    "read_back": read_back,
    "told_back": told_back,
    "introduction": introduction,
    "new_person": new_person,
    "decision": decision,
    "please_agree": please_agree,
    "quote": our_quote,
    "quote_answer": quote_answer,
    "agreed": agreed,
    "promise_made": promise_made,
    "delay": delay,
    "cancelled": cancelled,
    "not_ours": not_ours,
    "joined": joined,
    "part_delivered": part_delivered,
    **VISIT_LETTERS,
    "please_accept": please_accept,
    "invoice": invoice,
    "deposit_invoice": deposit_invoice,
    "credit_note": credit_note,
    "payment_reminder": payment_reminder,
    "accepted": accepted,
    "letter": letter,
    "answered": answered,
    "ask": ask,
    "last_ask": last_ask,
    "code": agreement_code,
    "link": link,
    "where_it_is": where_it_is,
    "recorded": recorded,
    "message": message,
}
