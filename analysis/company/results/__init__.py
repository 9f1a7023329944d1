"""Figures by month, quarter, division and unit, beside targets and what foretells them."""
