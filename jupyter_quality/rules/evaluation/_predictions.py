"""Which expressions are a model's predictions, and of which kind."""

import ast
from dataclasses import dataclass

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.provenance.values import Data, Estimator, Form
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._values import behind

_PREDICTS = frozenset("predict predict_proba decision_function predict_classes predict_log_proba".split())
_KEEPS = frozenset("ravel flatten squeeze astype reshape round to_numpy argmax tolist".split())
_WRAPS = frozenset("numpy.round numpy.argmax numpy.array numpy.asarray numpy.rint numpy.squeeze numpy.ravel".split())


@dataclass(frozen=True, slots=True)
class Predicted:
    """A call that predicts: `method` as written, `model` and `features` its expressions, in the cell that holds them."""

    cell: CellReading
    call: ast.Call
    model: ast.expr
    method: str
    features: ast.expr | None


def predicted(reading: Reading, cell: CellReading, node: ast.expr) -> Predicted | None:
    """The call that predicts what an expression holds, followed through names and mere changes of form."""
    for _ in range(8):
        cell, node = behind(reading, cell, node)
        match node:
            case ast.Call(func=ast.Attribute(value=model, attr=method)) if method in _PREDICTS:
                return Predicted(cell, node, model, method, node.args[0] if node.args else None)
            case ast.Call(args=[model, *_]) if (cell.name_of(node.func) or "").endswith("model_selection.cross_val_predict"):
                how = next((keyword.value for keyword in node.keywords if keyword.arg == "method"), None)
                return Predicted(cell, node, model, str(how.value) if isinstance(how, ast.Constant) else "?" if how else "predict", None)
            case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in _KEEPS and cell.name_of(node.func) is None:
                node = inner
            case ast.Call(args=[inner, *_]) if cell.name_of(node.func) in _WRAPS:
                node = inner
            case ast.Subscript(value=inner):
                node = inner
            case _:
                return None
    return None


def is_prediction(reading: Reading, cell: CellReading, node: ast.expr) -> bool:
    """Whether an expression surely holds predictions."""
    value = reading.provenance.value(cell, node)
    return (isinstance(value, Data) and value.form is Form.PREDICTION) or predicted(reading, cell, node) is not None


def is_truth(reading: Reading, cell: CellReading, node: ast.expr) -> bool:
    """Whether an expression surely holds rows of data, and no predictions."""
    if predicted(reading, cell, node) is not None:
        return False
    value = reading.provenance.value(cell, node)
    return isinstance(value, Data) and bool(value.rows) and value.form is not Form.PREDICTION and not value.models


def model_of(reading: Reading, found: Predicted) -> Estimator | None:
    """The estimator that predicts, as the interpreter knows it."""
    value = reading.provenance.value(found.cell, found.model)
    if isinstance(value, Estimator):
        return value
    outcome = reading.provenance.value(found.cell, found.call)
    return outcome.models[0].estimator if isinstance(outcome, Data) and outcome.models else None
