#include "cli/deploy_request.h"

#include <charconv>

namespace mcpmx::cli {
namespace {

// A whole number that is not negative.
Result<std::int64_t> number_in(const Context& context, std::string_view option,
                               std::int64_t fallback) {
  const auto text = context.options.given(option);
  if (!text) return fallback;
  std::int32_t number = 0;
  const char* const end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number >= 0) return number;
  return Error{ErrorCode::kUsage, "\"" + *text + "\" is no whole number",
               "--" + std::string(option), "give a number such as 10"};
}

}  // namespace

std::vector<OptionSpec> deploy_options(std::vector<OptionSpec> own) {
  own.insert(
      own.begin(),
      {{"file,f", "FILE", "the Compose file (default: as docker compose finds it here)"},
       {"backend", "NAME", "what deploys: docker-cli, or a plugin's", app::kDefaultBackend}});
  return own;
}

Result<app::DeployRequest> deploy_request(const Context& context) {
  app::DeployRequest request;
  request.file = context.options.given("file");
  request.backend = context.options.text("backend");
  request.names = context.arguments;
  MCPMX_TRY(tail, number_in(context, "tail", -1));
  request.options.tail = tail;
  MCPMX_TRY(timeout, number_in(context, "timeout", -1));
  request.options.stop_timeout_s = static_cast<std::int32_t>(timeout);
  return request;
}

}  // namespace mcpmx::cli
