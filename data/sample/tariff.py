"""What participants pay a month, by the tariff of the day of the payment.

Health insurance (BHYT) is 4.5 % of the base salary.
- Base salary: 1 490 000 ₫ from 1 July 2019 (Decree 38/2019/NĐ-CP, article 3), 1 800 000 from 1 July
  2023 (Decree 24/2023/NĐ-CP, article 3), 2 340 000 from 1 July 2024 (Decree 73/2024/NĐ-CP, article
  3), 2 530 000 from 1 July 2026 (Decree 161/2026/NĐ-CP, article 3).
- Households (BI): the first member pays 4.5 %, the second to the fourth 70, 60 and 50 % of it, all
  others 40 % (Law on health insurance, article 13, as amended by Law 46/2014/QH13; Decree
  105/2014/NĐ-CP, article 2.1.g, and Decree 146/2018/NĐ-CP, article 7.1; since 15 August 2025
  Decree 188/2025/NĐ-CP).
- Farming households of average income (AR): the state pays 30 % at least, each member the rest;
  there is no reduction from member to member where the state supports (Decree 105/2014/NĐ-CP,
  articles 2.1.g and 3.3).

Voluntary social insurance (BHXH tự nguyện) is 22 % of an income that one chooses, less support.
- The income lies between the rural poverty line and 20 times the base salary, in steps of 50 000 ₫
  (Law 58/2014/QH13, article 87, Decree 134/2015/NĐ-CP, article 10; since 1 July 2025 Law
  41/2024/QH15, article 31, and Decree 159/2025/NĐ-CP, article 5).
- Rural poverty line: 700 000 ₫ from 2016 (Decision 59/2015/QĐ-TTg), 1 500 000 from 2022 (Decree
  07/2021/NĐ-CP, article 3), 2 200 000 from 2027 (Decree 351/2025/NĐ-CP).
- The state pays a share of 22 % of the poverty line. For the poor, the nearly poor, ethnic
  minorities and all others: 30, 25, 10 and 10 % from 2018 (Decree 134/2015/NĐ-CP, article 14), 50,
  40, 30 and 20 % since 1 July 2025 (Decree 159/2025/NĐ-CP, article 5.1).
- The local security force (IL) is insured like this at the lowest income. What a province adds (Law
  30/2023/QH15, article 23), to this or to any other kind, is left out.

Who has paid ahead pays nothing more when the base salary rises. Days before the first of a list
have the tariff of its first line. All amounts come out as whole đồng without rounding.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import numpy as np

from data.sample import moments
from data.sample.moments import Whole

INCOME_STEP: Final = 50_000
# Those whom the state supports, in the columns of `_SUPPORT`.
POOR, NEARLY_POOR, MINORITY, OTHERS = range(4)

_BASE_SALARY: Final = {
    dt.date(2019, 7, 1): 1_490_000,
    dt.date(2023, 7, 1): 1_800_000,
    dt.date(2024, 7, 1): 2_340_000,
    dt.date(2026, 7, 1): 2_530_000,
}
_POVERTY_LINE: Final = {
    dt.date(2016, 1, 1): 700_000,
    dt.date(2022, 1, 1): 1_500_000,
    dt.date(2027, 1, 1): 2_200_000,
}
# In hundredths.
_SUPPORT: Final = {
    dt.date(2018, 1, 1): (30, 25, 10, 10),
    dt.date(2025, 7, 1): (50, 40, 30, 20),
}
_MEMBERS: Final = np.array([100, 70, 60, 50, 40])
_FARMERS_PART: Final = 70
_VOLUNTARY: Final = 22
_HIGHEST_INCOME: Final = 20


def household(days: Whole, members: Whole) -> Whole:
    """Return what members of households pay a month; the first of each is member 0."""
    shares = _MEMBERS[np.minimum(members, len(_MEMBERS) - 1)]
    paid: Whole = _health(days) * shares // 100
    return paid


def farming(days: Whole) -> Whole:
    """Return what each member of a farming household pays a month."""
    return _health(days) * _FARMERS_PART // 100


def voluntary(days: Whole, steps: Whole, supported: Whole) -> Whole:
    """Return what people pay a month for voluntary social insurance.

    `steps` says by how many steps the chosen income lies above the lowest; a higher one than the
    highest is the highest. `supported` is the number of the group that the state supports.
    """
    lowest = _in_force(_POVERTY_LINE, days)
    highest = _in_force(_BASE_SALARY, days) * _HIGHEST_INCOME
    income = np.minimum(lowest + steps * INCOME_STEP, highest)
    support = _in_force(_SUPPORT, days)[np.arange(len(days)), supported]
    paid: Whole = (income * _VOLUNTARY - lowest * _VOLUNTARY * support // 100) // 100
    return paid


def _health(days: Whole) -> Whole:
    """Return 4.5 % of the base salary."""
    return _in_force(_BASE_SALARY, days) * 45 // 1000


def _in_force(lines: Mapping[dt.date, int | tuple[int, ...]], days: Whole) -> Whole:
    """Return the line of a list that is in force on each day."""
    since = np.array([moments.number_of(day) for day in lines])
    line = np.searchsorted(since, days, side="right") - 1
    values: Whole = np.array(list(lines.values()), np.int64)[np.maximum(line, 0)]
    return values
