#include "cli/command.h"

namespace mcpmx::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> kAll = {
      generate_command(),     sync_command(),         diff_command(),
      deploy_command(),       status_command(),       logs_command(),
      stop_command(),         restart_command(),      down_command(),
      detect_command(),       profile_list_command(), profile_show_command(),
      profile_set_command(),  plugin_list_command(),  plugin_info_command(),
      mapping_list_command(), mapping_show_command(), mapping_check_command(),
      undo_command(),         doctor_command(),       completion_command(),
  };
  return kAll;
}

}  // namespace mcpmx::cli
