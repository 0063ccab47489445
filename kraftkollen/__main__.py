"""The command line: `python -m kraftkollen --data DIR COMMAND [--json]`. It stands beside the dashboard and does what it does."""

from kraftkollen.cli.commands import main

if __name__ == "__main__":
    main()
