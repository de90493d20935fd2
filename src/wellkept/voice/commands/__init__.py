"""Writes: statements, interviews and their read-backs, the seven questions, meetings, fit."""
