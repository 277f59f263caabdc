"""How a shop wants its paper to look: brand and templates, edited in a form and kept as TOML."""
