// A mapper knows one kind of server: it claims entries and says which services run them.
//
// Two floors provide mappers: plugin/ (shared libraries, through the C ABI) and mapping/ (YAML
// files). This interface is what lets mapping/ rank both without including plugin/. Mappers are
// owned by whoever made them and outlive every user; all functions may be called from any thread.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/diagnostic.h"
#include "model/server.h"
#include "support/result.h"

namespace mcpmx {

// Evidence classes, strongest first (design: mapping.md, detection). kFallback is for mappers that
// take what nobody knows by more than its kind (runners).
enum class Evidence { kOverride, kPackage, kUrl, kCommand, kName, kFallback };

// What a mapper recognises, stated as data, so that no code runs for entries that it does not
// claim. Names compare whole: npm as written, PyPI after PEP 503, git as host/owner/repo in lower
// case, images without tag, digest and "docker.io/", URLs by host or host/path prefix.
struct Hints {
  std::vector<std::string> npm, pypi, git, images, urls, commands, names;
  bool fallback = false;  // claims what no other mapper claims
};

// Where a mapper stands when several claim one entry: the smaller rank wins (position in the search
// order), then a plugin before a YAML file, then the higher priority.
struct Precedence {
  int rank = 0;
  bool yaml = false;
  int priority = 0;
};

struct Match {
  Evidence evidence = Evidence::kFallback;
  std::string reason;  // one phrase for people: "npm package @upstash/context7-mcp"
};

// Everything a mapper may look at. Borrowed for the duration of the call.
struct MapperInput {
  const Server& server;
  const Launch& launch;
  const std::vector<Pair>&
      choices;  // scalar settings of x-mcpmx.services.<service>, e.g. database=managed
};

// All services of one server of a Compose file, and the memo that its intent left there (empty for
// services that nobody generated).
struct RecoverInput {
  // Resolved: variables have their values, and places that the host filled are turned back
  // (mcpmx/ext/server.h, mcpmx_service).
  struct Service {
    std::string name;
    std::string key;  // that its template gave it; empty for a service nobody generated
    std::string image;
    std::vector<std::string> entrypoint;
    std::vector<std::string> command;
    std::vector<Pair> env;
    std::string raw;  // the whole service as JSON
  };
  std::vector<Service> services;
  std::string memo;
};

class Mapper {
 public:
  virtual ~Mapper() = default;

  virtual std::string_view id() const = 0;
  virtual std::string_view title() const = 0;
  virtual std::string origin() const = 0;  // the file it comes from, for people
  virtual const Hints& hints() const = 0;
  virtual Precedence precedence() const = 0;
  // The settings of x-mcpmx.services.<service> that it looks at, to tell them from misspelt ones.
  virtual const std::vector<std::string>& settings() const {
    static const std::vector<std::string> kNone;
    return kNone;
  }

  // Called only when a hint fired, with the class and the reason that the hint gives. A mapper may
  // refine the reason or decline: has_value() false inside the Result is an error, `claimed` the
  // answer.
  struct Answer {
    bool claimed = true;
    Match match;
  };
  virtual Result<Answer> detect(const MapperInput& input, const Match& proposed) = 0;

  // The intent document (sdk/schema/render.schema.json) as JSON text. Pure: equal input, equal
  // bytes. Findings are appended to `findings`.
  virtual Result<std::string> render(const MapperInput& input,
                                     std::vector<Diagnostic>& findings) = 0;

  // The way back: the entry that the services stand for (sdk/schema/recover.schema.json) as JSON
  // text; nullopt if they are no such server. Pure, as render is.
  virtual Result<std::optional<std::string>> recover(const RecoverInput& input,
                                                     std::vector<Diagnostic>& findings) = 0;
};

}  // namespace mcpmx
