"""Measuring: `make bench`, or `python -m bench`; `python -m bench find` measures one part (writing, pages, find).
SIZE=small (default) or full; BENCH_JSON names a file for the figures; BENCH_DATA a folder that stays, so that what was
filled there is used again.

Everything is measured side by side in one run on one embedded server with its durable settings, in a folder of its own
that is gone afterwards where none was named. How to read the figures: docs/benchmarks.md.
"""
