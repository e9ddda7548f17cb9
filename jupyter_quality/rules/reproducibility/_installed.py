"""Which distribution an imported module comes from, and which version of it is installed here."""

from collections.abc import Mapping
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


@lru_cache(maxsize=4096)
def version_of(distribution: str) -> str | None:
    """The version of a distribution that is installed here; None where it is not."""
    try:
        return metadata.version(distribution)
    except (metadata.PackageNotFoundError, ValueError):
        return None


@cache
def _installed_modules() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()


def distribution_of(module: str) -> str:
    """The distribution that a top-level module comes from, as far as is known; else the module's own name."""
    if module in DISTRIBUTIONS:
        return DISTRIBUTIONS[module]
    if version_of(module) is not None:
        return module
    return next(iter(_installed_modules().get(module, ())), module.replace("_", "-"))


def pinned(module: str) -> str:
    """The requirement for a module: pinned to the version that is installed here, bare where none is."""
    distribution = distribution_of(module)
    version = version_of(distribution)
    return distribution if version is None else f"{distribution}=={version}"
