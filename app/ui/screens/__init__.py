"""One module per screen of the floor."""
