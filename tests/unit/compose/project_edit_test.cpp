// What edit_project() makes of one change or a few, as whole texts; and what it holds.
#include "compose/project_edit.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "compose/leaves.h"
#include "project_folder.h"

namespace mcpmx::compose {
namespace {

namespace json = boost::json;

// "services/web/image": value. A text that is JSON, or the word itself.
Change to(std::string_view path, const char* value) {
  Change change{split_path(path), {}, {}};
  boost::system::error_code error;
  change.value = json::parse(value, error);
  if (error) change.value = json::string(value);
  return change;
}

Change gone(std::string_view path) { return {split_path(path), {}, {}}; }

Change renamed(std::string_view path, const char* name) { return {split_path(path), {}, name}; }

struct EditRow {
  const char* name;
  Files files;  // compose.yaml first
  std::vector<Change> changes;
  Files after;                         // those that change
  std::vector<std::string> held = {};  // "change place: reason"
};

void PrintTo(const EditRow& row, std::ostream* out) { *out << row.name; }

class EditRows : public ProjectReaderTest, public testing::WithParamInterface<EditRow> {};

TEST_P(EditRows, BecomeEditsOfTheRightPlace) {
  const auto& row = GetParam();
  const auto project = read(row.files, {.read_env_files = true});
  ASSERT_TRUE(project) << project.error().message << " " << project.error().where;
  std::vector<Change> changes = row.changes;
  for (Change& change : changes) {
    // Where the project is, in a row: @.
    if (change.path.empty() || !change.path.back().starts_with("[@")) continue;
    change.path.back().replace(1, 1, home_);
  }
  const auto edited = edit_project(*project, changes);
  ASSERT_TRUE(edited);
  Files after;
  for (const FileEdit& file : edited->files) {
    after.emplace_back(project->files[file.file].path.substr(home_.size() + 1),
                       std::string(file.document.text()));
  }
  EXPECT_EQ(after, row.after);
  std::vector<std::string> held;
  for (const HeldChange& change : edited->held) {
    std::string where = change.where;
    if (where.starts_with(home_)) where = where.substr(home_.size() + 1);
    held.push_back(std::to_string(change.change) + " " + where + ": " + change.reason);
  }
  EXPECT_EQ(held, row.held);
}

std::vector<EditRow> scalar_rows() {
  return {
      {"a_scalar_keeps_its_style",
       {{"compose.yaml", "services:\n  web:\n    image: 'nginx:1'  # why\n    tty: true\n"}},
       {to("services/web/image", "nginx:2"), to("services/web/tty", "false")},
       {{"compose.yaml", "services:\n  web:\n    image: 'nginx:2'  # why\n    tty: false\n"}}},
      {"what_is_said_already_is_no_edit",
       {{"compose.yaml", "services: {web: {image: x, command: [a, 'b']}}\n"}},
       {to("services/web/image", "x"), to("services/web/command", R"(["a", "b"])")},
       {}},
      {"text_stays_as_given",
       {{"compose.yaml", "services:\n  web:\n    image: x\n    environment:\n      A: 1\n"}},
       {to("services/web/environment/A", "${TOKEN:?set it} $$5")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    environment:\n      A: ${TOKEN:?set it} $$5\n"}}},
      {"a_new_key",
       {{"compose.yaml", "services:\n  web:\n    image: x # one\n  db:\n    image: y\n"}},
       {to("services/web/restart", "always")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x # one\n    restart: always\n  db:\n    image: y\n"}}},
      {"new_keys_below_a_new_key",
       {{"compose.yaml", "services:\n  web:\n    image: x\n"}},
       {to("services/web/environment/B", "1"), to("services/web/environment/A", "two"),
        to("services/web/deploy/resources/limits/memory", "64m"),
        to("services/web/ports/[80/tcp]", "8080:80")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    environment:\n      B: 1\n      A: two\n"
         "    deploy:\n      resources:\n        limits:\n          memory: 64m\n"
         "    ports:\n      - \"8080:80\"\n"}}},
      {"a_null_becomes_a_map",
       {{"compose.yaml", "services:\n  web:\n    image: x\n    environment:\n    ports:\n"}},
       {to("services/web/environment/A", "one"), to("services/web/ports/[80/tcp]", "8080:80"),
        gone("services/web/environment"), gone("services/web/ports")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    environment:\n      A: one\n"
         "    ports:\n      - \"8080:80\"\n"}}},
      {"a_default_is_written_where_it_is_missing",
       {{"compose.yaml", "services:\n  web:\n    build:\n      context: .\n"}},
       {to("services/web/build/dockerfile", "Other"), gone("services/web/networks/default")},
       {{"compose.yaml",
         "services:\n  web:\n    build:\n      context: .\n      dockerfile: Other\n"}}},
      {"what_is_not_there_is_gone",
       {{"compose.yaml", "services:\n  web:\n    image: x\n"}},
       {gone("services/web/user"), gone("services/db"), gone("services/web/environment/A"),
        gone("networks/n/labels/x")},
       {}},
      {"short_forms_get_more_to_say",
       {{"compose.yaml", "services:\n  web:\n    build: ./app # here\n"}},
       {to("services/web/build/target", "dev")},
       {{"compose.yaml",
         "services:\n  web:\n    build: # here\n      context: ./app\n      target: dev\n"}}},
      {"a_scalar_for_a_map_and_back",
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    ulimits:\n      nofile: 5\n      nproc:\n"
         "        soft: 1\n        hard: 2\n"}},
       {gone("services/web/ulimits/nofile"), to("services/web/ulimits/nofile/soft", "6"),
        gone("services/web/ulimits/nproc/soft"), gone("services/web/ulimits/nproc/hard"),
        to("services/web/ulimits/nproc", "7")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    ulimits:\n      nofile:\n        soft: 6\n"
         "      nproc: 7\n"}}},
  };
}

std::vector<EditRow> list_rows() {
  return {
      {"a_command_item_by_item",
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    command:\n      - npx # the runner\n"
         "      - '-y'\n      - foo@1  # version\n      - --last\n"}},
       {to("services/web/command", R"(["npx", "-y", "foo@2", "--more", "--last"])")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    command:\n      - npx # the runner\n"
         "      - '-y'\n      - foo@2  # version\n      - \"--more\"\n      - --last\n"}}},
      {"a_command_that_gets_shorter_and_a_new_first_item",
       {{"compose.yaml",
         "services:\n  a: {image: x, command: [\"npx\", \"-y\", \"foo\", \"--old\"]}\n"
         "  b: {image: x, command: [\"foo\"]}\n"}},
       {to("services/a/command", R"(["npx", "foo"])"),
        to("services/b/command", R"(["-y", "foo"])")},
       {{"compose.yaml",
         "services:\n  a: {image: x, command: [\"npx\", \"foo\"]}\n"
         "  b: {image: x, command: [\"-y\", \"foo\"]}\n"}}},
      {"a_command_that_is_a_text",
       {{"compose.yaml", "services:\n  web:\n    image: x\n    command: npx -y foo # run\n"}},
       {to("services/web/command", R"(["npx", "-y", "bar"])")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    command: [\"npx\", \"-y\", \"bar\"] # run\n"}}},
      {"a_new_command_in_brackets",
       {{"compose.yaml", "services:\n  web:\n    image: x\n"}},
       {to("services/web/command", R"(["npx", "-y"])")},
       {{"compose.yaml", "services:\n  web:\n    image: x\n    command: [\"npx\", \"-y\"]\n"}}},
      {"variables_in_a_list",
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    environment:\n      - A=1 # one\n      - \"B=2\"\n"
         "      - C\n      - D=4\n"}},
       {to("services/web/environment/A", "${A}"), to("services/web/environment/C", "3"),
        gone("services/web/environment/D"), to("services/web/environment/E", "x=y"),
        to("services/web/environment/F", "null"), renamed("services/web/environment/B", "BB")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    environment:\n      - A=${A} # one\n"
         "      - \"BB=2\"\n      - C=3\n      - E=x=y\n      - F\n"}}},
      {"a_variable_that_stands_twice_goes_twice",
       {{"compose.yaml", "services: {web: {image: x, environment: [A=1, B=2, A=3]}}\n"}},
       {gone("services/web/environment/A")},
       {{"compose.yaml", "services: {web: {image: x, environment: [B=2]}}\n"}}},
      {"ports_are_replaced_whole",
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    ports:\n      - \"8080:80\" # web\n"
         "      - target: 53\n        published: \"53\"  # dns\n        protocol: udp\n"
         "      - '9000:9000'\n"}},
       {to("services/web/ports/[80/tcp]", "8081:80"),
        to("services/web/ports/[53/udp]",
           R"({"target": 53, "published": "5353", "protocol": "udp"})"),
        gone("services/web/ports/[9000/tcp]"), to("services/web/ports/[7/tcp]", "7:7")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    ports:\n      - \"8081:80\" # web\n"
         "      - target: 53\n        published: \"5353\"  # dns\n        protocol: udp\n"
         "      - \"7:7\"\n"}}},
      {"a_range_is_held",
       {{"compose.yaml", "services: {web: {image: x, ports: ['80-81:80-81', '90:90']}}\n"}},
       {to("services/web/ports/[80/tcp]", "8080:80"), to("services/web/ports/[90/tcp]", "91:90")},
       {{"compose.yaml", "services: {web: {image: x, ports: ['80-81:80-81', '91:90']}}\n"}},
       {"0 compose.yaml:1: the text gives several entries; write each of them out"}},
      {"mounts_with_one_target_go_together",
       {{"compose.yaml", "services: {web: {image: x, volumes: ['./a:/t', './b:/u', './c:/t']}}\n"}},
       {gone("services/web/volumes/[/t]")},
       {{"compose.yaml", "services: {web: {image: x, volumes: ['./b:/u']}}\n"}}},
      {"lists_of_text",
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    cap_add: [A, B]\n    dns: 1.1.1.1\n"
         "    tmpfs: /run\n    dns_search: s\n"}},
       {gone("services/web/cap_add/[A]"), to("services/web/cap_add/[C]", "C"),
        to("services/web/dns/[8.8.8.8]", "8.8.8.8"), gone("services/web/tmpfs/[/run]"),
        to("services/web/dns_search/[s]", "t"), to("services/web/security_opt/[a]", "a")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    cap_add: [B, C]\n    dns: [\"1.1.1.1\", "
         "\"8.8.8.8\"]\n"
         "    dns_search: t\n    security_opt: [a]\n"}}},
      {"env_files_by_their_path",
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n    env_file: a.env\n  b:\n    image: x\n"
         "    env_file: [a.env]\n"},
        {"a.env", ""}},
       {gone("services/a/env_file/[@/a.env]"), to("services/b/env_file/[@/b.env]", "b.env")},
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n  b:\n    image: x\n    env_file: [a.env, b.env]\n"}}},
      {"hosts_as_a_map",
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    extra_hosts:\n      a: 1.1.1.1 # A\n      b: "
         "2.2.2.2\n"
         "      c: 3.3.3.3\n"}},
       {to("services/web/extra_hosts/[a=1.1.1.1]", "a=9.9.9.9"),
        gone("services/web/extra_hosts/[b=2.2.2.2]"), to("services/web/extra_hosts/[d=4]", "d=4"),
        gone("services/web/extra_hosts/[c=3.3.3.3]"), to("services/web/extra_hosts/[c=5]", "c=5")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    extra_hosts:\n      a: \"9.9.9.9\" # A\n      d: "
         "\"4\"\n"
         "      c: \"5\"\n"}}},
      {"names_stay_a_list_while_they_can",
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n    depends_on: [b]\n    networks: [n]\n  b: {image: x}\n"
         "  c: {image: x}\nnetworks: {n: , m: }\n"}},
       {to("services/a/networks/m", "null"), gone("services/a/networks/n"),
        to("services/a/depends_on/c/condition", "service_started"),
        to("services/a/depends_on/c/required", "true")},
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n    depends_on: [b, c]\n    networks: [m]\n"
         "  b: {image: x}\n  c: {image: x}\nnetworks: {n: , m: }\n"}}},
      {"new_names_are_a_list",
       {{"compose.yaml", "services:\n  a:\n    image: x\n  b:\n    image: z\n"}},
       {to("services/a/networks/net", "null"), gone("services/a/networks/default"),
        to("services/a/depends_on/b/condition", "service_started"),
        to("services/b/networks/net/aliases/[q]", "q"), to("services/b/networks/other", "null")},
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n    networks: [net]\n    depends_on:\n      - b\n  b:\n"
         "    image: z\n    networks:\n      net:\n        aliases: [q]\n      other:\n"}}},
      {"a_list_that_is_an_alias",
       {{"compose.yaml",
         "x-d: &d [e, f]\nservices:\n  a:\n    image: x\n    dns: *d\n    dns_search: s\n"}},
       {to("services/a/dns/[g]", "g"), gone("services/a/dns/[e]"),
        to("services/a/dns_search", R"(["t", "u"])")},
       {{"compose.yaml",
         "x-d: &d [e, f]\nservices:\n  a:\n    image: x\n    dns: *d\n    dns_search:\n"
         "      - t\n      - u\n"}},
       {"0 compose.yaml:5: the list stands in a definition that an alias uses",
        "1 compose.yaml:1: the entry stands in a definition that an alias uses"}},
      {"names_become_a_map_where_they_must",
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n    depends_on:\n      - b\n      - c\n"
         "  b: {image: x}\n  c: {image: x}\n"}},
       {to("services/a/depends_on/b/condition", "service_healthy"),
        gone("services/a/depends_on/c/condition"), gone("services/a/depends_on/c/required"),
        gone("services/a/depends_on/c")},
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n    depends_on:\n      b:\n"
         "        condition: service_healthy\n  b: {image: x}\n  c: {image: x}\n"}}},
  };
}

std::vector<EditRow> removal_rows() {
  return {
      {"the_last_entry_takes_its_key_along",
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    environment:\n      A: 1\n    ports: [80]\n"
         "    deploy:\n      resources:\n        limits:\n          memory: 1m\n"
         "    labels: [a=b]\nnetworks:\n  n:\n"}},
       {gone("services/web/environment/A"), gone("services/web/ports/[80/tcp]"),
        gone("services/web/deploy/resources/limits/memory"), gone("services/web/labels/a"),
        gone("networks/n")},
       {{"compose.yaml", "services:\n  web:\n    image: x\n"}}},
      {"services_stay",
       {{"compose.yaml", "services:\n  web:\n    image: x\nvolumes:\n  v:\n"}},
       {gone("services/web")},
       {{"compose.yaml", "services: {}\nvolumes:\n  v:\n"}}},
      {"a_new_entry_keeps_the_key",
       {{"compose.yaml", "services:\n  web:\n    image: x\n    environment:\n      A: 1\n"}},
       {gone("services/web/environment/A"), to("services/web/environment/B", "b")},
       {{"compose.yaml", "services:\n  web:\n    image: x\n    environment:\n      B: b\n"}}},
      {"a_whole_service_with_its_comments",
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n\n  # of b\n  b:\n    image: y # y\n\n  c:\n"
         "    image: z\n"}},
       {gone("services/b"), to("services/d", R"({"image": "w", "command": ["run"]})")},
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n\n  c:\n    image: z\n\n  d:\n    image: w\n"
         "    command: [\"run\"]\n"}}},
      {"a_whole_service_is_set_by_what_differs",
       {{"compose.yaml",
         "services:\n  a:\n    image: x # keep\n    tty: true\n    command: ['a', b]\n"}},
       {to("services/a", R"({"image": "x", "command": ["a", "c"], "user": "me"})")},
       {{"compose.yaml",
         "services:\n  a:\n    image: x # keep\n    command: ['a', c]\n    user: me\n"}}},
      {"a_service_where_no_services_are",
       {{"compose.yaml", "name: p\nservices:\n"}},
       {to("services/a/image", "x"), to("networks/net/internal", "true")},
       {{"compose.yaml",
         "name: p\nservices:\n  a:\n    image: x\nnetworks:\n  net:\n    internal: true\n"}}},
      {"renamed_with_changes_below",
       {{"compose.yaml", "services:\n  web: # it\n    image: x\n  db:\n    image: y\n"}},
       {renamed("services/web", "site"), to("services/web/image", "z")},
       {{"compose.yaml", "services:\n  site: # it\n    image: z\n  db:\n    image: y\n"}}},
      {"a_taken_name_is_held",
       {{"compose.yaml", "services:\n  web:\n    image: x\n  db:\n    image: y\n"}},
       {renamed("services/web", "db"), to("services/db/image", "z")},
       {{"compose.yaml", "services:\n  web:\n    image: x\n  db:\n    image: z\n"}},
       {"0 compose.yaml:5: the new name is taken"}},
      {"contradictions_are_held",
       {{"compose.yaml", "services: {web: {image: x}}\n"}},
       {to("services/web/image", "y"),
        to("services/web/image", "z"),
        to("services/a", R"({"image": "w"})"),
        to("services/a/image", "v"),
        {{}, {}, "n"}},
       {{"compose.yaml", "services: {web: {image: z}, a: {image: w}}\n"}},
       {"0 : another change concerns the same place",
        "3 : another change sets all that stands around it", "4 : the change names no place"}},
  };
}

std::vector<EditRow> file_rows() {
  const Files overridden = {
      {"compose.yaml",
       "services:\n  web:\n    image: x\n    user: me\n    environment:\n      A: 1\n      B: 2\n"},
      {"compose.override.yaml",
       "services:\n  web:\n    image: y\n    environment: [B=3, C=4]\n    tty: true\n"}};
  return {
      {"the_last_file_that_says_it",
       overridden,
       {to("services/web/image", "z"), to("services/web/user", "you"),
        to("services/web/environment/A", "a"), to("services/web/environment/B", "b"),
        to("services/web/environment/D", "d"), to("services/db/image", "w")},
       {{"compose.yaml",
         "services:\n  web:\n    image: x\n    user: you\n    environment:\n      A: a\n"
         "      B: 2\n      D: d\n  db:\n    image: w\n"},
        {"compose.override.yaml",
         "services:\n  web:\n    image: z\n    environment: [B=b, C=4]\n    tty: true\n"}}},
      {"what_goes_goes_everywhere",
       overridden,
       {gone("services/web/image"), gone("services/web/environment/B"),
        gone("services/web/environment/C")},
       {{"compose.yaml", "services:\n  web:\n    user: me\n    environment:\n      A: 1\n"},
        {"compose.override.yaml", "services:\n  web:\n    tty: true\n"}}},
      {"a_service_goes_and_is_renamed_in_each_file",
       {{"compose.yaml", "services: {a: {image: x}, b: {image: x}, c: {image: z}}\n"},
        {"compose.override.yaml", "services: {a: {tty: true}, b: {tty: true}}\n"}},
       {gone("services/a"), renamed("services/b", "bb")},
       {{"compose.yaml", "services: {bb: {image: x}, c: {image: z}}\n"},
        {"compose.override.yaml", "services: {bb: {tty: true}}\n"}}},
      {"included",
       {{"compose.yaml", "include: [i.yaml]\n"}, {"i.yaml", "services: {i: {image: x}}\n"}},
       {to("services/i/image", "y"), to("services/i/user", "me"), gone("services/i"),
        to("services/a/image", "z")},
       {{"compose.yaml", "include: [i.yaml]\nservices:\n  a:\n    image: z\n"}},
       {"0 i.yaml:1: the value stands in an included file",
        "1 i.yaml:1: the value stands in an included file",
        "2 i.yaml:1: the value stands in an included file"}},
      {"included_and_overridden",
       {{"compose.yaml", "include: [i.yaml]\n"},
        {"compose.override.yaml", "services: {i: {image: y, tty: true}}\n"},
        {"i.yaml", "services: {i: {image: x}}\n"}},
       {to("services/i/image", "z"), gone("services/i/tty"), to("services/i/user", "me"),
        renamed("services/i", "j")},
       {{"compose.override.yaml", "services: {i: {image: z, user: me}}\n"}},
       {"3 i.yaml:1: another value would appear in its place, which stands in an included file"}},
      {"extended",
       {{"compose.yaml",
         "services:\n  b:\n    image: x\n    environment: {A: 1, B: 2}\n  a:\n    extends: b\n"
         "    environment: {B: 3, C: 4}\n  c: {image: z}\n"}},
       {to("services/a/image", "y"), to("services/a/environment/B", "5"),
        gone("services/a/environment/C"), to("services/a/user", "me"),
        to("services/a/environment/D", "6"), to("services/b/user", "you")},
       {{"compose.yaml",
         "services:\n  b:\n    image: x\n    environment: {A: 1, B: 2}\n    user: you\n  a:\n"
         "    extends: b\n    environment: {B: 5, D: 6}\n    user: me\n  c: {image: z}\n"}},
       {"0 compose.yaml:3: the value is inherited by extends"}},
      {"behind_it_another_appears",
       {{"compose.yaml",
         "services:\n  b:\n    image: x\n  a:\n    extends: b\n    image: y\n  c:\n    image: "
         "z\n"}},
       {gone("services/a/image")},
       {},
       {"0 compose.yaml:3: another value would appear in its place, which is inherited by "
        "extends"}},
      {"a_base_goes_with_all_that_extend_it",
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n  b:\n    extends: a\n  c:\n    image: z\n  d:\n"
         "    extends: {service: c, file: ./compose.yaml}\n  e:\n    image: w\n"}},
       {gone("services/a"), gone("services/b"), gone("services/c"), renamed("services/c", "cc"),
        to("services/e/image", "v")},
       {{"compose.yaml",
         "services:\n  c:\n    image: z\n  d:\n"
         "    extends: {service: c, file: ./compose.yaml}\n  e:\n    image: v\n"}},
       {"2 : another change concerns the same place",
        "3 compose.yaml:9: another service extends it"}},
      {"a_service_goes_with_what_it_inherits",
       {{"compose.yaml", "services:\n  b:\n    image: x\n  a:\n    extends: b\n    image: y\n"}},
       {gone("services/a")},
       {{"compose.yaml", "services:\n  b:\n    image: x\n"}}},
      {"reset",
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n    ports: ['80:80']\n    user: me\n    dns: [d]\n"},
        {"compose.override.yaml",
         "services:\n  a:\n    ports: !reset []\n    environment: !reset {A: 1}\n"
         "    dns: !override [e, f]\n"}},
       {to("services/a/ports/[80/tcp]", "80:80"), to("services/a/environment/A", "2"),
        to("services/a/dns/[e]", "g"), gone("services/a/dns/[f]"), to("services/a/user", "you")},
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n    ports: ['80:80']\n    user: you\n    dns: [d]\n"},
        {"compose.override.yaml",
         "services:\n  a:\n    ports: !reset []\n    environment: !reset {A: 1}\n"
         "    dns: !override [g]\n"}},
       {"0 compose.override.yaml:3: what stands there is removed by !reset",
        "1 compose.override.yaml:4: what stands there is removed by !reset"}},
      {"what_an_override_hides_goes_with_it",
       {{"compose.yaml", "services: {a: {image: x, dns: [d]}, b: {dns: [e]}}\n"},
        {"compose.override.yaml",
         "services:\n  a:\n    dns: !override []\n  b: !override\n"
         "    image: y\n"}},
       {gone("services/a/dns"), gone("services/b")},
       {{"compose.yaml", "services: {a: {image: x}}\n"},
        {"compose.override.yaml", "services:\n  a: {}\n"}}},
      {"env_file",
       {{"compose.yaml", "services:\n  a:\n    image: x\n    env_file: e.env\n"},
        {"e.env", "A=2\n"}},
       {to("services/a/environment/A", "3"), to("services/a/environment/B", "4")},
       {{"compose.yaml",
         "services:\n  a:\n    image: x\n    env_file: e.env\n    environment:\n      B: 4\n"}},
       {"0 compose.yaml:3: the value comes from a file that the service names"}},
  };
}

std::vector<EditRow> anchor_rows() {
  const char* merged =
      "x-base: &base\n  restart: always\n  environment: {A: '1', B: $X}\n  command: [a]\n"
      "services:\n  web:\n    <<: *base\n    image: x\n    environment: {C: 3}\n  db:\n"
      "    <<: *base\n    image: y\n";
  return {
      {"a_local_key_overrides_what_came_through_a_merge_key",
       {{"compose.yaml", merged}},
       {to("services/db/restart", "no"), to("services/db/environment/A", "2"),
        to("services/db/environment/D", "4"), to("services/db/command", R"(["b"])"),
        to("services/web/environment/A", "1")},
       {{"compose.yaml",
         "x-base: &base\n  restart: always\n  environment: {A: '1', B: $X}\n  command: [a]\n"
         "services:\n  web:\n    <<: *base\n    image: x\n    environment: {C: 3, A: 1}\n  db:\n"
         "    <<: *base\n    image: y\n    restart: \"no\"\n    environment:\n      A: 2\n"
         "      B: $X\n      D: 4\n    command: [\"b\"]\n"}}},
      {"what_came_through_a_merge_key_cannot_go",
       {{"compose.yaml", merged}},
       {gone("services/db/restart"), gone("services/web/environment/C"),
        gone("services/db/environment/B"), renamed("services/db/command", "entrypoint")},
       {{"compose.yaml",
         "x-base: &base\n  restart: always\n  environment: {A: '1', B: $X}\n  command: [a]\n"
         "services:\n  web:\n    <<: *base\n    image: x\n    environment: {}\n  db:\n"
         "    <<: *base\n    image: y\n    environment:\n      A: \"1\"\n"}},
       {"0 compose.yaml:2: it came through a merge key (<<) and can only be changed there",
        "3 compose.yaml:4: it came through a merge key (<<) and can only be changed there"}},
      {"shared_anchors_and_aliases",
       {{"compose.yaml",
         "services:\n  a:\n    image: &i x\n    environment: &e {A: 1}\n    user: me\n  b:\n"
         "    image: *i\n    environment: *e\n"}},
       {to("services/a/image", "y"), to("services/a/environment/A", "2"),
        to("services/a/environment/B", "3"), to("services/b/image", "z"),
        to("services/b/environment/A", "4"), to("services/b/environment/C", "5"),
        to("services/a/user", "you")},
       {{"compose.yaml",
         "services:\n  a:\n    image: &i x\n    environment: &e {A: 1}\n    user: you\n  b:\n"
         "    image: z\n    environment: *e\n"}},
       {"0 compose.yaml:3: the value stands below an anchor that others use",
        "1 compose.yaml:4: the value stands below an anchor that others use",
        "2 compose.yaml:4: the value stands below an anchor that others use",
        "4 compose.yaml:4: the value stands in a definition that an alias uses",
        "5 compose.yaml:8: its place stands in a definition that an alias uses"}},
      {"another_appears_through_a_merge_key",
       {{"compose.yaml",
         "x-b: &b {user: me}\nservices:\n  a:\n    <<: *b\n    image: x\n    user: you\n"}},
       {gone("services/a/user"), to("services/a/image", "z")},
       {{"compose.yaml",
         "x-b: &b {user: me}\nservices:\n  a:\n    <<: *b\n    image: z\n    user: you\n"}},
       {"0 compose.yaml:6: another value would appear in its place, which came through a merge "
        "key"}},
      {"an_anchor_in_use_does_not_go",
       {{"compose.yaml",
         "services:\n  a:\n    image: &i x\n  b:\n    image: *i\n  c:\n    image: y\n"}},
       {to("services/c/image", "z"), gone("services/a"), gone("services/c/user"),
        to("services/b/user", "me")},
       {{"compose.yaml",
         "services:\n  a:\n    image: &i x\n  b:\n    image: *i\n    user: me\n  c:\n"
         "    image: z\n"}},
       {"1 compose.yaml:3: the anchor &i would go with it, and line 5 uses it"}},
  };
}

INSTANTIATE_TEST_SUITE_P(Scalars, EditRows, testing::ValuesIn(scalar_rows()),
                         [](const auto& row) { return std::string(row.param.name); });
INSTANTIATE_TEST_SUITE_P(Lists, EditRows, testing::ValuesIn(list_rows()),
                         [](const auto& row) { return std::string(row.param.name); });
INSTANTIATE_TEST_SUITE_P(Removals, EditRows, testing::ValuesIn(removal_rows()),
                         [](const auto& row) { return std::string(row.param.name); });
INSTANTIATE_TEST_SUITE_P(SeveralFiles, EditRows, testing::ValuesIn(file_rows()),
                         [](const auto& row) { return std::string(row.param.name); });
INSTANTIATE_TEST_SUITE_P(Anchors, EditRows, testing::ValuesIn(anchor_rows()),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace mcpmx::compose
