"""What a run costs: by the number of articles, and beside single calls with the embedded model.

    python -m tests.evaluation.newsroom [--articles 60] [--sizes 10,100,1000]

Out: two tables on stdout, everything measured in this one run; exit code 1 where a batch is less
than four times as fast as single calls, or an article costs over 10 % more in the largest run than
in the smallest. The articles are made for this: no two sentences are the same.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

SUBJECTS = (
    "Le ministre de l'Économie",
    "La directrice de l'usine de {place}",
    "Le patron du fabricant de puces, en visite à {place},",
    "Un porte-parole du groupe japonais",
    "La Commission européenne",
    "Le maire de {place}",
)
CLAIMS = (
    "a refusé de répondre aux questions sur le chantier de {place}.",
    "a confirmé mardi la fermeture du site de {place}, qui emploie {number} personnes.",
    "assure que les premiers processeurs seront livrés à {place} avant la fin de l'année.",
    "a reconnu que les {number} ouvriers de {place} n'avaient pas été consultés.",
    "veut convaincre les banques de prêter {number} milliards de dollars au site de {place}.",
    "a démenti avoir rencontré des investisseurs à {place}.",
    "craint une pénurie de main-d'œuvre qualifiée dans la région de {place} d'ici à 2028.",
    "prévoit d'embaucher {number} ingénieurs à {place}.",
)
PLACES = ("Grenoble", "Dresde", "Louvain", "Turin", "Porto", "Gdansk", "Bilbao", "Malmö", "Osaka")
SENTENCES = 8
FASTER, DEARER = 4.0, 1.10


def write_pages(folder: Path, count: int) -> None:
    """Write articles of eight sentences, each sentence with a place and a number of its own."""
    for article in range(count):
        lines = []
        for line in range(SENTENCES):
            seed = article * SENTENCES + line
            words = {"place": f"{PLACES[seed % len(PLACES)]}-{seed}", "number": seed + 20}
            subject = SUBJECTS[seed % len(SUBJECTS)]
            claim = CLAIMS[seed // len(SUBJECTS) % len(CLAIMS)]
            lines.append(f"<p>{f'{subject} {claim}'.format(**words)}</p>")
        title = f"Le chantier numéro {article} divise"
        (folder / f"{article:04}.html").write_text(
            f'<!doctype html><html lang="fr"><head><title>{title}</title></head><body><article>'
            f"<h1>{title}</h1>{''.join(lines)}</article></body></html>",
            encoding="utf-8",
        )


def run(folder: Path, profile: str) -> float:
    """Run a newsroom over the pages of a folder; return the seconds from start to end."""
    from pipeline.batch.engine import LocalEngine
    from pipeline.batch.run import run_batch
    from pipeline.config import load_settings
    from pipeline.store import open_store
    from pipeline.story import load_story

    config = folder / f"{profile}.toml"
    config.write_text(
        f'[digest]\nprofile = "{profile}"\n[store]\nurl = "{profile}.db"\n'
        '[run]\nbatch = 60\n[[source]]\nlocation = "*.html"\n',
        encoding="utf-8",
    )
    settings = load_settings(config)
    story = load_story(settings.digest.story)
    begun = time.perf_counter()
    with (
        open_store(settings.store.url) as store,
        contextlib.closing(LocalEngine(settings, story, store)) as engine,
    ):
        report = run_batch(settings, story, store, engine)
    assert report.exit_code == 0
    return time.perf_counter() - begun


def one_size(count: int) -> None:
    """Run a newsroom without models; print the seconds it took and the peak memory in MB."""
    peak = [0.0]
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(peak, ended))
    with tempfile.TemporaryDirectory() as folder:
        write_pages(Path(folder), count)
        watch.start()
        spent = run(Path(folder), "none")
        ended.set()
        watch.join()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    sys.stdout.write(f"{spent} {own} {peak[0]}\n")


def _watch(peak: list[float], ended: threading.Event) -> None:
    """Note the largest memory (MB) of one process that this one has started."""
    while not ended.wait(0.1):
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                peak[0] = max(peak[0], process.memory_info().rss / 1e6)


def by_size(sizes: Sequence[int]) -> float:
    """Print what an article costs in runs of these sizes; return the dearest by the smallest."""
    sys.stdout.write("articles   s/article   peak MB: run, each reader (profile none)\n")
    costs = []
    for count in sizes:
        command = [sys.executable, "-m", "tests.evaluation.newsroom", "--one-size", str(count)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        spent, own, readers = map(float, out.split())
        costs.append(spent / count)
        sys.stdout.write(f"{count:8}   {costs[-1]:9.4f}   {own:.0f}, {readers:.0f}\n")
        sys.stdout.flush()
    return costs[-1] / costs[0]


def beside_single_calls(count: int) -> float:
    """Print articles a minute of one batch and of single calls; return how many times as fast."""
    from pipeline.config import load_settings
    from pipeline.digest import Digester
    from pipeline.records import Source
    from pipeline.stages.fetch import SourceFetcher
    from pipeline.stages.load import load_models
    from pipeline.story import load_story

    settings = load_settings()
    models = load_models(settings)
    digester = Digester(
        settings, load_story("chip-initiative"), SourceFetcher(), load=lambda: models
    )
    with tempfile.TemporaryDirectory() as folder:
        write_pages(Path(folder), count + 1)
        pages = sorted(Path(folder).glob("*.html"))
        sources = [Source(location=str(page), kind="file") for page in pages]
        digester.digest(sources[count:])  # warm up
        pages[count].unlink()
        begun = time.perf_counter()
        for source in sources[:count]:
            digester.digest([source])
        single = time.perf_counter() - begun
        batch = run(Path(folder), "embedded")
    for name, spent in (("single calls", single), ("one run", batch)):
        sys.stdout.write(f"{name:14} {60 * count / spent:8.1f} articles a minute\n")
    return single / batch


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, prog="python -m tests.evaluation.newsroom"
    )
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--sizes", default="10,100,1000")
    parser.add_argument("--one-size", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one_size:
        one_size(asked.one_size)
        return 0
    dearer = by_size([int(size) for size in asked.sizes.split(",")])
    faster = beside_single_calls(asked.articles)
    sys.stdout.write(
        f"the largest run costs {dearer:.2f} times the smallest, an article; "
        f"asked for: at most {DEARER}\n"
        f"one run is {faster:.1f} times as fast as single calls; asked for: at least {FASTER:g}\n"
    )
    return 0 if dearer <= DEARER and faster >= FASTER else 1


if __name__ == "__main__":
    sys.exit(main())
