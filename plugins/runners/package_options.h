// What becomes of a package launcher's own options (npx, bunx, uvx, pipx, deno ...) in a container
// that runs the same package with npx, uvx or deno. An option is handed on, turned into a Compose
// key, or the report says that it is not kept: none goes without a word.
#pragma once

#include <mcpmx/mapper.hpp>

// Each adds the options to `command`, or what they mean to `service`.
void add_npx_options(const mcpmx::Server& server, mcpmx::IntentService& service,
                     mcpmx::Json& command, mcpmx::Reporter& report);
void add_uvx_options(const mcpmx::Server& server, mcpmx::IntentService& service,
                     mcpmx::Json& command, mcpmx::Reporter& report);
void add_deno_options(const mcpmx::Server& server, mcpmx::IntentService& service,
                      mcpmx::Json& command, mcpmx::Reporter& report);

// Of python itself, behind `python` and before `-m`.
void add_python_options(const mcpmx::Server& server, mcpmx::Json& command);

// The way back of an option of python's: the long name of the letter, and whether a value follows
// it. Empty for what is none.
std::string_view python_option(std::string_view letter);
bool takes_value(std::string_view python_option);
