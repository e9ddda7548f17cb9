"""`jupyter quality project`: a notebook made into an installable, tested package, proven equal."""

import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from jupyter_quality.cli.saying import say, say_aside, say_trouble
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import ProofLimits
from jupyter_quality.refactor.data import data_files
from jupyter_quality.refactor.project import Project, ProjectError, ProjectMaker, report

DESCRIPTION = """\
Make a notebook into a project: a package with tests, pinned requirements, a README, and a slim notebook that calls the package. The
notebook and the result are run in fresh kernels, in scratch copies of the notebook's folder, and compared: each cell's outputs, each
variable. A cell that would differ stays in the notebook, with the reason.

examples:
  jupyter quality project report.ipynb -o report             write the project into a new folder
  jupyter quality project report.ipynb -o report --output-format json

exit codes: 0 made and proven equal, 1 made but not proven, 2 something went wrong"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `project` takes."""
    seconds = ProofLimits.class_traits(config=True)["cell_seconds"]
    parser.add_argument("path", type=Path, metavar="NOTEBOOK", help="A notebook or percent script.")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="Where the project is written.")
    parser.add_argument("--package", metavar="NAME", help="The package's name. [from the notebook's]")
    parser.add_argument("--force", action="store_true", help="Write into a folder that is not empty; files of the same name are replaced.")
    parser.add_argument("--timeout", type=int, default=seconds.default(), metavar="SECONDS", help=f"{seconds.help} [{seconds.default()}]")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="How the result is told. [text]")
    parser.add_argument("--quiet", action="store_true", help="Show no progress.")


def run(args: Namespace) -> int:
    """Make the project; the exit code."""
    target: Path = args.output
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not args.force)):
        say_trouble(f"{target} is not empty; choose another folder, or --force to write into it.")
        return 2
    if args.package is not None and not args.package.isidentifier():
        say_trouble(f"{args.package} cannot be a package's name.")
        return 2
    data = args.path.read_bytes()
    notebook = read_notebook(data, str(args.path))
    try:
        maker = ProjectMaker(
            notebook,
            data,
            args.path.resolve().parent,
            package=args.package,
            timeout=args.timeout,
            heard=(lambda _: None) if args.quiet else (lambda doing: say_aside(f"{args.path.name}: {doing} …")),
        )
        project = maker.make()
    except ProjectError as error:
        say_trouble(str(error))
        return 2
    write_project(project, target, data_files(maker.reading, args.path.resolve().parent, target.resolve()))
    say([report(project, notebook, str(target)) + "\n" if args.output_format == "json" else _text(project, target)], sys.stdout)
    return 0 if project.verified else 1


def write_project(project: Project, target: Path, data: dict[str, Path]) -> None:
    """Write a project beside its place, and move it there as a whole; into a folder that has files, one by one. Raises OSError."""
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as place:
        made = Path(place) / "project"
        for name, text in project.files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name, source in data.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, made / name)
        if not target.exists() or not any(target.iterdir()):
            made.replace(target)
            return
        for path in [path for path in made.rglob("*") if path.is_file()]:
            there = target / path.relative_to(made)
            there.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, there)  # noqa: PTH105 - each file at once


def _text(project: Project, target: Path) -> str:
    plan = project.plan
    lines = [f"{target}: package {project.package}, {len(plan.functions)} functions in {len(plan.modules)} modules"]
    lines.append("Proven equal in two fresh kernels." if project.verified else f"Not proven equal: {project.unproven}")
    if project.failing:
        lines.append(f"The notebook itself ends with an error: {project.failing}")
    for cell in plan.cells:
        if cell.reason:
            lines.append(f"  cell {cell.cell.number} stays in the notebook: {cell.reason}")
    lines.append(f"{project.tests.passed} recorded tests pass.")
    lines += [f"  no test of {name}: {why}" for name, why in project.tests.dropped.items()]
    lines.append(f"Run it:  cd {target} && pip install -e . -c requirements.txt && python -m {project.package}")
    lines.append(f'Test it: cd {target} && pip install -e ".[test]" -c requirements.txt && pytest')
    return "\n".join(lines) + "\n"
