"""Real carriers by way of the Karrio library, which runs in a process of its own."""
