"""Can a reader follow it? Length, order, repetition, headings."""

GOOD = "The cells are short and in order."
