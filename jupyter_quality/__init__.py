"""A senior reviewer that lives in the notebook."""


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-quality"}]
