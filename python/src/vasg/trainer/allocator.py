"""How the C library treats memory that is freed.

A step frees buffers of a hundred megabytes and asks for the same again. Given back to the system in between,
every page of them has to be made and cleared anew, which was up to a third of a step of preset `default`.
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


def keep_freed_memory() -> bool:
    """Lets the process keep what it frees, up to 2 GB at its end, and take it from there the next time.

    To be called before there are threads and large buffers. Where the C library is not glibc nothing changes.

    Returns:
        Whether it could be told so.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
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
