// What the anchors of a document stand for, and how much a walk meets that follows its aliases:
// a text of a few lines can stand for billions of values.
//
// Filled while a reader goes through the document; one reader, one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <vector>

#include "document/node.h"

namespace mcpmx::document {

class AliasBook {
 public:
  using Anchor = std::size_t;  // the parser's number of it; 0: the node has none

  // What a walk meets below a node, aliases followed.
  struct Anchored {
    NodeId node = kNoNode;
    std::size_t visits = 1;  // nodes, itself counted
    std::size_t height = 0;  // levels of collections, itself counted
  };

  void leaf(NodeId id, Anchor anchor) {
    if (anchor != 0) anchors_[anchor] = {id, 1, 0};
    count(1, 0);
  }
  void open(Anchor anchor) { frames_.push_back({anchor, 1, 1}); }
  void close(NodeId id) {
    const Frame frame = frames_.back();
    frames_.pop_back();
    // Known from here on only: an alias to an enclosing node finds nothing.
    if (frame.anchor != 0) anchors_[frame.anchor] = {id, frame.visits, frame.height};
    count(frame.visits, frame.height);
  }

  // Null inside the node that the anchor names.
  const Anchored* find(Anchor anchor) const {
    const auto found = anchors_.find(anchor);
    return found == anchors_.end() ? nullptr : &found->second;
  }
  // An alias of `target` stands here.
  void follow(const Anchored& target) {
    followed_ += target.visits;
    count(target.visits, target.height);
  }
  // Nodes that a walk meets below all aliases so far.
  std::size_t followed() const { return followed_; }

 private:
  struct Frame {
    Anchor anchor = 0;
    std::size_t visits = 1;
    std::size_t height = 1;
  };

  void count(std::size_t visits, std::size_t height) {
    if (frames_.empty()) return;
    frames_.back().visits += visits;
    frames_.back().height = std::max(frames_.back().height, height + 1);
  }

  std::unordered_map<Anchor, Anchored> anchors_;
  std::vector<Frame> frames_;
  std::size_t followed_ = 0;
};

}  // namespace mcpmx::document
