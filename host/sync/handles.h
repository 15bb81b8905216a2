// Secrets as handles: what is stored about the last sync, and what strategies see, must tell equal
// values from different ones and nothing else.
//
// All secrets of a file stand in its .env, for rendering puts them there and nowhere else. So the
// values of .env, old and new, are what is hidden: in any text a known value is replaced by its
// handle, a keyed hash, and back. Not for use from two threads.
#pragma once

#include <array>
#include <boost/json/fwd.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compose/state_key.h"
#include "model/server.h"

namespace mcpmx::sync {

// For people: "<secret 1a2b3c>" in place of each handle.
std::string masked_handles(std::string_view hidden);

// The handles in a text, in their order.
std::vector<std::string_view> handles_in(std::string_view hidden);

class Handles {
 public:
  explicit Handles(compose::StateKey key) : key_(std::move(key)) {}

  // A value that is a secret from now on. The empty one is nobody's secret.
  void add(std::string_view value);
  // Of an entry that stands for what a person wrote: its secrets need not be in .env yet.
  void add_secrets_of(const Server& entry);

  // Knows again what a text hides, by the same text as it reads elsewhere: where the two are the
  // same but for a handle, and it is the handle of what stands there. Else nothing happens.
  // True: something is known that was not.
  bool learn(std::string_view hidden, std::string_view plain);
  void learn(const Server& hidden, const Server& plain);

  std::string of(std::string_view value) const;  // its handle, known or not
  // Every known secret in the text becomes its handle, the longest first; and the other way, where
  // the value is known. What is not known stays a handle, which equals no value.
  std::string hide(std::string_view text) const;
  std::string_view first_in(std::string_view text) const;  // known secret, a part of `text`; empty
  std::string reveal(std::string_view text) const;
  // Of every text in a JSON value that is serialised. Keys stay.
  std::string hide_json(std::string_view text) const;
  std::string reveal_json(std::string_view text) const;
  Server hide(Server entry) const;
  Server reveal(Server entry) const;
  // For people: "<secret 1a2b3c>" in place of each known one.
  std::string mask(std::string_view text) const;

 private:
  template <class Change>
  static void change_texts(boost::json::value& value, const Change& change);
  template <class Change>
  static void change_texts(Server& entry, const Change& change);

  // The handle of the longest known value that the text begins with (a connection string is secret
  // as a whole, and its password too), and how long that value is; nullptr, 0.
  std::pair<const std::string*, std::size_t> known_at(std::string_view text) const;

  compose::StateKey key_;
  std::map<std::string, std::string, std::less<>> values_;   // handle -> value
  std::map<std::string, std::string, std::less<>> handles_;  // value -> handle
  std::array<bool, 256> begins_ = {};                        // first bytes of known values
};

}  // namespace mcpmx::sync
