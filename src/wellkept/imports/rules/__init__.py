"""Kinds of tables, meanings of columns, and parsing of cells. Pure functions."""
