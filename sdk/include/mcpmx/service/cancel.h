/* mcpmx.host.cancel/1: has the person had enough?
 *
 * One answer for the process: Ctrl-C or SIGTERM while a verb of a backend runs. What works long
 * asks often enough to end within a second, and answers MCPMX_CANCELLED. The other host services
 * ask by themselves. Owned by the host, valid for the plugin's life. */
#ifndef MCPMX_SERVICE_CANCEL_H
#define MCPMX_SERVICE_CANCEL_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MCPMX_SERVICE_CANCEL "mcpmx.host.cancel/1"

typedef struct mcpmx_cancel {
  uint32_t struct_size; /* of the host's struct: a field beyond it is absent */
  uint32_t reserved;    /* 0 */
  void* context;        /* the first argument of the functions below */
  /* [any] 1 once it was asked for, and for ever after. */
  uint32_t (*is_requested)(void* context);
  /* [any] Waits so many milliseconds, or until it is asked for; answers as is_requested(). */
  uint32_t (*wait)(void* context, uint64_t milliseconds);
} mcpmx_cancel;

#ifdef __cplusplus
}
#endif

#endif /* MCPMX_SERVICE_CANCEL_H */
