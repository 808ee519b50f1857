"""The sessions that a running server knows."""

from __future__ import annotations

import shutil
import threading

from vasg.trainer.allocator import give_back_memory
from vasg.trainer.config import AnyConfig, is_session_id
from vasg.trainer.errors import TrainerUnavailableError, UnknownSessionError
from vasg.trainer.serving.session import Session, Surroundings


class SessionRegistry:
    """Finds sessions by name; a restarted server learns of one when its client creates it again."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()
        self._closing = False
        surroundings.state_folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def open(self, config: AnyConfig) -> tuple[Session, bool]:
        """Makes a session or finds it again; says whether it can go on from a checkpoint."""
        with self._lock:
            # A second configuration under a known name is refused by the one on disk.
            opened = Session(config, self.surroundings)
            resumes = opened.open()
            session = self._sessions.setdefault(config.session_id, opened)
        return session, resumes

    def get(self, session_id: str) -> Session:
        """A session that was created since the server started.

        Raises:
            UnknownSessionError: there is none of this name.
            TrainerUnavailableError: the server is shutting down.
        """
        if self._closing:
            raise TrainerUnavailableError("The trainer is shutting down.")
        session = self._sessions.get(session_id)
        if session is None:
            raise UnknownSessionError(f"session_id {session_id!r} is unknown; create it first.")
        return session

    def delete(self, session_id: str) -> None:
        """Forgets a session, if there is one, even one of an earlier server."""
        # Under the lock to the end: a session of the same name must not get a folder that is going away.
        with self._lock:
            session = self._sessions.pop(session_id, None)
            if session is not None:
                session.delete()
            elif is_session_id(session_id):
                shutil.rmtree(self.surroundings.state_folder / session_id, ignore_errors=True)
            del session
        give_back_memory()

    def close(self) -> None:
        """Ends all training, states saved; takes no more."""
        self._closing = True
        for session in list(self._sessions.values()):
            session.ask_to_stop()
        for session in list(self._sessions.values()):
            session.stop_and_wait()
