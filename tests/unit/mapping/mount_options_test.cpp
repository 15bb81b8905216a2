#include "mapping/mount_options.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

struct Row {
  const char* name;
  bool long_form;
  const char* option;
  const char* body;           // what is added to the item of `volumes`
  const char* volume = "{}";  // what is added to the volume's declaration
};

Result<Mount> parse(const Row& row) {
  return row.long_form ? parse_mount(row.option) : parse_volume(row.option);
}

TEST(MountOptions, BecomeTheLongSyntaxOfCompose) {
  const Row rows[] = {
      {"nothing", false, "/a:/b:ro", "{}"},
      {"label", false, "/a:/b:z", R"({"bind": {"selinux": "z"}})"},
      {"own label", false, "/a:/b:ro,Z", R"({"bind": {"selinux": "Z"}})"},
      {"propagation", false, "/a:/b:rshared", R"({"bind": {"propagation": "rshared"}})"},
      {"consistency", false, "/a:/b:cached", R"({"consistency": "cached"})"},
      {"nocopy", false, "data:/b:nocopy", R"({"volume": {"nocopy": true}})"},
      {"long propagation", true, "type=bind,src=/a,dst=/b,bind-propagation=rslave",
       R"({"bind": {"propagation": "rslave"}})"},
      {"recursion", true, "type=bind,src=/a,dst=/b,bind-recursive=writable",
       R"({"bind": {"recursive": "writable"}})"},
      {"no recursion", true, "type=bind,src=/a,dst=/b,bind-nonrecursive",
       R"({"bind": {"recursive": "disabled"}})"},
      {"long nocopy", true, "src=data,dst=/b,volume-nocopy=true",
       R"({"volume": {"nocopy": true}})"},
      {"sub-path", true, "src=data,dst=/b,volume-subpath=x/y", R"({"volume": {"subpath": "x/y"}})"},
      {"driver", true,
       "src=data,dst=/b,volume-driver=local,volume-opt=type=nfs,volume-opt=device=:/x,"
       "volume-label=team=a",
       "{}",
       R"({"driver": "local", "driver_opts": {"type": "nfs", "device": ":/x"},
           "labels": {"team": "a"}})"},
      {"tmpfs", true, "type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1770",
       R"({"tmpfs": {"size": "1m", "mode": 1016}})"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto mount = parse(row);
    ASSERT_TRUE(mount);
    json::object body;
    json::object volume;
    ASSERT_TRUE(add_mount_options(*mount, "-v", body, &volume));
    EXPECT_EQ(json::value(body), json::parse(row.body)) << json::serialize(body);
    EXPECT_EQ(json::value(volume), json::parse(row.volume)) << json::serialize(volume);
  }
}

TEST(MountOptions, WithoutAWordInComposeAreNamedAndTheirValuesAreNot) {
  const Row rows[] = {
      {"podman", false, "/a:/b:U", "the option U of"},
      {"overlay", false, "/a:/b:O", "the option O of"},
      {"of a volume", false, "/a:/b:nocopy", "the option nocopy of"},
      {"of a bind mount", true, "src=data,dst=/b,bind-propagation=rslave", "bind-propagation"},
      {"new", true, "type=bind,src=/a,dst=/b,bind-brand-new=geheim", "bind-brand-new"},
      {"mode", true, "type=tmpfs,dst=/t,tmpfs-mode=9", "tmpfs-mode"},
      {"driver of no volume", true, "dst=/b,volume-opt=o=password=geheim", "volume-opt"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto mount = parse(row);
    ASSERT_TRUE(mount);
    json::object body;
    const auto added = add_mount_options(*mount, row.long_form ? "--mount" : "-v", body, nullptr);
    ASSERT_FALSE(added);
    const auto& message = added.error().message;
    EXPECT_NE(message.find(row.body), std::string::npos) << message;
    EXPECT_EQ(message.find("geheim"), std::string::npos) << message;
    EXPECT_FALSE(added.error().hint.empty());
  }
}

}  // namespace
}  // namespace mcpmx::mapping
