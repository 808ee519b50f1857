"""Who may import whom: what trains knows nothing of how it is served."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import vasg.trainer

SOURCES = Path(vasg.trainer.__file__).parents[1]
SERVING = "vasg.trainer.serving"
# Starts the server.
ENTRY_POINT = "vasg.trainer.__main__"


def imports() -> Iterator[tuple[str, str]]:
    """(module, module that it imports) over all sources but generated ones."""
    for file in SOURCES.rglob("*.py"):
        module = ".".join(("vasg", *file.relative_to(SOURCES).with_suffix("").parts))
        if is_in(module, "vasg.v1"):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                yield from ((module, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0 and node.module is not None, f"{module} has a relative import"
                yield module, node.module


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


IMPORTS = sorted(set(imports()))


def importers(package: str) -> set[str]:
    """Modules outside of `package` that import anything of it."""
    return {module for module, imported in IMPORTS if is_in(imported, package) and not is_in(module, package)}


@pytest.mark.parametrize("package", ["grpc", "grpc_health", "grpc_reflection", "google", "vasg.v1"])
def test_only_serving_knows_the_transport(package: str) -> None:
    assert importers(package)
    assert all(is_in(module, SERVING) for module in importers(package))


def test_nothing_that_trains_knows_serving() -> None:
    assert importers(SERVING) == {ENTRY_POINT}


def test_only_serving_knows_the_baselines() -> None:
    """They build on the loop of the trainer, which learns of them as plans alone."""
    assert importers("vasg.baselines") == {f"{SERVING}.messages", f"{SERVING}.plans"}


def test_the_loop_knows_no_stage() -> None:
    assert not any(is_in(module, "vasg.trainer.loop") for module in importers("vasg.trainer.stages"))


def test_figures_stand_alone() -> None:
    assert importers("vasg.figures") == set()
    own = {imported for module, imported in IMPORTS if is_in(module, "vasg.figures")}
    assert not any(is_in(imported, "vasg") for imported in own)


def test_nobody_needs_the_benchmarks() -> None:
    assert importers("vasg.benchmarks") == set()
