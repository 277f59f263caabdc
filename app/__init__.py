"""The Pickstation application: rules, database, services, devices and screens of the floor."""

__version__ = "0.1.0"
