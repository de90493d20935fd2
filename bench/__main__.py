"""`python -m bench`, or `python -m bench find` for one part. `find-in-browser URL` measures a running installation."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

from bench import report, sandbox
from wellkept.installation.postgres import Server
from wellkept.kernel import clock

SIZES = {
    "small": {
        "times": 120,
        "journeys": 20,
        "few": 200,
        "many": 5_000,
        "looks": 15,
        "customers": 20_000,
        "asked": 40,
        "events": 50_000,
        "cycling": 15,
    },
    "full": {
        "times": 500,
        "journeys": 100,
        "few": 1_000,
        "many": 100_000,
        "looks": 40,
        "customers": 1_000_000,
        "asked": 150,
        "events": 1_000_000,
        "cycling": 60,
    },
}


PARTS = ("writing", "cycles", "pages", "find", "browser", "quotes", "verify")


def main() -> int:
    if sys.argv[1:2] == ["find-in-browser"]:
        from bench import browser_speed

        return browser_speed.main(sys.argv[2:])
    size = os.environ.get("SIZE") or "small"
    parts = sys.argv[1:] or list(PARTS)
    if size not in SIZES or not set(parts) <= set(PARTS):
        print(
            f"SIZE is small or full; parts that can be measured alone: {', '.join(PARTS)}.", file=sys.stderr
        )
        return 2
    sizes = SIZES[size]
    began = time.monotonic()
    figures: dict[str, Any] = {
        "size": size,
        "at": clock.now().isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
    }
    with sandbox.server() as server:
        with server.connect() as connection:
            figures["postgresql"] = connection.info.parameter_status("server_version")
        sandbox.set_up_django(server.url("postgres"))
        if "find" in parts:
            from bench import find

            report.say("Finding among many customers")
            figures["find"] = find.measure(server, customers=sizes["customers"], looks=sizes["asked"])
            report.say(report.finding(figures["find"]))
        if "browser" in parts:
            from bench import browser_speed

            report.say("The find box in a browser")
            figures["browser"] = browser_speed.measure(
                server, customers=sizes["customers"], looks=sizes["asked"]
            )
            report.say(browser_speed.in_words(figures["browser"]))
        if "verify" in parts:
            from bench import million_events

            report.say("Verifying the record")
            figures["verify"] = million_events.measure(server, events=sizes["events"])
            report.say(million_events.in_words(figures["verify"]))
        if "writing" in parts:
            _writing(server, sizes, figures)
        if "cycles" in parts:
            _cycles(server, sizes, figures)
        if "quotes" in parts:
            _quotes(server, sizes, figures)
        if "pages" in parts:
            _pages(server, sizes, figures)
    figures["load_after"] = os.getloadavg()[0]
    figures["seconds"] = round(time.monotonic() - began)
    report.say(report.footer(figures))
    if os.environ.get("BENCH_JSON"):
        Path(os.environ["BENCH_JSON"]).write_text(json.dumps(figures, indent=1) + "\n")
    same_rows = all(row["same_rows"] for row in figures.get("writing", []))
    return 0 if same_rows and figures.get("pages", {}).get("checks_pass", True) else 1


def _writing(server: Server, sizes: dict[str, int], figures: dict[str, Any]) -> None:
    from bench import company, hot_commands
    from wellkept.cli import bootstrap as product

    url = sandbox.database(server, "start")
    sandbox.point_django_at(url)
    report.say("Preparing the database")
    product.migrate()
    product.static_files()
    measured = company.set_up()
    report.say("Commands and whole journeys, side by side")
    outcomes = hot_commands.measure(measured, times=sizes["times"], journeys=sizes["journeys"], url=url)
    figures["writing"] = [outcome.as_json() for outcome in outcomes]
    report.say(report.writing(figures["writing"]))
    for outcome in outcomes:
        for difference in outcome.differences[:10]:
            report.say(f"  NOT THE SAME ROWS: {outcome.name}: {difference}")


def _cycles(server: Server, sizes: dict[str, int], figures: dict[str, Any]) -> None:
    from bench import company, cycles
    from wellkept.cli import bootstrap as product

    url = sandbox.database(server, "cycles")
    sandbox.point_django_at(url)
    product.migrate()
    product.static_files()
    report.say("Complete cycles through the API")
    figures["cycles"] = cycles.measure(company.set_up(), seconds=sizes["cycling"], url=url)
    report.say(cycles.in_words(figures["cycles"]))


def _quotes(server: Server, sizes: dict[str, int], figures: dict[str, Any]) -> None:
    from bench import company, quote_speed
    from wellkept.cli import bootstrap as product

    url = sandbox.database(server, "quotes")
    sandbox.point_django_at(url)
    product.migrate()
    product.static_files()
    report.say("Long quotes in a browser")
    figures["quotes"] = quote_speed.measure(company.set_up(), edits=sizes["looks"], url=url)
    report.say(quote_speed.in_words(figures["quotes"]))


def _pages(server: Server, sizes: dict[str, int], figures: dict[str, Any]) -> None:
    from bench import pages, processes
    from wellkept.cli import bootstrap as product

    product.static_files()
    report.say("Pages at few and at many journeys")
    figures["pages"] = pages.measure(server, few=sizes["few"], many=sizes["many"], looks=sizes["looks"])
    report.say(report.pages(figures["pages"]))
    report.say("Processes")
    many = figures["pages"].pop("many_url")
    figures["processes"] = processes.measure(many, many)
    report.say(report.processes(figures["processes"]))


if __name__ == "__main__":
    sys.exit(main())
