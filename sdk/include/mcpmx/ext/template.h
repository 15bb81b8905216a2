/* mcpmx.template/1: which Compose services run this server (render), and which server do these
 * services stand for (recover)?
 *
 * Rendering is pure: equal input gives equal bytes, and it looks at nothing but its input. What
 * only the host can know (a free port, a secret's variable, a mount) is left as a place, see
 * schema/render.schema.json. */
#ifndef MCPMX_EXT_TEMPLATE_H
#define MCPMX_EXT_TEMPLATE_H

#include "server.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MCPMX_EXT_TEMPLATE "mcpmx.template/1"

typedef struct mcpmx_template {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  /* [any] Emits one JSON document of schema mcpmx.render/1.
   * MCPMX_UNSUPPORTED: the entry is known but cannot run in a container; the last report of
   * severity MCPMX_ERROR is the sentence that the user sees. */
  mcpmx_status (*render)(mcpmx_view id, const mcpmx_server* server, const mcpmx_sink* intent);
  /* [any] The way back: gets all services of one server (pointers, because the struct may grow),
   * and the memo that its intent carried (empty for services that nobody generated), and emits one
   * JSON document of schema mcpmx.recover/1. MCPMX_NO_MATCH: these services are no such server. */
  mcpmx_status (*recover)(mcpmx_view id, const mcpmx_service* const* services,
                          uint64_t services_count, mcpmx_view memo, const mcpmx_sink* entry);
} mcpmx_template;

#ifdef __cplusplus
}
#endif

#endif /* MCPMX_EXT_TEMPLATE_H */
