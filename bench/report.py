"""The printed tables."""

from __future__ import annotations

from typing import Any

VARIANTS = {"below_http": "commands", "api": "through the API", "by_hand": "SQL by hand"}


def say(text: str) -> None:
    print(text, flush=True)


def writing(figures: list[dict[str, Any]]) -> str:
    lines = [
        f"  {'':<30}{'':<18}{'a second':>9}{'of SQL by hand':>16}{'statements':>12}{'p50 ms':>9}{'p99 ms':>9}"
    ]
    for figure in figures:
        for variant, label in VARIANTS.items():
            row = figure[variant]
            name = figure["act"] if variant == "below_http" else ""
            statements = "" if row["statements"] is None else f"{row['statements']}"
            lines.append(
                f"  {name:<30}{label:<18}{row['a_second']:>9.1f}{row['of_hand_written']:>15.0%} {statements:>12}"
                f"{row['p50_ms']:>9.1f}{row['p99_ms']:>9.1f}"
            )
        lines.append(
            f"  {'':<30}{'the same rows in every table' if figure['same_rows'] else 'NOT THE SAME ROWS'}"
        )
    return "\n".join(lines) + "\n"


def pages(figures: dict[str, Any]) -> str:
    few, many = figures["few"], figures["many"]
    lines = [f"  {'':<30}{f'{few:,} journeys':>20}{f'{many:,} journeys':>20}{'ratio':>8}"]
    for name, row in figures["times"].items():
        lines.append(f"  {name:<30}{row['few_ms']:>17.1f} ms{row['many_ms']:>17.1f} ms{row['ratio']:>8.2f}")
    seconds = " and ".join(f"{took} s" for took in figures["filling_seconds"].values())
    checks = "every chain and constraint holds" if figures["checks_pass"] else f"FAULTS: {figures['faults']}"
    lines.append(f"  filled in {seconds}; afterwards {checks}")
    return "\n".join(lines) + "\n"


def finding(figures: dict[str, Any]) -> str:
    lines = [
        f"  {figures['customers']:,} customers, {figures['references']:,} references, {figures['journeys']:,} journeys,"
        f" {figures['words']:,} words, {figures['bytes'] / 2**20:,.0f} MB; filled in {figures['filling_seconds']} s;"
        f" a bare look into the index {figures['index_ms']} ms",
        f"  {'':<38}{'asked':>7}{'p50 ms':>9}{'p99 ms':>9}{'of index':>10}{'recall@1':>10}{'recall@5':>10}",
    ]
    for kind, row in figures["kinds"].items():
        first, five = (
            "" if row[name] is None else f"{row[name]:.1%}" for name in ("recall_at_1", "recall_at_5")
        )
        lines.append(
            f"  {kind:<38}{row['asked']:>7}{row['p50_ms']:>9.1f}{row['p99_ms']:>9.1f}{row['of_index']:>10.1f}"
            f"{first:>10}{five:>10}"
        )
    return "\n".join(lines) + "\n"


def processes(figures: dict[str, Any]) -> str:
    return (
        f"  first start {figures['first_start_seconds']} s (an empty folder: server, tables, style), later"
        f" {figures['later_start_seconds']} s;"
        f" web alone {figures['web_start_seconds']} s, worker {figures['worker_start_seconds']} s\n"
        f"  memory of `wellkept up`: web {figures['up_web_mb']} MB, worker {figures['up_worker_mb']} MB,"
        f" PostgreSQL {figures['up_postgresql_mb']} MB;"
        f" web after 200 pages {figures['web_after_200_pages_mb']} MB\n"
    )


def footer(figures: dict[str, Any]) -> str:
    return (
        f"  {figures['at']}, SIZE={figures['size']}, {figures['cpus']} processors,"
        f" load {figures['load_before']:.1f} before and {figures['load_after']:.1f} after,"
        f" Python {figures['python']}, PostgreSQL {figures['postgresql']}, {figures['seconds']} s"
    )
