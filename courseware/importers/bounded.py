"""PURE: a stream that stops when a packed file unfolds into more than it can honestly hold."""

import io
from typing import IO

# Text packs to about a third; a hundredth is a bomb. Small files may well repeat themselves.
MAX_RATIO = 100
HARMLESS_BYTES = 16 << 20
# A million long items are some 3 GB.
MAX_BYTES = 8 << 30


class TooLarge(OSError):
    """More came out of the file than it may hold."""


class BoundedStream(io.RawIOBase):
    """Reads `stream`; `packed` is the size of the packed file, None for a plain one."""

    def __init__(self, stream: IO[bytes], packed: int | None) -> None:
        self._stream, self._read = stream, 0
        limit = MAX_BYTES if packed is None else max(HARMLESS_BYTES, packed * MAX_RATIO)
        self._limit = min(MAX_BYTES, limit)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        data = self._stream.read(len(buffer))
        self._read += len(data)
        if self._read > self._limit:
            raise TooLarge(f"unpacks to more than {self._limit:,} bytes")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
