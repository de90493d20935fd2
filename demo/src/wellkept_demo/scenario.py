"""The scenario of one journey: everything that goes wrong in it, drawn at random once."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    """Events of one journey. `patience` is how many days the customer waits for us before asking."""

    kind: str = ""
    ends: str = ""
    patience: float = 3.2
    tempo: float = 1.0
    explains_again: bool = False
    corrects: bool = False
    objects: bool = False
    declines_handoff: bool = False
    escalates: bool = False
    open_points: bool = False
    changes: bool = False
    held: bool = False
    postpones: bool = False
    late: bool = False
    late_twice: bool = False
    refuses_new_date: bool = False
    splits: bool = False
    rejects: bool = False
    defects: bool = False
    deviates: bool = False
    forgets_after_care: bool = False
    asks_in_care: bool = False
    questions: int = 0
    comes_back: bool = False
    confidential: bool = False

    @classmethod
    def draw(
        cls, rng: random.Random, *, kind: str = "", again: bool = False, repeat: bool = False
    ) -> Scenario:
        """Draw a scenario. Customers who come back (`again`) leave less often."""
        ends = rng.choices(
            ("", "customer_declined", "no_answer", "not_ours", "opened_in_error", "cancelled_by_them",
             "cancelled_by_us", "customer_declined_late"),
            (100, 3, 1, 0, 0, 2, 1, 1) if again else (100, 14, 8, 5, 9, 5, 2, 3),
        )[0]  # fmt: skip
        if repeat and ends in ("customer_declined", "no_answer", "not_ours"):
            ends = ""

        def happens(share: float) -> bool:
            return rng.random() < share

        late = happens(0.27)
        confidential = happens(0.015)
        return cls(
            kind=kind,
            ends=ends,
            patience=rng.uniform(1.8, 5),
            tempo=rng.choice((0.3, 0.5, 0.8, 1, 1, 1.6)),
            explains_again=happens(0.09),
            corrects=happens(0.2),
            objects=happens(0.06),
            declines_handoff=happens(0.1),
            escalates=happens(0.07) and not confidential,
            open_points=happens(0.13) and not confidential,
            changes=happens(0.16),
            held=happens(0.06),
            postpones=happens(0.09),
            late=late,
            late_twice=late and happens(0.25),
            refuses_new_date=late and happens(0.2),
            splits=happens(0.06) and not repeat,
            rejects=happens(0.07),
            defects=happens(0.15),
            deviates=happens(0.12),
            forgets_after_care=happens(0.18),
            asks_in_care=happens(0.22),
            questions=rng.choices((0, 1, 2), (6, 3, 1))[0],
            comes_back=happens(0.75),
            confidential=confidential,
        )
