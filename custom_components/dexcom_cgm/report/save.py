"""Saving of a report below a directory that Home Assistant may write to."""

from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util.file import WriteError, write_utf8_file_atomic

from ..const import DOMAIN


def save_document(hass: HomeAssistant, path: str, suffix: str, document: bytes) -> None:
    """Write a document, all of it or nothing; blocks, so call it in an executor.

    A relative path is below the configuration directory. The file replaces an existing
    one, and only Home Assistant's own user may read it. Raises ServiceValidationError for
    a path that is not allowed, and HomeAssistantError if writing fails.
    """
    target = Path(hass.config.path(path))
    if target.suffix.lower() != suffix:
        # Another suffix may belong to a file that is not a report.
        raise _invalid("path_wrong_suffix", suffix=suffix)
    # Where the target is a link, the link itself is replaced.
    if not all(map(hass.config.is_allowed_path, (str(target), str(target.parent)))):
        raise _invalid("path_not_allowed", path=str(target))
    directory = target.parent.resolve()
    if directory.is_relative_to(Path(hass.config.path("www")).resolve()):
        raise _invalid("path_public", path=str(target))
    if not directory.is_dir() or target.is_dir():
        raise _invalid("path_no_directory", path=str(target))
    try:
        write_utf8_file_atomic(str(target), document, private=True, mode="wb")
    except WriteError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="report_not_saved",
            translation_placeholders={"path": str(target)},
        ) from err


def _invalid(key: str, **placeholders: str) -> ServiceValidationError:
    """Return the error of a path."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )
