"""The Pickstation application: rules, database, services, devices and screens of the warehouse floor."""
