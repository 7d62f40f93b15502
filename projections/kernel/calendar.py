"""Civil months on day numbers, in integers (H. Hinnant, chrono-compatible low-level date algorithms)."""

from projections.kernel.shapes import LIFETIME, ROLL


def day_of(year, month, day):
    """Return the day number of a civil date of the Gregorian calendar."""
    if month <= 2:
        year -= 1
    era = year // 400
    year_of_era = year - era * 400
    shifted = month - 3 if month > 2 else month + 9
    day_of_year = (153 * shifted + 2) // 5 + day - 1
    return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468


def month_length(year, month):
    """Return the days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


def add_months(number, months, month_end):
    """Return the day `months` later; a day that its month lacks is clamped back or rolls over.

    Months of LIFETIME and a start that never ends give LIFETIME. Source: clause calendar.month_end.
    """
    if months >= LIFETIME or number >= LIFETIME:
        return LIFETIME
    shifted = number + 719468
    era = shifted // 146097
    day_of_era = shifted - era * 146097
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * march_month + 2) // 5 + 1
    month = march_month + 3 if march_month < 10 else march_month - 9
    year = year_of_era + era * 400 + (1 if month <= 2 else 0)
    total = year * 12 + month - 1 + months
    year, month = total // 12, total % 12 + 1
    length = month_length(year, month)
    if day <= length:
        return day_of(year, month, day)
    return day_of(year, month, length) + (1 if month_end == ROLL else 0)
