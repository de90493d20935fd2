"""Settings that an installation may choose, and the refusal of a wrong choice."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from wellkept.installation import environment
from wellkept.installation.errors import InstallationError


def test_a_database_address_is_read_with_all_that_it_says() -> None:
    database = environment.database("postgresql://me:p%40ss@db.example:6432/kept?sslmode=require")
    assert {key: database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "kept",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["sqlite:///x.db", "mysql://a@b/c", "postgres://me:sec%zzret@x", "wellkept"])
def test_another_database_is_refused_without_repeating_the_password(url: str) -> None:
    with pytest.raises(InstallationError) as refused:
        environment.database(url)
    assert "sec" not in str(refused.value)
    assert refused.value.exit_code == 78


@pytest.mark.parametrize(
    "url", ["wellkept.example", "ftp://wellkept.example", "https://", "https://a.example/path"]
)
def test_a_public_address_that_is_none_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLKEPT_PUBLIC_URL", url)
    with pytest.raises(InstallationError, match="not an address"):
        environment.public_url()


def test_behind_https_there_is_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WELLKEPT_PROXIES", raising=False)
    monkeypatch.setenv("WELLKEPT_PUBLIC_URL", "https://wellkept.example")
    assert environment.proxies() == 1
    monkeypatch.setenv("WELLKEPT_PUBLIC_URL", "http://wellkept.example")
    assert environment.proxies() == 0


@pytest.mark.parametrize(
    ("url", "tls", "starttls", "port"),
    [
        ("smtp://me:pass@mail.example:587", False, True, 587),
        ("smtps://me:pass@mail.example", True, False, 465),
        ("smtp://me:pass@mail.example:2525", False, True, 2525),
        ("smtp://me:pass@mail.example:25", False, True, 25),
        ("smtp://me:pass@[2001:db8::1]:25", False, True, 25),
        ("smtp://relay.example:25", False, False, 25),
        ("smtp://localhost:25", False, False, 25),
        ("smtp://me:pass@localhost:2525", False, False, 2525),
        ("smtp://me:pass@127.0.0.1:2525", False, False, 2525),
    ],
)
def test_a_mail_account(
    url: str, tls: bool, starttls: bool, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WELLKEPT_SMTP_URL", url)
    account = environment.mail_account()
    assert account is not None
    assert (account.tls, account.starttls, account.port) == (tls, starttls, port)


def test_the_secret_key_is_made_once_and_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WELLKEPT_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path / "data")
    assert len(first) >= 64
    assert environment.secret_key(tmp_path / "data") == first
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]
