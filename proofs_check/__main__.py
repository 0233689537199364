"""``python -m proofs_check``: the same as the command ``proofs-check``."""

from proofs_check.cli import main

if __name__ == "__main__":
    main()
