"""The account of the service mailbox, read by IMAP. It is paused, because a demo has no mail server."""

from __future__ import annotations

from wellkept.mailboxes.commands import accounts
from wellkept.mailboxes.models import Account, Mailbox
from wellkept.people.queries import company
from wellkept_demo import working_hours
from wellkept_demo.office.base import begin
from wellkept_demo.simulation import Process, Simulation, World

ADDRESS = "service@lindenau.example"


def add(world: World) -> None:
    if Account.objects.exists():
        return
    sim = begin(world, "mailbox", working_hours.subtract_days(world.today, 120, 9), company().pk)
    sim.run(_set_account(sim))


def _set_account(sim: Simulation) -> Process:
    by = sim.actor("katrin")
    wanted = accounts.Wanted(
        address=ADDRESS,
        host="imap.lindenau.example",
        login=ADDRESS,
        afterwards="seen",
        mailbox=Mailbox.objects.get(address=ADDRESS).pk,
    )
    row = sim.do(
        accounts.set_account, wanted=wanted, secrets=accounts.Secrets(password="not-a-real-one"), by=by
    )
    yield sim.wait(minutes=1)
    sim.do(accounts.pause_account, account=row.pk, by=by)
