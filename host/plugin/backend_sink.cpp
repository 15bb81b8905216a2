#include "plugin/backend_sink.h"

#include <cstddef>

#include "mcpmx/service/process.h"

namespace mcpmx::plugin {
namespace {

static_assert(static_cast<int>(Resource::kContainer) == MCPMX_RESOURCE_CONTAINER);
static_assert(static_cast<int>(Resource::kNetwork) == MCPMX_RESOURCE_NETWORK);
static_assert(static_cast<int>(Action::kWait) == MCPMX_ACTION_WAIT);
static_assert(static_cast<int>(Action::kPull) == MCPMX_ACTION_PULL);
static_assert(static_cast<int>(Action::kRemove) == MCPMX_ACTION_REMOVE);
static_assert(static_cast<int>(DeployEvent::Kind::kProgress) == MCPMX_EVENT_PROGRESS);

// What every plugin of version 1 fills.
constexpr std::size_t kStepSize = offsetof(mcpmx_step, reason) + sizeof(mcpmx_step::reason);
constexpr std::size_t kEventSize = offsetof(mcpmx_event, total) + sizeof(mcpmx_event::total);
constexpr std::size_t kRowSize = offsetof(mcpmx_row, ports_count) + sizeof(mcpmx_row::ports_count);

// What a plugin says goes to terminals and JSON.
std::string text_of(mcpmx_view raw) {
  return raw.data == nullptr ? std::string()
                             : cleaned({raw.data, static_cast<std::size_t>(raw.size)});
}

// A number that the host does not know is of a newer plugin: shown as the plainest of the kind.
template <class Enum>
Enum known(std::int32_t value, Enum first, Enum last) {
  return value < static_cast<std::int32_t>(first) || value > static_cast<std::int32_t>(last)
             ? first
             : static_cast<Enum>(value);
}
Action action_of(std::int32_t value) { return known(value, Action::kKeep, Action::kWait); }
Resource resource_of(std::int32_t value) {
  return value == 0 ? Resource::kContainer : known(value, Resource::kNetwork, Resource::kContainer);
}

template <class Body>
void guard(const Body& body) noexcept {
  try {
    body();
  } catch (...) {
    return;  // out of memory: a line is lost, and nothing is thrown into the plugin
  }
}

}  // namespace

BackendSink::BackendSink(Listener& listener)
    : listener_(listener),
      raw_{sizeof(mcpmx_backend_sink),
           0,
           this,
           findings_.raw(),
           &BackendSink::step,
           &BackendSink::event,
           &BackendSink::row,
           &BackendSink::log} {}

void BackendSink::step(void* context, const mcpmx_step* raw) noexcept {
  guard([&] {
    if (raw == nullptr || raw->struct_size < kStepSize) return;
    static_cast<BackendSink*>(context)->listener_.step(
        {action_of(raw->action), resource_of(raw->resource), raw->number, text_of(raw->name),
         text_of(raw->service), text_of(raw->reason)});
  });
}

void BackendSink::event(void* context, const mcpmx_event* raw) noexcept {
  guard([&] {
    if (raw == nullptr || raw->struct_size < kEventSize) return;
    static_cast<BackendSink*>(context)->listener_.event(
        {known(raw->kind, DeployEvent::Kind::kBegan, DeployEvent::Kind::kProgress),
         action_of(raw->action), resource_of(raw->resource), text_of(raw->name),
         text_of(raw->service), text_of(raw->message), raw->done, raw->total});
  });
}

void BackendSink::row(void* context, const mcpmx_row* raw) noexcept {
  guard([&] {
    if (raw == nullptr || raw->struct_size < kRowSize) return;
    ContainerState state = {text_of(raw->service),
                            text_of(raw->name),
                            text_of(raw->id),
                            text_of(raw->image),
                            text_of(raw->state),
                            text_of(raw->health),
                            text_of(raw->health_output),
                            text_of(raw->started),
                            raw->exit_code,
                            raw->number,
                            raw->restarts,
                            {}};
    for (std::uint64_t i = 0; i < raw->ports_count; ++i) {
      const mcpmx_port& port = raw->ports[i];
      state.ports.push_back(
          {text_of(port.address), text_of(port.protocol), port.published, port.target});
    }
    static_cast<BackendSink*>(context)->listener_.row(state);
  });
}

void BackendSink::log(void* context, mcpmx_view service, std::uint32_t number, std::int32_t stream,
                      mcpmx_view bytes) noexcept {
  guard([&] {
    if (bytes.data == nullptr) return;
    static_cast<BackendSink*>(context)->listener_.log(
        text_of(service), number, stream == MCPMX_STREAM_ERROR,
        {bytes.data, static_cast<std::size_t>(bytes.size)});
  });
}

}  // namespace mcpmx::plugin
