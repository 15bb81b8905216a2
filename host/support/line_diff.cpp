#include "support/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace mcpmx {
namespace {

using Lines = std::vector<std::string_view>;

constexpr int kMostChanges = 2000;  // beyond it nobody reads the diff, and it costs their square

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

struct Step {
  char sign;  // ' ', '-', '+'
  std::string_view line;
};

// Myers, "An O(ND) difference algorithm" (1986), section 4: the furthest reaching paths by the
// number of changes, kept so that the way back can be read from them.
class Myers {
 public:
  Myers(const Lines& a, const Lines& b) : a_(a), b_(b) {}

  std::vector<Step> steps() {
    const int most = static_cast<int>(std::min<std::size_t>(a_.size() + b_.size(), kMostChanges));
    std::vector<int> ends(2 * static_cast<std::size_t>(most) + 3, 0);
    for (int changes = 0; changes <= most; ++changes) {
      history_.push_back(ends);
      if (advance(changes, most, ends)) return way_back(changes, most);
    }
    std::vector<Step> all;
    for (const auto line : a_) all.push_back({'-', line});
    for (const auto line : b_) all.push_back({'+', line});
    return all;
  }

 private:
  static std::size_t at(int diagonal, int most) {
    return static_cast<std::size_t>(std::int64_t{diagonal} + most + 1);
  }
  static bool goes_down(int diagonal, int changes, int most, const std::vector<int>& ends) {
    return diagonal == -changes ||
           (diagonal != changes && ends[at(diagonal - 1, most)] < ends[at(diagonal + 1, most)]);
  }

  bool advance(int changes, int most, std::vector<int>& ends) const {
    const int n = static_cast<int>(a_.size());
    const int m = static_cast<int>(b_.size());
    for (int k = -changes; k <= changes; k += 2) {
      int x = goes_down(k, changes, most, ends) ? ends[at(k + 1, most)] : ends[at(k - 1, most)] + 1;
      while (x < n && x - k < m && x - k >= 0 &&
             a_[static_cast<std::size_t>(x)] == b_[static_cast<std::size_t>(x - k)])
        ++x;
      ends[at(k, most)] = x;
      if (x >= n && x - k >= m) return true;
    }
    return false;
  }

  std::vector<Step> way_back(int changes, int most) const {
    std::vector<Step> steps;
    int x = static_cast<int>(a_.size());
    int y = static_cast<int>(b_.size());
    for (int d = changes; d >= 0; --d) {
      const std::vector<int>& ends = history_[static_cast<std::size_t>(d)];
      const int k = x - y;
      const bool down = goes_down(k, d, most, ends);
      const int from = down ? k + 1 : k - 1;
      const int x_from = d == 0 ? 0 : ends[at(from, most)];
      const int y_from = d == 0 ? 0 : x_from - from;
      while (x > x_from && y > y_from &&
             (d == 0 || x > (down ? x_from : x_from + 1) || y > (down ? y_from + 1 : y_from))) {
        steps.push_back({' ', a_[static_cast<std::size_t>(--x)]});
        --y;
      }
      if (d == 0) break;
      if (down) {
        steps.push_back({'+', b_[static_cast<std::size_t>(--y)]});
      } else {
        steps.push_back({'-', a_[static_cast<std::size_t>(--x)]});
      }
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

  const Lines& a_;
  const Lines& b_;
  std::vector<std::vector<int>> history_;
};

void write_line(const Step& step, std::string& out) {
  out += step.sign;
  out += step.line;
  if (!step.line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

std::string range(std::size_t first, std::size_t count) {
  // Of nothing, the line in front of it.
  std::string text = std::to_string(count == 0 ? first : first + 1);
  if (count != 1) text.append(",").append(std::to_string(count));
  return text;
}

// Steps [begin, end) as one hunk; `a`, `b`: lines in front of it.
void write_hunk(const std::vector<Step>& steps, std::size_t begin, std::size_t end, std::size_t a,
                std::size_t b, std::string& out) {
  std::size_t removed = 0;
  std::size_t added = 0;
  for (std::size_t i = begin; i < end; ++i) {
    removed += steps[i].sign != '+' ? 1 : 0;
    added += steps[i].sign != '-' ? 1 : 0;
  }
  out.append("@@ -").append(range(a, removed)).append(" +").append(range(b, added)).append(" @@\n");
  for (std::size_t i = begin; i < end; ++i) write_line(steps[i], out);
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, const DiffNames& names,
                         std::size_t context) {
  if (before == after) return {};
  const Lines a = lines_of(before);
  const Lines b = lines_of(after);
  std::size_t front = 0;
  while (front < std::min(a.size(), b.size()) && a[front] == b[front]) ++front;
  std::size_t back = 0;
  while (back < std::min(a.size(), b.size()) - front &&
         a[a.size() - 1 - back] == b[b.size() - 1 - back])
    ++back;
  const auto middle = [&](const Lines& lines) {
    return Lines(lines.begin() + static_cast<std::ptrdiff_t>(front),
                 lines.end() - static_cast<std::ptrdiff_t>(back));
  };
  const Lines a_middle = middle(a);
  const Lines b_middle = middle(b);
  std::vector<Step> steps;
  const std::size_t lead = std::min(front, context);
  for (std::size_t i = front - lead; i < front; ++i) steps.push_back({' ', a[i]});
  for (const Step& step : Myers(a_middle, b_middle).steps()) steps.push_back(step);
  for (std::size_t i = 0; i < std::min(back, context); ++i)
    steps.push_back({' ', a[a.size() - back + i]});

  std::string out;
  out.append("--- ").append(names.before).append("\n+++ ").append(names.after).append("\n");
  std::size_t a_line = front - lead;
  std::size_t b_line = front - lead;
  std::size_t done = 0;
  const auto pass = [&](std::size_t to) {
    for (; done < to; ++done) {
      a_line += steps[done].sign != '+' ? 1 : 0;
      b_line += steps[done].sign != '-' ? 1 : 0;
    }
  };
  for (std::size_t i = 0; i < steps.size();) {
    if (steps[i].sign == ' ') {
      ++i;
      continue;
    }
    const std::size_t begin = i - std::min(i - done, context);
    std::size_t end = i;  // behind the last change that is near enough
    for (std::size_t j = i; j < steps.size() && j <= end + 2 * context; ++j) {
      if (steps[j].sign != ' ') end = j + 1;
    }
    i = end;
    end = std::min(end + context, steps.size());
    pass(begin);
    write_hunk(steps, begin, end, a_line, b_line, out);
    pass(end);
    i = std::max(i, end);
  }
  return out;
}

}  // namespace mcpmx
