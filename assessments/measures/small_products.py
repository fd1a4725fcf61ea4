"""Products and the inverse of large matrices in pieces that BLAS gives to one thread.

The threads of one large product wait for each other by spinning. Alone on a machine two of them are twice as
fast as one; where the processors have other work they took ten times as long, and the processor time with it.
Pieces are never shared, wherever they run, and give the same digits whatever the number of threads.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

# OpenBLAS shares a product from so many multiplications on.
SHARED_FROM = 2**18
# Tiles of a sum over rows: TILE * TILE * DEPTH multiplications each.
TILE, DEPTH = 32, 256
# Up to this size LAPACK factorises in one thread.
LEAF = 64


def times(left: Floats, right: Floats) -> Floats:
    """left @ right, (n, k) by (k, m), for n that is large beside k m."""
    rows = max(1, SHARED_FROM // max(1, right.size))
    pieces = -(-left.shape[0] // rows)
    stack = np.pad(left, ((0, pieces * rows - left.shape[0]), (0, 0))).reshape(pieces, rows, left.shape[1])
    product: Floats = (stack @ right).reshape(pieces * rows, right.shape[1])[: left.shape[0]]
    return product


def gram(left: Floats, right: Floats | None = None) -> Floats:
    """left.T @ right, (n, k) by (n, m), for n that is large beside k and m; with itself where right is None."""
    first = _tiles(left)
    second = first if right is None else _tiles(right)
    product = np.zeros((first.shape[0], TILE, second.shape[0], TILE), dtype=np.result_type(first, second))
    for i, strip in enumerate(first):
        # A matrix with itself is symmetric: only what lies right of the diagonal is multiplied.
        start = i if right is None else 0
        product[i, :, start:] = (strip.swapaxes(1, 2) @ second[start:]).sum(axis=1).transpose(1, 0, 2)
        if right is None:
            product[i:, :, i] = product[i, :, i:].transpose(1, 2, 0)
    width = (left if right is None else right).shape[1]
    whole: Floats = product.reshape(first.shape[0] * TILE, -1)[: left.shape[1], :width]
    return whole


def _tiles(table: Floats) -> Floats:
    """(strips of columns, pieces of rows, DEPTH, TILE), filled up with 0."""
    padded = np.pad(table, ((0, -table.shape[0] % DEPTH), (0, -table.shape[1] % TILE)))
    return padded.reshape(-1, DEPTH, padded.shape[1] // TILE, TILE).transpose(2, 0, 1, 3)


def inverse(matrix: Floats) -> Floats:
    """Of a symmetric positive definite matrix, by halves: the second one's Schur complement.

    Raises numpy.linalg.LinAlgError where it is not positive definite.
    """
    size = matrix.shape[0]
    if size <= LEAF:
        np.linalg.cholesky(matrix)
        return np.linalg.inv(matrix)
    half = size // 2
    across = matrix[:half, half:]
    first = inverse(matrix[:half, :half])
    weights = times(first, across)
    second = inverse(matrix[half:, half:] - times(across.T, weights))
    corner = -times(weights, second)
    return np.block([[first - times(corner, weights.T), corner], [corner.T, second]])
