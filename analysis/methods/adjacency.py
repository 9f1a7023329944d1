"""Which places lie next to each other, from their coordinates alone."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def on_the_globe(latitude: ArrayLike, longitude: ArrayLike) -> Array:
    """Points on the unit sphere, shape (n, 3), of degrees: so that neither the date line nor a pole tears it."""
    north, east = (np.deg2rad(np.asarray(degrees, float)) for degrees in (latitude, longitude))
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def gabriel_graph(points: ArrayLike) -> NDArray[np.bool_]:
    """Which of n points are neighbours, shape (n, n): none other lies within the ball that has both as poles.

    Every point is joined to the nearest one, and all hang together; nobody is next to itself.
    Source: Gabriel & Sokal (1969), Systematic Zoology 18, 259-278.
    """
    points = np.asarray(points, float)
    squared = np.square(points[:, np.newaxis] - points).sum(axis=-1)
    # Third points k as the first axis; their way over k is shorter than the straight one only within the ball.
    over = squared[:, :, np.newaxis] + squared[:, np.newaxis, :]
    ends = np.eye(len(points), dtype=bool)
    blocked = (over < squared - 1e-12) & ~ends[:, :, np.newaxis] & ~ends[:, np.newaxis, :]
    return np.asarray(~blocked.any(axis=0) & ~ends)
