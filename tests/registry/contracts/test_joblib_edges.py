"""Where equal params could still be other bytes, or what is written could not be read."""

from __future__ import annotations

from typing import Any

import numpy as np

from fbm.adapters.serializers.joblib_serializer import JoblibSerializer

JOBLIB = JoblibSerializer()


def test_complex_numbers_are_equal_bytes_whether_one_object_or_two() -> None:
    number, twin = complex(1.5, 2.0), complex(float("1.5"), 2.0)
    assert JOBLIB.dumps({"x": [number, number]}) == JOBLIB.dumps({"x": [number, twin]})


def test_as_many_dimensions_are_written_as_can_be_read() -> None:
    read: Any = JOBLIB.loads(JOBLIB.dumps({"x": np.ones((1,) * 32)}).unwrap()).unwrap()["x"]
    assert read.ndim == 32
    assert JOBLIB.dumps({"x": np.ones((1,) * 33)}).failure().where == "params.x"
