"""Who takes part in the sample program. All are invented."""

from typing import NamedTuple


class SamplePerson(NamedTuple):
    key: str
    name: str
    function: str

    @property
    def email(self) -> str:
        return f"{self.key}@sample.invalid"


PARTICIPANTS = (
    SamplePerson("hana", "Hana Sedláčková", "sales"),
    SamplePerson("goran", "Goran Perišić", "sales"),
    SamplePerson("chidi", "Chidi Nwankwo", "sales"),
    SamplePerson("rosa", "Rosa Montalbán", "sales"),
    SamplePerson("jonas", "Jonas Hallbauer", "sales"),
    SamplePerson("bo", "陈博", "sales"),
    SamplePerson("priya", "Priya Venkatesan", "marketing"),
    SamplePerson("omar", "Omar Benjelloun", "marketing"),
    SamplePerson("elif", "Elif Aydemir", "marketing"),
    SamplePerson("ana", "Ana Figueira", "marketing"),
    SamplePerson("quinn", "Quinn Ashdown", "marketing"),
    SamplePerson("iris", "Ίρις Παπαδάκη", "marketing"),
    SamplePerson("dina", "Dina Rautio", "product"),
    SamplePerson("emre", "Emre Karadağ", "product"),
    SamplePerson("farah", "فرح الحداد", "product"),
    SamplePerson("kofi", "Kofi Mensah-Adu", "product"),
    SamplePerson("lena", "Lena Wennemann", "product"),
    SamplePerson("mara", "Mara Lindkvist", "product"),
)
"""Six each of sales, marketing and product; the patterns in `answers_*.py` follow this order."""

ADMIN = SamplePerson("ada", "Ada Thomsen", "operations")
FACILITATOR = SamplePerson("ines", "Ines Carvalho", "operations")
CO_FACILITATOR = SamplePerson("tomas", "Tomás Ibarra", "operations")
SPONSOR = SamplePerson("ulla", "Ulla Brandt", "other")
STAFF = (ADMIN, FACILITATOR, CO_FACILITATOR, SPONSOR)
