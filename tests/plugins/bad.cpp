// Plugins that break one rule each; the definition BAD_... says which. Written against the raw C
// tables, because the C++ layer cannot be made to break most of them.
#include <mcpmx/ext/detector.h>
#include <mcpmx/ext/template.h>

#include <cstring>
#include <stdexcept>

#if defined(BAD_UNDEFINED_SYMBOL)
extern "C" void mcpmx_test_function_that_nobody_defines(void);
#endif

namespace {

mcpmx_view text(const char* literal) { return {literal, std::strlen(literal)}; }

mcpmx_status render(mcpmx_view, const mcpmx_server*, [[maybe_unused]] const mcpmx_sink* sink) {
#if defined(BAD_THROW)
  throw std::runtime_error("thrown across the boundary");
#elif defined(BAD_THROW_INT)
  throw 42;
#elif defined(BAD_STATUS)
  return 4711;
#elif defined(BAD_EMIT_NULL)
  sink->emit(sink->context, {nullptr, 5});
  return MCPMX_OK;
#elif defined(BAD_EMIT_NOTHING)
  return MCPMX_OK;
#elif defined(BAD_EMIT_TOO_MUCH)
  static char block[65536];
  std::memset(block, 'x', sizeof(block));
  for (int i = 0; i < 17; ++i) sink->emit(sink->context, {block, sizeof(block)});
  return MCPMX_OK;
#elif defined(BAD_REPORTS)
  for (int i = 0; i < 5000; ++i) {
    sink->report(sink->context, MCPMX_WARNING, text("fixture.flood"), text("again"), {nullptr, 0});
  }
  sink->report(sink->context, 99, {nullptr, 7}, {nullptr, 7}, {nullptr, 7});
  sink->report(sink->context, MCPMX_ERROR, text("fixture.last"), text("the last word"), text(""));
  return MCPMX_UNSUPPORTED;
#elif defined(BAD_NO_TEMPLATE)
  return MCPMX_NO_MATCH;
#else
  sink->emit(sink->context, text("{}"));
  return MCPMX_OK;
#endif
}

mcpmx_status recover(mcpmx_view, const mcpmx_service* const*, std::uint64_t, mcpmx_view,
                     const mcpmx_sink* sink) {
  sink->emit(sink->context, text("{}"));
  return MCPMX_OK;
}

mcpmx_status init(const mcpmx_host* host) {
#if defined(BAD_INIT)
  host->report(host->context, MCPMX_ERROR, text("fixture.licence"),
               text("no licence file was found"), text(""));
  return MCPMX_UNAVAILABLE;
#elif defined(BAD_INIT_THROWS)
  (void)host;
  throw std::runtime_error("init threw");
#elif defined(BAD_UNDEFINED_SYMBOL)
  (void)host;
  mcpmx_test_function_that_nobody_defines();
  return MCPMX_OK;
#else
  host->log(host->context, MCPMX_INFO, text("fixture is ready"));
  return host->service(host->context, "mcpmx.host.process/1") == nullptr ? MCPMX_OK
                                                                         : MCPMX_INTERNAL;
#endif
}

#if defined(BAD_NULL_RENDER)
constexpr mcpmx_template kTemplate{sizeof(mcpmx_template), 0, nullptr, recover};
[[maybe_unused]] constexpr auto kUnused = &render;
#elif defined(BAD_SMALL_TEMPLATE)
constexpr mcpmx_template kTemplate{16, 0, render, recover};
#else
constexpr mcpmx_template kTemplate{sizeof(mcpmx_template), 0, render, recover};
#endif

const void* extension(const char* id) {
#if defined(BAD_NULL_EXTENSION)
  (void)id;
  (void)kTemplate;
  return nullptr;
#elif defined(BAD_EXTENSION_THROWS)
  (void)kTemplate;
  throw std::runtime_error(id);
#else
  return std::strcmp(id, MCPMX_EXT_TEMPLATE) == 0 ? &kTemplate : nullptr;
#endif
}

}  // namespace

#if defined(BAD_SMALL_ENTRY)
extern "C" const mcpmx_entry mcpmx_entry_v1 = {24, 0, init, nullptr, extension};
#elif defined(BAD_NEWER_MINOR)
extern "C" const mcpmx_entry mcpmx_entry_v1 = {sizeof(mcpmx_entry), 1, init, nullptr, extension};
#elif defined(BAD_NULL_INIT)
extern "C" const mcpmx_entry mcpmx_entry_v1 = {sizeof(mcpmx_entry), 0, nullptr, nullptr, extension};
[[maybe_unused]] constexpr auto kUnusedInit = &init;
#elif defined(BAD_NEWER_MAJOR)
extern "C" MCPMX_EXPORT const mcpmx_entry mcpmx_entry_v2;
extern "C" const mcpmx_entry mcpmx_entry_v2 = {sizeof(mcpmx_entry), 0, init, nullptr, extension};
#elif defined(BAD_NO_ENTRY)
[[maybe_unused]] constexpr mcpmx_entry kHidden{sizeof(mcpmx_entry), 0, init, nullptr, extension};
#elif defined(LARGER_ENTRY)
// As a plugin of a later minor has it, which does not need what it adds.
struct LargerEntry {
  mcpmx_entry known;
  const void* added;
};
extern "C" MCPMX_EXPORT const LargerEntry larger_entry __asm__("mcpmx_entry_v1");
extern "C" const LargerEntry larger_entry = {{sizeof(LargerEntry), 0, init, nullptr, extension},
                                             nullptr};
#else
extern "C" const mcpmx_entry mcpmx_entry_v1 = {sizeof(mcpmx_entry), 0, init, nullptr, extension};
#endif
