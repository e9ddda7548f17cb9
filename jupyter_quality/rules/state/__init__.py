"""Would a clean run give what is shown? Said from saved counts and outputs as far as these prove it."""

GOOD = "Nothing saved here contradicts a run from top to bottom."
