"""The sandbox on the command line: `python -m asana.sandbox --port 8080`."""

import sys

from asana.sandbox.web.command import main

if __name__ == "__main__":
    sys.exit(main())
