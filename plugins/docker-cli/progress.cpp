#include "progress.h"

#include <algorithm>
#include <iterator>

namespace docker_cli {
namespace {

struct Kind {
  std::string_view word;
  std::int32_t resource;
};
constexpr Kind kKinds[] = {{"Container", MCPMX_RESOURCE_CONTAINER},
                           {"Network", MCPMX_RESOURCE_NETWORK},
                           {"Volume", MCPMX_RESOURCE_VOLUME},
                           {"Image", MCPMX_RESOURCE_IMAGE}};

struct Word {
  std::string_view text;
  std::int32_t kind;
  std::int32_t action;
};
constexpr Word kWords[] = {
    {"Creating", MCPMX_EVENT_BEGAN, MCPMX_ACTION_CREATE},
    {"Created", MCPMX_EVENT_DONE, MCPMX_ACTION_CREATE},
    {"Recreate", MCPMX_EVENT_BEGAN, MCPMX_ACTION_RECREATE},
    {"Recreated", MCPMX_EVENT_DONE, MCPMX_ACTION_RECREATE},
    {"Starting", MCPMX_EVENT_BEGAN, MCPMX_ACTION_START},
    {"Started", MCPMX_EVENT_DONE, MCPMX_ACTION_START},
    {"Running", MCPMX_EVENT_DONE, MCPMX_ACTION_KEEP},
    {"Restarting", MCPMX_EVENT_BEGAN, MCPMX_ACTION_RESTART},
    {"Waiting", MCPMX_EVENT_BEGAN, MCPMX_ACTION_WAIT},
    {"Healthy", MCPMX_EVENT_DONE, MCPMX_ACTION_WAIT},
    {"Exited", MCPMX_EVENT_DONE, MCPMX_ACTION_WAIT},
    {"Stopping", MCPMX_EVENT_BEGAN, MCPMX_ACTION_STOP},
    {"Stopped", MCPMX_EVENT_DONE, MCPMX_ACTION_STOP},
    {"Removing", MCPMX_EVENT_BEGAN, MCPMX_ACTION_REMOVE},
    {"Removed", MCPMX_EVENT_DONE, MCPMX_ACTION_REMOVE},
    {"Pulling", MCPMX_EVENT_BEGAN, MCPMX_ACTION_PULL},
    {"Pulled", MCPMX_EVENT_DONE, MCPMX_ACTION_PULL},
    {"Building", MCPMX_EVENT_BEGAN, MCPMX_ACTION_BUILD},
    {"Built", MCPMX_EVENT_DONE, MCPMX_ACTION_BUILD},
};

std::string_view next_word(std::string_view& rest) {
  const std::size_t start = std::min(rest.find_first_not_of(' '), rest.size());
  rest.remove_prefix(start);
  const std::string_view word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  return word;
}

// A layer of an image that is being pulled: twelve hexadecimal digits.
bool is_layer(std::string_view word) {
  constexpr std::size_t kDigits = 12;
  return word.size() == kDigits &&
         word.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string_view unquoted(std::string_view name) {
  const bool is_quoted = name.size() > 1 && name.front() == '"' && name.back() == '"';
  return is_quoted ? name.substr(1, name.size() - 2) : name;
}

}  // namespace

std::optional<mcpmx::Event> progress_of(std::string_view line) {
  if (!line.starts_with(' ')) return std::nullopt;
  std::string_view rest = line;
  std::string_view first = next_word(rest);
  mcpmx::Event event;
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                 [&](const Kind& each) { return each.word == first; });
  if (kind != std::end(kKinds)) {
    event.resource = kind->resource;
    event.name = unquoted(next_word(rest));
  } else if (is_layer(first)) {
    return std::nullopt;
  } else {
    // A service's name: what is pulled or built for it.
    event.resource = MCPMX_RESOURCE_IMAGE;
    event.service = event.name = first;
  }
  const std::string_view said = next_word(rest);
  const auto word = std::find_if(std::begin(kWords), std::end(kWords),
                                 [&](const Word& each) { return each.text == said; });
  const bool is_error = said == "Error";
  if (event.name.empty() || (word == std::end(kWords) && !is_error)) return std::nullopt;
  if (is_error) {
    // "Error while Stopping", "Error response from daemon: ...", "Error Get ...".
    event.kind = MCPMX_EVENT_FAILED;
    const std::size_t text = std::min(rest.find_first_not_of(' '), rest.size());
    event.message = "Error " + std::string(rest.substr(text));
    return event;
  }
  event.kind = word->kind;
  event.action = word->action;
  return event;
}

}  // namespace docker_cli
