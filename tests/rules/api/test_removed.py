import pytest

from jupyter_quality.engine import check
from jupyter_quality.rules._example import parse
from jupyter_quality.rules.api import _removed

NOTEBOOK = """
# %%
import numpy as np
np.float
np.bool
np.trapz
"""


@pytest.mark.parametrize(
    ("installed", "gone"),
    [("1.20.0", []), ("1.24.1", ["np.float", "np.bool"]), ("2.0", ["np.float"]), ("2.4.6", ["np.float", "np.trapz"])],
)
def test_only_what_is_gone_in_the_installed_version_is_reported(monkeypatch: pytest.MonkeyPatch, installed: str, gone: list[str]) -> None:
    monkeypatch.setattr(_removed, "version_of", lambda package: _removed.numbers(installed))
    found = [f.message.split("`")[1] for f in check(parse(NOTEBOOK).notebook).findings if f.rule == "removed-api"]
    assert found == gone


def test_all_is_reported_where_the_library_is_not_installed() -> None:
    assert _removed.version_of("a_package_that_is_not_there") is None
