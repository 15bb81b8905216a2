#include "draw.h"

#include <ostream>

namespace mcpmx::laws {
namespace {

constexpr unsigned kAny = 1u << 20;
constexpr std::size_t kMostEdits = 4;

rc::Gen<unsigned> number() { return rc::gen::inRange(0u, kAny); }

rc::Gen<Draw> a_draw() {
  return rc::gen::build<Draw>(rc::gen::set(&Draw::kind, number()),
                              rc::gen::set(&Draw::where, number()),
                              rc::gen::set(&Draw::what, number()));
}

rc::Gen<std::vector<Draw>> draws(bool any) {
  if (!any) return rc::gen::just(std::vector<Draw>());
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, kMostEdits + 1), [](std::size_t count) {
    return rc::gen::container<std::vector<Draw>>(count, a_draw());
  });
}

void show(std::ostream& out, const char* side, const std::vector<Draw>& draws) {
  out << side;
  for (const Draw& draw : draws)
    out << " (" << draw.kind << ' ' << draw.where << ' ' << draw.what << ')';
  out << '\n';
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Case& one) {
  out << "entries";
  for (const unsigned entry : one.entries) out << ' ' << entry;
  out << "\nshared " << one.shared << " strategy " << one.strategy << " step " << one.step
      << " around " << one.around << '\n';
  show(out, "profile", one.profile);
  show(out, "docker", one.docker);
  return out;
}

rc::Gen<Case> any_case(bool profile, bool docker) {
  const auto entries = rc::gen::mapcat(rc::gen::inRange<std::size_t>(2, 6), [](std::size_t count) {
    return rc::gen::container<std::vector<unsigned>>(count, number());
  });
  // The same choice from the first case on, not more with each.
  return rc::gen::resize(
      rc::kNominalSize,
      rc::gen::build<Case>(
          rc::gen::set(&Case::entries, entries), rc::gen::set(&Case::shared, number()),
          rc::gen::set(&Case::strategy, number()), rc::gen::set(&Case::step, number()),
          rc::gen::set(&Case::around, number()), rc::gen::set(&Case::profile, draws(profile)),
          rc::gen::set(&Case::docker, draws(docker))));
}

}  // namespace mcpmx::laws
