"""How the C library treats memory that is freed.

A step frees buffers of a hundred megabytes and asks for the same again. Given back to the system in between,
every page of them has to be made and cleared anew, which was a quarter of a step of preset `default` on a
shop with long purchase lists.
"""

from __future__ import annotations

import ctypes

# Parameters of glibc's mallopt(3).
_M_TRIM_THRESHOLD = -1
_M_TOP_PAD = -2
_M_MMAP_MAX = -4
_M_ARENA_MAX = -8
_TOP_PAD = 64 << 20
_LARGEST_INT = 2**31 - 1


def _c_library() -> ctypes.CDLL | None:
    """The one that the process runs with; None where there is no such thing."""
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):
        return None


def keep_freed_memory() -> bool:
    """Lets the process keep what it frees, up to 2 GB at its end, and take it from there the next time.

    To be called before there are threads and large buffers. Where the C library is not glibc nothing changes.

    Returns:
        Whether it could be told so.
    """
    mallopt = getattr(_c_library(), "mallopt", None)
    if mallopt is None:
        return False
    settings = [
        # Other threads have heaps of their own, too small for such buffers.
        (_M_ARENA_MAX, 1),
        # Mapped memory is given back whenever it is freed.
        (_M_MMAP_MAX, 0),
        (_M_TRIM_THRESHOLD, _LARGEST_INT),
        (_M_TOP_PAD, _TOP_PAD),
    ]
    return all([mallopt(parameter, value) == 1 for parameter, value in settings])


def give_back_memory() -> None:
    """Gives what is free to the system after all: a server may wait for its next training for days."""
    trim = getattr(_c_library(), "malloc_trim", None)
    if trim is not None:
        trim(0)
