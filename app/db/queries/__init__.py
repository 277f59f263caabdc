"""Named selects that services read from."""
