// An entry of servers.json as fields that are compared one by one, and back.
//
//   launch        everything that says what runs: command, the words ahead of the server's own
//                 arguments, with a gap where the version stands, without variables
//   version       of the package or image; absent where none is written, and of a git URL, whose
//                 version is a part of what runs
//   args          the server's own arguments, a list
//   env/NAME      a variable, wherever it stands (docker_variables.h); null: named without a value
//   headers/NAME  a header        url
//
// Values are canonical JSON texts. Where the grammar cannot say which words are the server's own,
// all of them are `launch`. entry_of(fields_of(e), e) is e. Pure.
#pragma once

#include <map>
#include <string>

#include "model/server.h"
#include "model/strategy.h"

namespace mcpmx::sync {

inline constexpr const char* kPresence = "presence";  // of the entry as a whole; no field of it

// In the words of `launch`: where the version stands, which is a field of its own. For people and
// programs it is no character of the word.
inline constexpr char kGap = '\x01';  // no argument that a process can be given by people has it

using Fields = std::map<std::string, std::string, std::less<>>;  // path -> value

Fields fields_of(const Server& entry);

// `like`: gives the name, tags, and the places and order of variables and headers; those that it
// lacks come behind, by name. `version_like`: how a version is joined to its package ("@", "==");
// null: as in `like`.
Server entry_of(const Fields& fields, const Server& like, const Server* version_like = nullptr);

FieldKind kind_of(std::string_view path);

// Whether both say the same to whoever runs them: everything but name, tags, place and spelling.
bool same_definition(const Server& a, const Server& b);

}  // namespace mcpmx::sync
