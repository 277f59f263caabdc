"""One interface for carriers, and the built-in house carrier."""
