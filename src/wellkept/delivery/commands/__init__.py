"""Deliver, enter installed items, and record the customer's acceptance or refusal."""

from wellkept.delivery.commands.acceptance import accept, deem_accepted, reject
from wellkept.delivery.commands.install import correct_item, install_item, take_out_item
from wellkept.delivery.commands.parts import deliver

__all__ = ["accept", "correct_item", "deem_accepted", "deliver", "install_item", "reject", "take_out_item"]
