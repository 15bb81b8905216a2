#include "plugin/views.h"

#include <string_view>

#include "plugin/call.h"

namespace mcpmx::plugin {
namespace {

std::vector<mcpmx_view> views(const std::vector<std::string>& texts) {
  std::vector<mcpmx_view> result;
  result.reserve(texts.size());
  for (const std::string& text : texts) result.push_back(view(text));
  return result;
}

std::vector<mcpmx_pair> views(const std::vector<Pair>& pairs) {
  std::vector<mcpmx_pair> result;
  result.reserve(pairs.size());
  for (const Pair& pair : pairs) result.push_back({view(pair.name), view(pair.value)});
  return result;
}

std::int32_t kind_of(Kind kind) {
  switch (kind) {
    case Kind::kNpm:
      return MCPMX_KIND_NPM;
    case Kind::kPypi:
      return MCPMX_KIND_PYPI;
    case Kind::kGit:
      return MCPMX_KIND_GIT;
    case Kind::kDocker:
      return MCPMX_KIND_DOCKER;
    case Kind::kRemote:
      return MCPMX_KIND_REMOTE;
    case Kind::kBinary:
      return MCPMX_KIND_BINARY;
  }
  return MCPMX_KIND_BINARY;
}

}  // namespace

ServerView::ServerView(const MapperInput& input)
    : args_(views(input.server.args)),
      server_args_(views(input.launch.server_args)),
      env_(views(input.server.env)),
      headers_(views(input.server.headers)),
      options_(views(input.launch.options)),
      choices_(views(input.choices)) {
  const Server& server = input.server;
  const Launch& launch = input.launch;
  raw_.struct_size = sizeof(mcpmx_server);
  raw_.kind = kind_of(launch.kind);
  raw_.name = view(server.name);
  raw_.command = view(server.command);
  raw_.args = args_.data();
  raw_.args_count = args_.size();
  raw_.env = env_.data();
  raw_.env_count = env_.size();
  // A remote server behind a local bridge (mcp-remote URL) has its URL among the arguments.
  raw_.url = view(server.url.empty() ? launch.url : server.url);
  raw_.headers = headers_.data();
  raw_.headers_count = headers_.size();
  raw_.raw = view(server.raw);
  raw_.launcher = view(launch.launcher);
  raw_.package = view(launch.package);
  raw_.version = view(launch.version);
  raw_.spec = view(launch.spec);
  raw_.entry = view(launch.entry);
  raw_.module = view(launch.module);
  raw_.server_args = server_args_.data();
  raw_.server_args_count = server_args_.size();
  raw_.options = options_.data();
  raw_.options_count = options_.size();
  raw_.choices = choices_.data();
  raw_.choices_count = choices_.size();
  raw_.problem = view(launch.problem);
  raw_.transport = view(launch.transport);
}

ServicesView::ServicesView(const std::vector<RecoverInput::Service>& services) {
  arrays_.reserve(services.size());
  services_.reserve(services.size());
  pointers_.reserve(services.size());
  for (const RecoverInput::Service& service : services) {
    const Arrays& arrays = arrays_.emplace_back(
        Arrays{views(service.entrypoint), views(service.command), views(service.env)});
    mcpmx_service raw{};
    raw.struct_size = sizeof(mcpmx_service);
    raw.name = view(service.name);
    raw.key = view(service.key);
    raw.image = view(service.image);
    raw.entrypoint = arrays.entrypoint.data();
    raw.entrypoint_count = arrays.entrypoint.size();
    raw.command = arrays.command.data();
    raw.command_count = arrays.command.size();
    raw.env = arrays.env.data();
    raw.env_count = arrays.env.size();
    raw.raw = view(service.raw);
    pointers_.push_back(&services_.emplace_back(raw));
  }
}

}  // namespace mcpmx::plugin
