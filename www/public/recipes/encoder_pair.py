"""Image and text embeddings of a CLIP-like pair of encoders, with labels or with the output of a fusion head.

    pip install torch torchvision transformers pillow numpy
    python encoder_pair.py --model openai/clip-vit-base-patch32 --data data.jsonl --out embeddings

data.jsonl holds one sample a line; paths are relative to the file:

    {"image": "images/0001.jpg", "text": "a bus in the rain", "label": "street"}

Written, one row per line of data.jsonl and in its order:

    x1_image.npy     (n, d)       output of the image encoder with its projection
    x2_text.npy      (n, d)       output of the text encoder with its projection
    y_label.npy      (n,) int64   the labels; with --y fusion y_output.npy, what a fusion head makes of both
    y_classes.json                what each value of y stands for

With labels, the decomposition tells what the two encoders know of the truth. With --y fusion it tells what a model that
fuses them uses: a small network on both embeddings is trained on four fifths of the samples and asked about the last
fifth, five times, so that no answer comes from a network that has seen that sample. To study a fusion model of your own,
save its predictions as y_output.npy instead: np.save("y_output.npy", logits.argmax(-1)).
"""

import argparse
import collections
import json
import pathlib

import numpy as np
import torch
from PIL import Image
from transformers import AutoModel, AutoProcessor


def features(output):
    """The embedding in what get_image_features or get_text_features returned: a tensor, or an output that holds it."""
    return output if torch.is_tensor(output) else output.pooler_output


@torch.inference_mode()
def encode(args, samples):
    """Embeddings of all images and of all texts: two arrays (n, d)."""
    processor = AutoProcessor.from_pretrained(args.model)
    model = AutoModel.from_pretrained(args.model).to(args.device).eval()
    images, texts = [], []
    for start in range(0, len(samples), args.batch):
        part = samples[start:start + args.batch]
        pictures = [Image.open(args.data.parent / sample["image"]).convert("RGB") for sample in part]
        pixels = processor(images=pictures, return_tensors="pt").to(args.device)
        # SigLIP was trained with texts padded to full length; CLIP masks the padding, so it does no harm there.
        tokens = processor(text=[sample["text"] for sample in part], padding="max_length", truncation=True,
                           return_tensors="pt").to(args.device)
        images.append(features(model.get_image_features(**pixels)).float().cpu().numpy())
        texts.append(features(model.get_text_features(**tokens)).float().cpu().numpy())
        print(f"{min(start + args.batch, len(samples))} of {len(samples)}", flush=True)
    return np.concatenate(images), np.concatenate(texts)


def codes_of(values, most):
    """Values as numbers 0, 1, ... by falling frequency; all but the `most` - 1 commonest become "other"."""
    counts = collections.Counter(values)
    names = [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    if len(names) > most:
        names = names[: most - 1] + ["other"]
    place = {name: code for code, name in enumerate(names)}
    return np.array([place.get(value, len(names) - 1) for value in values], dtype=np.int64), names


def save(path, array):
    """An array as float16, or as float32 if half precision cannot hold it."""
    with np.errstate(over="ignore"):
        half = array.astype(np.float16)
    np.save(path, half if np.isfinite(half).all() else array.astype(np.float32))


def normalised(x):
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)


def fused(x1, x2, labels, classes, folds=5, epochs=200):
    """What a fusion head says of each sample, asked only of heads that were trained without it."""
    torch.manual_seed(0)
    x = torch.tensor(np.concatenate([normalised(x1), normalised(x2)], axis=1), dtype=torch.float32)
    y = torch.tensor(labels)
    fold = torch.randperm(len(y)) % folds
    said = torch.empty_like(y)
    for held_out in range(folds):
        train = fold != held_out
        head = torch.nn.Sequential(torch.nn.Linear(x.shape[1], 64), torch.nn.ReLU(), torch.nn.Linear(64, classes))
        optimiser = torch.optim.AdamW(head.parameters(), lr=1e-2, weight_decay=1e-2)
        for _ in range(epochs):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(head(x[train]), y[train]).backward()
            optimiser.step()
        with torch.inference_mode():
            said[~train] = head(x[~train]).argmax(1)
    print(f"The fusion head is right about {100 * (said == y).float().mean():.0f} % of the samples it has not seen.")
    return said.numpy()


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="CLIP-like model: name on the Hugging Face hub, or a folder")
    parser.add_argument("--data", required=True, type=pathlib.Path, help="JSON lines with image, text, label")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="folder to write to")
    parser.add_argument("--y", default="label", choices=("label", "fusion"), help="labels, or output of a fusion head")
    parser.add_argument("--classes", type=int, default=16, help="values of y at most; rarer ones become 'other'")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def main():
    args = parse()
    samples = [json.loads(line) for line in args.data.read_text(encoding="utf-8").splitlines() if line.strip()]
    x1, x2 = encode(args, samples)
    y, names = codes_of([str(sample["label"]) for sample in samples], args.classes)
    args.out.mkdir(parents=True, exist_ok=True)
    save(args.out / "x1_image.npy", x1)
    save(args.out / "x2_text.npy", x2)
    if args.y == "fusion":
        np.save(args.out / "y_output.npy", fused(x1, x2, y, len(names)))
    else:
        np.save(args.out / "y_label.npy", y)
    (args.out / "y_classes.json").write_text(json.dumps(names, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"n = {len(samples)}, d = {x1.shape[1]} and {x2.shape[1]}, {len(names)} values of y: {', '.join(names[:8])}")


if __name__ == "__main__":
    main()
