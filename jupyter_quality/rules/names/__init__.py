"""Do the names hold? Undefined, unused and redefined names over the whole notebook, and pyflakes' messages cell by cell."""

GOOD = "Every name that is read is defined."
