"""The extension of the Jupyter server."""

from pathlib import Path

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.services.contents.filemanager import FileContentsManager

from jupyter_quality.options import Limits, Options, ProofLimits
from jupyter_quality.server.checker import Checker
from jupyter_quality.server.handlers import ROUTES
from jupyter_quality.server.moves import Moves
from jupyter_quality.server.on_save import OnSave
from jupyter_quality.server.projects import Projects
from jupyter_quality.server.proofs import Proofs
from jupyter_quality.server.states import States
from jupyter_quality.server.store import Store


class QualityExtension(ExtensionApp, Options, Limits, ProofLimits):
    """Checks notebooks for the browser. Its settings hold for every notebook; a project's pyproject.toml goes over them."""

    name = "jupyter_quality"

    def initialize_settings(self) -> None:
        """Make what the endpoints use, and listen to saves."""
        server = self.serverapp
        if server is None or server.event_logger is None:
            raise RuntimeError("The server hands itself and its events to an extension before this.")
        manager = server.contents_manager
        root = Path(manager.root_dir) if isinstance(manager, FileContentsManager) else None
        base = {name: getattr(self, name) for name in Options.class_trait_names(config=True)}
        store = Store(manager, root, self.max_megabytes * 2**20)
        self.checker = Checker(store, self, base)
        self.proofs = Proofs(store, self)
        self.moves = Moves(store, self, self.checker, self.proofs)
        self.projects = Projects(store, self)
        self.states = States(store, self.proofs, self)
        self._on_save = OnSave(server.event_logger, self.checker, self.proofs.saved, self.log)
        self._on_save.start()

    def initialize_handlers(self) -> None:
        """Add the endpoints."""
        given = {
            "checker": self.checker,
            "proofs": self.proofs,
            "moves": self.moves,
            "projects": self.projects,
            "states": self.states,
        }
        self.handlers.extend((pattern, handler, given) for pattern, handler in ROUTES)

    async def stop_extension(self) -> None:
        """End what still runs."""
        self._on_save.stop()
        self.states.stop()
        self.checker.stop()
        self.proofs.stop()
        self.moves.stop()
        self.projects.stop()
