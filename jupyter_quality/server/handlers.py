"""The endpoints under /jupyter-quality/api/; `api.yaml` describes them."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado.web import RequestHandler, authenticated

from jupyter_quality.runs.bundle import recorder_source
from jupyter_quality.server.checker import Checker
from jupyter_quality.server.jobs import Overtaken
from jupyter_quality.server.moves import Moves
from jupyter_quality.server.projects import Projects
from jupyter_quality.server.proofs import Proofs
from jupyter_quality.server.refusal import Refusal
from jupyter_quality.server.states import States
from jupyter_quality.wire import (
    Allowed,
    AllowRequest,
    BatchRequest,
    CheckRequest,
    ForgetRequest,
    Forgotten,
    KeepRequest,
    MoveRequest,
    ProjectRequest,
    ProveRequest,
    Recorder,
    RefactorRequest,
    StateRequest,
    to_json,
)

BASE = "/jupyter-quality/api"

Request = TypeVar("Request")


Method = Callable[..., Awaitable[None] | None]


def guarded(action: str, *resources: str) -> Callable[[Method], Method]:
    """Let only those call a method who are signed in and may do this ("read", "write", "execute") to each of the resources, by
    default the handler's `auth_resource`."""

    def guard(method: Method) -> Method:
        inner = method
        for resource in resources or (None,):
            inner = authorized(action, resource)(inner)
        return authenticated(inner)

    return guard


class _Handler(APIHandler):
    """What all endpoints share. Those that read notebooks ask for that right; the others tell nothing about any notebook."""

    def initialize(self, checker: Checker, proofs: Proofs, moves: Moves, projects: Projects, states: States) -> None:
        self.checker = checker
        self.proofs = proofs
        self.moves = moves
        self.projects = projects
        self.states = states

    def asked(self, kind: type[Request]) -> Request:
        """The body of the request. Raises Refusal where it is something else."""
        try:
            return msgspec.json.decode(self.request.body, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Refusal(400, f"This request is not understood: {error}.") from None

    def answer(self, value: object, status: int = 200) -> None:
        """Send a value."""
        self.set_status(status)
        self.finish(to_json(value))

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """A refusal's own words; Jupyter's for all else."""
        match kwargs.get("exc_info"):
            case (_, Refusal() as refusal, _):
                self.finish(msgspec.json.encode({"message": str(refusal)}))
            case _:
                super().write_error(status_code, **kwargs)


class CheckHandler(_Handler):
    """Check one notebook."""

    auth_resource = "contents"

    @guarded("read")
    async def post(self) -> None:
        asked = self.asked(CheckRequest)
        try:
            if asked.notebook is None:
                self.answer(await self.checker.stored(asked.path))
            else:
                self.answer(await self.checker.sent(asked.path, msgspec.json.encode(asked.notebook)))
        except Overtaken:
            raise Refusal(409, f"A newer check of {asked.path} took the place of this one.") from None


class BatchHandler(_Handler):
    """Check many notebooks."""

    auth_resource = "contents"

    @guarded("read")
    async def post(self) -> None:
        self.answer(await self.checker.batch(self.asked(BatchRequest).paths))


class AllowHandler(_Handler):
    """Allow a rule in a project."""

    auth_resource = "contents"

    @guarded("write")
    async def post(self) -> None:
        asked = self.asked(AllowRequest)
        self.answer(Allowed(await self.checker.allow(asked.path, asked.rule)), 201)


class ProofsHandler(_Handler):
    """The clean run of a notebook: started, looked at, cancelled, repeated after each save.

    Who starts one runs code, so it takes what a kernel takes.
    """

    auth_resource = "contents"

    @guarded("write", "contents", "kernels")
    async def post(self) -> None:
        self.answer(await self.proofs.start(self.asked(ProveRequest).path), 202)

    @guarded("read")
    async def get(self) -> None:
        self.answer(await self.proofs.state(self.get_query_argument("path")))

    @guarded("write", "contents", "kernels")
    async def put(self) -> None:
        asked = self.asked(KeepRequest)
        self.answer(await self.proofs.keep(asked.path, wanted=asked.keep))

    @guarded("write", "contents", "kernels")
    def delete(self) -> None:
        self.proofs.cancel(self.get_query_argument("path"))
        self.set_status(204)
        self.finish()


class RefactorHandler(_Handler):
    """The moves that would pay in a notebook."""

    auth_resource = "contents"

    @guarded("read")
    async def post(self) -> None:
        self.answer(await self.moves.advice(self.asked(RefactorRequest)))


class MoveProofsHandler(_Handler):
    """The proof of one move: started, looked at, cancelled."""

    auth_resource = "contents"

    @guarded("write", "contents", "kernels")
    async def post(self) -> None:
        self.answer(await self.moves.start(self.asked(MoveRequest)), 202)

    @guarded("read")
    async def get(self) -> None:
        self.answer(self.moves.state(self.get_query_argument("path")))

    @guarded("write", "contents", "kernels")
    def delete(self) -> None:
        self.moves.cancel(self.get_query_argument("path"))
        self.set_status(204)
        self.finish()


class ProjectsHandler(_Handler):
    """A notebook made a project: started, looked at, cancelled."""

    auth_resource = "contents"

    @guarded("write", "contents", "kernels")
    async def post(self) -> None:
        self.answer(await self.projects.start(self.asked(ProjectRequest)), 202)

    @guarded("read")
    async def get(self) -> None:
        self.answer(self.projects.state(self.get_query_argument("path")))

    @guarded("write", "contents", "kernels")
    def delete(self) -> None:
        self.projects.cancel(self.get_query_argument("path"))
        self.set_status(204)
        self.finish()


class StateHandler(_Handler):
    """The state of a notebook's cells."""

    auth_resource = "contents"

    @guarded("read")
    async def post(self) -> None:
        self.answer(await self.states.state(self.asked(StateRequest)))


class ForgetHandler(_Handler):
    """Delete what was recorded of a notebook."""

    auth_resource = "contents"

    @guarded("write")
    async def post(self) -> None:
        self.answer(Forgotten(await self.states.forget(self.asked(ForgetRequest).path)))


class RecorderHandler(_Handler):
    """The recorder for a kernel without the package."""

    auth_resource = "api"

    @guarded("read")
    async def get(self) -> None:
        self.answer(Recorder(recorder_source()))


class RulesHandler(_Handler):
    """The pages of all rules."""

    auth_resource = "api"

    @guarded("read")
    async def get(self) -> None:
        self.answer(await self.checker.pages())


class RuleHandler(_Handler):
    """The page of one rule."""

    auth_resource = "api"

    @guarded("read")
    async def get(self, name: str) -> None:
        self.answer(await self.checker.page(name))


class StatusHandler(_Handler):
    """What runs here."""

    auth_resource = "api"

    @guarded("read")
    async def get(self) -> None:
        self.answer(await self.checker.status())


ROUTES: tuple[tuple[str, type[RequestHandler]], ...] = (
    (f"{BASE}/check", CheckHandler),
    (f"{BASE}/batch", BatchHandler),
    (f"{BASE}/allow", AllowHandler),
    (f"{BASE}/proofs", ProofsHandler),
    (f"{BASE}/refactor", RefactorHandler),
    (f"{BASE}/refactor/proofs", MoveProofsHandler),
    (f"{BASE}/projects", ProjectsHandler),
    (f"{BASE}/rules", RulesHandler),
    (f"{BASE}/state", StateHandler),
    (f"{BASE}/forget", ForgetHandler),
    (f"{BASE}/recorder", RecorderHandler),
    (rf"{BASE}/rules/([\w-]+)", RuleHandler),
    (f"{BASE}/status", StatusHandler),
)
