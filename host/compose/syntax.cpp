#include "compose/syntax.h"

#include <algorithm>
#include <array>

#include "compose/syntax_tables.h"

namespace mcpmx::compose {

namespace {

using enum Shape;

constexpr std::array kPoolFields = {Field{"aux_addresses", kOptions}, Field{"gateway", {kString}},
                                    Field{"ip_range", {kString}}, Field{"subnet", {kString}}};
constexpr Syntax kPool = {.shape = kObject, .fields = kPoolFields};
constexpr std::array kIpamFields = {
    Field{"config", {.shape = kListOf, .element = &kPool, .merge = Merge::kIpam}},
    Field{"driver", {kString}}, Field{"options", kOptions}};
constexpr std::array kNetworkFields = {
    Field{"attachable", {kBool}},   Field{"driver", {kString}},
    Field{"driver_opts", kOptions}, Field{"enable_ipv4", {kBool}},
    Field{"enable_ipv6", {kBool}},  Field{"external", {}},
    Field{"internal", {kBool}},     Field{"ipam", {.shape = kObject, .fields = kIpamFields}},
    Field{"labels", {kLabels}},     Field{"name", {kString}}};
constexpr Syntax kNetwork = {.shape = kObject, .fields = kNetworkFields};
constexpr std::array kVolumeFields = {Field{"driver", {kString}}, Field{"driver_opts", kOptions},
                                      Field{"external", {}}, Field{"labels", {kLabels}},
                                      Field{"name", {kString}}};
constexpr Syntax kVolume = {.shape = kObject, .fields = kVolumeFields};
constexpr std::array kFileObjectFields = {Field{"content", {kString}},
                                          Field{"driver", {kString}},
                                          Field{"driver_opts", kOptions},
                                          Field{"environment", {kString}},
                                          Field{"external", {}},
                                          Field{"file", {kPath}},
                                          Field{"labels", {kLabels}},
                                          Field{"name", {kString}},
                                          Field{"template_driver", {kString}}};
constexpr Syntax kFileObject = {.shape = kObject, .fields = kFileObjectFields};

constexpr std::array kFileFields = {
    Field{"configs", {.shape = kMapOf, .element = &kFileObject}},
    Field{"include", {}},
    Field{"models", {}},
    Field{"name", {kString}},
    Field{"networks", {.shape = kMapOf, .element = &kNetwork}},
    Field{"secrets", {.shape = kMapOf, .element = &kFileObject}},
    Field{"services", {.shape = kMapOf, .element = &kServiceSyntax}},
    Field{"version", {}},
    Field{"volumes", {.shape = kMapOf, .element = &kVolume}}};
constexpr Syntax kFile = {.shape = kObject, .fields = kFileFields};

static_assert(is_sorted(kFileFields) && is_sorted(kNetworkFields) && is_sorted(kPoolFields));
static_assert(is_sorted(kVolumeFields) && is_sorted(kFileObjectFields));

}  // namespace

const Syntax& file_syntax() { return kFile; }
const Syntax& service_syntax() { return kServiceSyntax; }

const Syntax* field_of(const Syntax& syntax, std::string_view name) {
  const auto found =
      std::lower_bound(syntax.fields.begin(), syntax.fields.end(), name,
                       [](const Field& field, std::string_view key) { return field.name < key; });
  if (found == syntax.fields.end() || found->name != name) return nullptr;
  return &found->syntax;
}

}  // namespace mcpmx::compose
