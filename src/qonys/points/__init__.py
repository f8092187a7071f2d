"""Points for people in tables: files in, scores out, and the reasons of one person in words.

reading.py     people from Parquet or CSV, checked cell by cell
writing.py     total, every line, points lost to caps
comparing.py   who gains and who loses by a change of the law
report.py      the reasons and the ladder of one person, in three languages
"""
