"""Files of a company whose territories are uneven, and what is asked of a scenario on it."""

from tests.analysis.exercises.test_e3_5_territories import company

CONSTRAINTS = {"kept": 0.9, "tolerance": 0.05, "most_load": 1.1, "across": True}
TYPED = {"kept": "90", "tolerance": "5", "most_load": "110", "across": "on", "name": "Nine in ten"}


def write_company(folder, **kwargs):
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in company(**kwargs).tables.items():
        if name == "reps":
            frame = frame.assign(name=[f"Seller {i}" for i in range(len(frame))])
        frame.to_csv(folder / f"{name}.csv", index=False)
    return folder
