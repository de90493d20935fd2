"""Measuring: `make bench`, or `python -m bench`. SIZE=small (default) or full; BENCH_JSON names a file for the figures.

Everything is measured side by side in one run on one embedded server with its durable settings, in a folder of its own
that is gone afterwards. How to read the figures: docs/benchmarks.md.
"""
