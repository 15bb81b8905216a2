/* mcpmx.backend/1: brings a Compose project to run somewhere, and says how it stands there.
 *
 * The host reads the Compose files. A backend gets the project as docker compose resolves it, in
 * one JSON document (schema/project.schema.json), and typed options; it answers with steps, events,
 * rows and bytes. The document holds secrets: no value of it belongs into an argument of a process,
 * a file or a text. The host hides those that it knows in what it shows.
 *
 * Verbs are [worker]: one call at a time for each state, on whatever thread. They end within a
 * second once mcpmx.host.cancel/1 says so, with MCPMX_CANCELLED. */
#ifndef MCPMX_EXT_BACKEND_H
#define MCPMX_EXT_BACKEND_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MCPMX_EXT_BACKEND "mcpmx.backend/1"

/* The plugin's own; the host only hands it back. */
typedef struct mcpmx_backend_state mcpmx_backend_state;

#define MCPMX_RESOURCE_NETWORK 1
#define MCPMX_RESOURCE_VOLUME 2
#define MCPMX_RESOURCE_IMAGE 3
#define MCPMX_RESOURCE_CONTAINER 4

/* What becomes of a resource. */
#define MCPMX_ACTION_KEEP 0
#define MCPMX_ACTION_CREATE 1
#define MCPMX_ACTION_RECREATE 2
#define MCPMX_ACTION_START 3
#define MCPMX_ACTION_STOP 4
#define MCPMX_ACTION_REMOVE 5
#define MCPMX_ACTION_PULL 6
#define MCPMX_ACTION_BUILD 7
#define MCPMX_ACTION_RESTART 8
#define MCPMX_ACTION_WAIT 9 /* until it is healthy, or has done its work */

/* Of an operation. A backend ignores what does not concern the verb. */
#define MCPMX_DEPLOY_WAIT 1u            /* up: until services are healthy, or running */
#define MCPMX_DEPLOY_REMOVE_ORPHANS 2u  /* up, down: containers of services that are not there */
#define MCPMX_DEPLOY_FORCE_RECREATE 4u  /* up: also what has not changed */
#define MCPMX_DEPLOY_NO_RECREATE 8u     /* up: not even what has changed */
#define MCPMX_DEPLOY_REMOVE_VOLUMES 16u /* down */
#define MCPMX_DEPLOY_FOLLOW 32u         /* logs: until cancelled */
#define MCPMX_DEPLOY_TIMESTAMPS 64u     /* logs */

#define MCPMX_PULL_AS_STATED 0 /* by the file's pull_policy */
#define MCPMX_PULL_ALWAYS 1
#define MCPMX_PULL_MISSING 2
#define MCPMX_PULL_NEVER 3

/* As mcpmx_pair it never grows. */
typedef struct mcpmx_scale {
  mcpmx_view service;
  uint64_t replicas;
} mcpmx_scale;

typedef struct mcpmx_operation {
  uint32_t struct_size;
  uint32_t flags;     /* MCPMX_DEPLOY_* */
  mcpmx_view project; /* schema mcpmx.project/1 */
  /* By name, each there and once; what they need goes with them. None: all of the project. */
  const mcpmx_view* services;
  uint64_t services_count;
  const mcpmx_scale* scales;
  uint64_t scales_count;
  int32_t pull;             /* MCPMX_PULL_* */
  int32_t stop_timeout_s;   /* for stopping a container; -1: what the service says */
  uint64_t wait_timeout_ms; /* of MCPMX_DEPLOY_WAIT; 0: none */
  int64_t tail;             /* logs: the last lines of each container; -1: all */
} mcpmx_operation;

/* One line of a plan. */
typedef struct mcpmx_step {
  uint32_t struct_size;
  int32_t action;     /* MCPMX_ACTION_* */
  int32_t resource;   /* MCPMX_RESOURCE_* */
  uint32_t number;    /* of a container: which replica, from 1 */
  mcpmx_view name;    /* as the engine has it: "work-db-1", "work_default" */
  mcpmx_view service; /* whose it is; the key in the file of networks and volumes */
  mcpmx_view reason;  /* "its image changed": the end of a sentence; empty: nothing to say */
} mcpmx_step;

#define MCPMX_EVENT_BEGAN 0
#define MCPMX_EVENT_DONE 1
#define MCPMX_EVENT_FAILED 2
#define MCPMX_EVENT_PROGRESS 3 /* of a pull: done and total in bytes */

/* Something happens to a resource. */
typedef struct mcpmx_event {
  uint32_t struct_size;
  int32_t kind;     /* MCPMX_EVENT_* */
  int32_t action;   /* MCPMX_ACTION_* */
  int32_t resource; /* MCPMX_RESOURCE_* */
  mcpmx_view name;
  mcpmx_view service; /* empty: not known */
  mcpmx_view message; /* of a failure: why */
  uint64_t done;
  uint64_t total; /* 0: not known */
} mcpmx_event;

/* It never grows. */
typedef struct mcpmx_port {
  mcpmx_view address; /* of this machine: "127.0.0.1"; empty: it is not published */
  mcpmx_view protocol;
  uint32_t published; /* 0: it is not */
  uint32_t target;
} mcpmx_port;

/* How one container stands. */
typedef struct mcpmx_row {
  uint32_t struct_size;
  int32_t exit_code; /* of the last run; 0 while there was none */
  mcpmx_view service;
  mcpmx_view name;
  mcpmx_view id;
  mcpmx_view image;         /* as the container was made with it */
  mcpmx_view state;         /* created, running, paused, restarting, exited, dead */
  mcpmx_view health;        /* starting, healthy, unhealthy; empty: it has no check */
  mcpmx_view health_output; /* of the last probe */
  mcpmx_view started;       /* RFC 3339, UTC; empty: never */
  uint32_t number;
  uint32_t restarts;
  const mcpmx_port* ports;
  uint64_t ports_count;
} mcpmx_row;

/* Where a verb puts what it has to say. The host owns it; it is valid until the verb returns, and
 * its functions may be called from any thread meanwhile. */
typedef struct mcpmx_backend_sink {
  uint32_t struct_size;       /* of the host's struct: a field beyond it is absent */
  uint32_t reserved;          /* 0 */
  void* context;              /* the first argument of the functions below */
  const mcpmx_sink* findings; /* report() alone */
  void (*step)(void* context, const mcpmx_step* step);
  void (*event)(void* context, const mcpmx_event* event);
  void (*row)(void* context, const mcpmx_row* row);
  /* Bytes of a container's stream, MCPMX_STREAM_OUTPUT or MCPMX_STREAM_ERROR of service/process.h;
   * a line may come in parts. */
  void (*log)(void* context, mcpmx_view service, uint32_t number, int32_t stream, mcpmx_view bytes);
} mcpmx_backend_sink;

typedef mcpmx_status (*mcpmx_verb)(mcpmx_backend_state* state, const mcpmx_operation* operation,
                                   const mcpmx_backend_sink* sink);

typedef struct mcpmx_backend {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  /* [host] id: which of the manifest's backends is meant. *state: out, never null with MCPMX_OK. */
  mcpmx_status (*create)(mcpmx_view id, mcpmx_backend_state** state, const mcpmx_sink* findings);
  /* [host] The state is not used afterwards. */
  void (*destroy)(mcpmx_backend_state* state);
  /* [worker] A null verb is one that the backend does not have. plan() changes nothing, and says
   * with steps what up() would do. */
  mcpmx_verb plan;
  mcpmx_verb up;
  mcpmx_verb stop;
  mcpmx_verb restart;
  mcpmx_verb down;
  mcpmx_verb status; /* rows */
  mcpmx_verb logs;   /* bytes */
} mcpmx_backend;

#ifdef __cplusplus
}
#endif

#endif /* MCPMX_EXT_BACKEND_H */
