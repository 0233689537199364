"""``python -m symdln``: the same as the command ``symdln``."""

import sys


def main() -> None:
    """Run the command; Ctrl-C while Python still imports it ends in one sentence, as it does later."""
    try:
        from symdln.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("symdln: interrupted.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
