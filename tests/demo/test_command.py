"""`wellkept-demo`: a command of its own, beside the product's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wellkept.people.founder import Founder

pytestmark = pytest.mark.installation
ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WELLKEPT_", "DATABASE_"))
    }
    paths = os.pathsep.join(str(ROOT / source) for source in ("src", "demo/src"))
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env={**kept, "PYTHONPATH": paths, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_says_what_it_starts_and_where_its_data_is() -> None:
    done = run("wellkept_demo", "--help")
    assert done.returncode == 0
    assert "Usage: wellkept-demo" in done.stdout
    assert "WELLKEPT_DATA" in done.stdout


def test_the_product_has_no_command_for_it() -> None:
    done = run("wellkept", "demo")
    assert done.returncode == 2
    assert "No such command 'demo'" in done.stderr


@pytest.mark.django_db(transaction=True)
def test_another_company_is_not_filled(tmp_path: Path, database_url: str) -> None:
    from wellkept.customers.models import Customer
    from wellkept.people import commands

    commands.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=None)
    )
    done = run("wellkept_demo", "--fill", DATABASE_URL=database_url, WELLKEPT_DATA=str(tmp_path), PORT="1")
    assert done.returncode == 1
    assert "wellkept-demo: This installation belongs to another company" in done.stderr
    assert "Traceback" not in done.stderr
    assert not Customer.objects.exists()
