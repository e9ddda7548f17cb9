"""Do the rows stand for what the model will meet? Seeds, strata, order, rows held back."""

GOOD = "The samples are drawn so that they can be drawn again."
