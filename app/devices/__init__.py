"""Scanners and scales, free of Qt."""
