"""Is something here that must not be? Secrets, personal data, queries built from text."""

GOOD = "No secrets in sources or outputs."
