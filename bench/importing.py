"""How long the integration's own modules take to import: python -m bench.importing.

In a process of its own, because a module is imported once.
"""

from importlib import import_module
from pkgutil import walk_packages
import sys
from time import perf_counter

# What every Home Assistant has loaded that could load this integration.
_THERE_ALREADY = (
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
    """Import, and write the milliseconds."""
    for name in _THERE_ALREADY:
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
