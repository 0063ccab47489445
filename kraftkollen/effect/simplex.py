"""Weights that are not negative and sum to one: exact least squares with a ridge, many problems at a time."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_ROUNDS = 60
_TOLERANCE = 1e-9
# Below this share of the data's own size the ridge is too small for the fast solver's matrices: one by one instead.
_LEAST_RIDGE = 1e-2


def simplex_weights(distance: Array, pool: Mask, ridge: Array) -> Array:
    """Return for each problem the weights w of its pool that minimise |Mw|² + ridge |w|², w >= 0, sum 1.

    Parameters
    ----------
    distance
        (problems, rows, units): M, how far each unit lies from what is to be matched.
    pool
        (problems, units): which units may get a weight; at least one in each problem.
    ridge
        (problems,): the penalty on the sum of squared weights, 0 or more.

    Notes
    -----
    Because the weights sum to one, the direction of the optimum is that of u >= 0 with Qu >= 1 and u'(Qu - 1) = 0, where
    Q = M'M + ridge I: a linear complementarity problem, solved for all problems at once by block principal pivoting
    (Júdice and Pires 1994). What does not converge, or has almost no ridge, is solved by active sets (Lawson and Hanson 1974).
    """
    size = np.where(pool, (distance**2).sum(axis=1), 0.0).max(axis=1)
    fast = ridge > _LEAST_RIDGE * size
    found = np.zeros(pool.shape)
    if fast.any():
        found[fast], done = _pivoted(distance[fast], pool[fast], ridge[fast])
        fast[np.flatnonzero(fast)[~done]] = False
    for one in np.flatnonzero(~fast):
        found[one, pool[one]] = _by_active_sets(distance[one][:, pool[one]], float(ridge[one]))
    return found


def _by_active_sets(distance: Array, ridge: float) -> Array:
    count = distance.shape[1]
    rows = np.vstack([distance, np.sqrt(ridge) * np.eye(count)]) if ridge > 0 else distance
    # A row that asks for the sum one only scales the solution (see Notes); weighted like the data, it is well conditioned.
    level = float(np.sqrt((rows**2).sum(axis=0).mean())) or 1.0
    rows = np.vstack([rows, np.full(count, level)])
    asked = np.zeros(len(rows))
    asked[-1] = level
    found = np.asarray(nnls(rows, asked, maxiter=50 * count)[0], dtype=np.float64)
    return np.asarray(found / found.sum())


def _pivoted(distance: Array, pool: Mask, ridge: Array) -> tuple[Array, Mask]:
    """Return the weights, and which problems have reached their optimum."""
    free = pool.copy()
    fewest = np.full(len(pool), pool.shape[1] + 1)
    spare = np.full(len(pool), 3)
    for _ in range(_ROUNDS):
        inside, outside = _values(distance, free, ridge)
        wrong = pool & ((free & (inside < -_TOLERANCE)) | (~free & (outside < -_TOLERANCE)))
        count = wrong.sum(axis=1)
        if not count.any():
            break
        better = count < fewest
        fewest = np.where(better, count, fewest)
        spare = np.where(better, 3, spare - 1)
        # Exchanging all at once is fast; exchanging the last one alone is sure to end (Murty).
        last = np.zeros_like(wrong)
        last[np.arange(len(wrong)), wrong.shape[1] - 1 - np.argmax(wrong[:, ::-1], axis=1)] = True
        free ^= np.where((spare >= 0)[:, None], wrong, wrong & last)
    weights = np.where(free, np.maximum(inside, 0.0), 0.0)
    total = weights.sum(axis=1, keepdims=True)
    done = (count == 0) & (total[:, 0] > 0)
    return weights / np.where(total > 0, total, 1.0), done


def _values(distance: Array, free: Mask, ridge: Array) -> tuple[Array, Array]:
    """Return u of the free units, times the ridge, and Qu - 1 of the others: both are zero or more at the optimum."""
    kept = distance * free[:, None, :]
    inner = kept @ kept.transpose(0, 2, 1)
    inner[:, np.arange(inner.shape[1]), np.arange(inner.shape[1])] += ridge[:, None]
    summed = kept.sum(axis=2)
    solved = np.linalg.solve(inner, summed[:, :, None])
    along = (distance.transpose(0, 2, 1) @ solved)[:, :, 0]
    # By Woodbury: Mu = (ridge I + MM')^-1 M1, and ridge u = 1 - M'Mu for the free.
    return 1.0 - along, along - 1.0
