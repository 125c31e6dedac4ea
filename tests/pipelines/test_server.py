"""A server that refuses, vanishes or damages: one message that says where and what to do, and no half of a release."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import PACKAGE, PLANS, World, few_formats
from fsspec.implementations.sftp import SFTPFileSystem
from sftp_server import HOST, SftpServer

from assets.ports import Refused
from pipelines.cli import main
from pipelines.releases import checksums
from pipelines.releases.places import place
from pipelines.releases.remote import Remote


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    few_formats(monkeypatch.setattr, "parquet")
    shutil.copytree(PLANS, tmp_path / "plans")
    return World(tmp_path)


def whole(world: World) -> list[str]:
    """The releases that the server lists, each compared with its checksums; read from its disk, not from our copies."""
    entries = place(str(world.published), PACKAGE).releases()
    for entry in entries:
        assert checksums.altered(world.package / entry.path, entry.checksums_sha256) == []
    return [entry.version for entry in entries]


@pytest.mark.parametrize("at", [0, 5, 20])
def test_a_server_that_dies_on_the_way(
    server: SftpServer, world: World, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    world.address = server.address
    assert world.publish(world.content()).version == "0.1.0"
    world.edit("xuhui.txt", "光伏装机容量2万千瓦", "光伏装机容量3万千瓦")
    content = world.content()
    put, done = SFTPFileSystem.put_file, []

    def fragile(self: SFTPFileSystem, *arguments: object, **options: object) -> None:
        if len(done) == at:
            server.kill()
        done.append(arguments)
        put(self, *arguments, **options)

    monkeypatch.setattr(SFTPFileSystem, "put_file", fragile)
    with pytest.raises(
        Refused, match=rf"no release: sftp://.*@{HOST}:{server.port}/.* cannot write 0\.1\.1/.*\. See whether"
    ):
        world.publish(content)
    assert whole(world) == ["0.1.0"]
    with pytest.raises(Refused, match=rf"{HOST}:{server.port}.* cannot connect"):
        world.publish(content)
    monkeypatch.setattr(SFTPFileSystem, "put_file", put)
    server.start()
    assert world.publish(content).version == "0.1.1"
    assert whole(world) == ["0.1.0", "0.1.1"]


def test_what_arrives_damaged_is_not_released(server: SftpServer, world: World, monkeypatch) -> None:
    world.address = server.address
    put = SFTPFileSystem.put_file

    def damaging(self: SFTPFileSystem, here: str, there: str, **options: object) -> None:
        put(self, here, there, **options)
        if there.endswith("targets.csv"):
            data = self.cat_file(there)
            self.pipe_file(there, data.replace(b"2025", b"2026", 1))  # as long as before

    monkeypatch.setattr(SFTPFileSystem, "put_file", damaging)
    with pytest.raises(Refused, match=r"0\.1\.0/data/targets\.csv is not what its checksum says"):
        world.publish(world.content())
    assert whole(world) == []
    monkeypatch.setattr(SFTPFileSystem, "put_file", put)
    assert world.publish(world.content()).version == "0.1.0"
    assert whole(world) == ["0.1.0"]


def test_another_machine_compares_with_what_lies_on_the_server(server: SftpServer, world: World) -> None:
    world.address = server.address
    world.publish(world.content())
    shutil.rmtree(world.root / "home")
    assert world.publish(world.content()).released is False
    assert list((world.root / "home" / "stores").glob("*/copies/*/data/targets.csv"))


def test_what_was_fetched_is_not_fetched_again(server: SftpServer, world: World, monkeypatch) -> None:
    world.address = server.address
    world.publish(world.content())
    monkeypatch.setattr(SFTPFileSystem, "get_file", lambda *arguments, **options: pytest.fail("fetched again"))
    assert world.publish(world.content()).released is False


def test_a_server_that_is_not_known_is_not_trusted(server: SftpServer, world: World) -> None:
    world.address = server.address
    other = f"[{HOST}]:{server.port} {server.key.with_suffix('.pub').read_text()}"
    for known in ("", other):
        server.known_hosts.write_text(known)
        with pytest.raises(
            Refused, match=rf"key of \[{HOST}\]:{server.port} is not in .*known_hosts.* See to the credentials"
        ):
            world.publish(world.content())


def test_a_key_that_is_refused(server: SftpServer, world: World) -> None:
    world.address = server.address
    (server.root / "user_key.pub").write_text("")
    with pytest.raises(Refused, match=rf"{HOST}:{server.port}/.* cannot connect: Auth.* See to the credentials"):
        world.publish(world.content())


def test_a_folder_that_may_not_be_written(server: SftpServer, world: World) -> None:
    world.published.rmdir()
    world.published.write_text("a file")
    world.address = server.address
    with pytest.raises(Refused, match=rf"{HOST}:{server.port}/.* cannot "):
        world.publish(world.content())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("s3://a-bucket/releases", "Install s3fs"),
        ("gopher://somewhere/releases", "Protocol not known: gopher"),
        (f"sftp://me:secret@{HOST}:1/releases", f"sftp://me:…@{HOST}:1/releases/{PACKAGE}: cannot connect"),
    ],
)
def test_an_address_that_does_not_work(world: World, capfd, address: str, words: str) -> None:
    assert main(["run", "--plans", str(world.plans), "--published", address]) == 1
    out, err = capfd.readouterr()
    assert words in err
    assert "Traceback" not in out + err and "secret" not in out + err and "mistake of the program" not in out + err


def test_a_run_from_the_command_line_goes_to_the_server(
    server: SftpServer, world: World, capfd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARBONPEAK_PUBLISHED", server.address)
    monkeypatch.setenv("COLUMNS", "300")
    for words in ("released 0.1.0", "nothing changed since 0.1.0"):
        assert main(["run", "--plans", str(world.plans), "--date", "2022-12-31"]) == 0
        out = capfd.readouterr().out
        assert words in out and f"{server.address}/{PACKAGE}/0.1.0" in out
    assert whole(world) == ["0.1.0"]
    assert isinstance(place(server.address, PACKAGE), Remote)
