"""MCPM folders to measure with."""
import json

CONFIG = "--config-dir"


def write(folder, servers):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "servers.json").write_text(json.dumps(servers, indent=2))
    profile = {"name": "all", "api_key": None, "description": None}
    (folder / "profiles_metadata.json").write_text(json.dumps({"all": profile}))
    return folder


def in_one_profile(source, folder):
    """A copy of an MCPM folder in which every server is also in the profile `all`."""
    servers = json.loads((source / "servers.json").read_text())
    for server in servers.values():
        server["profile_tags"] = [*server.get("profile_tags", []), "all"]
    return write(folder, servers)


# One of each kind, of known and unknown servers, with and without secrets and paths.
SHAPES = (
    {"command": "npx", "args": ["-y", "@acme/server-{n}@1.2.3", "--verbose"],
     "env": {"ACME_API_KEY": "fake-key-{n}", "ACME_URL": "https://acme-{n}.example/api"}},
    {"command": "uvx", "args": ["acme-mcp-{n}", "--mode", "read"], "env": {"LOG_LEVEL": "info"}},
    {"command": "docker", "args": ["run", "-i", "--rm", "-e", "TOKEN", "acme/mcp-{n}:2"],
     "env": {"TOKEN": "fake-token-{n}"}},
    {"command": "npx", "args": ["-y", "@upstash/context7-mcp@latest"], "env": {}},
    {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/srv/data/{n}"], "env": {}},
    {"command": "sh", "args": ["-c", "exec npx -y acme-{n}"], "env": {"A": "1", "B": "two words"}},
    {"url": "https://mcp-{n}.example/mcp", "headers": {"Authorization": "Bearer fake-{n}"}},
    {"command": "/opt/acme/bin/server-{n}", "args": ["--port", "80"], "env": {}},
)


def synthetic(count, folder):
    """`count` servers in the profile `all`, no two alike; the same bytes on every call."""
    servers = {}
    for number in range(count):
        shape = json.dumps(SHAPES[number % len(SHAPES)]).replace("{n}", str(number))
        name = f"server-{number}"
        servers[name] = {"name": name, "profile_tags": ["all"], **json.loads(shape)}
    return write(folder, servers)
