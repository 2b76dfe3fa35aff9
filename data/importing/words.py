"""Words that columns with a fixed list know, and what is said of a text that cannot be read.

Derived from it are the reading of values, the sentences about rejects and the tables of the
documents.
"""

from typing import Final

from data.importing import sets
from data.problems import N_

# What is said of a text that its column cannot read.
UNREADABLE: Final = {
    sets.Kind.TEXT: N_("Nothing can be read in it"),
    sets.Kind.SETTING: N_("The value does not fit this policy: give a whole number"),
    sets.Kind.AMOUNT: N_("Not a whole number of đồng"),
    sets.Kind.COUNT: N_("Not a whole number"),
    sets.Kind.MOMENT: N_("Not a time: give day, hour and minute, for example 2026-08-21T09:00"),
    sets.Kind.DAY: N_("Not a date: give yyyy-mm-dd or dd/mm/yyyy"),
    sets.Kind.BIRTH: N_("Not a date of birth: give dd/mm/yyyy, yyyy-mm-dd or the year"),
    sets.Kind.MONTH: N_("Not a month: give yyyy-mm or mm/yyyy"),
    sets.Kind.PRODUCT: N_("Unknown type of participation: give IS, BI, AR or IL"),
    sets.Kind.CHANNEL: N_("Unknown channel: give direct, sms, email, paper or other"),
    sets.Kind.GENDER: N_("Unknown gender: give M or F"),
    sets.Kind.YES_NO: N_("Give yes or no"),
    sets.Kind.CONFIRMATION: N_("A confirmation code has letters or digits"),
}

# The words of a kind that has a fixed list, by the value that is stored: their letters and digits
# in lower case without diacritics, as they are compared; only up to three keep their spaces.
WORDS: Final[dict[sets.Kind, dict[str, tuple[str, ...]]]] = {
    sets.Kind.PRODUCT: {
        "IS": (
            "is", "tn", "bhxhtn", "bhxhtunguyen", "bhxhtunguyentn", "baohiemxahoitunguyen",
            "baohiemxahoitunguyentn", "bhxhtunguyenis", "isbhxhtunguyen",
        ),
        "BI": (
            "bi", "gd", "hgd", "hogd", "hogiadinh", "bhytgd", "bhythgd", "bhythogd",
            "bhythogiadinh", "bhythogiadinhgd", "bhythogiadinhhgd", "bhyttheohogiadinh",
            "baohiemytehogiadinh", "baohiemytehogd", "baohiemytehgd", "baohiemytehogiadinhgd",
            "baohiemytetheohogiadinh", "bhytgiadinh", "hogiadinhgd", "hogiadinhhgd",
            "bhythogiadinhbi", "bibhythogiadinh",
        ),
        "AR": (
            "ar", "honlnd", "hnlnd", "bhythnlnd", "nonglamngudiemnghiep",
            "nonglamngunghiepdiemnghiep",
            "hononglamngudiemnghiep", "hogiadinhnonglamngudiemnghiep",
            "hogiadinhlamnonglamngudiemnghiep", "bhytnonglamngudiemnghiep",
            "bhythononglamngudiemnghiep", "bhythogdnonglamngudiemnghiep",
            "bhythogiadinhnonglamngudiemnghiep", "bhythogiadinhlamnonglamngudiemnghiep",
            "baohiemytehononglamngudiemnghiep",
            "baohiemytehogiadinhlamnonglamngudiemnghiep",
            "bhythogiadinhlamnongnghieplamnghiepngunghiepdiemnghiep",
            "hogiadinhlamnongnghieplamnghiepngunghiepdiemnghiep",
            "bhythononglamngudiemnghiepar", "arbhythononglamngudiemnghiep",
            "hononglamngudiemnghiepar",
            "bhythonlnd", "bhythononglamngudiemnghiephnlnd",
        ),
        "IL": (
            "il", "anttcs", "bhytanttcs", "antt", "bhytantt", "baoveanttcs", "baoveantt",
            "lucluongbaoveanttcs", "lucluongbaoveantt", "lucluongbaoveanttocoso",
            "lucluongthamgiabaoveantt", "lucluongthamgiabaoveanttcs",
            "lucluongthamgiabaoveanttocoso", "lucluongbaoveanninhtrattuocoso",
            "lucluongthamgiabaoveanninhtrattuocoso", "lucluongthamgiabaoveanninhtrattucoso",
            "bhytlucluongbaoveanninhtrattuocoso", "bhytlucluongthamgiabaoveantt",
            "bhytlucluongthamgiabaoveanttcs", "bhytlucluongthamgiabaoveanttocoso",
            "bhytlucluongthamgiabaoveanninhtrattuocoso",
            "lucluongthamgiabaoveanninhtrattuocosoil", "illucluongthamgiabaoveanninhtrattuocoso",
            "bhytlucluongthamgiabaoveanninhtrattuocosoil", "bvanttcs", "bhytbvanttcs",
            "bhytanttil", "bhytanttcsil",
        ),
    },
    sets.Kind.CHANNEL: {
        "direct": ("direct", "tructiep", "thongbaotructiep", "gaptructiep", "facetoface"),
        "sms": ("sms", "tinnhan", "tinnhansms", "smstinnhan", "nhantin", "quatinnhan", "quasms",
                "guitinnhan", "guisms"),
        "email": ("email", "mail", "thudientu", "thudientuemail", "emailthudientu", "quaemail",
                  "guiemail", "quathudientu"),
        "paper": ("paper", "bangiay", "giay", "vanban", "bangvanban", "bangbangiay", "banggiay"),
        "other": (
            "other", "khac", "cachkhac", "hinhthuckhac", "zalo", "quazalo", "tinnhanzalo",
            "zalooa", "viber", "vssid", "ungdung", "ungdungvssid", "appvssid", "quavssid",
            "quaviber", "ungdungdidong", "quaungdung", "app", "vneid", "ungdungvneid",
            "dienthoai", "goidien", "goidienthoai", "quadienthoai", "phone", "call", "facebook",
            "messenger", "telegram", "whatsapp", "website", "web", "congthongtin",
            "congthongtindientu", "congdichvucong", "tongdai",
        ),
    },
    sets.Kind.GENDER: {
        "M": ("m", "male", "nam", "1", "1 0"),
        "F": ("f", "female", "nu", "0", "0 0", "2", "2 0"),
        "X": ("x", "other", "khac"),
    },
    sets.Kind.YES_NO: {
        "true": ("yes", "co", "true", "1", "1 0", "lamviec", "ngaylamviec"),
        "false": ("no", "khong", "false", "0", "0 0", "nghi", "nghile", "nghibu", "ngaynghi"),
    },
}  # fmt: skip

# Words for a participant who was told nothing: no channel; so are the dashes among them, which have
# no letters.
DASHES: Final = "-–—−_./ "
NOT_INFORMED: Final = (
    "0", "0 0", "no", "false", "khong", "ko", "chua", "chuabao", "khongbao", "khongco",
    "chuaco", "chuathongbao", "khongthongbao", "chuathongtin", "khongthongtin", "notinformed",
    "notnotified",
)  # fmt: skip
