"""The one shape in which a rule answers: allowed, unknown or refused, with every reason as a code and its data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reason:
    """A code that wording turns into a sentence, and the values which that sentence names."""

    code: str
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Verdict:
    """All that speaks against something; an unknown is a question nobody has answered yet, and it does not allow."""

    refused: tuple[Reason, ...] = ()
    unknown: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @classmethod
    def because(cls, code: str, /, **data) -> "Verdict":
        """Refused for one reason: its code and the values which its sentence names."""
        return cls(refused=(Reason(code, data),))

    @classmethod
    def refusing(cls, *found: tuple) -> "Verdict":
        """Refused for everything that is broken of (code, broken) or (code, broken, data)."""
        return cls(refused=tuple(Reason(code, *data) for code, broken, *data in found if broken))

    @property
    def allowed(self) -> bool:
        return not self.refused and not self.unknown

    @property
    def outcome(self) -> str:
        """`refused`, `unknown` or `allowed`: the heaviest reason decides, warnings never do."""
        if self.refused:
            return "refused"
        return "unknown" if self.unknown else "allowed"

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code for reason in (*self.refused, *self.unknown, *self.warnings))

    def __add__(self, other: "Verdict") -> "Verdict":
        if not isinstance(other, Verdict):
            return NotImplemented
        return Verdict(self.refused + other.refused, self.unknown + other.unknown, self.warnings + other.warnings)
