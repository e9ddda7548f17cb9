"""Is the database asked well? Queries in loops, the same query again, connections left open."""

GOOD = "The database is asked once for each thing."
