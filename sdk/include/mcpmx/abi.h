/* mcpmx plugin ABI, version 1: the entry of a plugin and what the host lends it.
 *
 * C11, append-only. No C++ type, exception, allocator, FILE or errno crosses this boundary. Inputs
 * are borrowed until the call returns; outputs go to a sink, whose owner copies them. Nothing is
 * ever freed across the line. Each function carries one thread tag: [host]    called from one
 * thread, never concurrently with any other call into the plugin [any]     may be called from any
 * thread, concurrently; the function is pure
 */
#ifndef MCPMX_ABI_H
#define MCPMX_ABI_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when fields or functions are appended; a break is a new entry symbol, mcpmx_entry_v2. */
#define MCPMX_ABI_MINOR 0u

/* Bytes that belong to somebody else: UTF-8, not NUL-terminated; size in bytes. data may be null if
 * size is 0. */
typedef struct mcpmx_view {
  const char* data;
  uint64_t size;
} mcpmx_view;

typedef struct mcpmx_pair {
  mcpmx_view name;
  mcpmx_view value;
} mcpmx_pair;

/* What a call answers. The list is closed: the host counts an unknown value as MCPMX_INTERNAL. */
typedef int32_t mcpmx_status;
#define MCPMX_OK 0
#define MCPMX_NO_MATCH 1      /* not mine, or nothing to say: no error */
#define MCPMX_INVALID_INPUT 2 /* the user's input cannot be used; a report says why */
#define MCPMX_UNSUPPORTED 3   /* understood, but this plugin cannot do it; a report says why */
#define MCPMX_UNAVAILABLE \
  4 /* something outside is missing (an engine, a file); a report says what */
#define MCPMX_CANCELLED 5
#define MCPMX_INTERNAL 6 /* a bug of the plugin */

/* Of reports and of log lines. */
#define MCPMX_DEBUG 0
#define MCPMX_INFO 1
#define MCPMX_WARNING 2
#define MCPMX_ERROR 3

/* Where a call puts what it makes. The host owns it; it is valid until the call returns.
 * Both functions [any], so a plugin may use threads of its own within a call. */
typedef struct mcpmx_sink {
  uint32_t struct_size; /* of the host's struct: a field beyond it is absent */
  uint32_t reserved;    /* 0 */
  void* context;        /* the first argument of both functions */
  /* Appends bytes to the call's output. May be called any number of times. */
  void (*emit)(void* context, mcpmx_view bytes);
  /* A finding for the user: code is "<plugin>.<slug>", message one English sentence without a
   * secret, where a JSON pointer into the call's input (or empty). */
  void (*report)(void* context, int32_t severity, mcpmx_view code, mcpmx_view message,
                 mcpmx_view where);
} mcpmx_sink;

/* What the host lends a plugin for its whole life. Owned by the host, valid from init() on. */
typedef struct mcpmx_host {
  uint32_t struct_size; /* of the host's struct: a field beyond it is absent */
  uint32_t minor;       /* MCPMX_ABI_MINOR of the host */
  void* context;        /* the first argument of the functions below */
  /* [any] One line for the log (stderr, by --log-level). Plugins carry no logging library of their
   * own. */
  void (*log)(void* context, int32_t severity, mcpmx_view message);
  /* [host] A finding outside of any call, that is during init(): why it failed. */
  void (*report)(void* context, int32_t severity, mcpmx_view code, mcpmx_view message,
                 mcpmx_view where);
  /* [any] The table of a host service by its id ("mcpmx.host.process/1"), or null. */
  const void* (*service)(void* context, const char* id);
} mcpmx_host;

/* The one symbol that a plugin exports. Data, not a function: size and minor are read before any
 * code of the plugin runs. All functions are called after init() returned MCPMX_OK, and none after
 * shutdown(). */
typedef struct mcpmx_entry {
  uint32_t struct_size; /* sizeof(mcpmx_entry) where the plugin was built */
  uint32_t minor;       /* lowest MCPMX_ABI_MINOR of the host that the plugin needs */
  /* [host] Called once, before anything else. `host` stays valid until the process ends. */
  mcpmx_status (*init)(const mcpmx_host* host);
  /* [host] Called at most once, at the end; may be null. The library itself is never unloaded. */
  void (*shutdown)(void);
  /* [any] The table of an extension by its exact id ("mcpmx.detector/1"), or null for any other
   * text. The table and what it points to live as long as the library. */
  const void* (*extension)(const char* id);
} mcpmx_entry;

#define MCPMX_ENTRY_SYMBOL "mcpmx_entry_v1"

#if defined(__GNUC__)
#define MCPMX_EXPORT __attribute__((visibility("default")))
#else
#define MCPMX_EXPORT
#endif

extern MCPMX_EXPORT const mcpmx_entry mcpmx_entry_v1;

#ifdef __cplusplus
}
#endif

#endif /* MCPMX_ABI_H */
