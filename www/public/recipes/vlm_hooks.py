"""Image-token and text-token states of a Hugging Face vision-language model, per layer, as .npy files.

    pip install torch torchvision "transformers>=4.56" pillow numpy
    python vlm_hooks.py --model llava-hf/llava-1.5-7b-hf --data data.jsonl --out embeddings

data.jsonl holds one sample a line; paths are relative to the file, "label" is needed for --y label only:

    {"image": "images/0001.jpg", "text": "What colour is the bus?", "label": "red"}

Written, one row per line of data.jsonl and in its order (layer 0 is the input of the language model, layer l the
output of its l-th block):

    x1_image_layer0.npy ...   (n, hidden)  mean state of the image tokens; layer 0: mean output of the projector
    x2_text_layer0.npy ...    (n, hidden)  mean state of the text tokens
    y_answer.npy              (n,) int64   what the model says; or y_label.npy with --y label
    y_no_image.npy, y_no_text.npy   the same with one input masked, with --masked: grey image, empty question
    y_options.npy             (n, options) probabilities of the first token, with --options A,B,C,D
    y_classes.json            what each value of y stands for

Several targets of one folder are analysed side by side: the page and `npx modalens study embeddings` show the label
beside the answer, and the answer beside those with an input masked.

With one layer the files are x1_image.npy and x2_text.npy. Drop the folder on the page, or run
`npx modalens analyze embeddings/x1_image_layer16.npy embeddings/x2_text_layer16.npy embeddings/y_answer.npy`.

Read this before you interpret: in a causal model a token sees only what comes before it. Where the image comes first,
image tokens never see the question, while text tokens see the image from layer 1 on. What X2 shares with X1 there may
be information that has moved, not information that both had from the start; layer 0 tells the two apart.
"""

import argparse
import collections
import json
import pathlib

import numpy as np
import torch
from PIL import Image
from transformers import AutoModelForImageTextToText, AutoProcessor

PROJECTORS = ("multi_modal_projector", "mm_projector", "connector", "merger", "aligner", "projector")


def find(model, wanted, names, what):
    """The module called `wanted`, or the first whose last name is one of `names`."""
    modules = dict(model.named_modules())
    if wanted:
        if wanted not in modules:
            raise SystemExit(f"The model has no module {wanted}. Print model.named_modules() to see what it has.")
        return modules[wanted]
    for name in names:
        for path, module in modules.items():
            if path.split(".")[-1] == name:
                return module
    raise SystemExit(f"No {what} was found. Name it; print model.named_modules() to see what there is.")


def find_blocks(model, wanted):
    """The blocks of the language model: the longest list of modules called `layers` outside the vision tower."""
    if wanted:
        return find(model, wanted, (), "list of blocks")
    lists = [
        module for path, module in model.named_modules()
        if path.split(".")[-1] == "layers" and isinstance(module, torch.nn.ModuleList)
        and not any(word in path for word in ("vision", "visual", "image", "audio", *PROJECTORS))
    ]
    if not lists:
        raise SystemExit("No blocks of a language model were found. Name them with --blocks.")
    return max(lists, key=len)


def tensor(output):
    """The hidden states in what a module returned."""
    return output[0] if isinstance(output, (tuple, list)) else output


class Recorder:
    """Keeps what the projector and the chosen blocks put out in one forward pass."""

    def __init__(self, layers, projector, blocks):
        self.states, self.image = {}, None
        projector.register_forward_hook(self.keep_image)
        blocks[0].register_forward_pre_hook(self.keep_input, with_kwargs=True)
        for layer in layers:
            if layer > 0:
                blocks[layer - 1].register_forward_hook(self.keeper(layer))

    def keep_image(self, module, args, output):
        self.image = tensor(output)

    def keep_input(self, module, args, kwargs):
        self.states[0] = args[0] if args else kwargs["hidden_states"]

    def keeper(self, layer):
        def keep(module, args, output):
            self.states[layer] = tensor(output)
        return keep

    def pooled(self, layer, is_image):
        """Means over image tokens and over text tokens: two vectors."""
        hidden = self.states[layer][0].float()
        text = hidden[~is_image].mean(0)
        if layer > 0:
            return hidden[is_image].mean(0), text
        return self.image.float().reshape(-1, self.image.shape[-1]).mean(0), text


def inputs_of(processor, image, text):
    """Tokens and pixels of one sample, in the chat form that the model was trained on, if it has one."""
    if getattr(processor, "chat_template", None):
        content = [{"type": "image", "image": image}, {"type": "text", "text": text}]
        return processor.apply_chat_template(
            [{"role": "user", "content": content}], add_generation_prompt=True, tokenize=True, return_dict=True,
            return_tensors="pt")
    prompt = f"{getattr(processor, 'image_token', '<image>')}\n{text}"
    return processor(images=image, text=prompt, return_tensors="pt")


def image_token_id(model):
    """Id of the token that stands for a piece of the image."""
    for name in ("image_token_id", "image_token_index"):
        if getattr(model.config, name, None) is not None:
            return getattr(model.config, name)
    raise SystemExit("The configuration of the model names no image token; this recipe does not fit it.")


def choose_layers(asked, depth):
    """Numbers of the layers: 0 is the input, `depth` the output of the last block."""
    if asked == "all":
        return list(range(depth + 1))
    if asked == "some":
        return sorted({round(depth * share / 4) for share in range(5)})
    layers = sorted({int(item) for item in asked.split(",")})
    if layers[0] < 0 or layers[-1] > depth:
        raise SystemExit(f"--layers {asked}: the model has layers 0 to {depth}.")
    return layers


def codes_of(values, most):
    """Values as numbers 0, 1, ... by falling frequency; all but the `most` - 1 commonest become "other"."""
    counts = collections.Counter(values)
    names = [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    if len(names) > most:
        names = names[: most - 1] + ["other"]
    place = {name: code for code, name in enumerate(names)}
    return np.array([place.get(value, len(names) - 1) for value in values], dtype=np.int64), names


def save(path, rows):
    """Rows as float16, or as float32 if half precision cannot hold them."""
    array = np.stack(rows).astype(np.float32)
    with np.errstate(over="ignore"):
        half = array.astype(np.float16)
    np.save(path, half if np.isfinite(half).all() else array)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="name on the Hugging Face hub, or a folder")
    parser.add_argument("--data", required=True, type=pathlib.Path, help="JSON lines with image, text, label")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="folder to write to")
    parser.add_argument("--layers", default="some", help='"some" (five), "all", or numbers such as 0,16,32')
    parser.add_argument("--y", default="answer", choices=("answer", "first_token", "label"),
                        help="the generated answer, the most likely first token, or the label in the data")
    parser.add_argument("--masked", action="store_true", help="also answer without the image, and without the text")
    parser.add_argument("--options", type=lambda text: text.split(","), help="answers to choose from, such as A,B,C,D")
    parser.add_argument("--classes", type=int, default=16, help="values of y at most; rarer ones become 'other'")
    parser.add_argument("--max-new-tokens", type=int, default=8, help="length of an answer at most")
    parser.add_argument("--projector", help="name of the projector's module, if it is not found")
    parser.add_argument("--blocks", help="name of the list of the language model's blocks, if it is not found")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def answer_of(args, model, processor, inputs, logits):
    """What the model says of one sample: the most likely first token, or the generated answer."""
    if args.y == "first_token":
        return processor.tokenizer.decode([int(logits.argmax())])
    answer = model.generate(**inputs, max_new_tokens=args.max_new_tokens, do_sample=False)
    new = answer[0, inputs["input_ids"].shape[1]:]
    return processor.tokenizer.decode(new, skip_special_tokens=True).strip().strip(".").lower()


def masked_answers(args, model, processor, image, text):
    """What the model says without the image, and without the question."""
    for name, shown, asked in (
        ("no_image", Image.new("RGB", image.size, (128, 128, 128)), text),
        ("no_text", image, " "),
    ):
        inputs = inputs_of(processor, shown, asked).to(args.device, dtype=model.dtype)
        yield name, answer_of(args, model, processor, inputs, model(**inputs).logits[0, -1])


def option_probabilities(args, processor, logits):
    """Probabilities of the options, by the first token of each, as the answer begins."""
    first = [processor.tokenizer(option, add_special_tokens=False)["input_ids"][0] for option in args.options]
    return torch.softmax(logits[first].float(), 0).cpu().numpy()


@torch.inference_mode()
def collect(args, samples):
    """States by layer, of image and of text tokens, and the targets by name: one sample at a time, so that no mean goes
    over padding."""
    processor = AutoProcessor.from_pretrained(args.model)
    dtype = torch.float32 if args.device == "cpu" else torch.bfloat16
    model = AutoModelForImageTextToText.from_pretrained(args.model, dtype=dtype).to(args.device).eval()
    blocks = find_blocks(model, args.blocks)
    layers = choose_layers(args.layers, len(blocks))
    recorder = Recorder(layers, find(model, args.projector, PROJECTORS, "projector (--projector)"), blocks)
    token = image_token_id(model)
    x1, x2, y = {layer: [] for layer in layers}, {layer: [] for layer in layers}, collections.defaultdict(list)
    for number, sample in enumerate(samples, 1):
        image = Image.open(args.data.parent / sample["image"]).convert("RGB")
        inputs = inputs_of(processor, image, sample["text"]).to(args.device, dtype=model.dtype)
        logits = model(**inputs).logits[0, -1]
        is_image = inputs["input_ids"][0] == token
        if not is_image.any():
            raise SystemExit("The processor put no image tokens into the prompt; update transformers.")
        for layer in layers:
            image_state, text_state = recorder.pooled(layer, is_image)
            x1[layer].append(image_state.cpu().numpy())
            x2[layer].append(text_state.cpu().numpy())
        y[args.y if args.y == "label" else "answer"].append(
            str(sample["label"]) if args.y == "label" else answer_of(args, model, processor, inputs, logits))
        if args.options:
            y["options"].append(option_probabilities(args, processor, logits))
        if args.masked:
            for name, answer in masked_answers(args, model, processor, image, sample["text"]):
                y[name].append(answer)
        if number % 100 == 0 or number == len(samples):
            print(f"{number} of {len(samples)}", flush=True)
    return x1, x2, y


def main():
    args = parse()
    samples = [json.loads(line) for line in args.data.read_text(encoding="utf-8").splitlines() if line.strip()]
    x1, x2, y = collect(args, samples)
    args.out.mkdir(parents=True, exist_ok=True)
    for layer in x1:
        suffix = f"_layer{layer}" if len(x1) > 1 else ""
        save(args.out / f"x1_image{suffix}.npy", x1[layer])
        save(args.out / f"x2_text{suffix}.npy", x2[layer])
    if "options" in y:
        save(args.out / "y_options.npy", y.pop("options"))
    # One list of classes for all targets: an answer is the same number in each.
    codes, names = codes_of([value for values in y.values() for value in values], args.classes)
    for name, own in zip(y, codes.reshape(len(y), -1)):
        np.save(args.out / f"y_{name}.npy", own)
    (args.out / "y_classes.json").write_text(json.dumps(names, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"n = {len(samples)}, layers {list(x1)}, {len(names)} values of y: {', '.join(names[:8])}")


if __name__ == "__main__":
    main()
