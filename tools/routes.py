"""Count the routes that work in no test. More than MOST_UNTESTED is red. The tests note the rest (`tests/routes.py`).

A route that only some methods answer is one route; of the API each operation is one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTED = ROOT / "var" / "tests" / "routes"
OF_OTHERS = ("accounts/",)  # allauth's own, tested there
MOST_UNTESTED = 0  # each works in some test
UNTESTED = {
    "api/v1/": "the root of the API; below it are all others",
}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellkept.settings")
    sys.path[:0] = [str(ROOT / "src")]
    import django

    django.setup()
    worked = {tuple(work) for file in NOTED.glob("*.json") for work in json.loads(file.read_text())}
    operations, routes = set(_operations()), set(_routes())
    unknown = {route for _, route in operations} - routes
    if unknown:
        print(f"described by the API, but no route: {', '.join(sorted(unknown))}")
        return 1
    seen = {route for _, route in worked}
    missing = sorted(routes - seen - {route for _, route in operations} - UNTESTED.keys())
    missing += sorted(f"{method} {route}" for method, route in operations - worked)
    for route in missing:
        print(f"no test sees it work: {route}")
    print(f"{len(routes)} routes and {len(operations)} operations of the API; {len(missing)} work in no test")
    return 1 if len(missing) > MOST_UNTESTED else 0


def _routes() -> Iterator[str]:
    from django.urls import URLPattern, URLResolver, get_resolver

    def below(resolver: URLResolver, before: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            here = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from below(pattern, here)
            elif isinstance(pattern, URLPattern) and not here.startswith(OF_OTHERS):
                yield here

    yield from below(get_resolver(), "")


def _operations() -> Iterator[tuple[str, str]]:
    from wellkept.api.api import api

    for path, methods in api.get_openapi_schema(path_prefix="api/v1/")["paths"].items():
        for method in methods:
            yield method.upper(), path.lstrip("/").replace("{", "<").replace("}", ">")


if __name__ == "__main__":
    sys.exit(main())
