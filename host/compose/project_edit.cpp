#include "compose/project_edit.h"

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <variant>

#include "compose/edit_plan.h"
#include "compose/writer.h"
#include "document/layout.h"

namespace mcpmx::compose {

namespace {

using Ids = std::vector<std::size_t>;

document::NodeId node_of(const document::Edit& edit) {
  return std::visit(
      [](const auto& change) {
        if constexpr (std::is_same_v<std::decay_t<decltype(change)>, document::Insert>) {
          return change.into;
        } else {
          return change.node;
        }
      },
      edit);
}

// What comes of making a set of changes together.
struct Attempt {
  ProjectEdit made;
  std::optional<Error> refusal;  // of one file; then `made` says nothing
  Ids suspects;                  // changes whose edits stand where the refusal is
  bool is_file_refused = false;  // whatever the edits: the suspects are all of that file
};

// Finds the largest part of the changes that the editor makes, a refused one at a time.
class Narrowing {
 public:
  Narrowing(const ProjectModel& project, std::span<const Change> changes)
      : project_(project), changes_(changes) {}

  ProjectEdit run() {
    Ids pending(changes_.size());
    std::iota(pending.begin(), pending.end(), std::size_t{0});
    Ids suspects;
    Attempt attempt = try_all(pending);
    while (attempt.refusal) {
      // A refusal that says no place of an edit leaves all of them in question.
      const Ids accused = attempt.suspects.empty() ? pending : attempt.suspects;
      if (attempt.is_file_refused) {
        refuse(accused, *attempt.refusal);
      } else {
        suspects.insert(suspects.end(), accused.begin(), accused.end());
      }
      Ids rest;
      std::set_difference(pending.begin(), pending.end(), accused.begin(), accused.end(),
                          std::back_inserter(rest));
      pending = std::move(rest);
      attempt = try_all(pending);
    }
    std::sort(suspects.begin(), suspects.end());
    accepted_ = std::move(pending);
    best_ = std::move(attempt.made);
    take(suspects);
    best_.held.insert(best_.held.end(), refused_.begin(), refused_.end());
    std::stable_sort(best_.held.begin(), best_.held.end(),
                     [](const HeldChange& a, const HeldChange& b) { return a.change < b.change; });
    return std::move(best_);
  }

 private:
  void refuse(const Ids& ids, const Error& error) {
    for (const std::size_t id : ids) refused_.push_back({id, error.where, error.message});
  }

  // Adds what can be made of these to what is accepted.
  void take(std::span<const std::size_t> ids) {
    if (ids.empty()) return;
    Ids together = accepted_;
    together.insert(together.end(), ids.begin(), ids.end());
    std::sort(together.begin(), together.end());
    Attempt attempt = try_all(together);
    if (!attempt.refusal) {
      accepted_ = std::move(together);
      best_ = std::move(attempt.made);
    } else if (ids.size() == 1) {
      refuse({ids[0]}, *attempt.refusal);
    } else {
      take(ids.first(ids.size() / 2));
      take(ids.subspan(ids.size() / 2));
    }
  }

  Attempt try_all(const Ids& ids) const {
    Attempt attempt;
    EditPlan plan = EditPlanner(project_).run(changes_, ids);
    attempt.made.held = std::move(plan.held);
    for (std::uint32_t file = 0; file < plan.files.size(); ++file) {
      const FileEdits& edits = plan.files[file];
      if (edits.edits.empty()) continue;
      const document::Document& document = project_.files[file].document;
      auto edited =
          document::edited(document, edits.edits, {.shared = false, .list_style = list_style});
      if (!edited) {
        accuse(document, edits, std::move(edited).error(), attempt);
        return attempt;
      }
      if (edited->text() != document.text())
        attempt.made.files.push_back({file, *std::move(edited)});
    }
    return attempt;
  }

  static void accuse(const document::Document& document, const FileEdits& edits, Error error,
                     Attempt& attempt) {
    attempt.is_file_refused = !document::Layout::of(document);
    for (std::size_t i = 0; i < edits.edits.size(); ++i) {
      if (attempt.is_file_refused || document.where(node_of(edits.edits[i])) == error.where) {
        attempt.suspects.insert(attempt.suspects.end(), edits.changes[i].begin(),
                                edits.changes[i].end());
      }
    }
    std::sort(attempt.suspects.begin(), attempt.suspects.end());
    attempt.suspects.erase(std::unique(attempt.suspects.begin(), attempt.suspects.end()),
                           attempt.suspects.end());
    attempt.refusal = std::move(error);
  }

  const ProjectModel& project_;
  std::span<const Change> changes_;
  Ids accepted_;
  ProjectEdit best_;
  std::vector<HeldChange> refused_;
};

}  // namespace

Result<ProjectEdit> edit_project(const ProjectModel& project, std::span<const Change> changes) {
  return Narrowing(project, changes).run();
}

}  // namespace mcpmx::compose
