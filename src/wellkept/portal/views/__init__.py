"""Each address: parse, one command or one reading, render."""
