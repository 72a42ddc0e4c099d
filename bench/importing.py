"""Import time of the integration's modules: python -m bench.importing.

In a separate process, because a module is imported once.
"""

from importlib import import_module
from pkgutil import walk_packages
import sys
from time import perf_counter

# Loaded by every Home Assistant that can load this integration.
_LOADED_BEFORE = (
    "bootstrap",
    "components.application_credentials",
    "components.binary_sensor",
    "components.diagnostics",
    "components.event",
    "components.recorder.statistics",
    "components.sensor",
    "components.system_health",
)
_INTEGRATION = "custom_components.dexcom_cgm"


def _main() -> None:
    """Import the modules and write the duration in milliseconds."""
    for name in _LOADED_BEFORE:
        import_module(f"homeassistant.{name}")
    before = set(sys.modules)
    began = perf_counter()
    package = import_module(_INTEGRATION)
    for found in walk_packages(package.__path__, f"{_INTEGRATION}."):
        import_module(found.name)
    took = perf_counter() - began
    others = {
        name for name in set(sys.modules) - before if not name.startswith(_INTEGRATION)
    }
    sys.stdout.write(f"{took * 1000} {len(others)}\n")


if __name__ == "__main__":
    _main()
