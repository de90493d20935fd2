"""Views: parse, run one command or query, render."""
