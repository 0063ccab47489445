"""The command line, for scheduled work, tests and administrators. It stands beside the dashboard and calls the same actions."""
