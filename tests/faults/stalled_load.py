"""python -m tests.faults.stalled_load FOLDER ITEMS MARKER

Load the course in FOLDER as `manage.py load_course` does, but stand still for ever once ITEMS item versions are
written, having made the file MARKER: in the middle of the transaction, to be killed there.
"""

import sys
import time
from pathlib import Path

import django


def main(folder: str, items: str, marker: str) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db.models.signals import post_save

    from courseware.models import ItemVersion

    written = []

    def stand_still(instance: ItemVersion, **kwargs: object) -> None:
        written.append(instance.pk)
        if len(written) == int(items):
            Path(marker).touch()
            while True:
                time.sleep(60)

    post_save.connect(stand_still, sender=ItemVersion)
    call_command("load_course", folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
