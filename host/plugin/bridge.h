// A template of a plugin as the host's Mapper. The plugin is loaded when detect, render or recover
// first needs its code; until then the manifest answers. Owned by the Registry, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mcpmx/ext/detector.h"
#include "mcpmx/ext/template.h"
#include "model/mapper.h"
#include "plugin/plugin.h"
#include "plugin/views.h"

namespace mcpmx::plugin {

class PluginMapper final : public Mapper {
 public:
  // `provision` is a template among `plugin`'s; both outlive the mapper.
  PluginMapper(Plugin& plugin, const Provision& provision);

  std::string_view id() const override { return provision_.id; }
  std::string_view title() const override { return plugin_.manifest().title; }
  std::string origin() const override { return plugin_.found().file; }
  const Hints& hints() const override { return provision_.hints; }
  Precedence precedence() const override {
    return {plugin_.found().rank, false, provision_.priority};
  }
  const std::vector<std::string>& settings() const override { return provision_.settings; }

  Result<Answer> detect(const MapperInput& input, const Match& proposed) override;
  Result<std::string> render(const MapperInput& input, std::vector<Diagnostic>& findings) override;
  Result<std::optional<std::string>> recover(const RecoverInput& input,
                                             std::vector<Diagnostic>& findings) override;

 private:
  Result<const mcpmx_detector*> detector();
  Result<const mcpmx_template*> templates();
  Error broken(const std::string& what) const;

  Plugin& plugin_;
  const Provision& provision_;
  bool has_detector_;
};

}  // namespace mcpmx::plugin
