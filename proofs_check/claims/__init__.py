"""The claims, one module or package a source; :mod:`proofs_check.registry` finds them."""
