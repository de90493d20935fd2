"""The support stage, the last one, from which the next journey begins.

Owns no rows yet. Records nothing of its own: resting, waking and the next need are the spine's.
"""
