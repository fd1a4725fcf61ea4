"""PURE: which texts are the same, or nearly the same, by small fingerprints that can be stored with them.

`text_hash` is equal for texts that differ only in case, spaces and punctuation. A sketch holds, for each of
SKETCH_SIZE ways of hashing, the smallest hash over all runs of SHINGLE words; the share of places in which two
sketches agree estimates the share of runs that the texts have in common (Broder 1997, Proceedings of Compression and
Complexity of Sequences, 21-29).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Sketches = NDArray[np.uint32]

WORD = re.compile(r"\w+")
SHINGLE = 3
SKETCH_SIZE = 16
# Estimated from 16 places: at .8 two texts with nine tenths of their runs in common are found 98 times in 100.
NEARLY_SAME = 0.8
# Odd factors and offsets of the hashes, drawn once and fixed: stored sketches compare only with the same ones.
_RNG = np.random.Generator(np.random.PCG64(20_261_122))
_FACTORS = _RNG.integers(1, 2**32, SKETCH_SIZE, dtype=np.uint64) | np.uint64(1)
_OFFSETS = _RNG.integers(0, 2**32, SKETCH_SIZE, dtype=np.uint64)
_PLACES = _RNG.integers(1, 2**32, SHINGLE, dtype=np.uint64) | np.uint64(1)
_MASK = np.uint64(2**32 - 1)
_SHIFT = np.uint64(15)


def words_of(body: Mapping[str, str]) -> list[str]:
    """All words of an item's texts in lower case, fields in the order of their names."""
    return [word for name in sorted(body) for word in WORD.findall(body[name].lower())]


def text_hash(words: Sequence[str]) -> int:
    """64 bits, signed, as databases store them."""
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def sketch(words: Sequence[str]) -> bytes:
    """The sketch of one text as it is stored: SKETCH_SIZE numbers of 4 bytes."""
    return sketches([words])[0].astype("<u4").tobytes()


def sketches(texts: Sequence[Sequence[str]]) -> Sketches:
    """(texts, SKETCH_SIZE): all at once, for what is done to a thousand texts costs little more than to one.

    A text shorter than a run is filled up and counts as one run. `texts` must not be empty.
    """
    lengths = np.array([max(len(words), SHINGLE) for words in texts])
    starts = np.cumsum(lengths) - lengths
    hashes = np.zeros(int(lengths.sum()) + SHINGLE - 1, dtype=np.uint64)
    for start, words in zip(starts, texts, strict=True):
        hashes[start : start + len(words)] = [crc32(word.encode()) for word in words]
    size = hashes.size - SHINGLE + 1
    runs = sum((hashes[i : i + size] * place for i, place in enumerate(_PLACES)), np.uint64(0)) & _MASK
    # The last words of a text begin no run of their own.
    beyond = np.concatenate([starts[1:], [size]])[:, None] - np.arange(1, SHINGLE)
    found = np.empty((len(texts), SKETCH_SIZE), dtype=np.uint32)
    for place, (factor, offset) in enumerate(zip(_FACTORS, _OFFSETS, strict=True)):
        mixed = (runs * factor + offset) & _MASK
        mixed = ((mixed ^ (mixed >> _SHIFT)) * factor) & _MASK
        mixed[beyond] = _MASK
        found[:, place] = np.minimum.reduceat(mixed, starts)
    return found


def unpacked(stored: Sequence[bytes]) -> Sketches:
    """Stored sketches as an array (texts, SKETCH_SIZE)."""
    return np.frombuffer(b"".join(bytes(one) for one in stored), dtype="<u4").reshape(-1, SKETCH_SIZE)


def likeness(one: bytes, other: bytes) -> float:
    """The share of places in which two sketches agree, 0..1."""
    return float(np.mean(np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")))


def alike(found: Sketches) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Pairs of nearly the same texts: (later, earlier, likeness), each later text once, with the one it is most like.

    Texts that agree nowhere are never compared: in each place equal numbers are sorted beside each other, and each is
    compared with its neighbour and with the first of them. The cost grows as sorting does.
    """
    pairs = [np.empty((0, 2), dtype=np.intp)]
    for place in range(SKETCH_SIZE):
        order = np.argsort(found[:, place], kind="stable")
        same = np.diff(found[order, place]) == 0
        heads = order[np.maximum.accumulate(np.where(np.concatenate([[True], ~same]), np.arange(order.size), 0))]
        later = order[1:][same]
        pairs.append(np.column_stack([later, order[:-1][same]]))
        pairs.append(np.column_stack([later, heads[1:][same]]))
    candidates = np.unique(np.concatenate(pairs), axis=0)
    share = np.concatenate(
        [np.mean(found[part[:, 0]] == found[part[:, 1]], axis=1) for part in np.array_split(candidates, 64)]
    )
    near = share >= NEARLY_SAME
    candidates, share = candidates[near], share[near]
    best = np.lexsort((candidates[:, 1], -share, candidates[:, 0]))
    later, first = np.unique(candidates[best, 0], return_index=True)
    return later, candidates[best[first], 1], share[best[first]]
