#include "document/document.h"

#include <algorithm>

namespace mcpmx::document {

const char* kind_name(NodeKind kind) {
  switch (kind) {
    case NodeKind::kNull:
      return "null";
    case NodeKind::kBool:
      return "a boolean";
    case NodeKind::kNumber:
      return "a number";
    case NodeKind::kString:
      return "a string";
    case NodeKind::kList:
      return "a list";
    case NodeKind::kMap:
      return "an object";
    case NodeKind::kAlias:
      return "an alias";
  }
  return "null";
}

std::string_view Document::value(NodeId id) const {
  const Node& node = nodes_[id];
  const std::string& source = node.value_in_text ? *text_ : *pool_;
  return std::string_view(source).substr(node.value_begin, node.value_size);
}

std::string_view Document::name(NodeId key) const {
  const Node& node = nodes_[key];
  return value(node.kind == NodeKind::kAlias ? node.target : key);
}

std::string_view Document::anchor(NodeId id) const {
  const auto index = nodes_[id].properties;
  return index == kUnknown ? std::string_view() : properties_[index].anchor;
}

std::string_view Document::tag(NodeId id) const {
  const auto index = nodes_[id].properties;
  return index == kUnknown ? std::string_view() : properties_[index].tag;
}

std::string_view Document::slice(Range range) const {
  const auto begin = std::min<std::size_t>(range.begin, text_->size());
  const auto end = std::min<std::size_t>(range.end, text_->size());
  return text().substr(begin, end - begin);
}

Position Document::position(std::size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto index = static_cast<std::size_t>(after - line_starts_.begin());
  if (index == 0) return {};  // within the byte order mark
  return {index, offset - line_starts_[index - 1] + 1};
}

std::string Document::where(NodeId id) const { return file_ + ":" + std::to_string(line(id)); }

std::string Document::exactly_where(NodeId id) const {
  const Position at = position(nodes_[id].range.begin);
  return file_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::string quoted_name(std::string_view name) {
  constexpr std::size_t kLongest = 80;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string result = "\"";
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    // Cut at the start of a character, never inside one.
    if (i >= kLongest && (byte & 0xc0U) != 0x80U) {
      result += "...";
      break;
    }
    if (byte == '\n') {
      result += "\\n";
    } else if (byte == '\t') {
      result += "\\t";
    } else if (byte == '"' || byte == '\\') {
      result += '\\';
      result += name[i];
    } else if (byte < 0x20 || byte == 0x7f) {
      result += "\\x";
      result += kHex[byte >> 4U];
      result += kHex[byte & 15U];
    } else if (byte == 0xc2 && i + 1 < name.size() &&
               static_cast<unsigned char>(name[i + 1]) < 0xa0) {
      ++i;  // U+0080 to U+009F, which terminals obey as well
      result += "\\x";
      result += kHex[static_cast<unsigned char>(name[i]) >> 4U];
      result += kHex[static_cast<unsigned char>(name[i]) & 15U];
    } else {
      result += name[i];
    }
  }
  return result + "\"";
}

}  // namespace mcpmx::document
