"""Writes tests/golden/formats: small files by torch, pickle, pandas and polars, and in expected.json
what a reader has to make of each (bits of float32, or labels), or the code of the error.

    python -m venv venv && venv/bin/pip install numpy torch pandas polars
    venv/bin/python tests/golden/make_formats.py
"""

import collections
import json
import pathlib
import pickle

import numpy as np
import pandas as pd
import polars as pl
import torch

HERE = pathlib.Path(__file__).parent / "formats"
HERE.mkdir(exist_ok=True)
EXPECTED = {}


def expect(name, array, **choice):
    """`array` is samples x features, as a reader should give it."""
    array = np.asarray(array, dtype=np.float32)
    array = np.ascontiguousarray(array.reshape(array.shape[0], -1))
    bits = array.reshape(-1).view(np.uint32).tolist()
    EXPECTED.setdefault(name, []).append({**choice, "shape": list(array.shape), "bits": bits})


def expect_labels(name, values, **choice):
    names = sorted(set(values))
    codes = [names.index(v) for v in values]
    EXPECTED.setdefault(name, []).append({**choice, "names": [str(n) for n in names], "codes": codes})


def refuse(name, code, part, **choice):
    EXPECTED.setdefault(name, []).append({**choice, "code": code, "part": part})


rng = np.random.default_rng(3)
x = rng.normal(size=(4, 3)).astype(np.float32)
y = np.array([2, 0, 2, 1])
words = ["white, small", "é", "white, small", "no"]

# torch.save: one tensor, a dict, views, types, transposed, what is not contiguous, modules.
torch.save(torch.tensor(x), HERE / "tensor.pt")
expect("tensor.pt", x)
torch.save({"image": torch.tensor(x).half(), "deep": {"y": torch.tensor(y)}, "n": 4}, HERE / "dict.pt")
expect("dict.pt", x.astype(np.float16), member="image")
expect_labels("dict.pt", y.tolist(), member="deep.y")
refuse("dict.pt", "choose_member", "image, deep.y")
base = torch.tensor(rng.normal(size=(5, 4, 3)), dtype=torch.float64)
torch.save([base[2], base[:, :, 0], base.permute(2, 1, 0)[:, :, 0]], HERE / "views.pth")
expect("views.pth", base[2], member="0")
refuse("views.pth", "pickle", ".contiguous()", member="1")
expect("views.pth", base[0].T, member="2")
torch.save(torch.tensor(x).bfloat16(), HERE / "brain.pt")
expect("brain.pt", torch.tensor(x).bfloat16().float())
state = collections.OrderedDict(weight=torch.nn.Parameter(torch.tensor(x)), bias=torch.tensor(x[0]))
torch.save(state, HERE / "state.pt")
expect("state.pt", x, member="weight")
torch.save(torch.nn.Linear(3, 2), HERE / "module.pt")
refuse("module.pt", "pickle", "torch.nn.modules.linear.Linear")
torch.save(torch.tensor(x), HERE / "old.pt", _use_new_zipfile_serialization=False)
refuse("old.pt", "pickle", "before version 1.6")
torch.save(torch.tensor(x).to_sparse(), HERE / "sparse.pt")
refuse("sparse.pt", "pickle", "torch._utils._rebuild_sparse_tensor")

# pickle: arrays of NumPy by every protocol, dicts, order, byte order, what is more than arrays.
for protocol in [3, 4, 5]:
    with open(HERE / f"array{protocol}.pkl", "wb") as file:
        pickle.dump(x, file, protocol=protocol)
    expect(f"array{protocol}.pkl", x)


def dump(name, value, protocol=4):
    (HERE / name).write_bytes(pickle.dumps(value, protocol=protocol))


dump("dict.pkl", {"x1": np.asfortranarray(x), "x2": x.astype(">f8"), "y": y, "layers": [x, 2 * x]})
for member, array in [("x1", x), ("x2", x), ("layers.1", 2 * x)]:
    expect("dict.pkl", array, member=member)
expect_labels("dict.pkl", y.tolist(), member="y")
dump("large.pickle", {"a": np.zeros((100, 90)), "b": -x})
expect("large.pickle", -x, member="b")
dump("protocol2.pkl", x, protocol=2)
refuse("protocol2.pkl", "pickle", "_codecs.encode")
dump("frame.pkl", pd.DataFrame(x))
refuse("frame.pkl", "pickle", "pandas")
dump("list.pkl", words)
refuse("list.pkl", "pickle", "no arrays")


class Run:
    def __reduce__(self):
        return (eval, ("__import__('os').system('true')",))


dump("run.pkl", Run())
refuse("run.pkl", "pickle", "builtins.eval")
objects = np.array([{"a": 1}, None], dtype=object)
dump("objects.pkl", objects)
refuse("objects.pkl", "pickle", "another")

# JSON Lines: by hand, by pandas, by polars.
(HERE / "lists.jsonl").write_text("".join(json.dumps(row) + "\n" for row in x.round(3).tolist()))
expect("lists.jsonl", x.astype(np.float64).round(3))
(HERE / "words.jsonl").write_text("\n".join(json.dumps(word) for word in words))
expect_labels("words.jsonl", words)
frame = pd.DataFrame({"id": [7, 8, 9, 10], "x1": list(x.round(3).tolist()), "x2": (-x).round(3).tolist(), "answer": words})
frame.to_json(HERE / "frame.jsonl", orient="records", lines=True)
expect_labels("frame.jsonl", words)
expect_labels("frame.jsonl", ["7", "8", "9", "10"], column="id")
EXPECTED["frame.jsonl"][-1].update(names=["7", "8", "9", "10"], codes=[0, 1, 2, 3])
expect("frame.jsonl", np.array(frame.x1.tolist()), role="x1")
expect("frame.jsonl", np.array(frame.x2.tolist()), column="x2")
pl.DataFrame({"a": x.tolist(), "label": y.tolist()}).write_ndjson(HERE / "polars.ndjson")
expect("polars.ndjson", x, role="x2")
expect_labels("polars.ndjson", y.tolist(), role="y")

(HERE / "expected.json").write_text(json.dumps(EXPECTED, separators=(",", ":")) + "\n")
