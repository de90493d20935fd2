"""The simulation of one journey through its stages, with what goes wrong on the way.

Not everything that goes wrong is drawn: a slow colleague, an absence or a full calendar makes a customer wait, and
a customer who waits too long asks.
"""

from wellkept_demo.stages.base import Parties
from wellkept_demo.stages.simulated_journey import SimulatedJourney

__all__ = ["Parties", "SimulatedJourney"]
