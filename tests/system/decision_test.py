#!/usr/bin/env python3
"""`mcpmx docker sync`: who wins where both sides speak of one thing, and that it stays so with the next sync.

usage: decision_test.py MCPMX
"""
import re

from machine import Machine, run_parts, server
from sync_test import (COMPOSE, ENV, SECRET, SERVERS, change_entries, check_text, edit, entry_of, part_of, plain, read, settled, small_profile,
                       sync)

DATABASE = ["-y", "@modelcontextprotocol/server-postgres", f"postgresql://mcpuser:{SECRET}@localhost:5432/mcpdb"]
DOCS = ["-y", "@upstash/context7-mcp"]


def a_server_of_two_services_is_renamed(program):
    with Machine(program) as machine:
        machine.put_servers(server("postgresql", args=DATABASE))
        sync(machine)
        edit(machine, COMPOSE, ("    environment:\n", "    environment:\n      EXTRA: x\n"))
        machine.put_servers(server("store", args=DATABASE))
        sync(machine)  # all of it: depends_on has a part that is a default, and nothing is held for that
        text = read(machine, COMPOSE)
        assert "    depends_on:\n      store:\n        condition: service_healthy\n" in text and "EXTRA: x" in text, text
        settled(machine)


def contradicted(machine):
    """A person's URL that no entry explains yet, as it meant this machine before; the profile has another."""
    machine.put_servers(server("search", args=["-y", "search-mcp"], env={"HOST_URL": "http://localhost:9200", "MODE": "m"}))
    sync(machine)
    edit(machine, COMPOSE, ("http://host.docker.internal:9200", "http://docker.example"))
    change_entries(machine, lambda all: all["search"]["env"].update(HOST_URL="http://profile.example"))


def an_edit_that_the_profile_contradicts_waits(program):
    with Machine(program) as machine:
        contradicted(machine)
        for _ in range(3):
            done = sync(machine, code=3)
            assert "HOST_URL" in done.text and entry_of(machine, "search")["env"]["HOST_URL"] == "http://profile.example", done
            assert "HOST_URL: http://docker.example" in read(machine, COMPOSE), "an edit was overruled"
        sync(machine, "--conflict", "docker_wins")
        assert entry_of(machine, "search")["env"]["HOST_URL"] == "http://docker.example"
        settled(machine)
    with Machine(program) as machine:
        contradicted(machine)
        sync(machine, "--conflict", "profile_wins")
        assert "HOST_URL: http://profile.example" in read(machine, COMPOSE)
        settled(machine)
    with Machine(program) as machine:
        contradicted(machine)
        sync(machine, "--conflict", "docker_wins")  # it stays Docker's alone
        settled(machine)
        assert entry_of(machine, "search")["env"]["HOST_URL"] == "http://profile.example"
        assert "HOST_URL: http://docker.example" in read(machine, COMPOSE)
        change_entries(machine, lambda all: all["search"]["env"].update(HOST_URL="http://another.example"))
        sync(machine, code=3)  # until the profile says something else again


def a_secret_is_rotated_and_a_service_deleted(program):
    with Machine(program) as machine:
        machine.put_servers(server("postgresql", args=DATABASE))
        sync(machine)
        text = read(machine, COMPOSE)
        (machine.root / COMPOSE).write_text(text.replace(part_of(text, "  postgresql:\n", "  postgresql-mcp:\n"), ""))
        edit(machine, ENV, (SECRET, SECRET + "-2"))
        sync(machine)
        assert SECRET + "-2@" in entry_of(machine, "postgresql")["args"][-1], "what is not there contradicts nothing"
        settled(machine)


def a_port_that_is_in_use_stays_its_services(program):
    with Machine(program) as machine:
        machine.put_servers(server("docs", args=DOCS))
        sync(machine)
        edit(machine, COMPOSE, ("127.0.0.1:3000:3000", "127.0.0.1:3001:3000"))
        machine.put_servers(server("first", args=DOCS + ["--x"]), server("docs", args=DOCS), server("last", args=DOCS + ["--y"]))
        sync(machine)
        text = read(machine, COMPOSE)
        ports = [line.split(":")[1] for line in text.splitlines() if line.startswith('      - "127.0.0.1:')]
        assert len(ports) == 3 and len(set(ports)) == 3 and '- "127.0.0.1:3001:3000"' in text, ports
        settled(machine)


BASE = "work/.mcpmx/docker-compose.yml.base.json"


def used_twice(machine):
    small_profile(machine)
    edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "1"\n      SECOND: ${TOOL_API_KEY}'))
    sync(machine)
    assert entry_of(machine, "tool")["env"]["SECOND"] == SECRET + "-tool"


def is_hidden(machine):
    for path in (COMPOSE, BASE):
        assert SECRET not in read(machine, path), f"a secret stands in {path}"
    settled(machine)


def a_secret_that_a_person_used_twice(program):
    with Machine(program) as machine:
        used_twice(machine)
        change_entries(machine, lambda all: all["tool"]["env"].update(SECOND=SECRET + "-second"))
        sync(machine)
        is_hidden(machine)
    with Machine(program) as machine:
        used_twice(machine)
        change_entries(machine, lambda all: all["tool"]["env"].update(TOOL_API_KEY=SECRET + "-new"))
        sync(machine)
        is_hidden(machine)
        assert f"SECOND='{SECRET}-tool'\n" in read(machine, ENV), read(machine, ENV)
        edit(machine, ENV, (f"SECOND='{SECRET}-tool'", f"SECOND='{SECRET}-rotated'"))
        sync(machine)
        is_hidden(machine)
        assert entry_of(machine, "tool")["env"]["SECOND"] == SECRET + "-rotated"
        change_entries(machine, lambda all: all["tool"].update(profile_tags=[]))
        sync(machine)
        change_entries(machine, lambda all: all["tool"].update(profile_tags=["work"]))
        sync(machine)
        is_hidden(machine)
        assert machine.run("docker", "generate", "work", "--force").code == 0
        is_hidden(machine)


def a_server_that_left_comes_back_with_its_secret(program):
    with Machine(program) as machine:
        small_profile(machine)
        change_entries(machine, lambda all: all["tool"].update(profile_tags=[]))
        edit(machine, ENV, (f"TOOL_API_KEY='{SECRET}-tool'", f"TOOL_API_KEY='{SECRET}-rotated'"))
        sync(machine, "--conflict", "docker_wins")
        assert entry_of(machine, "tool")["env"]["TOOL_API_KEY"] == SECRET + "-rotated"
        settled(machine)


def a_port_of_a_server_that_mcpm_renamed(program):
    """Without a base the old services are a server of their own, and both entries ask for one port."""
    args = ["run", "-i", "--rm", "-p", "8080:80", "example/mcp"]
    with Machine(program) as machine:
        machine.put_servers(server("old", command="docker", args=args))
        sync(machine)
        (machine.root / BASE).unlink()
        machine.put_servers(server("new", command="docker", args=args))
        sync(machine)  # without a base it goes to Docker alone
        sync(machine)
        text = read(machine, COMPOSE)
        assert 0 < text.find('"8080:80"') < text.find("  new:\n") < text.find('"8081:80"'), text
        settled(machine)
        assert read(machine, COMPOSE) == text


def a_secret_of_a_left_server_is_a_word_elsewhere(program):
    """Equal ends have equal bases, whatever a sync knew of what is gone."""
    with Machine(program) as machine:
        other = server("other", args=["-y", "other-mcp", "--password", SECRET, "https://<user>:<password>@example.com"])
        machine.put_servers(server("left", args=["-y", "left-mcp"], env={"DATABASE_URL": "mysql://user:password@host/db"}), other)
        sync(machine)
        change_entries(machine, lambda all: all["left"].update(profile_tags=[]))
        edit(machine, ENV, ("='password'\n", "='another'\n"))
        sync(machine, "--conflict", "profile_wins")
        base = read(machine, BASE)
        edit(machine, COMPOSE, ("services:\n", "# a comment\nservices:\n"))
        sync(machine)
        without_inputs = [re.sub(r'"inputs":"[^"]*"', "", text) for text in (base, read(machine, BASE))]
        assert without_inputs[0] == without_inputs[1], "the base of an equal end is another one"


def a_word_that_was_a_secret_flows_as_itself(program):
    """The base hides the word in another entry, and nothing has it as a secret any more."""
    with Machine(program) as machine:
        args = ["-y", "other-mcp", "--password", SECRET, "https://<user>:<password>@example.com"]
        left = server("left", args=["-y", "left-mcp"], env={"DATABASE_URL": "mysql://user:password@host/db"})
        machine.put_servers(left, server("other", args=args))
        sync(machine)
        machine.put_servers(server("other", args=args, env={"LEVEL": "1"}))
        edit(machine, ENV, ("='password'\n", "='another'\n"))
        edit(machine, COMPOSE, ("      - other-mcp\n", "      - other-mcp\n      - --more\n"))
        sync(machine, "--direction", "to-docker", "--conflict", "profile_wins")
        sync(machine, "--direction", "to-profile")
        assert entry_of(machine, "other")["args"] == args[:2] + ["--more"] + args[2:], entry_of(machine, "other")
        settled(machine)


def a_change_that_cannot_be_written_stays_the_profiles(program):
    """An edit of the same place is one of both sides then, and no edit of Docker's alone."""
    with Machine(program) as machine:
        machine.put_servers(server("tool", env={"LEVEL": "1"}))
        sync(machine)
        edit(machine, COMPOSE, ("services:\n", 'x-e: &e\n  LEVEL: "1"\n\nservices:\n'),
             ('environment:\n      LEVEL: "1"\n', "environment: *e\n"))
        sync(machine)
        change_entries(machine, lambda all: all["tool"]["env"].update(LEVEL="7"))
        for _ in range(2):
            assert "an alias uses" in sync(machine, code=3).text
        edit(machine, COMPOSE, ('  LEVEL: "1"', '  LEVEL: "2"'))
        assert "both sides changed it" in sync(machine, "--conflict", "manual", code=3).text
        assert entry_of(machine, "tool")["env"]["LEVEL"] == "7"
        sync(machine, "--conflict", "docker_wins")
        assert entry_of(machine, "tool")["env"]["LEVEL"] == "2"
        settled(machine)


def renamed_while_a_change_waits(program):
    with Machine(program) as machine:
        machine.put_servers(server("tool", env={"LEVEL": "1"}), server("other"))
        sync(machine)
        edit(machine, COMPOSE, ("services:\n", 'x-e: &e\n  LEVEL: "1"\n\nservices:\n'),
             ('environment:\n      LEVEL: "1"\n', "environment: *e\n"))
        sync(machine)
        change_entries(machine, lambda all: all["tool"]["env"].update(LEVEL="7"))
        sync(machine, code=3)
        machine.put_servers(server("hammer", env={"LEVEL": "7"}), server("other", args=["-y", "other-mcp"]))
        done = sync(machine, code=3)
        assert "renamed: it was tool" in done.text and "an alias uses" in done.text, done
        text = read(machine, COMPOSE)
        assert "  hammer:\n" in text and "environment: *e" in text and "other-mcp" in text, text
        assert "Nothing was written." in sync(machine, code=3).text


def the_volume_of_a_renamed_server_is_no_edit(program):
    with Machine(program) as machine:
        machine.put_servers(server("tool"), server("other", args=["-y", "other-mcp"]))
        sync(machine)
        machine.put_servers(server("hammer"), server("other", args=["-y", "other-mcp"]))
        assert "Edited in the Compose file" not in sync(machine).text
        settled(machine)
        for args in ((), ("--conflict", "profile_wins"), ("--conflict", "docker_wins")):
            change_entries(machine, lambda all: all["hammer"]["args"].append("--more"))
            assert "Edited" not in sync(machine, *args).text
            assert "- tool-cache:/root/.npm" in read(machine, COMPOSE), "its data is another's"
        machine.put_servers(server("other", args=["-y", "other-mcp"]))
        done = sync(machine)
        assert "what you had edited" not in done.text and "\n  tool-cache:" in read(machine, COMPOSE), done


def services_that_a_person_gave_each_others_name(program):
    with Machine(program) as machine:
        machine.put_servers(server("a", args=["-y", "pa"]), server("b", args=["-y", "pb"]))
        sync(machine)
        edit(machine, COMPOSE, ("  a:\n    image", "  zz:\n    image"), ("  b:\n    image", "  a:\n    image"),
             ("  zz:\n    image", "  b:\n    image"))
        text = read(machine, COMPOSE)
        sync(machine)
        assert read(machine, COMPOSE) == text, read(machine, COMPOSE)
        settled(machine)
        change_entries(machine, lambda all: all["a"]["args"].append("--more"))
        sync(machine)
        assert part_of(read(machine, COMPOSE), "  b:\n    image", "    stdin_open").count('"pa", "--more"') == 1
        assert read(machine, COMPOSE).count("a-cache:/root/.npm") == 1


def a_disabled_server_that_another_service_needs(program):
    """docker compose takes a service that is disabled for none."""
    with Machine(program) as machine:
        machine.put_servers(server("tool"))
        sync(machine)
        edit(machine, COMPOSE, ("\nnetworks:\n", "\n  cache:\n    image: a\n    depends_on: [tool]\n\nnetworks:\n"))
        change_entries(machine, lambda all: all["tool"].update(enabled=False))
        for _ in range(2):
            assert "tool - its services stay enabled: the service cache needs tool" in sync(machine, code=3).text
        assert "mcpmx-disabled" not in read(machine, COMPOSE)
        edit(machine, COMPOSE, ("\n    depends_on: [tool]\n", "\n"))
        sync(machine)
        assert "profiles: [mcpmx-disabled]" in read(machine, COMPOSE)
        settled(machine)


def edits_of_a_server_that_runs_in_no_container_now(program):
    for strategy in ("manual", "docker_wins", "profile_wins"):
        with Machine(program) as machine:
            machine.put_servers(server("tool", env={"LEVEL": "1"}), server("other"))
            sync(machine)
            edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "2"'))
            machine.put_servers(server("tool", command="/opt/x", args=[], env={"LEVEL": "1"}), server("other"))
            goes = strategy == "profile_wins"
            sync(machine, "--conflict", strategy, code=0 if goes else 3)
            assert ('LEVEL: "2"' in read(machine, COMPOSE)) != goes, strategy


def what_the_profile_wins_over_is_named(program):
    with Machine(program) as machine:
        machine.put_servers(server("tool"))
        sync(machine)
        text = read(machine, COMPOSE)
        command = text[text.index("    command:"):text.index("    stdin_open:")]
        edit(machine, COMPOSE, (command, '    command: ["sh", "-c", "sleep 1; exec npx -y some-mcp-server"]\n'))
        change_entries(machine, lambda all: all["tool"]["args"].append("--new"))
        sync(machine, code=3)
        done = sync(machine, "--conflict", "profile_wins")
        assert "the profile's written over it:\n  tool: command\n" in done.text, done
        settled(machine)
    for json in (False, True):  # generate goes one way, and has no rows for what flows
        with Machine(program) as machine:
            small_profile(machine)
            edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "7"'))
            change_entries(machine, lambda all: all["tool"]["env"].update(LEVEL="9"))
            done = machine.run(*(("--format", "json") if json else ()), "docker", "generate", "work")
            assert done.code == 0 and 'LEVEL: "9"' in read(machine, COMPOSE), done
            if json:
                assert done.document()["sync"]["decided"] == [{"server": "tool", "change": "env/LEVEL: 7 -> 9"}], done
            else:
                assert "Changed on both sides, decided by profile_wins:\n  tool  -> env/LEVEL: 7 -> 9\n" in done.text, done


def a_value_of_a_persons_own_variable(program):
    """It came from .env, so it goes there again, and not into the Compose file."""
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "1"\n      LOGIN: ${MY_LOGIN}'))
        edit(machine, ENV, ("TOOL_API_KEY", f"MY_LOGIN='{SECRET}-own'\nTOOL_API_KEY"))
        sync(machine)
        settled(machine)
        assert "\nLOGIN=" not in read(machine, ENV), "a copy that nobody reads"
        change_entries(machine, lambda all: all["tool"]["env"].update(LOGIN=SECRET + "-other"))
        sync(machine)
        is_hidden(machine)
        assert f"'{SECRET}-other'" in read(machine, ENV) and f"MY_LOGIN='{SECRET}-own'" in read(machine, ENV)


def a_secret_that_equals_another_gets_no_copy(program):
    with Machine(program) as machine:
        machine.put_servers(server("tool", env={"TOOL_API_KEY": SECRET}), server("old", args=["-y", "po"]))
        sync(machine)
        change_entries(machine, lambda all: all["old"]["args"].append(SECRET))
        sync(machine)
        change_entries(machine, lambda all: all["tool"]["env"].update(TOOL_API_KEY=SECRET + "-x"))
        sync(machine)
        names = [line.split("=")[0] for line in read(machine, ENV).splitlines() if "=" in line]
        assert all("${" + name + "?" in read(machine, COMPOSE) for name in names), read(machine, ENV)
        is_hidden(machine)


def ports_that_a_person_swapped(program):
    def web(name, port):
        return server(name, command="docker", args=["run", "-i", "--rm", "-p", f"{port}:80", "acme/" + name])
    with Machine(program) as machine:
        machine.put_servers(web("a", 8001), web("b", 8002), web("c", 8003))
        sync(machine)
        edit(machine, COMPOSE, ("8001:80", "X:80"), ("8002:80", "8001:80"), ("8003:80", "8002:80"), ("X:80", "8003:80"))
        sync(machine)
        assert [entry_of(machine, name)["args"][4] for name in "abc"] == ["8003:80", "8001:80", "8002:80"]
        settled(machine)


def an_entry_that_asks_for_a_port_in_use(program):
    def web(name, port):
        return server(name, command="docker", args=["run", "-i", "--rm", "-p", f"{port}:80", "acme/" + name])
    with Machine(program) as machine:
        machine.put_servers(web("a", 8001), web("b", 8002))
        sync(machine)
        machine.put_servers(web("a", 8001), web("b", 8001))
        done = sync(machine)
        assert "it asks for the port 8001, which another service publishes, and gets 8002" in done.text, done
        settled(machine)


def two_services_on_one_port_are_named(program):
    with Machine(program) as machine:
        machine.put_servers(server("docs", args=DOCS))
        sync(machine)
        edit(machine, COMPOSE, ("127.0.0.1:3000:3000", "127.0.0.1:${MY_PORT:-3001}:3000"))
        machine.put_servers(server("docs", args=DOCS), server("last", args=DOCS + ["--y"]))
        done = sync(machine)
        assert "the services docs and last publish the port 3001" in done.text, done


def deleted_on_one_side_and_changed_on_the_other(program):
    for who, words in (("profile_wins", "come back, as its entry is there still (profile_wins)"),
                       ("docker_wins", "leaves the profile, though its entry was changed (docker_wins)")):
        with Machine(program) as machine:
            small_profile(machine)
            text = read(machine, COMPOSE)
            (machine.root / COMPOSE).write_text(text.replace(part_of(text, "  tool:\n", "  old:\n"), ""))
            change_entries(machine, lambda all: all["tool"]["env"].update(LEVEL="7"))
            done = sync(machine, "--conflict", who)
            assert words in done.text, done
            settled(machine)
    for who, words in (("profile_wins", "its services go, though they were edited (profile_wins)"),
                       ("docker_wins", "is there again as its services were edited (docker_wins)")):
        with Machine(program) as machine:
            small_profile(machine)
            edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "7"'))
            change_entries(machine, lambda all: all["tool"].update(profile_tags=[]))
            done = sync(machine, "--conflict", who)
            assert words in done.text, done
            settled(machine)


def options_of_both_sides_are_no_list(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ('"--fast"]', '"--fast", "--port", "81"]'))
        change_entries(machine, lambda all: all["tool"]["args"].extend(["--port", "82"]))
        before = read(machine, COMPOSE)
        sync(machine, "--conflict", "merge", code=3)
        check_text(COMPOSE, plain(read(machine, COMPOSE)), plain(before))
        change_entries(machine, lambda all: all["tool"].update(args=["-y", "acme-tool@1.0.0", "--fast", "--host", "h"]))
        sync(machine, "--conflict", "merge")
        assert entry_of(machine, "tool")["args"][2:] == ["--fast", "--host", "h", "--port", "81"]
        settled(machine)


def what_stays_out_is_said(program):
    with Machine(program) as machine:
        remote = server("remote", command=None, args=None, env=None, url="https://mcp.example.com/sse")
        machine.put_servers(server("tool"), server("local", command="/opt/local", args=[]), remote)
        for done in (sync(machine), machine.run("docker", "status", "work")):
            assert "Not in a container:\n  local: it is a program of this machine" in done.text, done
            assert "set x-mcpmx.services.local.image: IMAGE" in done.text, done
            assert "In no container, used as they are:\n  remote (" in done.text, done


def a_line_of_env_that_a_service_of_ones_own_needs(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ("services:\n", "services:\n  site:\n    image: nginx\n    environment: [KEY=$WEB_TOKEN]\n"))
        change_entries(machine, lambda all: (all["web"].update(profile_tags=[]), all["tool"].update(profile_tags=[])))
        done = sync(machine)
        assert "no service needs it" in done.text and "TOOL_API_KEY" in done.text and "  WEB_TOKEN" not in done.text, done


def a_rename_whose_label_cannot_be_written(program):
    """The label says whose a service is: as long as it has the old name, nobody deleted the new one by hand."""
    with Machine(program) as machine:
        machine.put_servers(server("docs", args=DOCS))
        sync(machine)
        edit(machine, COMPOSE, ("services:\n", "x-labels: &labels\n  mcpmx.server: docs\n  team: a\n\nservices:\n"),
             ("    labels:\n      mcpmx.server: docs\n", "    labels: *labels\n"))
        sync(machine)
        machine.put_servers(server("manual", args=DOCS, note="mine"))
        for _ in range(3):
            done = sync(machine, code=3)
            assert "labels.mcpmx.server" in done.text and "alias" in done.text, done
            assert entry_of(machine, "manual")["profile_tags"] == ["work"], "the renamed server left the profile"
            assert entry_of(machine, "manual")["note"] == "mine", entry_of(machine, "manual")
            assert '"docs"' not in read(machine, SERVERS), "a copy came back"
        edit(machine, COMPOSE, ("mcpmx.server: docs", "mcpmx.server: manual"))
        sync(machine)
        settled(machine)


def a_rename_waits_for_its_direction(program):
    with Machine(program) as machine:
        machine.put_servers(server("docs", args=DOCS))
        sync(machine)
        machine.put_servers(server("manual", args=DOCS))
        done = sync(machine, "--direction", "to-profile")
        assert "Waiting, as this sync goes one way:\n  manual  -> renamed: it was docs" in done.text, done
        assert "In sync" not in done.text and "\n  docs:\n" in read(machine, COMPOSE), done
        assert "renamed: it was docs" in sync(machine).text and "\n  manual:\n" in read(machine, COMPOSE)


def a_secret_that_a_person_wrote_into_a_command(program):
    token = "ghp_" + SECRET.replace("-", "")[:8] + "abcdefghijklmnopqrstuvwxyz01"

    def hides(machine, done):
        assert token not in done.text, f"a secret is shown: {done}"
        for path in (machine.work / ".mcpmx").iterdir():
            assert token not in path.read_text(), f"a secret stands in {path}"

    with Machine(program) as machine:
        machine.put_servers(server("notes", command="uvx", args=["mcp-obsidian"]))
        sync(machine)
        edit(machine, COMPOSE, ('"mcp-obsidian"]', f'"mcp-obsidian", "--token", "{token}"]'))
        done = sync(machine)
        hides(machine, done)
        assert "a secret stands in the file itself" in done.text, done
        assert entry_of(machine, "notes")["args"] == ["mcp-obsidian", "--token", token]
        change_entries(machine, lambda all: all["notes"].update(args=["mcp-obsidian"]))
        for command in ("status", "diff"):
            hides(machine, machine.run("docker", command, "work"))
        hides(machine, machine.run("--format", "json", "docker", "diff", "work"))
        hides(machine, sync(machine, code=3))
        sync(machine, "--conflict", "docker_wins")
        assert entry_of(machine, "notes")["args"] == ["mcp-obsidian", "--token", token]
        settled(machine)
    with Machine(program) as machine:  # the profile's, where the command is a person's
        machine.put_servers(server("notes", command="uvx", args=["mcp-obsidian"]))
        sync(machine)
        edit(machine, COMPOSE, ('"uvx", "mcp-obsidian"', '"sh", "-c", "exec uvx mcp-obsidian"'))
        change_entries(machine, lambda all: all["notes"].update(args=["mcp-obsidian", "--token", token]))
        hides(machine, sync(machine, code=3))
        change_entries(machine, lambda all: all["notes"].update(args=["mcp-obsidian", "--token", token[:-1] + "2"]))
        hides(machine, sync(machine, code=3))
        hides(machine, sync(machine, "--conflict", "docker_wins"))


def two_files_share_a_variable_of_one_env(program):
    """A value that one profile changes is not another's, whose container takes the variable too."""
    with Machine(program) as machine:
        tool = {"args": ["-y", "some-tool"], "env": {"TOOL_API_KEY": SECRET}}
        machine.put_servers(server("tool", **tool), {**server("dev-tool", **tool), "profile_tags": ["dev"]},
                            server("both", args=["-y", "other-tool"], env={"OTHER_API_KEY": SECRET + "-o"}) | {"profile_tags": ["work", "dev"]})
        sync(machine)
        dev = ("docker", "sync", "dev", "-f", "dev.yml")
        assert machine.run(*dev).code == 0
        change_entries(machine, lambda all: (all["tool"]["env"].update(TOOL_API_KEY=SECRET + "-2"),
                                             all["both"]["env"].update(OTHER_API_KEY=SECRET + "-o2")))
        done = sync(machine)
        assert "no service needs it" not in done.text, done
        assert f"TOOL_API_KEY='{SECRET}'" in read(machine, ENV), "the other file's value was written over"
        assert f"OTHER_API_KEY='{SECRET}-o2'" in read(machine, ENV) and read(machine, ENV).count("OTHER_") == 1, "one entry, one variable"
        assert machine.run(*dev).code == 0
        assert entry_of(machine, "dev-tool")["env"]["TOOL_API_KEY"] == SECRET, "a value of another profile's"
        settled(machine)


def a_volume_that_a_renamed_server_kept_is_named(program):
    with Machine(program) as machine:
        machine.put_servers(server("postgresql", args=DATABASE), server("docs", args=DOCS))
        sync(machine)
        machine.put_servers(server("store", args=DATABASE), server("docs", args=DOCS))
        sync(machine)
        change_entries(machine, lambda all: all["store"].update(profile_tags=[]))
        done = sync(machine)
        assert "Volumes that no service uses now" in done.text and "postgres-data" in done.text, done


def a_port_beside_a_secret_of_a_shared_entry(program):
    """The secret is the same; what else its connection string says is shared as anything is."""
    with Machine(program) as machine:
        machine.put_servers(server("postgresql", args=DATABASE))
        sync(machine)
        (machine.work / "staging").mkdir()
        assert machine.run("docker", "sync", "work", "-f", "staging/docker-compose.yml").code == 0
        edit(machine, COMPOSE, ("127.0.0.1:5432:", "127.0.0.1:5499:"))
        done = sync(machine, code=3)
        assert "--shared changes it for all of them" in done.text, done
        sync(machine, "--shared")
        assert ":5499/" in entry_of(machine, "postgresql")["args"][-1]
    with Machine(program) as machine:
        machine.put_servers(server("postgresql", args=DATABASE))
        sync(machine)
        (machine.work / "staging").mkdir()
        assert machine.run("docker", "sync", "work", "-f", "staging/docker-compose.yml").code == 0
        edit(machine, ENV, (SECRET, SECRET + "-2"))
        assert "a secret goes back only" in sync(machine, "--shared", code=3).text


def a_diff_beside_a_service_of_ones_own(program):
    with Machine(program) as machine:
        small_profile(machine)
        token = "ghp_abcdefghijklmnopqrstuvwxyz0123456789"
        edit(machine, COMPOSE, ("\nnetworks:\n", "\n  site:\n    image: nginx\n    labels:\n      auth: user:" + token +
                                "\n    environment:\n      DB_PASSWORD: hunter2-very-secret\n\nnetworks:\n"))
        sync(machine)
        change_entries(machine, lambda all: all.update(last=server("last", args=["-y", "last-mcp"])))
        for done in (machine.run("docker", "diff", "work"), machine.run("--format", "json", "docker", "diff", "work")):
            assert "DB_PASSWORD" in done.text, "the lines around the change are not shown"
            assert "hunter2" not in done.text and token not in done.text, done


def variables_wait_in_their_place(program):
    """What nobody has decided stands in the base where it stood, whatever came beside it meanwhile."""
    with Machine(program) as machine:
        words = ["run", "-i", "--rm", "-e", "SENDER", "acme/mail"]
        machine.put_servers(server("mail", command="docker", args=words, env={"SENDER": "a@example.org"}))
        sync(machine)
        edit(machine, COMPOSE, ("SENDER: a@example.org", "SENDER: b@example.org\n      ANOTHER: x"))
        machine.put_servers(server("mail", command="docker", args=["run", "-i", "--rm", "acme/mail"], env={}))
        assert "env/SENDER" in sync(machine, "--conflict", "manual", code=3).text
        assert entry_of(machine, "mail")["env"] == {"ANOTHER": "x"}, entry_of(machine, "mail")
        before = machine.snapshot()
        sync(machine, "--conflict", "manual", code=3)
        assert machine.snapshot() == before, "a sync after a sync wrote"


def a_password_that_ends_in_the_middle_of_a_url(program):
    """docker compose puts a value into a URL as it is. The profile says it encoded, and then the URL has a variable of its own."""
    with Machine(program) as machine:
        def put(password):
            machine.put_servers(server("postgresql", args=[*DATABASE[:2], DATABASE[2].replace(SECRET, password)]))

        put(SECRET)
        assert "a URL does not take" not in sync(machine).text
        edit(machine, ENV, (SECRET, "new/" + SECRET))
        done = sync(machine)
        assert "POSTGRES_PASSWORD in .env has a character that a URL does not take as a part of its password" in done.text, done
        place = re.search(r"docker-compose.yml:(\d+): POSTGRES_PASSWORD", done.text)
        assert place and "${POSTGRES_PASSWORD" in read(machine, COMPOSE).splitlines()[int(place.group(1)) - 1], done
        assert SECRET not in done.text, "a secret is told"
        put("new%2F" + SECRET)
        sync(machine, "--conflict", "profile_wins")
        assert "POSTGRES_URL_PASSWORD='new%2F" in read(machine, ENV) and ":${POSTGRES_URL_PASSWORD" in read(machine, COMPOSE)
        settled(machine)


def a_mapping_that_knows_a_secret_later(program):
    """What mcpmx wrote as it is, and nobody touched, goes to .env then; what a person writes there afterwards stays theirs."""
    with Machine(program) as machine:
        machine.put_servers(server("wiki", args=["-y", "acme-wiki"], env={"WIKI_LOGIN": "ann:hunter2", "ZPIN": "4711"}))
        sync(machine)
        assert "WIKI_LOGIN: ann:hunter2" in read(machine, COMPOSE)
        machine.put("home/.local/share/mcpmx/mappings/wiki.yaml", """id: wiki
title: Wiki
detect: {npm: [acme-wiki]}
env:
  WIKI_LOGIN: {secret: true}
  ZPIN: {secret: true}
""")
        sync(machine)
        text = read(machine, COMPOSE)
        assert "hunter2" not in text and "4711" not in text and "${WIKI_LOGIN" in text and "${ZPIN" in text, text
        assert "WIKI_LOGIN='ann:hunter2'" in read(machine, ENV) and "ZPIN='4711'" in read(machine, ENV)
        settled(machine)
        whole = next(line for line in text.splitlines() if "${WIKI_LOGIN" in line)
        edit(machine, COMPOSE, (whole, "      WIKI_LOGIN: ann:hunter2"))
        sync(machine)
        settled(machine)
        assert "      WIKI_LOGIN: ann:hunter2" in read(machine, COMPOSE)


def what_a_service_of_ones_own_uses(program):
    """An optional need too: docker compose refuses the file without the service. A volume that it mounts is in use."""
    with Machine(program) as machine:
        machine.put_servers(server("clock", args=["-y", "clock-mcp"]), server("other"))
        sync(machine)
        web = "  web:\n    image: nginx:1.27\n    volumes: ['clock-cache:/x']\n"
        edit(machine, COMPOSE, ("\nnetworks:\n", web + "    depends_on: {clock: {condition: service_started, required: false}}\n\nnetworks:\n"))
        change_entries(machine, lambda all: all["clock"].update(profile_tags=[]))
        done = sync(machine, code=3)
        assert "the service web needs clock" in done.text and "  clock:\n" in read(machine, COMPOSE), done
        edit(machine, COMPOSE, ("    depends_on: {clock: {condition: service_started, required: false}}\n", ""))
        done = sync(machine)
        assert "  clock:\n    image" not in read(machine, COMPOSE) and "no service uses" not in done.text, done
        settled(machine)


def a_secret_that_the_profile_has_no_more(program):
    with Machine(program) as machine:
        machine.put_servers(server("github", args=["-y", "@modelcontextprotocol/server-github"], env={"GITHUB_PERSONAL_ACCESS_TOKEN": SECRET}))
        sync(machine)
        change_entries(machine, lambda all: all["github"]["env"].update(GITHUB_PERSONAL_ACCESS_TOKEN=""))
        done = sync(machine)
        assert "the profile has no value for GITHUB_PERSONAL_ACCESS_TOKEN any more; .env keeps the one that it has" in done.text, done
        assert SECRET in read(machine, ENV) and SECRET not in done.text
        settled(machine)


PARTS = (a_server_of_two_services_is_renamed, an_edit_that_the_profile_contradicts_waits,
         a_secret_is_rotated_and_a_service_deleted, a_port_that_is_in_use_stays_its_services,
         a_secret_that_a_person_used_twice, a_server_that_left_comes_back_with_its_secret,
         a_port_of_a_server_that_mcpm_renamed, a_secret_of_a_left_server_is_a_word_elsewhere,
         a_word_that_was_a_secret_flows_as_itself,
         a_change_that_cannot_be_written_stays_the_profiles, renamed_while_a_change_waits,
         the_volume_of_a_renamed_server_is_no_edit, services_that_a_person_gave_each_others_name,
         a_disabled_server_that_another_service_needs,
         edits_of_a_server_that_runs_in_no_container_now, what_the_profile_wins_over_is_named,
         a_value_of_a_persons_own_variable, a_secret_that_equals_another_gets_no_copy, ports_that_a_person_swapped,
         an_entry_that_asks_for_a_port_in_use, two_services_on_one_port_are_named, deleted_on_one_side_and_changed_on_the_other,
         options_of_both_sides_are_no_list, a_rename_whose_label_cannot_be_written, a_rename_waits_for_its_direction,
         a_secret_that_a_person_wrote_into_a_command, two_files_share_a_variable_of_one_env, a_volume_that_a_renamed_server_kept_is_named,
         a_port_beside_a_secret_of_a_shared_entry, a_diff_beside_a_service_of_ones_own, variables_wait_in_their_place,
         a_password_that_ends_in_the_middle_of_a_url, what_stays_out_is_said, a_line_of_env_that_a_service_of_ones_own_needs,
         a_mapping_that_knows_a_secret_later, what_a_service_of_ones_own_uses, a_secret_that_the_profile_has_no_more)

if __name__ == "__main__":
    run_parts(PARTS)
