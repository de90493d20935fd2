"""Schemathesis over the whole API: each scope, all phases, against the real server and the real database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import Cast
from tests.database import ROOT
from tests.size import LONG

from wellkept.api.openapi import described
from wellkept.kernel import clock
from wellkept.people import commands as people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
)


# Whoever guesses too often is turned away (429) before anybody looks at the other headers.
SETTINGS = """
[checks.missing_required_header]
expected-statuses = [400, 401, 403, 406, 415, 422, 429]
"""


@dataclass(frozen=True)
class Key:
    """A token: its person and scopes, its share of the calls, and the statuses that must and must not come."""

    person: str
    scopes: tuple[str, ...]
    share: int  # of twenty
    always: set[int]
    never: set[int]


DONE = {200, 201, 202}
KEYS = {
    "all": Key("ana", ("read", "write", "intake"), 8, {200, 201, 404, 409, 422}, set()),
    "write": Key("tom", ("write",), 5, {201, 403, 404, 422}, set()),
    "read": Key("tom", ("read",), 3, {200, 403}, {201, 202}),
    "intake": Key("tom", ("intake",), 2, {201, 403}, {202}),
    "admin": Key("ana", ("admin",), 1, {403}, DONE),
    "unknown": Key("", (), 1, {401}, DONE),  # nobody made it
    "none": Key("", (), 0, set(), DONE),  # requests that lack their token
}
# Half a minute for all tokens in turn, or an hour, a part of it for each.
RUNS = (
    [((name,), 3600 * key.share // 20) for name, key in KEYS.items() if key.share]
    if LONG
    else [(tuple(KEYS), 30)]
)
SEED = int(os.environ.get("WELLKEPT_TEST_SEED") or (clock.now().timestamp() if LONG else 20261121))


@pytest.mark.parametrize(("names", "seconds"), RUNS)
def test_whatever_a_program_sends_gets_a_described_answer(
    names: tuple[str, ...],
    seconds: int,
    lindenau_elektro: Cast,
    site: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    description = tmp_path / "openapi.json"
    description.write_text(json.dumps(described()))
    (tmp_path / "settings.toml").write_text(SETTINGS)
    report, counts = tmp_path / "report.json", tmp_path / "counts.json"
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        *("--config-file", str(tmp_path / "settings.toml")),
        *("run", str(description), "--url", site, "--no-color"),
        *("--phases", "examples,coverage,fuzzing,stateful", "--checks", ",".join(CHECKS)),
        *("--max-time", str(seconds), "--seed", str(SEED), "--continue-on-failure"),
        *("--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off"),
        *("--report-json-path", str(report)),
    ]
    run = subprocess.run(
        command,
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SCHEMATHESIS_HOOKS": "tests.api.fuzz_hooks",
            "WELLKEPT_FUZZ_COUNTS": str(counts),
            "WELLKEPT_FUZZ_KNOWN": json.dumps(_world(lindenau_elektro)),
            "WELLKEPT_FUZZ_TOKENS": json.dumps(
                {
                    name: [_secret(lindenau_elektro, KEYS[name]), KEYS[name].share]
                    for name in names
                    if name != "none"
                }
            ),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    statuses = {
        name: {int(status): count for status, count in sorted(of_token.items())}
        for name, of_token in json.loads(counts.read_text()).items()
    }
    calls = sum(sum(of_token.values()) for of_token in statuses.values())
    operations = json.loads(report.read_text())["operations"]["tested"]
    with capsys.disabled():
        print(f"\nSchemathesis, seed {SEED}: {operations} operations, {calls} calls: {statuses}")
    assert run.returncode == 0, run.stdout
    forbidden = [name for name, of_token in statuses.items() if set(of_token) & KEYS[name].never]
    missed = [name for name in names if KEYS[name].always - set(statuses.get(name, ()))]
    assert forbidden == []
    if LONG:
        assert missed == []
    else:
        assert {200, 201, 403, 404, 422} <= {status for of_token in statuses.values() for status in of_token}


def _secret(cast: Cast, key: Key) -> str:
    return Program(cast, key.person, *key.scopes).secret if key.scopes else "wk_guessed"


def _world(cast: Cast) -> dict[str, list[int] | list[str]]:
    """Journeys in each stage, and what stands in bodies. Ana may act in each of the teams."""
    for team in ("orders", "delivery", "support"):
        people.join_team(person=cast.ana.pk, team=cast.teams[team].pk, by=cast.by("ana"))
    rows = [
        stations.opened(cast),
        stations.offered(cast),
        stations.put(cast),
        stations.in_delivery(cast),
        stations.accepted(cast),
        stations.at_rest(cast),
    ]
    colleagues = [cast.ana.pk, cast.tom.pk, cast.olga.pk, cast.jonas.pk, cast.mira.pk]
    customers = [cast.bakery.customer.pk, cast.school.customer.pk]
    contacts = [cast.bakery.contact.pk, cast.school.contact.pk]
    sites = [cast.bakery.site.pk, cast.school.site.pk]
    return {
        "customers": customers,
        "customer": customers,
        "away": customers,
        "other": customers,
        "contacts": contacts,
        "sites": sites,
        "journeys": [row.pk for row in rows],
        "number": [row.number for row in rows],
        "journey": [row.pk for row in rows],
        "contact": contacts,
        "told_by": contacts,
        "site": sites,
        "blueprint": ["service"],
        "currency": ["EUR"],
        "questions": ["any"],
        "team": [team.pk for team in cast.teams.values()],
        **dict.fromkeys(("owner", "handler", "person", "receiver", "asks", "writes", "told_to"), colleagues),
    }
