"""Benchmarks: `make bench`, or `python -m bench`. `python -m bench find` measures one part (writing, pages, find).

Settings come from the environment. SIZE is small (default) or full. BENCH_JSON names a file for the figures. BENCH_DATA
names a folder that is kept, so that its databases are used again.

One run measures everything on one embedded server with durable settings, in a temporary folder unless BENCH_DATA is
set. docs/benchmarks.md explains the figures.
"""
