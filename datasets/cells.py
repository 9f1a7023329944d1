"""Reads numbers, flags and choices from text, column by column. Dates and periods have modules of their own."""

import re

import numpy as np
import pandas as pd

BLANKS = ("", "na", "n/a", "#n/a", "null", "nan", "(blank)", "-", "--", "—", "nil", "<null>")
NAMES_BLANK = ("none",)  # blank but where it is one of the choices
NORTH_AMERICA = {"EMEA", "APAC", "LATAM", "EU", "AMER", "AMERICAS", "ANZ", "SA", "MEA"}
SYMBOLS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "US$": "USD",
    "CHF": "CHF",
    "kr": "SEK",
    "zł": "PLN",
}
CURRENCY = r"(US\$|[$€£¥₹]|\b[A-Z]{3}\b|kr\b|zł)"
TRUE = {"true", "t", "yes", "y", "1", "1.0", "ja", "oui", "x", "on", "wahr"}
FALSE = {"false", "f", "no", "n", "0", "0.0", "nein", "non", "off", "falsch"}
CHOICES = {
    "deal_type": {
        "new": ["newbusiness", "newcustomer", "newlogo", "nb"],
        "renewal": ["renewals", "renew", "existingcustomerreplacement", "ren"],
        "expansion": [
            "existingbusiness", "existingcustomerupgrade", "existingcustomerdowngrade", "upsell", "crosssell",
            "upgrade",
        ],
    },
    "channel": {"direct": ["directsales", "inhouse"], "partner": ["reseller", "channelpartner", "indirect", "channel"]},
    "waiting_on": {
        "internal": ["us", "waitingonus"], "customer": ["client", "waitingoncontact", "buyer"], "none": ["nobody"],
    },
    "outcome": {
        "won": ["closedwon", "win", "gewonnen", "gagne", "ganada", "success"],
        "lost": ["closedlost", "loss", "verloren", "perdu", "perdida"],
        "withdrawn": [
            "passed", "pass", "abandoned", "cancelled", "canceled", "closedpassed", "closedwithdrawn", "nodecision",
            "closednodecision", "disqualified", "closedcancelled", "closedabandoned",
        ],
        "open": ["active", "inprogress", "offen", "ongoing", "pending"],
    },
    "unit_type": {"rep": ["seller", "employee"], "company": ["total"]},
    "group": {
        "trained": ["1", "treated", "treatment", "intervention", "yes", "course"],
        "later": ["waiting", "waitlist", "waitinglist", "latertrained"],
        "untrained": ["0", "control", "controls", "cont", "ctrl", "none", "no", "nottrained", "placebo"],
    },
    "source_type": {"customer_volunteered": ["customervolunteered"]},
}  # fmt: skip


def plain(text: str) -> str:
    """Letters and digits only, lower case: what of two spellings is compared."""
    return re.sub(r"[^0-9a-zà-ÿ]+", "", str(text).casefold())


def without_blanks(text: pd.Series, keep: tuple[str, ...] = ()) -> pd.Series:
    """Trimmed text, null where it says that there is nothing. `NA` beside EMEA and APAC is North America."""
    codes, unique = pd.factorize(text)
    distinct = pd.Series(unique, dtype="str").str.strip()
    lower = distinct.str.casefold()
    blank = lower.isin([word for word in (*BLANKS, *NAMES_BLANK) if word not in keep])
    if blank.any() and distinct.isin(NORTH_AMERICA).any():
        blank &= distinct != "NA"
    return spread_text(distinct.mask(blank), codes, text.index)


def spread_text(values: pd.Series, codes: np.ndarray, index: pd.Index) -> pd.Series:
    taken = values.take(np.where(codes < 0, 0, codes)) if len(values) else pd.Series(None, index=index, dtype="str")
    taken.index = index
    return taken.mask(codes < 0) if (codes < 0).any() else taken


def spread_numbers(values: np.ndarray, codes: np.ndarray, index: pd.Index) -> pd.Series:
    return pd.Series(np.append(values, np.nan)[codes], index=index, dtype="float64")


def read_numbers(text: pd.Series, decimal: str = "") -> pd.Series:
    """float64; currency signs, thousands' marks, percent signs, accountants' brackets, trailing minus are understood.

    Infinity and what else is no number come back null. `decimal` settles the mark where the values leave it open.
    """
    direct = pd.to_numeric(text, errors="coerce")
    if decimal in ("", ".") and bool((direct.notna() | text.isna()).all()):
        return direct.astype("float64").replace([np.inf, -np.inf], np.nan)
    codes, unique = pd.factorize(text)
    values = stripped(pd.Series(unique, dtype="str"))
    comma = decimal == "," or decimal_comma(values)
    values = values.str.replace("." if comma else ",", "", regex=False)
    numbers = pd.to_numeric(values.str.replace(",", ".", regex=False), errors="coerce").to_numpy("float64")
    return spread_numbers(np.where(np.isfinite(numbers), numbers, np.nan), codes, text.index)


def stripped(values: pd.Series) -> pd.Series:
    values = values.str.replace(CURRENCY, "", regex=True).str.replace(r"[\s'’%\u00a0\u202f]", "", regex=True)
    values = values.str.replace("−", "-", regex=False).str.replace(r"^(\d.*)-$", r"-\1", regex=True)
    return values.str.replace(r"^\((.*)\)$", r"-\1", regex=True)


def decimal_comma(values: pd.Series) -> bool:
    """Whether the comma is the decimal mark, judged from all values of a column."""
    last = values.str.extract(r"([.,])(?=[^.,]*$)")[0]
    both = values.str.contains(",", regex=False) & values.str.contains(".", regex=False)
    if both.any():
        return bool((last[both] == ",").mean() > 0.5)
    commas = values[values.str.contains(",", regex=False).fillna(False)]
    if len(commas):
        return not commas.str.fullmatch(r"-?\d{1,3}(,\d{3})+").all()
    return bool(values.str.fullmatch(r"-?\d{1,3}(\.\d{3}){2,}").fillna(False).any())


def currency_of(text: pd.Series) -> pd.Series:
    """The currency that is written beside an amount; null where none is."""
    codes, unique = pd.factorize(text)
    marks = pd.Series(unique, dtype="str").str.extract(CURRENCY)[0]
    return spread_text(
        marks.map(lambda mark: SYMBOLS.get(mark, mark), na_action="ignore").astype("str"), codes, text.index
    )


def read_flags(text: pd.Series) -> pd.Series:
    words = text.str.strip().str.casefold()
    flags = words.map({**dict.fromkeys(TRUE, True), **dict.fromkeys(FALSE, False)}, na_action="ignore")
    return flags.astype("boolean")


def read_choices(text: pd.Series, column: str, choices: tuple[str, ...]) -> pd.Series:
    """The canonical word for each value; null where it is none of them."""
    known = {plain(choice): choice for choice in choices}
    known |= {spelling: choice for choice, others in CHOICES.get(column, {}).items() for spelling in others}
    codes, unique = pd.factorize(text)
    words = pd.Series([known.get(plain(value)) for value in unique], dtype="str")
    return spread_text(words, codes, text.index)
