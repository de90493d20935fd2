"""The kit: the look and behaviour of every page, in parts that the gallery at `/ui` shows.

Owns the base templates, style sheets, scripts, template tags and the drawing of the ribbon. Has no rows,
records no events, and knows only the business words of the frame.
"""
