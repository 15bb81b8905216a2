#!/usr/bin/env python3
"""`mcpmx docker sync`: what is changed on one side comes to the other, and every other byte stays.

usage: sync_test.py MCPMX [--rounds N]      N: rounds of each race (200)
"""
import difflib
import hashlib
import json
import random
import re
import subprocess
import sys
import threading
import time

from machine import Machine, differences, run_parts, server

SYNC = ("docker", "sync", "work")
COMPOSE, ENV = "work/docker-compose.yml", "work/.env"
SERVERS = "home/.config/mcpm/servers.json"
SECRET = "sEcr3t-0f-the-t3st"


def read(machine, path):
    return (machine.root / path).read_text(encoding="utf-8")


def both(machine):
    return read(machine, COMPOSE), read(machine, SERVERS)


def edit(machine, path, *pairs):
    """The first place of each first text becomes the second; any other byte stays."""
    text = read(machine, path)
    for old, new in pairs:
        assert old in text, f"{old!r} is not in {path}: {text}"
        text = text.replace(old, new, 1)
    (machine.root / path).write_text(text, encoding="utf-8")


def change_entries(machine, change):
    """As MCPM does it: all of the file is written again."""
    entries = json.loads(read(machine, SERVERS))
    change(entries)
    (machine.root / SERVERS).write_text(json.dumps(entries, indent=2, ensure_ascii=False), encoding="utf-8")


def entry_of(machine, name):
    return json.loads(read(machine, SERVERS))[name]


def sync(machine, *args, code=0):
    done = machine.run(*SYNC, *args)
    assert done.code == code, f"exit code {code} is wanted: {done}"
    assert SECRET not in done.text, f"a secret is shown: {done}"
    return done


def settled(machine, *options):
    """A sync after a sync writes nothing: no byte and no time. With options it looks at all anew."""
    before = machine.snapshot()
    done = sync(machine, *options)
    after = machine.snapshot()
    assert before == after, f"a second sync changed {differences(before, after)}: {done}"
    assert "In sync: nothing to write." in done.text, done


def plain(compose):
    """Without our own checksums."""
    return re.sub(r"\n +checksum: .*", "", compose)


def check_text(what, found, wanted):
    assert found == wanted, f"{what} is not as wanted:\n" + "\n".join(
        difflib.unified_diff(wanted.splitlines(), found.splitlines(), "wanted", "found", lineterm=""))


def replaced(text, *pairs):
    for old, new in pairs:
        assert old in text, f"{old!r} is not in {text}"
        text = text.replace(old, new, 1)
    return text


def part_of(text, first, behind):
    return text[text.index(first):text.index(behind)]


WEB = server("web", command="docker", args=["run", "-i", "--rm", "-p", "8080:80", "-e", "MODE", "-e", "WEB_TOKEN", "acme/web:1.0"],
             env={"MODE": "fast", "WEB_TOKEN": SECRET + "-web"})
TOOL = server("tool", args=["-y", "acme-tool@1.0.0", "--fast"], env={"LEVEL": "1", "TOOL_API_KEY": SECRET + "-tool"})
OLD = server("old", args=["-y", "old-server"])
ELSEWHERE = server("elsewhere", profile_tags=["play"])


def small_profile(machine):
    machine.put_servers(WEB, TOOL, OLD, ELSEWHERE)
    sync(machine)
    settled(machine)


def the_story_of_a_day(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ("acme/web:1.0", "acme/web:1.1"), ("MODE: fast", "MODE: slow"), ("8080:80", "9090:80"),
             ("  tool:\n", "  # why there are two of them\n  tool:\n"),
             ("    mem_limit: 2g\n", "    mem_limit: 512m   # it is small\n"),
             ("\nnetworks:\n", "\n  cache:   # the app's own\n    image: redis:7\n\nnetworks:\n"))
        change_entries(machine, lambda entries: (
            entries.update(late=server("late", args=["-y", "late-server"])),
            entries["tool"]["args"].__setitem__(2, "--slow"), entries["old"]["profile_tags"].clear()))
        compose, entries = both(machine)
        env = read(machine, ENV)
        before = machine.snapshot()
        assert sync(machine, "--dry-run").code == 0 and machine.snapshot() == before, "--dry-run wrote"
        status = machine.run("docker", "status")
        assert "not in sync" in status.text and machine.snapshot() == before, status
        diff = machine.run("docker", "diff", "work", "--exit-code")
        assert diff.code == 3 and machine.snapshot() == before, diff
        done = sync(machine)
        for words in ("old", "old-cache", "cache", "late"):
            assert words in done.text, f"{words} is not named: {done}"
        now_compose, now_entries = both(machine)
        check_text("servers.json", now_entries, replaced(
            entries, ('"8080:80"', '"9090:80"'), ("acme/web:1.0", "acme/web:1.1"), ('"MODE": "fast"', '"MODE": "slow"')))
        check_text(".env", read(machine, ENV), env)
        gone = part_of(compose, "  old:\n", "  cache:")
        come = "\n" + gone.replace("old", "late").rstrip() + "\n"
        check_text("the Compose file", plain(now_compose), plain(replaced(
            compose, (gone, ""), ('"--fast"', '"--slow"'), ("    image: redis:7\n", "    image: redis:7\n" + come),
            ("  old-cache:\n", "  old-cache:\n  late-cache:\n"), ("    old:\n", "    late:\n"))))
        settled(machine)
        assert "in sync" in machine.run("docker", "status").text
        assert machine.run("docker", "diff", "work", "--exit-code").code == 0
        done = machine.run("undo")
        assert done.code == 0 and both(machine) == (compose, entries), f"undo: {done}"
        sync(machine)
        assert both(machine) == (now_compose, now_entries), "after undo a sync does the same again"


def secrets_are_rotated(program):
    with Machine(program) as machine:
        small_profile(machine)
        compose, entries = both(machine)
        env = read(machine, ENV)
        edit(machine, ENV, (SECRET + "-web", SECRET + "-web2"))
        sync(machine)
        check_text("servers.json", read(machine, SERVERS), replaced(entries, (SECRET + "-web", SECRET + "-web2")))
        edit(machine, SERVERS, (SECRET + "-tool", SECRET + "-tool2"))
        sync(machine)
        check_text(".env", read(machine, ENV), replaced(env, (SECRET + "-web", SECRET + "-web2"), (SECRET + "-tool", SECRET + "-tool2")))
        check_text("the Compose file", plain(read(machine, COMPOSE)), plain(compose))
        # Both at once, to different values: nobody learns either.
        edit(machine, ENV, (SECRET + "-web2", SECRET + "-envs"))
        edit(machine, SERVERS, (SECRET + "-web2", SECRET + "-mcpms"))
        before = both(machine), read(machine, ENV)
        done = sync(machine, "--conflict", "manual", code=3)
        assert "WEB_TOKEN" in done.text and (both(machine), read(machine, ENV)) == before, done
        sync(machine, "--conflict", "docker_wins")
        assert SECRET + "-envs" in read(machine, SERVERS) and SECRET + "-mcpms" not in read(machine, SERVERS)
        settled(machine)
        for folder in (machine.work / ".mcpmx", machine.home / ".local"):
            for path in folder.rglob("*"):
                assert path.is_dir() or SECRET.encode() not in path.read_bytes(), f"a secret stands in {path}"
        assert (machine.root / ENV).stat().st_mode & 0o777 == 0o600


def a_secret_in_the_clear_is_named(program):
    with Machine(program) as machine:
        small_profile(machine)
        reference = re.search(r"TOOL_API_KEY: (\$\{.*\})", read(machine, COMPOSE)).group(1)
        edit(machine, COMPOSE, (reference, SECRET + "-typed\n      NEW_TOKEN: " + SECRET + "-new"))
        for command in (("docker", "status"), ("docker", "diff", "work"), (*SYNC, "--dry-run", "--format", "json")):
            assert SECRET not in machine.run(*command).text, "a secret that is not in .env yet is shown"
        done = sync(machine)
        assert f"TOOL_API_KEY='{SECRET}-typed'" in read(machine, ENV) and f"NEW_TOKEN='{SECRET}-new'" in read(machine, ENV)
        line = 1 + read(machine, COMPOSE).split(SECRET)[0].count("\n")
        assert f"docker-compose.yml:{line}: the value of TOOL_API_KEY stands in the file itself" in done.text, done
        edit(machine, COMPOSE, (SECRET + "-typed", "${TOOL_API_KEY}"), (SECRET + "-new", "${NEW_TOKEN}"))
        done = sync(machine)
        assert "stands in the file itself" not in done.text, done
        settled(machine)


def docker_run_gives_variables(program):
    twice = server("twice", command="docker", args=["run", "-i", "-e", f"TOKEN={SECRET}-one", "-e", "LEVEL=1", "acme/twice"],
                   env={"TOKEN": SECRET + "-one", "LEVEL": "idle"})
    with Machine(program) as machine:
        machine.put_servers(WEB, twice)
        sync(machine)
        # One variable more on either side is no conflict.
        edit(machine, COMPOSE, ("      MODE: fast\n", "      MODE: fast\n      HERE: there\n"))
        change_entries(machine, lambda entries: (entries["web"]["args"].insert(1, "-e"), entries["web"]["args"].insert(2, "NEW"),
                                                 entries["web"]["env"].update(NEW="1")))
        sync(machine, "--conflict", "manual")
        web = json.loads(read(machine, SERVERS))["web"]
        assert web["env"]["HERE"] == "there" and "HERE" in web["args"] and 'NEW: "1"' in read(machine, COMPOSE), web
        settled(machine)
        # What is given twice is changed where it counts, and where the same was said.
        edit(machine, ENV, (SECRET + "-one", SECRET + "-two"))
        edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "2"'))
        entries = read(machine, SERVERS)
        sync(machine)
        check_text("servers.json", read(machine, SERVERS), replaced(
            entries, (SECRET + "-one", SECRET + "-two"), (SECRET + "-one", SECRET + "-two"), ("LEVEL=1", "LEVEL=2")))
        settled(machine)
        assert "idle" not in read(machine, "work/.mcpmx/docker-compose.yml.base.json"), "what is hidden may be a secret"


def one_argument_and_a_secret_are_overruled(program):
    key = server("key", args=["-y", "acme-key@1.0.0", f"API_KEY={SECRET}-one"], env={"API_KEY": SECRET + "-one"})
    with Machine(program) as machine:
        machine.put_servers(key)
        sync(machine)
        edit(machine, COMPOSE, ("acme-key@1.0.0", "acme-key@1.1.0"))
        edit(machine, ENV, (SECRET + "-one", SECRET + "-env"))
        edit(machine, SERVERS, ("acme-key@1.0.0", "acme-key@2.0.0"), (SECRET + "-one", SECRET + "-mcpm"), (SECRET + "-one", SECRET + "-mcpm"))
        entries = read(machine, SERVERS)
        sync(machine, "--conflict", "profile_wins")
        assert read(machine, SERVERS) == entries and "acme-key@2.0.0" in read(machine, COMPOSE), read(machine, COMPOSE)
        settled(machine)


def one_way_writes_one_side(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ("acme/web:1.0", "acme/web:1.1"))
        edit(machine, SERVERS, ('"--fast"', '"--slow"'), ('"old": {\n    "name": "old"', '"new": {\n    "name": "new"'))
        compose, entries = both(machine)
        env = read(machine, ENV)
        sync(machine, "--direction", "to-profile")
        check_text("the Compose file", read(machine, COMPOSE), compose)
        check_text(".env", read(machine, ENV), env)
        entries = replaced(entries, ("acme/web:1.0", "acme/web:1.1"))
        check_text("servers.json", read(machine, SERVERS), entries)
        done = sync(machine, "--direction", "to-docker")
        assert "renamed" in done.text and read(machine, SERVERS) == entries, done
        now = read(machine, COMPOSE)
        assert "--slow" in now and "old-cache:" in now and "mcpmx.server: new" in now, now
        settled(machine)


def what_nobody_knows_of_waits_for_a_person(program):
    """Also where the last sync knows of other servers."""
    with Machine(program) as machine:
        small_profile(machine)
        (machine.work / ".mcpmx/docker-compose.yml.base.json").unlink()
        edit(machine, COMPOSE, ("acme-tool@1.0.0", "acme-tool@1.1.0"))
        edit(machine, SERVERS, ("acme-tool@1.0.0", "acme-tool@2.0.0"))
        compose, entries = both(machine)
        for _ in range(2):
            sync(machine, "--direction", "both", code=3)
            check_text("the Compose file", plain(read(machine, COMPOSE)), plain(compose))
            check_text("servers.json", read(machine, SERVERS), entries)
        sync(machine, "--conflict", "docker_wins")
        assert "acme-tool@1.1.0" in read(machine, SERVERS)
        settled(machine)


def a_service_is_deleted_by_hand(program):
    with Machine(program) as machine:
        small_profile(machine)
        compose, entries = both(machine)
        gone = part_of(compose, "  tool:\n", "  old:\n")
        edit(machine, COMPOSE, (gone, ""))
        done = sync(machine)
        assert "tool" in done.text and "deleted by hand" in done.text, done
        wanted = json.loads(entries)
        wanted["tool"]["profile_tags"] = []
        assert json.loads(read(machine, SERVERS)) == wanted, "the entry stays, without the tag"
        settled(machine)
        # That is how a write looks that knew nothing of the sync's: a person says what it is.
        change_entries(machine, lambda all_of_them: all_of_them["tool"]["profile_tags"].append("work"))
        before = both(machine)
        assert OVERWRITTEN in sync(machine, code=3).text and both(machine) == before
        sync(machine, "--conflict", "profile_wins")
        assert gone.rstrip() in read(machine, COMPOSE), "tagged again it comes back"
        settled(machine)


def an_emptied_file_is_written_again(program):
    with Machine(program) as machine:
        small_profile(machine)
        before = both(machine)
        (machine.root / COMPOSE).write_text("")  # a failed save, a full disk, a power cut
        sync(machine)
        check_text("the Compose file", both(machine)[0], before[0])
        check_text("servers.json", both(machine)[1], before[1])
        settled(machine)


def a_profile_of_v1_is_seen(program):
    with Machine(program) as machine:
        entries = [server("one", args=["-y", "one-server"])]
        machine.put("home/.config/mcpm/profiles.json", {"work": entries})
        sync(machine)
        settled(machine)
        machine.put("home/.config/mcpm/profiles.json", {"work": [*entries, server("two", args=["-y", "two-server"])]})
        assert "  two:" not in read(machine, COMPOSE)
        sync(machine)
        assert "  two:\n" in read(machine, COMPOSE)
        settled(machine)


def generate_leaves_a_conflict_to_a_person(program):
    with Machine(program) as machine:
        small_profile(machine)
        assert machine.run("profile", "set", "work", "conflict_resolution=manual").code == 0
        edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "2"'))
        change_entries(machine, lambda all: all["tool"]["env"].update(LEVEL="3"))
        done = machine.run("docker", "generate", "work")
        assert 'LEVEL: "2"' in read(machine, COMPOSE) and done.code == 3, done
        done = sync(machine, code=3)
        assert "Next: mcpmx docker sync work --conflict profile_wins\n  or: mcpmx docker sync work --conflict docker_wins\n" in done.text, done
        sync(machine, "--conflict", "docker_wins")
        assert entry_of(machine, "tool")["env"]["LEVEL"] == "2"
        settled(machine)


def what_no_field_says_is_named(program):
    with Machine(program) as machine:
        small_profile(machine)
        change_entries(machine, lambda all: all["tool"].update(enabled=False))
        (machine.root / ENV).unlink()
        done = sync(machine)
        assert "services.tool.profiles" in done.text and "TOOL_API_KEY in .env" in done.text, done
        settled(machine)


def the_profile_and_a_hand_edit_disagree(program):
    with Machine(program) as machine:
        small_profile(machine)
        command = re.search(r"    command: (\[.*acme-tool.*\])", read(machine, COMPOSE)).group(1)
        wrapped = 'command: ["sh", "-c", "sleep 1; exec npx -y acme-tool@1.0.0 --fast"]  # slowly'
        edit(machine, COMPOSE, ("command: " + command, wrapped))
        sync(machine)  # no entry says that: it is Docker's alone
        settled(machine)
        change_entries(machine, lambda all: all["tool"]["args"].append("--new"))
        for run in ("the first", "the next"):
            done = sync(machine, code=3)
            assert "tool services.tool.command" in done.text and "--conflict profile_wins" in done.text, (run, done)
            assert wrapped in read(machine, COMPOSE), f"{run} sync took a hand edit away"
        before = read(machine, COMPOSE)
        sync(machine, "--conflict", "docker_wins")
        check_text("the Compose file", read(machine, COMPOSE), before)
        settled(machine)
        change_entries(machine, lambda all: all["tool"]["args"].append("--newer"))
        sync(machine, code=3)
        sync(machine, "--conflict", "profile_wins")
        assert '"--newer"]' in read(machine, COMPOSE) and wrapped not in read(machine, COMPOSE)
        settled(machine)


def a_service_is_renamed_by_hand(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ("  tool:\n", "  my-tool:\n"))
        compose, entries = both(machine)
        sync(machine)
        assert both(machine) == (compose, entries), "nothing flows"
        settled(machine)
        edit(machine, SERVERS, ('"--fast"', '"--slow"'))
        sync(machine)
        check_text("the Compose file", plain(read(machine, COMPOSE)), plain(replaced(compose, ('"--fast"', '"--slow"'))))
        edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "2"'))
        sync(machine)
        assert '"LEVEL": "2"' in read(machine, SERVERS)
        settled(machine)


def a_server_is_renamed_in_mcpm(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ("    restart: unless-stopped\n    security_opt: [\"no-new-privileges:true\"]\n    cap_drop",
                                "    tty: true   # mine\n    restart: unless-stopped\n    security_opt: [\"no-new-privileges:true\"]\n    cap_drop"))
        compose, entries = both(machine)
        env = read(machine, ENV)
        edit(machine, SERVERS, ('"tool": {\n    "name": "tool"', '"hammer": {\n    "name": "hammer"'))
        done = sync(machine)
        assert "renamed" in done.text and "hammer" in done.text, done
        check_text("the Compose file", plain(read(machine, COMPOSE)), plain(replaced(
            compose, ("  tool:\n", "  hammer:\n"), ("mcpmx.server: tool", "mcpmx.server: hammer"), ("    tool:\n", "    hammer:\n"))))
        check_text(".env", read(machine, ENV), env)
        settled(machine)
        edit(machine, COMPOSE, ('"--fast"', '"--slow"'))
        sync(machine)
        assert json.loads(read(machine, SERVERS))["hammer"]["args"][2] == "--slow"
        settled(machine)


def a_server_is_disabled(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ("    mem_limit: 2g\n", "    mem_limit: 1g  # mine\n"))
        compose, entries = both(machine)
        change_entries(machine, lambda all_of_them: all_of_them["tool"].update(enabled=False))
        sync(machine)
        now = read(machine, COMPOSE)
        assert "  tool:\n" in now and "mcpmx-disabled" in now and "mem_limit: 1g  # mine" in now, now
        assert json.loads(read(machine, SERVERS))["tool"]["profile_tags"] == ["work"], "it was read as a deletion"
        settled(machine)
        (machine.root / SERVERS).write_text(entries, encoding="utf-8")
        sync(machine)
        check_text("the Compose file", plain(read(machine, COMPOSE)), plain(compose))
        settled(machine)


HAND_EDITS = (("    restart: unless-stopped\n", "    restart: always\n"),
              ("    mem_limit: 2g\n", "    mem_limit: 4g\n    healthcheck: {test: [CMD, 'true']}\n"),
              ("    stdin_open: true\n    init: true\n", "    stdin_open: true\n    init: true\n    hostname: mine\n"),
              ("      - tool-cache:/root/.npm\n", "      - tool-cache:/root/.npm\n      - ./notes:/notes:ro\n"),
              ("image: node:22-slim", "image: node:22-slim@sha256:" + "0" * 64))


def what_docker_alone_has_stays(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, *HAND_EDITS)
        compose, entries = both(machine)
        line = "  tool: healthcheck/test, hostname, image, mem_limit, volumes/[/notes]\n  web: restart\n"
        assert line in sync(machine).text, "the sync that sees it first names it"
        assert both(machine) == (compose, entries), "nothing of it is the profile's"
        settled(machine)
        assert line not in sync(machine).text, "once is enough"
        for args in (("docker", "status"), ("docker", "diff", "work")):
            done = machine.run(*args)
            assert line in done.text, done
            assert "tool/hostname" in machine.run("--format", "json", *args).text
        for step in range(5):
            change_entries(machine, lambda all_of_them, step=step: (
                all_of_them["tool"]["env"].update(LEVEL=str(step + 10)),
                all_of_them.update({f"s{step}": server(f"s{step}", args=["-y", f"s{step}"])}),
                all_of_them.pop(f"s{step - 2}", None)))
            sync(machine, *(("--direction", "to-docker") if step % 2 else ()))
            now = read(machine, COMPOSE)
            for _, kept in HAND_EDITS:
                assert kept in now, f"step {step}: {kept!r} is lost: {now}"
            assert f'LEVEL: "{step + 10}"' in now, now
            settled(machine)


def something_is_broken(program):
    with Machine(program) as machine:
        small_profile(machine)
        compose, entries = both(machine)
        broken = replaced(entries, ('"args": [\n      "-y",\n      "acme-tool@1.0.0",\n      "--fast"\n    ]', '"args": "--fast"'))
        (machine.root / SERVERS).write_text(broken, encoding="utf-8")
        for _ in range(2):
            done = sync(machine, code=3)
            assert "tool" in done.text and "args must be a list" in done.text, done
            assert both(machine) == (compose, broken), f"something was written: {done}"
        (machine.root / SERVERS).write_text(entries, encoding="utf-8")
        sync(machine)
        assert both(machine) == (compose, entries)
        # All of the file is broken: nothing is written, and the error says where.
        for path, text in ((SERVERS, entries[:200]), (SERVERS, ""), (COMPOSE, compose + "a: [\n"), (ENV, "A='\n")):
            saved = read(machine, path)
            (machine.root / path).write_text(text, encoding="utf-8")
            before = machine.snapshot()
            done = machine.run(*SYNC)
            assert done.code == 1 and path.rsplit("/", 1)[1] in done.text, f"{path}: {done}"
            assert machine.snapshot() == before, f"{path}: {differences(before, machine.snapshot())}"
            (machine.root / path).write_text(saved, encoding="utf-8")
        settled(machine)


def a_plugin_is_missing(program):
    with Machine(program) as machine:
        machine.put_servers(server("db", args=["-y", "@modelcontextprotocol/server-postgres", "postgresql://app:pw@localhost/shop"]), TOOL)
        sync(machine)
        settled(machine)
        before = machine.snapshot()
        for args in (("--no-plugins", *SYNC), ("--no-plugins", *SYNC, "--direction", "to-profile")):
            done = machine.run(*args)
            assert done.code == 3 and "postgresql" in done.text, done
            assert machine.snapshot() == before, f"{args} changed {differences(before, machine.snapshot())}"
        settled(machine)


OVERWRITTEN = "MCPM wrote servers.json from what it had read before a sync"


def mcpm_overwrites(program):
    """A write of what had been read before a sync is no person's revert: it is told, held, and decided by a word."""
    def overwritten(machine, *edits):
        """MCPM reads, a sync brings an edit to servers.json, MCPM writes with a change of its own."""
        small_profile(machine)
        stale = json.loads(read(machine, SERVERS))
        for path, *pairs in edits:
            edit(machine, path, *pairs)
        sync(machine)
        stale["old"]["env"] = {"MINE": "1"}
        (machine.root / SERVERS).write_text(json.dumps(stale, indent=2, ensure_ascii=False), encoding="utf-8")

    tool = (COMPOSE, ('LEVEL: "1"', 'LEVEL: "2"'))
    with Machine(program) as machine:
        overwritten(machine, tool, (ENV, (SECRET + "-web", SECRET + "-web2")))
        for _ in range(2):
            assert OVERWRITTEN in machine.run("docker", "status").text
            done = sync(machine, code=3)
            assert OVERWRITTEN in done.text and "env/LEVEL" in done.text and "env/WEB_TOKEN" in done.text, done
            assert "mcpmx docker sync work --conflict docker_wins" in done.text, done
        assert 'LEVEL: "2"' in read(machine, COMPOSE) and 'MINE: "1"' in read(machine, COMPOSE), "only that is held"
        # A profile's own setting is no word on this.
        assert machine.run("profile", "set", "work", "conflict_resolution=profile_wins").code == 0
        sync(machine, code=3)
        # Another edit goes its way meanwhile, and what is held stays so.
        edit(machine, COMPOSE, ("MODE: fast", "MODE: slow"))
        sync(machine, code=3)
        assert '"MODE": "slow"' in read(machine, SERVERS) and '"LEVEL": "1"' in read(machine, SERVERS)
        sync(machine, "--conflict", "docker_wins")
        entries = json.loads(read(machine, SERVERS))
        assert entries["tool"]["env"]["LEVEL"] == "2" and entries["web"]["env"]["WEB_TOKEN"] == SECRET + "-web2"
        assert entries["old"]["env"] == {"MINE": "1"} and entries["web"]["env"]["MODE"] == "slow"
        settled(machine)
        for path in (machine.work / ".mcpmx").iterdir():
            assert SECRET.encode() not in path.read_bytes(), f"a secret stands in {path}"
    with Machine(program) as machine:
        overwritten(machine, tool)
        sync(machine, "--conflict", "profile_wins")
        assert 'LEVEL: "1"' in read(machine, COMPOSE)
        settled(machine)
    # What a sync added, or took out of the profile.
    with Machine(program) as machine:
        small_profile(machine)
        stale = read(machine, SERVERS)
        edit(machine, COMPOSE, (part_of(read(machine, COMPOSE), "  tool:\n", "  old:\n"), ""))
        sync(machine)
        (machine.root / SERVERS).write_text(stale, encoding="utf-8")
        assert OVERWRITTEN in sync(machine, code=3).text
        sync(machine, "--conflict", "docker_wins")
        assert "  tool:\n" not in read(machine, COMPOSE) and json.loads(read(machine, SERVERS))["tool"]["profile_tags"] == []
        settled(machine)
    with Machine(program) as machine:
        small_profile(machine)
        stale = read(machine, SERVERS)
        edit(machine, COMPOSE, ("\nnetworks:\n", "\n  cache:\n    image: acme/cache:1\n    stdin_open: true\n"
                                "    labels: {mcpmx.server: cache}\n\nnetworks:\n"))
        sync(machine)
        added = read(machine, SERVERS)
        assert '"cache"' in added
        (machine.root / SERVERS).write_text(stale, encoding="utf-8")
        assert OVERWRITTEN in sync(machine, code=3).text and "  cache:\n" in read(machine, COMPOSE)
        sync(machine, "--conflict", "docker_wins")
        assert json.loads(read(machine, SERVERS)) == json.loads(added)
        settled(machine)
    # A person takes back one thing of two; and undo takes back all, and knows what it does.
    with Machine(program) as machine:
        small_profile(machine)
        before = both(machine)
        edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "2"'), ("MODE: fast", "MODE: slow"))
        edited = read(machine, COMPOSE)
        sync(machine)
        assert machine.run("undo").code == 0 and both(machine) == (edited, before[1])
        sync(machine)
        change_entries(machine, lambda entries: entries["tool"]["env"].update(LEVEL="1"))
        sync(machine)
        assert 'LEVEL: "1"' in read(machine, COMPOSE) and "MODE: slow" in read(machine, COMPOSE)
        settled(machine)


def other_files_stay(program):
    with Machine(program) as machine:
        other = "services:\n  tool:\n    image: mine/node:1\n    environment: {LEVEL: '9'}\n"
        machine.put("work/docker-compose.prod.yml", other)
        small_profile(machine)
        before = machine.snapshot()["work/docker-compose.prod.yml"]
        edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "2"'))
        edit(machine, SERVERS, ('"--fast"', '"--slow"'))
        sync(machine)
        assert machine.snapshot()["work/docker-compose.prod.yml"] == before
        assert '"LEVEL": "2"' in read(machine, SERVERS) and '"--slow"' in read(machine, COMPOSE)
        settled(machine)


def a_service_of_ones_own_has_the_name(program):
    mine = "# the app's\nservices:\n  tool:\n    image: my/tool:1  # not MCPM's\n    command: [run]\n"
    with Machine(program) as machine:
        machine.put(COMPOSE, mine)
        machine.put_servers(TOOL)
        before = machine.snapshot()
        sync(machine, code=3)
        assert machine.snapshot() == before, "joined without a person's word"
        done = sync(machine, "--yes")
        now, entries = both(machine)
        assert now.startswith(mine) and "  tool-2:\n" in now and "mcpmx.server: tool\n" in now, now
        assert entries == json.dumps({"tool": TOOL}, indent=2, ensure_ascii=False)
        copy = machine.work / "docker-compose.yml.mcpmx-bak"
        assert copy.read_text() == mine and copy.stat().st_mode & 0o777 == 0o600 and copy.name in done.text, done
        assert "left alone: tool" in done.text, done
        settled(machine)
        edit(machine, COMPOSE, ("my/tool:1", "my/tool:2"))
        edit(machine, SERVERS, ('"--fast"', '"--slow"'))
        sync(machine)
        assert "my/tool:2  # not MCPM's" in read(machine, COMPOSE) and "my/tool" not in read(machine, SERVERS)
        settled(machine)


def a_moved_port_is_taken(program):
    """The next profile gets neither the port that a person chose nor that of a service of the person's own."""
    with Machine(program) as machine:
        machine.put_servers(server("context7", args=["-y", "@upstash/context7-mcp"]),
                            *[server(f"s{port}", profile_tags=["next"], command="docker",
                                     args=["run", "-i", "-p", f"{port}:80", "some/image"]) for port in (3100, 4100, 5100)])
        sync(machine)
        edit(machine, COMPOSE, ("3000:3000", "3100:3000"),
             ("\nnetworks:\n", "\n  app:\n    image: app\n    ports: ['4100:80']\n\nnetworks:\n"))
        compose = read(machine, COMPOSE)
        sync(machine)
        assert read(machine, COMPOSE) == compose
        settled(machine)
        (machine.root / "next").mkdir()
        done = machine.run("docker", "generate", "next", cwd=machine.root / "next")
        assert done.code == 0, done
        ports = re.findall(r"(\d+):80\"", read(machine, "next/docker-compose.yml"))
        assert "5100" in ports and not {"3100", "4100"} & set(ports) and len(ports) == 3, ports


BINDINGS = "home/.config/mcpmx/profiles.json"


def the_profile_has_the_hash_of_the_last_sync(program):
    def is_told(machine, path=COMPOSE):
        found = machine.run("--format", "json", "profile", "show", "work").document()["docker_metadata"]["last_sync_hash"]
        return found == "sha256:" + hashlib.sha256((machine.root / path).read_bytes()).hexdigest()

    with Machine(program) as machine:
        small_profile(machine)
        assert is_told(machine)
        assert (machine.root / BINDINGS).stat().st_mode & 0o777 == 0o600
        edit(machine, COMPOSE, *HAND_EDITS)
        assert not is_told(machine)
        machine.run("docker", "status")
        sync(machine, "--dry-run")
        assert not is_told(machine), "what writes nothing has synced nothing"
        sync(machine)
        assert is_told(machine)
        settled(machine)
        edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "2"'))
        synced = read(machine, BINDINGS)
        sync(machine)
        assert is_told(machine) and machine.run("undo").code == 0 and read(machine, BINDINGS) == synced
        sync(machine)
        # A setting stays, and is none of undo's.
        assert machine.run("profile", "set", "work", "conflict_resolution=merge").code == 0
        assert machine.run("undo").code == 0 and '"conflict_resolution": "merge"' in read(machine, BINDINGS)
        assert is_told(machine, COMPOSE) is False
        # Bound to one file, it has that one's.
        assert machine.run("profile", "set", "work", "compose_file=other.yml").code == 0
        before = read(machine, BINDINGS)
        sync(machine, "-f", "docker-compose.yml")
        assert read(machine, BINDINGS) == before
        assert machine.run("docker", "generate", "work").code == 0 and is_told(machine, "work/other.yml")
        assert "conflict_resolution" in read(machine, BINDINGS)
        # What cannot be edited is no reason to fail.
        machine.put(BINDINGS, '{"work": []}')
        edit(machine, COMPOSE, ('LEVEL: "2"', 'LEVEL: "3"'))
        sync(machine, "--shared")
        assert read(machine, BINDINGS) == '{"work": []}'


MANY = 120  # entries: more than one write of Python's, so that a reader can meet half a file


def start(machine):
    return subprocess.Popen([machine.program, *SYNC], cwd=machine.work, env=machine.environment(),
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def finish(run, codes=(0,)):
    said = run.communicate(timeout=60)[0].decode()
    assert run.returncode in codes, f"exit {run.returncode}: {said}"
    return said


def two_at_once(program, rounds):
    """The second finds the work done: both succeed, and each edit is on both sides."""
    with Machine(program) as machine:
        small_profile(machine)
        for number in range(rounds // 4):
            edit(machine, COMPOSE, (re.search(r"LEVEL: .*", read(machine, COMPOSE))[0], f'LEVEL: "{number + 100}"'))
            change_entries(machine, lambda entries, number=number: entries["old"].update(args=["-y", f"old-server@{number}"]))
            for run in [start(machine), start(machine)]:
                finish(run)
            compose, entries = both(machine)
            assert json.loads(entries)["tool"]["env"]["LEVEL"] == str(number + 100), f"round {number}: {entries}"
            assert f"old-server@{number}" in compose, f"round {number}: {compose}"
        settled(machine)


class Mcpm(threading.Thread):
    """Reads servers.json, waits, and truncates and writes it in place, without a lock, as MCPM does."""

    def __init__(self, machine, number, wait, hold):
        super().__init__()
        self.path, self.number, self.wait, self.hold = machine.root / SERVERS, number, wait, hold
        self.done_at = 0.0
        self.start()

    def run(self):
        time.sleep(self.wait)
        entries = json.loads(self.path.read_text(encoding="utf-8"))
        time.sleep(self.hold)
        entries["old"]["env"] = {"ROUND": str(self.number)}
        with self.path.open("w", encoding="utf-8") as file:
            json.dump(entries, file, indent=2, ensure_ascii=False)
        self.done_at = time.monotonic()


def mcpm_writes_meanwhile(program, rounds):
    """Whatever MCPM wrote stands afterwards; what was edited in the Compose file stands there at least, and where MCPM
    overwrote what the sync had made of it in servers.json, the next sync says so."""
    met = {"before": 0, "meanwhile": 0, "behind": 0, "not read": 0, "overwrote ours": 0}
    with Machine(program) as machine:
        machine.put_servers(WEB, TOOL, OLD, *[server(f"s{i}", profile_tags=["play"], args=["-y", "p" * 60]) for i in range(MANY)])
        sync(machine)
        length = 0.02  # s, of a sync
        for number in range(rounds):
            level = f'LEVEL: "{number + 100}"'
            edit(machine, COMPOSE, (re.search(r"LEVEL: .*", read(machine, COMPOSE))[0], level))
            began = time.monotonic()
            # Most take a moment between reading and writing; some of a person's are open for as long as the sync takes.
            wait, hold = (0, length * 2) if number % 10 == 0 else (random.random() * length * 1.2, random.choice((0, 0, 0.002)))
            writer = Mcpm(machine, number, wait, hold)
            run = start(machine)
            said = finish(run, (0, 1))
            ended = time.monotonic()
            length = 0.9 * length + 0.1 * (ended - began)
            writer.join()
            if run.returncode == 1:
                # It met half a file of MCPM's, and wrote nothing.
                assert "servers.json" in said, f"round {number}: {said}"
                met["not read"] += 1
            else:
                met["before" if writer.done_at < began else "meanwhile" if writer.done_at < ended else "behind"] += 1
            compose, entries = read(machine, COMPOSE), json.loads(read(machine, SERVERS))
            assert entries["old"]["env"] == {"ROUND": str(number)}, f"round {number}: what MCPM wrote is lost: {said}"
            assert len(entries) == MANY + 3, f"round {number}: entries are lost"
            assert level in compose, f"round {number}: the edit of the Compose file is lost: {said}"
            if run.returncode == 0 and entries["tool"]["env"]["LEVEL"] != str(number + 100):
                met["overwrote ours"] += 1
                told = sync(machine, code=3)
                assert OVERWRITTEN in told.text and "tool env/LEVEL" in told.text, f"round {number}: {told}"
                assert level in read(machine, COMPOSE), f"round {number}: it was taken for a revert: {told}"
                sync(machine, "--conflict", "docker_wins")
            sync(machine)
            compose, entries = read(machine, COMPOSE), json.loads(read(machine, SERVERS))
            assert entries["tool"]["env"]["LEVEL"] == str(number + 100), f"round {number}: it did not flow: {said}"
            assert f'ROUND: "{number}"' in compose, f"round {number}: {compose}"
            assert not [name for name in machine.snapshot() if name.endswith(".tmp")], f"round {number} left a temp file"
        settled(machine)
    print("  " + ", ".join(f"{count} {what}" for what, count in met.items()))
    assert met["meanwhile"] >= rounds // 20, f"too few met a sync at work: {met}"
    assert met["overwrote ours"] >= rounds // 40, f"too few wrote over what a sync had written: {met}"


PARTS = (the_story_of_a_day, secrets_are_rotated, a_secret_in_the_clear_is_named, docker_run_gives_variables,
         one_argument_and_a_secret_are_overruled, one_way_writes_one_side, what_nobody_knows_of_waits_for_a_person, a_service_is_deleted_by_hand, an_emptied_file_is_written_again,
         what_no_field_says_is_named, the_profile_and_a_hand_edit_disagree, a_profile_of_v1_is_seen, generate_leaves_a_conflict_to_a_person, a_service_is_renamed_by_hand,
         a_server_is_renamed_in_mcpm, a_server_is_disabled, what_docker_alone_has_stays, something_is_broken,
         a_plugin_is_missing, mcpm_overwrites, the_profile_has_the_hash_of_the_last_sync, a_moved_port_is_taken, other_files_stay,
         a_service_of_ones_own_has_the_name)

RACES = (two_at_once, mcpm_writes_meanwhile)


def main():
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 200
    run_parts(PARTS + RACES, lambda part: (sys.argv[1], rounds) if part in RACES else (sys.argv[1],))


if __name__ == "__main__":
    main()
