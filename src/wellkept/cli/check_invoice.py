"""`wellkept check-invoice`: check a structured invoice by its schema and the published rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wellkept.installation.errors import InstallationError

if TYPE_CHECKING:
    from wellkept.einvoices.verdict import Verdict


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def check_invoice(file: Path) -> None:
    """Check an invoice in XML: XRechnung, Peppol BIS 3, Factur-X and ZUGFeRD, or plain EN 16931.

    Prints each finding, and what was not checked. Exits 1 if there is an error. Needs no installation and no database.
    """
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)  # this program speaks English
    from wellkept.einvoices.profiles import profile_of
    from wellkept.einvoices.rule_engine import RuleEngine
    from wellkept.einvoices.validate import validate

    xml = file.read_bytes()
    verdict = validate(xml, profile_of(xml), engine=RuleEngine.of_this_process())
    _print(verdict)
    if not verdict.no_errors_found:
        count = len(verdict.errors)
        raise InstallationError(f"The invoice has {count} {'error' if count == 1 else 'errors'}.")
    click.echo("No errors found." if verdict.complete else "No errors found in what was checked.")


def _print(verdict: Verdict) -> None:
    click.echo(f"{verdict.profile}, SHA-256 {verdict.digest}")
    for done in verdict.done:
        click.echo(f"  checked: {done.name}" + (f" ({done.version})" if done.version else ""))
    for left in verdict.left_out:
        click.echo(f"  not checked: {left.name}. {left.reason}")
    for finding in verdict.findings:
        place = f" at {finding.place}" if finding.place else ""
        click.echo(f"  {finding.severity.value} {finding.rule}{place}: {finding.words}")
