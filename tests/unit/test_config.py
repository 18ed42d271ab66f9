"""The settings: what is accepted, and what a person is told who wrote something else."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config import ConfigurationError, Settings, load
from bot.config.problems import fields_at, is_secret

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path | None, environ: dict[str, str] | None = None) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        load(path, environ or {})
    return {problem.key: problem.sentence for problem in caught.value.problems}


def settings_in(table: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Walk every setting, as its table and its name."""
    for name in fields_at(table):
        if fields_at((*table, name)):
            yield from settings_in((*table, name))
        else:
            yield table, name


EVERY_SETTING = list(settings_in())


def test_without_file_or_environment_the_defaults_hold():
    settings = load(None, {})
    assert settings.discord.token is None
    assert settings.discord.communities == ()
    assert settings.database.url == "sqlite:///data/maillage.db"
    assert (settings.delivery.workers, settings.delivery.per_second) == (32, 49)
    assert (settings.community.locale, settings.community.timezone) == ("fr", "Europe/Brussels")
    assert settings.community.groups == ()


def test_the_example_is_valid_and_shows_the_defaults():
    example, defaults = load(EXAMPLE, {}), load(None, {})
    assert (
        example.model_copy(
            update={"community": example.community.model_copy(update={"groups": (), "partners": ()})}
        )
        == defaults
    )


def test_the_example_carries_the_clusters_groups_and_partners():
    community = load(EXAMPLE, {}).community
    assert [group.names["fr"] for group in community.groups] == [
        "Sécurité", "Serious games", "Data center", "Web", "Internet des objets", "Transmédia",
    ]  # fmt: skip
    assert [partner.name for partner in community.partners] == [
        "MecaTech", "BioWin", "Logistics in Wallonia", "SkyWin", "WagrAlim", "GreenWin", "Agoria",
    ]  # fmt: skip
    assert [partner.key for partner in community.partners if partner.kind == "co-organiser"] == ["agoria"]
    for texts in (
        *(group.names for group in community.groups),
        *(group.topics for group in community.groups),
        *(partner.sectors for partner in community.partners),
    ):
        assert set(texts) == {"fr", "en"}


@pytest.mark.parametrize(("table", "name"), EVERY_SETTING, ids=lambda part: str(part))
def test_every_setting_is_documented_in_the_example(table: tuple[str, ...], name: str):
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    if is_secret(fields_at(table)[name]):
        assert any(
            line.startswith("#") and f"MAILLAGE_{'__'.join((*table, name)).upper()}" in line for line in lines
        )
        return
    if len(table) > 1:  # one of a list's tables: its settings are described above the first
        heading = lines.index(f"[[{'.'.join(table)}]]")
        comment = itertools.takewhile(lambda line: line.startswith("#"), reversed(lines[:heading]))
        assert any(line.startswith(f"#   {name} ") for line in comment)
        return
    heading = lines.index(f"[{'.'.join(table)}]")
    at = next(
        number for number, line in enumerate(lines) if number > heading and line.startswith(f"{name} =")
    )
    assert lines[at - 1].startswith("# ")


def test_the_example_has_no_setting_that_the_model_lacks():
    with EXAMPLE.open("rb") as file:
        written = tomllib.load(file)
    assert set(written) == set(Settings.model_fields)


def luminance(colour: int) -> float:
    channels = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_groups_colours_are_readable_on_dark_and_on_white_and_differ():
    colours = [group.colour for group in load(EXAMPLE, {}).community.groups]
    assert len(set(colours)) == len(colours)
    dark = luminance(0x313338)
    for colour in colours:
        assert (1.05) / (luminance(colour) + 0.05) >= 3, f"#{colour:06X} on white"
        assert (luminance(colour) + 0.05) / (dark + 0.05) >= 3, f"#{colour:06X} on dark"


def test_the_environment_wins_over_the_file(tmp_path: Path):
    path = write(tmp_path, '[log]\nlevel = "debug"\nformat = "json"\n')
    log = load(path, {"MAILLAGE_LOG__LEVEL": "error", "PATH": "/bin", "MAILLAGE_CHROMIUM": "/x"}).log
    assert (log.level, log.format) == ("error", "json")


@pytest.mark.parametrize("written", ["8388608, 9388608", "[8388608, 9388608]"])
def test_a_list_in_the_environment_is_json_or_has_commas(written: str):
    settings = load(None, {"MAILLAGE_DISCORD__COMMUNITIES": written})
    assert settings.discord.communities == (8388608, 9388608)


@pytest.mark.parametrize(
    ("written", "read"),
    [("192.0.2.7", "192.0.2.7"), ("::1", "::1"), ("[::1]", "::1"), ("bot.example.org", "bot.example.org")],
)
def test_pages_can_be_served_at_an_address_or_a_name(written: str, read: str):
    assert load(None, {"MAILLAGE_WEB__HOST": written}).web.host == read


@pytest.mark.parametrize(("written", "read"), [("true", True), ("false", False)])
def test_a_switch_in_the_environment_is_a_word(written: str, read: bool):
    assert load(None, {"MAILLAGE_ANNOUNCEMENTS__APPROVAL": written}).announcements.approval is read


def test_nothing_changes_once_it_is_read():
    settings = load(None, {})
    with pytest.raises(ValidationError):
        settings.log.level = "error"


def test_every_error_is_told_at_once_by_its_key(tmp_path: Path):
    path = write(
        tmp_path,
        """
        timezone = "Europe/Brussels"
        [discord]
        api_bse = "https://discord.com/api/v10"
        gateway = "http://127.0.0.1"
        [log]
        level = "loud"
        [delivery]
        per_second = 60
        [community]
        locale = "xx"
        timezone = "Europe/Bruxelles"
        [[community.groups]]
        key = "Web et cie"
        names = { fr = "" }
        topics = { fr = "Le web" }
        colour = "blue"
        emoji = ":globe:"
        [[community.partners]]
        kind = "ally"
        """,
    )
    told = problems(path, {"MAILLAGE_DELIVERY__WORKERS": "many", "MAILLAGE_LOG__LEVELL": "info"})
    assert told == {
        "timezone": 'There is no such setting here. Did you mean "community.timezone"?',
        "discord.api_bse": 'There is no such setting. Did you mean "api_base"?',
        "discord.gateway": '"http://127.0.0.1" is not an address that begins with wss:// or ws://. '
        'Write one such as "wss://gateway.discord.gg".',
        "log.level": '"loud" can\'t be used. Write "debug", "info", "warning" or "error".',
        "MAILLAGE_LOG__LEVELL": 'There is no such setting. Did you mean "MAILLAGE_LOG__LEVEL"?',
        "MAILLAGE_DELIVERY__WORKERS": '"many" can\'t be used. Write a whole number from 1 to 64, such as 32.',
        "delivery.per_second": "60 can't be used. Write a number from 1 to 49.5, such as 49 (Discord's limit is 50).",
        "community.locale": 'Maillage has no texts in "xx". Write one of "en", "fr", or add a catalogue for it.',
        "community.timezone": 'There is no time zone "Europe/Bruxelles". Did you mean "Europe/Brussels"?',
        "community.groups #1 key": '"Web et cie" can\'t be used. Write a short name that stays the same for ever, '
        'in lower-case letters, digits and hyphens, such as "data-center".',
        "community.groups #1 names.fr": "This can't be used. Write the text in each language, 1 to 100 characters, "
        'such as { fr = "Sécurité", en = "Security" }.',
        "community.groups #1 colour": "'blue' is not a colour. Write # and six hexadecimal digits, such as \"#3589ED\".",
        "community.groups #1 emoji": '":globe:" is not an emoji. Write the sign itself, such as "🌐".',
        "community.partners #1 key": "This is missing. Write a short name that stays the same for ever, "
        'in lower-case letters, digits and hyphens, such as "data-center".',
        "community.partners #1 name": "This is missing. Write the partner's name, 1 to 100 characters.",
        "community.partners #1 sectors": "This is missing. Write the text in each language, 1 to 100 characters, "
        'such as { fr = "Sécurité", en = "Security" }.',
        "community.partners #1 kind": '"ally" can\'t be used. Write "cluster" or "co-organiser".',
    }


GROUP = '[[community.groups]]\nkey = "{key}"\nnames = {{ {names} }}\ntopics = {{ fr = "x" }}\ncolour = "#3589ED"\n'


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        (GROUP.format(key="a", names='fr = "A"') * 2, "community", '2 groups have the key "a"'),
        (GROUP.format(key="a", names='en = "A"'), "community", 'Group "a" has no names in "fr"'),
        ('[[community.groups]]\nkey = "a"\ncolour = "#000000"', "community.groups #1 colour", "#000001"),
        ("[community]\ngroups = 3", "community.groups", "[[community.groups]]"),
        ("log = 3", "log", "write [log]"),
        ("[log]\nsize = 3", "log.size", "Here there are: level, format."),
        ('[database]\nurl = "mysql://x/y"', "database.url", '"mysql" is not a database that Maillage knows'),
        ('[database]\nurl = "postgres://h/d"', "database.url", 'write "postgresql", not "postgres"'),
        ('[database]\nurl = "postgresql://h"', "database.url", "a host and a database"),
        ('[database]\nurl = "postgresql://u@h/d?password=x"', "database.url", "MAILLAGE_DATABASE__PASSWORD"),
        ('[database]\nurl = "postgresql://h:port/d"', "database.url", "is not a database"),
        ('[database]\nurl = "sqlite://data.db"', "database.url", "three slashes"),
        ('[database]\nurl = "sqlite:///:memory:"', "database.url", "is a file"),
        ('[web]\nhost = "http://0.0.0.0"', "web.host", "Write it alone"),
        ("[web]\nport = 65536", "web.port", "a port such as 9464, or 0"),
        (
            '[announcements]\napproval = "peut-être"',
            "announcements.approval",
            "true or false: whether a second",
        ),
        ('[discord]\napi_base = "discord.com"', "discord.api_base", "begins with https:// or http://"),
        ("[discord]\ncommunities = [12]", "discord.communities #1", "12 can't be used"),
        (
            "[discord]\ncommunities = 123456789012345678",
            "discord.communities",
            "such as [123456789012345678]",
        ),
    ],
)
def test_a_wrong_value_is_answered_with_what_to_write(tmp_path: Path, text: str, key: str, words: str):
    assert words in problems(write(tmp_path, text))[key]


def test_a_broken_list_in_the_environment_is_told_by_its_variable():
    assert list(problems(None, {"MAILLAGE_DISCORD__COMMUNITIES": "[1,"})) == ["MAILLAGE_DISCORD__COMMUNITIES"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"[log\n", "not valid TOML"), (b'[log]\nlevel = "\xe9"', "not UTF-8"), (None, "There is no such file")],
)
def test_a_file_that_cannot_be_read_is_told_by_its_name(tmp_path: Path, content: bytes | None, words: str):
    path = tmp_path / "config.toml"
    if content is not None:
        path.write_bytes(content)
    assert words in problems(path)[str(path)]


def test_a_folder_in_the_files_place_is_told(tmp_path: Path):
    assert "can't be read" in problems(tmp_path)[str(tmp_path)]


def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path):
    path = write(
        tmp_path,
        '[discord]\ntoken = "s3cret-token"\n[database]\nurl = "postgresql://u:s3cret-word@h/d"\npassword = "s3cret"\n',
    )
    told = problems(path)
    assert set(told) == {"discord.token", "database.url", "database.password"}
    assert "MAILLAGE_DISCORD__TOKEN or in the file that discord.token_file names" in told["discord.token"]
    assert "MAILLAGE_DATABASE__PASSWORD" in told["database.url"]
    assert "s3cret" not in str(told)


def test_the_token_comes_from_the_environment_or_its_file(tmp_path: Path):
    file = tmp_path / "token"
    file.write_text("from-file\n")
    environ = {"MAILLAGE_DISCORD__TOKEN_FILE": str(file)}
    token = load(None, environ).discord.token
    assert token is not None
    assert token.get_secret_value() == "from-file"
    token = load(None, environ | {"MAILLAGE_DISCORD__TOKEN": "from-environment"}).discord.token
    assert token is not None
    assert token.get_secret_value() == "from-environment"


@pytest.mark.parametrize(
    ("content", "words"), [(None, "There is no file"), ("\n", "is empty"), ("Bot abc", "not a token")]
)
def test_a_token_file_that_holds_no_token_is_told(tmp_path: Path, content: str | None, words: str):
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content)
    path = write(tmp_path, f"[discord]\ntoken_file = '{file}'\n")
    assert words in problems(path)["discord.token_file"]


def test_settings_can_be_shown_without_their_secrets():
    settings = load(
        None,
        {
            "MAILLAGE_DISCORD__TOKEN": "s3cret",
            "MAILLAGE_DATABASE__URL": "postgresql://maillage:s3cret%2F@db.example:5433/maillage",
        },
    )
    assert "s3cret" not in repr(settings)
    assert settings.database.url == "postgresql://maillage@db.example:5433/maillage"
    assert (
        settings.database.secret_url.get_secret_value()
        == "postgresql://maillage:s3cret%2F@db.example:5433/maillage"
    )


def test_the_databases_password_is_given_beside_its_address():
    settings = load(
        None,
        {
            "MAILLAGE_DATABASE__URL": "postgresql://maillage@db/maillage",
            "MAILLAGE_DATABASE__PASSWORD": "a@b:c",
        },
    )
    assert settings.database.secret_url.get_secret_value() == "postgresql://maillage:a%40b%3Ac@db/maillage"


@pytest.mark.parametrize("url", ["sqlite:///data/maillage.db", "postgresql://db/maillage"])
def test_a_password_without_a_user_is_refused(url: str):
    told = problems(None, {"MAILLAGE_DATABASE__URL": url, "MAILLAGE_DATABASE__PASSWORD": "s3cret"})
    assert list(told) == ["database"]
    assert "s3cret" not in str(told)
