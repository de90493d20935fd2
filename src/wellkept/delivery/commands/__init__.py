"""Deliver, and record the customer's acceptance or refusal."""

from wellkept.delivery.commands.acceptance import accept, deem_accepted, reject
from wellkept.delivery.commands.parts import deliver

__all__ = ["accept", "deem_accepted", "deliver", "reject"]
