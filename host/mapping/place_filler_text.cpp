// Texts on their way into the file: analysed values of the entry, and what a template wrote out.
#include <algorithm>
#include <boost/json/value.hpp>
#include <iterator>

#include "mapping/mounts.h"
#include "mapping/names.h"
#include "mapping/place_filler.h"
#include "mapping/secret_rules.h"
#include "mapping/value_reader.h"
#include "support/dollars.h"

namespace mcpmx::mapping {

namespace json = boost::json;

Result<std::string> PlaceFiller::text_of(const Value& value, Origin origin) {
  std::string out;
  for (const Segment& segment : value) {
    switch (segment.kind) {
      case Segment::Kind::kText:
        if (segment.text.find('\0') != std::string::npos) {
          return failed("a value of it has a NUL byte, which no program can be given", {},
                        "remove the byte from the profile");
        }
        out += with_doubled_dollars(segment.text);
        // An entry may name the host's address by itself; on Linux it has to be declared.
        reaches_host_ = reaches_host_ || segment.text.find(kHostGateway) != std::string::npos;
        break;
      case Segment::Kind::kSecret:
        if (segment.text.find('\0') != std::string::npos) {
          return failed(
              "the secret " + segment.name + " has a NUL byte, which no program can be given", {},
              "remove the byte from the profile");
        }
        out += required_variable(variable_for(segment.name, origin), segment.text, false);
        break;
      case Segment::Kind::kMissing:
        out += required_variable(segment.name, "", false);
        break;
      case Segment::Kind::kPath: {
        MCPMX_TRY(path, host_path(segment.text, state_->surroundings.home));
        const std::string mount = mount_point_of(path, segment.write);
        MCPMX_CHECK(check_mount(mount, state_->surroundings, scope_->settings.allow, scope_->name));
        mounts_[mount] = mounts_[mount] || segment.write || mount != path;
        // A trailing slash means something to some programs: it stays.
        out += with_doubled_dollars(segment.text.ends_with('/') && path != "/" ? path + "/" : path);
        break;
      }
      case Segment::Kind::kHost:
        out += host_address(segment.text);
        break;
    }
  }
  return out;
}

// A variable has a name of its own. An argument has that of its option ("API_KEY"), which in one
// file for all servers says too little, and which order would decide about.
std::string PlaceFiller::variable_for(const std::string& name, Origin origin) const {
  return origin == Origin::kVariable ? name : prefixed_name(name, scope_->server);
}

// Texts that a template wrote out, a package's spec or an option of docker run, may hold what came
// from the entry: a token in a URL, a password in a health check. Secrets among them go the way of
// all.
Result<json::value> PlaceFiller::fill_text(std::string_view text) {
  const bool may_hold_login =
      text.find("://") != std::string_view::npos && text.find('@') != std::string_view::npos;
  const bool is_told = may_hold_login || find_secret(text).has_value();
  if (!is_told && text.find_first_of("= ") == std::string_view::npos) {
    return json::value(with_doubled_dollars(text));
  }
  ValueReader reader(scope_->server, state_->surroundings.home);
  Place place;
  place.paths = place.hosts = false;
  Value value = reader.read(text, place);
  for (Segment& segment : value) {
    // ${NAME} of a health check is its shell's: only what logs in has to be filled in by a person.
    if (!is_told && segment.kind == Segment::Kind::kMissing) segment.kind = Segment::Kind::kText;
  }
  MCPMX_TRY(filled, text_of(value, Origin::kArgument));
  return json::value(filled);
}

// Maps whose names a user gave: --log-opt splunk-token=x, --annotation api-token=x.
bool PlaceFiller::names_secret(std::string_view pointer, std::string_view key) {
  constexpr std::string_view kNamed[] = {"/compose/labels", "/compose/logging/options",
                                         "/compose/annotations", "/compose/sysctls",
                                         "/compose/storage_opt"};
  return std::find(std::begin(kNamed), std::end(kNamed), pointer) != std::end(kNamed) &&
         is_secret_name(key);
}

Result<std::string> PlaceFiller::hide(std::string_view name, std::string_view text) {
  ValueReader reader(scope_->server, state_->surroundings.home);
  Place place;
  place.name = name;
  place.secret = true;
  place.paths = place.hosts = false;
  return text_of(reader.read(text, place), Origin::kArgument);
}

}  // namespace mcpmx::mapping
