"""The parts of an import: its journal, its rows, what it writes, and how that is settled."""
