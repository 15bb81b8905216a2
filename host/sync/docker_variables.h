// The variables of an entry, which `docker run` takes from its words and from the entry's env:
//
//   -e NAME=value   the value, whatever env says of NAME
//   -e NAME         the value that env has; where it has none, that of whoever runs it
//
// What counts is the variable (as mapping/analysis reads it); where it stands is how a person wrote
// the entry, and stays so. Other entries have their variables in env alone. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/server.h"

namespace mcpmx::sync {

// By name; nullopt: an option names it, and the entry gives it no value.
using Variables = std::map<std::string, std::optional<std::string>, std::less<>>;

// `launch`: the entry's, from mapping::parse_launch, here and below.
Variables variables_of(const Server& entry, const Launch& launch);

// The first `end` args without the options -e and --env, but for those that share a word with
// others (`-ie NAME`).
std::vector<std::string> words_without_variables(const Server& entry, const Launch& launch,
                                                 std::size_t end);

// Gives `entry` the variables: each where `like` has it, a new one as `-e NAME` and in env. `entry`
// has the words up to its image, as above, and no env. A value that does not count stays as `like`
// has it, but for one that says the same as the value that counts.
void write_variables(const Variables& variables, const Server& like, Server& entry);

// Without the pairs of env that an option hides: nothing renders their values, so nobody can say
// whether they are secrets.
Server without_hidden_pairs(Server entry);

}  // namespace mcpmx::sync
