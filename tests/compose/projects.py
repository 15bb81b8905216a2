"""Projects for project_test.py: name, the files of a folder, and the options of the call.

Each is about one feature of Compose, in the forms in which people write it.
"""


class Case:
    def __init__(self, name, files, *options, folder=".", fails=""):
        self.name, self.files, self.options, self.folder = name, files, options, folder
        self.fails = fails  # words of our error; docker compose refuses it as well


def one(name, text, *options, **more):
    return Case(name, {"compose.yaml": text}, *options, **more)


def over(name, base, override, **more):
    return Case(name, {"compose.yaml": base, "compose.override.yaml": override}, **more)


CASES = [
    one("scalars", """
services:
  a: {image: x, environment: {A: 1.50, B: 0o17, C: 1e3, D: 010, E: 0x1F, F: true, G: 1e21, H: 100000000000000000000,
      I: 0.00001, J: 1_000, K: 12345678901.5, L: 0b11, M: 1.0, N: yes, O: "1.50", P: -7, Q: +3, R: .5, S: 08, T: 1e6}}
  b: {image: x, init: "yes", read_only: "on", tty: "false", stdin_open: "true", scale: "2",
      cpus: "1.5", pids_limit: "10", mem_limit: 1000000}
"""),
    one("merge_keys", """
x-base: &base
  restart: always
  environment: {A: "1", B: "2"}
x-more: &more {restart: "no", user: me}
services:
  a: {<<: *base, image: a}
  b: {<<: [*more, *base], image: b, environment: {C: "3"}}
  c: {image: c, environment: {<<: {A: x}, D: "4"}}
  d: {image: d, environment: &e {A: y}}
  e: {image: e, environment: *e}
"""),
    one("ports", """
services:
  a:
    image: x
    ports: ["80", 81, "8082:82", "127.0.0.1:8083:83", "127.0.0.1::84", "9000-9002:90-92/udp", "9100-9105:95", "[::1]:86:86",
            {target: 87, published: 8087}, {target: 88, published: "8088", protocol: udp, mode: host, host_ip: 1.2.3.4},
            "9-11", "8082:82", "100:100/TCP", "7:7/sctp"]
"""),
    one("bad_port", "services: {a: {image: x, ports: ['80:90:']}}\n", fails="services.a.ports"),
    one("mounts", """
services:
  a:
    image: x
    volumes:
      - /anonymous
      - data:/data
      - data:/ro:ro
      - ./here:/here:z,rslave
      - ../up:/up/./x/../y/
      - ~/home:/home/me
      - /abs:/abs:rw
      - data:/nocopy:nocopy
      - /t
      - {type: bind, source: ./b, target: /b, read_only: true}
      - {type: bind, source: ./c, target: /c, bind: {propagation: shared, create_host_path: false}}
      - {type: volume, source: data, target: /v, volume: {nocopy: true}}
      - {type: tmpfs, target: /tmpfs, tmpfs: {size: 64m, mode: 1777}}
      - ./late:/here
volumes: {data: }
"""),
    one("bad_mount", "services: {a: {image: x, volumes: ['/a::b']}}\n", fails="services.a.volumes"),
    Case("environment", {"compose.yaml": """
services:
  a: {image: x, environment: [A=1, B=, C, D=a=b, "E= x ", FROM_ENV, A=2]}
  b: {image: x, environment: {A: 1, B: "", C: , D: true, FROM_ENV: , E: 1.0}}
  c: {image: x, env_file: c.env, environment: {FILE: own}}
  d: {image: x, env_file: [c.env, {path: d.env, required: true}, {path: none.env, required: false}]}
""", ".env": "FROM_ENV=env\n", "c.env": "FILE=c\nONLY=c\nREF=${FROM_ENV}-$ONLY\n", "d.env": "FILE=d\nTWO=$ONLY\n"}),
    Case("missing_env_file", {"compose.yaml": "services: {a: {image: x, env_file: none.env}}\n"}, fails="none.env not found"),
    Case("interpolation", {"compose.yaml": """
name: p-${SUFFIX}
services:
  a:
    image: "${IMAGE:-x}:${TAG-latest}"
    command: ["$$HOME", "${A:+set}", "$SUFFIX"]
    ports: ["${PORT}:80"]
    privileged: ${YES}
    scale: ${COUNT}
    labels: ["p=${COMPOSE_PROJECT_NAME}", "$SUFFIX=key"]
    environment: {$SUFFIX: key, V: "${MISSING}"}
""", ".env": "SUFFIX=s\nTAG=\nPORT=8080\nYES=true\nCOUNT=2\n"}),
    one("required", "services: {a: {image: '${IMAGE:?say which}'}}\n", fails="required variable IMAGE is missing a value: say which"),
    one("words", r"""
services:
  a: {image: x, command: run "a b" 'c d' e\ f "" '' $$X, entrypoint: sh -c "x && y"}
  b: {image: x, command: a && b, entrypoint: ""}
  c: {image: x, command: [], entrypoint: [a, "b c"]}
  d: {image: x, command: echo "a\"b" 'c\d' `x y` $$(a b)}
  e: {image: x, command: a 2>b, entrypoint: a|b}
  f:
    image: x
    command: >
      one
      two
"""),
    one("bad_words", "services: {a: {image: x, command: 'a \"b'}}\n", fails="services.a.command"),
    one("healthcheck", """
services:
  a: {image: x, healthcheck: {test: curl -f x, interval: 90s, timeout: 1m30s, retries: 3, start_period: 1h, start_interval: 500ms}}
  b: {image: x, healthcheck: {test: [CMD, a, b], interval: 1.5h, timeout: 1us}}
  c: {image: x, healthcheck: {disable: true}}
  d: {image: x, healthcheck: {test: [NONE]}, stop_grace_period: 1h0m5s}
"""),
    one("lists_or_maps", """
services:
  a:
    image: x
    labels: [a=1, b, "c=d=e"]
    extra_hosts: ["h:1.2.3.4", "i=::1", "j=[::1]"]
    networks: [one, two]
    depends_on: [b]
    dns: 8.8.8.8
    dns_search: [a, b]
    tmpfs: /run
    sysctls: [net.core.somaxconn=1024]
    annotations: {a: 1}
    ulimits: {nproc: 5, nofile: {soft: 1, hard: 2}}
    expose: [80, "81-82"]
    logging: {driver: json-file, options: {max-size: 10m, max-file: 3}}
    cap_add: [ALL, ALL]
    storage_opt: {size: 1G}
  b:
    image: x
    labels: {a: 1, b: , c: true}
    extra_hosts: {h: 1.2.3.4}
    networks: {one: , two: {aliases: [x], ipv4_address: 1.2.3.4, priority: 5}}
    depends_on: {c: {condition: service_healthy, restart: true}, d: {condition: service_started, required: false}}
    dns: [8.8.8.8, 1.1.1.1]
    sysctls: {net.core.somaxconn: 1024}
  c: {image: x}
  d: {image: x}
networks: {one: , two: {driver: bridge, labels: [a=b], ipam: {config: [{subnet: 10.0.0.0/8}]}}}
"""),
    one("build", """
services:
  a: {build: .}
  b: {build: {context: ./b, dockerfile: D, args: [A=1, B], labels: {a: 1}, target: t, cache_from: [x], shm_size: 64m}}
  c: {build: {args: {A: 1, C: }, additional_contexts: [x=./y, "z=https://example.com/z.git"], tags: [a, b]}}
  d: {build: "https://github.com/a/b.git#main"}
  e: {image: x, build: {context: ~/e, dockerfile_inline: FROM x, extra_hosts: ["a=1.2.3.4"], no_cache: true}}
"""),
    one("limits", """
services:
  a: {image: x, mem_limit: 512m, mem_reservation: 1gb, memswap_limit: -1, shm_size: "1.5g", cpus: 0.1, cpu_shares: 512,
      pids_limit: 100, oom_score_adj: -5}
  b: {image: x, deploy: {replicas: 2, labels: [a=b], resources: {limits: {cpus: "0.50", memory: 50M, pids: 5},
      reservations: {cpus: "0.25", memory: 20M}}, restart_policy: {condition: on-failure, delay: 5s, max_attempts: 3, window: 2m},
      update_config: {parallelism: 2, delay: 10s, order: start-first}}}
"""),
    Case("newer_keys", {"compose.yaml": """
services:
  a:
    image: x
    gpus: all
    devices: ["/a", "/b:/c:r", "vendor.com/class=x", {source: /d, target: /e}, "/f:/c"]
    label_file: l.env
    labels: {own: 1, both: own}
    post_start: [{command: echo "a b", user: root}]
    develop: {watch: [{path: ./w, action: sync, target: /t, ignore: [a]}]}
    blkio_config: {weight: 5, device_read_bps: [{path: /x, rate: 1mb}]}
    extra_hosts: ["h=1.2.3.4,1.2.3.5", "i=1.2.3.4"]
    build: {entitlements: [a]}
  b: {image: x, gpus: [{driver: nvidia, count: 2, capabilities: [gpu]}]}
""", "l.env": "both=file\nfile=1\n"}),
    Case("secrets_and_configs", {"compose.yaml": """
services:
  a:
    image: x
    secrets: [s, {source: t, target: tt, uid: "1", mode: 0440}]
    configs: [c, {source: d, target: /d}]
secrets: {s: {file: ./s.txt}, t: {environment: T}, u: {external: true, name: uu}}
configs: {c: {file: c.txt}, d: {content: "a ${X:-b}"}}
"""}),
    one("resources", """
name: Named_Project-1
services: {a: {image: x, networks: [n, o, default], volumes: ["v:/v", "w:/w"]}}
networks: {n: {external: true}, o: {name: real, internal: true, driver_opts: {a: 1}}, default: {driver: bridge}}
volumes: {v: {external: true, name: vv}, w: {driver: local, driver_opts: {type: none, device: /x, o: bind}, labels: {a: b}}}
"""),
    one("implied_dependencies", """
services:
  a: {image: x, links: [b, "c:alias"], network_mode: "service:d"}
  b: {image: x, volumes_from: [c, "d:ro"], pid: "service:c"}
  c: {image: x, ipc: "service:d", pull_policy: if_not_present}
  d: {image: x}
"""),
    one("profiles", """
services:
  a: {image: x}
  b: {image: x, profiles: [debug]}
  c: {image: x, profiles: [test, other]}
""", "--profile", "other"),
    Case("profiles_of_env", {"compose.yaml": "services: {a: {image: x}, b: {image: x, profiles: [p]}, c: {image: x, profiles: [q]}}\n",
                             ".env": "COMPOSE_PROFILES=p\n"}),
    one("every_profile", "services: {a: {image: x}, b: {image: x, profiles: [p]}}\n", "--profile", "*"),
    over("merge", """
services:
  a:
    image: x
    command: [a, b]
    entrypoint: run
    environment: {A: 1, B: 2}
    labels: [a=1, b=2]
    ports: ["8080:80", "1:1"]
    volumes: ["./a:/a", "d:/d"]
    depends_on: [b]
    networks: [n]
    dns: 8.8.8.8
    tmpfs: [/run]
    extra_hosts: [h=1.2.3.4]
    healthcheck: {test: [CMD, a], retries: 3, interval: 5s}
    logging: {driver: json-file, options: {a: "1", b: "2"}}
    ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}
    build: ./b
    cap_add: [A, B]
    deploy: {resources: {limits: {memory: 1g}}, labels: {a: "1"}}
    security_opt: [a]
    restart: always
    secrets: [s]
    x-own: {a: 1}
  b: {image: b}
networks: {n: {driver: bridge, labels: {a: "1"}, ipam: {config: [{subnet: 10.0.0.0/16, gateway: 10.0.0.1}]}}}
volumes: {d: }
secrets: {s: {file: s}}
""", """
services:
  a:
    image: y
    command: c d
    entrypoint:
    environment: [B=3, C=4]
    labels: {b: 3, c: 4}
    ports: ["8081:80", "8080:80"]
    volumes: ["./new:/a:ro", {type: volume, source: d, target: /e}]
    depends_on: {b: {condition: service_healthy}, c: {condition: service_started}}
    networks: {n: {aliases: [q]}, m: }
    dns: [1.1.1.1]
    tmpfs: /tmp
    extra_hosts: {i: 1.2.3.5}
    healthcheck: {test: b, timeout: 1s}
    logging: {options: {b: "3"}}
    ulimits: {nofile: {soft: 9, hard: 10}}
    build: {dockerfile: D, args: {A: 1}}
    cap_add: [B, C]
    deploy: {resources: {limits: {cpus: "1"}}, labels: [b=2]}
    security_opt: [b]
    secrets: [{source: s, target: /run/secrets/s, mode: 0400}]
    privileged: true
  c: {image: c}
networks: {n: {labels: [b=2], ipam: {config: [{subnet: 10.0.0.0/16, ip_range: 10.0.1.0/24}]}}, m: }
"""),
    Case("merged_env_files", {"compose.yaml": "services: {a: {image: x, env_file: one.env}}\n",
                              "compose.override.yaml": "services: {a: {env_file: [two.env, one.env]}}\n",
                              "one.env": "A=1\nB=1\n", "two.env": "A=2\nC=$B\n"}),
    over("other_logging_driver", "services: {a: {image: x, logging: {driver: a, options: {a: '1'}}}}\n",
         "services: {a: {logging: {driver: b, options: {b: '2'}}}}\n"),
    over("null_keeps", "services: {a: {image: x, user: me, environment: {A: 1}, command: [a]}}\n",
         "services: {a: {user: , environment: , command: }}\n"),
    over("wrong_kind", "services: {a: {image: x, healthcheck: {test: a}}}\n", "services: {a: {healthcheck: [a]}}\n",
         fails="healthcheck"),
    over("reset_and_override", """
services:
  a: {image: x, ports: ["80:80"], environment: {A: 1, B: 2}, command: [a], volumes: ["/a", "/b"], labels: {l: 1}, user: me}
  b: {image: x, depends_on: [a]}
""", """
services:
  a:
    ports: !reset []
    environment: {A: !reset null, C: 3}
    command: !reset null
    volumes: !override ["/c"]
    labels: !override {m: 2}
    user: !reset
  b: {depends_on: !reset []}
"""),
    Case("several_files", {"a.yaml": "services: {a: {image: a, environment: {A: 1}}}\n",
                           "b.yaml": "services: {a: {environment: {B: 2}}, b: {image: b}}\nname: from-b\n",
                           "c/c.yaml": "services: {a: {image: c, volumes: ['./v:/v']}}\n"},
         "-f", "a.yaml", "-f", "b.yaml", "-f", "c/c.yaml"),
    Case("project_directory", {"f/compose.yaml": "services: {a: {image: x, volumes: ['./v:/v'], env_file: e.env}}\n",
                               "d/e.env": "A=1\n"}, "-f", "f/compose.yaml", "--project-directory", "d"),
    Case("parents", {"compose.yml": "services: {a: {image: x, volumes: ['./v:/v']}}\n", "q/r/x": ""}, folder="q/r"),
    Case("extends", {"compose.yaml": """
services:
  base: {image: base, environment: {A: 1, B: 2}, ports: ["1:1"], command: [a], depends_on: [d], volumes: ["./x:/x"]}
  middle: {extends: base, environment: [B=3], labels: {m: 1}}
  top: {extends: {service: middle}, image: top, ports: ["2:2"], command: [b]}
  other: {extends: {file: sub/base.yaml, service: far}, environment: {A: own}}
  d: {image: d}
""", "sub/base.yaml": """
services:
  far: {extends: {file: ../deep/deep.yaml, service: deep}, environment: {A: far, F: far}, volumes: ["./y:/y"], env_file: f.env}
""", "deep/deep.yaml": "services: {deep: {image: deep, volumes: ['./z:/z'], build: {context: ./ctx}}}\n", "sub/f.env": "E=1\n"}),
    Case("extends_and_reset", {"compose.yaml": """
services:
  base: {image: base, environment: {A: 1, B: 2}, ports: ["1:1"]}
  top: {extends: base, ports: !reset [], environment: {B: !reset null, C: 3}}
"""}),
    one("extends_nothing", "services: {a: {extends: b, image: x}}\n", fails="cannot extend service \"b\""),
    one("extends_circle", "services: {a: {extends: b, image: x}, b: {extends: a, image: x}}\n", fails="circular reference"),
    Case("include", {"compose.yaml": """
include:
  - sub/compose.yaml
  - path: [more/a.yaml, more/b.yaml]
    env_file: more.env
services: {a: {image: x, depends_on: [s]}}
""", "sub/compose.yaml": """
include: [../deep/compose.yaml]
services: {s: {image: "s:${V}", volumes: ["./v:/v", "data:/d"], env_file: s.env, secrets: [k]}}
volumes: {data: }
secrets: {k: {file: ./k}}
""", "sub/.env": "V=sub\nW=sub\n", "sub/s.env": "S=${V}\n", ".env": "W=outer\n",
                     "deep/compose.yaml": "services: {deep: {image: 'd:${W}', networks: [n]}}\nnetworks: {n: }\n",
                     "more/a.yaml": "services: {m: {image: 'm:${M}', environment: {A: 1}}}\n",
                     "more/b.yaml": "services: {m: {environment: {B: 2}, volumes: ['./o:/o']}}\n", "more.env": "M=more\n"}),
    Case("include_conflict", {"compose.yaml": "include: [b.yaml]\nservices: {a: {image: x}}\n",
                              "b.yaml": "services: {a: {image: y}}\n"}, fails="conflicts with imported resource"),
    Case("include_circle", {"compose.yaml": "include: [b.yaml]\nservices: {a: {image: x}}\n",
                            "b.yaml": "include: [compose.yaml]\nservices: {b: {image: y}}\n"}, fails="include cycle detected"),
    Case("include_overridden", {"compose.yaml": "include: [b.yaml]\nservices: {a: {image: x}}\n",
                                "compose.override.yaml": "services: {b: {environment: {O: 1}}}\n",
                                "b.yaml": "services: {b: {image: y, environment: {A: 1}}}\n"}),
    Case("name_of_folder", {"My.Folder_x/compose.yaml": "services: {a: {image: x}}\n"}, folder="My.Folder_x"),
    Case("name_of_env", {"compose.yaml": "name: other\nservices: {a: {image: x}}\n", ".env": "COMPOSE_PROJECT_NAME=given\n"}),
    one("name_given", "name: other\nservices: {a: {image: x}}\n", "-p", "told"),
    one("duplicate_key", "services: {a: {image: x, image: y}}\n", fails="stands twice"),
    one("not_a_map", "- a\n", fails="must be a mapping"),
    one("services_list", "services: [a]\n", fails="services must be a mapping"),
    one("bad_bool", "services: {a: {image: x, tty: 'maybe'}}\n", fails="services.a.tty"),
    one("bad_number", "services: {a: {image: x, scale: 'many'}}\n", fails="services.a.scale"),
    one("bad_duration", "services: {a: {image: x, stop_grace_period: '5 parsecs'}}\n", fails="services.a.stop_grace_period"),
]

# What docker compose 2.26 answers otherwise, and why we keep to ours. The test checks that it still is so.
DIFFERING = [
    (one("unknown_key", "services: {a: {image: x, imge: y}}\n"),
     "accepted with a finding: the schema grows with each release (compose-spec, schema/compose-spec.json), and a sync "
     "must not stop at a key that it need not understand"),
    (one("dangling_reference", "services: {a: {image: x, depends_on: [q], networks: [r]}, b: {command: y}}\n"),
     "accepted: consistency is for deploying (compose-go loader/validate.go checks it last); a file that a person is "
     "just editing can be read"),
    (one("number_for_text", "services: {a: {image: x, hostname: 7, command: [8]}}\n"),
     "accepted as text: compose-spec, schema/compose-spec.json asks for a string, and there is one meaning"),
    (one("two_documents", "services: {a: {image: x}}\n---\nservices: {a: {user: u}}\n"),
     "refused: compose-spec 13-merge.md knows several files and no several documents, and an edit needs to know one"),
    (one("date", "services: {a: {image: x, environment: {D: 2001-01-01}}}\n"),
     "the text as it stands: Compose makes 2001-01-01 00:00:00 +0000 UTC of it, by go-yaml's YAML 1.1 timestamps"),
]
