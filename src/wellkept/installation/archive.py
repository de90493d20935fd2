"""The file of a backup: a plain tar that begins with its manifest and ends with a digest of each member.

A reader refuses the file before it writes anything, unless every byte of content is the one that was written.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields
from importlib.metadata import version as package_version
from pathlib import Path, PurePosixPath
from typing import IO

from wellkept.installation.errors import InstallationError

FOLDERS = ("files", "anchors")  # the parts of the data folder that a backup holds
KEY = "secret-key"
MANIFEST = "manifest.json"
DUMP = "database.dump"
DIGESTS = "digests.sha256"  # the last member, in the format of `sha256sum`
FORMAT = 2

_CHUNK = 1024 * 1024
_MANIFEST_LIMIT = 4 * 1024 * 1024
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Manifest:
    """Description of a backup, stored inside it."""

    taken_at: str
    wellkept: str
    postgresql: int
    dump_bytes: int
    files: int
    key: str  # the mark of the secret key with which this installation ran
    migrations: list[str] = field(default_factory=list)
    format: int = FORMAT


def write(out: IO[bytes], *, data: Path, manifest: Manifest, dump: Path, paths: Iterable[Path]) -> None:
    """Write manifest, database, files and digests into `out`."""
    digests: list[str] = []
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        moment = int(dump.stat().st_mtime)

        def add(name: str, size: int, content: IO[bytes], written: int) -> None:
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = size, 0o600, written
            reader = _Digesting(content)
            archive.addfile(member, reader)
            digests.append(f"{reader.digest.hexdigest()}  {name}\n")

        encoded = json.dumps(asdict(manifest), indent=1).encode()
        add(MANIFEST, len(encoded), io.BytesIO(encoded), moment)
        with dump.open("rb") as content:
            add(DUMP, manifest.dump_bytes, content, moment)
        for path in paths:
            with contextlib.suppress(FileNotFoundError), path.open("rb") as content:
                status = os.fstat(content.fileno())
                add(path.relative_to(data).as_posix(), status.st_size, content, int(status.st_mtime))
        listed = "".join(digests).encode()
        add(DIGESTS, len(listed), io.BytesIO(listed), moment)


def examine(source: Path) -> Manifest:
    """Read the whole backup and return its manifest. Refuse any file that is not exactly what was written."""
    manifest = read_manifest(source)
    with _opened(source) as (file, archive):
        digests: dict[str, str] = {}
        listed: bytes | None = None
        for member in archive:
            if listed is not None:
                raise InstallationError(f"{source} is damaged: something follows its end.")
            _refuse_foreign(source, member)
            if member.name in digests:
                raise InstallationError(f"{source} is damaged: it holds {member.name!r} twice.")
            content = archive.extractfile(member)
            assert content is not None  # a regular file has content
            if member.name == DIGESTS:
                listed = content.read()
            else:
                digests[member.name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
        if listed is None:
            raise InstallationError(f"{source} is incomplete: its end is missing.")
        _compare(source, digests, listed)
        _refuse_tail(source, file, archive.offset)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """Read the manifest of a backup. Refuse a file that is none, and one of a newer version."""
    with _opened(source) as (_, archive):
        member = archive.next()
        known = member is not None and member.name == MANIFEST and member.isfile()
        content = archive.extractfile(member) if known and member else None
        if content is None or member is None or member.size > _MANIFEST_LIMIT:
            raise _no_backup(source)
        try:
            values = json.load(content)
        except ValueError:
            raise InstallationError(f"{source} is damaged: its manifest cannot be read.") from None
    if not isinstance(values, dict) or not isinstance(values.get("format"), int):
        raise _no_backup(source)
    version = str(values.get("wellkept", ""))
    if values["format"] > FORMAT or _numbers(version) > _numbers(package_version("wellkept")):
        raise _newer(source, version)
    kinds = {"str": str, "int": int, "list[str]": list}
    shape = {item.name: kinds[str(item.type)] for item in fields(Manifest)}
    if set(values) != set(shape) or not all(isinstance(values[name], shape[name]) for name in shape):
        raise InstallationError(f"{source} is damaged: its manifest cannot be read.")
    if not set(values["migrations"]) <= known_migrations():
        raise _newer(source, version)
    return Manifest(**values)


def extract(source: Path, target: Path) -> None:
    """Write the members below an empty folder, flushed to disk. `examine` the file first."""
    with _opened(source) as (_, archive):
        for member in archive:
            _refuse_foreign(source, member)
            if member.name in (MANIFEST, DIGESTS):
                continue
            place = target / member.name
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            content = archive.extractfile(member)
            assert content is not None  # a regular file has content
            with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                while chunk := content.read(_CHUNK):
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())


def known_migrations() -> set[str]:
    """The migrations of this version's rooms, as `room.name`."""
    return {
        f"{path.parent.parent.name}.{path.stem}"
        for path in _PACKAGE.glob("*/migrations/[0-9]*.py")
        if path.is_file()
    }


class _Digesting:
    """A reader that digests everything read through it."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.content.read(size)
        self.digest.update(chunk)
        return chunk


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[tuple[IO[bytes], tarfile.TarFile]]:
    try:
        file = source.open("rb")
    except FileNotFoundError:
        raise InstallationError(f"There is no file {source}.") from None
    except OSError as error:
        raise InstallationError(f"{source} cannot be read: {error.strerror}.") from None
    with file:
        try:
            with tarfile.open(fileobj=file, mode="r:") as archive:
                yield file, archive
        except tarfile.ReadError as error:
            if "unexpected end of data" in str(error):
                raise InstallationError(f"{source} is incomplete: its end is missing.") from None
            if file.tell() > tarfile.BLOCKSIZE:
                raise InstallationError(f"{source} is damaged: its parts cannot be told apart.") from None
            raise _no_backup(source) from None
        except (tarfile.TarError, UnicodeError, ValueError, OSError):
            raise InstallationError(f"{source} is damaged: its parts cannot be told apart.") from None


def _refuse_foreign(source: Path, member: tarfile.TarInfo) -> None:
    """Refuse a member that no backup of ours has: a link, a device, a place outside our folders."""
    path = PurePosixPath(member.name)
    ours = member.name in (MANIFEST, DUMP, KEY, DIGESTS) or (
        len(path.parts) > 1
        and path.parts[0] in FOLDERS
        and ".." not in path.parts
        and "\0" not in member.name
    )
    if not ours or not member.isfile():
        raise InstallationError(f"{source} holds {member.name!r}, which is no file of ours.")


def _compare(source: Path, digests: dict[str, str], listed: bytes) -> None:
    lines = listed.decode(errors="replace").splitlines()
    expected = {line[66:]: line[:64] for line in lines if re.match(r"[0-9a-f]{64}  .", line)}
    if len(expected) != len(lines):
        raise InstallationError(f"{source} is damaged: its list of digests cannot be read.")
    for name in sorted(expected.keys() | digests.keys()):
        if name not in digests:
            raise InstallationError(f"{source} is damaged: {name!r} is missing.")
        if expected.get(name) != digests[name]:
            raise InstallationError(f"{source} is damaged: {name!r} is not what was written.")


def _refuse_tail(source: Path, file: IO[bytes], end: int) -> None:
    """Refuse anything but zeros after the last member: the end mark and the filling."""
    file.seek(end)
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if chunk.strip(b"\0"):
            raise InstallationError(f"{source} is damaged: something follows its end.")
    if size < 2 * tarfile.BLOCKSIZE:
        raise InstallationError(f"{source} is incomplete: its end is missing.")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _no_backup(source: Path) -> InstallationError:
    return InstallationError(f"{source} is not a backup of Wellkept.")


def _newer(source: Path, version: str) -> InstallationError:
    return InstallationError(
        f"{source} was written by a newer version of Wellkept ({version}); this is {package_version('wellkept')}.",
        hint="Install that version, then restore.",
    )
