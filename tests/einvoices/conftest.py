"""The one processor of rules in a process."""

from __future__ import annotations

import pytest

from wellkept.einvoices.rule_engine import RuleEngine


@pytest.fixture(scope="session")
def engine() -> RuleEngine:
    engine = RuleEngine.of_this_process()
    assert engine is not None, "make check installs the processor of rules"
    return engine
