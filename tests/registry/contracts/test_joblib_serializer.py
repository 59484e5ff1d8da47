"""The joblib serializer keeps the contract, and reads what joblib itself writes."""

from __future__ import annotations

import io
from typing import Any

import joblib
import numpy as np
import pytest

from fbm.adapters.serializers.joblib_serializer import JoblibSerializer
from fbm.domain.ports.serializers import ModelSerializer
from tests.registry.contracts.serializer_contract import SerializerContract

JOBLIB = JoblibSerializer()


class TestJoblib(SerializerContract):
    @pytest.fixture
    def serializer(self) -> ModelSerializer:
        return JOBLIB


def dumped(value: object, **options: Any) -> bytes:
    """What joblib writes when nobody prepares it."""
    buffer = io.BytesIO()
    joblib.dump(value, buffer, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("protocol", [4, 5])
def test_what_joblib_wrote_of_plain_data_is_read(protocol: int) -> None:
    value = {"x": np.arange(3.0), "s": np.float64(2.5), "b": np.bool_(True), "t": (1, "a"), "c": 1j, "n": None}
    read: Any = JOBLIB.loads(dumped(value, protocol=protocol)).unwrap()
    assert read.pop("x").tolist() == [0.0, 1.0, 2.0]
    assert read == {"s": 2.5, "b": True, "t": (1, "a"), "c": 1j, "n": None}


def test_what_joblib_wrote_of_columns_and_of_a_shared_list_is_read() -> None:
    shared, array = [1.5] * 100, np.asfortranarray(np.arange(6, dtype=">i4").reshape(2, 3))
    read: Any = JOBLIB.loads(dumped({"x": array, "y": array.T, "a": [shared] * 1000})).unwrap()
    assert (read["x"].tolist(), read["y"].tolist()) == (array.tolist(), array.T.tolist())
    assert read["a"] == [shared] * 1000


def test_joblib_reads_what_was_written_here() -> None:
    data = JOBLIB.dumps({"x": np.arange(3.0), "t": ("a", "a")}).unwrap()
    read = joblib.load(io.BytesIO(data))
    assert (read["x"].tolist(), read["t"]) == ([0.0, 1.0, 2.0], ("a", "a"))


@pytest.mark.parametrize("compress", [("zlib", 3), ("gzip", 3), ("bz2", 3), ("lzma", 3), ("xz", 3)])
def test_compressed_streams_are_refused_whatever_they_hold(compress: tuple[str, int]) -> None:
    assert "uncompressed" in JOBLIB.loads(dumped({"x": 1}, compress=compress)).failure().reason
