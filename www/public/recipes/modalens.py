"""Modalens in a notebook: JupyterLab, Jupyter Notebook, marimo, VS Code, Colab.

    pip install anywidget numpy

Put this file and widget.js (dist/widget.js of the npm package modalens) beside the notebook, or install the
wheel, which has both. Then, of a data frame whose columns hold embeddings:

    import modalens, pandas
    frame = pandas.read_parquet("frame.parquet")
    modalens.show(frame["image"], frame["text"], frame["label"])

The cell shows the chart, its intervals, and what to know before it is believed. `answer = modalens.show(...)`
keeps it: in a later cell `answer.report["atoms_bits"]` is of the whole report as a dict. Arrays are of shape
(samples, features), labels of shape (samples,). They go to the tab that shows the notebook and no further:
the script opens no connection.
"""

import json
import pathlib
import shutil
import subprocess
import tempfile

import anywidget
import numpy as np
import traitlets

_HERE = pathlib.Path(__file__).parent


class Modalens(anywidget.AnyWidget):
    """The analysis of two sources and a target; `report` is None until it is done, `error` says why not."""

    _esm = _HERE / "widget.js"
    x1 = traitlets.Any().tag(sync=True)
    x2 = traitlets.Any().tag(sync=True)
    y = traitlets.Any().tag(sync=True)
    z = traitlets.Any().tag(sync=True)
    options = traitlets.Dict().tag(sync=True)
    report = traitlets.Any().tag(sync=True)
    error = traitlets.Any().tag(sync=True)


def _array(values):
    """Numbers as an array, little-endian, else a list of text; cells that are vectors become rows."""
    values = np.asarray(values)
    if values.dtype == object and len(values) and np.ndim(values[0]) > 0:
        values = np.stack([np.asarray(cell) for cell in values])
    if values.dtype.kind in "biuf" and values.dtype.itemsize <= 8:
        return np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    return [str(value) for value in values]


def _sent(values):
    """Numbers as bytes with their shape and type, anything else as text."""
    values = None if values is None else _array(values)
    if isinstance(values, np.ndarray):
        return {"data": values.tobytes(), "shape": list(values.shape), "dtype": values.dtype.str}
    return values


def _named(options, *columns):
    """The options, with the names of columns of a data frame where none are given."""
    names = [getattr(column, "name", None) for column in columns]
    named = all(isinstance(name, str) and name for name in names)
    return {"names": names, **options} if named else options


def show(x1, x2, y, z=None, **options):
    """Shows what x1 and x2 tell about y, within groups z where there are any; options as of the package."""
    options = _named(options, x1, x2, y)
    return Modalens(x1=_sent(x1), x2=_sent(x2), y=_sent(y), z=_sent(z), options=options)


def _saved(folder, slot, values):
    """Path of a file that holds an input: an .npy, or a label a line."""
    values = _array(values)
    path = pathlib.Path(folder, slot)
    if isinstance(values, np.ndarray):
        np.save(path.with_suffix(".npy"), values)
        return f"{path}.npy"
    lines = "".join(json.dumps(value) + "\n" for value in values)
    path.with_suffix(".jsonl").write_text(lines, encoding="utf-8")
    return f"{path}.jsonl"


def analyze(x1, x2, y, z=None, **options):
    """The report of the same as a dict, without a notebook: computed by Node 20.19 or newer.

    Raises RuntimeError without Node or the wheel's engine, ValueError for inputs or options that do not do.
    """
    node = shutil.which("node")
    if node is None or not (_HERE / "analyze.mjs").exists():
        what = "Node 20.19 or newer on the PATH" if node is None else "the engine of the wheel"
        raise RuntimeError(f"modalens.analyze needs {what}; modalens.show needs neither.")
    with tempfile.TemporaryDirectory() as folder:
        given = {"x1": x1, "x2": x2, "y": y, "z": z}
        there = {slot: values for slot, values in given.items() if values is not None}
        inputs = {slot: _saved(folder, slot, values) for slot, values in there.items()}
        asked = json.dumps({"inputs": inputs, "options": _named(options, x1, x2, y)})
        command = [node, str(_HERE / "analyze.mjs")]
        done = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise ValueError(done.stderr.strip())
    return json.loads(done.stdout)
