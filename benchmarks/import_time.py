"""Measure an import in a fresh process: ``python import_time.py "import asana"``.

It imports no module that a library may import, because that would make the library seem faster.
"""

import sys
import time

statement = compile(sys.argv[1], "statement", "exec")
wall, cpu = time.perf_counter(), time.process_time()
exec(statement)
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
print(f'{{"cpu": {cpu}, "wall": {wall}}}')
