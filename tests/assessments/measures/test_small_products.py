import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.small_products import gram, inverse, times

shapes = st.tuples(st.integers(1, 600), st.integers(1, 70), st.integers(1, 70), st.integers(0, 2**32 - 1))


@given(shapes)
def test_pieces_add_up_to_the_whole_product(shape):
    n, k, m, seed = shape
    rng = np.random.default_rng(seed)
    left, right, other = rng.normal(size=(n, k)), rng.normal(size=(k, m)), rng.normal(size=(n, m))
    assert np.allclose(times(left, right), left @ right)
    assert np.allclose(gram(left, other), left.T @ other)
    assert np.allclose(gram(left), left.T @ left)


def test_a_right_side_too_large_for_any_piece_is_multiplied_all_the_same():
    rng = np.random.default_rng(1)
    left, right = rng.normal(size=(3, 600)), rng.normal(size=(600, 500))
    assert np.allclose(times(left, right), left @ right)


def test_single_precision_stays_single():
    table = np.ones((5, 3), dtype=np.float32)
    assert gram(table).dtype == times(table, table.T).dtype == np.float32


@pytest.mark.parametrize("size", [1, 2, 64, 65, 131, 300])
def test_the_inverse_undoes_the_matrix(size):
    rows = np.random.default_rng(size).normal(size=(2 * size, size))
    matrix = rows.T @ rows
    assert np.allclose(inverse(matrix) @ matrix, np.eye(size), atol=1e-6)


@pytest.mark.parametrize("size", [2, 65, 300])
@pytest.mark.parametrize("place", [0, -1])
def test_a_matrix_that_is_not_positive_definite_is_refused(size, place):
    matrix = np.eye(size)
    matrix[place, place] = -1
    with pytest.raises(np.linalg.LinAlgError):
        inverse(matrix)
