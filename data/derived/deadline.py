"""The deadline for remitting a payment, as SQL, and the policies that set it."""

from typing import Final

# The name of these policies, and the deadline without one, in working days.
DEADLINE_POLICY: Final = "remittance.deadline_working_days"
DEFAULT_DEADLINE_DAYS: Final = 3

# The deadline in working days: the policy in force on the day the payment was made, its
# organisation's own before the general one. Alias g has org_code and paid_day.
DEADLINE: Final = f"""
    COALESCE(
        (
            SELECT CAST(value AS integer) FROM policies AS o
            WHERE o.name = '{DEADLINE_POLICY}'
                AND o.org_code IN (g.org_code, '') AND o.valid_from <= g.paid_day
            ORDER BY o.org_code = '', o.valid_from DESC
            LIMIT 1
        ),
        {DEFAULT_DEADLINE_DAYS}
    )
"""
