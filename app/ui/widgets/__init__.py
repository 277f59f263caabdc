"""The few widgets that every screen is composed of."""
