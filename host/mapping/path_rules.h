// What counts as a path of the host, as a name of this machine, and as a place left for a person to
// fill.
//
// All three are rules over one string and the name that it stands under. Pure: no file is looked
// at, because the entry may have been written on another machine.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mcpmx::mapping {

// Absolute, "~", "$HOME", "%USERPROFILE%", a drive or a UNC path. Relative paths mean nothing
// outside the folder that they were written for.
bool is_host_path(std::string_view text);

// "/mcp", "/sse": a route of a URL, where the name speaks of paths of URLs.
bool is_url_route(std::string_view text);

// `~` and $HOME replaced by `home`; everything else as written.
std::string expand_home(std::string_view path, std::string_view home);

// The name says that the program writes there: --output-dir, MEMORY_FILE, --db-path.
bool name_says_written(std::string_view name);

// Variables that describe the machine the program runs on, not the program: PATH, HOME, UV_PATH, or
// a list of program folders. In a container they would break what they are meant to help.
bool is_host_program_variable(std::string_view name, std::string_view value);

// localhost, 127.x.x.x, ::1, host names of this machine. `any` also admits 0.0.0.0.
bool is_loopback(std::string_view host, bool any);

// A cheap question before the others: no, where no name of this machine is in the text.
bool may_hold_host(std::string_view text);

// The variable or option names the address that a server listens on, or one that others are told:
// never rewritten. HOST, MCP_SERVER_HOST, LISTEN_ADDR, REDIRECT_URI, ALLOWED_ORIGINS.
bool names_own_address(std::string_view name);

// The variable or option names another machine: DB_HOST, --redis-host, server.
bool names_host(std::string_view name);

struct Placeholder {
  std::size_t from = 0;
  std::size_t size = 0;
  std::string_view name;  // as written inside; may be illegal as a variable
};

// ${NAME}, ${env:NAME}, ${input:x}, <your key>, {{name}} at exactly `from`. Never ${HOME}.
std::optional<Placeholder> placeholder_at(std::string_view text, std::size_t from);

// The whole text is there to be replaced: YOUR_API_KEY, "your token here", xxxx, changeme. `secret`
// admits more, because no real secret looks like a sentence.
bool is_fill_me(std::string_view text, bool secret);

}  // namespace mcpmx::mapping
