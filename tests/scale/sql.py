"""Reads SQL files in one DuckDB session: python sql.py '{"rows": "...", ...}' FILE.sql [FILE.sql ...]

The variables are set first; what the last file answers is printed as JSON.
"""

import json
import sys

import duckdb

con = duckdb.connect()
con.execute("SET threads = 2")
con.execute("SET memory_limit = '1GB'")
for name, value in json.loads(sys.argv[1]).items():
    con.execute(f"SET VARIABLE {name} = {value!r}")
for file in sys.argv[2:]:
    with open(file, encoding="utf8") as text:
        found = con.execute(text.read())
columns = [column[0] for column in found.description]
print(json.dumps([dict(zip(columns, row)) for row in found.fetchall()]))
