// The options of what runs JavaScript: npm, bun, pnpm, yarn, deno, node. Data alone, each table
// written from the program's own --help. An option that is missing is taken for one without a
// value, so what matters is that those WITH a value are complete.
#pragma once

#include "mapping/launcher_options.h"

namespace mcpmx::mapping {

inline constexpr OptionRule kNpxOptions[] = {
    {"yes", 'y', false, Effect::kGone},
    {"no", 'n', false, Effect::kGone},
    {"no-install", 0, false, Effect::kGone},
    {"quiet", 'q', false, Effect::kGone},
    {"silent", 's', false, Effect::kGone},
    {"verbose", 0, false, Effect::kGone},
    {"loglevel", 0, true, Effect::kGone},
    {"cache", 0, true, Effect::kGone},
    {"prefer-offline", 0, false, Effect::kGone},
    {"prefer-online", 0, false, Effect::kGone},
    {"progress", 0, false, Effect::kGone},
    {"no-progress", 0, false, Effect::kGone},
    {"global", 'g', false, Effect::kGone},
    {"no-update-notifier", 0, false, Effect::kGone},
    {"package", 'p', true, Effect::kPackage},
    {"call", 'c', true, Effect::kCall},
    {"prefix", 'C', true, Effect::kDirectory},
    {"workspace", 'w', true},
    {"userconfig", 0, true},
    {"registry", 0, true},
    {"node-options", 0, true},
    {"shell", 0, true},
    {"script-shell", 0, true},
    {"node-arg", 0, true},
    {"allow-scripts", 0, true},
    {"before", 0, true},
    {"tag", 0, true},
    {"omit", 0, true},
    {"include", 0, true},
    {"fetch-timeout", 0, true},
    {"fetch-retries", 0, true},
    {"proxy", 0, true},
    {"https-proxy", 0, true},
    {"cafile", 0, true},
};

inline constexpr OptionRule kBunOptions[] = {
    {"package", 'p', true, Effect::kPackage},
    {"cwd", 0, true, Effect::kDirectory},
    {"config", 'c', true},
    {"preload", 'r', true},
    {"env-file", 0, true},
    {"port", 0, true},
    {"define", 'd', true},
    {"loader", 'l', true},
    {"eval", 'e', true, Effect::kCode},
    {"print", 0, true, Effect::kCode},
    {"conditions", 0, true},
    {"tsconfig-override", 0, true},
    {"main-fields", 0, true},
    {"extension-order", 0, true},
    {"inspect", 0, false, Effect::kGone},
    {"verbose", 0, false, Effect::kGone},
    {"no-install", 0, false, Effect::kGone},
    {"yes", 'y', false, Effect::kGone},
    {"watch", 0, false, Effect::kGone},
    {"hot", 0, false, Effect::kGone},
    {"silent", 0, false, Effect::kGone},
    {"bun", 'b', false},
    {"filter", 'F', true},
    {"import", 0, true},
    {"require", 0, true},
};

inline constexpr OptionRule kPnpmOptions[] = {
    {"package", 'p', true, Effect::kPackage},
    {"dir", 'C', true, Effect::kDirectory},
    {"silent", 's', false, Effect::kGone},
    {"shell-mode", 'c'},
    {"yes", 'y', false, Effect::kGone},
    {"prefer-offline", 0, false, Effect::kGone},
    {"reporter", 0, true, Effect::kGone},
    {"allow-build", 0, true},
    {"filter", 'F', true},
    {"loglevel", 0, true, Effect::kGone},
    {"store-dir", 0, true, Effect::kGone},
    {"registry", 0, true},
    {"config-dir", 0, true},
    {"workspace-root", 'w'},
};

inline constexpr OptionRule kYarnOptions[] = {
    {"package", 'p', true, Effect::kPackage},
    {"quiet", 'q', false, Effect::kGone},
    {"cwd", 0, true, Effect::kDirectory},
};

// A permission or an unstable feature has its value behind "=" alone: without one it takes no word.
inline constexpr OptionRule kDenoOptions[] = {
    {"allow-all", 'A'},
    {"allow-read", 'R'},
    {"allow-write", 'W'},
    {"allow-net", 'N'},
    {"allow-env", 'E'},
    {"allow-sys", 'S'},
    {"allow-import", 'I'},
    {"permission-set", 'P'},
    {"config", 'c', true},
    {"env-file", 0, false},
    {"env", 0, false, Effect::kNone, "env-file"},
    {"import-map", 0, true},
    {"cert", 0, true},
    {"location", 0, true},
    {"seed", 0, true},
    {"ext", 0, true},
    {"log-level", 'L', true, Effect::kGone},
    {"quiet", 'q', false, Effect::kGone},
    {"no-prompt", 0, false, Effect::kGone},
    {"reload", 'r', false, Effect::kGone},
    {"watch", 0, false, Effect::kGone},
    {"package", 'p', true, Effect::kPackage},
    {"preload", 0, true},
    {"require", 0, true},
};

inline constexpr OptionRule kNodeOptions[] = {
    {"require", 'r', true},
    {"import", 0, true},
    {"loader", 0, true},
    {"experimental-loader", 0, true},
    {"conditions", 'C', true},
    {"eval", 'e', true, Effect::kCode},
    {"print", 'p', true, Effect::kCode},
    {"input-type", 0, true},
    {"title", 0, true},
    {"env-file", 0, true},
    {"tsconfig", 0, true},
    {"project", 'P', true},
    {"compiler-options", 'O', true},
    {"icu-data-dir", 0, true},
    {"openssl-config", 0, true},
    {"stack-trace-limit", 0, true},
    {"unhandled-rejections", 0, true},
    {"disable-warning", 0, true},
    {"diagnostic-dir", 0, true},
};

}  // namespace mcpmx::mapping
