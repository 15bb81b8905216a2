#include "cli/deploy_screen.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ostream>

#include "cli/deploy_words.h"
#include "support/text.h"

namespace mcpmx::cli {
namespace {

// Without the end that has no room; of a line without colours.
std::string cut(const std::string& text, std::size_t columns) {
  if (columns_of(text) <= columns) return text;
  std::string result;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t size = first_code_point(rest).size;
    const std::string_view next = rest.substr(0, size);
    if (columns_of(result) + columns_of(next) + 1 > columns) break;
    result += next;
    rest.remove_prefix(size);
  }
  return result + "~";
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t kMega = 1000000;
  return std::to_string(bytes / kMega) + "." + std::to_string(bytes % kMega / 100000) + " MB";
}

}  // namespace

DeployScreen::Line& DeployScreen::line_of(const DeployEvent& event) {
  const auto found = std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) {
    return line.last.resource == event.resource && line.last.name == event.name;
  });
  return found != lines_.end() ? *found : lines_.emplace_back();
}

std::string DeployScreen::text_of(const Line& line) const {
  const DeployEvent& event = line.last;
  std::string state = event.kind == DeployEvent::Kind::kDone     ? style_.green(done(event.action))
                      : event.kind == DeployEvent::Kind::kFailed ? style_.red("failed")
                                                                 : doing(event.action);
  if (event.kind == DeployEvent::Kind::kProgress && event.total > 0)
    state += " " + size_text(event.done) + " of " + size_text(event.total);
  if (event.kind == DeployEvent::Kind::kFailed && event.message.empty())
    state += std::string(" (") + doing(event.action) + ")";
  std::string text =
      std::string("  ") + name_of(event.resource) + " " + printable(event.name) + ": " + state;
  if (event.kind == DeployEvent::Kind::kFailed && !event.message.empty())
    text += ": " + printable(event.message);
  return text;
}

void DeployScreen::event(const DeployEvent& event) {
  const bool is_step = event.kind != DeployEvent::Kind::kProgress;
  if (is_step) events_.push_back(event);
  Line& line = line_of(event);
  line.last = event;
  if (event.kind == DeployEvent::Kind::kDone) line.finished = event.action;
  if (progress_ == Progress::kLive) {
    redraw();
  } else if (progress_ == Progress::kLines && is_step && event.kind != DeployEvent::Kind::kBegan &&
             event.action != Action::kKeep) {
    out_ << text_of(line) << '\n' << std::flush;
  }
}

// A line that scrolled away, or that the terminal broke in two, could not be drawn over: only as
// many lines live as there is room for, each cut to the terminal's width. What was above stays.
void DeployScreen::redraw() {
  const TerminalSize size = terminal_size(STDERR_FILENO);
  const std::size_t most = size.rows > 3 ? size.rows - 2 : 1;
  if (drawn_ > 0) out_ << "\x1b[" << drawn_ << 'A';
  const std::size_t first = lines_.size() > most ? lines_.size() - most : 0;
  for (std::size_t i = first; i < lines_.size(); ++i)
    out_ << "\r\x1b[K" << cut(text_of(lines_[i]), size.columns - 1) << '\n';
  drawn_ = lines_.size() - first;
  out_ << std::flush;
}

void DeployScreen::write_standing(std::ostream& out, const Style& style) const {
  std::string finished, begun;
  const auto add = [](std::string& list, const Line& line, const char* state) {
    list.append(list.empty() ? "" : ", ").append(printable(line.last.name));
    list.append(" (").append(state).append(")");
  };
  for (const Line& line : lines_) {
    if (line.finished && line.finished != Action::kKeep) add(finished, line, done(*line.finished));
    if (line.last.kind != DeployEvent::Kind::kDone) add(begun, line, doing(line.last.action));
  }
  if (!finished.empty()) out << style.bold("done:") << ' ' << finished << '\n';
  if (!begun.empty()) out << style.bold("not done:") << ' ' << begun << '\n';
}

Progress progress_for(bool quiet, bool json) {
  if (quiet || json) return Progress::kNone;
  const char* terminal = std::getenv("TERM");
  const bool is_dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return ::isatty(STDERR_FILENO) == 1 && !is_dumb ? Progress::kLive : Progress::kLines;
}

}  // namespace mcpmx::cli
