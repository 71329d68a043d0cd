"""The arithmetic of Chinese, Japanese and Korean numerals: signs in, one sum out.

Knows nothing about text; ``cjk`` feeds it.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.facts.numbers.numerals import ONE, ZERO, plus, power, times


class MyriadSum:
    """Adds up sections below ten thousand and myriads.

    ``first`` is the first numeral and ``steps`` the exponents of the units behind it: of "7万亿"
    7 and 4, 8. ``simple`` says that there is nothing else.
    """

    def __init__(self) -> None:
        """Start at nothing."""
        self.parts: list[Decimal] = []
        self.section = ZERO
        self.current: Decimal | None = None
        self.first: Decimal | None = None
        self.steps: list[int] = []
        self.simple = True

    def number(self, value: Decimal) -> bool:
        """Take a digit or a numeral of digits; False where one stands already."""
        if self.current or (self.current is not None and not (self.section or self.parts)):
            return False
        self.current = value  # behind the zero of "2千零30"
        if self.first is None:
            self.first = value
        else:
            self.simple = False
        return True

    def small(self, factor: int) -> bool:
        """Take ten, a hundred or a thousand: it multiplies the digit before it."""
        if self.current is not None and self.current >= factor > 10:
            return False
        self.section = plus(self.section, times(self.current or ONE, Decimal(factor)))
        self.current = None
        if self.first is None:
            self.first = Decimal(factor)
        else:
            self.steps.append(len(str(factor)) - 1)
        return True

    def scale(self, exponent: int) -> bool:
        """Take a myriad: it multiplies all that is smaller before it, as in "1万億"."""
        value = plus(self.section, self.current or ZERO)
        alone = value == 0 and self.current is None
        while self.parts and self.parts[-1] < power(exponent):
            value = plus(value, self.parts.pop())
        if alone and value == 0:
            if not self.parts:
                return False
            value = self.parts.pop()
        self.parts.append(times(value, power(exponent)))
        self.steps.append(exponent)
        self.section, self.current = ZERO, None
        return True

    @property
    def value(self) -> Decimal:
        """The sum so far."""
        total = plus(self.section, self.current or ZERO)
        for part in self.parts:
            total = plus(total, part)
        return total
