"""Files of other kinds by those who write them, each with the same 60 x 4 numbers or 60 labels."""

import json
import pickle

import h5py
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.ipc
import scipy.io

rng = np.random.default_rng(0)
x = rng.normal(size=(60, 4)).astype("float32")
y = np.where(rng.integers(0, 2, 60), "yes", "no")
frame = pd.DataFrame({"x1": list(x)})

np.save("x.npy", x)
np.save("y.npy", y)
h5py.File("set.h5", "w").create_dataset("hidden states", data=x)
scipy.io.savemat("matrix.mat", {"m": x})
frame.to_pickle("frame.pkl")
pickle.dump(x.tolist(), open("lists.pkl", "wb"))
frame.to_feather("frame.feather")
table = pa.table({"x1": x.tolist()})
with pa.ipc.new_stream("stream.arrow", table.schema) as stream:
    stream.write_table(table)
json.dump(x.tolist(), open("numbers.json", "w"))
json.dump([{"y": label} for label in y.tolist()], open("records.json", "w"))
json.dump(y.tolist(), open("labels.json", "w"))
