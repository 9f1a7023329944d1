from reports.composing.tables import printable, room_table


def table(columns, rows, key="t"):
    said = [{"key": name, "label": name.capitalize(), "unit": unit} for name, unit in columns.items()]
    return {"key": key, "title": "Title", "columns": said, "rows": rows}


def texts(printed):
    return [[cell.text.replace("\u00a0", " ") for cell in row] for row in printed.rows]


def test_limits_become_one_column():
    rows = [{"segment": "Retail", "rate": 0.5, "low": 0.4, "high": 0.6}]
    printed = printable(table({"segment": "", "rate": "fraction", "low": "fraction", "high": "fraction"}, rows))
    assert [head.text for head in printed.heads] == ["Segment", "Rate", "95 % interval"]
    assert texts(printed) == [["Retail", "50.0 %", "40.0 – 60.0 %"]]


def test_a_column_of_numbers_is_set_to_the_right_and_gaps_do_not_change_it():
    rows = [{"segment": "Retail", "deals": 12, "note": "a"}, {"segment": "Trade", "deals": None, "note": "b"}]
    printed = printable(table({"segment": "", "deals": "deals", "note": ""}, rows))
    assert [head.is_number for head in printed.heads] == [False, True, False]
    assert texts(printed)[1] == ["Trade", "—", "b"]


def test_keys_are_said_as_the_exercise_names_them():
    printed = printable(table({"cause": ""}, [{"cause": "capability"}]), names={"capability": "Our work"})
    assert texts(printed) == [["Our work"]]


def test_a_key_called_by_its_name_and_the_name_are_one_column():
    rows = [
        {"stage": "Contract", "cause": "own", "cause_name": "Our work"},
        {"stage": "Offer", "cause": "b", "cause_name": "b"},
    ]
    printed = printable(table({"stage": "", "cause": "", "cause_name": ""}, rows), names={"own": "Our work"})
    assert texts(printed) == [["Contract", "Our work"], ["Offer", "b"]]
    assert printed.heads[1].text == "Cause_name"


def test_classes_of_both_rounds_stand_in_one_cell():
    rows = [
        {"round": "1", "item": "Proposal", "category": "Price", "people": 4},
        {"round": "1", "item": "Proposal", "category": "Rival", "people": 2},
        {"round": "2", "item": "Proposal", "category": "Price", "people": 6},
    ]
    printed = room_table(table({"round": "", "item": "", "category": "", "people": "people"}, rows))
    assert [head.text for head in printed.heads] == ["Item", "Price", "Rival"]
    assert texts(printed) == [["Proposal", "4, then 6", "2, then 0"]]
    assert printed.caption == "Title: people, first round and then second"


def test_ranks_stand_in_their_last_order():
    rows = [
        {"round": "1", "item": "A", "place": 1, "mean_rank": 1.4},
        {"round": "1", "item": "B", "place": 2, "mean_rank": 1.6},
        {"round": "2", "item": "A", "place": 2, "mean_rank": 1.8},
        {"round": "2", "item": "B", "place": 1, "mean_rank": 1.2},
    ]
    printed = room_table(table({"round": "", "item": "", "place": "", "mean_rank": ""}, rows))
    assert texts(printed) == [["B", "2, then 1", "1.60, then 1.20"], ["A", "1, then 2", "1.40, then 1.80"]]


def test_the_closing_choice_has_no_table_of_its_own():
    rows = [{"round": "1", "option_key": "a", "option": "A", "people": 4}]
    assert room_table(table({"round": "", "option_key": "", "option": "", "people": "people"}, rows)) is None


SETTINGS = (("limit", 0.15, 0.1, 0.2, "fraction"), ("size", 50_000, 20_000, 80_000, "money"))


def test_settings_of_both_rounds_stand_under_one_another_in_their_own_unit():
    rows = [
        {"round": round_, "setting": key, "setting_name": key.title(), "median": median, "low_quartile": low,
         "high_quartile": high, "lowest": low, "highest": high, "n": 6, "unit": unit}
        for round_ in ("1", "2")
        for key, median, low, high, unit in SETTINGS
    ]  # fmt: skip
    columns = dict.fromkeys(rows[0], "")
    printed = room_table(table(columns, rows, key="room_threshold"), "EUR")
    assert [row[0] for row in texts(printed)] == ["Limit, round 1", "Limit, round 2", "Size, round 1", "Size, round 2"]
    assert texts(printed)[0][1:] == ["15.0 %", "10.0 – 20.0 %", "10.0 – 20.0 %", "6"]
    assert texts(printed)[2][1:3] == ["EUR 50 k", "EUR 20 k – 80 k"]
    assert room_table(table(columns, rows, key="room_settings")) is None


def test_a_setting_that_too_few_set_is_a_dash():
    row = {"round": "1", "setting": "limit", "setting_name": "Limit", "n": 4, "unit": "fraction"}
    row |= dict.fromkeys(("median", "low_quartile", "high_quartile", "lowest", "highest"))
    assert texts(room_table(table(dict.fromkeys(row, ""), [row], key="room_threshold"))) == [
        ["Limit", "—", "—", "—", "4"]
    ]


def proposed(round_, number, votes):
    return {"round": round_, "row": f"p{number}", "label": "", "rule": f"Rule {number}", "proposers": 1,
            "votes": votes, "complete": True}  # fmt: skip


def test_proposals_are_printed_as_the_last_round_left_them():
    rows = [proposed("1", 1, None), proposed("2", 2, 5), proposed("2", 1, 0)]
    printed = room_table(table(dict.fromkeys(rows[0], ""), rows, key="room_rows"))
    assert [head.text for head in printed.heads] == ["Rule", "Proposers", "Votes"]
    assert texts(printed) == [["Rule 2", "1", "5"], ["Rule 1", "1", "0"]]
    first = room_table(table(dict.fromkeys(rows[0], ""), rows[:1], key="room_rows"))
    assert [head.text for head in first.heads] == ["Rule", "Proposers"]


def test_of_a_long_list_the_first_are_printed_and_the_caption_says_so():
    rows = [proposed("1", number, None) for number in range(31)]
    printed = room_table(table(dict.fromkeys(rows[0], ""), rows, key="room_rows"))
    assert (len(printed.rows), printed.caption) == (20, "Title, the first 20 of 31")


def test_splits_of_both_rounds_stand_in_one_cell_with_a_dash_for_a_middle_half_not_shown():
    rows = [
        {"round": round_, "item_key": "n", "item": "North", "mean": mean, "median": 4e5, "low_quartile": low,
         "high_quartile": high, "n": n}
        for round_, mean, low, high, n in (("1", 5e5, None, None, 6), ("2", 4e5, 3e5, 5e5, 8))
    ]  # fmt: skip
    columns = dict.fromkeys(rows[0], "") | dict.fromkeys(["mean", "median", "low_quartile", "high_quartile"], "money")
    printed = room_table(table(columns, rows, key="room_allocate"), "EUR")
    assert [head.text for head in printed.heads] == ["Item", "Mean", "Median", "Middle half", "n"]
    assert texts(printed) == [
        ["North", "EUR 500 k, then EUR 400 k", "EUR 400 k, then EUR 400 k", "—, then EUR 300 k – 500 k", "8"]
    ]


def test_camps_are_headed_by_their_people():
    row = {"round": "1", "item_key": "n", "item": "North", "first_camp": 70.0, "second_camp": 10.0, "first_people": 6,
           "second_people": 5}  # fmt: skip
    printed = room_table(table(dict.fromkeys(row, ""), [row], key="room_allocate_camps"))
    assert [head.text for head in printed.heads] == ["Item, round 1", "Mean of 6", "Mean of 5"]
    assert texts(printed) == [["North", "70", "10"]]


def test_weights_and_comparisons_are_printed_as_people_say_them():
    weight = {"round": "1", "criterion_key": "g", "criterion": "Growth", "weight": 0.53, "low_quartile": 0.4,
              "high_quartile": 0.6, "n": 8}  # fmt: skip
    printed = room_table(table(dict.fromkeys(weight, ""), [weight], key="room_pairwise"))
    assert texts(printed) == [["Growth", "53.0 %", "40.0 – 60.0 %", "8"]]
    compared = {"round": "1", "compared_first": "Growth", "compared_second": "Fit", "for_first": 1, "for_both": 2}
    rows = [compared | {"times": times, "for_second": 5} for times in (2.5, 0.4)]
    printed = room_table(table(dict.fromkeys(rows[0], ""), rows, key="room_pairwise_judgments"))
    assert texts(printed) == [
        ["Growth – Fit", "2.5 times", "1", "2", "5"],
        ["Growth – Fit", "1/2.5", "1", "2", "5"],
    ]
