"""The files around a package: what installs it, pins what it needs, explains it and checks it."""

import ast
import json
import re
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, packages_distributions, version

from pyflakes.checker import Checker

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.proof.run import Environment
from jupyter_quality.refactor.naming import file_name, title
from jupyter_quality.refactor.project.plan import ProjectPlan

_ENGINES = frozenset("openpyxl lxml pyarrow tables sqlalchemy xlrd html5lib fsspec pyreadstat xlsxwriter".split())
"""Libraries that others load by themselves, by what a file holds."""


def requirements(environment: Environment, modules: Iterable[str]) -> dict[str, str]:
    """Distribution → version, for each imported module; the versions are those that the run had."""
    ran = {_key(package.name): (package.name, package.version) for package in environment.packages}
    homes = packages_distributions()
    found = {}
    for module in modules:
        for name in homes.get(module.partition(".")[0], ()):
            if _key(name) in ran:
                found[ran[_key(name)][0]] = ran[_key(name)][1]
            else:
                try:
                    found[name] = version(name)
                except PackageNotFoundError:
                    continue
    found |= {name: number for key, (name, number) in ran.items() if key in _ENGINES}
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


_RUFF_CODES = {
    "UnusedVariable": "F841",
    "RedefinedWhileUnused": "F811",
    "FStringMissingPlaceholders": "F541",
    "UnusedImport": "F401",
    "IsLiteral": "F632",
}
"""What ruff calls the messages of pyflakes that the notebook's own lines may deserve."""


def allowed_in(code: Mapping[str, str]) -> str:
    """Ruff's settings that let the notebook's own lines stand where it would have them changed; nothing where it would not."""
    found = {}
    for path, text in code.items():
        tree = ast.parse(text)
        codes = {_RUFF_CODES[name] for message in Checker(tree).messages if (name := type(message).__name__) in _RUFF_CODES}
        errors = {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)}
        if any(isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in errors for node in ast.walk(tree)):
            codes.add("F811")  # ruff alone says it of the name of an error that was a variable before
        if codes:
            found[path] = sorted(codes)
    lines = "".join(f"{json.dumps(path)} = {json.dumps(codes)}\n" for path, codes in sorted(found.items()))
    return f"\n[tool.ruff.lint.per-file-ignores]\n{lines}" if lines else ""


def project_files(
    plan: ProjectPlan, package: str, notebook: Notebook, environment: Environment, needed: Mapping[str, str], code: Mapping[str, str]
) -> dict[str, str]:
    """Path → text of every file that is neither code, nor test, nor notebook; `code` is path → text of those of the package."""
    python = environment.python or ".".join(map(str, sys.version_info[:3]))
    minor = ".".join(python.split(".")[:2])
    file = file_name(notebook).removesuffix(".py").removesuffix(".ipynb") + ".ipynb"
    locked = {p.name: p.version for p in environment.packages} | dict(needed)
    pins = "".join(f"{name}=={number}\n" for name, number in sorted(locked.items(), key=lambda item: item[0].lower()))
    dependencies = "".join(f'    "{name}=={number}",\n' for name, number in needed.items())
    return {
        "pyproject.toml": _PYPROJECT.format(
            name=package.replace("_", "-"),
            package=package,
            file=json.dumps(file)[1:-1],
            minor=minor,
            dependencies=dependencies,
        )
        + allowed_in(code),
        "requirements.txt": pins,
        "environment.yml": _ENVIRONMENT.format(name=package.replace("_", "-"), python=python),
        ".gitignore": _IGNORED,
        ".pre-commit-config.yaml": _HOOKS,
        ".github/workflows/tests.yml": _WORKFLOW.format(minor=minor),
        "README.md": _readme(plan, package, file, minor),
    }


def _readme(plan: ProjectPlan, package: str, file: str, minor: str) -> str:
    modules = "".join(
        f"| `{module}` | {', '.join(f'`{f.name}`' for f in plan.functions if f.module == module)} |\n" for module in plan.modules
    )
    options = "".join(f"| `--{p.name.replace('_', '-')}` | `{p.value!r}` |\n" for p in plan.parameters)
    parameters = f"\n## Parameters\n\n| option | value where none is given |\n|---|---|\n{options}" if options else ""
    return f"""\
# {title(package)}

Made from [{file}]({file}), which now calls this package. Python {minor}.

## Run it

```sh
pip install -e . -c requirements.txt && python -m {package}
```

## Test it

```sh
pip install -e ".[test]" -c requirements.txt && pytest
```

`jupyter lab {file}` shows the results; for that, `pip install -e ".[notebook]"`.
{parameters}
## Where things are

| module | functions |
|---|---|
{modules}
The tests compare each function with what it gave when the project was made; `tests/recorded` holds what they compare with.
"""


_PYPROJECT = """\
[build-system]
requires = ["setuptools>=68"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "0.1.0"
description = "Made from {file}"
requires-python = ">={minor}"
dependencies = [
{dependencies}]

[project.optional-dependencies]
test = ["pytest>=8"]
notebook = ["ipykernel", "jupyterlab"]

[tool.setuptools.packages.find]
where = ["src"]

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["."]  # modules that stood beside the notebook

[tool.ruff]
extend-exclude = ["*.ipynb"]  # jupyter-quality reads notebooks: see .pre-commit-config.yaml

[tool.ruff.lint]
select = ["E9", "F", "I"]  # the notebook's own lines are kept as they were written
"""

_ENVIRONMENT = """\
name: {name}
channels: [conda-forge]
dependencies:
  - python={python}
  - pip
  - pip:
      - -r requirements.txt
      - -e .[notebook]
"""

_IGNORED = """\
__pycache__/
*.egg-info/
.ipynb_checkpoints/
.pytest_cache/
.ruff_cache/
.venv/
build/
dist/
"""

_HOOKS = """\
repos:
  - repo: local
    hooks:
      - id: jupyter-quality
        name: jupyter quality
        entry: jupyter-quality check
        language: python
        additional_dependencies: [jupyter_quality]
        files: \\.ipynb$
"""

_WORKFLOW = """\
name: tests
on: [push, pull_request]
jobs:
  tests:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "{minor}"
      - run: pip install -e ".[test]" -c requirements.txt
      - run: pytest
"""
