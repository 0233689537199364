"""Reading and writing files: data tables as CSV, problems and points as JSON; every number exact."""

from symdln.files.disk import read_bytes, replacing, will_write, will_write_folder, write_bytes, write_text
from symdln.files.point import (
    check_sizes,
    parse_point,
    parse_problem,
    point_data,
    problem_data,
    read_point,
    write_point,
)
from symdln.files.table import CsvTable, problem_from_table, read_table
from symdln.files.text import read_json, read_text, write_json
from symdln.files.trajectory import TrajectoryFile

__all__ = [
    "CsvTable",
    "TrajectoryFile",
    "check_sizes",
    "parse_point",
    "parse_problem",
    "point_data",
    "problem_data",
    "problem_from_table",
    "read_bytes",
    "read_json",
    "read_point",
    "read_table",
    "read_text",
    "replacing",
    "will_write",
    "will_write_folder",
    "write_bytes",
    "write_json",
    "write_point",
    "write_text",
]
