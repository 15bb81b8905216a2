/* The two views that mapper extensions see: a server entry of a profile, and a Compose service.
 *
 * Owned by the host, borrowed until the call returns. Append-only: check struct_size before reading
 * a field that is younger than the minor your manifest names. A view that has nothing to say has
 * size 0. */
#ifndef MCPMX_EXT_SERVER_H
#define MCPMX_EXT_SERVER_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the entry's command line runs, once its launchers (npx, uvx, docker run, cmd /c ...) are
 * taken off. */
#define MCPMX_KIND_NPM 1
#define MCPMX_KIND_PYPI 2
#define MCPMX_KIND_GIT 3    /* npx or uvx from a repository */
#define MCPMX_KIND_DOCKER 4 /* an image */
#define MCPMX_KIND_REMOTE 5 /* a URL; no local process */
#define MCPMX_KIND_BINARY 6 /* a program or script of the user's machine */

typedef struct mcpmx_server {
  uint32_t struct_size;
  int32_t kind; /* MCPMX_KIND_* */

  /* The entry, as MCPM has it. */
  mcpmx_view name;
  mcpmx_view command;
  const mcpmx_view* args;
  uint64_t args_count;
  const mcpmx_pair* env;
  uint64_t env_count;
  mcpmx_view url;
  const mcpmx_pair* headers;
  uint64_t headers_count;
  mcpmx_view raw; /* the entry's own JSON text, unknown fields included */

  /* What the host's launcher grammar read from it. */
  mcpmx_view launcher; /* "npx", "uvx", "docker", ... the innermost */
  mcpmx_view package;  /* npm or PyPI name, host/owner/repo, image without tag and digest */
  mcpmx_view version;  /* version, range or tag; empty if none is given */
  mcpmx_view spec;     /* the package argument or the image as written */
  mcpmx_view entry;    /* the program after --from or -p; empty if the package's own */
  mcpmx_view module;   /* of python -m */
  const mcpmx_view* server_args; /* the arguments of the server itself */
  uint64_t server_args_count;
  const mcpmx_pair*
      options; /* the launcher's options by long name: {"volume", "a:b"}; repeats stay */
  uint64_t options_count;

  /* Scalar settings of x-mcpmx.services.<service> in the Compose file, e.g. {"database",
   * "managed"}. */
  const mcpmx_pair* choices;
  uint64_t choices_count;

  /* Why the line cannot be run in a container as it stands; empty if nothing speaks against it. */
  mcpmx_view problem;
  mcpmx_view transport; /* of a URL: "streamable-http" or "sse" */
} mcpmx_server;

/* A service of a Compose file, resolved: variables have their values, places that the host filled
 * are turned back (host.docker.internal is localhost again, the sibling's name is the address of
 * its port). */
typedef struct mcpmx_service {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  mcpmx_view name;   /* the service's name in the file */
  mcpmx_view key;    /* the key its template gave it ("db"); empty for a service nobody generated */
  mcpmx_view image;
  const mcpmx_view* entrypoint;
  uint64_t entrypoint_count;
  const mcpmx_view* command;
  uint64_t command_count;
  const mcpmx_pair* env;
  uint64_t env_count;
  mcpmx_view raw; /* the whole service as JSON */
} mcpmx_service;

#ifdef __cplusplus
}
#endif

#endif /* MCPMX_EXT_SERVER_H */
