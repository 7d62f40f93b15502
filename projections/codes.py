"""Dictionary numbers: the integers that stand for codes in facts and rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


class Numbers:
    """Codes of one kind, numbered from 0 in the order in which they are first met."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self._number: dict[str, int] = {}
        self._codes: list[str] = []
        for code in codes:
            self.number(code)

    def number(self, code: str | None) -> int:
        """Return the number of a code, a new one if it is new; -1 for none."""
        if code is None:
            return -1
        number = self._number.setdefault(code, len(self._codes))
        if number == len(self._codes):
            self._codes.append(code)
        return number

    def find(self, code: str) -> int:
        """Return the number of a code, or -1 if it was never met."""
        return self._number.get(code, -1)

    def __len__(self) -> int:
        """Return how many codes there are."""
        return len(self._codes)

    def codes(self) -> Sequence[str]:
        """Return every code, by number; do not change it."""
        return self._codes


class Codes:
    """The dictionaries that facts and rules share. Certifications are numbered by code, so ties break by number.

    `aliases` lead from a former code to the one in force. Items, providers, fees and editions that only a
    holder's events name get numbers past the programme's own, and so past the tables of the rules.
    """

    def __init__(
        self,
        certifications: Iterable[str],
        exams: Iterable[str],
        *,
        items: Iterable[str] = (),
        providers: Iterable[str] = (),
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.certifications = Numbers(sorted(certifications))
        self.exams = Numbers(exams)
        self.items = Numbers(items)
        self.providers = Numbers(providers)
        self.fees = Numbers()
        self.editions = Numbers()
        self._aliases = dict(aliases or {})

    def certification(self, code: str) -> int:
        """Return the number of a certification, by its own code or a former one; -1 if there is none."""
        return self.certifications.find(self._aliases.get(code, code))
