"""Writes tests/golden/files: small arrays in every type, order, byte order and format, and in
expected.json what a reader has to make of each (bits of float32, or labels).

    python -m venv venv && venv/bin/pip install numpy safetensors ml_dtypes pandas
    venv/bin/python tests/golden/make_files.py
"""

import json
import pathlib
import zipfile

import ml_dtypes
import numpy as np
import pandas
from numpy.lib import format as npy
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent / "files"
HERE.mkdir(exist_ok=True)
EXPECTED = {}


def bits(array):
    with np.errstate(over="ignore"):
        single = np.ascontiguousarray(np.asarray(array).astype(np.float32))
    return single.reshape(-1).view(np.uint32).tolist()


def expect(name, array, **choice):
    """`array` is samples x features, as a reader should give it."""
    array = np.asarray(array)
    array = array.reshape(array.shape[0], -1)
    EXPECTED.setdefault(name, []).append({**choice, "shape": list(array.shape), "bits": bits(array)})


def expect_labels(name, values, **choice):
    names = sorted(set(values), key=lambda v: (float(v), "") if numeric(values) else (0, v))
    codes = [names.index(v) for v in values]
    EXPECTED.setdefault(name, []).append({**choice, "names": [str(n) for n in names], "codes": codes})


def numeric(values):
    try:
        return all(np.isfinite(float(v)) for v in values)
    except ValueError:
        return False


def write(name, array, version=None):
    with open(HERE / name, "wb") as file:
        npy.write_array(file, array, version=version, allow_pickle=False)


rng = np.random.default_rng(1)
FLOATS = np.array([0.0, -0.0, 1.0, -2.5, 1 / 3, 65504.0, -6e-8, 6.1e-5, 5.96e-8, 1e-7, 3.14159265, -1e-3])


def sample(dtype):
    kind = np.dtype(dtype).kind
    if kind == "f":
        with np.errstate(over="ignore"):
            return FLOATS.astype(dtype).reshape(3, 4)
    if kind == "b":
        return (np.arange(12) % 3 == 0).reshape(3, 4)
    info = np.iinfo(dtype)
    edge = [info.min, info.max, info.min + 1, info.max - 1, 0, 1, 2, 3, 100, 101, 102, 103]
    return np.array(edge, dtype=dtype).reshape(3, 4)


# Every type, both orders, both byte orders.
for code in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
    for order in "CF":
        for byte_order in "<>":
            if code in ("i1", "u1", "b1") and byte_order == ">":
                continue
            array = np.array(sample(code), dtype=byte_order + code, order=order)
            name = f"{code}_{order}_{'le' if byte_order == '<' else 'be'}.npy"
            write(name, array)
            expect(name, array)

# Versions of the format.
for version in [(1, 0), (2, 0), (3, 0)]:
    name = f"version{version[0]}.npy"
    write(name, sample("f4"), version)
    expect(name, sample("f4"))

# Shapes.
one = np.linspace(-1, 1, 5, dtype=np.float32)
write("one_axis.npy", one)
expect("one_axis.npy", one)
for order in "CF":
    three = np.array(rng.normal(size=(3, 5, 2)).astype(np.float32), order=order)
    name = f"three_{order}.npy"
    write(name, three)
    for layer in range(3):
        expect(name, three[layer], pooling={"layer": layer})
    expect(name, three[:, -1, :], pooling="last")
    expect(name, three.astype(np.float64).mean(axis=1), pooling="mean")

# Labels.
for code in ["i1", "<i2", ">i4", "<i8", "u1", "<u2", ">u4", "<u8"]:
    values = np.array([5, 3, 3, 120, 5, 0], dtype=code)
    name = f"labels_{np.dtype(code).name}.npy"
    write(name, values)
    expect_labels(name, values.tolist())
negative = np.array([-3, 7, -3, -10], dtype=np.int64)
write("labels_negative.npy", negative.reshape(-1, 1))
expect_labels("labels_negative.npy", negative.tolist())
truth = np.array([True, False, True])
write("labels_bool.npy", truth)
expect_labels("labels_bool.npy", [int(v) for v in truth])
words = np.array(["yes", "no", "é", "no", "maybe"])
write("labels_text_le.npy", words)
expect_labels("labels_text_le.npy", words.tolist())
write("labels_text_be.npy", words.astype(">U5"))
expect_labels("labels_text_be.npy", words.tolist())
octets = np.array([b"cat", b"dog", b"cat"])
write("labels_bytes.npy", octets)
expect_labels("labels_bytes.npy", [o.decode() for o in octets.tolist()])

# Archives.
arrays = {"image": sample("f2"), "label": np.array([1, 0, 1], dtype=np.int32)}
for name, save in [("stored.npz", np.savez), ("deflated.npz", np.savez_compressed)]:
    save(HERE / name, **arrays)
    expect(name, arrays["image"], member="image")
    expect_labels(name, arrays["label"].tolist(), member="label")
# Beyond 4 GB or 65,535 entries the directory has wider fields; here it has them for three numbers.
zipfile.ZIP64_LIMIT = 0
np.savez(HERE / "zip64.npz", **arrays)
expect("zip64.npz", arrays["image"], member="image")
zipfile.ZIP64_LIMIT = (1 << 31) - 1
np.savez(HERE / "single.npz", only=sample("f8"))
expect("single.npz", sample("f8"))

# Tensors.
brain = FLOATS.astype(ml_dtypes.bfloat16).reshape(3, 4)
tensors = {
    "half": sample("f2"), "brain": brain, "single": sample("f4"), "double": sample("f8"),
    "bytes": sample("u1"), "label": np.array([4, 4, 2], dtype=np.int64),
}
save_file(tensors, HERE / "tensors.safetensors", metadata={"format": "pt"})
for member in ["half", "brain", "single", "double", "bytes"]:
    expect("tensors.safetensors", tensors[member].astype(np.float32), member=member)
expect_labels("tensors.safetensors", tensors["label"].tolist(), member="label")

# Text.
TEXTS = {
    "words.txt": ("yes\nno\nnot sure\nyes\n\n", ["yes", "no", "not sure", "yes"]),
    "numbers.txt": ("10\n9\n10", ["10", "9", "10"]),
    "header.csv": ("\ufefflabel\r\ncat\r\n\"do\"\"g, big\"\r\ncat\r\n", ["cat", 'do"g, big', "cat"]),
    "named_by_kind.csv": ("id\n3\n1\n", ["3", "1"]),
}
for name, (text, values) in TEXTS.items():
    (HERE / name).write_text(text, encoding="utf-8", newline="")
    expect_labels(name, values)
(HERE / "columns.csv").write_text("name,score,y\na,0.5,1\nb,-1,0\n\"c\nd\",2e-1,1\n", newline="")
expect_labels("columns.csv", ["1", "0", "1"], member="y")
expect_labels("columns.csv", ["a", "b", "c\nd"], member="name")
expect("columns.csv", np.array([0.5, -1.0, 0.2]), member="score")
(HERE / "pairs.csv").write_text("question,reply\nwho?,ann\nwhat?,a cat\n")
# As people have them: what is quoted, written by pandas, numpy.savetxt and spreadsheets.
(HERE / "cats.csv").write_text('id,label\n7,"white, small"\n3,"white, large"\n5,"white, small"\n')
expect_labels("cats.csv", ["white, small", "white, large", "white, small"])
(HERE / "vqa.csv").write_text(
    ",id,question,answer,source\n0,a7,what?,yes,web\n1,a9,\"who, where?\",no,book\n2,a3,why?,yes,web\n"
)
expect_labels("vqa.csv", ["yes", "no", "yes"])
expect_labels("vqa.csv", ["web", "book", "web"], column="source")
expect_labels("vqa.csv", ["a7", "a9", "a3"], column="1")
points = rng.normal(size=(4, 3)).round(3)
np.savetxt(HERE / "savetxt.csv", points, delimiter=",")
expect("savetxt.csv", points)
np.savetxt(HERE / "savetxt.txt", points)
expect("savetxt.txt", points)
pandas.DataFrame(points).to_csv(HERE / "frame.csv")
expect("frame.csv", points)
mixed = pandas.DataFrame(points, columns=["img_0", "img_1", "txt_0"]).assign(label=[1, 0, 1, 1])
mixed.to_csv(HERE / "mixed.csv", index=False)
expect_labels("mixed.csv", ["1", "0", "1", "1"])
expect("mixed.csv", points, role="x1")
expect("mixed.csv", points[:, :2], column="img_*")
expect("mixed.csv", points[:, 2:], column="txt_*", role="x2")
pandas.DataFrame({"label": ["ja", "nein", "ja"]}).to_csv(HERE / "excel.csv", encoding="utf-16")
expect_labels("excel.csv", ["ja", "nein", "ja"])
(HERE / "semicolons.csv").write_text("name;y\nGrün, hell;1\nrot;0\n", encoding="utf-16-be")
(HERE / "semicolons.csv").write_bytes(b"\xfe\xff" + (HERE / "semicolons.csv").read_bytes())
expect_labels("semicolons.csv", ["1", "0"])
expect_labels("semicolons.csv", ["Grün, hell", "rot"], column="name")
(HERE / "latin1.csv").write_text("label\ncaf\xe9\ncaf\xe8\n", encoding="latin-1")
(HERE / "scores.tsv").write_text("score\n0.5\n-1\n", newline="")
expect("scores.tsv", np.array([0.5, -1.0]))

# What has to be refused.
write("nan.npy", np.array([[0, 1], [np.nan, 1], [2, 2], [2, -np.inf]], dtype=np.float32))
np.save(HERE / "object.npy", np.array([{"a": 1}, None], dtype=object), allow_pickle=True)
write("complex.npy", np.array([1 + 2j]))
np.save(HERE / "record.npy", np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f4")]))

(HERE / "expected.json").write_text(json.dumps(EXPECTED, indent=None, separators=(",", ":")) + "\n")
