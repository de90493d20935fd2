"""Conformance: where real journeys deviate from their blueprint. Owns no rows."""
