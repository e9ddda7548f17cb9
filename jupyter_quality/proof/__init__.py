"""Is it so? Notebooks run in fresh kernels, and what they show compared."""
