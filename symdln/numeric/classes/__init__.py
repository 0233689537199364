"""Classes and inertias of batches of float64 points by the rank route; no Hessian is formed."""
