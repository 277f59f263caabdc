"""Data files that ship with the program; an importable package so that frozen builds find them."""
