#include "place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compose/project_reader.h"

namespace mcpmx::laws {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "laws: %s\n", what.c_str());
  std::exit(1);
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_file(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) give_up("cannot write " + path.string());
}

app::Options options_for(const std::string& root) {
  app::Options options;
  options.config_dir = root + "/mcpm";
  return options;
}

}  // namespace

Place::Place() {
  std::string pattern =
      (fs::is_directory("/dev/shm") ? "/dev/shm" : fs::temp_directory_path().string()) +
      "/mcpmx-laws-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) give_up("cannot make " + pattern);
  root_ = pattern;
  Environment environment;
  environment.home = root_ + "/home";
  environment.working_directory = root_ + "/work";
  environment.executable = MCPMX_BINARY_DIR "/bin/mcpmx";
  environment.uid = ::getuid();
  environment.gid = ::getgid();
  session_ = std::make_unique<app::Session>(options_for(root_), environment, filesystem_);
  fs::create_directories(root_ + "/work");
  fs::create_directories(root_ + "/mcpm");
  // All mappings at once, whatever the first case has.
  if (!session_->claims()) give_up("mappings and plugins cannot be read");
}

Place::~Place() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

Snapshot Place::take() const {
  Snapshot files;
  for (const auto& entry : fs::recursive_directory_iterator(root_)) {
    if (entry.is_regular_file())
      files.emplace(fs::relative(entry.path(), root_).string(), read_file(entry.path()));
  }
  return files;
}

void Place::put(const Snapshot& files) {
  std::vector<fs::path> others;
  for (const auto& entry : fs::recursive_directory_iterator(root_)) {
    if (entry.is_regular_file() && !files.contains(fs::relative(entry.path(), root_).string()))
      others.push_back(entry.path());
  }
  for (const fs::path& path : others) fs::remove(path);
  for (const auto& [name, text] : files) {
    const fs::path path = fs::path(root_) / name;
    if (read_file(path) != text || !fs::exists(path)) write_file(path, text);
  }
}

std::map<std::string, Stamp> Place::stamps() const {
  std::map<std::string, Stamp> stamps;
  for (const auto& entry : fs::recursive_directory_iterator(root_)) {
    struct stat status = {};
    if (::stat(entry.path().c_str(), &status) != 0) continue;
    Stamp stamp;
    if (entry.is_regular_file()) stamp.bytes = read_file(entry.path());
    stamp.modified = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec;
    stamp.inode = status.st_ino;
    stamps.emplace(entry.path().string(), std::move(stamp));
  }
  return stamps;
}

std::string Place::get(const std::string& name) const { return read_file(root_ + "/" + name); }
void Place::put(const std::string& name, const std::string& text) const {
  write_file(root_ + "/" + name, text);
}
void Place::remove(const std::string& name) const { fs::remove(root_ + "/" + name); }

Result<app::Generated> Place::generate(const std::string& file) {
  app::GenerateRequest request;
  request.profile = kProfile;
  request.file = file;
  return app::generate(*session_, locks_, request);
}

Result<app::Synced> Place::sync(const Way& way) {
  app::SyncRequest request;
  request.profile = kProfile;
  request.file = "docker-compose.yml";
  request.direction = way.direction;
  request.conflict = way.conflict;
  request.apply_shared = way.apply_shared;
  return app::sync_profile(*session_, locks_, request);
}

Result<compose::ProjectModel> Place::read() const {
  compose::ComposeOptions options;
  options.working_directory = root_ + "/work";
  options.files = {"docker-compose.yml"};
  return compose::read_project(options);
}

const mapping::Claims& Place::claims() { return **session_->claims(); }

std::string text_of(const Snapshot& files, const std::string& name) {
  const auto found = files.find(name);
  return found == files.end() ? std::string() : found->second;
}

}  // namespace mcpmx::laws
