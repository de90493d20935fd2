"""`wellkept reset-second-factors`, `make-administrator`: for the machine's owner, when no administrator can help."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import click

from wellkept.cli import bootstrap
from wellkept.installation.errors import InstallationError

if TYPE_CHECKING:
    from wellkept.people.models import Person


@click.command()
@click.argument("address")
def reset_second_factors(address: str) -> None:
    """Remove all second factors of the person who signs in with this mail address.

    For an administrator who has lost theirs, recovery codes included, where there is no other one to ask. It is on
    record and they are told by mail. They are signed out, and sign in again with their password alone.
    """
    _act_on(address, "reset_second_factors")
    click.echo(f"{address} now signs in with the password alone. It is on record, and they are told by mail.")


@click.command()
@click.argument("address")
def make_administrator(address: str) -> None:
    """Make the person who signs in with this mail address an administrator.

    For a company whose only administrator has gone. It is on record; they and all administrators are told by mail.
    """
    _act_on(address, "make_administrator")
    click.echo(
        f"{address} is an administrator now. It is on record, and all administrators are told by mail."
    )


def _act_on(address: str, command: Literal["reset_second_factors", "make_administrator"]) -> None:
    """Run this command of the room people as the system, on whoever signs in with the address."""
    with bootstrap.database(progress=lambda _: None):
        bootstrap.django()
        bootstrap.migrated()
        from wellkept.kernel.refusal import Refusal
        from wellkept.people import commands, queries
        from wellkept.people.actor import SYSTEM

        person = queries.person_with_address(address)
        if person is None:
            raise InstallationError(f"Nobody signs in with {address}.")
        act: Callable[..., Person] = getattr(commands, command)
        try:
            act(person=person.pk, by=SYSTEM)
        except Refusal as refused:
            raise InstallationError(str(refused.sentence), hint=str(refused.instead or "")) from None
