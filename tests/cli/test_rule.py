"""`jupyter quality rule` and `jupyter quality rules`."""

import json

import pytest

from jupyter_quality.cli import main
from jupyter_quality.rules._registry import all_rules


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "nan-comparison"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("# nan-comparison\n") and "## What is found" in told and "# quality: allow nan-comparison" in told


def test_all_rules_are_explained_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    names = [rule.name for rule in all_rules()]
    main(["rule", "--all", "--output-format", "json"])
    assert [page["name"] for page in json.loads(capsys.readouterr().out)] == names
    main(["rules", "--output-format", "json"])
    assert [rule["name"] for rule in json.loads(capsys.readouterr().out)] == names
    main(["rules"])
    assert all(name in told for told in [capsys.readouterr().out] for name in names)


def test_a_misspelt_rule_is_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "nan-comparisn"]) == 2
    assert "did you mean `nan-comparison`" in capsys.readouterr().err
