"""Structured invoices by EN 16931: typed values in; XML, and a verdict about exactly its bytes, out.

Promises: totals are computed in one place, in exact decimals. The same invoice gives the same bytes. A verdict names
every check that was made and every one that was left out, so silence is never taken for a yes. Owns no tables.
"""

from __future__ import annotations
