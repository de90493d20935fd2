"""Fixtures for every test: a real PostgreSQL server, and a database as it is after the migrations."""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import hypothesis
import pytest
from coverage import Coverage
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation
from hatch_build import compile_translations
from pytest_django.plugin import DjangoDbBlocker
from tools.machine import BROWSERS

from tests import database, kept, routes
from tests.cast import MONDAY, Cast, bring_back, found
from tests.intake.lindenau import Lindenau, set_up
from tests.size import LONG
from wellkept.installation.postgres import Server
from wellkept.kernel import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from wellkept.server.asgi import Application

# Where no compiled file may stand beside its source, what the tests start would compile everything each time.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    sys.pycache_prefix = os.environ.setdefault(
        "PYTHONPYCACHEPREFIX", str(database.ROOT / "var/tests/compiled")
    )
    sys.dont_write_bytecode = False

DATA = database.ROOT / "var" / "tests" / "data" / str(os.getpid())
settings.DATA, settings.FILES, settings.STATIC_ROOT = DATA, DATA / "files", DATA / "static"
settings.STORAGES["default"]["OPTIONS"]["location"] = settings.FILES
# Style and script straight from the source, under their plain names.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
# Notes which routes work in some test: `tools/routes.py` names those that no test has seen.
settings.MIDDLEWARE.insert(0, "tests.routes.Noted")
# Compares each answer of the API with the description.
settings.MIDDLEWARE.insert(1, "tests.api.described.Described")
# Argon2 takes its time on purpose; what is tested here is not its strength.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Random tests: time says nothing on a busy machine; more is asked for by the environment.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")

# Rooms of tests that go through the same commands from afar: what they reach does not count as tested.
UNMEASURED = {
    "confidential", "demo", "house", "installation", "languages", "laws", "mail", "survival",
}  # fmt: skip

EXPECTED_WITHIN = 20_000  # milliseconds in which a page shows what is expected of it

_KEY = pytest.StashKey[tuple[Server, IO[str]]]()


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    # A sentence that was changed since the last installation is read as it stands now.
    compile_translations(database.ROOT / "src")
    if _parallel(config):
        config.stash[_KEY] = database.start_server()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that the workers of a parallel run end at about the same time."""
    marks: dict[Path, set[str]] = {}
    for item in items:
        marks.setdefault(item.path, set()).update(mark.name for mark in item.iter_markers())

    def place(item: pytest.Item) -> int:
        return next((n for n, name in enumerate(("long", "installation")) if name in marks[item.path]), 2)

    items.sort(key=place)
    for item in items:
        if item.get_closest_marker("only_long") is not None:
            item.add_marker(pytest.mark.long)
            if not LONG:
                item.add_marker(pytest.mark.skip(reason="`make long` alone runs it"))


def pytest_collection_finish() -> None:
    """Have the collector of garbage look at what a test makes, not at all that was imported, again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure the coverage of the rooms' own tests. Measured, the others would take half as long again."""
    measured = Coverage.current()
    if measured is None or item.path.relative_to(database.ROOT / "tests").parts[0] not in UNMEASURED:
        return (yield)
    measured.stop()
    try:
        return (yield)
    finally:
        measured.start()


def _parallel(config: pytest.Config) -> bool:
    return bool(getattr(config.option, "tx", None))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Workers of a parallel run share the server that the controller started."""
    server, _ = node.config.stash[_KEY]
    node.workerinput["wellkept_server"] = (str(server.home), str(server.sockets))


def pytest_sessionfinish(session: pytest.Session) -> None:
    worker = getattr(session.config, "workerinput", {}).get("workerid", "main")
    routes.keep(database.ROOT / "var" / "tests" / "routes", worker)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _KEY in config.stash:
        server, lock = config.stash[_KEY]
        server.stop()
        lock.close()
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Server:
    """The one server of this run."""
    shared = getattr(request.config, "workerinput", {}).get("wellkept_server")
    if shared:
        return Server(Path(shared[0]), Path(shared[1]))
    if _KEY not in request.config.stash:
        request.config.stash[_KEY] = database.start_server()
    return request.config.stash[_KEY][0]


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """Name of this worker of a parallel run. Everything that it makes on the server has this name."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def django_db_setup(
    worker_name: str,
    postgres_server: Server,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """This worker's own database. Takes the place of pytest-django's fixture of the same name."""
    from django.db import connections

    with django_db_blocker.unblock():
        name = database.clone(postgres_server, worker_name)
        database.point_django_at(postgres_server, name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()


class _Database:
    """Knows what this worker's database holds between tests: nothing, the company, or a module's world."""

    holds = "nothing"

    @classmethod
    def empty(cls) -> None:
        from django.db import connection

        from wellkept.blueprints.queries import plan

        plan.cache_clear()  # worlds of a module or a worker are made before what runs for each test
        with connection.cursor() as cursor:
            cursor.execute("SELECT seed.reset()")
        cls.holds = "nothing"

    @classmethod
    def bring_company(cls) -> None:
        """Bring the company back, also after a rollback: a rollback restores rows, but not the sequences."""
        (kept.rewind if cls.holds == "company" else kept.bring)("company")
        cls.holds = "company"


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Commit the company before a test's transaction begins, so that no rolled-back test rebuilds it."""
    if fixturedef.argname != "_django_db_helper" or "committed_module" in request.fixturenames:
        return
    blocker = request.getfixturevalue("django_db_blocker")
    request.getfixturevalue("django_db_setup")
    if "kept_company" in request.fixturenames and not _really_commits(request):
        request.getfixturevalue("kept_company")
        with blocker.unblock():
            _Database.bring_company()
    elif _Database.holds != "nothing":
        with blocker.unblock():
            _Database.empty()


def _really_commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="module")
def committed_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Database of a module whose tests read one world that a module-scoped fixture has committed.

    Its tests are `@pytest.mark.django_db`, each in a later transaction that is rolled back: without this, what a test
    built and what it tries would be one transaction, and a law that asks for an event in it could not refuse.
    """
    with django_db_blocker.unblock():
        _Database.empty()
        yield
        _Database.empty()


@pytest.fixture(scope="session")
def new_place() -> Iterator[Callable[[], Path]]:
    """Makes folders in which a server of a test's own can live, its account reaching them even when we are root
    (pytest's own folders are closed). Gone afterwards, also what had to stand elsewhere."""
    root = DATA.with_name(f"{DATA.name}-places")
    numbers = itertools.count()

    def make() -> Path:
        place = root / str(next(numbers))
        place.mkdir(parents=True)
        return place

    yield make
    for path in root.rglob("postgres"):
        if path.is_symlink():
            shutil.rmtree(path.readlink(), ignore_errors=True)
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def place(new_place: Callable[[], Path]) -> Path:
    """One such folder."""
    return new_place()


@pytest.fixture(autouse=True)
def _no_plan_of_another_tests_company() -> None:
    """A version of a blueprint never changes, so its plan is kept for good; but another test's may have had its key."""
    from wellkept.blueprints.queries import plan

    plan.cache_clear()


@pytest.fixture(autouse=True)
def _no_language_of_another_tests_reader() -> None:
    """A page or an answer of the API speaks its reader's language, and the thread goes on in it until the next one."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_clock_set_by_another_test() -> None:
    """A test that brings a time of its own has set the machine's clock, for all that the program knows."""
    clock._watch = clock._Watch()


@pytest.fixture
def committed_db(transactional_db: None) -> None:
    """For a test in which transactions really commit (deferred constraints, threads, other processes): the same as
    `@pytest.mark.django_db(transaction=True)`. Afterwards the database is as after the migrations."""


@pytest.fixture(scope="session")
def kept_company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Cast:
    """Made once by each worker; every test gets it back as it was."""
    with django_db_blocker.unblock(), clock.at(MONDAY):
        _Database.empty()
        values = found()
        _Database.empty()
    return values


@pytest.fixture
def lindenau_elektro(request: pytest.FixtureRequest, kept_company: Cast) -> Cast:
    """Lindenau Elektro, in whichever way the test has its database (committed or rolled back). The clock runs."""
    commits = _really_commits(request)
    request.getfixturevalue("transactional_db" if commits else "db")
    return bring_back(kept_company) if commits else replace(kept_company, others={})


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Iterator[Cast]:
    """Lindenau Elektro on a Monday morning."""
    with clock.at(MONDAY):
        yield lindenau_elektro


@pytest.fixture(scope="session")
def kept_lindenau(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Lindenau:
    """The same company with two people and two mailboxes, made once by each worker."""
    with django_db_blocker.unblock(), clock.at(MONDAY):
        _Database.empty()
        world = kept.keep("lindenau", set_up)
        _Database.empty()
    return world


@pytest.fixture
def lindenau(request: pytest.FixtureRequest, kept_lindenau: Lindenau) -> Lindenau:
    """Lindenau Elektro as its mail sees it. The clock runs."""
    request.getfixturevalue("transactional_db" if _really_commits(request) else "db")
    kept.bring("lindenau")
    return kept_lindenau


@pytest.fixture
def database_url(postgres_server: Server, transactional_db: None) -> str:
    """The address of this worker's database, for a program that the test starts."""
    return postgres_server.url(settings.DATABASES["default"]["NAME"])


@dataclass(frozen=True)
class _Site:
    """The server that runs in this process, and where it listens."""

    application: Application
    address: str

    def comes_to_rest(self) -> None:
        """Wait until no request is under way."""
        until = time.monotonic() + 30
        while self.application.pages.under_way:
            assert time.monotonic() < until, "a request has been under way for half a minute"
            time.sleep(0.01)


@pytest.fixture(scope="session")
def _site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[_Site]:
    from wellkept.server.asgi import Application
    from wellkept.server.web import Server as WebServer
    from wellkept.server.web import listen

    listener = listen("127.0.0.1", 0)
    with django_db_blocker.unblock():
        application = Application()
        server = WebServer(application)

        def serve() -> None:
            asyncio.run(server.serve(sockets=[listener]))

        thread = threading.Thread(target=serve, name="site")
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield _Site(application, f"http://localhost:{listener.getsockname()[1]}")
        server.should_exit = True
        thread.join()


@pytest.fixture
def site(_site: _Site, transactional_db: None) -> Iterator[str]:
    """The address of the real server, live events included, on this test's database (which really commits).

    A page that has just been closed may have asked for something. The answer is waited for: it must not be looked
    for in a database that is being emptied.
    """
    yield _site.address
    _site.comes_to_rest()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine. Contexts of it are separate people."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        pytest.fail("There is no Chromium on this machine. On Debian: apt-get install chromium")
    from playwright.sync_api import expect, sync_playwright

    # The first answer of a server that has just started takes its time, and so does every one on a busy machine.
    expect.set_options(timeout=EXPECTED_WITHIN)
    # Playwright keeps a loop in this thread, beside which Django would not ask the database. Nothing runs in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--no-first-run",
                "--disable-component-update",
                "--disable-sync",
            ],
        )


def _reset(self: TransactionTestCase) -> None:
    """Django would empty the tables by TRUNCATE, which the log refuses, and lose what the migrations seeded."""
    _Database.empty()


TransactionTestCase._fixture_teardown = _reset  # type: ignore[method-assign]
