"""How the shipped proofs were written: each module makes the steps of one theory; the checker reads the JSON alone."""
