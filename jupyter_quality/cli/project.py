"""`jupyter quality project`: a notebook made into an installable, tested package, proven equal."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from jupyter_quality.cli.saying import say, say_aside, say_trouble
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import ProofLimits
from jupyter_quality.refactor.data import data_files
from jupyter_quality.refactor.project import ProjectError, ProjectMaker
from jupyter_quality.refactor.report import report_file, report_of
from jupyter_quality.refactor.writing import is_free, write_folder
from jupyter_quality.report.made import as_json, text

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
    if not is_free(target) and not (args.force and target.is_dir()):
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
    report = report_of(project, notebook, str(target))
    copies = data_files(maker.reading, args.path.resolve().parent, target.resolve())
    write_folder(target, {**project.files, **report_file(report)}, copies)
    say([as_json(report)] if args.output_format == "json" else text(report), sys.stdout)
    return 0 if project.verified else 1
