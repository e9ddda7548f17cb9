"""The endpoints, as the browser asks them."""

import json
import re
import warnings
from dataclasses import MISSING
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from jupyter_server.auth import Authorizer
from jupyter_server.utils import JupyterServerAuthWarning

from jupyter_quality.server import handlers
from jupyter_quality.server.handlers import BASE, ROUTES
from jupyter_quality.wire import (
    AllowRequest,
    BatchRequest,
    CheckRequest,
    ForgetRequest,
    MoveRequest,
    ProjectRequest,
    ProveRequest,
    RefactorRequest,
    StateRequest,
)

NAN = "import numpy as np\nmissing = 1 == np.nan"
API = yaml.safe_load(Path(handlers.__file__).with_name("api.yaml").read_text())


def names(report: Any) -> list[str]:
    return [finding["rule"] for finding in report["findings"]]


async def test_unsaved_work_is_checked(ask, notebook):
    status, report = await ask("check", {"path": "no/such.ipynb", "notebook": notebook("x = 1", NAN)})
    assert status == 200
    found = next(finding for finding in report["findings"] if finding["rule"] == "nan-comparison")
    assert found["severity"] == "wrong"
    assert found["place"] == {"cell_id": "b", "cell": 2, "span": {"line": 2, "column": 11, "end_line": 2, "end_column": 22}}
    assert report["path"] == "no/such.ipynb"
    assert [cell["id"] for cell in report["cells"]] == ["a", "b"]
    assert report["looked_at"]["cells"] == 2
    assert report["trouble"] is None


async def test_what_is_sent_goes_before_what_is_stored(ask, notebook, stored):
    stored("n.ipynb", NAN)
    _, report = await ask("check", {"path": "n.ipynb", "notebook": notebook("print(1)")})
    assert "nan-comparison" not in names(report)
    _, report = await ask("check", {"path": "n.ipynb", "notebook": None})
    assert "nan-comparison" in names(report)


async def test_a_fix_crosses_with_the_type_of_its_edits(ask, notebook):
    source = "import numpy as np\nimport pandas as pd\npd.Series([x == np.nan for x in [1]])"
    _, report = await ask("check", {"path": "n.ipynb", "notebook": notebook(source)})
    fix = next(finding["fix"] for finding in report["findings"] if finding["rule"] == "nan-comparison")
    assert [(edit["type"], edit["text"]) for edit in fix["edits"]] == [("ReplaceText", "pd.isna(x)")]


async def test_a_script_that_is_open_as_notebook_is_sent_as_notebook(ask, notebook):
    _, report = await ask("check", {"path": "script.py", "notebook": notebook(NAN)})
    assert "nan-comparison" in names(report)


async def test_a_stored_percent_script(ask, jp_root_dir):
    (jp_root_dir / "script.py").write_text(f"# %%\nx = 1\n# %%\n{NAN}\n")
    _, report = await ask("check", {"path": "script.py"})
    assert next(f["place"]["cell"] for f in report["findings"] if f["rule"] == "nan-comparison") == 2


async def test_other_languages_are_left_alone(ask, notebook):
    status, report = await ask("check", {"path": "r.ipynb", "notebook": notebook("x <- c(1, NA", language="R")})
    assert status == 200
    assert report["findings"] == []
    assert report["looked_at"]["cells"] == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"cells": 3}', b"<<<<<<< HEAD\n{}\n>>>>>>> main", b"\xff\xfe\x00"])
async def test_a_broken_notebook_is_one_finding(ask, jp_root_dir, content):
    (jp_root_dir / "broken.ipynb").write_bytes(content)
    status, report = await ask("check", {"path": "broken.ipynb"})
    assert status == 200
    assert len(report["findings"]) == 1
    assert report["findings"][0]["place"] is None
    assert report["trouble"]


async def test_lone_surrogates_do_no_harm(ask, notebook):
    odd = notebook("x = 1")
    odd["cells"][0] |= {"id": "\ud800", "source": "# \udfff\nx == 1"}
    status, _ = await ask("check", {"path": "n\ud800.ipynb", "notebook": odd})
    assert status in {200, 400}


@pytest.mark.parametrize("path", ["missing.ipynb", "../../etc/passwd", "a/../../b.ipynb", ".hidden/n.ipynb", "no/folder"])
async def test_what_is_not_there_is_said(ask, jp_root_dir, path):
    (jp_root_dir / ".hidden").mkdir()
    (jp_root_dir / ".hidden" / "n.ipynb").write_text("{}")
    (jp_root_dir.parent / "b.ipynb").write_text("{}")
    status, answer = await ask("check", {"path": path})
    assert status == 404
    assert answer == {"message": f"There is no {path} here."}


async def test_a_sent_notebook_sees_nothing_outside_the_root(ask, notebook):
    status, _ = await ask("check", {"path": "../n.ipynb", "notebook": notebook("open('secret.csv')")})
    assert status == 404


async def test_a_folder_is_no_notebook(ask):
    status, answer = await ask("check", {"path": ""})
    assert status == 400
    assert "folder" in answer["message"]


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("check", "no json"),
        ("check", {}),
        ("check", {"path": 3}),
        ("check", {"path": "a.ipynb", "notebook": "text"}),
        ("check", '{"path": "a", "notebook": ' + '{"a":' * 100_000),
        ("batch", {"paths": "a.ipynb"}),
        ("allow", {"path": "a.ipynb"}),
        ("proofs", {"notebook": "a.ipynb"}),
    ],
)
async def test_what_is_no_request_is_refused_plainly(ask, what, body):
    status, answer = await ask(what, body)
    assert status == 400
    assert answer["message"].startswith("This request is not understood")


async def test_rule_pages(ask):
    status, pages = await ask("rules")
    assert status == 200
    page = next(page for page in pages if page["name"] == "nan-comparison")
    assert await ask("rules/nan-comparison") == (200, page)
    assert (page["family"], page["severity"], page["fix"]) == ("api", "wrong", "automatic")
    assert 'missing = df[df["age"] == np.nan]  # <-' in page["bad"][0].splitlines()


async def test_no_such_rule(ask):
    assert await ask("rules/no-such") == (404, {"message": "There is no rule no-such."})


async def test_status(ask):
    status, answer = await ask("status")
    assert status == 200
    assert answer["version"] == version("jupyter_quality")
    assert answer["rules"] == len((await ask("rules"))[1])


def paths_and_methods() -> set[tuple[str, str]]:
    return {
        (re.sub(r"\(.*?\)", "{name}", pattern.removeprefix(BASE)), method)
        for pattern, handler in ROUTES
        for method in ("get", "post", "put", "patch", "delete")
        if method in vars(handler)
    }


def test_the_description_has_just_the_routes():
    assert {(path, method) for path, methods in API["paths"].items() for method in methods} == paths_and_methods()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/check", CheckRequest),
        ("/batch", BatchRequest),
        ("/allow", AllowRequest),
        ("/proofs", ProveRequest),
        ("/refactor", RefactorRequest),
        ("/refactor/proofs", MoveRequest),
        ("/projects", ProjectRequest),
        ("/state", StateRequest),
        ("/forget", ForgetRequest),
    ],
)
def test_the_description_has_the_fields_of_each_body(path, kind):
    schema = API["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    fields = kind.__dataclass_fields__.values()
    assert list(schema["properties"]) == [field.name for field in fields]
    assert schema["required"] == [field.name for field in fields if field.default is MISSING]


@pytest.mark.parametrize(("path", "method"), sorted(paths_and_methods()))
async def test_nobody_asks_without_a_token(http_server_client, jp_serverapp, jp_base_url, path, method):
    body = None if method in {"get", "delete"} else json.dumps({"path": "a.ipynb", "paths": [], "rule": "nan-comparison"})
    url = jp_base_url.rstrip("/") + BASE + path.replace("{name}", "nan-comparison")
    response = await http_server_client.fetch(url, method=method.upper(), body=body, raise_error=False)
    assert response.code == 403


def test_every_endpoint_says_that_it_is_guarded(jp_configurable_serverapp):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        jp_configurable_serverapp()
    said = [str(warning.message) for warning in caught if issubclass(warning.category, JupyterServerAuthWarning)]
    assert [text for text in said if "jupyter-quality" in text] == []


class ReadsOnly(Authorizer):
    """Lets everybody read and nobody write."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return action == "read" or resource not in {"contents", "api"}


@pytest.mark.parametrize("server_settings", [{"authorizer_class": ReadsOnly}])
async def test_who_may_read_may_check_but_not_allow(ask, notebook, jp_root_dir):
    assert (await ask("check", {"path": "n.ipynb", "notebook": notebook("x = 1")}))[0] == 200
    assert (await ask("allow", {"path": "n.ipynb", "rule": "nan-comparison"}))[0] == 403
    assert not (jp_root_dir / "pyproject.toml").exists()


class NoContents(Authorizer):
    """Lets nobody at the notebooks."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return resource != "contents"


@pytest.mark.parametrize("server_settings", [{"authorizer_class": NoContents}])
async def test_who_may_not_read_notebooks_may_ask_for_rules_only(ask, notebook):
    assert (await ask("check", {"path": "n.ipynb", "notebook": notebook("x = 1")}))[0] == 403
    assert (await ask("batch", {"paths": [""]}))[0] == 403
    assert (await ask("rules/nan-comparison"))[0] == 200
    assert (await ask("status"))[0] == 200
