// A Compose project read from a text, as /compose.yaml.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "compose/project_reader.h"

namespace mcpmx::deploy {

inline compose::ProjectModel read_text(const std::string& text,
                                       compose::VariableMap variables = {}) {
  compose::ComposeOptions options;
  options.working_directory = "/";
  options.files = {"/compose.yaml"};
  options.texts = {{"/compose.yaml", text}};
  options.process = std::move(variables);
  auto model = compose::read_project(options);
  EXPECT_TRUE(model) << model.error().message;
  return model ? std::move(*model) : compose::ProjectModel();
}

}  // namespace mcpmx::deploy
