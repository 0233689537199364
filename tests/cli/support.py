"""What several tests of the command share: options for the example data, and small files."""

import json
from pathlib import Path
from typing import Any

EXERCISES = ["--inputs", "Chins,Situps,Jumps", "--targets", "Weight,Waist,Pulse"]
FLOWERS = ["--inputs", "sepal_length,sepal_width,petal_length,petal_width", "--targets", "setosa,versicolor,virginica"]


def point_file(folder: Path, content: Any) -> Path:
    path = folder / "point.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def write_csv(folder: Path, content: str) -> Path:
    path = folder / "data.csv"
    path.write_text(content, encoding="utf-8")
    return path


def scalar(s: Any, *weights: Any) -> dict[str, Any]:
    """Widths 1, L = 1/2 (product of the weights - s)^2."""
    matrices = [[[weight]] for weight in weights]
    return {"problem": {"singular_values": [s], "widths": [1] * (len(weights) + 1)}, "weights": matrices}
