"""Invented names. Nobody and no company is meant; the scripts differ so that pages and prints have to cope."""

REGIONS = {
    "DACH": (50.1, 10.4),
    "Nordics": (59.6, 15.2),
    "UK and Ireland": (53.0, -2.4),
    "Southern Europe": (41.5, 12.1),
    "Middle East and Africa": (26.3, 45.9),
    "Asia Pacific": (29.8, 118.4),
}
"""Sales region: where it lies, latitude and longitude of its middle."""

SELLERS = {
    "DACH": (
        "Annika Reuter", "Jonas Hallbauer", "Mirjam Stolz", "Levin Brandstetter", "Elif Aydemir", "Ruprecht Nagl",
        "Silke Thomsen", "Beat Zumsteg", "Carla Wennemann", "Henrik Ostertag",
    ),
    "Nordics": (
        "Maja Lindkvist", "Aksel Brandvold", "Tuuli Karppinen", "Signe Overgaard", "Oskar Hedlund", "Ragna Þórsdóttir",
        "Eero Salmela", "Freja Dahlgaard", "Nils Åkerblom", "Ingrid Haugstad",
    ),
    "UK and Ireland": (
        "Quinn Ashdown", "Niamh Tiernan", "Gareth Pugsley", "Ama Boateng", "Rory Kinsale", "Harriet Colebrook",
        "Dev Rawal", "Sorcha Breen", "Callum Strathie", "Imogen Fairlie",
    ),
    "Southern Europe": (
        "Ελένη Παπαδοπούλου", "Marco Bellandi", "Inés Carvajal", "Tomé Figueira", "Giulia Ferrante", "Nuno Salgueiro",
        "Rosa Montalbán", "Luc Deschamp", "Goran Perišić", "Chiara Lombardo",
    ),
    "Middle East and Africa": (
        "ليلى الحداد", "Omar Benjelloun", "Chidi Nwankwo", "Farah Mansouri", "Thandi Mokoena", "Yusuf Karadağ",
        "Hala Sabbagh", "Kofi Mensah-Adu", "Rania Khoury", "Tariq Alami",
    ),
    "Asia Pacific": (
        "陈思远", "Priya Venkatesan", "Haruto Minagawa", "Mei-Ling Goh", "Ravi Subramani", "Jiwoo Baek",
        "Siti Rahmawati", "Lachlan Purcell", "Anh Thu Dinh", "Kenji Asakura",
    ),
}  # fmt: skip
"""Ten of each region; the first leads its team."""

SPECIAL_ACCOUNTS = {
    "DACH": "Niederelbische Wasserstandsfernmeldeanlagenbau GmbH & Co. KG",
    "Southern Europe": "Θερμαϊκός Αναλυτικά Εργαστήρια Α.Ε.",  # noqa: RUF001
    "Middle East and Africa": "شركة واحة الخليج للتحاليل الصناعية",
    "Asia Pacific": "苏州云帆生物科技有限公司",
}
"""Names that try a page: 60 characters of German, and three other scripts, one of them from right to left."""

STEMS = {
    "DACH": ("Aldenhofer", "Brückstein", "Dornquell", "Elbtal", "Falkenried", "Grünwerth", "Havelbach", "Ilmtaler",
             "Kaltbrunn", "Lindauer Tor", "Mosbrugg", "Oberrhein", "Pfalzgau", "Rautenfeld", "Steinmark", "Tannegg"),
    "Nordics": ("Aurdal", "Bergslag", "Drottning", "Ekvik", "Fjordholm", "Granfors", "Havnes", "Isakka", "Järvelä",
                "Kvistdal", "Lomvik", "Mälarstrand", "Nordvåg", "Rautasalo", "Skagerö", "Tornefors"),
    "UK and Ireland": ("Aldermoor", "Blackwater", "Corrigan Vale", "Dunmarrow", "Eastlea", "Fernhithe", "Glenarran",
                       "Harrowgill", "Inchmoy", "Kestrel Bay", "Langstrath", "Marlow Reach", "Netherby", "Oakhanger",
                       "Penwith", "Thornbury"),
    "Southern Europe": ("Alcantar", "Bellavento", "Castelmar", "Doravia", "Estremoz", "Fontarelle", "Galdana",
                        "Hermosil", "Iberluz", "Lagonera", "Montelago", "Nervesa", "Olivastra", "Portofermo",
                        "Ravellina", "Salvaterra"),
    "Middle East and Africa": ("Al Manara", "Bab Sahel", "Cedar Gate", "Dar Zaytun", "East Rift", "Falaj", "Gulf Crest",
                               "Hatta Springs", "Ibis Delta", "Jebel Noor", "Kilele", "Limpopo Bend", "Marsa Qadim",
                               "Nyota", "Oryx Point", "Sahara Line"),
    "Asia Pacific": ("Aoyama", "Banksia", "Chengnan", "Dongwan", "Eastern Reef", "Fukuhara", "Garuda Jaya", "Hanbit",
                     "Indus Delta", "Jurong Bay", "Kaveri", "Lotus Harbour", "Mekong Star", "Nanyue", "Orchid Strait",
                     "Saitoku"),
}  # fmt: skip

TRADES = {
    "Life sciences": ("Biologics", "Therapeutics", "Cell Labs", "Vaccines", "Diagnostics", "Genomics", "Pharma"),
    "Chemicals": ("Coatings", "Polymers", "Catalysts", "Chemical Works", "Resins", "Fine Chemicals", "Pigments"),
    "Food and beverage": ("Dairies", "Breweries", "Foods", "Ingredients", "Bottling", "Mills", "Confectionery"),
    "Water utilities": ("Water", "Waterworks", "Wastewater", "Water Board", "Desalination", "Reservoirs", "Utilities"),
    "Machine building": ("Precision", "Drives", "Turbines", "Pumps", "Machine Works", "Hydraulics", "Tooling"),
}
"""Segment: what its companies call their trade."""

LEGAL_FORMS = {
    "DACH": ("GmbH", "AG", "GmbH & Co. KG"),
    "Nordics": ("AB", "AS", "Oy"),
    "UK and Ireland": ("Ltd", "plc", "Group"),
    "Southern Europe": ("S.p.A.", "S.A.", "Lda"),
    "Middle East and Africa": ("LLC", "Holding", "(Pty) Ltd"),
    "Asia Pacific": ("Co., Ltd", "Pte Ltd", "K.K."),
}

INDUSTRIES = {
    "Life sciences": ("Biotechnology", "Pharmaceuticals", "Medical devices"),
    "Chemicals": ("Specialty chemicals", "Base chemicals"),
    "Food and beverage": ("Beverages", "Food processing"),
    "Water utilities": ("Municipal water", "Industrial water"),
    "Machine building": ("Machinery", "Automotive supply"),
}

COMPETITORS = ("Veltronik", "Kessmar Messtechnik", "Akiba Sensing", "Aldermark", "Lumenor Systems", "Optivale")
"""Rivals, the one met most often first."""

REVIEWERS = ("Dorothea Kramp", "Matthis Odendahl")
"""Sales operations: both review the same deals."""

CLAIMANTS = ("Product management", "Marketing", "Regional sales", "Key accounts", "Finance", "Service")
"""Functions that tell others how the market does; no person is named for a claim."""

FORMER_LEADERS = {
    "UK and Ireland team": ("Bernadette Loy", "resigned"),
    "Nordics team": ("Gustav Ekström", "retired"),
    "Asia Pacific team": ("林佳慧", "promoted"),
}
"""Who led a team before its present leader, and why that ended."""

CHIEFS = {"manager": "", "director": "Henriette Voss", "board": "Claus Reimann"}
"""Who deals with what is escalated to each level; of managers the team's own."""
