"""The command line: `python -m kraftkollen --data DIR COMMAND [--json]`; it stands beside the dashboard."""

from kraftkollen.cli.commands import main

if __name__ == "__main__":
    main()
