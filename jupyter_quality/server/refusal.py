"""Why a request gets no answer."""

from tornado.web import HTTPError


class Refusal(HTTPError):  # noqa: N818 - a refusal is no error of ours
    """A request that is not met: an HTTP status, and why in one plain sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.message = message

    def __str__(self) -> str:
        return self.message
