"""The lockfile names packages and versions, and no place to get them from."""

from pathlib import Path


def test_no_address_is_locked() -> None:
    text = (Path(__file__).parents[1] / "yarn.lock").read_text(encoding="utf-8")
    assert "://" not in text and "resolution:" in text
