"""One running stage in a thread of its own, so that it outlives the call that started it.

A client that vanishes must not leave a half-trained state: the thread finishes its step, writes a
checkpoint and ends, whether anybody listens or not.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

from vasg.trainer.events import StageCompleted, TrainingEvent

EventSource = Callable[[threading.Event], Iterator[TrainingEvent]]


class TrainingRun:
    """Runs a generator of events; `events` yields them elsewhere."""

    def __init__(self, source: EventSource, stop: threading.Event) -> None:
        self.stop = stop
        self._source = source
        self._queue: queue.SimpleQueue[TrainingEvent | Exception | None] = queue.SimpleQueue()
        self._running = False
        self._thread = threading.Thread(target=self._run, name="training")

    def start(self) -> None:
        """Begins to train."""
        self._running = True
        self._thread.start()

    def events(self) -> Iterator[TrainingEvent]:
        """Events as they come; raises what the training raised."""
        while (item := self._queue.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item

    def stop_and_wait(self) -> None:
        """Lets the current step finish and the state be saved."""
        self.stop.set()
        self._thread.join()

    @property
    def is_running(self) -> bool:
        """Whether the stage has not ended yet."""
        return self._running

    def _run(self) -> None:
        last: TrainingEvent | Exception | None = None
        try:
            for event in self._source(self.stop):
                if isinstance(event, StageCompleted):
                    last = event
                else:
                    self._queue.put(event)
        except Exception as error:  # Whatever it is, the caller of `events` must see it.
            last = error
        # Who hears that the stage is over may start the next one at once.
        self._running = False
        self._queue.put(last)
        self._queue.put(None)
