"""Branch coverage of commands, rules and queries. Less than FLOOR is a failure.

The run of the tests has measured it (`[tool.coverage]` in pyproject.toml): nothing runs twice.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from coverage import Coverage
from coverage.exceptions import NoDataError

FLOOR = 95  # percent
WORST = 15  # modules that are named


def main() -> int:
    measured = Coverage(config_file="pyproject.toml")
    measured.load()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        try:
            measured.json_report(outfile=str(file))
        except NoDataError:
            print("Nothing was measured: the step `tests` does that.")
            return 1
        report = json.loads(file.read_text())
    modules = sorted(
        (module["summary"]["percent_covered"], module["summary"]["missing_branches"], name)
        for name, module in report["files"].items()
    )
    for percent, branches, name in modules[:WORST]:
        print(f"{percent:6.1f} %  {branches:3} branches never taken  {name}")
    total = report["totals"]["percent_covered"]
    print(f"{total:.1f} % of {len(modules)} modules; the floor is {FLOOR} %")
    return 0 if total >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
