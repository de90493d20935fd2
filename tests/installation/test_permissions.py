"""The data folder is readable by its own accounts alone, whoever made it and whatever the umask is."""

from __future__ import annotations

import http.cookiejar
import os
import re
import stat
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.installation.test_up import Ship, wellkept

from wellkept.installation import permissions

pytestmark = pytest.mark.installation

OURSELVES = os.geteuid()


def test_everything_that_is_wider_is_narrowed(tmp_path: Path) -> None:
    data = wide_folder(tmp_path / "data")
    (data / "out").symlink_to(tmp_path)
    tmp_path.chmod(0o755)

    assert {place.name for place, _mode in permissions.wider(data)} == {"data", "files", "ab", "abcd", "note"}
    assert permissions.narrow(data) == 5
    assert list(permissions.wider(data)) == []
    assert stat.S_IMODE((data / "files" / "ab" / "abcd").stat().st_mode) == 0o600
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755, "what a link leads to is not ours"
    assert permissions.narrow(data) == 0


def test_a_folder_that_is_made_is_closed(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        permissions.make_folder(tmp_path / "one" / "two")
    finally:
        os.umask(before)
    for place in (tmp_path / "one", tmp_path / "one" / "two"):
        assert stat.S_IMODE(place.stat().st_mode) == (0o711 if OURSELVES == 0 else 0o700)


def wide_folder(data: Path) -> Path:
    """A data folder that somebody made by hand, open to everybody."""
    (data / "files" / "ab").mkdir(parents=True)
    for name in ("note", "files/ab/abcd"):
        (data / name).write_text("words of a customer")
        (data / name).chmod(0o666)
    for folder in (data, data / "files", data / "files" / "ab"):
        folder.chmod(0o777)
    return data


@pytest.fixture
def ship(new_place: Callable[[], Path]) -> Iterator[Ship]:
    """A running installation in a wide folder, started by somebody whose umask takes nothing."""
    data = wide_folder(new_place() / "data")
    before = os.umask(0)
    try:
        running = Ship(data)
        yield running
    finally:
        os.umask(before)
    running.process.terminate()
    running.process.wait(60)


@pytest.mark.only_long
def test_no_file_and_no_folder_is_open_after_a_start_an_upload_a_backup_and_an_export(ship: Ship) -> None:
    browser = Browser(ship.address)
    browser.set_up()
    browser.upload("/imports", "customers.csv", b"Name;City\nLindenau;Leipzig\n")
    wellkept(ship.data, "receive", "--recipient", "office@kept.example", stdin=mail_with_a_paper())
    wellkept(ship.data, "backup")
    wellkept(ship.data, "export", "--to", str(ship.data / "taken" / "out.zip"))

    places = list(everything(ship.data))
    tops = {place.relative_to(ship.data).parts[0] for place in places if place != ship.data}
    assert {"postgres", "files", "static", "backups", "taken", "secret-key", "note"} <= tops
    assert len([place for place in places if (ship.data / "files") in place.parents and place.is_file()]) >= 3
    open_to_others = [str(place) for place in places if place != ship.data and place.lstat().st_mode & 0o077]
    assert open_to_others == []
    assert stat.S_IMODE(ship.data.stat().st_mode) in ((0o711,) if OURSELVES == 0 else (0o700,))
    owners = {place.lstat().st_uid for place in places}
    database = (ship.data / "postgres" / "data").stat().st_uid
    assert owners <= {OURSELVES, database}
    assert "✓ data folder" in wellkept(ship.data, "doctor", expect=None)


def everything(folder: Path) -> Iterator[Path]:
    """The folder and all in it; the database's folder also where it is a link. A socket's folder comes and goes."""
    yield folder
    for path, folders, files in os.walk(folder, followlinks=True):
        for name in (*folders, *files):
            place = Path(path) / name
            if place.exists() and not place.is_symlink():
                yield place


def mail_with_a_paper() -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "p@lindner.example", "office@kept.example", "Our order"
    letter["Message-ID"] = "<1@lindner.example>"
    letter.set_content("Please find it enclosed.")
    letter.add_attachment(b"%PDF-1.4 order", maintype="application", subtype="pdf", filename="order.pdf")
    return letter.as_bytes()


class Browser:
    """Browser with cookies."""

    def __init__(self, address: str) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def _page(self, path: str) -> str:
        return str(self.opener.open(self.address + path, timeout=60).read().decode())

    def _token(self, page: str) -> str:
        match = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert match is not None, page
        return match[1]

    def set_up(self) -> None:
        page = self._page("/set-up")
        values = {
            "csrfmiddlewaretoken": self._token(page),
            "name": "Kept",
            "person": "Ada Berg",
            "email": "ada@kept.example",
            "password": "a good long password",
            "country": "DE",
            "language": "en",
            "time_zone": "Europe/Berlin",
            "currency": "EUR",
        }
        answer = self.opener.open(
            self.address + "/set-up", urllib.parse.urlencode(values).encode(), timeout=60
        )
        assert urllib.parse.urlsplit(answer.url).path == "/desk", answer.url

    def upload(self, path: str, name: str, content: bytes) -> None:
        line = "----boundary"
        parts = [
            f'--{line}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
            f"{self._token(self._page(path))}\r\n".encode(),
            f'--{line}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            f"Content-Type: text/csv\r\n\r\n".encode()
            + content
            + b"\r\n",
            f"--{line}--\r\n".encode(),
        ]
        headers = {"Content-Type": f"multipart/form-data; boundary={line}"}
        request = urllib.request.Request(self.address + path, b"".join(parts), headers)
        answer = self.opener.open(request, timeout=60)
        assert urllib.parse.urlsplit(answer.url).path != path, answer.url
