"""Modalens in a notebook: JupyterLab, Jupyter Notebook, marimo, VS Code, Colab.

    pip install anywidget numpy

Put this file and widget.js (dist/widget.js of the npm package modalens) beside the notebook. Then:

    import modalens
    answer = modalens.show(image_embeddings, text_embeddings, labels, names=["image", "text", "label"])
    answer                      # as the last line of a cell: the chart, its intervals, what to know before it is believed
    answer.report["atoms_bits"] # in a later cell: the whole report as a dict

Arrays are of shape (samples, features), labels of shape (samples,); of a data frame numpy.stack(frame["embedding"]).
They go to the tab that shows the notebook and no further: the script opens no connection.
"""

import pathlib

import anywidget
import numpy as np
import traitlets

_SCRIPT = pathlib.Path(__file__).parent / "widget.js"


class Modalens(anywidget.AnyWidget):
    """The analysis of two sources and a target; `report` is None until it is done, `error` says why it failed."""

    _esm = _SCRIPT
    x1 = traitlets.Any().tag(sync=True)
    x2 = traitlets.Any().tag(sync=True)
    y = traitlets.Any().tag(sync=True)
    z = traitlets.Any().tag(sync=True)
    options = traitlets.Dict().tag(sync=True)
    report = traitlets.Any().tag(sync=True)
    error = traitlets.Any().tag(sync=True)


def _sent(values):
    """Numbers as bytes with their shape and type, anything else as text."""
    if values is None:
        return None
    values = np.asarray(values)
    if values.dtype.kind in "biuf" and values.dtype.itemsize <= 8:
        values = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
        return {"data": values.tobytes(), "shape": list(values.shape), "dtype": values.dtype.str}
    return [str(value) for value in values]


def show(x1, x2, y, z=None, **options):
    """Shows what x1 and x2 tell about y, within the groups z where there are any; options as of the package."""
    return Modalens(x1=_sent(x1), x2=_sent(x2), y=_sent(y), z=_sent(z), options=options)
