"""The door in the kernel: `%load_ext jupyter_quality`, then `%quality`."""
