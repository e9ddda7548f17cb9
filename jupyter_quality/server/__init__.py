"""The door of the Jupyter server: endpoints under /jupyter-quality/api/, and a word after each save."""
