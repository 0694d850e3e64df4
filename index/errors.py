"""What can go wrong in the index stage.

BelaggError
├── ModelError             the search model is missing, damaged or unreachable
├── BackupError            a backup that can't be made or restored as asked
└── IndexFolderError
    ├── IndexMissingError      no index in the folder
    ├── IndexDamagedError      an index that can't be read
    │   └── WithdrawnError         what could be read instead shows what no longer may be shown
    ├── ModelMismatchError     an index made with another model
    ├── IndexLockedError       another ingest is at work
    ├── StorageError           no space or no permission to write
    └── UnknownDocumentError   a document id that the index doesn't hold
"""

from ingest.errors import BelaggError


class ModelError(BelaggError):
    """The search model cannot be had; the message names the command that mends it."""


class BackupError(BelaggError):
    """A backup that can't be made or restored as asked; nothing has been changed."""


class IndexFolderError(BelaggError):
    """An index folder that can't be used as asked."""


class IndexMissingError(IndexFolderError):
    """No index has been built in the folder."""


class IndexDamagedError(IndexFolderError):
    """The index in the folder is incomplete or of another version."""


class WithdrawnError(IndexDamagedError):
    """Only a generation is whole that shows what since has been taken out or limited."""


class ModelMismatchError(IndexFolderError):
    """The index was made with another model than the one now asked for."""


class IndexLockedError(IndexFolderError):
    """Another process is building in the same folder."""


class StorageError(IndexFolderError):
    """The disk is full, or the folder can't be written."""


class UnknownDocumentError(IndexFolderError):
    """No document with this id is in the index."""
