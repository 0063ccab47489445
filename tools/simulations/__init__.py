"""The parts of tools/simulate_effect.py."""
