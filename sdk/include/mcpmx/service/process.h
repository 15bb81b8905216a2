/* mcpmx.host.process/1: runs a program, by its words and never through a shell.
 *
 * The program gets a process group of its own, the default signals and no descriptor but its three
 * streams. It ends with mcpmx, however that ends. Owned by the host, valid for the plugin's life.
 */
#ifndef MCPMX_SERVICE_PROCESS_H
#define MCPMX_SERVICE_PROCESS_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MCPMX_SERVICE_PROCESS "mcpmx.host.process/1"

#define MCPMX_STREAM_OUTPUT 1
#define MCPMX_STREAM_ERROR 2

/* Borrowed until run() returns. */
typedef struct mcpmx_process_request {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  /* The program and its arguments; a name without a slash is looked for in PATH. No secret belongs
   * here: everybody on the machine can read it. */
  const mcpmx_view* words;
  uint64_t words_count;
  mcpmx_view folder;             /* where it starts; empty: where mcpmx did */
  const mcpmx_pair* environment; /* over mcpmx's own variables */
  uint64_t environment_count;
  mcpmx_view input;    /* all that it can read from stdin */
  uint64_t timeout_ms; /* then it is ended as when cancelled; 0: none */
  /* Descriptors of the caller that the program gets as they are, for streams that are passed
   * through; -1: stdin is `input`, stdout and stderr go to output(). */
  int32_t stdin_fd;
  int32_t stdout_fd;
  int32_t stderr_fd;
  int32_t reserved_fd; /* -1 */
} mcpmx_process_request;

/* How a program ended. The host fills it up to the caller's struct_size. */
typedef struct mcpmx_process_result {
  uint32_t struct_size;
  int32_t exit_code;  /* -1 if a signal ended it */
  int32_t signal;     /* 0 if none did */
  uint32_t timed_out; /* 1: timeout_ms were over */
} mcpmx_process_result;

typedef struct mcpmx_process_sink {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  void* context;     /* the first argument of both functions */
  /* Called from the thread that called run(), as bytes arrive. */
  void (*output)(void* context, int32_t stream, mcpmx_view bytes);
  /* Why the program could not be started: one English sentence. */
  void (*failure)(void* context, mcpmx_view why);
} mcpmx_process_sink;

typedef struct mcpmx_process {
  uint32_t struct_size; /* of the host's struct: a field beyond it is absent */
  uint32_t reserved;    /* 0 */
  void* context;        /* the first argument of run() */
  /* [any] Returns when the program has ended. MCPMX_OK: it ran, whatever it came to.
   * MCPMX_UNAVAILABLE: it cannot be started. MCPMX_CANCELLED: its group got SIGTERM, and SIGKILL a
   * second later. */
  mcpmx_status (*run)(void* context, const mcpmx_process_request* request,
                      const mcpmx_process_sink* sink, mcpmx_process_result* result);
} mcpmx_process;

#ifdef __cplusplus
}
#endif

#endif /* MCPMX_SERVICE_PROCESS_H */
