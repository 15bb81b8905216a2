#!/usr/bin/env python3
"""`mcpmx docker sync`: an edit is seen on the other side as it was written, or the report names it.

usage: sync_seen_test.py MCPMX
Fixed cases that the laws (docs/laws.md, 3, 4a and 4b) have found.
"""
from machine import Machine, run_parts, server
from sync_test import COMPOSE, ENV, SECRET, SERVERS, check_text, edit, plain, read, replaced, settled, sync


def a_key_in_an_argument_and_in_a_variable(program):
    """It has two lines in .env. Rotating one of them makes no third, and a shared entry stays."""
    with Machine(program) as machine:
        machine.put_servers(server("magic", args=["-y", "magic-mcp", "API_KEY=" + SECRET], env={"API_KEY": SECRET},
                                   profile_tags=["work", "other"]))
        sync(machine)
        env = read(machine, ENV)
        for name in ("API_KEY", "MAGIC_API_KEY"):
            assert f"{name}='{SECRET}'\n" in env, env
        edit(machine, ENV, (f"\nAPI_KEY='{SECRET}'", f"\nAPI_KEY='{SECRET}-new'"))
        edited = read(machine, ENV), read(machine, COMPOSE), read(machine, SERVERS)
        for direction in ("to-profile", "to-docker", "both"):
            done = sync(machine, "--direction", direction, code=3)
            assert "MAGIC_API_KEY" not in done.text, f"a variable in use is named as unused: {done}"
            check_text(".env", read(machine, ENV), edited[0])
            check_text("the Compose file", plain(read(machine, COMPOSE)), plain(edited[1]))
            check_text("servers.json", read(machine, SERVERS), edited[2])
        assert "(API_KEY in .env)" in done.text, f"the rotated variable is not named: {done}"


def a_version_that_the_mapping_does_not_take(program):
    with Machine(program) as machine:
        machine.put_servers(server("browser", args=["-y", "@modelcontextprotocol/server-puppeteer"]))
        sync(machine)
        edit(machine, SERVERS, ("server-puppeteer", "server-puppeteer@1.2.3"))
        done = sync(machine)
        assert "the version 1.2.3 is not kept: the mapping has an image of its own" in done.text, done
        settled(machine)


def a_variable_that_is_given_twice(program):
    with Machine(program) as machine:
        machine.put_servers(server("twice", command="docker", args=["run", "-i", "-e", "MODE=one", "acme/twice:1"],
                                   env={"MODE": "one", "LEVEL": "1"}))
        sync(machine)
        edit(machine, SERVERS, ('"MODE": "one"', '"MODE": "two"'))
        compose = read(machine, COMPOSE)
        sync(machine)
        check_text("the Compose file", read(machine, COMPOSE), compose)  # docker run takes the value after -e
        done = machine.run("docker", "generate", "work")
        assert done.code == 0 and "the variable MODE of env is not kept" in done.text, done


def two_edits_of_one_command(program):
    with Machine(program) as machine:
        machine.put_servers(server("postgresql", args=["-y", "@modelcontextprotocol/server-postgres",
                                                       f"postgresql://mcpuser:{SECRET}@localhost:5432/mcpdb"]))
        sync(machine)
        entries = read(machine, SERVERS)
        edit(machine, ENV, (SECRET, SECRET + "-new"))
        edit(machine, COMPOSE, ("server-postgres", "server-postgres@1.2.3"))
        sync(machine)
        check_text("servers.json", read(machine, SERVERS), replaced(
            entries, (SECRET, SECRET + "-new"), ("server-postgres", "server-postgres@1.2.3")))
        settled(machine)


def a_version_goes_as_it_was_written(program):
    with Machine(program) as machine:
        machine.put_servers(server("timer", command="uvx", args=["timer-mcp@1.0"]))
        sync(machine)
        edit(machine, COMPOSE, ("timer-mcp@1.0", "timer-mcp==1.1"))
        compose = read(machine, COMPOSE)
        sync(machine)
        assert '"timer-mcp==1.1"' in read(machine, SERVERS), read(machine, SERVERS)
        check_text("the Compose file", plain(read(machine, COMPOSE)), plain(compose))
        settled(machine)


def a_service_is_adopted(program):
    """It becomes a server of the profile; the file gets our label and a section below x-mcpmx."""
    with Machine(program) as machine:
        machine.put_servers(server("one"))
        sync(machine)
        edit(machine, COMPOSE, ("services:\n", "services:\n  cache:\n    image: acme/cache:2  # mine\n"
                                "    labels:\n      com.acme.team: blue\n    stdin_open: true\n\n"))
        given = read(machine, COMPOSE)
        sync(machine, "--adopt", "cache")
        own, label = "      com.acme.team: blue\n", "      mcpmx.server: cache\n"
        now, wanted = (text.partition("x-mcpmx:")[0] for text in (read(machine, COMPOSE), given))
        check_text("the Compose file", now, replaced(wanted, (own, own + label)))
        assert '"acme/cache:2"' in read(machine, SERVERS), read(machine, SERVERS)
        settled(machine)


PARTS = (a_key_in_an_argument_and_in_a_variable, a_version_that_the_mapping_does_not_take,
         a_variable_that_is_given_twice, two_edits_of_one_command, a_version_goes_as_it_was_written,
         a_service_is_adopted)

if __name__ == "__main__":
    run_parts(PARTS)
