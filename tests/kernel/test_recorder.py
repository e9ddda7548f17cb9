"""What the recorder makes of runs, as the state of the notebook shows it."""

import asyncio
import gc
import os
import sys
import threading
import traceback
import weakref
from typing import ClassVar

import pytest

from jupyter_quality.kernel.recorder import Recorder
from jupyter_quality.runs.later import put_together
from jupyter_quality.runs.record import End


def test_a_fresh_run_from_the_top_is_fresh(session):
    state = session("x = 1", "y = x + 1", "print(y)").run().state
    assert [cell.state for cell in state.cells] == ["fresh"] * 3
    assert state.hidden_names == state.to_run == ()
    assert [cell.feeds for cell in state.cells] == [("b",), ("c",), ()]


def test_an_edit_that_was_not_run_makes_stale_what_follows_from_it(session):
    one = session("x = 1", "y = x + 1", "print(y)", "print('done')").run()
    one.cells["a"] = "x = 5"
    assert one.stale == ["a", "b", "c"]
    assert one.state.to_run == ("a", "b", "c")
    assert one.state.cells[0].why == ("it was edited since it ran",)


@pytest.mark.parametrize("edit", ["# one\nx = 1", "x=1", "x = 2 - 1", "x = 1\n"])
def test_an_edit_that_says_the_same_makes_nothing_stale(session, edit):
    one = session("x = 1", "print(x)").run()
    one.cells["a"] = edit
    assert one.stale == []


def test_a_second_run_that_changes_something_is_stale_and_so_is_what_saw_it(session):
    one = session("x = 1", "x += 1", "print(x)", "print('z')").run()
    one.run("b", "c")
    assert one.stale == ["b", "c"]
    assert one.hidden == ["x"]
    assert one.state.to_run == ("a", "b", "c")
    assert one.run(*one.state.to_run).stale == []


@pytest.mark.parametrize(
    ("made", "changed", "shown"),
    [
        ("import pandas as pd\nd = pd.DataFrame({'a': [1.0, 2.0]})", "d['a'] -= 1", "print(d['a'].sum())"),
        ("d = {'a': 1}", "d['a'] += 1", "print(d['a'])"),
        ("class Box: pass\nd = Box()\nd.a = 1", "d.a *= 3", "print(d.a)"),
    ],
)
def test_a_second_run_that_changes_a_part_is_stale_and_so_is_what_saw_it(session, made, changed, shown):
    one = session(made, changed, shown).run().run("b", "c")
    assert "c" in one.stale


def test_a_run_over_another_column_or_key_changes_nothing(session):
    one = session(
        "import pandas as pd\ndf = pd.DataFrame({'a': [1, 2], 'b': [3, 4]})\nd = {'j': 1}",
        "print(df['a'].sum(), d['j'], df.groupby('a')['b'].sum().tolist())",
        "df['c'] = df['a'] * 2\nd['k'] = 2",
        "print(df['c'].tolist(), d['k'])",
    )
    assert one.run().run("b").stale == []
    one.cells["c"] = "df['c'] = df['a'] * 3\nd['k'] = 2"
    assert one.run("c").stale == ["d"]


@pytest.mark.parametrize("edit", ["df['b'] = 2 * df['a']", "df['b'] = df['a'] * 2"])
def test_a_part_that_is_set_again_to_what_it_was_is_made_there_all_the_same(session, edit):
    one = session("import pandas as pd\ndf = pd.DataFrame({'a': [1, 2]})", "df['b'] = df['a'] * 2", "print(df['b'])").run()
    one.cells["b"] = edit
    assert one.run("b", "c").stale == []


def test_an_edit_that_only_calls_a_name_otherwise_is_known_from_the_run_before(session):
    one = session("pool = [3, 1, 2]", "out = []\nfor who in (0, 1):\n    out.append(pool.pop())\nout", "print(out)").run()
    one.cells["b"] = one.cells["b"].replace("who", "nurse")
    assert one.run("b").stale == ["b"]
    assert one.hidden == ["out", "pool", "who"]


def test_a_name_that_is_called_otherwise_everywhere_changes_nothing(session):
    one = session("waits = [4, 9]", "len(waits)", "sum(waits)").run()
    one.cells = {"a": "minutes = [4, 9]", "b": "len(minutes)", "c": "sum(minutes)"}
    one.run("a", "b")
    assert one.stale == []
    one.cells["a"] = "minutes = [4, 8]"
    one.run("a")
    assert one.stale == ["c"]


def test_a_database_made_again_with_the_same_rows_is_the_same_file(session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one = session(
        "import sqlite3\nfrom contextlib import closing",
        "with closing(sqlite3.connect('farm.db')) as con:\n"
        "    con.executescript('drop table if exists hives; create table hives (id, site)')",
        "with closing(sqlite3.connect('farm.db')) as con:\n"
        "    con.executemany('insert into hives values (?, ?)', [(1, 'oak'), (2, 'lime')])\n"
        "    con.commit()",
        "with closing(sqlite3.connect('farm.db')) as con:\n    print(con.execute('select * from hives').fetchall())",
    ).run()
    assert one.run("c", "d").stale == ["d"]
    one.run("b", "c", "d")
    assert one.stale == []


def test_a_cell_that_only_chooses_among_changed_input_is_unknown_and_says_so(session):
    one = session("threshold = 3", "print(threshold * 2)", "'positive' if threshold > 0 else 'none'").run()
    one.cells["a"] = "threshold = 5"
    state = one.run("a").state
    assert [cell.state for cell in state.cells] == ["fresh", "stale", "unknown"]
    assert state.cells[2].why == (
        "its input changed, but it only chooses among what it reads: `threshold` was changed by cell 1 after this ran",
    )


def test_another_version_of_a_function_that_gave_the_same_elsewhere_is_no_evidence(session):
    one = session(
        "import re\ndef norm(s):\n    return re.sub(' +', ' ', s).strip()",
        "print(norm(' a  b '))",
        "index = [norm(s) for s in ('x y', ' z')]",
        "print(index)",
    ).run()
    one.cells["a"] = "import re\ndef norm(s):\n    return ' '.join(s.split())"
    assert one.run("a").stale == ["b", "c", "d"]
    state = one.run("b").state
    assert [cell.state for cell in state.cells] == ["fresh", "fresh", "unknown", "unknown"]
    assert state.cells[2].why == (
        "`norm` was changed by cell 1 after this ran, but both versions gave the same in the cells that were run with both",
    )
    assert state.cells[3].why == ("`index` may be another at this point of a clean run",)
    assert state.hidden_names == ()
    one.cells["a"] = "import re\ndef norm(s):\n    return s.upper()"
    assert one.run("a", "b").stale == ["c", "d"]


def test_a_function_that_is_handed_on_is_judged_by_what_it_gave_where_it_was_called(session):
    one = session("def grade(n):\n    return 'a' if n < 5 else 'b'", "sorted(map(grade, (9, 1)))", "[grade(n) for n in (4, 5)]").run()
    one.cells["a"] = "def grade(n):\n    return 'b' if n >= 5 else 'a'"
    assert one.run("a").stale == ["b", "c"]
    assert [cell.state for cell in one.run("c").state.cells] == ["fresh", "unknown", "fresh"]
    one.cells["a"] = "def grade(n):\n    return 'c' if n >= 5 else 'a'"
    assert one.run("a", "c").stale == ["b"]


def test_what_differs_may_well_have_the_same_keys(session):
    one = session("limits = {'F1': 7}", "low = {key: value - 1 for key, value in limits.items()}", "sorted(low)", "sum(low.values())").run()
    one.cells["a"] = "limits = {'F1': 8}"
    assert [cell.state for cell in one.run("a").state.cells] == ["fresh", "stale", "unknown", "stale"]


def test_a_column_that_a_cell_no_longer_makes_is_missed_where_it_was_read(session):
    one = session(
        "import pandas as pd\nlog = pd.DataFrame({'temp': [1, 2, 3]})",
        "log['cold'] = log['temp'] < 2\nlog['warm'] = log['temp'] > 2",
        "log.mean()",
        "log['warm'].sum()",
        "log = log[log['temp'] > 1].reset_index(drop=True)",
        "print(len(log), log['warm'].sum())",
    ).run()
    one.cells["b"] = "log['warm'] = log['temp'] > 2"
    assert one.run("b").stale == ["b", "c", "e"]


def test_a_table_that_is_made_of_what_differs_may_well_have_its_columns(session):
    one = session(
        "import pandas as pd\nhow = 'sum'",
        "table = pd.DataFrame({'a': [1, 1], 'b': [2, 3]}).groupby('a', as_index=False).agg(how)",
        "table.max().max()",
    ).run()
    one.cells["a"] = "import pandas as pd\nhow = 'max'"
    state = one.run("a").state
    assert [cell.state for cell in state.cells] == ["fresh", "stale", "unknown"]
    assert "does not exist" not in state.cells[2].why[0]


def test_a_changed_column_reaches_a_selection_of_rows_in_that_column_alone(session):
    one = session(
        "import pandas as pd\nlog = pd.DataFrame({'temp': [1, 2, 3], 'batt': [5, 6, 7]})",
        "log['temp'] = log['temp'] * 2",
        "low = log[log['batt'] < 7]",
        "print(len(low), low['batt'].sum())",
        "print(low['temp'].sum())",
    ).run()
    one.cells["b"] = "log['temp'] = log['temp'] * 3"
    one.run("a", "b")
    assert one.stale == ["c", "e"]


@pytest.mark.parametrize("cell_id", ["a-cell-of-another-notebook", None])
def test_another_notebook_or_a_terminal_on_the_same_kernel_is_no_cell_but_leaves_what_it_changed(session, cell_id):
    one = session("x = [1]", "y = [5]", "print(x)", "print(y)").run()
    one.shell.run_cell("x.append(2)", store_history=True, cell_id=cell_id)
    assert one.stale == []
    assert one.hidden == ["x"]
    one.run("c", "d")
    assert one.stale == ["c"]


def test_what_percent_run_makes_is_made_by_its_cell_and_hangs_on_the_file(session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "setup.py").write_text("rate = 3\n")
    one = session("%run setup.py", "print(rate)", "print('z')").run()
    assert one.stale == one.hidden == []
    (tmp_path / "setup.py").write_text("rate = 4\n")
    one.run("a")
    assert one.stale == ["b"]
    assert one.run("b").stale == []


def test_an_edited_constant_reaches_the_rest_of_its_cell_and_those_that_read_it(session):
    one = session("x = 1\ny = [x, 2]", "print(y)", "w = 3\nv = [4]", "print(v)").run()
    one.cells["a"] = "x = 5\ny = [x, 2]"
    one.cells["c"] = "w = 5\nv = [4]"
    assert one.stale == ["a", "b", "c"]


def test_the_length_of_what_does_not_exist_differs(session):
    one = session(
        "import pandas as pd\ndef peaks(s):\n    return s[s > 1]",
        "levels = pd.Series([1, 2, 3])",
        "high = peaks(levels)",
        "print(len(high))",
    ).run()
    one.cells["a"] = "import pandas as pd"
    one.run("a", "c", "d")
    assert one.stale == ["c", "d"]


def test_a_table_that_a_deleted_cell_altered_differs_for_what_writes_into_it_and_reads_it(session):
    one = session(
        "import sqlite3\ncon = sqlite3.connect(':memory:')\n_ = con.execute('create table t (a int)')",
        "con.execute('insert into t values (1)').rowcount",
        "_ = con.execute('alter table t add column b int')",
        "con.execute('update t set b = 5').rowcount",
        "con.execute('select b from t').fetchall()",
    ).run()
    del one.cells["c"]
    assert one.stale == ["d", "e"]
    assert one.state.cells[2].why == ("`con['t']` was made by a cell that was deleted",)


def test_a_database_too_large_to_be_told_by_tables_is_read_whole(session):
    one = session(
        "import sqlite3\ncon = sqlite3.connect(':memory:')\n_ = con.execute('create table t (a blob)')",
        "_ = con.execute('insert into t values (zeroblob(6000000))')",
        "con.execute('select count(*) from t').fetchall()",
    ).run()
    assert one.run("b").stale == []
    assert one.run("c").stale == ["c"]


def test_what_a_query_reads_behind_its_at_sign_is_read(session):
    one = session("import pandas as pd\nlog = pd.DataFrame({'temp': [1, 2, 3]})", "LIMIT = 2", "print(log.query('temp < @LIMIT'))").run()
    one.cells["b"] = "LIMIT = 3"
    assert one.run("b").stale == ["c"]


def test_a_parameter_that_is_called_otherwise_matters_to_calls_by_its_name_alone(session):
    one = session("def area(w, h):\n    return w * h", "print(area(2, 3))", "print(area(w=2, h=3))").run()
    one.cells["a"] = "def area(width, h):\n    return width * h"
    assert one.run("a").stale == ["c"]


def test_the_cell_that_is_named_as_the_reason_wrote_that_very_part(session):
    one = session("import pandas as pd\ndf = pd.DataFrame({'a': [1, 2]})", "df['b'] = 1", "df['c'] = 2", "print(df['b'])").run()
    one.cells["b"] = "df['b'] = 5"
    one.run("b", "c")
    assert one.state.cells[3].why == ("`df['b']` was changed by cell 2 after this ran",)


def test_what_is_changed_through_another_name_is_seen(session):
    one = session("a = [1]", "b = a", "print(a)", "b.append(2)").run()
    assert one.run("c").stale == ["c"]


def test_another_object_in_the_place_of_the_old_one_is_seen(session):
    again = "at = id(a)\na = 0\nfor _ in range(99):\n    a = np.zeros(9999)\n    if id(a) == at:\n        break\na[77] = 1"
    one = session("import numpy as np\na = np.zeros(9999)", "print(a.sum())", again).run()
    assert one.run("b").stale == ["b"]


def test_what_a_function_reads_is_read_where_it_is_called(session):
    one = session("rate = 2", "def price(v):\n    return v * rate", "print(price(5))", "print(len('abc'))").run()
    one.cells["a"] = "rate = 3"
    assert one.run("a").stale == ["c"]


def test_a_changed_method_matters_to_those_that_call_it(session):
    source = "class Basket:\n    def total(self):\n        return {}\n    def name(self):\n        return 'n'"
    one = session(source.format(1), "basket = Basket()", "print(basket.total())", "print(basket.name())").run()
    one.cells["a"] = source.format(2)
    assert one.run("a").stale == ["b", "c"]


def test_only_what_is_needed_is_to_be_run(session):
    one = session("x = [1]", "y = x + [2]", "print(y)", "z = len(x)", "print(z)").run()
    one.cells["b"] = "y = x + [3]"
    assert one.state.to_run == ("b", "c")
    assert one.run("b", "c").stale == []
    one.shell.run_cell("x.append(9)", store_history=True)
    one.run("d", "e")
    assert one.stale == ["d", "e"]
    assert one.state.to_run == ("a", "d", "e")
    assert one.run(*one.state.to_run).stale == []


def test_a_name_whose_cell_was_deleted_is_hidden_and_its_source_is_known(session):
    one = session("k = 42", "print(k)").run()
    del one.cells["a"]
    assert one.stale == ["b"]
    assert [(hidden.name, hidden.source) for hidden in one.state.hidden_names] == [("k", "k = 42")]


def test_files_seeds_settings_and_the_directory_are_followed(session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one = session(
        "import random, numpy as np\nrandom.seed(0)\nopen('d.txt', 'w').write('1');",
        "print(open('d.txt').read())",
        "print(random.random())",
        "print(np.array([1 / 3]))",
        "open('d.txt', 'w').write('2')\nnp.set_printoptions(precision=3)",
    ).run()
    assert one.run("b", "c", "d").stale == ["b", "c", "d"]
    one.shell.run_cell("np.set_printoptions(precision=8)")


def test_cached_answers_of_other_times_are_noticed(session):
    one = session(
        "import functools\nrate = 2", "@functools.lru_cache\ndef f(v):\n    return v * rate", "print(f(3))", "print(f(3) + f(4))"
    ).run()
    one.cells["a"] = "import functools\nrate = 5"
    assert one.run("a", "c", "d").stale == ["c", "d"]


def test_the_log_outlives_a_restart(session):
    one = session("x = 1", "print(x)", "print('s')").run().restart()
    assert one.stale == []
    one.cells["a"] = "x = 2"
    assert one.run("a").stale == ["b"]


def test_errors_and_interrupts_are_runs_of_their_own_kind(session):
    one = session("x = 1\nraise KeyboardInterrupt", "1 / 0", "print('s')").run()
    assert [run.end for run in one.runs] == [End.STARTED, End.INTERRUPTED, End.ERROR, End.WELL]
    assert [cell.state for cell in one.state.cells] == ["stale", "fresh", "fresh"]
    assert one.state.cells[1].why == ("a clean run ends here with this error, too",)


def test_a_cell_that_ran_before_anything_was_recorded_is_unknown_and_so_is_what_follows_from_it(session):
    one = session("import random\nx = [random.random()]\nprint(x)", "y = x[0] * 2", "print(y)", "z = 5", "print(z)", "w = 1")
    one.run_unseen(one.cells["a"], f"{one.cells['d']}\n# as it was then").run("b", "c", "e")
    state = one.state
    assert [cell.state for cell in state.cells] == ["unknown", "unknown", "unknown", "unknown", "fresh", "never-run"]
    assert state.cells[0].why == state.cells[3].why == ("it ran before runs were recorded",)
    assert state.cells[1].why == ("`x` may be another at this point of a clean run",)
    assert one.stale == one.hidden == []
    assert [cell.state for cell in one.run().state.cells][3:] == ["fresh"] * 3


def test_the_cell_in_which_recording_begins_is_unknown(session):
    one = session("x = [1]\nbegin()\nx.append(2)", "print(x)", "%quality state")
    one.end()
    one.shell.user_ns["begin"] = lambda: (setattr(one, "recorder", Recorder(one.shell)), one._listen())
    assert [cell.state for cell in one.run("a", "b").state.cells] == ["unknown"] * 3
    assert [run.cell_id for run in one.recorder.runs] == [None, None, "b"]


def test_what_was_forgotten_does_not_come_back_from_the_history(session):
    one = session("x = 1", "print(x)").run()
    one.recorder.forget()
    assert [run.end for run in one.recorder.runs] == [End.STARTED]


class Spiteful:
    """An object each of whose hooks complains."""

    calls: ClassVar[list[str]] = []

    def _complain(self, *args):
        Spiteful.calls += [frame.name for frame in traceback.extract_stack() if "jupyter_quality" in frame.filename]
        raise RuntimeError("looked at")

    __eq__ = __hash__ = __repr__ = __reduce__ = __getattr__ = __len__ = __iter__ = __bool__ = __getstate__ = _complain
    __class__ = __dict__ = property(_complain)


def test_no_hook_of_the_user_is_called_and_nothing_is_raised(session):
    Spiteful.calls.clear()
    one = session("thing = [Spiteful()]", "other = thing[0]", "n = 1")
    one.shell.user_ns["Spiteful"] = type("Spiteful", (Spiteful,), {"__module__": "__main__"})
    one.run().run("b")
    assert Spiteful.calls == []
    assert len(one.recorder.runs) == 5


def test_no_object_of_the_user_is_kept_alive(session):
    one = session("class Big: pass\nbig = Big()", "del big").run("a")
    kept = weakref.ref(one.shell.user_ns["big"])
    one.run("b")
    gc.collect()
    assert kept() is None


def test_a_fault_of_the_recorder_does_not_end_a_cell(session, monkeypatch):
    one = session("x = 1")
    monkeypatch.setattr(Recorder, "_end", lambda *_: 1 / 0)
    monkeypatch.setattr(Recorder, "_begin", lambda *_: 1 / 0)
    result = one.shell.run_cell("x = 2", store_history=True)
    assert result.success
    assert one.shell.user_ns["x"] == 2


def test_what_the_cell_prints_still_arrives(session, capsys):
    session("print('seen')", "'shown'").run()
    assert "seen" in capsys.readouterr().out


@pytest.mark.parametrize(
    "source", ["await asyncio.sleep(0)\nx = 1", "%%capture out\nprint(1)", "!true", "%time x = 1", "x = !echo a", "def"]
)
def test_any_kind_of_cell_is_recorded(session, source):
    one = session("import asyncio", source).run()
    assert [run.cell_id for run in one.recorder.runs] == [None, "a", "b"]
    assert asyncio is not None


def test_a_nested_run_belongs_to_the_cell_that_starts_it(session):
    one = session("get_ipython().run_cell('inner = 1')").run()
    assert [run.cell_id for run in one.recorder.runs] == [None, "a"]
    assert "inner" in one.recorder.runs[-1].wrote


def test_a_thread_that_prints_and_writes_does_no_harm(session):
    one = session("x = 1", "print(x)")
    worker = threading.Thread(target=lambda: one.shell.user_ns.update(y=2))
    worker.start()
    worker.join()
    assert one.run().stale == []


def test_a_run_without_a_cell_id_is_recorded(session):
    one = session("print(x)")
    one.shell.run_cell("x = 1", store_history=True)
    one.run()
    assert one.recorder.runs[-2].cell_id is None
    assert one.stale == ["a"]


def test_a_huge_value_is_looked_at_in_time(session):
    one = session("big = [{'a': i} for i in range(300_000)]", "n = len(big)").run()
    assert one.stale == []
    assert one.recorder.runs[-1].unseen == ()


def test_a_cell_in_another_thread_meanwhile_is_unknown_and_so_is_what_it_binds(session):
    one = session("m = 1", "print('main')\nbeside()\nprint(m)\nx = 1", "print('sub')\nm = m + 1", "print(m)").run("a")
    sub = threading.Thread(target=lambda: one.run("c"))
    one.shell.user_ns["beside"] = lambda: (sub.start(), sub.join())
    one.run("b")
    runs = {run.cell_id: run for run in one.recorder.runs}
    assert [run.cell_id for run in one.recorder.runs][-2:] == ["c", "b"]
    assert runs["c"].read["m"].startswith("unknown:")
    assert runs["b"].wrote["m"].whole.startswith("unknown:")
    assert runs["b"].wrote["x"].whole == runs["a"].wrote["m"].whole
    assert {cell.id: cell.state for cell in one.run("d").state.cells}["c"] in {"unknown", "fresh"}


def test_the_output_of_a_cell_in_another_thread_is_not_this_cell_s(session):
    one = session("print('main')\n_ = beside()", "print('sub')")
    one.shell.user_ns["beside"] = lambda: None
    alone = one.run("a").recorder.runs[-1].output
    sub = threading.Thread(target=lambda: one.run("b"))
    one.shell.user_ns["beside"] = lambda: (sub.start(), sub.join())
    assert one.run("a").recorder.runs[-1].output == alone


def test_what_a_thread_changes_between_cells_is_unknown(session):
    one = session("a = [[0] for _ in range(99)]\nb = 1", "c = 1", "print(a[0])").run("a", "b")
    done, stop = threading.Event(), threading.Event()
    worker = threading.Thread(target=lambda: (one.shell.user_ns["a"][0].append(1), done.set(), stop.wait()))
    worker.start()
    done.wait()
    one.run("c")
    stop.set()
    worker.join()
    assert one.recorder.runs[-1].read["a"].startswith("unknown:")
    assert [cell.state for cell in one.state.cells] == ["fresh", "fresh", "unknown"]


def test_what_a_task_changes_between_cells_is_unknown(session):
    one = session(
        "import asyncio\na = [[0] for _ in range(99)]\nb = [1]",
        "async def later():\n    a[0].append(1)\ntask = asyncio.get_running_loop().create_task(later())",
        "c = 1",
        "print(a[0])",
        "print(b)",
    )

    async def work() -> None:
        one.run("a", "b")
        await asyncio.sleep(0.01)
        one.run("c", "d", "e")

    asyncio.run(work())
    assert [cell.state for cell in one.state.cells] == ["fresh", "fresh", "fresh", "unknown", "fresh"]


def test_a_script_that_is_run_may_write_any_name(session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "script.py").write_text("rows.append(1)\nmade = 1\n")
    one = session("rows = [[0] for _ in range(99)]", "%run -i script.py", "print(len(rows), made)").run()
    assert {"rows", "made"} <= one.recorder.runs[-2].wrote.keys()
    (tmp_path / "script.py").write_text("rows.append(1)\nmade = 2\n")
    assert one.run("b").stale == ["b", "c"]


def test_a_module_that_was_loaded_again_and_a_patched_one_are_others(session, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "own_module_of_test.py").write_text("def price(v):\n    return v\n")
    one = session(
        "import importlib, own_module_of_test as own",
        "print(own.price(3))",
        "own.price = lambda v: v * 2",
    ).run("a", "b")
    assert one.run("c", "b").stale == ["b"]
    (tmp_path / "own_module_of_test.py").write_text("def price(v):\n    return v + 100\n")
    one.shell.run_cell("importlib.reload(own)", store_history=True)
    assert one.run("b").stale == []


@pytest.mark.parametrize(
    "source",
    [
        "class Odd(dict):\n    {hooks}\nodd = Odd(a=[1])",
        "class Odd(list):\n    {hooks}\nodd = Odd([1])",
        "class Odd(str):\n    {hooks}\nodd = Odd('a')",
        "class Odd(int):\n    {hooks}\nodd = Odd(3)",
        "class Odd(Exception):\n    {hooks}\nodd = Odd('a')",
        "class Meta(type):\n    {hooks}\n    __hash__ = __instancecheck__ = _complain\nclass Odd(metaclass=Meta):\n    pass\nodd = Odd()",
        "import types\nclass Odd(types.ModuleType):\n    {hooks}\nodd = Odd('odd')",
        "import numpy as np\nclass Odd(np.ndarray):\n    {hooks}\nodd = np.zeros(3).view(Odd)",
        "import pandas as pd\nclass Odd:\n    {hooks}\nodd = pd.DataFrame({{'a': [Odd(), Odd()]}})",
        "import pandas as pd\nclass Odd(str):\n    {hooks}\n    __hash__ = str.__hash__\nodd = pd.DataFrame({{Odd('a'): [1]}})",
        "import pandas as pd\nclass Odd:\n    {hooks}\n    __hash__ = object.__hash__\nodd = pd.Series([1], name=Odd(), index=[1])",
        "class Odd:\n    {hooks}\n    __slots__ = ('held',)\nodd = [Odd()]",
        "import functools\nclass Odd:\n    {hooks}\nodd = functools.partial(print, Odd())",
    ],
)
def test_hooks_of_every_kind_of_object_are_left_alone(session, source):
    hooks = "def _complain(self, *args, **kwargs): COMPLAINTS.complain()\n    "
    hooks += (
        "__eq__ = __repr__ = __str__ = __reduce__ = __reduce_ex__ = __getattr__ = __len__ = __iter__ = __bool__ = __getitem__ = _complain"
    )
    one = session("", source.format(hooks=hooks), "n = 1", "other = odd").run("a")
    Spiteful.calls.clear()
    one.shell.user_ns["COMPLAINTS"] = type("Complaints", (), {"complain": lambda: Spiteful._complain(None)})
    one.run("b", "c", "d", "c")
    assert Spiteful.calls == []
    runs = put_together(one.recorder.runs)
    assert [run.end for run in runs][1:] == [End.WELL] * 5
    assert "odd" in runs[2].wrote


@pytest.mark.parametrize("again", ["%autoreload 2", "import importlib; importlib.reload(own_module)"])
def test_a_cell_that_used_a_module_before_its_file_was_edited_is_stale(session, tmp_path, monkeypatch, again):
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "own_module", raising=False)
    file = tmp_path / "own_module.py"
    file.write_text("def price(v):\n    return v\n")
    one = session("import own_module", "print(own_module.price(3))", "x = own_module.price(1)").run()
    one.shell.run_cell("%load_ext autoreload")
    file.write_text("def price(v):\n    return v + 100\n")
    os.utime(file, (4e9, 4e9))
    one.shell.run_cell(again, store_history=True)
    assert one.run("b").stale == ["c"]
    assert one.shell.user_ns["own_module"].price(3) == 103
    one.shell.run_cell("%autoreload 0")
