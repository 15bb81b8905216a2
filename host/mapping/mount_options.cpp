#include "mapping/mount_options.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <charconv>
#include <iterator>
#include <string>

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

// How a flag's value is written.
enum class As {
  kFlag,      // the flag itself is the value: -v a:b:rslave
  kValue,     // what stands behind "="
  kSwitch,    // true, or what stands behind "="
  kNot,       // the opposite of a switch, in words: bind-nonrecursive
  kOctal,     // a number as chmod writes it
  kDeclared,  // KEY=VALUE of the volume's own declaration
};

struct Row {
  std::string_view flag;
  Mount::Type type;
  As as;
  std::string_view group;  // the map inside the item: bind, volume, tmpfs; empty: the item itself
  std::string_view key;
};

// Compose specification, services.volumes (long syntax) and the top-level volumes.
constexpr Row kRows[] = {
    {"shared", Mount::Type::kBind, As::kFlag, "bind", "propagation"},
    {"slave", Mount::Type::kBind, As::kFlag, "bind", "propagation"},
    {"private", Mount::Type::kBind, As::kFlag, "bind", "propagation"},
    {"rshared", Mount::Type::kBind, As::kFlag, "bind", "propagation"},
    {"rslave", Mount::Type::kBind, As::kFlag, "bind", "propagation"},
    {"rprivate", Mount::Type::kBind, As::kFlag, "bind", "propagation"},
    {"z", Mount::Type::kBind, As::kFlag, "bind", "selinux"},
    {"Z", Mount::Type::kBind, As::kFlag, "bind", "selinux"},
    {"cached", Mount::Type::kBind, As::kFlag, "", "consistency"},
    {"delegated", Mount::Type::kBind, As::kFlag, "", "consistency"},
    {"consistent", Mount::Type::kBind, As::kFlag, "", "consistency"},
    {"nocopy", Mount::Type::kVolume, As::kSwitch, "volume", "nocopy"},
    {"consistency", Mount::Type::kBind, As::kValue, "", "consistency"},
    {"bind-propagation", Mount::Type::kBind, As::kValue, "bind", "propagation"},
    {"bind-recursive", Mount::Type::kBind, As::kValue, "bind", "recursive"},
    {"bind-nonrecursive", Mount::Type::kBind, As::kNot, "bind", "recursive"},
    {"volume-nocopy", Mount::Type::kVolume, As::kSwitch, "volume", "nocopy"},
    {"volume-subpath", Mount::Type::kVolume, As::kValue, "volume", "subpath"},
    {"volume-driver", Mount::Type::kVolume, As::kDeclared, "", "driver"},
    {"volume-opt", Mount::Type::kVolume, As::kDeclared, "driver_opts", ""},
    {"volume-label", Mount::Type::kVolume, As::kDeclared, "labels", ""},
    {"tmpfs-size", Mount::Type::kTmpfs, As::kValue, "tmpfs", "size"},
    {"tmpfs-mode", Mount::Type::kTmpfs, As::kOctal, "tmpfs", "mode"},
};

json::object& group_of(json::object& body, std::string_view group) {
  if (group.empty()) return body;
  json::value& inner = body[group];
  if (!inner.is_object()) inner = json::object();
  return inner.get_object();
}

// The volume's driver, options and labels.
void declare(const Row& row, std::string_view value, json::object& volume) {
  if (!row.key.empty()) {
    volume[row.key] = value;
    return;
  }
  const auto equals = value.find('=');
  group_of(volume, row.group)[value.substr(0, equals)] =
      equals == std::string_view::npos ? std::string_view() : value.substr(equals + 1);
}

bool add_flag(const Row& row, std::string_view flag, std::string_view value, json::object& body) {
  json::value& place = group_of(body, row.group)[row.key];
  switch (row.as) {
    case As::kFlag:
      place = flag;
      return true;
    case As::kValue:
      place = value;
      return !value.empty();
    case As::kSwitch:
      place = is_switched_on(value);
      return true;
    case As::kNot:
      place = is_switched_on(value) ? "disabled" : "enabled";
      return true;
    case As::kOctal: {
      int mode = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), mode, 8);
      place = mode;
      return error == std::errc() && end == value.data() + value.size();
    }
    case As::kDeclared:
      break;
  }
  return false;
}

}  // namespace

bool is_label(std::string_view flag) { return flag == "z" || flag == "Z"; }

Result<void> add_mount_options(const Mount& mount, std::string_view option, json::object& body,
                               json::object* volume) {
  for (const std::string_view text : mount.flags) {
    const auto equals = text.find('=');
    const auto flag = text.substr(0, equals);
    const auto value =
        equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
    const auto row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& each) {
      return each.flag == flag && each.type == mount.type;
    });
    const bool declared = row != std::end(kRows) && row->as == As::kDeclared;
    if (declared && volume != nullptr) {
      declare(*row, value, *volume);
    } else if (declared || row == std::end(kRows) || !add_flag(*row, flag, value, body)) {
      // Its value may be a password.
      return failed(
          "the option " + std::string(flag) + " of " + std::string(option) +
              " has no translation to Compose for a mount of type " + mount_type_name(mount.type),
          std::string(option), "leave it out of the entry, or write it as Compose has it");
    }
  }
  return {};
}

}  // namespace mcpmx::mapping
