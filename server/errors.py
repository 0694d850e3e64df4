"""What can go wrong in the server stage.

BelaggError
├── SettingsError     a setting that can't be used
├── GoldError         a file of gold questions that can't be used
├── ComparisonError   a file of earlier figures that can't be used
├── OutputError       a file that can't be written
├── ServingError      a server that can't be started
│   └── ListeningError
├── QuestionLogError  a log of questions that can't be read
├── InspectionError   what belagg inspect was asked for can't be done
│   └── InvalidPagesError
└── RequestError      a request that can't be answered; carries its status code
    ├── UndrawablePageError
    ├── UnknownPageError
    ├── WithheldFileError
    ├── LoginError
    ├── TooManyTriesError
    ├── IdentityProviderError
    └── InvalidRequestError
"""

from ingest.errors import BelaggError


class SettingsError(BelaggError):
    """An environment variable or settings file that can't be used."""


class GoldError(BelaggError):
    """A file of gold questions that can't be used."""


class ComparisonError(BelaggError):
    """A file of earlier figures that can't be used."""


class OutputError(BelaggError):
    """A file that can't be written."""


class ServingError(BelaggError):
    """A server that can't be started."""


class ListeningError(ServingError):
    """An address or a port that can't be listened on."""


class QuestionLogError(BelaggError):
    """A log of questions that can't be read."""


class InspectionError(BelaggError):
    """What `belagg inspect` was asked for can't be done."""


class InvalidPagesError(InspectionError):
    """Pages that can't be told or that the file doesn't have."""


class RequestError(BelaggError):
    """A request that can't be answered as it stands."""

    status = 400


class UndrawablePageError(RequestError):
    """A page that can't be drawn as an image with what that may cost."""

    status = 500


class UnknownPageError(RequestError):
    """A page that the document doesn't have."""

    status = 404


class WithheldFileError(RequestError):
    """The file of a document whose personal data is covered elsewhere."""

    status = 403


class LoginError(RequestError):
    """Whoever asks has not shown who it is."""

    status = 401


class TooManyTriesError(RequestError):
    """A client that has given too many wrong secrets; it may go on in so many `seconds`."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Fel hemlighet har angetts för många gånger härifrån. Vänta {seconds} sekunder och "
            "försök sedan igen."
        )
        self.seconds = seconds


class IdentityProviderError(RequestError):
    """The organisation's own login can't be used now."""

    status = 503

    def __init__(self, found: str) -> None:
        super().__init__(
            f"Inloggningstjänsten {found}, så det går inte att logga in just nu. Försök igen om en "
            "stund. Går det fortfarande inte: vänd dig till den som driver Belägg."
        )


class InvalidRequestError(RequestError):
    """A value that the request may not have; `field` names it."""

    status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
