"""Checks the files that a recipe wrote: names, shapes, types, and states against the model's own hidden states.

    python check_files.py KIND MODEL FOLDER DATA X1_WIDTH X2_WIDTH Y_NAME [FURTHER TARGETS ...]

KIND is "vlm" or "pair". Fails with what is wrong.
"""

import json
import pathlib
import sys

import numpy as np


def check_inputs(folder, names, n, widths):
    for name in names:
        array = np.load(folder / name)
        width = widths[0] if name.startswith("x1") else widths[1]
        assert array.shape == (n, width), f"{name} has shape {array.shape}, not {(n, width)}"
        assert array.dtype == np.float16, f"{name} has type {array.dtype}, not float16"
        assert np.isfinite(array).all(), f"{name} holds NaN or infinity"
        assert np.ptp(array.astype(np.float64), axis=0).max() > 0, f"{name} is the same in every row"


def check_further(folder, name, n, classes):
    y = np.load(folder / name)
    if name == "y_options.npy":
        assert y.ndim == 2 and len(y) == n and y.dtype == np.float16, f"{name} has shape {y.shape}, type {y.dtype}"
        assert np.abs(y.astype(np.float64).sum(1) - 1).max() < 5e-3, f"{name} holds no probabilities"
    else:
        assert y.shape == (n,) and set(y.tolist()) <= set(range(len(classes))), f"{name} is not of the classes of y"


def check_y(folder, name, n, further=()):
    y, classes = np.load(folder / name), json.loads((folder / "y_classes.json").read_text(encoding="utf-8"))
    assert y.shape == (n,) and y.dtype == np.int64, f"{name} has shape {y.shape} and type {y.dtype}"
    # A fusion head need not name every class; answers and labels are coded from what is there.
    values, codes = set(y.tolist()), set(range(len(classes)))
    some = name == "y_output.npy" or further
    assert values <= codes if some else values == codes, f"{name} and y_classes.json do not match"
    assert len(values) >= 2, f"{name} has one value only"
    return y, classes


def own_states(model_folder, samples, data):
    """Pooled states as the model reports them itself, without hooks: [layer][sample] of (image, text)."""
    import torch
    from PIL import Image
    from transformers import AutoModelForImageTextToText, AutoProcessor
    processor = AutoProcessor.from_pretrained(model_folder)
    model = AutoModelForImageTextToText.from_pretrained(model_folder, dtype=torch.float32).eval()
    rows = []
    for sample in samples:
        content = [{"type": "image", "image": Image.open(data.parent / sample["image"]).convert("RGB")},
                   {"type": "text", "text": sample["text"]}]
        inputs = processor.apply_chat_template([{"role": "user", "content": content}], tokenize=True,
                                               add_generation_prompt=True, return_dict=True, return_tensors="pt")
        with torch.inference_mode():
            states = model(**inputs, output_hidden_states=True).hidden_states
        image = inputs["input_ids"][0] == model.config.image_token_id
        rows.append([(state[0][image].mean(0).numpy(), state[0][~image].mean(0).numpy()) for state in states])
    return list(zip(*rows))


def check_states(model_folder, folder, samples, data, depth, projector_is_input):
    """The last reported state is normalised, so it is left to the blocks before it."""
    states = own_states(model_folder, samples, data)
    assert len(states) == depth + 1
    for layer in range(depth):
        for part, name in enumerate(("x1_image", "x2_text")):
            if layer == 0 and part == 0 and not projector_is_input:
                continue
            found = np.load(folder / f"{name}_layer{layer}.npy")[: len(samples)].astype(np.float64)
            wanted = np.stack([row[part] for row in states[layer]])
            error = np.abs(found - wanted).max() / np.abs(wanted).max()
            assert error < 2e-3, f"{name}_layer{layer} differs from the model's own state by {error:.1e}"


def main():
    kind, model, folder, data, width1, width2, y_name, *further = sys.argv[1:]
    folder, data, widths = pathlib.Path(folder), pathlib.Path(data), (int(width1), int(width2))
    samples = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
    layers = range(4) if kind == "vlm" else [None]
    names = [f"{name}{'' if layer is None else f'_layer{layer}'}.npy" for layer in layers
             for name in ("x1_image", "x2_text")]
    found = sorted(path.name for path in folder.iterdir())
    assert found == sorted([*names, y_name, *further, "y_classes.json"]), f"{folder} holds {found}"
    check_inputs(folder, names, len(samples), widths)
    y, classes = check_y(folder, y_name, len(samples), further)
    for name in further:
        check_further(folder, name, len(samples), classes)
    if y_name == "y_label.npy":
        assert [classes[code] for code in y] == [sample["label"] for sample in samples], "labels are in another order"
    if kind == "vlm":
        # LLaVA-NeXT drops padded patches and adds newlines between projector and language model.
        check_states(model, folder, samples[:8], data, 3, projector_is_input="next" not in model)


if __name__ == "__main__":
    main()
