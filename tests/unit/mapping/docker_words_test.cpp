#include "mapping/docker_words.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace mcpmx::mapping {
namespace {

TrialService service(const std::string& body, const std::string& volumes = "{}") {
  TrialService one;
  one.body = boost::json::parse(body).as_object();
  one.volumes = boost::json::parse(volumes).as_object();
  one.facts = facts_of("it", "mcp", one.body);
  return one;
}

constexpr const char* kPlain = R"({"image": "a", "stdin_open": true, "networks": ["mcp-network"],
  "restart": "unless-stopped", "security_opt": ["no-new-privileges:true"],
  "labels": {"mcpmx.server": "it"}})";

std::string words(const TrialService& one, bool generated = true) {
  std::string text;
  for (const std::string& word : docker_words(one, service(kPlain), generated))
    text.append(text.empty() ? "" : " ").append(word);
  return text;
}

TEST(DockerWords, SayNothingOfWhatEveryServiceHas) {
  EXPECT_EQ(words(service(kPlain)), "");
  EXPECT_EQ(words(service(R"({"image": "a", "networks": {"mcp-network": null},
    "extra_hosts": ["host.docker.internal=host-gateway"], "labels": {"mcpmx.server": "it"}})")),
            "");
}

// Each as we write it and as Compose reads it.
TEST(DockerWords, OfAKeyAreThose) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"volumes": ["data:/d:ro", "/anonymous"]})", "-v data:/d:ro -v /anonymous"},
      {R"({"volumes": [{"type": "volume", "source": "data", "target": "/d", "read_only": true,
           "volume": {"nocopy": true}}, {"type": "volume", "target": "/anonymous", "volume": {}}]})",
       "-v data:/d:ro,nocopy -v /anonymous"},
      {R"({"volumes": [{"type": "bind", "source": "/s", "target": "/t",
           "bind": {"propagation": "rslave", "selinux": "z", "create_host_path": false}}]})",
       "-v /s:/t:rslave,z"},
      {R"({"volumes": [{"type": "tmpfs", "target": "/t", "read_only": true,
           "tmpfs": {"size": "1048576", "mode": 1016}}]})",
       "--mount type=tmpfs,target=/t,readonly,tmpfs-size=1048576,tmpfs-mode=1770"},
      {R"({"ports": ["8080:80", "127.0.0.1:1:2/udp", "9"]})",
       "-p 8080:80 -p 127.0.0.1:1:2/udp -p 9"},
      {R"({"ports": [{"mode": "ingress", "target": 80, "published": "8080", "protocol": "tcp"},
           {"host_ip": "::1", "target": 2, "published": "1", "protocol": "udp"},
           {"host_ip": "127.0.0.1", "target": 3}, {"target": 9}]})",
       "-p 8080:80 -p [::1]:1:2/udp -p 127.0.0.1::3 -p 9"},
      {R"({"networks": ["mcp-network", "back"]})", "--network back"},
      {R"({"networks": {"back": null}})", "--network back"},
      {R"({"network_mode": "host"})", "--network host"},
      {R"({"cpus": 0.5, "mem_limit": "512m", "pids_limit": 5, "init": true, "read_only": false})",
       "--cpus 0.5 --init --memory 512m --pids-limit 5"},
      {R"({"tmpfs": "/run", "dns": ["1.1.1.1"]})", "--dns 1.1.1.1 --tmpfs /run"},
      {R"({"devices": [{"source": "/dev/a", "target": "/dev/a", "permissions": "rwm"},
           {"source": "/dev/a", "target": "/dev/b", "permissions": "r"}, "/dev/c:/dev/d"]})",
       "--device /dev/a --device /dev/a:/dev/b:r --device /dev/c:/dev/d"},
      {R"({"extra_hosts": ["db=10.0.0.5", "x:::1"]})", "--add-host db:10.0.0.5 --add-host x:::1"},
      {R"({"security_opt": ["no-new-privileges:true", "seccomp=unconfined"]})",
       "--security-opt seccomp=unconfined"},
      {R"({"labels": {"mcpmx.server": "it", "a": "b"}, "sysctls": {"x.y": "1"}})",
       "--label a=b --sysctl x.y=1"},
      {R"({"entrypoint": ["/bin/x", "-a"]})", "--entrypoint /bin/x"},
      {R"({"entrypoint": []})", "--entrypoint "},
      {R"({"env_file": [{"path": "/v.env", "required": false}]})", "--env-file /v.env"},
      {R"({"gpus": "all"})", "--gpus all"},
      {R"({"gpus": [{"count": -1}]})", "--gpus all"},
      {R"({"deploy": {"resources": {"reservations": {"devices": [{"device_ids": ["0", "1"]}]}}}})",
       "--gpus \"device=0,1\""},
      {R"({"healthcheck": {"test": ["CMD-SHELL", "curl x"], "interval": "1m0s", "retries": 3}})",
       "--health-cmd curl x --health-interval 1m0s --health-retries 3"},
      {R"({"healthcheck": {"disable": true}})", "--no-healthcheck"},
      {R"({"logging": {"driver": "x", "options": {"a": "b"}}})", "--log-driver x --log-opt a=b"},
      {R"({"ulimits": {"nofile": {"soft": 1, "hard": 2}, "nproc": 3}})",
       "--ulimit nofile=1:2 --ulimit nproc=3"},
      {R"({"stop_grace_period": "1m30s", "blkio_config": {"weight": 10}})",
       "--stop-timeout 90 --blkio-weight 10"},
      {R"({"restart": "no"})", "--restart no"},
  };
  for (const auto& [body, expected] : rows) EXPECT_EQ(words(service(body)), expected) << body;
}

TEST(DockerWords, DescribeAVolumeOnce) {
  EXPECT_EQ(words(service(R"({"volumes": ["nas:/a", "nas:/b:ro"]})",
                          R"({"nas": {"name": "nas", "driver": "local",
                        "driver_opts": {"type": "cifs", "o": "addr=x,password=\"y"},
                        "labels": {"team": "a"}}})")),
            "--mount type=volume,source=nas,target=/a,volume-driver=local,volume-opt=type=cifs,"
            "\"volume-opt=o=addr=x,password=\"\"y\",volume-label=team=a -v nas:/b:ro");
  EXPECT_EQ(words(service(R"({"volumes": ["data:/a"]})", R"({"data": {"name": "data"}})")),
            "-v data:/a");
}

TEST(DockerWords, LeaveToAPersonsFileWhatIsComposes) {
  const TrialService one = service(R"({"image": "a", "restart": "always", "networks": ["back"],
    "labels": {"a": "b"}, "mem_limit": "1g", "healthcheck": {"disable": true},
    "logging": {"driver": "x"}, "ulimits": {"nproc": 3}, "privileged": true})");
  EXPECT_EQ(words(one, false), "--privileged");
}

}  // namespace
}  // namespace mcpmx::mapping
