"""Embeddings and answers of a multimodal model over a data set, as one .npz that Modalens takes as it is.

    pip install torch torchvision "transformers>=4.56" pillow numpy
    python extract.py vlm    --data data.jsonl --out run.npz --model llava-hf/llava-1.5-7b-hf
    python extract.py encdec --data data.jsonl --out run.npz --model Salesforce/blip-vqa-base
    python extract.py pair   --data data.jsonl --out run.npz --model openai/clip-vit-base-patch32
    python extract.py closed --data data.jsonl --out run.npz --pattern "\\b([A-D])\\b"
    npx modalens analyze run.npz

vlm: LLaVA, Qwen-VL and whatever else puts image tokens into the prompt of a language model. encdec: BLIP for
questions, Florence-2. pair: CLIP, SigLIP. closed: a model of which you have the answers alone; nothing is
asked of it here, and X1 and X2 come from encoders of your choice. `python extract.py vlm --help` has all
options.

Data are JSON lines, or a CSV with these columns, a sample a line; paths are relative to the file, "label" and
"answer" (of a closed model) may be missing where they are not asked for:

    {"image": "images/0001.jpg", "text": "What colour is the bus?", "label": "red", "answer": "It is red."}

Written, one row a line of the data and in its order, the roles in the names:

    x1_image, x2_text      (n, d)        pair: the embeddings; closed: means over patches and over tokens
    x1_image_layer0 ...    (n, d)        vlm, encdec: mean state of the image tokens at each of --layers
    x2_text_layer0 ...     (n, d)        mean state of the text tokens
    y_answer               (n,)          what the model says
    y_output               (n,)          pair with --y fusion: what a fusion head makes of both
    y_label                (n,)          the labels, where the data have them
    y_no_image, y_no_text  (n,)          with --masked: answers to a grey image, and to an empty question
    y_options              (n, options)  with --options A,B,C,D: how probable each is as the first token

Layer 0 is what the first block reads: of image tokens the output of the projector; layer l is the output of
block l. An encoder of images with more or fewer blocks than that of texts is read at the same share of its
depth.

A run that was stopped, in whatever way, goes on where it was when the same command is given again: what is
done is kept beside the file, in run.npz.parts, until the file is whole.

Read this before you interpret: in a causal model a token sees only what comes before it. Where the image
comes first, image tokens never see the question, while text tokens see the image from layer 1 on; in an
encoder each sees the other. What X2 shares with X1 there may be information that has moved, not information
that both had from the start; layer 0 tells the two apart. Of a closed model you learn how its inputs, as
these encoders see them, relate to its answers: an encoder that misses what the model looks at makes that
modality look weaker, so run it with two. Ask the model at temperature 0; answers that are sampled carry noise
that no input explains.
"""

import argparse
import collections
import csv
import hashlib
import inspect
import json
import os
import pathlib
import re
import shutil
import time
import zipfile

import numpy as np
import torch
import transformers
from PIL import Image

IMAGE_WORDS = ("vision", "visual", "image", "audio", "projector", "connector", "merger", "aligner", "qformer")
NO_ANSWER = "no answer"


def read_data(path, needed):
    """The samples: dicts of text, with the keys that are needed, and images that are there."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            if path.suffix.lower() == ".csv":
                samples = list(csv.DictReader(file))
            else:
                samples = [json.loads(line) for line in file if line.strip()]
    except (OSError, ValueError, csv.Error) as problem:
        raise SystemExit(f"{path}: {problem}. JSON objects, one a line, or a .csv with a header is expected.")
    if not samples:
        raise SystemExit(f"{path} holds no sample.")
    for number, sample in enumerate(samples, 1):
        if not isinstance(sample, dict):
            raise SystemExit(f"{path}: sample {number} is {sample!r:.40}; an object with keys is expected.")
        missing = [key for key in needed if sample.get(key) in (None, "")]
        if missing:
            found = ", ".join(sample)
            raise SystemExit(f"{path}: sample {number} has no {' and no '.join(missing)}; it has {found}.")
        image = path.parent / sample["image"]
        if not image.is_file():
            raise SystemExit(f"{path}: the image of sample {number}, {image}, is not there.")
    return samples


def open_image(path):
    try:
        return Image.open(path).convert("RGB")
    except (OSError, ValueError) as problem:
        raise SystemExit(f"{path} is no image: {problem}. Replace it, and the same command goes on.")


def half(array):
    """An array as float16, or as float32 if half precision cannot hold it."""
    array = np.asarray(array, dtype=np.float32)
    with np.errstate(over="ignore"):
        short = array.astype(np.float16)
    return short if np.isfinite(short).all() else array


def load(kind, name, args):
    """A pretrained network, ready to be asked."""
    dtype = args.dtype
    if dtype == "auto":
        dtype = "bfloat16" if args.kind in ("vlm", "encdec") and args.device != "cpu" else "float32"
    try:
        network = kind.from_pretrained(name, dtype=getattr(torch, dtype))
    except ValueError as problem:
        found = transformers.AutoConfig.from_pretrained(name).model_type
        raise SystemExit(f"{name} is of the class {found}, which {args.kind} does not fit: {problem!s:.200}")
    return network.to(args.device).eval()


def placed(inputs, network):
    """Inputs where the network is; numbers in its precision, tokens as they are."""
    return {name: value.to(network.device, network.dtype if value.is_floating_point() else value.dtype)
            for name, value in inputs.items() if torch.is_tensor(value)}


def mean(states, mask=None):
    """Means over those of the tokens (axis 1) that the mask has: (samples, d)."""
    states = states.float()
    if mask is None:
        return states.mean(1).cpu().numpy()
    if mask.shape != states.shape[:2]:
        raise SystemExit(f"The prompt is of {tuple(mask.shape)} tokens, states {tuple(states.shape)}: "
                         "the processor does not fit the model. Update transformers.")
    mask = mask.unsqueeze(-1)
    return (states.masked_fill(~mask, 0).sum(1) / mask.sum(1)).cpu().numpy()


def choose_layers(asked, depth):
    """Numbers of the layers: 0 is the input, `depth` the output of the last block."""
    if asked == "all":
        return list(range(depth + 1))
    if asked == "some":
        return sorted({round(depth * share / 4) for share in range(5)})
    layers = sorted({int(item) for item in re.findall(r"-?\d+", asked)})
    if not layers or layers[0] < 0 or layers[-1] > depth:
        raise SystemExit(f"--layers {asked}: the model has layers 0 to {depth}; say some, all or numbers.")
    return layers


def find_blocks(network, wanted, fits, what):
    """The list of blocks called `wanted`, or the longest whose path fits."""
    modules = network.named_modules()
    lists = {path: module for path, module in modules if isinstance(module, torch.nn.ModuleList)}
    if wanted:
        if wanted not in lists:
            raise SystemExit(f"The model has no list of blocks called {wanted}; it has {', '.join(lists)}.")
        return lists[wanted]
    found = [module for path, module in lists.items()
             if path.split(".")[-1] in ("layers", "layer", "block", "blocks", "h") and fits(path)]
    if not found:
        raise SystemExit(f"{type(network).__name__} has no blocks of {what} that this script knows. Is it of "
                         f"another kind ({', '.join(KINDS)})? Else name them; it has {', '.join(lists)}.")
    return max(found, key=len)


class Recorder:
    """Keeps what blocks put out in the first pass after `states` was cleared; 0: what the first reads."""

    def __init__(self, blocks, places):
        self.states = {}
        for place in places:
            if place == 0:
                blocks[0].register_forward_pre_hook(self.before, with_kwargs=True)
            else:
                blocks[place - 1].register_forward_hook(self.after(place))

    def before(self, module, args, kwargs):
        self.states.setdefault(0, args[0] if args else kwargs["hidden_states"])

    def after(self, place):
        def keep(module, args, output):
            self.states.setdefault(place, output[0] if isinstance(output, (tuple, list)) else output)
        return keep


class Model:
    """Called with images and their samples it gives arrays, or lists of words, by name: a row a sample."""

    def alike(self, sample):
        """Samples of which this is equal may share a batch."""
        return 0


class Answering(Model):
    """A model that sees an image and a text, and answers: what vlm and encdec have in common."""

    prefix = ""

    def __init__(self, args, kind):
        self.args = args
        self.processor = transformers.AutoProcessor.from_pretrained(args.model)
        self.network = load(kind, args.model, args)
        self.tokenizer = self.processor.tokenizer
        if self.tokenizer.pad_token is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token
        self.options = None
        if args.options:
            tokens = self.tokenizer(args.options, add_special_tokens=False)["input_ids"]
            self.options = [option[0] for option in tokens]
            if len(set(self.options)) < len(self.options):
                raise SystemExit(f"Of --options {','.join(args.options)} two begin with the same token.")

    def record(self, image_blocks, text_blocks):
        """Keeps the states of the chosen layers, those of images at the same share of the depth."""
        share = len(image_blocks) / len(text_blocks)
        layers = choose_layers(self.args.layers, len(text_blocks))
        self.places = {layer: round(layer * share) for layer in layers}
        self.text = Recorder(text_blocks, self.places)
        one = image_blocks is text_blocks
        self.image = self.text if one else Recorder(image_blocks, set(self.places.values()))

    def image_token(self):
        """Id of the token that stands for a piece of the image; None if the model has none."""
        config = self.network.config
        return getattr(config, "image_token_id", None) or getattr(config, "image_token_index", None)

    def masks(self, inputs):
        """Which tokens are of the image, and which are of the text."""
        is_image = inputs["input_ids"] == self.image_token()
        if not is_image.any(1).all():
            raise SystemExit("The processor put no image tokens into the prompt; update transformers.")
        return is_image, ~is_image & inputs["attention_mask"].bool()

    def inputs(self, images, texts):
        """Tokens and pixels, in the chat form that the model was trained on, if it has one."""
        if getattr(self.processor, "chat_template", None):
            contents = ([{"type": "image", "image": image}, {"type": "text", "text": text}]
                        for image, text in zip(images, texts))
            chats = [[{"role": "user", "content": content}] for content in contents]
            template = self.processor.apply_chat_template
            # transformers 5 wants what is for the processor apart.
            apart = "processor_kwargs" in inspect.signature(template).parameters
            padding = {"processor_kwargs": {"padding": True}} if apart else {"padding": True}
            inputs = template(chats, add_generation_prompt=True, tokenize=True, return_dict=True,
                              return_tensors="pt", **padding)
        else:
            texts = [f"{self.prefix}{text}" for text in texts]
            inputs = self.processor(images=images, text=texts, return_tensors="pt", padding=True)
        return placed(inputs, self.network)

    def say(self, inputs):
        """What the model says of each sample, and the scores of its first token: (samples, vocabulary)."""
        short = self.args.y == "first_token" or (self.args.y == "label" and not self.args.masked)
        tokens = 2 if short else self.args.max_new_tokens
        out = self.network.generate(**inputs, max_new_tokens=tokens, do_sample=False, num_beams=1,
                                    return_dict_in_generate=True, output_logits=True)
        said = out.sequences[:, -len(out.logits):]
        # A decoder may begin with tokens that open every answer.
        opening = torch.tensor([id for id in (self.tokenizer.bos_token_id, self.tokenizer.cls_token_id)
                                if id is not None], device=said.device)
        first = torch.isin(said, opening).long().cumprod(1).sum(1).clamp(max=said.shape[1] - 1)
        scores = torch.stack([out.logits[step][row] for row, step in enumerate(first.tolist())])
        if self.args.y == "first_token":
            best = scores.argmax(1).tolist()
            return [self.tokenizer.decode([token]) or NO_ANSWER for token in best], scores
        texts = self.tokenizer.batch_decode(said, skip_special_tokens=True)
        return [text.strip().strip(".").lower() or NO_ANSWER for text in texts], scores

    def __call__(self, images, samples):
        texts = [sample["text"] for sample in samples]
        inputs = self.inputs(images, texts)
        self.text.states.clear()
        self.image.states.clear()
        answers, scores = self.say(inputs)
        of_image, of_text = self.masks(inputs)
        rows = {}
        for layer, place in self.places.items():
            suffix = f"_layer{layer}" if len(self.places) > 1 else ""
            rows[f"x1_image{suffix}"] = mean(self.image.states[place], of_image)
            rows[f"x2_text{suffix}"] = mean(self.text.states[layer], of_text)
        if self.args.y != "label":
            rows["y_answer"] = answers
        if self.args.masked:
            grey = [Image.new("RGB", image.size, (128, 128, 128)) for image in images]
            rows["y_no_image"] = self.say(self.inputs(grey, texts))[0]
            rows["y_no_text"] = self.say(self.inputs(images, [" "] * len(texts)))[0]
        if self.options:
            rows["y_options"] = torch.softmax(scores[:, self.options].float(), 1).cpu().numpy()
        return rows


class LanguageModel(Answering):
    """Image tokens within the prompt of a language model: LLaVA, Qwen-VL and their like."""

    def __init__(self, args):
        super().__init__(args, transformers.AutoModelForImageTextToText)
        config, name = self.network.config, type(self.network).__name__
        if config.is_encoder_decoder:
            raise SystemExit(f"{name} has an encoder of its own: python extract.py encdec.")
        if self.image_token() is None or getattr(config.get_text_config(), "cross_attention_layers", None):
            raise SystemExit(f"{name} does not put the image into the prompt as tokens.")
        # Generation goes on at the end of each prompt.
        self.tokenizer.padding_side = "left"
        fits = lambda path: not any(word in path for word in IMAGE_WORDS)
        blocks = find_blocks(self.network, args.blocks, fits, "a language model (--blocks)")
        self.record(blocks, blocks)
        self.prefix = f"{getattr(self.processor, 'image_token', '<image>')}\n"


class EncoderDecoder(Answering):
    """An encoder of image and text together, or one of each, and a decoder that answers."""

    def __init__(self, args):
        names = transformers.AutoConfig.from_pretrained(args.model).architectures or ["no class"]
        if not hasattr(transformers, names[0]):
            raise SystemExit(f"{args.model} is of {names[0]}, which this transformers has not. Update it.")
        super().__init__(args, getattr(transformers, names[0]))
        others = ("decoder", *IMAGE_WORDS)
        fits = lambda path: "encoder" in path and not any(word in path for word in others)
        text = find_blocks(self.network, args.blocks, fits, "an encoder of texts (--blocks)")
        image = text
        if self.image_token() is None:
            image = find_blocks(self.network, args.image_blocks, lambda path: "vision" in path,
                                "an encoder of images (--image-blocks)")
        self.record(image, text)

    def alike(self, sample):
        # BLIP's decoder looks at padding too, so that only questions of one length may go together.
        return 0 if self.image is self.text else len(self.tokenizer(sample["text"])["input_ids"])

    def masks(self, inputs):
        return super().masks(inputs) if self.image is self.text else (None, inputs["attention_mask"].bool())


class Pair(Model):
    """An encoder of images and one of texts that were trained together: CLIP, SigLIP."""

    def __init__(self, args):
        self.processor = transformers.AutoProcessor.from_pretrained(args.model)
        self.network = load(transformers.AutoModel, args.model, args)
        if not hasattr(self.network, "get_text_features"):
            raise SystemExit(f"{type(self.network).__name__} is no pair of encoders. Is it a vlm or encdec?")

    def __call__(self, images, samples):
        pixels = self.processor(images=images, return_tensors="pt")
        # SigLIP was trained with texts padded to full length; CLIP masks the padding, so it does no harm.
        texts = [sample["text"] for sample in samples]
        tokens = self.processor(text=texts, padding="max_length", truncation=True, return_tensors="pt")
        x1 = self.network.get_image_features(**placed(pixels, self.network))
        x2 = self.network.get_text_features(**placed(tokens, self.network))
        # Newer versions return an output that holds the embedding.
        x1, x2 = (x if torch.is_tensor(x) else x.pooler_output for x in (x1, x2))
        return {"x1_image": x1.float().cpu().numpy(), "x2_text": x2.float().cpu().numpy()}


class Closed(Model):
    """Encoders of your choice for what a closed model was shown; its answers are in the data."""

    def __init__(self, args):
        self.images = transformers.AutoImageProcessor.from_pretrained(args.image_encoder)
        self.texts = transformers.AutoTokenizer.from_pretrained(args.text_encoder)
        of_image = load(transformers.AutoModel, args.image_encoder, args)
        of_text = load(transformers.AutoModel, args.text_encoder, args)
        self.of_image = getattr(of_image, "vision_model", of_image)
        self.of_text = getattr(of_text, "text_model", of_text)

    def __call__(self, images, samples):
        pixels = self.images(images=images, return_tensors="pt")
        texts = [sample["text"] for sample in samples]
        tokens = self.texts(texts, padding=True, truncation=True, return_tensors="pt")
        states = self.of_text(**placed(tokens, self.of_text)).last_hidden_state
        mask = tokens["attention_mask"].bool().to(states.device)
        return {"x1_image": mean(self.of_image(**placed(pixels, self.of_image)).last_hidden_state),
                "x2_text": mean(states, mask)}


KINDS = {"vlm": LanguageModel, "encdec": EncoderDecoder, "pair": Pair, "closed": Closed}


def read_answer(answer, pattern):
    """What counts of an answer: the last match of the pattern, or the words without case and punctuation."""
    if pattern:
        found = re.findall(pattern, answer)
        return (found[-1] if isinstance(found[-1], str) else found[-1][0]).upper() if found else NO_ANSWER
    return re.sub(r"[^\w\s]", "", answer).strip().lower() or NO_ANSWER


def fused(x1, x2, labels, folds=5, epochs=200):
    """What a fusion head says of each sample: a small network on both embeddings, trained on four fifths of
    them and asked about the last, five times, so that no answer comes from one that has seen the sample."""
    torch.manual_seed(0)
    both = [torch.nn.functional.normalize(torch.tensor(np.float32(x)), dim=1) for x in (x1, x2)]
    x = torch.cat(both, dim=1)
    names, codes = np.unique(labels, return_inverse=True)
    y = torch.tensor(codes)
    fold = torch.randperm(len(y)) % folds
    said = torch.empty_like(y)
    for held_out in range(folds):
        train = fold != held_out
        head = torch.nn.Sequential(
            torch.nn.Linear(x.shape[1], 64), torch.nn.ReLU(), torch.nn.Linear(64, len(names)))
        optimiser = torch.optim.AdamW(head.parameters(), lr=1e-2, weight_decay=1e-2)
        for _ in range(epochs):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(head(x[train]), y[train]).backward()
            optimiser.step()
        with torch.inference_mode():
            said[~train] = head(x[~train]).argmax(1)
    right = 100 * (said == y).float().mean()
    print(f"The fusion head is right about {right:.0f} % of the samples it has not seen.")
    return names[said.numpy()]


def commonest(targets, most):
    """Targets in words with all but the `most` - 1 commonest values called "other", the same in each."""
    counts = collections.Counter(value for values in targets.values() for value in values.tolist())
    if len(counts) <= most:
        return targets
    kept = {name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: most - 1]}
    return {name: np.array([value if value in kept else "other" for value in values.tolist()])
            for name, values in targets.items()}


def write_whole(path, write):
    """Writes a file so that it is there whole or not at all."""
    new = path.with_name(path.name + ".new")
    with open(new, "wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


def same_run(found, settings, where):
    """Ends if what is there was made in another way."""
    other = [f"{key} was {found.get(key)!r} and is {settings.get(key)!r}"
             for key in sorted({*found, *settings}) if found.get(key) != settings.get(key)]
    if other:
        raise SystemExit(f"{where} is of another run: {'; '.join(other)}. Give another --out, or delete it.")


def settings_of(args):
    """What a run depends on: it goes on only where these are equal."""
    free = ("data", "out", "device", "batch")
    chosen = {key: value for key, value in vars(args).items() if key not in free}
    return {**chosen, "data": hashlib.sha256(args.data.read_bytes()).hexdigest()}


def batches(model, samples, size):
    """Places of samples that go through the model together."""
    groups = collections.defaultdict(list)
    for place, sample in enumerate(samples):
        groups[model.alike(sample)].append(place)
    for group in groups.values():
        for begin in range(0, len(group), size):
            yield group[begin:begin + size]


def extract_part(args, model, samples):
    """Arrays of some of the samples, by name."""
    rows = collections.defaultdict(dict)
    for places in batches(model, samples, args.batch):
        images = [open_image(args.data.parent / samples[place]["image"]) for place in places]
        with torch.inference_mode():
            found = model(images, [samples[place] for place in places])
        for name, values in found.items():
            rows[name].update(zip(places, values))
    ordered = {name: [by_place[place] for place in range(len(samples))] for name, by_place in rows.items()}
    return {name: np.array(values) if isinstance(values[0], str) else half(values)
            for name, values in ordered.items()}


def extract(args, samples, parts):
    """Runs the model over the samples whose part is not there yet."""
    paths = {begin: parts / f"{begin:09}.npz" for begin in range(0, len(samples), args.every)}
    left = {begin: samples[begin:begin + args.every] for begin, path in paths.items() if not path.exists()}
    if not left:
        return
    there = done = len(samples) - sum(map(len, left.values()))
    if there:
        print(f"{there} of {len(samples)} are there already.", flush=True)
    model, started = KINDS[args.kind](args), time.monotonic()
    for begin, part in left.items():
        arrays = extract_part(args, model, part)
        write_whole(paths[begin], lambda file: np.savez(file, **arrays))
        done += len(part)
        seconds = (time.monotonic() - started) / (done - there) * (len(samples) - done)
        print(f"{done} of {len(samples)}, {seconds / 60:.0f} minutes left", flush=True)


def assemble(args, samples, parts, settings):
    """The file from its parts, one array after the other. Gives the shape of each, and the targets."""
    paths = sorted(parts.glob("*.npz"))
    names = np.load(paths[0]).files
    read = lambda name: np.concatenate([np.load(path)[name] for path in paths])
    targets = {name: read(name) for name in names if name.startswith("y_") and name != "y_options"}
    if args.kind == "closed":
        answers = [read_answer(str(sample["answer"]), args.pattern) for sample in samples]
        targets["y_answer"] = np.array(answers)
    if all(sample.get("label") not in (None, "") for sample in samples):
        targets["y_label"] = np.array([str(sample["label"]) for sample in samples])
    targets = commonest(targets, args.classes)
    if args.y == "fusion":
        targets = {"y_output": fused(read("x1_image"), read("x2_text"), targets["y_label"]), **targets}
    shapes = {}
    inputs = [name for name in names if name.startswith("x")]

    def write(file):
        with zipfile.ZipFile(file, "w") as archive:
            for name in [*inputs, *targets, *(["y_options"] if "y_options" in names else [])]:
                array = targets[name] if name in targets else read(name)
                # A date would make two files of the same arrays differ.
                with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, array, allow_pickle=False)
                shapes[name] = array.shape
            archive.writestr(zipfile.ZipInfo("run.json"), json.dumps(settings, indent=1))

    write_whole(args.out, write)
    return shapes, targets


def parse():
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="|".join(KINDS))
    for name, kind in KINDS.items():
        options = kinds.add_parser(name, help=kind.__doc__, description=kind.__doc__)
        add_options(name, options.add_argument)
        options.set_defaults(y="answer") if name == "closed" else None
    return parser.parse_args()


def add_options(kind, add):
    """The options of a kind of model."""
    add("--data", required=True, type=pathlib.Path, help="JSON lines or .csv: image, text, label, answer")
    add("--out", required=True, type=pathlib.Path, help="the .npz to write")
    if kind != "closed":
        add("--model", required=True, help="name on the Hugging Face hub, or a folder")
    if kind in ("vlm", "encdec"):
        add("--layers", default="some", help='"some" (five), "all", or numbers such as 0,16,32')
        add("--y", default="answer", choices=("answer", "first_token", "label"),
            help="the generated answer, the most likely first token, or the labels of the data alone")
        add("--masked", action="store_true", help="also answer without the image, and without the text")
        add("--options", type=lambda text: text.split(","), help="answers to choose from, such as A,B,C,D")
        add("--max-new-tokens", type=int, default=8, help="length of an answer at most")
        add("--blocks", help="name of the list of blocks, if it is not found")
    if kind == "encdec":
        add("--image-blocks", help="name of the list of the image encoder's blocks, if it is not found")
    if kind == "pair":
        add("--y", default="label", choices=("label", "fusion"), help="labels, or a fusion head's too")
    if kind == "closed":
        add("--pattern", help="regular expression of what counts in an answer, such as \\b([A-D])\\b")
        add("--image-encoder", default="facebook/dinov2-small", help="any vision model of the hub")
        add("--text-encoder", default="sentence-transformers/all-MiniLM-L6-v2", help="any text model")
    add("--classes", type=int, default=1000, help="values of y at most; rarer ones become 'other'")
    add("--batch", type=int, default=8 if kind in ("vlm", "encdec") else 64, help="samples at once")
    add("--every", type=int, default=256, help="samples after which what is done is kept")
    add("--dtype", default="auto", choices=("auto", "float32", "float16", "bfloat16"),
        help="precision of the model; auto: of vlm and encdec bfloat16 on a GPU, else float32")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu")


def main():
    args = parse()
    if args.out.suffix != ".npz":
        raise SystemExit(f"--out {args.out}: the name of an .npz is expected.")
    needed = ["image", "text", *(["answer"] if args.kind == "closed" else []),
              *(["label"] if args.y in ("label", "fusion") else [])]
    samples, settings = read_data(args.data, needed), settings_of(args)
    parts = args.out.with_name(args.out.name + ".parts")
    if args.out.exists():
        with zipfile.ZipFile(args.out) as archive:
            found = archive.read("run.json") if "run.json" in archive.namelist() else "{}"
        same_run(json.loads(found), settings, args.out)
        shutil.rmtree(parts, ignore_errors=True)
        return print(f"{args.out} is there already, and whole.")
    parts.mkdir(parents=True, exist_ok=True)
    if any(parts.glob("*.npz")):
        same_run(json.loads((parts / "run.json").read_text("utf-8")), settings, parts)
    write_whole(parts / "run.json", lambda file: file.write(json.dumps(settings).encode()))
    try:
        extract(args, samples, parts)
    except torch.cuda.OutOfMemoryError:
        raise SystemExit("The GPU has too little memory. What is done is kept: go on with a smaller --batch.")
    except KeyboardInterrupt:
        raise SystemExit("Stopped. What is done is kept: the same command goes on.")
    shapes, targets = assemble(args, samples, parts, settings)
    shutil.rmtree(parts)
    print(f"{args.out}: {', '.join(f'{name} {shape}' for name, shape in shapes.items())}")
    for name, values in targets.items():
        counts = collections.Counter(values.tolist()).most_common(8)
        told = ", ".join(f"{value} ({n})" for value, n in counts)
        print(f"{name}: {len(set(values.tolist()))} values, {told} ...")


if __name__ == "__main__":
    main()
