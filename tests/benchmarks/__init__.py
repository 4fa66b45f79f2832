"""Measurements that anyone can repeat on their own machine: `python3 -m lms bench`."""
