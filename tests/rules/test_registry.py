"""Which rules a choice of names and families leaves, and what is loaded for it."""

import subprocess
import sys

from jupyter_quality.rules._registry import all_rules, selected, unknown_names

LOADED = "import sys; print(*sorted(name for name in sys.modules if name.startswith('jupyter_quality.')))"


def loaded_by(code: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", f"{code}; {LOADED}"], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_families_and_rules_are_chosen_by_name() -> None:
    chosen = selected(("sql",), ("nan-comparison",), ("select-star", "query-in-loop"))
    assert chosen.keys() == {rule.name for rule in all_rules() if rule.family == "sql"} - {"query-in-loop"} | {"nan-comparison"}


def test_a_family_is_the_same_however_it_is_chosen() -> None:
    alone, beside_a_rule = selected(("sql",), (), ()), selected(("sql", "nan-comparison"), (), ("nan-comparison",))
    assert [*alone] == [*beside_a_rule]
    assert alone


def test_a_name_is_known_where_a_rule_a_family_or_ruff_has_it() -> None:
    assert unknown_names(("sql", "nan-comparison", "ruff", "unused-import", "sqll", "pyflakes-messages")) == ["sqll", "pyflakes-messages"]


def test_a_family_that_is_not_chosen_is_not_loaded() -> None:
    loaded = loaded_by("from jupyter_quality.rules._registry import selected; selected(('sql',), (), ())")
    assert "jupyter_quality.rules.sql.query_in_loop" in loaded
    assert "jupyter_quality.rules.leakage.fit_on_test" not in loaded


def test_a_check_of_names_loads_nothing_of_runs_or_of_rows() -> None:
    loaded = loaded_by(
        "from jupyter_quality.engine import check; from jupyter_quality.options import Options; "
        "from jupyter_quality.notebook.read import read_notebook; "
        "check(read_notebook(b'# %%\\nprint(1)', 'a.py'), Options(select=('names',)))"
    )
    assert "jupyter_quality.rules.names.undefined_name" in loaded
    assert not {name for name in loaded if name.startswith(("jupyter_quality.runs", "jupyter_quality.reading.provenance.values"))}
