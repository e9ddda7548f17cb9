"""What the notebook's own lines deserve of ruff is let stand where they are, and nowhere else."""

import tomllib

from jupyter_quality.refactor.project.files import allowed_in

CLEAN = "def f(a):\n    return a\n"


def test_only_what_is_there_is_allowed_and_only_where_it_is() -> None:
    code = {
        "src/own/steps.py": "def f(a):\n    b = a\n    print(f'x')\n    return a\n",
        "src/own/twice.py": "def f():\n    return 1\ndef f():\n    return 2\n",
        "src/own/error.py": "e = 1\ntry:\n    n = 1\nexcept ValueError as e:\n    print(e)\n",
        "src/own/clean.py": CLEAN,
    }
    told = tomllib.loads(allowed_in(code))
    assert told["tool"]["ruff"]["lint"]["per-file-ignores"] == {
        "src/own/steps.py": ["F541", "F841"],
        "src/own/twice.py": ["F811"],
        "src/own/error.py": ["F811"],
    }


def test_an_undefined_name_is_never_allowed() -> None:
    assert allowed_in({"src/own/steps.py": "def f():\n    return missing\n"}) == ""


def test_where_all_is_clean_there_are_no_settings() -> None:
    assert allowed_in({"src/own/clean.py": CLEAN}) == ""
