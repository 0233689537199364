"""Achour, Malgouyres, Gerchinovitz: slides, abstract, main theorem.  H is the depth; the loss has no factor 1/2."""
