#include "app/sync_inputs.h"

#include <filesystem>
#include <fstream>
#include <set>

#include "mcpm/library.h"
#include "support/file.h"
#include "sync/base.h"

namespace mcpmx::app {
namespace {

void add_text(const std::optional<std::string>& text, std::string& all) {
  all += text ? std::to_string(text->size()) + ":" + *text : "none";
  all += '\n';
}

void add_stamp(const std::string& path, const std::optional<FileStamp>& stamp, std::string& all) {
  all.append(path).append(" ");
  if (stamp) {
    all.append(std::to_string(stamp->size)).append(" ").append(std::to_string(stamp->modified));
  }
  all += '\n';
}

// Names in order, so that the hash is the same each time.
void add_folder(const Session& session, const std::string& folder, std::string& all) {
  std::error_code error;
  std::set<std::string> paths;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    paths.insert(at->path().string());
  }
  for (const std::string& path : paths) add_stamp(path, session.stamp_of_code(path), all);
}

}  // namespace

Result<SyncTexts> read_sync_texts(const Session& session, const ComposePlace& place) {
  SyncTexts texts;
  MCPMX_TRY(library, mcpm::read_texts(session.config_dir()));
  MCPMX_TRY(compose, read_file_if_present(place.path));
  MCPMX_TRY(env, read_file_if_present(place.env_path));
  texts.servers = std::move(library.servers.text);
  texts.v1 = std::move(library.v1.text);
  texts.compose = std::move(compose);
  texts.env = std::move(env);
  if (!place.override_path.empty()) {
    MCPMX_TRY(overriding, read_file_if_present(place.override_path));
    texts.overriding = std::move(overriding);
  }
  return texts;
}

std::string inputs_hash(const Session& session, const compose::StateKey& key,
                        const std::string& profile, const SyncTexts& texts) {
  std::string all = profile + "\n";
  add_text(texts.servers, all);
  add_text(texts.v1, all);
  add_text(texts.compose, all);
  add_text(texts.env, all);
  add_text(texts.overriding, all);
  const std::string& program = session.environment().executable;
  add_stamp(program, stamp_of(program), all);
  all.append(std::to_string(session.environment().uid)).append("\n");
  for (const std::string& folder : session.code_folders()) add_folder(session, folder, all);
  return key.hash("inputs", all);
}

bool is_as_left(const ComposePlace& place, const std::string& hash) {
  const std::string begin = sync::base_begin(hash);
  std::string there(begin.size(), '\0');
  const std::string path = sync::base_path_for(place.path);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return false;  // a pipe would have us wait
  std::ifstream file(path, std::ios::binary);
  file.read(there.data(), static_cast<std::streamsize>(there.size()));
  return file.gcount() == static_cast<std::streamsize>(there.size()) && there == begin;
}

}  // namespace mcpmx::app
