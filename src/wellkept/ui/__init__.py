"""The kit: how every page looks and behaves, in parts that the gallery at `/ui` shows one by one.

It owns the base templates, the style sheets, the script, the template tags and the drawing of the ribbon.
It knows no business word beyond what it must say on a frame; it records no events and has no rows.
"""
