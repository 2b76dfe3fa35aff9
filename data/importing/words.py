"""Owns the words that stand for a product, a channel, a gender, a yes or no in import files.

They are compared in lower case, without diacritics, and with every sign between letters taken for
one space, so each stands here once in that form; the Vietnamese it comes from is the domain's.
"""

from __future__ import annotations

from data.importing import sets

MEANINGS: dict[sets.Kind, dict[str, tuple[str, ...]]] = {
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
    sets.Kind.YES_NO: {
        "true": ("yes", "co", "true", "1"),
        "false": ("no", "khong", "false", "0"),
    },
}
