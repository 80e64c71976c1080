"""Checks the .npz that extract.py wrote: names, shapes, types, and states and answers against the model's own.

    python check_files.py FILE DATA EXPECTED

EXPECTED is JSON: kind, model, layers (0 for none), widths of x1 and x2, targets by name without "y_", and how far
states may be off. Fails with what is wrong.
"""

import json
import pathlib
import sys

import numpy as np


def check_inputs(run, names, n, widths):
    for name in names:
        array = run[name]
        width = widths[0] if name.startswith("x1") else widths[1]
        assert array.shape == (n, width), f"{name} has shape {array.shape}, not {(n, width)}"
        assert array.dtype == np.float16, f"{name} has type {array.dtype}, not float16"
        assert np.isfinite(array).all(), f"{name} holds NaN or infinity"
        assert np.ptp(array.astype(np.float64), axis=0).max() > 0, f"{name} is the same in every row"


def check_target(run, name, n):
    y = run[name]
    if name == "y_options":
        assert y.ndim == 2 and len(y) == n and y.dtype == np.float16, f"{name} has shape {y.shape}, type {y.dtype}"
        assert np.abs(y.astype(np.float64).sum(1) - 1).max() < 5e-3, f"{name} holds no probabilities"
        return
    assert y.shape == (n,) and y.dtype.kind == "U", f"{name} has shape {y.shape} and type {y.dtype}"
    assert name.startswith("y_no_") or len(set(y.tolist())) >= 2, f"{name} has one value only"
    assert all(y.tolist()), f"{name} has an empty answer"


class Own:
    """The model asked for one sample at a time, without hooks and without padding."""

    def __init__(self, kind, folder):
        import torch
        import transformers as t
        self.torch, self.kind = torch, kind
        self.processor = t.AutoProcessor.from_pretrained(folder)
        named = getattr(t, t.AutoConfig.from_pretrained(folder).architectures[0])
        self.model = named.from_pretrained(folder, dtype=torch.float32).eval()

    def inputs(self, image, text):
        if self.kind == "encdec":
            return self.processor(images=image, text=text, return_tensors="pt")
        content = [{"type": "image", "image": image}, {"type": "text", "text": text}]
        return self.processor.apply_chat_template([{"role": "user", "content": content}], tokenize=True,
                                                  add_generation_prompt=True, return_dict=True, return_tensors="pt")

    def states(self, inputs):
        """By layer the means over image tokens and over text tokens, as the model itself reports them."""
        model, config = self.model, self.model.config
        if config.model_type == "blip":
            seen = model.vision_model(inputs["pixel_values"], output_hidden_states=True)
            told = model.text_encoder(
                input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], output_hidden_states=True,
                encoder_hidden_states=seen.last_hidden_state, return_dict=True)
            share = (len(seen.hidden_states) - 1) // (len(told.hidden_states) - 1)
            return [(seen.hidden_states[layer * share][0].mean(0), state[0].mean(0))
                    for layer, state in enumerate(told.hidden_states)]
        if self.kind == "encdec":
            start = self.torch.tensor([[config.text_config.decoder_start_token_id]])
            states = model(**inputs, decoder_input_ids=start, output_hidden_states=True).encoder_hidden_states
        else:
            states = model(**inputs, output_hidden_states=True).hidden_states
        image = inputs["input_ids"][0] == config.image_token_id
        return [(state[0][image].mean(0), state[0][~image].mean(0)) for state in states]

    def answer(self, inputs):
        said = self.model.generate(**inputs, max_new_tokens=8, do_sample=False, num_beams=1)[0]
        new = said[1:] if self.kind == "encdec" else said[inputs["input_ids"].shape[1]:]
        return self.processor.tokenizer.decode(new, skip_special_tokens=True).strip().strip(".").lower()


def check_model(run, own, samples, data, expected):
    """The last state that a model reports may be normalised, so it is left to the blocks before it."""
    from PIL import Image
    rows, answers = [], []
    with own.torch.inference_mode():
        for sample in samples:
            inputs = own.inputs(Image.open(data.parent / sample["image"]).convert("RGB"), sample["text"])
            rows.append(own.states(inputs))
            answers.append(own.answer(inputs) if expected.get("answers") else None)
    assert {len(row) for row in rows} == {expected["layers"]}, "the model reports another number of states"
    for layer in range(expected["layers"] - 1):
        for part, name in enumerate(("x1_image", "x2_text")):
            found = run[f"{name}_layer{layer}"][: len(samples)].astype(np.float64)
            wanted = np.stack([row[layer][part].numpy() for row in rows])
            error = np.abs(found - wanted).max() / np.abs(wanted).max()
            assert error < expected["tolerance"], f"{name}_layer{layer} differs from the model's own by {error:.1e}"
    if expected.get("answers"):
        found = run["y_answer"][: len(samples)].tolist()
        assert found == answers, f"it answers {found}, the model {answers}"


def main():
    data, expected = pathlib.Path(sys.argv[2]), json.loads(sys.argv[3])
    run = np.load(sys.argv[1])
    samples = [json.loads(line) for line in data.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    layers = [f"_layer{layer}" for layer in range(expected["layers"])] or [""]
    names = [name + layer for layer in layers for name in ("x1_image", "x2_text")]
    targets = [f"y_{name}" for name in expected["targets"]]
    assert run.files == [*names, *targets, "run.json"], f"the file holds {run.files}"
    check_inputs(run, names, len(samples), expected["widths"])
    for name in targets:
        check_target(run, name, len(samples))
    if "y_label" in targets:
        assert run["y_label"].tolist() == [sample["label"] for sample in samples], "labels are in another order"
    if expected["kind"] in ("vlm", "encdec"):
        check_model(run, Own(expected["kind"], expected["model"]), samples[:8], data, expected)


if __name__ == "__main__":
    main()
