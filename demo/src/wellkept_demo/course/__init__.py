"""The course of one journey, as it goes in life, and what goes wrong on the way.

What goes wrong is not drawn from a list alone: a slow colleague, an absence or a full diary makes a customer wait, and
who waits too long asks.
"""

from wellkept_demo.course.ground import Whose
from wellkept_demo.course.whole import Course

__all__ = ["Course", "Whose"]
