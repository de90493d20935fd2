"""The mailbox of the service desk at its provider. It is paused: there is no such server behind a demo."""

from __future__ import annotations

from wellkept.intake.commands import accounts
from wellkept.intake.models import Account, Mailbox
from wellkept.people.queries import company
from wellkept_demo.around.ground import begin
from wellkept_demo.hero import back
from wellkept_demo.life import Life, Process, World

ADDRESS = "service@lindenau.example"


def read_by_imap(world: World) -> None:
    if Account.objects.exists():
        return
    life = begin(world, "mailbox", back(world.today, 120, 9), company().pk)
    life.run(_settled(life))


def _settled(life: Life) -> Process:
    by = life.by("katrin")
    wanted = accounts.Wanted(
        address=ADDRESS,
        host="imap.lindenau.example",
        login=ADDRESS,
        afterwards="seen",
        mailbox=Mailbox.objects.get(address=ADDRESS).pk,
    )
    row = life.do(
        accounts.set_account, wanted=wanted, secrets=accounts.Secrets(password="not-a-real-one"), by=by
    )
    yield life.later(minutes=1)
    life.do(accounts.pause_account, account=row.pk, by=by)
