"""The copy in which a clean run writes what it likes."""

from pathlib import Path

import pytest

from jupyter_quality.proof import scratch
from jupyter_quality.proof.scratch import own_folder, scratch_copy


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder in a project, with data beside it and above."""
    for name in ("notebooks/sub/b.csv", "notebooks/a.csv", "data/c.csv", "notebooks/.git/config"):
        file = tmp_path / "project" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path / "project"


def test_what_lies_beside_is_copied_and_gone_afterwards(project: Path) -> None:
    with scratch_copy(project / "notebooks", []) as copy:
        assert (copy.folder / "sub" / "b.csv").read_text() == "notebooks/sub/b.csv"
        (copy.folder / "a.csv").write_text("changed")
        (copy.folder / "new.csv").touch()
        (copy.folder / "sub" / "b.csv").unlink()
    assert not copy.folder.exists()
    assert (project / "notebooks" / "a.csv").read_text() == "notebooks/a.csv"
    assert (project / "notebooks" / "sub" / "b.csv").exists()
    assert not (project / "notebooks" / "new.csv").exists()


@pytest.mark.parametrize("source", ["open('../data/c.csv')", "Path.cwd().parent / 'data'"])
def test_what_lies_above_is_there_where_it_is_named(project: Path, source: str) -> None:
    with scratch_copy(project / "notebooks", [source]) as copy:
        assert (copy.folder / ".." / "data" / "c.csv").read_text() == "data/c.csv"
        assert copy.folder.name == "notebooks"
        assert copy.kept == project
    with scratch_copy(project / "notebooks", []) as copy:
        assert not (copy.folder.parent / "data").exists()


def test_beyond_the_limits_there_are_links(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "MOST_BYTES", 5)
    with scratch_copy(project / "notebooks", []) as copy:
        assert (copy.folder / "a.csv").is_symlink()
        assert (copy.folder / "a.csv").read_text() == "notebooks/a.csv"
        assert (copy.folder / ".git").is_symlink()
    assert (project / "notebooks" / "a.csv").exists()


def test_the_run_tells_the_folder_by_its_own_name(project: Path) -> None:
    with scratch_copy(project / "notebooks", []) as copy:
        assert copy.told(f"in {copy.folder}/a.csv") == f"in {project}/notebooks/a.csv"
    with scratch_copy(project / "notebooks", ["'../data'"]) as copy:
        assert copy.told(f"in {copy.folder.parent}/data/c.csv") == f"in {project}/data/c.csv"


def test_the_folder_itself_where_that_is_wanted(project: Path) -> None:
    with own_folder(project) as own:
        assert own.folder == project and own.kept is None
    assert project.exists()
