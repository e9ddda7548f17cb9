"""What should change? Moves out of the notebook, each pure: a reading in, a plan out."""
