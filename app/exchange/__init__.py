"""What comes from and goes to other systems: order files, tables, confirmations."""
