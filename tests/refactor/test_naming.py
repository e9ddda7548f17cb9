"""A function is called as a person would call it: by what was said of it, else by what it does with what."""

import pytest

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.extract import Extraction, extract
from jupyter_quality.refactor.flowing import Flowing
from jupyter_quality.refactor.naming import Taken, function_names, slug

SETUP = """\
import os
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.linear_model import LinearRegression
df = pd.DataFrame()
x = y = u = 1
"""

# heading, cell → name
NAMED = [
    ("Fitting the growth curve", "model = np.polyfit(x, y, 1)", "fit_growth_curve"),
    ("Air quality", "index = x / y", "compute_air_quality"),
    ("Step 3. Assign it to a variable called tips", "tips = df * 2", "assign_variable_called_tips"),
    ("", "# They must be side by side\nplt.plot(x)\nplt.title('Prices of bread')", "plot_prices_bread"),
    ("", "# Creates the plot using\nplt.plot(x)", "create_plot"),
    ("", "rows = pd.read_csv('data/covid-cases.csv')", "load_covid_cases"),
    ("", "df.to_csv('p2024001.csv')", "save_df"),
    ("", "ratio = x / y", "compute_ratio"),
    ("", "first = df[:3]", "select_first"),
    ("", "pairs = [(n, n) for n in y]", "collect_pairs"),
    ("", "before = pd.options.display.max_rows\npd.set_option('display.max_rows', 9)", "set_options"),
    ("", "a = df['price'] / u", "compute_price"),
    ("", "place = os.path.join('a', 'b')", "make_place"),
    ("", "est = LinearRegression().fit(x, y)", "fit_linear_regression"),
]


@pytest.mark.parametrize(("heading", "source", "name"), NAMED)
def test_a_function_is_called(heading: str, source: str, name: str) -> None:
    cells = Cell("a", 1, CellKind.CODE, SETUP), Cell("b", 2, CellKind.CODE, source)
    flowing = Flowing(Reading(Notebook("n.ipynb", cells)))
    chunks = flowing.steps[1].chunks
    found = extract(chunks, flowing.around(1, 0, len(chunks)))
    assert isinstance(found, Extraction)
    assert Taken(()).free(*function_names(found, heading)) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Step 12: Group by country", "group_country"),
        ("3.1 Loading the data", "loading_data"),
        ("Exercise 4b. Make it so", "make_so"),
        ("Train, validate and test", "train_validate_test"),
        ("Ex. 7", ""),
        ("Prices in € of über-markets", "prices_uber_markets"),
        ("The plot of all", "plot"),
    ],
)
def test_a_text_becomes_a_name(text: str, name: str) -> None:
    assert slug(text) == name
