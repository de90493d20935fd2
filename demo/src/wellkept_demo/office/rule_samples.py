"""The weekly sample of mail that rules have set aside."""

from __future__ import annotations

from wellkept.intake.commands.samples import draw_samples
from wellkept.kernel import clock
from wellkept_demo.simulation import World


def add(world: World) -> None:
    """Draw the sample. A second draw in the same week changes nothing."""
    with clock.at(world.today):
        draw_samples()
