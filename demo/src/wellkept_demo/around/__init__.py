"""What happens around the journeys: who calls and writes by a form, what nobody found, who was met twice, what came
from the old card index. Told by hand, in the order in which it happened, each once."""

from __future__ import annotations

from wellkept_demo.around import calls, contacts, exchanged, forms, mailboxes, samples, searches, twins, wrong
from wellkept_demo.life import World

__all__ = ["tell"]


def tell(world: World) -> None:
    """Everything that one subject had recorded comes before what it records next: so this order stays."""
    exchanged.move_in(world)
    mailboxes.read_by_imap(world)
    wrong.go(world)
    twins.are_met(world)
    searches.find_nothing(world)
    forms.are_filled_in(world)
    contacts.say_when(world)
    calls.ring(world)
    samples.are_drawn(world)
    exchanged.prepare_more(world)
    exchanged.take_out(world)
