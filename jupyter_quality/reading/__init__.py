"""What does a notebook's code say? Facts of each cell, a pure function of its source, and how cells hang together."""
