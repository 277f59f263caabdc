"""Plots, described once and drawn once: the same painter puts them on a screen and on paper."""
