"""`jupyter quality project`: a notebook made into an installable, tested package, proven equal."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from jupyter_quality.cli.saying import say, say_aside, say_trouble
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import ProofLimits
from jupyter_quality.proof.run import RunSettings
from jupyter_quality.refactor.project.base import notes_of
from jupyter_quality.refactor.project.data import data_files
from jupyter_quality.refactor.project.project import Heard, ProjectError, ProjectMaker, why_unfit
from jupyter_quality.refactor.project.report import report_of
from jupyter_quality.refactor.project.update import ProjectUpdater
from jupyter_quality.refactor.writing import is_free, why_not_there, write_folder
from jupyter_quality.report.made import as_json, text, updated_as_json, updated_text

DESCRIPTION = """\
Make a notebook into a project: a package with tests, pinned requirements, a README, and a slim notebook that calls the package. The
notebook and the result are run in fresh kernels, in scratch copies of the notebook's folder, and compared: each cell's outputs, each
variable. A cell that would differ stays in the notebook, with the reason.

With --update, a project made this way follows its notebook, and keeps what was written in it by hand: files, and lines of the files
that were made. Where both changed the same lines, both stand there between <<<<<<< and >>>>>>>.

examples:
  jupyter quality project report.ipynb -o report             write the project into a new folder
  jupyter quality project report.ipynb -o report --output-format json
  jupyter quality project report.ipynb -o report --update    make it again after the notebook has changed

exit codes: 0 made and proven equal, 1 made but not proven or with conflicts, 2 something went wrong"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `project` takes."""
    seconds = ProofLimits.class_traits(config=True)["cell_seconds"]
    parser.add_argument("path", type=Path, metavar="NOTEBOOK", help="A notebook or percent script.")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help="Where the project is written.")
    parser.add_argument("--package", metavar="NAME", help="The package's name. [from the notebook's]")
    parser.add_argument("--force", action="store_true", help="Write into a folder that is not empty; files of the same name are replaced.")
    parser.add_argument(
        "--update", action="store_true", help="Make the project in the folder again, and keep what was changed in it by hand."
    )
    parser.add_argument("--timeout", type=int, default=seconds.default(), metavar="SECONDS", help=f"{seconds.help} [{seconds.default()}]")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="How the result is told. [text]")
    parser.add_argument("--quiet", action="store_true", help="Show no progress.")


def run(args: Namespace) -> int:
    """Make the project, or make it again; the exit code."""
    target: Path = args.output
    if (trouble := _trouble(args, target)) is not None:
        say_trouble(trouble)
        return 2
    data = args.path.read_bytes()
    notebook = read_notebook(data, str(args.path))
    if args.package is not None and (unfit := why_unfit(args.package, notebook)) is not None:
        say_trouble(unfit)
        return 2
    try:
        return (_update if args.update else _make)(args, notebook, data, target)
    except ProjectError as error:
        say_trouble(str(error))
        return 2


def _trouble(args: Namespace, target: Path) -> str | None:
    """Why nothing can be made, told before anything runs."""
    if not args.path.is_file():
        return f"{args.path}: {'this is a folder; give a notebook' if args.path.is_dir() else 'there is no such file'}"
    if (trouble := why_not_there(target)) is not None:
        return trouble
    if args.update:
        if args.path.resolve().is_relative_to(target.resolve()):
            return f"{args.path} belongs to the project; give the notebook that the project was made of."
        return "--update keeps the package's name; leave --package out." if args.package is not None else None
    if not is_free(target) and not (args.force and target.is_dir()):
        return f"{target} is not empty; choose another folder, or --force to write into it."
    return None


def _make(args: Namespace, notebook: Notebook, data: bytes, target: Path) -> int:
    folder = args.path.resolve().parent
    maker = ProjectMaker(notebook, data, folder, package=args.package, settings=RunSettings(args.timeout), heard=_heard(args))
    project = maker.make()
    report = report_of(project, notebook, str(target))
    copies = data_files(maker.reading, folder, target.resolve())
    notes = notes_of(project, notebook, report, {name: path.read_bytes() for name, path in copies.items()})
    write_folder(target, {**project.files, **notes}, copies)
    say([as_json(report)] if args.output_format == "json" else text(report), sys.stdout)
    return 0 if project.verified else 1


def _update(args: Namespace, notebook: Notebook, data: bytes, target: Path) -> int:
    updater = ProjectUpdater(target, notebook, data, settings=RunSettings(args.timeout), heard=_heard(args))
    update = updater.update()
    updater.write(update)
    say([updated_as_json(update)] if args.output_format == "json" else updated_text(update), sys.stdout)
    return 0 if update.is_settled else 1


def _heard(args: Namespace) -> Heard:
    return (lambda _: None) if args.quiet else (lambda doing: say_aside(f"{args.path.name}: {doing} …"))
