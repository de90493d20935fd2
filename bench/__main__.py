"""`python -m bench`."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

from bench import ground, report
from wellkept.kernel import clock

SIZES = {
    "small": {"times": 120, "journeys": 20, "few": 200, "many": 5_000, "looks": 15},
    "full": {"times": 500, "journeys": 100, "few": 1_000, "many": 100_000, "looks": 40},
}


def main() -> int:
    size = os.environ.get("SIZE") or "small"
    if size not in SIZES:
        print(f"SIZE is {size!r}; it is small or full.", file=sys.stderr)
        return 2
    wanted = SIZES[size]
    began = time.monotonic()
    figures: dict[str, Any] = {
        "size": size,
        "at": clock.now().isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
    }
    with ground.server() as server:
        with server.connect() as connection:
            figures["postgresql"] = connection.info.parameter_status("server_version")
        url = ground.database(server, "start")
        ground.set_up_django(url)
        from bench import company, pages, processes, writing
        from wellkept.cli import ground as product

        report.say("Preparing the database")
        product.migrate()
        product.static_files()
        founded = company.found()
        report.say("Commands and whole journeys, side by side")
        outcomes = writing.measure(founded, times=wanted["times"], journeys=wanted["journeys"], url=url)
        figures["writing"] = [one.as_json() for one in outcomes]
        report.say(report.writing(figures["writing"]))
        for one in outcomes:
            for difference in one.differences[:10]:
                report.say(f"  NOT THE SAME ROWS: {one.name}: {difference}")
        report.say("Pages at few and at many journeys")
        figures["pages"] = pages.measure(
            server, few=wanted["few"], many=wanted["many"], looks=wanted["looks"]
        )
        report.say(report.pages(figures["pages"]))
        report.say("Processes")
        figures["processes"] = processes.measure(url, figures["pages"]["many_url"])
        report.say(report.processes(figures["processes"]))
    figures["pages"].pop("many_url")
    figures["load_after"] = os.getloadavg()[0]
    figures["seconds"] = round(time.monotonic() - began)
    report.say(report.footer(figures))
    if os.environ.get("BENCH_JSON"):
        Path(os.environ["BENCH_JSON"]).write_text(json.dumps(figures, indent=1) + "\n")
    good = all(one["same_rows"] for one in figures["writing"]) and figures["pages"]["checks_pass"]
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
