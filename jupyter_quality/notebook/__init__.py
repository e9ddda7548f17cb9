"""What is a notebook? Plain frozen values, their bytes, their dialect, their edits; nothing here knows a Jupyter library."""
