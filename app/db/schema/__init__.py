"""The tables, one module per part of the floor."""
