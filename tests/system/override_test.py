#!/usr/bin/env python3
"""`mcpmx docker sync` beside a docker-compose.override.yml, which docker compose reads of its own accord.

usage: override_test.py MCPMX
"""
import json

from machine import Machine, run_parts, server
from sync_test import SECRET, change_entries, check_text, edit, plain, read, settled, small_profile, sync

OVERRIDE = "work/docker-compose.override.yml"
TEXT = """\
# mine
services:
  tool:
    environment:
      LEVEL: "2"   # louder
  web:
    image: acme/web:1.1
    ports:
      - "127.0.0.1:9999:9999"
  box: {image: busybox}
"""


def overridden_profile(machine):
    small_profile(machine)
    (machine.root / OVERRIDE).write_text(TEXT, encoding="utf-8")


def entry(machine, name):
    return json.loads(read(machine, "home/.config/mcpm/servers.json"))[name]


def what_it_says_comes_to_the_profile(program):
    with Machine(program) as machine:
        overridden_profile(machine)
        main = read(machine, "work/docker-compose.yml")
        done = sync(machine)
        assert entry(machine, "tool")["env"]["LEVEL"] == "2", done
        assert "acme/web:1.1" in entry(machine, "web")["args"], done
        assert "web: ports/[9999/tcp]" in done.text and "left alone: box" in done.text, done
        check_text("the override", read(machine, OVERRIDE), TEXT)
        check_text("the Compose file", plain(read(machine, "work/docker-compose.yml")), plain(main))
        settled(machine)


def a_value_is_changed_where_it_stands(program):
    with Machine(program) as machine:
        overridden_profile(machine)
        sync(machine)
        change_entries(machine, lambda all: all["tool"]["env"].update(LEVEL="3", TOOL_API_KEY=SECRET + "-new"))
        done = sync(machine)
        check_text("the override", read(machine, OVERRIDE), TEXT.replace('LEVEL: "2"   #', 'LEVEL: "3"   #'))
        assert 'LEVEL: "1"' in read(machine, "work/docker-compose.yml"), "the value under it stays"
        assert "Wrote docker-compose.yml, docker-compose.override.yml" in done.text, done
        check_text("the copy", read(machine, OVERRIDE + ".mcpmx-bak"), TEXT)
        settled(machine)
        assert machine.run("undo").code == 0
        check_text("the override after undo", read(machine, OVERRIDE), TEXT)


def a_server_that_leaves_leaves_both(program):
    with Machine(program) as machine:
        overridden_profile(machine)
        sync(machine)
        change_entries(machine, lambda all: all["tool"].update(profile_tags=[]))
        sync(machine)
        assert "tool:" not in read(machine, OVERRIDE) and "  tool:" not in read(machine, "work/docker-compose.yml")
        assert "  box: {image: busybox}\n" in read(machine, OVERRIDE)
        settled(machine)


def a_later_edit_of_it_is_seen(program):
    with Machine(program) as machine:
        overridden_profile(machine)
        sync(machine)
        settled(machine)
        edit(machine, OVERRIDE, ("acme/web:1.1", "acme/web:1.2"))
        sync(machine)
        assert "acme/web:1.2" in entry(machine, "web")["args"]
        (machine.root / OVERRIDE).unlink()
        done = sync(machine)
        assert "acme/web:1.0" in entry(machine, "web")["args"], done
        settled(machine)


def one_of_another_file_is_not_read(program):
    with Machine(program) as machine:
        machine.put_servers(server("tool", args=["-y", "acme-tool"], env={"LEVEL": "1"}))
        (machine.root / OVERRIDE).write_text(TEXT, encoding="utf-8")
        sync(machine, "-f", "other.yml")
        done = sync(machine, "-f", "other.yml")
        assert "In sync" in done.text and entry(machine, "tool")["env"]["LEVEL"] == "1", done


PARTS = (what_it_says_comes_to_the_profile, a_value_is_changed_where_it_stands, a_server_that_leaves_leaves_both,
         a_later_edit_of_it_is_seen, one_of_another_file_is_not_read)

if __name__ == "__main__":
    run_parts(PARTS)
