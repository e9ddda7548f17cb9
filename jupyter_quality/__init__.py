"""A senior reviewer that lives in the notebook."""


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("jupyter_quality")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-quality"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from jupyter_quality.server.extension import QualityExtension

    return [{"module": "jupyter_quality", "app": QualityExtension}]
