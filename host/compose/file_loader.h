// Reads the files of a project and lays them over one another: includes, extends and resets are
// followed here. Private to project_reader.cpp. One loader, one project, one thread.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compose/project_model.h"
#include "support/result.h"

namespace mcpmx::compose {

// Files that make one model: the project's own, or those of one include.
struct FileSet {
  std::vector<std::string> paths;  // absolute
  std::string directory;
  const ProjectEnvironment& environment;
  Hold hold = Hold::kNone;
};

class FileLoader {
 public:
  FileLoader(ProjectModel& project, const ComposeOptions& options)
      : project_(project), options_(options) {}

  // Reads a file into project.files; its index. Error: also a root that is no map.
  Result<document::Document> document_of(const std::string& path) const;
  Result<std::uint32_t> open(const std::string& path, FileRole role);

  // The merged model of a set, of which the main files may be open already.
  Result<Value> load(const FileSet& set);

 private:
  // One file while its services are resolved.
  struct Context {
    std::uint32_t file = 0;
    const FileSet* set = nullptr;
    Tree tree;
    std::unordered_map<std::string, Value*> services = {};  // by name
    std::unordered_set<std::string> resolved = {};          // those whose extends is done
  };
  // A file that services extend from: read once for all of them.
  struct Extended {
    FileSet set;
    Context context;
  };
  using Extending = std::vector<std::pair<std::string, std::string>>;  // file, service

  Result<Tree> read(std::uint32_t file, const FileSet& set);
  static void index_services(Context& context);
  Result<void> apply_extends(Context& context);
  Result<void> extend(Context& context, const std::string& name, Extending& chain);
  Result<Value> base_of(Context& context, const std::string& name, const Value& extends,
                        Extending& chain);
  Result<Extended*> extended_file(const FileSet& set, const std::string& path,
                                  const Value& extends);
  Result<Value> base_in_file(const FileSet& set, const std::string& path, const std::string& name,
                             const Value& extends, Extending& chain);
  Result<void> apply_includes(Context& context);
  Result<void> include(const Value& entry, Context& context);
  Error at(const Origin& origin, std::string message, std::string hint) const;

  ProjectModel& project_;
  const ComposeOptions& options_;
  std::map<std::string, std::uint32_t, std::less<>> opened_;
  std::map<std::pair<std::string, const ProjectEnvironment*>, std::unique_ptr<Extended>> extended_;
  std::deque<ProjectEnvironment> environments_;  // of includes
  std::vector<std::string> including_;           // main files of the sets that are being loaded
};

// Takes away what the places name; where `!override` has a value of its own there, that hides it.
// Pure.
void apply_resets(Value& root, const std::vector<ResetPlace>& resets, Covered& covered);

}  // namespace mcpmx::compose
