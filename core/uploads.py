"""What arrives with a form: files beyond the limit are counted, not kept, so that the form can say so and lose nothing."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class LimitHandler(FileUploadHandler):
    """Stands before Django's handlers and passes a file on until it grows beyond `FILE_MAX_BYTES`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass on what fits."""
        self.received += len(raw_data)
        return raw_data if self.received <= settings.FILE_MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Stand in for a file that was too large: its name and size, without content."""
        if self.received <= settings.FILE_MAX_BYTES:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, self.received)
