"""One verb of the floor, one transaction, one function."""
