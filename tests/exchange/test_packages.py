"""The package of a case: opened by the right key alone, by age and tar too, and by nothing that was changed."""

import hashlib
import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from mfd_desktop.exchange.desks import Card, sign_card
from mfd_desktop.exchange.keys import Keys, fingerprint
from mfd_desktop.exchange.packages import (
    Attachment,
    Manifest,
    PackageReader,
    PackageWriter,
    open_package,
    records_member,
    seal_package,
)
from mfd_desktop.exchange.refusal import Refused
from mfd_desktop.exchange.signed import FORMAT

NETWORK = "0" * 32
RECORDS = b'{"client":"Probe-Erfunden"}'
CONTENT = {"a" * 32: b"sealed one" * 20_000, "b" * 32: b""}
SENDER, RECEIVER = Keys.new(), Keys.new()


def card_of(keys: Keys) -> str:
    desk = fingerprint(keys.public)
    card = Card(
        format=FORMAT, network=NETWORK, desk=desk, version=1, name="Stelle Probe", office="MFD Probe",
        carrier="Muster-Traeger", district="07315", fte=100, sign=keys.public, age=keys.recipient,
    )  # fmt: skip
    return sign_card(card, keys).decode()


def attachments(content: dict[str, bytes] = CONTENT) -> list[Attachment]:
    return [
        Attachment(name, len(body), hashlib.sha256(body).hexdigest(), lambda body=body: io.BytesIO(body))  # type: ignore[misc]
        for name, body in content.items()
    ]


def manifest(**changed: object) -> Manifest:
    members = (records_member(RECORDS), *(one.member for one in attachments()))
    values = {
        "format": FORMAT, "network": NETWORK, "card": card_of(SENDER), "recipient": RECEIVER.public,
        "purpose": "handover", "until": "", "day": "2026-11-28", "number": "2026-0001", "schema": 3, "members": members,
    }  # fmt: skip
    return Manifest(**{**values, **changed})  # type: ignore[arg-type]


def package(made: Manifest | None = None, keys: Keys = SENDER, parts: list[Attachment] | None = None) -> bytes:
    sink = io.BytesIO()
    reader = PackageReader(made or manifest(), RECORDS, attachments() if parts is None else parts, keys)
    seal_package(reader, sink, RECEIVER.recipient)
    return sink.getvalue()


def read(content: bytes, keys: Keys = RECEIVER) -> tuple[PackageWriter, dict[str, io.BytesIO]]:
    files: dict[str, io.BytesIO] = {}
    writer = PackageWriter(keys.public, lambda name: files.setdefault(name, io.BytesIO()))
    open_package(io.BytesIO(content), writer, keys)
    return writer, files


def refused(content: bytes, keys: Keys = RECEIVER) -> str:
    with pytest.raises(Refused) as caught:
        read(content, keys)
    return caught.value.reason


def test_the_receiver_gets_every_byte() -> None:
    writer, files = read(package())
    assert writer.manifest == manifest()
    assert writer.records == RECORDS
    assert {name: file.getvalue() for name, file in files.items()} == CONTENT


def test_nobody_else_opens_it_and_nothing_stands_in_the_clear() -> None:
    content = package()
    assert b"Probe" not in content
    assert refused(content, SENDER) == "not_for_us"
    assert refused(content, Keys.new()) == "not_for_us"


@pytest.mark.skipif(shutil.which("age") is None, reason="age of Debian is not installed")
def test_the_age_of_debian_opens_it_with_the_right_identity_alone(tmp_path: Path) -> None:
    (tmp_path / "case.mfdcase").write_bytes(package())
    for keys, works in ((RECEIVER, True), (Keys.new(), False)):
        (tmp_path / "key").write_text(keys.age_identity + "\n", encoding="ascii")
        command = ["age", "--decrypt", "-i", str(tmp_path / "key"), str(tmp_path / "case.mfdcase")]
        done = subprocess.run(command, capture_output=True, check=False)
        assert (done.returncode == 0) is works
        if works:
            with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
                assert archive.getnames() == [
                    "manifest.json",
                    "records.json",
                    *(one.member.name for one in attachments()),
                ]


def test_every_flipped_byte_is_noticed(full_counts: bool) -> None:
    content = package(parts=[], made=manifest(members=(records_member(RECORDS),)))
    assert read(content)[0].records == RECORDS
    for place in range(0, len(content), 1 if full_counts else 23):
        bad = bytearray(content)
        bad[place] ^= 1
        assert refused(bytes(bad)) in {"changed", "foreign", "not_for_us"}, place


@pytest.mark.parametrize("length", [0, 1, 200, 1000, -1, -5000])
def test_a_cut_package_is_refused(length: int) -> None:
    assert refused(package()[:length]) in {"changed", "foreign"}


def test_a_signer_who_is_not_the_desk_on_the_card_is_refused() -> None:
    assert refused(package(keys=Keys.new())) == "wrong_key"


def test_a_package_forwarded_to_another_key_is_refused() -> None:
    assert refused(package(manifest(recipient=SENDER.public))) == "wrong_key"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"format": 2}, "newer"),
        ({"purpose": "stand_in"}, "changed"),
        ({"until": "2026-12-24"}, "changed"),
        ({"members": tuple(one.member for one in attachments())}, "changed"),
        ({"members": (records_member(RECORDS), attachments()[0].member, attachments()[0].member)}, "changed"),
        ({"members": (records_member(b"something else"),)}, "changed"),
        ({"members": (records_member(RECORDS),)}, "changed"),
    ],
)
def test_a_list_that_contradicts_itself_or_the_rest_is_refused(changed: dict[str, object], reason: str) -> None:
    assert refused(package(manifest(**changed))) == reason


def archive(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as file:
        for name, body in members:
            info = tarfile.TarInfo(name)
            info.size = len(body)
            file.addfile(info, io.BytesIO(body))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "plain",
    [b"", b"hello", bytes(4096), archive(("../../etc/passwd", b"x")), archive(("manifest.json", b"{}")), archive()],
)
def test_foreign_archives_to_the_right_key_are_refused(plain: bytes) -> None:
    import pyrage

    sealed = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(RECEIVER.recipient)])
    assert refused(sealed) in {"foreign", "partial"}


def test_an_attachment_that_changed_on_the_way_out_stops_the_package() -> None:
    cut = [Attachment(one.file, one.size, one.sha256, lambda: io.BytesIO(b"short")) for one in attachments()]
    with pytest.raises(Refused, match="changed"):
        package(parts=cut)


def test_a_failing_medium_is_told_as_such() -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(5, "gone")

    broken = [Attachment(one.file, one.size, one.sha256, Broken) for one in attachments()]
    with pytest.raises(OSError, match="gone"):
        package(parts=broken)


@pytest.mark.parametrize("error", [OSError(28, "full"), InterruptedError("stopped"), KeyboardInterrupt()])
def test_what_the_medium_or_the_progress_raises_comes_through(error: BaseException) -> None:
    class Refusing:
        def write(self, _content: bytes) -> int:
            raise error

    reader = PackageReader(manifest(), RECORDS, attachments(), SENDER)
    with pytest.raises(type(error)) as caught:
        seal_package(reader, Refusing(), RECEIVER.recipient)
    assert caught.value is error
