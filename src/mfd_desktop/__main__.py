"""``python -m mfd_desktop`` starts the command line."""

import sys

from mfd_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
