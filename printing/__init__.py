"""A library that knows paper, labels and printers, and nothing of warehouses."""
