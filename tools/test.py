"""Makes the environment with what the tests need, and runs them: `python3 tools/test.py [pytest's arguments]`."""

import subprocess
import sys

import environment


def main() -> int:
    python = environment.ready("requirements-dev.txt")
    # -rs: each test that was skipped says what is missing.
    # Three processes on two cores, since many tests wait for a browser or a server; each file's tests together: its stores
    # are made once. A few tests start faster on one.
    # The order is that of tests/order.py, the longest files first.
    given = sys.argv[1:] or ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [str(python), "-m", "pytest", "-rs", *given]
    try:
        return subprocess.run(command, cwd=environment.ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
