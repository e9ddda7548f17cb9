"""Does the score say what it seems to say? Metrics, their arguments, the rows that they are taken on."""

GOOD = "The scores are taken on rows that the models have not seen, with metrics that fit."
