#include "app/binding_reader.h"

#include <algorithm>

namespace mcpmx::app {
namespace {

using document::Element;
using document::Entry;
using document::quoted_name;

bool is_field(std::string_view name) {
  return std::find(kBindingFields.begin(), kBindingFields.end(), name) != kBindingFields.end();
}

class BindingReader {
 public:
  BindingReader(const Environment& environment, std::string_view profile, Binding& binding)
      : environment_(environment), profile_(profile), binding_(binding) {}

  // Fields that are set already stay as they are: who is read first wins.
  void read(const Element& entry, bool is_own) {
    if (!entry.is_map()) {
      if (is_own || !entry.is_null()) report(entry, "the settings must be an object");
      return;
    }
    for (const Entry& field : entry.entries()) {
      const bool is_known = is_field(field.name());
      if (!is_known && is_own) {
        binding_.findings.push_back({Severity::kInfo, "binding.unknown-key",
                                     "profile " + quoted_name(profile_) + " has no setting " +
                                         quoted_name(field.name()) + "; it is kept and not used",
                                     field.key.where(),
                                     "mcpmx profile set --help lists the settings"});
      }
      // Null is how MCPM's own models write what is not set.
      if (!is_known || field.value.is_null() || binding_.is_set(field.name())) continue;
      if (!take(field, is_own)) continue;
      binding_.where.emplace(field.name(), field.key.where());
    }
  }

 private:
  bool take(const Entry& field, bool is_own) {
    const std::string name(field.name());
    if (name == kAutoDeploy) {
      const auto flag = field.value.as_bool();
      if (!flag) return report(field.value, name + " must be true or false");
      binding_.auto_deploy = *flag;
      return true;
    }
    const auto text = field.value.as_string();
    if (!text) return report(field.value, name + " must be a string");
    if (text->empty()) return report(field.value, name + " is empty");
    if (name == kConflictResolution) binding_.conflict_resolution = *text;
    if (name == kLastSyncHash) binding_.last_sync_hash = *text;
    if (name != kComposeFile) return true;
    binding_.compose_file = *text;
    if (text->starts_with("~/")) {
      binding_.compose_file = environment_.home + std::string(text->substr(1));
    } else if (is_own && !text->starts_with('/')) {
      binding_.findings.push_back(
          {Severity::kWarning, "binding.relative-path",
           "profile " + quoted_name(profile_) +
               ": compose_file is relative, so that it is another file in each "
               "working directory",
           field.value.where(), "mcpmx profile set NAME compose_file=PATH writes the whole path"});
    }
    return true;
  }

  // Returns false.
  bool report(const Element& value, const std::string& what) {
    binding_.findings.push_back({Severity::kWarning, "binding.invalid",
                                 "profile " + quoted_name(profile_) + ": " + what + ", found " +
                                     document::kind_name(value.kind()) + "; the default counts",
                                 value.where(), kMendBinding});
    return false;
  }

  const Environment& environment_;
  std::string_view profile_;
  Binding& binding_;
};

}  // namespace

void read_binding(const Environment& environment, std::string_view profile, const Element& settings,
                  bool is_own, Binding& binding) {
  BindingReader(environment, profile, binding).read(settings, is_own);
}

}  // namespace mcpmx::app
