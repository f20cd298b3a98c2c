"""``python -m mfd_desktop`` starts the command line."""

import sys

from mfd_desktop.cli import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # A packed program is started once more for what runs in a process of its own.
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main())
