// How the binding of a profile is told: as a table of settings with its findings, and as JSON.
#pragma once

#include <boost/json/object.hpp>
#include <iosfwd>
#include <vector>

#include "app/bindings.h"
#include "cli/style.h"
#include "model/diagnostic.h"

namespace mcpmx::cli {

// A setting a line, with the place that sets it, or "default".
void write_binding(std::ostream& out, const Style& style, const app::Binding& binding);

// The RFC's DockerMetadata, and in "where" the places of what somebody set.
boost::json::object binding_json(const app::Binding& binding);

// What is to be said of the binding and of the file that holds it.
std::vector<Diagnostic> findings_of(const app::Binding& binding,
                                    const std::vector<Diagnostic>& of_file);

}  // namespace mcpmx::cli
