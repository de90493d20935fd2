"""The last stage, and the first of the next journey: it runs, it rests, and what is needed next.

Owns no rows yet. Records nothing of its own: resting, waking and the next need are the spine's.
"""
