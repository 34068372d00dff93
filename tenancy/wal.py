"""How far a client's write-ahead log has grown, when it is carried over into the file, and which commits may be slow.

With synchronous=NORMAL a commit waits for the disk only where it begins the log anew, as it does after a checkpoint.
Those commits, and the checkpoints themselves, are kept off the event loop's thread.
"""

from contextlib import closing
from pathlib import Path

from tenancy import driver

CHECKPOINT_BYTES = 4 << 20  # as SQLite's own 1,000 pages


class Wal:
    """What the size of one file's log tells. It never shrinks but when it is begun anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = Path(f"{path}-wal")
        self._is_new = True
        self._is_carried_over = False  # at this moment
        self._carried = 0  # its size at the last checkpoint
        self.is_slow = True
        """Whether the next commit may have to wait for the disk."""

    def has_grown(self) -> bool:
        """Look at the log after a commit: whether it is time for `checkpoint`, which the caller then sees to."""
        if self._is_carried_over:
            return False
        size = self._size()
        if size < self._carried or (self._is_new and size):
            self._is_new, self._carried, self.is_slow = False, 0, False
        self._is_carried_over = size - self._carried >= CHECKPOINT_BYTES
        self.is_slow = self.is_slow or self._is_carried_over
        return self._is_carried_over

    def checkpoint(self) -> None:
        """Carry over what readers and other processes allow, without making them wait.

        It has a connection of its own: on the client's, statements of the event loop's thread would wait for it.
        """
        is_whole = False
        try:
            self._carried = self._size()
            with closing(driver.connect(self._path, "rw")) as raw:
                _, frames, carried = raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            is_whole = frames == carried
        finally:
            self.is_slow, self._is_carried_over = is_whole, False

    def _size(self) -> int:
        try:
            return self._log.stat().st_size
        except FileNotFoundError:
            return 0
