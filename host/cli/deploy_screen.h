// What a person sees while a backend works, and what is kept of it for afterwards.
//
// On a terminal one live line a resource; elsewhere a plain line for each thing that is done. All
// of it goes to stderr: stdout carries the product. Calls come one at a time, from any thread.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "cli/style.h"
#include "model/backend.h"

namespace mcpmx::cli {

enum class Progress { kNone, kLines, kLive };

class DeployScreen final : public Listener {
 public:
  // `out` outlives it.
  DeployScreen(std::ostream& out, Style style, Progress progress)
      : out_(out), style_(style), progress_(progress) {}

  void step(const PlanStep& step) override { steps_.push_back(step); }
  void event(const DeployEvent& event) override;
  void row(const ContainerState& row) override { rows_.push_back(row); }
  void log(std::string_view, unsigned, bool, std::string_view) override {}

  const std::vector<PlanStep>& steps() const { return steps_; }
  const std::vector<DeployEvent>& events() const { return events_; }
  std::vector<ContainerState>& rows() { return rows_; }

  // For whoever stopped it or saw it fail: what was done and what was begun.
  void write_standing(std::ostream& out, const Style& style) const;

 private:
  struct Line {
    DeployEvent last;
    std::optional<Action> finished;  // the last that was done
  };
  Line& line_of(const DeployEvent& event);
  std::string text_of(const Line& line) const;
  void redraw();

  std::ostream& out_;
  Style style_;
  Progress progress_;
  std::vector<PlanStep> steps_;
  std::vector<DeployEvent> events_;  // but those of kProgress
  std::vector<ContainerState> rows_;
  std::vector<Line> lines_;  // a resource each, in the order in which they were first told
  std::size_t drawn_ = 0;    // lines on the terminal
};

// Live on a terminal, nothing where it is to be quiet or JSON.
Progress progress_for(bool quiet, bool json);

}  // namespace mcpmx::cli
