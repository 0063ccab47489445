"""The command line: `python -m kraftkollen --data DIR COMMAND [--json]`; it stands beside the dashboard."""

from kraftkollen.cli.commands import main
from kraftkollen.model.logs import keep_values_out_of_logs

if __name__ == "__main__":
    keep_values_out_of_logs()
    main()
