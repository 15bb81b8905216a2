// `extends`: a service's base, from the same file or another, is laid under it.
#include <algorithm>

#include "compose/canonical.h"
#include "compose/file_loader.h"
#include "compose/merge.h"

namespace mcpmx::compose {

// Services are replaced in place, never added, while extends is followed: the pointers hold.
void FileLoader::index_services(Context& context) {
  Value* services = context.tree.root.find("services");
  if (services == nullptr) return;
  for (Member& service : services->members) context.services[service.key] = &service.value;
}

Result<void> FileLoader::apply_extends(Context& context) {
  index_services(context);
  Value* services = context.tree.root.find("services");
  if (services == nullptr) return {};
  for (const Member& service : services->members) {
    if (service.value.find("extends") == nullptr) continue;
    Extending chain;
    MCPMX_CHECK(extend(context, service.key, chain));
  }
  return {};
}

// Resolves one service in place. `chain` holds those that wait for it.
Result<void> FileLoader::extend(Context& context, const std::string& name, Extending& chain) {
  if (context.resolved.contains(name)) return {};
  Value* service = context.services.at(name);
  const Value* extends = service->find("extends");
  if (extends == nullptr || extends->is_null()) return {};
  const std::string& path = project_.files[context.file].path;
  const std::pair<std::string, std::string> here(path, name);
  if (std::find(chain.begin(), chain.end(), here) != chain.end()) {
    std::string circle = "circular reference:";
    for (const auto& [file, waiting] : chain) {
      circle.append(" ").append(waiting).append(" in ").append(file).append(" extends");
    }
    return at(extends->origin, circle + " " + name + " in " + path, "remove one of the extends");
  }
  constexpr std::size_t kLongest = 500;
  if (chain.size() >= kLongest) {
    return at(extends->origin, "extends goes on over more than 500 services", "shorten the chain");
  }
  chain.push_back(here);
  MCPMX_TRY(base, base_of(context, name, *extends, chain));
  chain.pop_back();
  if (base.is_null()) {
    service->remove("extends");
    context.resolved.insert(name);
    return {};
  }
  hold_all(base, Hold::kExtends);
  // What the service takes back is taken from its base.
  std::vector<ResetPlace> resets;
  for (const ResetPlace& reset : context.tree.resets) {
    if (reset.path.size() < 3 || reset.path[0] != "services" || reset.path[1] != name) continue;
    resets.push_back(reset);
    resets.back().path.erase(resets.back().path.begin(), resets.back().path.begin() + 2);
  }
  apply_resets(base, resets, project_.covered);
  const Origin own = service->origin;
  auto merged =
      merge(base, std::move(*service), &service_syntax(), "services." + name, project_.covered);
  if (!merged) return at(own, merged.error().message, "give it the same form as in the base");
  base.origin = own;
  base.remove("extends");
  *service = std::move(base);
  context.resolved.insert(name);
  return {};
}

Result<Value> FileLoader::base_of(Context& context, const std::string& name, const Value& extends,
                                  Extending& chain) {
  const Value* named = extends.is_map() ? extends.find("service") : &extends;
  if (named == nullptr || named->text.empty()) {
    return at(extends.origin, "services." + name + ".extends names no service",
              "write service: NAME");
  }
  const std::string reference = named->text;
  const Value* file = extends.find("file");
  if (file != nullptr && !file->text.empty()) {
    const CanonicalOptions options{project_.files[context.file].document, context.set->directory,
                                   options_.home};
    return base_in_file(*context.set, absolute_path(file->text, options), reference, extends,
                        chain);
  }
  const Origin origin = extends.origin;
  const auto base = context.services.find(reference);
  if (base == context.services.end()) {
    return at(origin,
              "cannot extend service \"" + reference + "\" in " +
                  project_.files[context.file].path + ": service not found",
              "correct the name, or say the file that has it");
  }
  MCPMX_CHECK(extend(context, reference, chain));
  return *base->second;
}

Result<FileLoader::Extended*> FileLoader::extended_file(const FileSet& set, const std::string& path,
                                                        const Value& extends) {
  std::unique_ptr<Extended>& known = extended_[{path, &set.environment}];
  if (known != nullptr) return known.get();
  auto file = open(path, FileRole::kExtended);
  if (!file) {
    return at(extends.origin, "cannot read " + path + ": " + file.error().message,
              "correct the file of extends");
  }
  // Relative paths of the base are meant from its own folder.
  const FileSet own{{path}, path.substr(0, path.rfind('/')), set.environment, Hold::kExtends};
  MCPMX_TRY(tree, read(*file, own));
  known = std::make_unique<Extended>(Extended{own, Context{*file, nullptr, std::move(tree)}});
  known->context.set = &known->set;
  index_services(known->context);
  return known.get();
}

Result<Value> FileLoader::base_in_file(const FileSet& set, const std::string& path,
                                       const std::string& name, const Value& extends,
                                       Extending& chain) {
  const Origin origin = extends.origin;
  MCPMX_TRY(extended, extended_file(set, path, extends));
  Context& context = extended->context;
  const auto base = context.services.find(name);
  if (base == context.services.end()) {
    return at(origin, "cannot extend service \"" + name + "\" in " + path + ": service not found",
              "correct the name, or the file that has it");
  }
  MCPMX_CHECK(extend(context, name, chain));
  return *base->second;
}

}  // namespace mcpmx::compose
