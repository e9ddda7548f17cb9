"""The fix closes what the notebook opens, in a last cell."""

from jupyter_quality.engine import check
from jupyter_quality.notebook.apply import applied
from jupyter_quality.rules._example import parse


def test_a_last_cell_closes_the_connection() -> None:
    notebook = parse('# %%\nimport sqlite3\ncon = sqlite3.connect("a.db")\n# %%\ncon.execute("SELECT a FROM t WHERE b = 1")').notebook
    (finding,) = [finding for finding in check(notebook).findings if finding.rule == "unclosed-connection"]
    assert finding.fix is not None and finding.fix.safe
    fixed = applied(notebook, finding.fix.edits)
    assert fixed.cells[-1].source == "con.close()" and len(fixed.cells) == 3
    assert not [finding for finding in check(fixed).findings if finding.rule == "unclosed-connection"]


def test_where_a_name_is_bound_twice_no_cell_is_added() -> None:
    notebook = parse('# %%\nimport sqlite3\ncon = sqlite3.connect("a.db")\n# %%\ncon = sqlite3.connect("b.db")').notebook
    findings = [finding for finding in check(notebook).findings if finding.rule == "unclosed-connection"]
    assert [finding.fix for finding in findings] == [None]
