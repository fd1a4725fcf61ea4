"""python -m tests.faults.stalled_import IMPORT BY ITEMS MARKER

Store the import as its job does, but stand still for ever once ITEMS item versions are written, having made the file
MARKER: in the middle of the transaction, to be killed there.
"""

import sys
import time
from pathlib import Path

import django


def main(import_id: str, by_id: str, items: str, marker: str) -> None:
    django.setup()
    from courseware.domain import importing
    from courseware.models import ItemVersion
    from courseware.tasks import store_import

    stored = importing._store

    def stand_still(*args: object) -> None:
        stored(*args)  # type: ignore[arg-type]
        if ItemVersion.objects.count() >= int(items):
            Path(marker).touch()
            while True:
                time.sleep(60)

    importing._store = stand_still  # type: ignore[assignment]
    store_import(int(import_id), int(by_id))


if __name__ == "__main__":
    main(*sys.argv[1:])
