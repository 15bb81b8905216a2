// The child's half of starting a program: from fork() to exec.
//
// Nothing here may allocate or lock: another thread could hold the lock when the process was
// copied. So all texts are made before.
#pragma once

#include <sys/types.h>

#include <array>

namespace mcpmx {

// Borrowed until the program has started.
struct Launch {
  const char* program;
  char* const* words;
  char* const* environment;
  const char* folder;  // null: the current one
  std::array<int, 3> streams;
  int failure;  // where errno goes if the program does not start
  pid_t parent;
};

// Becomes the program: streams, group, signals, folder. If that fails errno goes to `failure`.
[[noreturn]] void become(const Launch& launch);

}  // namespace mcpmx
