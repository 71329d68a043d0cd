"""Nothing that was read is ever run: no module that makes objects or code out of data."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "models").rglob("*.py")])
FORBIDDEN = {"yaml", "ruamel", "pickle", "cPickle", "_pickle", "cloudpickle", "dill", "joblib"}
FORBIDDEN |= {"marshal", "shelve", "jsonpickle", "xmlrpc", "code", "codeop", "pty"}
RUNS = {"eval", "exec", "compile", "__import__"}
UNSAFE = {"system", "popen", "literal_eval", "load_module"}


def wrong(source: str) -> Iterator[str]:
    """Name what a module does that makes code or objects out of data."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] in FORBIDDEN)
        elif isinstance(node, ast.ImportFrom):
            if not node.level and (node.module or "").split(".")[0] in FORBIDDEN:
                yield str(node.module)
        elif isinstance(node, ast.Call):
            yield from _called(node)


def _called(node: ast.Call) -> Iterator[str]:
    given = {word.arg: word.value for word in node.keywords}
    said = {name: value.value for name, value in given.items() if isinstance(value, ast.Constant)}
    if isinstance(node.func, ast.Name) and node.func.id in RUNS:
        yield node.func.id
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        if node.func.attr in UNSAFE:
            yield node.func.attr
        if owner == "torch" and node.func.attr == "load" and said.get("weights_only") is not True:
            yield "torch.load"
        if node.func.attr == "load" and said.get("allow_pickle"):
            yield "allow_pickle"
    if said.get("shell"):
        yield "shell"
    if said.get("trust_remote_code"):
        yield "trust_remote_code"


def test_no_module_makes_code_or_objects_of_data() -> None:
    assert len(FILES) > 300
    found = {str(path): list(wrong(path.read_text(encoding="utf-8"))) for path in FILES}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import yaml",
        "from pickle import loads",
        "import torch\ntorch.load('x')",
        "torch.load('x', weights_only=False)",
        "eval('1')",
        "subprocess.run('ls', shell=True)",
        "np.load('x', allow_pickle=True)",
        "AutoModel.from_pretrained('x', trust_remote_code=True)",
    ],
)
def test_what_would_do_so_is_seen(source: str) -> None:
    assert list(wrong(source))


def test_no_file_of_such_a_kind_is_kept() -> None:
    kinds = {".pkl", ".pickle", ".yaml", ".yml", ".pt", ".bin", ".joblib", ".npy"}
    kept = [*(ROOT / "pipeline").rglob("*"), *(ROOT / "models").rglob("*")]
    assert [path.name for path in kept if path.suffix in kinds] == []
