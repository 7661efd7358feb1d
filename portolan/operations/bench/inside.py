"""What a bench does inside an installation, one task a process: `python -m portolan.operations.bench.inside TASK {}`.

The answer is one line of JSON on standard output.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

from portolan.operations.start import start_django

# Task -> the function that does it, imported once Django is awake.
TASKS = {
    "prepare": "portolan.operations.bench.people:prepare_shipped",
    "static": "portolan.operations.bench.people:collect_static",
    "session": "portolan.operations.bench.people:open_session",
    "queries": "portolan.operations.bench.pages:count_queries",
    "cost": "portolan.operations.bench.pages:measure_cost",
    "large": "portolan.operations.bench.large_pages:measure_large",
    "make-profile": "portolan.operations.bench.documents:make_long_profile",
    "documents": "portolan.operations.bench.documents:measure_documents",
    "autosave": "portolan.operations.bench.documents:autosave_request",
    "write-workbook": "portolan.operations.bench.workbook:write_workbook",
    "preview": "portolan.operations.bench.workbook:measure_preview",
    "commit": "portolan.operations.bench.workbook:measure_commit",
    "keep-writing": "portolan.operations.bench.workbook:keep_writing",
}


def main() -> None:
    """Do the task of the command line."""
    task, options = sys.argv[1], json.loads(sys.argv[2])
    start_django()
    module, _, name = TASKS[task].partition(":")
    answer: Any = getattr(importlib.import_module(module), name)(**options)
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
