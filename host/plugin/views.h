// The model's values as the C structs that plugins see. Views borrow: they point into the values
// that they were made from, copy no text, and live as long as those and the view object. Any
// thread.
#pragma once

#include <string>
#include <vector>

#include "mcpmx/ext/server.h"
#include "model/mapper.h"
#include "model/server.h"

namespace mcpmx::plugin {

class ServerView {
 public:
  explicit ServerView(const MapperInput& input);
  ServerView(const ServerView&) = delete;
  ServerView& operator=(const ServerView&) = delete;

  const mcpmx_server* raw() const { return &raw_; }

 private:
  std::vector<mcpmx_view> args_, server_args_;
  std::vector<mcpmx_pair> env_, headers_, options_, choices_;
  mcpmx_server raw_{};
};

class ServicesView {
 public:
  explicit ServicesView(const std::vector<RecoverInput::Service>& services);
  ServicesView(const ServicesView&) = delete;
  ServicesView& operator=(const ServicesView&) = delete;

  const mcpmx_service* const* raw() const { return pointers_.data(); }
  std::uint64_t count() const { return pointers_.size(); }

 private:
  struct Arrays {
    std::vector<mcpmx_view> entrypoint, command;
    std::vector<mcpmx_pair> env;
  };
  std::vector<Arrays> arrays_;
  std::vector<mcpmx_service> services_;
  std::vector<const mcpmx_service*> pointers_;
};

}  // namespace mcpmx::plugin
