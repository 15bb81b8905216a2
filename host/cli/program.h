// The program behind main(): finds the command, parses its options, runs it, and turns an Error
// into one block on stderr (or one JSON document on stdout) and an exit code. The only place that
// does.
#pragma once

namespace mcpmx::cli {

// 0 done, 1 failed, 2 wrong usage, 3 a person must decide, 4 engine unavailable. Never throws.
int run(int argc, char** argv);

}  // namespace mcpmx::cli
