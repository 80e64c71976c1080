"""Tiny models with random weights, of the classes that the recipes are for, and samples to run them on.

    python tiny_models.py FOLDER SAMPLES

Nothing is downloaded: configurations are written here, the tokenizer has one word per entry. Written: FOLDER/llava,
llava_next, qwen2_5_vl, blip, florence2, clip, siglip, vision, text, and FOLDER/data.jsonl with its images; the same as
data.csv.
"""

import csv
import json
import pathlib
import string
import sys

import numpy as np
import torch
from PIL import Image
from tokenizers import Tokenizer, models, pre_tokenizers, processors
import transformers as t

COLOURS = {"red": (220, 40, 40), "green": (40, 200, 60), "blue": (50, 60, 220)}
WORDS = ["user", "assistant", ":", "a", "bus", "cat", "photo", "of", "what", "is", "this", "?", "it", *COLOURS,
         *string.ascii_lowercase]
SPECIAL = ["<pad>", "<s>", "</s>", "<unk>", "<image>", "<|image_pad|>", "<|video_pad|>", "<|vision_start|>",
           "<|vision_end|>"]
CHAT = ("{% for m in messages %}user : {% for c in m['content'] %}{% if c['type'] == 'image' %}IMAGE"
        "{% else %} {{ c['text'] }}{% endif %}{% endfor %}{% endfor %} assistant :")
LANGUAGE = dict(vocab_size=len(SPECIAL) + len(dict.fromkeys(WORDS)), hidden_size=32, intermediate_size=48,
                num_hidden_layers=3, num_attention_heads=2, num_key_value_heads=2, max_position_embeddings=512,
                pad_token_id=0, bos_token_id=1, eos_token_id=2, initializer_range=.2)
VISION = dict(hidden_size=24, intermediate_size=32, num_hidden_layers=3, num_attention_heads=2, image_size=30,
              patch_size=10)


def make_tokenizer(image_token="<image>", longest=512):
    """One word per token; `<s>` before a sequence, as the classes below expect it."""
    words = SPECIAL + [word for word in dict.fromkeys(WORDS)]
    core = Tokenizer(models.WordLevel({word: code for code, word in enumerate(words)}, unk_token="<unk>"))
    core.pre_tokenizer = pre_tokenizers.Whitespace()
    core.post_processor = processors.TemplateProcessing(
        single="<s> $A" if longest > 16 else "<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)])
    return t.PreTrainedTokenizerFast(
        tokenizer_object=core, pad_token="<pad>", bos_token="<s>", eos_token="</s>", unk_token="<unk>",
        additional_special_tokens=SPECIAL[4:], model_max_length=longest,
        extra_special_tokens={"image_token": image_token})


def token(name):
    return SPECIAL.index(name)


def pictures(kind=t.CLIPImageProcessor, size=30):
    options = dict(size={"shortest_edge": size}, crop_size={"height": size, "width": size})
    return kind(**options) if kind is t.CLIPImageProcessor else kind(size={"height": size, "width": size})


def write(folder, model, processor):
    model.eval().save_pretrained(folder)
    processor.save_pretrained(folder)


def llava(folder):
    tokenizer = make_tokenizer()
    config = t.LlavaConfig(vision_config=t.CLIPVisionConfig(**VISION), text_config=t.LlamaConfig(**LANGUAGE),
                           image_token_index=token("<image>"), image_seq_length=9)
    processor = t.LlavaProcessor(
        image_processor=pictures(), tokenizer=tokenizer, patch_size=10, vision_feature_select_strategy="default",
        num_additional_image_tokens=1, chat_template=CHAT.replace("IMAGE", "<image>"))
    write(folder, t.LlavaForConditionalGeneration(config), processor)


def llava_next(folder):
    tokenizer = make_tokenizer()
    grid = [[30, 60], [60, 30], [60, 60]]
    config = t.LlavaNextConfig(vision_config=t.CLIPVisionConfig(**VISION), text_config=t.LlamaConfig(**LANGUAGE),
                               image_token_index=token("<image>"), image_grid_pinpoints=grid)
    image_processor = t.LlavaNextImageProcessor(
        size={"shortest_edge": 30}, crop_size={"height": 30, "width": 30}, image_grid_pinpoints=grid)
    processor = t.LlavaNextProcessor(
        image_processor=image_processor, tokenizer=tokenizer, patch_size=10, num_additional_image_tokens=1,
        vision_feature_select_strategy="default", chat_template=CHAT.replace("IMAGE", "<image>"))
    write(folder, t.LlavaNextForConditionalGeneration(config), processor)


def qwen2_5_vl(folder):
    tokenizer = make_tokenizer("<|image_pad|>")
    vision = dict(depth=2, hidden_size=32, intermediate_size=32, num_heads=2, out_hidden_size=32, patch_size=4,
                  spatial_merge_size=2, temporal_patch_size=2, window_size=16, fullatt_block_indexes=[1])
    language = {**LANGUAGE, "rope_scaling": {"type": "mrope", "mrope_section": [2, 3, 3]}}
    config = t.Qwen2_5_VLConfig(
        vision_config=vision, text_config=language, image_token_id=token("<|image_pad|>"),
        video_token_id=token("<|video_pad|>"), vision_start_token_id=token("<|vision_start|>"),
        vision_end_token_id=token("<|vision_end|>"))
    config.text_config.eos_token_id = 2
    images = t.Qwen2VLImageProcessor(patch_size=4, merge_size=2, temporal_patch_size=2, min_pixels=256, max_pixels=1024)
    chat = CHAT.replace("IMAGE", "<|vision_start|><|image_pad|><|vision_end|>")
    processor = t.Qwen2_5_VLProcessor(image_processor=images, tokenizer=tokenizer,
                                      video_processor=t.Qwen2VLVideoProcessor(), chat_template=chat)
    write(folder, t.Qwen2_5_VLForConditionalGeneration(config), processor)


def blip(folder):
    """An encoder of images with another number of blocks than that of texts."""
    tokenizer = make_tokenizer(longest=16)
    text = dict(vocab_size=LANGUAGE["vocab_size"], hidden_size=24, encoder_hidden_size=24, intermediate_size=32,
                projection_dim=20, num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=32,
                bos_token_id=1, eos_token_id=2, sep_token_id=2, pad_token_id=0, initializer_range=.2)
    config = t.BlipConfig(text_config=text, vision_config={**VISION, "num_hidden_layers": 4, "initializer_range": .2})
    processor = t.BlipProcessor(image_processor=pictures(t.BlipImageProcessor), tokenizer=tokenizer)
    write(folder, t.BlipForQuestionAnswering(config), processor)


def florence2(folder):
    tokenizer = make_tokenizer()
    vision = dict(depths=[1, 1], patch_size=[7, 3], patch_stride=[4, 2], patch_padding=[3, 1],
                  patch_prenorm=[False, True], embed_dim=[8, 16], num_heads=[1, 2], num_groups=[1, 2], window_size=4,
                  projection_dim=32, max_position_embeddings=8, max_temporal_embeddings=4)
    text = dict(vocab_size=LANGUAGE["vocab_size"], d_model=32, encoder_layers=3, decoder_layers=2,
                encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=48, decoder_ffn_dim=48,
                max_position_embeddings=64, pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=2,
                forced_bos_token_id=1, init_std=.2)
    config = t.Florence2Config(vision_config=vision, text_config=text, image_token_id=token("<image>"),
                               pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=2)
    images = t.CLIPImageProcessor(size={"height": 32, "width": 32}, do_center_crop=False)
    images.image_seq_length = 17
    write(folder, t.Florence2ForConditionalGeneration(config), t.Florence2Processor(images, tokenizer))


def clip(folder):
    tokenizer = make_tokenizer(longest=16)
    text = dict(vocab_size=LANGUAGE["vocab_size"], hidden_size=24, intermediate_size=32, num_hidden_layers=2,
                num_attention_heads=2, max_position_embeddings=16, eos_token_id=2, bos_token_id=1, pad_token_id=0)
    config = t.CLIPConfig(text_config=text, vision_config=VISION, projection_dim=20)
    write(folder, t.CLIPModel(config), t.CLIPProcessor(image_processor=pictures(), tokenizer=tokenizer))


def siglip(folder):
    tokenizer = make_tokenizer(longest=16)
    text = dict(vocab_size=LANGUAGE["vocab_size"], hidden_size=24, intermediate_size=32, num_hidden_layers=2,
                num_attention_heads=2, max_position_embeddings=16, eos_token_id=2, bos_token_id=1, pad_token_id=0)
    config = t.SiglipConfig(text_config=text, vision_config=VISION)
    processor = t.SiglipProcessor(image_processor=pictures(t.SiglipImageProcessor), tokenizer=tokenizer)
    write(folder, t.SiglipModel(config), processor)


def encoders(folder):
    tokenizer = make_tokenizer(longest=16)
    vision = t.Dinov2Config(hidden_size=20, num_hidden_layers=2, num_attention_heads=2, image_size=30, patch_size=10)
    write(folder / "vision", t.Dinov2Model(vision), pictures())
    text = t.BertConfig(vocab_size=LANGUAGE["vocab_size"], hidden_size=28, intermediate_size=32, num_hidden_layers=2,
                        num_attention_heads=2, max_position_embeddings=32)
    write(folder / "text", t.BertModel(text), tokenizer)


def samples(folder, n):
    """Images of one colour with noise, texts with a word or two, labels that need both."""
    random = np.random.default_rng(0)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    lines = []
    for number in range(n):
        colour = list(COLOURS)[random.integers(len(COLOURS))]
        thing = ["bus", "cat"][random.integers(2)]
        pixels = np.array(COLOURS[colour]) + random.normal(0, 30, (36, 40, 3))
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / f"images/{number:04}.png")
        text = f"what is this {thing} ?" if random.random() < .5 else f"a photo of a {thing}"
        lines.append({"image": f"images/{number:04}.png", "text": text, "label": f"{colour} {thing}",
                      "answer": f"It is ({'AB'[thing == 'cat']}), a {colour} {thing}."})
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "data.jsonl").write_text(text, encoding="utf-8")
    with open(folder / "data.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, lines[0])
        table.writeheader()
        table.writerows(lines)


def main():
    folder, n = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    torch.manual_seed(0)
    samples(folder, n)
    for make in (llava, llava_next, qwen2_5_vl, blip, florence2, clip, siglip):
        make(folder / make.__name__)
    encoders(folder)


if __name__ == "__main__":
    main()
