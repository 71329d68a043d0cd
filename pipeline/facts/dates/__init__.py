"""Dates as EDTF: absolute, partial and relative to the day of publication."""
