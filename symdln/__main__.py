"""``python -m symdln``: the same as the command ``symdln``."""

from symdln.cli import main

if __name__ == "__main__":
    main()
