"""Findings about the running installation. Needs Django and the tables."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from wellkept.health.clock_checks import check_clocks
from wellkept.health.mail_findings import of_working_mail
from wellkept.health.worker_checks import check_worker
from wellkept.installation import doctor
from wellkept.installation.doctor import Finding, State


def troubles() -> list[Finding]:
    """Findings of what does not work now, for the first page. The machine comes first."""
    every = [doctor.space(Path(settings.DATA)), *check_clocks(), *check_worker(), *of_working_mail()]
    return [finding for finding in every if finding.state is State.ILL]
