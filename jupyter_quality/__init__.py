"""A senior reviewer that lives in the notebook."""
