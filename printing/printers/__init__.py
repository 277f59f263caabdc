"""The ways bytes reach paper: folder, raw TCP, CUPS, serial."""
