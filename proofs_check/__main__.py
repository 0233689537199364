"""``python -m proofs_check``: the same as the command ``proofs-check``."""

import sys


def main() -> None:
    """Run the command; Ctrl-C while Python still imports it ends in one sentence, as it does later."""
    try:
        from proofs_check.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("proofs-check: interrupted.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
