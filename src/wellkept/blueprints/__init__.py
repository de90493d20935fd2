"""Blueprints: the documented process as versioned, approved rows. Each journey is pinned to one version.

Built-in ones are readable files in `library/`. Promises: an approved version never changes. Records: version
approved.
"""
