"""The tests' needs of the machine: a browser, the oldest PostgreSQL we support, an IMAP server, and a clock to set.

What is missing is installed by the system's package manager if that can be done without asking; else the one
command is named. The tests that need it fail by name, or are skipped and counted (the clock).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
IMAP_SERVERS = ("/usr/lib/dovecot/imap", "/usr/libexec/dovecot/imap")
OLDEST = 15
SYSTEM_LIBRARIES = (Path("/usr/lib"), Path("/usr/lib64"), Path("/usr/local/lib"))


def missing() -> list[str]:
    packages = []
    if not os.environ.get("CHROMIUM") and not any(shutil.which(name) for name in BROWSERS):
        packages.append("chromium")
    if not any(Path(place).is_file() for place in _places()):
        packages.append(f"postgresql-{OLDEST}")
    if not any(Path(place).is_file() for place in IMAP_SERVERS):
        packages.append("dovecot-imapd")
    if sys.platform.startswith("linux") and libfaketime() is None:
        packages.append("faketime")
    return packages


def libfaketime() -> Path | None:
    """The library that gives a program another clock."""
    names = ("libfaketimeMT.so.1", "*/libfaketimeMT.so.1", "faketime/libfaketimeMT.so.1")
    patterns = (*names, "*/faketime/libfaketimeMT.so.1")
    return next((path for place in SYSTEM_LIBRARIES for name in patterns for path in place.glob(name)), None)


def _places() -> list[str]:
    return [f"/usr/lib/postgresql/{OLDEST}/bin/postgres", f"/usr/pgsql-{OLDEST}/bin/postgres"]


def install(packages: list[str]) -> bool:
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    if os.geteuid() == 0:
        allowed: list[str] = []
    elif shutil.which("sudo") and _quiet(["sudo", "-n", "true"]):
        allowed = ["sudo", "-n"]
    else:
        return False
    print(f"→ Installing {', '.join(packages)}", flush=True)
    if f"postgresql-{OLDEST}" in packages:
        # The tests start servers of their own; the package must not start one beside them.
        place = "/etc/postgresql-common/createcluster.d"
        write = f"mkdir -p {place} && echo 'create_main_cluster = false' > {place}/wellkept-tests.conf"
        _quiet([*allowed, "sh", "-c", write])
    environment = [*allowed, "env", "DEBIAN_FRONTEND=noninteractive", apt]
    _quiet([*environment, "update", "-qq"])
    with _nothing_starts(allowed):
        return _quiet([*environment, "install", "-y", "-qq", "--no-install-recommends", *packages])


@contextmanager
def _nothing_starts(allowed: list[str]) -> Iterator[None]:
    """Forbid Debian to start a service of a package that is installed for the tests."""
    place = Path("/usr/sbin/policy-rc.d")
    if place.exists() or not shutil.which("invoke-rc.d"):
        yield
        return
    _quiet([*allowed, "sh", "-c", f"printf '#!/bin/sh\\nexit 101\\n' > {place} && chmod 755 {place}"])
    try:
        yield
    finally:
        _quiet([*allowed, "rm", "-f", str(place)])


def _quiet(command: list[str]) -> bool:
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0 and len(command) > 3:
        print(done.stderr.strip()[-500:], file=sys.stderr)
    return done.returncode == 0


def main() -> None:
    lacking = missing()
    if lacking and not (install(lacking) and not missing()):
        lacking = missing()
        prefix = "" if os.geteuid() == 0 else "sudo "
        print("The tests that need them will fail or be skipped; install them with:", file=sys.stderr)
        print(f"  {prefix}apt-get install {' '.join(lacking)}", file=sys.stderr)


if __name__ == "__main__":
    main()
