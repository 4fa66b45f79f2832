"""Figures: who enrolled, who completed, by what they told of themselves; pages, files and stored snapshots."""
