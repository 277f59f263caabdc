"""Schema history and the upgrade that runs it."""
