"""Words that columns with a fixed list know, and what is said of a text that cannot be read.

Derived from it are the reading of values, the sentences about rejects and the tables of the
documents.
"""

from data.importing import sets
from data.problems import N_

# What is said of a text that its column cannot read. Texts can all be read but those of policies.
UNREADABLE = {
    sets.Kind.TEXT: N_("The value does not fit this policy: give a whole number"),
    sets.Kind.AMOUNT: N_("Not a whole number of đồng"),
    sets.Kind.COUNT: N_("Not a whole number"),
    sets.Kind.MOMENT: N_("Not a time: give day, hour and minute, for example 2026-08-21T09:00"),
    sets.Kind.DAY: N_("Not a date: give yyyy-mm-dd or dd/mm/yyyy"),
    sets.Kind.MONTH: N_("Not a month: give yyyy-mm"),
    sets.Kind.PRODUCT: N_("Unknown type of participation: give IS, BI, AR or IL"),
    sets.Kind.CHANNEL: N_("Unknown channel: give direct, sms, email or paper"),
    sets.Kind.GENDER: N_("Unknown gender: give M or F"),
    sets.Kind.YES_NO: N_("Give yes or no"),
    sets.Kind.CONFIRMATION: N_("A confirmation code has letters or digits"),
}

# The words of a kind that has a fixed list, by the value that is stored: lower case, without
# diacritics and punctuation, as they are compared.
WORDS: dict[sets.Kind, dict[str, tuple[str, ...]]] = {
    sets.Kind.PRODUCT: {
        "IS": ("is", "bhxh tu nguyen", "bao hiem xa hoi tu nguyen", "bhxh tn"),
        "BI": ("bi", "bhyt ho gia dinh", "bao hiem y te ho gia dinh", "bhyt hgd"),
        "AR": (
            "ar",
            "bhyt ho nong lam ngu diem nghiep",
            "bhyt ho gia dinh lam nong lam ngu diem nghiep",
            "bhyt nong lam ngu diem nghiep",
            "ho nong lam ngu diem nghiep",
            "nong lam ngu diem nghiep",
        ),
        "IL": (
            "il",
            "luc luong tham gia bao ve an ninh trat tu o co so",
            "luc luong bao ve an ninh trat tu o co so",
            "bhyt luc luong tham gia bao ve an ninh trat tu o co so",
        ),
    },
    sets.Kind.CHANNEL: {
        "direct": ("direct", "truc tiep", "thong bao truc tiep"),
        "sms": ("sms", "tin nhan"),
        "email": ("email", "e mail", "thu dien tu"),
        "paper": ("paper", "ban giay", "giay"),
    },
    sets.Kind.GENDER: {
        "M": ("m", "male", "nam"),
        "F": ("f", "female", "nu"),
        "X": ("x", "other", "khac"),
    },
    sets.Kind.YES_NO: {"true": ("yes", "co", "true", "1"), "false": ("no", "khong", "false", "0")},
}
