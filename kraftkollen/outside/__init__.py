"""Asks sources outside of this machine, politely and only where it is allowed: the only part that calls out."""
