"""The fourth door: every event type, with its sentence for staff, its sentence for the customer, and its kind.

The timeline, the customer's page and the webhooks are readings of this list. What has no sentence for the customer is
not shown to them. `kinds` are those of the kit's timeline.
"""

from wellkept.catalogue.line import Line
from wellkept.catalogue.lines import LINES
from wellkept.catalogue.names import Names, names_for
from wellkept.catalogue.sentences import Sentence, customer, staff

__all__ = ["LINES", "Line", "Names", "Sentence", "customer", "names_for", "staff"]
