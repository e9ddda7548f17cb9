"""Would it run elsewhere, and give the same? Seeds, paths, inputs, environment."""

GOOD = "Randomness, paths and inputs would travel to another machine."
