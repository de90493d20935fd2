"""The documented process: blueprints as versioned, approved rows that journeys are pinned to.

Built-in ones are readable files in `library/`. Promises: an approved version never changes. Records: version
approved.
"""
