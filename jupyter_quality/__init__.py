"""A senior reviewer that lives in the notebook."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


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


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """What `%load_ext jupyter_quality` does."""
    from jupyter_quality.kernel.magics import load

    load(shell)


def unload_ipython_extension(shell: "InteractiveShell") -> None:
    """What `%unload_ext jupyter_quality` does."""
    from jupyter_quality.kernel.magics import unload

    unload(shell)
