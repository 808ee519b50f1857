"""What is freed is there for the next buffer, in a thread other than the first as well."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys

import pytest

from vasg.trainer.allocator import give_back_memory, keep_freed_memory

_PAGES = """
import resource, sys, threading
from vasg.trainer.allocator import keep_freed_memory
if sys.argv[1] == "keep":
    assert keep_freed_memory()
import torch

def step(number):
    rows = 20_000 + 7919 * number % 3000
    weight = torch.ones(1024, 256, requires_grad=True)
    (torch.ones(rows, 1024).mul(0.5).add_(1) @ weight).relu().sum().backward()

def count():
    step(0)
    step(1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for number in range(2, 12):
        step(number)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)

thread = threading.Thread(target=count)
thread.start()
thread.join()
"""


def _new_pages(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", _PAGES, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library is not glibc")
def test_a_thread_gets_the_pages_that_it_freed() -> None:
    """Steps with buffers of 80 MB, of another size each, as those of a training are."""
    assert 3 * _new_pages("keep") < _new_pages("give back")


_SIZES = """
import torch
from vasg.trainer.allocator import give_back_memory, keep_freed_memory

def resident():
    fields = dict(line.split(":") for line in open("/proc/self/status"))
    return int(fields["VmRSS"].split()[0]) >> 10

keep_freed_memory()
held = [torch.ones(1 << 24) for _ in range(8)]
sizes = [resident()]
held.clear()
sizes.append(resident())
give_back_memory()
sizes.append(resident())
print(*sizes)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library is not glibc")
def test_what_is_kept_is_given_back_when_asked_for() -> None:
    """512 MB."""
    done = subprocess.run([sys.executable, "-c", _SIZES], capture_output=True, text=True, check=True)
    used, kept, left = map(int, done.stdout.split())
    assert kept > used - 100 and left < used - 400


def test_nothing_happens_where_the_c_library_knows_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other systems have other allocators."""

    def no_library(name: object) -> ctypes.CDLL:
        raise TypeError(name)

    monkeypatch.setattr(ctypes, "CDLL", no_library)
    assert not keep_freed_memory()
    give_back_memory()
