"""Weights from comparisons two by two: the analytic hierarchy process (AHP).

A judgment a[i, j] says how many times as important i is as j; a[j, i] = 1 ÷ a[i, j]. Sources: Saaty (1980), The
Analytic Hierarchy Process; Saaty (2003), EJOR 145, 85-91, on the eigenvector and the judgment to look at again.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Mean consistency index of random reciprocal matrices of the order 1, 2, 3 … Source: Saaty (1980), table 1-5.
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
CONSISTENT = 0.1  # Saaty's limit of the ratio


def reciprocal_matrix(judgments: Mapping[tuple[int, int], float], order: int) -> Array:
    """Shape (order, order), of a judgment for every pair i < j. Raises KeyError where one is missing."""
    matrix = np.ones((order, order))
    for i in range(order):
        for j in range(i + 1, order):
            matrix[i, j] = judgments[i, j]
            matrix[j, i] = 1 / judgments[i, j]
    return matrix


def principal_weights(matrix: Array) -> tuple[Array, float]:
    """Principal right eigenvector, adding up to 1, and its eigenvalue, of a positive reciprocal matrix."""
    values, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(values.real))
    vector = np.abs(vectors[:, largest].real)
    return vector / vector.sum(), float(values[largest].real)


def consistency_ratio(matrix: Array) -> float:
    """(λmax − n) ÷ (n − 1) ÷ the random index; 0 for one or two items, and where all judgments follow from others.

    Orders beyond the published indices raise IndexError.
    """
    order = len(matrix)
    index = RANDOM_INDEX[order - 1]
    if index == 0:
        return 0.0
    _, eigenvalue = principal_weights(matrix)
    return max(eigenvalue - order, 0.0) / (order - 1) / index


def outlying_pair(matrix: Array) -> tuple[int, int] | None:
    """The pair i < j whose judgment is farthest from what the weights say; None where no single one is.

    Farthest by |log(a[i, j] × wⱼ ÷ wᵢ)|. Of three criteria all are equally far. Source: Saaty (2003), section 5.
    """
    weights, _ = principal_weights(matrix)
    rows, columns = np.triu_indices(len(matrix), 1)
    gaps = np.abs(np.log(matrix[rows, columns] * weights[columns] / weights[rows]))
    worst = np.flatnonzero(np.isclose(gaps, gaps.max()))
    return (int(rows[worst[0]]), int(columns[worst[0]])) if len(worst) == 1 else None


def without_it(matrix: Array, pair: tuple[int, int]) -> float:
    """What all other judgments say of a pair: wᵢ ÷ wⱼ with its own judgment left out.

    Source: Harker (1987), Math. Modelling 9, 353-360: a missing judgment is 0, and the diagonal of its two rows 2.
    """
    i, j = pair
    rest = matrix.copy()
    rest[i, j] = rest[j, i] = 0
    rest[i, i] = rest[j, j] = 2
    weights, _ = principal_weights(rest)
    return float(weights[i] / weights[j])


def joined(matrices: Sequence[Array]) -> Array:
    """The judgments of several people as one: the geometric mean of each, which alone keeps them reciprocal.

    Source: Aczél & Saaty (1983), J. Math. Psychol. 27, 93-102.
    """
    return np.asarray(np.exp(np.mean(np.log(np.stack(matrices)), axis=0)))
