// The short forms of Compose as long ones: a port "127.0.0.1:8080:80/tcp", a mount "./a:/b:ro".
// Each value that they give is a part of the text that it came from. Pure; any thread.
#pragma once

#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "compose/value.h"

namespace mcpmx::compose {

// The ports of one text, a range gives several, in Compose's order: by the target as text. The
// values are maps of mode, host_ip, target, published and protocol. nullopt: it is no port.
std::optional<std::vector<Value>> long_ports(std::string_view text, const Origin& origin);

// What a port's `published` takes on the host: "8080", or "8080-8090", of which one will be taken.
// Adds nothing where it is no number.
void add_published(std::string_view published, std::set<int>& ports);

// The mount of one text, as a map of type, source, target, read_only, bind, volume; a path is as
// written. nullopt: an empty section, or too many colons.
std::optional<Value> long_mount(std::string_view text, const Origin& origin);

// A device "source[:target[:permissions]]" as a map of the three.
Value long_device(std::string_view text, const Origin& origin);

}  // namespace mcpmx::compose
