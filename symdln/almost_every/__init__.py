"""Whether almost every trajectory of gradient flow converges to a global minimiser: exact criteria and certificates.

The conserved matrices ``C_j = W_{j+1}^T W_{j+1} - W_j W_j^T`` keep almost every start away from a kind of non-strict
saddles if their values there are exceptional.  Everything is decided by integers and arithmetic modulo a prime; the
theorems are on the page docs/almost-every.md.
"""
