"""Does it hold more in memory than it uses? Whole files, frames that grow, loops over rows."""

GOOD = "Frames are read, built and reduced as a whole, no larger than they need be."
