"""Static files: compressed, named by content; the list of all names is kept where no address leads."""

from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with its manifest beside the public folder instead of in it (ASVS 5.0, 13.4)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        beside = settings.STATIC_ROOT.with_name(f"{settings.STATIC_ROOT.name}-manifest")
        super().__init__(*args, manifest_storage=FileSystemStorage(location=beside), **kwargs)
