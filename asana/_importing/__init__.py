"""The parts of an import: its journal, its rows, its writes, and their settling."""
