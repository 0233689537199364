"""Arrays that are used again change nothing."""

import numpy as np

from symdln.numeric import Workspace, gradient, hessian
from tests.numeric.support import NUMERIC


def test_a_workspace_changes_nothing_and_is_never_part_of_a_result():
    workspace, rng = Workspace(), np.random.default_rng(0)
    for size in (7, 2, 1100):  # grows, shrinks, and passes a chunk
        weights = [rng.normal(size=(size, *shape)) for shape in NUMERIC.shapes]
        results = [hessian(NUMERIC, weights, workspace=workspace), *gradient(NUMERIC, weights, workspace=workspace)]
        kept = [array.copy() for array in results]
        gradient(NUMERIC, [-layer for layer in weights], workspace=workspace)
        hessian(NUMERIC, [-layer for layer in weights], workspace=workspace)
        fresh = [hessian(NUMERIC, weights), *gradient(NUMERIC, weights)]
        assert all(np.array_equal(array, copy) for array, copy in zip(results, kept, strict=True))
        assert all(np.array_equal(array, other) for array, other in zip(results, fresh, strict=True))
