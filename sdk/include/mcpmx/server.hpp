// Views over the inputs of mapper extensions. They borrow: valid until the call returns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ext/server.h"

namespace mcpmx {

inline std::string_view text(mcpmx_view view) {
  return {view.data == nullptr ? "" : view.data, static_cast<std::size_t>(view.size)};
}

inline mcpmx_view view(std::string_view text) { return {text.data(), text.size()}; }

// A counted array of the ABI as a range of C++ values, read one by one.
template <class Raw, class Value, Value (*kRead)(const Raw&)>
class Array {
 public:
  Array(const Raw* data, std::uint64_t count)
      : data_(data), count_(static_cast<std::size_t>(count)) {}
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  Value operator[](std::size_t i) const { return kRead(data_[i]); }

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using pointer = const Value*;
    using reference = Value;
    explicit Iterator(const Raw* at) : at_(at) {}
    Value operator*() const { return kRead(*at_); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return Iterator(at_++); }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    const Raw* at_;
  };
  Iterator begin() const { return Iterator(data_); }
  Iterator end() const { return Iterator(data_ + count_); }

 private:
  const Raw* data_;
  std::size_t count_;
};

namespace detail {
inline std::string_view read_text(const mcpmx_view& raw) { return text(raw); }
inline std::pair<std::string_view, std::string_view> read_pair(const mcpmx_pair& raw) {
  return {text(raw.name), text(raw.value)};
}
}  // namespace detail

using Texts = Array<mcpmx_view, std::string_view, detail::read_text>;

class Pairs
    : public Array<mcpmx_pair, std::pair<std::string_view, std::string_view>, detail::read_pair> {
 public:
  using Array::Array;
  // The last value of that name: the one that wins where a list repeats a name.
  std::optional<std::string_view> find(std::string_view name) const {
    for (std::size_t i = size(); i-- > 0;) {
      if ((*this)[i].first == name) return (*this)[i].second;
    }
    return std::nullopt;
  }
};

// A server entry and what its command line says. See ext/server.h for each field.
class Server {
 public:
  explicit Server(const mcpmx_server& raw) : raw_(&raw) {}

  std::string_view name() const { return text(raw_->name); }
  std::string_view command() const { return text(raw_->command); }
  Texts args() const { return {raw_->args, raw_->args_count}; }
  Pairs env() const { return {raw_->env, raw_->env_count}; }
  std::string_view url() const { return text(raw_->url); }
  Pairs headers() const { return {raw_->headers, raw_->headers_count}; }
  std::string_view raw_json() const { return text(raw_->raw); }

  bool is_npm() const { return raw_->kind == MCPMX_KIND_NPM; }
  bool is_pypi() const { return raw_->kind == MCPMX_KIND_PYPI; }
  bool is_git() const { return raw_->kind == MCPMX_KIND_GIT; }
  bool is_image() const { return raw_->kind == MCPMX_KIND_DOCKER; }
  bool is_remote() const { return raw_->kind == MCPMX_KIND_REMOTE; }
  bool is_host_program() const { return raw_->kind == MCPMX_KIND_BINARY; }

  std::string_view launcher() const { return text(raw_->launcher); }
  std::string_view package() const { return text(raw_->package); }
  std::string_view version() const { return text(raw_->version); }
  std::string_view spec() const { return text(raw_->spec); }
  std::string_view entry() const { return text(raw_->entry); }
  std::string_view module() const { return text(raw_->module); }
  Texts server_args() const { return {raw_->server_args, raw_->server_args_count}; }
  Pairs options() const { return {raw_->options, raw_->options_count}; }
  std::string_view problem() const { return text(raw_->problem); }
  std::string_view transport() const { return text(raw_->transport); }

  // The user's setting in x-mcpmx.services.<service>, e.g. choice("database").
  std::optional<std::string_view> choice(std::string_view setting) const {
    return Pairs(raw_->choices, raw_->choices_count).find(setting);
  }

 private:
  const mcpmx_server* raw_;
};

// A service of a Compose file, resolved.
class ComposeService {
 public:
  explicit ComposeService(const mcpmx_service& raw) : raw_(&raw) {}

  std::string_view name() const { return text(raw_->name); }
  std::string_view key() const { return text(raw_->key); }
  std::string_view image() const { return text(raw_->image); }
  Texts entrypoint() const { return {raw_->entrypoint, raw_->entrypoint_count}; }
  Texts command() const { return {raw_->command, raw_->command_count}; }
  Pairs env() const { return {raw_->env, raw_->env_count}; }
  std::string_view raw_json() const { return text(raw_->raw); }

 private:
  const mcpmx_service* raw_;
};

using ComposeServices = std::vector<ComposeService>;

}  // namespace mcpmx
