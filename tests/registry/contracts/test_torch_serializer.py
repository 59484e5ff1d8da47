"""The torch serializer keeps the contract, and tensors come back as they went, wherever they were."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from fbm.adapters.serializers.torch_serializer import TorchParamsSerializer
from fbm.domain.ports.serializers import ModelSerializer, NotPlainData, RefusedPayload
from tests.registry.contracts.serializer_contract import SerializerContract

TORCH = TorchParamsSerializer()


class TestTorch(SerializerContract):
    @pytest.fixture
    def serializer(self) -> ModelSerializer:
        return TORCH


def there_and_back(params: dict[str, Any]) -> dict[str, Any]:
    return TORCH.loads(TORCH.dumps(params).unwrap()).unwrap()


DTYPES = (torch.float32, torch.float64, torch.bfloat16, torch.float16, torch.int64, torch.bool, torch.complex64)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_tensors_come_back_as_they_went(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    tensor = torch.ones(shape).to(dtype)
    found = there_and_back({"state": {"w": tensor}, "arrays": [np.arange(3), tensor]})
    assert torch.equal(found["state"]["w"], tensor)
    assert found["state"]["w"].dtype == dtype
    assert isinstance(found["arrays"][0], np.ndarray)


def test_equal_tensors_are_equal_bytes_whatever_they_share() -> None:
    base = torch.arange(12.0).reshape(3, 4)
    views = {"a": base[1], "b": base.T, "c": torch.nn.Parameter(base)}
    copies = {"c": base.clone(), "b": base.T.contiguous(), "a": base[1].clone()}
    assert TORCH.dumps(views) == TORCH.dumps(copies)


def test_a_view_of_a_large_storage_is_written_small() -> None:
    assert len(TORCH.dumps({"row": torch.zeros(1000, 1000)[0]}).unwrap()) < 10_000


@pytest.mark.parametrize(
    "thing",
    [
        torch.nn.Linear(1, 1),
        torch.zeros(3).to_sparse(),
        torch.float32,
        torch.Size([1]),
        np.array([None]),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_what_is_no_plain_tensor_is_named_where_it_stands(thing: object) -> None:
    failure = TORCH.dumps({"a": [0, thing]}).failure()
    assert isinstance(failure, NotPlainData)
    assert failure.where == "params.a[1]"


def with_records(data: bytes, change: dict[str, bytes | None], *, compression: int = zipfile.ZIP_STORED) -> bytes:
    """The same archive with some members changed, added or (None) left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", compression) as new:
        members = {name: old.read(name) for name in old.namelist()}
        for name, content in {**members, **change}.items():
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


GOOD = TORCH.dumps({"w": torch.arange(8.0)}).unwrap()


def saved(value: object) -> bytes:
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()


def legacy(value: object) -> bytes:
    buffer = io.BytesIO()
    torch.save(value, buffer, _use_new_zipfile_serialization=False)
    return buffer.getvalue()


def said(**changes: object) -> dict[str, object]:
    """What is said of an array at ``a``."""
    return {"elements": "<f8", "place": ["a"], "shape": [1], **changes}


class Runs:
    """Leaves a canary where it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.system, (f"touch {self.canary}",))


REFUSED: dict[str, bytes] = {
    "nothing": b"",
    "junk": b"PK\x03\x04" + b"x" * 100,
    "cut": GOOD[:-40],
    "a pickle": pickle.dumps({"w": 1}),
    "the format before zip": legacy({"arrays": [], "params": {}}),
    "compressed": with_records(GOOD, {}, compression=zipfile.ZIP_DEFLATED),
    "a bomb": with_records(GOOD, {"archive/data/0": bytes(10_000_000)}, compression=zipfile.ZIP_DEFLATED),
    "a member elsewhere": with_records(GOOD, {"archive/../../etc/passwd": b"x"}),
    "an absolute member": with_records(GOOD, {"/archive/data/7": b"x"}),
    "code of a script module": with_records(GOOD, {"archive/constants.pkl": b"x"}),
    "storage missing": with_records(GOOD, {"archive/data/0": None}),
    "storage too small": with_records(GOOD, {"archive/data/0": b"1234"}),
    "no pickle": with_records(GOOD, {"archive/data.pkl": b"\x80\x02."}),
    "not params": saved([1, 2]),
    "params that are a list": saved({"arrays": [], "params": []}),
    "a number for a key": saved({"arrays": [], "params": {1: 2}}),
    "a set": saved({"arrays": [], "params": {"a": {1}}}),
    "a sparse tensor": saved({"arrays": [], "params": {"a": torch.zeros(3).to_sparse()}}),
    "a parameter": saved({"arrays": [], "params": {"a": torch.nn.Parameter(torch.zeros(1))}}),
    "an endless view": saved({"arrays": [], "params": {"a": torch.zeros(1).expand(1 << 40)}}),
    "arrays that are none": saved({"arrays": [["a", "b"]], "params": {"a": 1}}),
    "an array of a number": saved({"arrays": [said()], "params": {"a": 1}}),
    "an array of floats": saved({"arrays": [said()], "params": {"a": torch.zeros(1)}}),
    "an array too large": saved({"arrays": [said(shape=[1 << 50])], "params": {"a": torch.zeros(8).byte()}}),
    "an array below nothing": saved({"arrays": [said(shape=[-1])], "params": {"a": torch.zeros(8).byte()}}),
    "an array of objects": saved({"arrays": [said(elements="|O")], "params": {"a": torch.zeros(8).byte()}}),
    "an array in place of params": saved({"arrays": [said(place=[])], "params": {"a": 1}}),
    "a module": saved({"arrays": [], "params": {"a": torch.nn.Linear(1, 1)}}),
}


@pytest.mark.parametrize("name", REFUSED, ids=lambda name: name.replace(" ", "-"))
def test_hostile_and_malformed_files_are_refused(name: str) -> None:
    assert isinstance(TORCH.loads(REFUSED[name]).failure(), RefusedPayload)


def test_values_without_end_are_refused() -> None:
    nested: list[object] = [0]
    for _ in range(40):
        nested = [nested, nested]
    assert isinstance(TORCH.loads(saved({"arrays": [], "params": {"a": nested}})).failure(), RefusedPayload)


LOADER = """
import sys
from fbm.adapters.serializers.torch_serializer import TorchParamsSerializer
print(TorchParamsSerializer().loads(open(sys.argv[1], "rb").read()))
"""


def test_nothing_in_a_file_runs_even_where_the_environment_turns_safe_loading_off(tmp_path: Path) -> None:
    canary, file = tmp_path / "canary", tmp_path / "hostile.pt"
    file.write_bytes(saved({"arrays": [], "params": {"a": Runs(canary)}}))
    environment = {**os.environ, "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1"}
    words = [sys.executable, "-c", LOADER, str(file)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    assert "RefusedPayload" in done.stdout
    assert not canary.exists()
    torch.load(file, weights_only=False)
    assert canary.exists()


def test_what_was_saved_on_a_graphics_card_loads_without_one() -> None:
    on_card = with_records(GOOD, {})
    with zipfile.ZipFile(io.BytesIO(on_card)) as archive:
        stream = archive.read("archive/data.pkl")
    assert b"cpu" in stream
    moved = stream.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0")
    assert moved != stream
    found = TORCH.loads(with_records(GOOD, {"archive/data.pkl": moved})).unwrap()
    assert torch.equal(torch.as_tensor(found["w"]), torch.arange(8.0))
