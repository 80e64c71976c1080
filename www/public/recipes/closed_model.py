"""Answers of a closed model as labels, and embeddings of what it was shown from encoders of your choice.

    pip install torch torchvision transformers pillow numpy
    python closed_model.py --data answers.jsonl --out embeddings --pattern "\\b([A-D])\\b"

Nothing is asked of the closed model here, and none of its embeddings are needed. Collect its answers first with any
client, one sample a line; paths are relative to the file:

    {"image": "images/0001.jpg", "text": "Which animal? (A) cat (B) dog (C) owl (D) fox", "answer": "It is (B)."}

Written, one row per line of answers.jsonl and in its order:

    x1_image.npy     (n, d1)      --image-encoder, mean over patches
    x2_text.npy      (n, d2)      --text-encoder, mean over tokens
    y_answer.npy     (n,) int64   the answers, 0 for the commonest
    y_classes.json                what each value of y stands for

What it means: how the *inputs*, as these encoders see them, relate to the answers. An encoder that misses what the
closed model looks at makes that modality look weaker; run it with two encoders and compare. Answers that are sampled
(temperature above 0) carry noise that no input explains: ask at temperature 0.
"""

import argparse
import collections
import json
import pathlib
import re

import numpy as np
import torch
from PIL import Image
from transformers import AutoImageProcessor, AutoModel, AutoTokenizer


def read_answer(answer, pattern):
    """The part of an answer that counts: the last match of the pattern, or the words without case and punctuation."""
    if pattern:
        found = re.findall(pattern, answer)
        return (found[-1] if isinstance(found[-1], str) else found[-1][0]).upper() if found else "no answer"
    return re.sub(r"[^\w\s]", "", answer).strip().lower() or "no answer"


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


def batches(items, size):
    for start in range(0, len(items), size):
        yield items[start:start + size]


@torch.inference_mode()
def encode_images(name, paths, args):
    """Mean of the last hidden states over patches: (n, d)."""
    processor, model = AutoImageProcessor.from_pretrained(name), AutoModel.from_pretrained(name)
    model = getattr(model, "vision_model", model).to(args.device).eval()
    rows = []
    for part in batches(paths, args.batch):
        pictures = [Image.open(path).convert("RGB") for path in part]
        states = model(**processor(images=pictures, return_tensors="pt").to(args.device)).last_hidden_state
        rows.append(states.float().mean(1).cpu().numpy())
    return np.concatenate(rows)


@torch.inference_mode()
def encode_texts(name, texts, args):
    """Mean of the last hidden states over tokens, without padding: (n, d)."""
    tokenizer, model = AutoTokenizer.from_pretrained(name), AutoModel.from_pretrained(name)
    model = getattr(model, "text_model", model).to(args.device).eval()
    rows = []
    for part in batches(texts, args.batch):
        tokens = tokenizer(part, padding=True, truncation=True, return_tensors="pt").to(args.device)
        states = model(**tokens).last_hidden_state.float()
        mask = tokens["attention_mask"].unsqueeze(-1)
        rows.append(((states * mask).sum(1) / mask.sum(1)).cpu().numpy())
    return np.concatenate(rows)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=pathlib.Path, help="JSON lines with image, text, answer")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="folder to write to")
    parser.add_argument("--pattern", help="regular expression of what counts in an answer, such as \\b([A-D])\\b")
    parser.add_argument("--image-encoder", default="facebook/dinov2-small", help="any Hugging Face vision model")
    parser.add_argument("--text-encoder", default="sentence-transformers/all-MiniLM-L6-v2", help="any text model")
    parser.add_argument("--classes", type=int, default=16, help="values of y at most; rarer ones become 'other'")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def main():
    args = parse()
    samples = [json.loads(line) for line in args.data.read_text(encoding="utf-8").splitlines() if line.strip()]
    y, names = codes_of([read_answer(str(sample["answer"]), args.pattern) for sample in samples], args.classes)
    x1 = encode_images(args.image_encoder, [args.data.parent / sample["image"] for sample in samples], args)
    x2 = encode_texts(args.text_encoder, [sample["text"] for sample in samples], args)
    args.out.mkdir(parents=True, exist_ok=True)
    save(args.out / "x1_image.npy", x1)
    save(args.out / "x2_text.npy", x2)
    np.save(args.out / "y_answer.npy", y)
    (args.out / "y_classes.json").write_text(json.dumps(names, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"n = {len(samples)}, d = {x1.shape[1]} and {x2.shape[1]}, {len(names)} answers: {', '.join(names[:8])}")


if __name__ == "__main__":
    main()
