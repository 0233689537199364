from symdln.errors import UndecidedError
def certify(integers):
    raise UndecidedError("x")
certified_signs = certify
