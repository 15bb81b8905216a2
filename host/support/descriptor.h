// An open file descriptor with one owner. Closed on destruction, unless it was kept for ever.
#pragma once

#include <unistd.h>

#include <utility>

namespace mcpmx {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

  // Gives the descriptor up without closing it: its number is taken until the process ends.
  void keep_open() { number_ = -1; }

 private:
  int number_ = -1;
};

}  // namespace mcpmx
