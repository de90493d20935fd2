"""What the rules set aside last week, as it is shown each Monday to whoever answers for them."""

from __future__ import annotations

from wellkept.intake.commands.samples import draw_samples
from wellkept.kernel import clock
from wellkept_demo.life import World


def are_drawn(world: World) -> None:
    """Drawn once a week, so a second time changes nothing."""
    with clock.at(world.today):
        draw_samples()
