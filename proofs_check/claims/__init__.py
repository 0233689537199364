"""The claims, one module or package a source; :mod:`proofs_check.running.registry` finds them."""
