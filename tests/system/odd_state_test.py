#!/usr/bin/env python3
"""`mcpmx docker sync` where something beside the two files is not as usual: .env, links, the key, other services.

usage: odd_state_test.py MCPMX
"""
import os
import shutil

from machine import Machine, run_parts, server
from sync_test import COMPOSE, ENV, SECRET, change_entries, check_text, edit, entry_of, read, settled, small_profile, sync


def a_line_of_env_refers_to_another(program):
    with Machine(program) as machine:
        small_profile(machine)
        line = f"TOOL_API_KEY='{SECRET}-tool'"
        edit(machine, ENV, (line, "TOOL_API_KEY=${VAULT}"))
        referring = f"VAULT={SECRET}-tool  # the vault's own line\n" + read(machine, ENV)
        (machine.root / ENV).write_text(referring)
        sync(machine)
        check_text(".env", read(machine, ENV), referring)
        edit(machine, ENV, (f"VAULT={SECRET}-tool", f"VAULT={SECRET}$$2"))
        sync(machine)
        assert entry_of(machine, "tool")["env"]["TOOL_API_KEY"] == SECRET + "$2", entry_of(machine, "tool")
        assert "TOOL_API_KEY=${VAULT}\n" in read(machine, ENV), "a reference gives way to its value"
        settled(machine)


def the_key_is_lost(program):
    with Machine(program) as machine:
        small_profile(machine)
        shutil.rmtree(machine.home / ".local/state")
        edit(machine, ENV, (f"TOOL_API_KEY='{SECRET}-tool'", f"TOOL_API_KEY='{SECRET}-rotated'"))
        done = sync(machine, code=3)
        assert "the key that the last sync hashed secrets with is gone" in done.text, done
        assert f"TOOL_API_KEY='{SECRET}-rotated'" in read(machine, ENV), "an edit was overruled without a word"
        sync(machine, "--conflict", "docker_wins")
        assert entry_of(machine, "tool")["env"]["TOOL_API_KEY"] == SECRET + "-rotated"
        settled(machine)


def the_compose_file_is_a_link(program):
    with Machine(program) as machine:
        small_profile(machine)
        (machine.root / "real").mkdir()
        os.rename(machine.root / COMPOSE, machine.root / "real/dc.yml")
        os.symlink("../real/dc.yml", machine.root / COMPOSE)
        edit(machine, "real/dc.yml", ('LEVEL: "1"', 'LEVEL: "2"'))
        done = sync(machine, code=3)  # its notes stand beside the file that it leads to
        assert "LEVEL" in done.text and "missing a value" not in done.text, done
        # Under its old name mcpmx knows the file as another one that uses the entry.
        sync(machine, "--conflict", "docker_wins", "--shared")
        assert entry_of(machine, "tool")["env"]["LEVEL"] == "2"
        assert (machine.root / COMPOSE).is_symlink()
        settled(machine)


def a_service_of_ones_own_has_the_port(program):
    with Machine(program) as machine:
        machine.put_servers(server("docs", args=["-y", "@upstash/context7-mcp"]))
        machine.put(COMPOSE, "services:\n  ui:\n    image: nginx\n    ports: [{target: 80, published: '3000'}]\n"
                             "  more:\n    image: nginx\n    ports: ['127.0.0.1:3001-3002:81-82']\n")
        sync(machine, "--yes")
        assert '- "127.0.0.1:3003:3000"' in read(machine, COMPOSE), read(machine, COMPOSE)
        settled(machine)


def an_adopted_service_stays_as_it_is(program):
    with Machine(program) as machine:
        small_profile(machine)
        own = '  memory:\n    image: node:22-alpine\n    command: ["npx", "-y", "@modelcontextprotocol/server-memory"]\n'
        edit(machine, COMPOSE, ("services:\n", "services:\n" + own))
        sync(machine, "--adopt", "memory")
        labelled = own + "    labels:\n      mcpmx.server: memory\n"
        assert labelled in read(machine, COMPOSE), read(machine, COMPOSE)
        assert machine.run("docker", "diff", "work", "--exit-code").code == 0, "a change that no sync makes"
        change_entries(machine, lambda all: all["tool"]["env"].update(LEVEL="2"))
        sync(machine)
        assert labelled in read(machine, COMPOSE), "the mapping came over a person's service"


def a_service_of_ones_own_needs_one_that_goes(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ("services:\n", "services:\n  site:\n    image: nginx\n    depends_on: [tool]\n"))
        sync(machine)
        change_entries(machine, lambda all: all["tool"].update(profile_tags=[]))
        done = sync(machine, code=3)
        assert "the service site needs tool (docker-compose.yml:" in done.text, done
        assert "\n  tool:\n" in read(machine, COMPOSE)
        edit(machine, COMPOSE, ("    depends_on: [tool]\n", ""))
        sync(machine)
        assert "\n  tool:\n" not in read(machine, COMPOSE)
        settled(machine)
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ("services:\n", "services:\n  site:\n    image: nginx\n    network_mode: service:tool\n"))
        sync(machine)
        change_entries(machine, lambda all: all.update(gear=dict(all.pop("tool"), name="gear")))
        done = sync(machine)
        assert "the service site needs tool, which is not in the file any more" in done.text, done


def an_entry_runs_in_no_container_any_more(program):
    with Machine(program) as machine:
        small_profile(machine)
        change_entries(machine, lambda all: all["tool"].update(command="/opt/tool", args=[]))
        done = sync(machine)
        assert "runs in no container now (it is a program of this machine" in done.text, done
        settled(machine)
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ('LEVEL: "1"', 'LEVEL: "1"\n      MORE: $${X}'))
        sync(machine)
        change_entries(machine, lambda all: all["tool"].update(command="/opt/tool", args=[]))
        done = sync(machine, code=3)
        assert "MORE: $${X}" in read(machine, COMPOSE) and "--conflict profile_wins takes them away" in done.text, done
        sync(machine, "--conflict", "profile_wins")
        assert "MORE" not in read(machine, COMPOSE)
        settled(machine)


def an_entry_that_left_its_container_is_known(program):
    with Machine(program) as machine:
        small_profile(machine)
        change_entries(machine, lambda all: all["tool"].update(command="/opt/tool", args=[]))
        sync(machine, "--conflict", "manual")
        settled(machine, "--conflict", "manual")


def what_cannot_be_read_is_said(program):
    with Machine(program) as machine:
        small_profile(machine)
        text = (machine.root / ENV).read_bytes()
        (machine.root / ENV).write_bytes(text + b"OTHER='caf\xe9'\n")
        done = sync(machine, code=1)
        assert "the value of OTHER is not UTF-8" in done.text and ".env:" in done.text, done
        (machine.root / ENV).write_bytes(text)
        base = machine.root / "work/.mcpmx/docker-compose.yml.base.json"
        base.unlink()
        os.mkfifo(base)
        done = machine.run("docker", "sync", "work", timeout=20)
        assert done.code == 1 and "not a regular file" in done.text, done


def the_profile_has_a_file_of_its_own(program):
    with Machine(program) as machine:
        machine.put_servers(server("tool"))
        assert machine.run("profile", "set", "work", "compose_file=own.yml").code == 0
        sync(machine)
        done = machine.run("docker", "status", "work")
        assert done.code == 0 and "in sync" in done.text, done
        done = machine.run("docker", "status")
        assert done.code == 1 and "name its PROFILE" in done.text, done


def a_second_file_of_a_profile_is_told(program):
    with Machine(program) as machine:
        small_profile(machine)
        elsewhere = machine.root / "elsewhere"
        elsewhere.mkdir()
        for command in ("status", "sync"):
            done = machine.run("docker", command, "work", cwd=elsewhere)
            assert done.code == 0 and "has a Compose file already, and this is a second one" in done.text, done
            assert f"compose_file={machine.root / COMPOSE}" in done.text, done
        done = machine.run("docker", "sync", "work", cwd=elsewhere)
        assert "second one" not in done.text, done


def another_folder_of_mcpm_has_a_profile_of_that_name(program):
    with Machine(program) as machine:
        small_profile(machine)
        machine.run("profile", "set", "work", f"compose_file={machine.root / COMPOSE}")
        before = read(machine, COMPOSE)
        machine.put("other/mcpm/servers.json", {"wiki": server("wiki")})
        done = machine.run("--config-dir", "mcpm", "docker", "sync", "work", "--create", cwd=machine.root / "other")
        assert done.code == 0 and read(machine, COMPOSE) == before, done
        assert "wiki:" in (machine.root / "other/docker-compose.yml").read_text()


def another_folder_of_mcpm_has_an_entry_of_that_name(program):
    """It is another entry: nobody else uses this one."""
    with Machine(program) as machine:
        small_profile(machine)
        place = machine.root / "other"
        machine.put("other/mcpm/servers.json", {"tool": server("tool", args=["-y", "another-tool"], env={"LEVEL": "1"})})
        done = machine.run("--config-dir", "mcpm", "docker", "sync", "work", cwd=place)
        assert done.code == 0 and "second one" not in done.text, done
        edit(machine, "other/docker-compose.yml", ('LEVEL: "1"', 'LEVEL: "7"'))
        done = machine.run("--config-dir", "mcpm", "docker", "sync", "work", cwd=place)
        assert done.code == 0 and '"LEVEL": "7"' in (place / "mcpm/servers.json").read_text(), done
        assert entry_of(machine, "tool")["env"]["LEVEL"] == "1"


def all_services_are_gone(program):
    with Machine(program) as machine:
        small_profile(machine)
        before = read(machine, COMPOSE)
        (machine.root / COMPOSE).write_text(before[:before.index("services:")] + "services: {}\n")
        servers = read(machine, "home/.config/mcpm/servers.json")
        done = sync(machine, code=3)
        assert "gone from the Compose file at once" in done.text and "--conflict profile_wins\n  or: mcpmx docker sync work --conflict docker_wins\n" in done.text
        check_text("servers.json", read(machine, "home/.config/mcpm/servers.json"), servers)
        sync(machine, "--conflict", "profile_wins")
        assert "  tool:\n" in read(machine, COMPOSE) and "  web:\n" in read(machine, COMPOSE)
        settled(machine)


def a_variable_has_no_value(program):
    with Machine(program) as machine:
        small_profile(machine)
        edit(machine, COMPOSE, ('LEVEL: "1"', "LEVEL: ${LEVVEL}"))
        done = sync(machine, code=3)
        assert entry_of(machine, "tool")["env"]["LEVEL"] == "1" and '"LEVVEL" variable is not set' in done.text, done
        (machine.root / ENV).write_text(read(machine, ENV) + "LEVVEL=7\n")
        sync(machine)
        assert entry_of(machine, "tool")["env"]["LEVEL"] == "7"
        settled(machine)


def a_lost_base_and_an_entry_that_is_read_off_edited_services(program):
    """What a template gave the services is a person's once the entry that they stand for does not ask for it."""
    def tool(name, **env):
        return server(name, command="python", args=["-m", "kubectl_mcp_tool.minimal_wrapper"], env=env)

    def edited(machine, *left):
        machine.put_servers(tool("kube", KUBECONFIG="/path/to/your/.kube/config"))
        sync(machine)
        edit(machine, COMPOSE, ("HOME: /tmp", "HOME: elsewhere"), ("KUBECONFIG: /path/to/your/.kube/config", "KUBECONFIG: other"))
        shutil.rmtree(machine.work / ".mcpmx")
        machine.put_servers(tool("cluster", KUBECONFIG="/path/to/your/.kube/config"), *left)
        sync(machine, "--direction", "both")
        settled(machine, "--direction", "both")

    found = {"HOME": "elsewhere", "KUBECONFIG": "other", "USER": "mcp"}
    with Machine(program) as machine:
        edited(machine)
        assert entry_of(machine, "kube")["env"] == found, entry_of(machine, "kube")
    with Machine(program) as machine:  # MCPM has it, without the tag
        edited(machine, {**tool("kube", HOME="elsewhere", KUBECONFIG="other"), "profile_tags": []})
        assert entry_of(machine, "kube")["env"] == found, entry_of(machine, "kube")
        assert entry_of(machine, "kube")["profile_tags"] == ["work"]


def a_deleted_service_that_waits_keeps_its_settings(program):
    with Machine(program) as machine:
        small_profile(machine)
        text = read(machine, COMPOSE)
        begin = text.index("\n  tool:\n")
        (machine.root / COMPOSE).write_text(text[:begin] + text[text.index("\n\n", begin):])
        change_entries(machine, lambda all: all["tool"]["env"].update(LEVEL="9"))
        before = read(machine, COMPOSE)
        assert "its services were deleted, and its entry was changed" in sync(machine, "--conflict", "manual", code=3).text
        check_text(COMPOSE, read(machine, COMPOSE), before)


def a_lost_base_and_a_part_of_a_server_that_was_deleted(program):
    """Nobody can say which entry the rest stands for, and what waits for a person gets nothing back."""
    database = server("postgresql", args=["-y", "@modelcontextprotocol/server-postgres",
                                          "postgresql://mcpuser:a-password@localhost:5432/mcpdb"])
    with Machine(program) as machine:
        machine.put_servers(database, server("tool"))
        sync(machine)
        text = read(machine, COMPOSE)
        begin = text.index("\n  postgresql:\n")
        (machine.root / COMPOSE).write_text(text[:begin] + text[text.index("\n\n", begin):])
        shutil.rmtree(machine.work / ".mcpmx")
        machine.put_servers({**database, "profile_tags": []}, server("tool"))
        before = machine.snapshot()[COMPOSE]
        for _ in range(2):
            done = sync(machine, "--direction", "both", code=3)
            assert "MCPM has another entry of this name" in done.text and entry_of(machine, "postgresql")["profile_tags"] == [], done
        assert machine.snapshot()[COMPOSE] == before, "what waits was written"


PARTS = (the_profile_has_a_file_of_its_own, an_adopted_service_stays_as_it_is, a_service_of_ones_own_has_the_port,
         a_second_file_of_a_profile_is_told, another_folder_of_mcpm_has_a_profile_of_that_name,
         another_folder_of_mcpm_has_an_entry_of_that_name, all_services_are_gone,
         a_variable_has_no_value, a_lost_base_and_an_entry_that_is_read_off_edited_services,
         a_lost_base_and_a_part_of_a_server_that_was_deleted, a_deleted_service_that_waits_keeps_its_settings,
         a_line_of_env_refers_to_another, the_key_is_lost, the_compose_file_is_a_link,
         a_service_of_ones_own_needs_one_that_goes, an_entry_runs_in_no_container_any_more,
         an_entry_that_left_its_container_is_known, what_cannot_be_read_is_said)

if __name__ == "__main__":
    run_parts(PARTS)
