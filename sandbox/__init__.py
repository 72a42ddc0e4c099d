"""Local simulator of Dexcom's API with simulated people."""

from .faults import Fault
from .people import PEOPLE, AlertLimits, Character, Person
from .server import Sandbox
from .state import RequestRecord
from .tokens import APPLICATIONS, Application, subject, user_id
from .versions import Reading

__all__ = [
    "APPLICATIONS",
    "PEOPLE",
    "AlertLimits",
    "Application",
    "Character",
    "Fault",
    "Person",
    "Reading",
    "RequestRecord",
    "Sandbox",
    "subject",
    "user_id",
]
