"""Pictures of every screen of the product, drawn from real states, for people to look at."""
