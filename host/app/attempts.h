// A run that reads, decides and writes: where another program wrote in between, it reads again.
#pragma once

#include "app/writing_lock.h"

namespace mcpmx::app {

// `once(overtaken)` gives a Result of something with findings; it sets `overtaken` where its error
// is that another program wrote a file after it was read. What the lock found comes first in the
// findings, and into the error of a run that failed.
template <class Once>
auto attempt(const WritingLock& lock, const Once& once) {
  constexpr int kAttempts = 3;  // a program that writes all the time is not waited for
  for (int number = 1;; ++number) {
    bool overtaken = false;
    auto result = once(overtaken);
    if (result) {
      result->findings.insert(result->findings.begin(), lock.findings.begin(), lock.findings.end());
      return result;
    }
    if (!overtaken || number == kAttempts)
      return decltype(result)(with_findings(result.error(), lock));
  }
}

}  // namespace mcpmx::app
