"""One module per document: dataclass in, PDF or ZPL bytes out."""
