"""Plain data survives the journey; equal params are equal bytes; anything live stays out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import Any

import joblib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm.adapters.serializers.joblib_serializer import JoblibSerializer

JOBLIB = JoblibSerializer()
scalars = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text() | st.binary()
)
plain = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
params = st.dictionaries(st.text(), plain, max_size=5)


@given(params)
def test_what_was_written_is_read(value: dict[str, Any]) -> None:
    assert JOBLIB.loads(JOBLIB.dumps(value).unwrap()).unwrap() == value


@given(params)
def test_the_order_of_insertion_does_not_matter(value: dict[str, Any]) -> None:
    backwards = dict(reversed(value.items()))
    assert JOBLIB.dumps(backwards) == JOBLIB.dumps(value)


@pytest.mark.parametrize("dtype", ["f8", "f4", "i8", "u1", "?", "c16", "U5", "S3", ">f8"])
def test_arrays_keep_shape_and_values(dtype: str) -> None:
    array = np.arange(6).reshape(2, 3).astype(dtype)
    read: Any = JOBLIB.loads(JOBLIB.dumps({"x": array}).unwrap()).unwrap()["x"]
    assert read.shape == (2, 3)
    assert (read == array).all()


def test_identity_and_memory_layout_do_not_matter() -> None:
    text, twin = "some text", "".join(["some ", "text"])
    array = np.arange(6.0).reshape(2, 3)
    one = JOBLIB.dumps({"a": text, "b": text, "c": array, "d": np.float64(1.5)})
    two = JOBLIB.dumps({"a": text, "b": twin, "c": np.asfortranarray(array), "d": 1.5})
    assert one == two


def test_another_process_writes_the_same_bytes() -> None:
    program = (
        "import sys; from fbm.adapters.serializers.joblib_serializer import JoblibSerializer as J;"
        "sys.stdout.buffer.write(J().dumps({k: {k, }.pop() for k in ('b', 'a', 'c')}).unwrap())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    written = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True).stdout
    assert written == JOBLIB.dumps({"a": "a", "b": "b", "c": "c"}).unwrap()


def test_what_joblib_wrote_of_plain_data_is_read() -> None:
    buffer = io.BytesIO()
    joblib.dump({"x": np.arange(3.0), "s": np.float64(2.5), "t": (1, "a")}, buffer)
    read: Any = JOBLIB.loads(buffer.getvalue()).unwrap()
    assert (read["x"].tolist(), read["s"], read["t"]) == ([0.0, 1.0, 2.0], 2.5, (1, "a"))


@pytest.mark.parametrize(
    ("value", "where"),
    [({"a": {1}}, "params.a"), ({"a": [{"b": object()}]}, "params.a[0].b"), ({"a": len}, "params.a"),
     ({"a": np.array([None])}, "params.a"), ({"a": {1: 2}}, "params.a")],
    ids=["set", "object", "function", "objects", "number-key"],
)  # fmt: skip
def test_live_objects_are_refused_with_where_they_stand(value: dict[str, Any], where: str) -> None:
    assert JOBLIB.dumps(value).failure().where == where


def test_what_is_nested_without_end_is_refused() -> None:
    endless: dict[str, Any] = {}
    endless["again"] = endless
    assert "nested" in JOBLIB.dumps(endless).failure().kind
