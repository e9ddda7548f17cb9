"""Does the score mean what it says? Ways in which test rows, or the answer itself, reach the training."""

GOOD = "Nothing of the rows that the models are scored on was seen to reach their training."
