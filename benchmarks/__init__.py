"""Every speed claim, measured beside its peer in the same run. `make bench` prints the table."""
