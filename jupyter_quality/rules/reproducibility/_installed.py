"""Which distribution an imported module comes from, and which version of it is installed here."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import metadata

DISTRIBUTIONS: Mapping[str, str] = {
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "skopt": "scikit-optimize",
    "imblearn": "imbalanced-learn",
    "cv2": "opencv-python",
    "PIL": "Pillow",
    "yaml": "PyYAML",
    "bs4": "beautifulsoup4",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "docx": "python-docx",
    "pptx": "python-pptx",
    "Bio": "biopython",
    "umap": "umap-learn",
    "igraph": "python-igraph",
    "psycopg2": "psycopg2-binary",
    "MySQLdb": "mysqlclient",
    "mysql": "mysql-connector-python",
    "serial": "pyserial",
    "usb": "pyusb",
    "zmq": "pyzmq",
    "attr": "attrs",
    "jwt": "PyJWT",
    "git": "GitPython",
    "github": "PyGithub",
    "telegram": "python-telegram-bot",
    "fitz": "PyMuPDF",
    "magic": "python-magic",
    "slugify": "python-slugify",
    "Levenshtein": "python-Levenshtein",
    "talib": "TA-Lib",
    "mpl_toolkits": "matplotlib",
    "pylab": "matplotlib",
    "Crypto": "pycryptodome",
    "OpenSSL": "pyOpenSSL",
    "faiss": "faiss-cpu",
    "googleapiclient": "google-api-python-client",
    "hydra": "hydra-core",
    "osgeo": "GDAL",
    "speech_recognition": "SpeechRecognition",
    "twitter": "python-twitter",
    "community": "python-louvain",
}
"""Import name → distribution, where the two differ in more than case and hyphens."""

_BROUGHT: Mapping[str, str] = {
    "pandas": "numpy python-dateutil pytz",
    "scikit-learn": "numpy scipy joblib threadpoolctl",
    "scipy": "numpy",
    "matplotlib": "numpy pillow python-dateutil",
    "seaborn": "numpy pandas matplotlib",
    "statsmodels": "numpy scipy pandas patsy",
    "xgboost": "numpy scipy",
    "lightgbm": "numpy scipy",
    "scikit-image": "numpy scipy pillow imageio networkx",
    "tensorflow": "numpy keras h5py protobuf",
    "torch": "sympy networkx jinja2",
    "torchvision": "torch numpy pillow",
    "nltk": "click joblib regex tqdm",
    "spacy": "numpy requests tqdm",
    "transformers": "numpy requests tqdm huggingface-hub tokenizers pyyaml",
}
"""What a distribution brings, where it is not installed here to ask."""


@lru_cache(maxsize=4096)
def version_of(distribution: str) -> str | None:
    """The version of a distribution that is installed here; None where it is not."""
    try:
        return metadata.version(distribution)
    except (metadata.PackageNotFoundError, ValueError):
        return None


@cache
def _installed_modules() -> Mapping[str, str]:
    """Top-level module → distribution; `metadata.packages_distributions` lists every file of each, which takes 50 times as long."""
    found: dict[str, str] = {}
    for distribution in metadata.distributions():
        for module in (distribution.read_text("top_level.txt") or "").split():
            found.setdefault(module, distribution.name)
    return found


def distribution_of(module: str) -> str:
    """The distribution that a top-level module comes from, as far as is known; else the module's own name."""
    if module in DISTRIBUTIONS:
        return DISTRIBUTIONS[module]
    if version_of(module) is not None:
        return module
    return _installed_modules().get(module, module.replace("_", "-"))


def brought_by(distributions: Iterable[str]) -> frozenset[str]:
    """The distributions, in normal form, that these bring with them: as installed here, and those that everybody knows."""
    found: set[str] = set()
    waiting = list(distributions)
    while waiting:
        name = waiting.pop()
        for more in _requires(name):
            if more not in found:
                found.add(more)
                waiting.append(more)
    return frozenset(found)


@lru_cache(maxsize=4096)
def _requires(distribution: str) -> frozenset[str]:
    try:
        lines = metadata.requires(distribution) or []
    except (metadata.PackageNotFoundError, ValueError):
        return frozenset(_BROUGHT.get(distribution, "").split())
    names = (re.match(r"[\w.-]+", line) for line in lines if "extra ==" not in line)
    return frozenset(normal(name.group()) for name in names if name)


def normal(distribution: str) -> str:
    """A distribution's name as the packaging tools compare it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def pinned(module: str) -> str:
    """The requirement for a module: pinned to the version that is installed here, bare where none is."""
    distribution = distribution_of(module)
    version = version_of(distribution)
    return distribution if version is None else f"{distribution}=={version}"
