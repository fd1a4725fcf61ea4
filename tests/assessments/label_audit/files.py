"""Files of labels as tests write them."""

import gzip
import json

import pytest

from assessments.label_audit.faults import LabelFileError
from assessments.label_audit.reading import read_labels


class Folder:
    """Writes a file and reads it as labels; `read` gives the table, `refused` the lines of the error."""

    def __init__(self, path):
        self.path = path

    def write(self, content, name="labels.csv"):
        file = self.path / name
        data = content if isinstance(content, bytes) else content.encode()
        file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return file

    def read(self, content, name="labels.csv", chosen=None, **options):
        return read_labels(self.write(content, name), chosen, **options)

    def refused(self, content, name="labels.csv", chosen=None, **options):
        with pytest.raises(LabelFileError) as caught:
            self.read(content, name, chosen, **options)
        return str(caught.value).split("\n")


def json_lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)
