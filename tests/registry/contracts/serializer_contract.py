"""What every serializer promises, whatever its format. A test class gives the fixture `serializer`."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections import OrderedDict
from enum import IntEnum
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from fbm.domain.ports.serializers import ModelSerializer

scalars = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text() | st.binary()
)
plain = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
params = st.dictionaries(st.text(), plain, max_size=5)
numbers = arrays.arrays(
    arrays.boolean_dtypes() | arrays.integer_dtypes() | arrays.floating_dtypes(sizes=(16, 32, 64)),
    arrays.array_shapes(min_dims=0, min_side=0, max_dims=3),
)
"""Arrays of every plain kind, either byte order, none and more dimensions."""

fixture_is_shared = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
)


class Colour(IntEnum):
    RED = 1


LIVE: dict[str, tuple[dict[str, Any], str]] = {
    "set": ({"a": {1}}, "params.a"),
    "object": ({"a": [{"b": object()}]}, "params.a[0].b"),
    "function": ({"models": {"hr": [0, 1, 2, len]}}, "params.models.hr[3]"),
    "class": ({"a": int}, "params.a"),
    "enum": ({"a": Colour.RED}, "params.a"),
    "objects": ({"a": np.array([None])}, "params.a"),
    "records": ({"a": np.zeros(1, dtype=[("x", "f8")])}, "params.a"),
    "times": ({"a": np.zeros(1, dtype="M8[s]")}, "params.a"),
    "time": ({"a": np.datetime64("2020-01-01")}, "params.a"),
    "masked": ({"a": np.ma.masked_array([1, 2], [True, False])}, "params.a"),
    "long-doubles": ({"a": np.ones(2, dtype=np.longdouble)}, "params.a"),
    "long-double": ({"a": np.longdouble(1)}, "params.a"),
    "wide-texts": ({"a": np.zeros(1, dtype="U10000")}, "params.a"),
    "huge-number": ({"a": 1 << 5000}, "params.a"),
    "number-key": ({"a": {1: 2}}, "params.a"),
}  # fmt: skip


class SerializerContract:
    """Laws of the port."""

    @fixture_is_shared
    @given(params)
    def test_what_was_written_is_read(self, serializer: ModelSerializer, value: dict[str, Any]) -> None:
        assert serializer.loads(serializer.dumps(value).unwrap()).unwrap() == value

    @fixture_is_shared
    @given(params)
    def test_the_order_of_insertion_does_not_matter(self, serializer: ModelSerializer, value: dict[str, Any]) -> None:
        backwards = dict(reversed(value.items()))
        assert serializer.dumps(backwards) == serializer.dumps(value)

    @fixture_is_shared
    @given(params)
    def test_what_was_read_is_written_as_it_was(self, serializer: ModelSerializer, value: dict[str, Any]) -> None:
        data = serializer.dumps(value).unwrap()
        assert serializer.dumps(serializer.loads(data).unwrap()).unwrap() == data

    @fixture_is_shared
    @given(numbers)
    def test_arrays_are_read_as_they_were(self, serializer: ModelSerializer, array: np.ndarray[Any, Any]) -> None:
        read: Any = serializer.loads(serializer.dumps({"x": array}).unwrap()).unwrap()["x"]
        assert (read.shape, read.dtype) == (array.shape, array.dtype.newbyteorder("="))
        assert read.flags.writeable
        np.testing.assert_array_equal(read, array)

    @pytest.mark.parametrize(
        "array", [np.array(["a", "é", ""]), np.array([b"a", b"bc"]), np.zeros(2, "U0"), np.eye(2) * 1j]
    )
    def test_arrays_of_texts_and_complex_numbers_too(self, serializer: ModelSerializer, array: Any) -> None:
        read: Any = serializer.loads(serializer.dumps({"x": array}).unwrap()).unwrap()["x"]
        assert read.tolist() == array.tolist()

    @pytest.mark.parametrize("value", [math.nan, math.inf, -0.0, 5e-324, 2**2000, -(2**2000), "\ud800", "a\0b", 1 + 2j])
    def test_the_ends_of_every_scale_survive(self, serializer: ModelSerializer, value: object) -> None:
        read = serializer.loads(serializer.dumps({"x": value}).unwrap()).unwrap()["x"]
        assert (type(read), repr(read)) == (type(value), repr(value))

    def test_the_memory_layout_of_an_array_does_not_matter(self, serializer: ModelSerializer) -> None:
        array = np.arange(6.0).reshape(2, 3)
        layouts: list[Any] = [
            array, np.asfortranarray(array), np.repeat(array, 2, axis=0)[::2], array[::-1][::-1], array.astype(">f8"),
            array.astype(np.dtype("f8", metadata={"unit": "hr"})),
        ]  # fmt: skip
        assert len({serializer.dumps({"x": layout}).unwrap() for layout in layouts}) == 1

    def test_the_name_that_c_gives_a_number_does_not_matter(self, serializer: ModelSerializer) -> None:
        kinds = (np.dtype("i8"), np.dtype(np.longlong), np.dtype(np.int64))
        assert len({serializer.dumps({"x": np.ones(2, kind), "y": np.ones(2)}).unwrap() for kind in kinds}) == 1

    @pytest.mark.parametrize(
        "text", ["some text", "shape", "dtype", "numpy", "ndarray", "<", "C", "f8", "joblib.numpy_pickle"]
    )
    def test_the_identity_of_a_text_does_not_matter(self, serializer: ModelSerializer, text: str) -> None:
        twins = [text, "".join(list(text)), text.encode().decode()]
        array = np.ones(2)
        written = {
            serializer.dumps({"a": one, other: [one, other], "z": array}).unwrap() for one in twins for other in twins
        }
        assert len(written) == 1

    def test_the_identity_of_anything_else_does_not_matter(self, serializer: ModelSerializer) -> None:
        inner, array, raw = [1, (2, 3)], np.ones(2), b"some bytes"
        shared = {"a": inner, "b": inner, "c": array, "d": array, "e": raw, "f": raw}
        apart = {
            "a": [1, (2, 3)],
            "b": [1, (2, 3)],
            "c": np.ones(2),
            "d": np.ones(2),
            "e": raw,
            "f": bytes(bytearray(raw)),
        }
        assert serializer.dumps(shared) == serializer.dumps(apart)

    def test_the_kind_of_a_mapping_and_of_a_scalar_do_not_matter(self, serializer: ModelSerializer) -> None:
        forms: list[Any] = [
            {"a": {"b": 1.5, "c": "x"}}, OrderedDict(a=OrderedDict(c=np.str_("x"), b=np.float64(1.5))),
            MappingProxyType({"a": MappingProxyType({"c": "x", "b": 1.5})}),
        ]  # fmt: skip
        assert len({serializer.dumps(form).unwrap() for form in forms}) == 1

    @pytest.mark.parametrize("seed", ["1", "7"])
    def test_another_process_writes_the_same_bytes(self, serializer: ModelSerializer, seed: str) -> None:
        name = type(serializer)
        program = (
            f"import sys, numpy as np; from {name.__module__} import {name.__qualname__} as S;"
            "value = {k: {k, 'shape', 'f8'} for k in ('b', 'a', 'c')};"
            "value = {k: {w: np.ones(2) for w in v} for k, v in value.items()};"
            "sys.stdout.buffer.write(S().dumps(value).unwrap())"
        )
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True)
        same = {k: {w: np.ones(2) for w in (k, "shape", "f8")} for k in "abc"}
        assert run.stdout == serializer.dumps(same).unwrap()

    @pytest.mark.parametrize("name", LIVE)
    def test_what_is_no_plain_data_is_refused_with_where_it_stands(
        self, serializer: ModelSerializer, name: str
    ) -> None:
        value, where = LIVE[name]
        assert serializer.dumps(value).failure().where == where

    def test_what_is_nested_without_end_is_refused(self, serializer: ModelSerializer) -> None:
        endless: dict[str, Any] = {}
        endless["again"] = endless
        assert "nested" in serializer.dumps(endless).failure().kind

    def test_what_is_nested_as_deep_as_allowed_is_read(self, serializer: ModelSerializer) -> None:
        deep: Any = 1
        for _ in range(63):
            deep = [deep]
        assert serializer.loads(serializer.dumps({"x": deep}).unwrap()).unwrap() == {"x": deep}
        assert serializer.dumps({"x": [deep]}).failure().kind
