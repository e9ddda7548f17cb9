"""How much of real notebooks becomes a tested package, proven equal? `python tests/benchmarks/project_real.py FOLDER…`

Each notebook below the folders is made a project by `jupyter quality project`, and what came of it is measured from outside:

- *moved*: of the statements of the code cells that are no imports, those that stand in the slim notebook's cell no more; *with views
  aside* leaves the last statement of a cell out of account where it is an expression of one line, since such a view belongs to a notebook.
- *kept*: of the code cells, those in which something stays that could not be moved, as the report says, each with its reason.
- *mutants*: one constant or one operator of the package's functions changed at a time; killed where a recorded test fails.
- ruff and pyflakes over the package and its tests; with `--fresh N`, for N of them, a new venv in which they are installed and tested.

Beside it, where `--peers` names a Python that has them, `jupytext --to py` (does the script run?) and `soorgeon refactor` (does it convert?).
A notebook that ends with an error of its own, or takes longer than `--longest`, is passed over.
"""

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jupyter_quality.notebook.read import read_file
from jupyter_quality.reading.reading import Reading

MUTANTS = Path(__file__).with_name("mutants.py")
COMMAND = "import sys; from jupyter_quality.cli import main; sys.exit(main(sys.argv[1:]))"


def made(path: Path, target: Path, longest: float) -> dict[str, object] | str:
    """Make a project: what the command tells, or why there is none."""
    command = [sys.executable, "-c", COMMAND, "project", str(path), "-o", str(target), "--output-format", "json", "--quiet"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=longest, check=False)
    except subprocess.TimeoutExpired:
        return "takes too long"
    if done.returncode not in {0, 1}:
        return done.stderr.strip()[-200:]
    told: dict[str, object] = json.loads(done.stdout)
    return "ends with an error of its own" if "the notebook itself ends with an error" in done.stdout else told


def statements(path: Path) -> dict[str, list[tuple[str, bool]]]:
    """Cell → its statements that are no imports, each as a dump, and whether it is a view."""
    found = {}
    for cell in Reading(read_file(path)).cells:
        body = [s for s in cell.code.tree.body if not isinstance(s, ast.Import | ast.ImportFrom)]
        found[cell.cell.id] = [(ast.dump(s), s is body[-1] and isinstance(s, ast.Expr) and s.lineno == s.end_lineno) for s in body]
    return found


def moved(before: dict[str, list[tuple[str, bool]]], after: dict[str, list[tuple[str, bool]]]) -> Counter[str]:
    """How many statements and cells there are, and how many statements are moved."""
    count: Counter[str] = Counter()
    for cell, own in before.items():
        left = Counter(dump for dump, _ in after.get(cell, []))
        for dump, view in own:
            stays = left[dump] > 0
            left[dump] -= stays
            count += Counter({"statements": 1, "moved": not stays, "no views": not view, "no views moved": not stays and not view})
        count["cells"] += 1
    return count


def changed(source: str, number: int | None) -> tuple[str, int, str]:
    """A module with one constant or operator of its functions changed: its text, how many there are, and what was changed."""
    tree = ast.parse(source)
    spots = [spot for node in tree.body if isinstance(node, ast.FunctionDef) for spot in _spots(node)]
    if number is None or not spots:
        return source, len(spots), ""
    spot = spots[number]
    said = f"line {spot.lineno}: {ast.unparse(spot)[:60]}"
    _change(spot)
    return ast.unparse(tree), len(spots), said


def _spots(function: ast.FunctionDef) -> Iterator[ast.expr]:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    for node in (node for statement in body for node in ast.walk(statement)):
        if isinstance(node, ast.BinOp | ast.Compare | ast.BoolOp) or (
            isinstance(node, ast.Constant) and isinstance(node.value, int | float | str) and node.value != ""
        ):
            yield node


_OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.Mod: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.MatMult: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


def _change(node: ast.expr) -> None:
    match node:
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=str(value)):
            node.value = value + "x"
        case ast.Constant(value=int(value) | float(value)):
            node.value = value + 1
        case ast.BinOp() | ast.BoolOp():
            node.op = _OTHER.get(type(node.op), ast.Add)()  # type: ignore[assignment]
        case ast.Compare():
            node.ops[0] = _OTHER[type(node.ops[0])]()  # type: ignore[call-overload]


def mutants(project: Path, package: str, most: int, longest: float) -> list[tuple[str, bool]]:
    """What was changed, and whether a test failed then; none where the tests do not pass as they are."""
    modules = [path for path in sorted((project / "src" / package).glob("*.py")) if not path.name.startswith("__")]
    spots = [(path, n) for path in modules for n in range(changed(path.read_text(encoding="utf-8"), None)[1])]
    picked = random.Random(package).sample(spots, min(most, len(spots)))
    made = [(path.stem, *changed(path.read_text(encoding="utf-8"), n)) for path, n in picked]
    work = [[module, text] for module, text, _, _ in made]
    if not work or not (project / "tests" / "recording.py").exists():
        return []
    command = [sys.executable, str(MUTANTS), package, str(longest)]
    done = subprocess.run(command, cwd=project, input=json.dumps(work), capture_output=True, text=True, check=False)
    killed = [line == "killed" for line in done.stdout.splitlines() if line in {"killed", "survived"}]
    if len(killed) != len(work):
        print(f"    no mutants: {(done.stdout + done.stderr).strip()[-200:]}")
        return []
    return [(f"{module}: {said}", dead) for (module, _, _, said), dead in zip(made, killed, strict=True)]


def is_clean(project: Path, tool: str) -> bool:
    """Whether ruff or pyflakes has nothing to say."""
    names = ["check", "."] if tool == "ruff" else [name for name in ("src", "tests") if (project / name).exists()]
    done = subprocess.run([sys.executable, "-m", tool, *names], cwd=project, capture_output=True, text=True, check=False)
    if done.returncode:
        print("    " + done.stdout[-400:].replace("\n", "\n    "))
    return done.returncode == 0


def installs(project: Path) -> bool:
    """Whether it is installed into a new venv, and its tests pass there."""
    with tempfile.TemporaryDirectory() as place:
        copy = shutil.copytree(project, Path(place) / "project")
        subprocess.run([sys.executable, "-m", "venv", f"{place}/venv"], check=True)
        python = f"{place}/venv/bin/python"
        own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        for command in (["pip", "install", "-q", "-e", ".[test]", "-c", "requirements.txt"], ["pytest", "-q"]):
            done = subprocess.run([python, "-m", *command], cwd=copy, env=own, capture_output=True, text=True, check=False)
            if done.returncode:
                print("    " + (done.stdout + done.stderr)[-600:].replace("\n", "\n    "))
                return False
    return True


def peers(path: Path, python: Path, longest: float) -> Counter[str]:
    """What the others make of a notebook."""
    count: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = shutil.copytree(path.parent, Path(place) / "run", ignore=shutil.ignore_patterns("*.ipynb"))
        copy = shutil.copy2(path, folder / "nb.ipynb")
        environment = {**os.environ, "MPLBACKEND": "agg"}

        def works(*command: str | Path) -> bool:
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=longest, check=False)
            return done.returncode == 0

        try:
            count["jupytext converts"] += works(python.parent / "jupytext", "--to", "py", copy)
            count["jupytext runs"] += works(sys.executable, "nb.py")
            count["soorgeon converts"] += works(python.parent / "soorgeon", "refactor", copy)
        except subprocess.TimeoutExpired:
            count["a peer took too long"] += 1
    return count


def measure(path: Path, target: Path, given: argparse.Namespace) -> Counter[str]:
    """Make one project, and say what came of it."""
    began = time.monotonic()
    told = made(path, target, given.longest)
    seconds = time.monotonic() - began
    if isinstance(told, str):
        print(f"{path.name}: passed over: {told}", flush=True)
        return Counter({"passed over": 1})
    count = Counter({"notebooks": 1, "verified": bool(told["verified"]), "seconds": round(seconds)})
    slim = next(file for file in target.glob("*.ipynb"))
    share = moved(statements(path), statements(slim))
    functions, tests = told["functions"], told["tests"]
    assert isinstance(functions, list) and isinstance(tests, dict)
    cells = told["cells"]
    assert isinstance(cells, list)
    reasoned = [cell for cell in cells if cell.get("kept")]
    share["cells kept"] = len(reasoned)
    count += share + Counter({"functions": len(functions), "tested": tests["passed"]})
    found = mutants(target, str(told["package"]), given.mutants, 180)
    count += Counter({"mutants": len(found), "killed": sum(dead for _, dead in found)})
    count += Counter({f"{tool} clean": is_clean(target, tool) for tool in ("ruff", "pyflakes")})
    print(
        f"{path.name}: {'equal' if told['verified'] else 'NOT equal'}, moved {share['moved']}/{share['statements']}"
        f" ({share['no views moved']}/{share['no views']} with views aside), kept {share['cells kept']}/{share['cells']} cells,"
        f" tested {tests['passed']}/{len(functions)}, killed {count['killed']}/{count['mutants']}, {seconds:.0f} s",
        flush=True,
    )
    if not told["verified"]:
        print(f"    {told['unproven']}")
    for cell in reasoned:
        print(f"    cell {cell['number']} kept: {cell['reason']}")
    for name, why in tests["dropped"].items():
        print(f"    no test of {name}: {why}")
    for said, dead in found:
        if not dead:
            print(f"    survived: {said}")
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="Folders or notebooks.")
    parser.add_argument("--keep", type=Path, help="Where the projects are left.")
    parser.add_argument("--longest", type=float, default=300, help="Seconds for one notebook.")
    parser.add_argument("--mutants", type=int, default=5, help="Mutants of each project.")
    parser.add_argument("--fresh", type=int, default=0, help="Projects that are installed into a new venv.")
    parser.add_argument("--peers", type=Path, help="A Python with soorgeon and jupytext.")
    given = parser.parse_args()
    total: Counter[str] = Counter()
    paths = sorted(p for folder in given.folders for p in ([folder] if folder.is_file() else folder.rglob("*.ipynb")))
    for path in [path for path in paths if ".ipynb_checkpoints" not in path.parts]:
        with tempfile.TemporaryDirectory() as place:
            target = (given.keep or Path(place)) / re.sub(r"\W+", "_", path.stem)
            found = measure(path, target, given)
            if found["notebooks"] and total["fresh"] < given.fresh:
                found += Counter({"fresh": 1, "installed and tested": installs(target)})
            if found["notebooks"] and given.peers and given.peers.exists():
                found += peers(path, given.peers, given.longest)
        total += found
    if not (given.peers and given.peers.exists()):
        print("The peers are not installed; they are left out.")
    print(dict(total))
    for what, of in (("verified", "notebooks"), ("moved", "statements"), ("no views moved", "no views"), ("cells kept", "cells")):
        print(f"{what}: {100 * total[what] / max(1, total[of]):.1f} % of {total[of]} {of}")
    for what, of in (("tested", "functions"), ("killed", "mutants"), ("ruff clean", "notebooks"), ("pyflakes clean", "notebooks")):
        print(f"{what}: {100 * total[what] / max(1, total[of]):.1f} % of {total[of]} {of}")


if __name__ == "__main__":
    main()
