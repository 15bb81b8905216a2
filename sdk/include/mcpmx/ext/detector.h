/* mcpmx.detector/1: is this server entry mine, and by what evidence?
 *
 * The host calls it only for entries that a hint of the plugin's manifest fits (package, image,
 * URL, command, name), so a detector needs to look only at what a hint cannot say. A plugin without
 * a detector table claims whatever its hints fit. */
#ifndef MCPMX_EXT_DETECTOR_H
#define MCPMX_EXT_DETECTOR_H

#include "server.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MCPMX_EXT_DETECTOR "mcpmx.detector/1"

/* Evidence classes, strongest first. The host takes the first class that has a claimant; a detector
 * that answers a weaker class than its hint's stands among the claimants of that class. */
#define MCPMX_EVIDENCE_OVERRIDE 1 /* the user said so in x-mcpmx; never proposed by a plugin */
#define MCPMX_EVIDENCE_PACKAGE 2  /* npm, PyPI, git or image */
#define MCPMX_EVIDENCE_URL 3
#define MCPMX_EVIDENCE_COMMAND 4
#define MCPMX_EVIDENCE_NAME 5
#define MCPMX_EVIDENCE_FALLBACK 6

typedef struct mcpmx_detector {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  /* [any] id: which of the manifest's ids is asked. *evidence: in, the class that the hint stands
   * for; out, the class claimed, never stronger. Text emitted to `reason` replaces the host's own
   * reason. MCPMX_OK: mine. MCPMX_NO_MATCH: not mine. */
  mcpmx_status (*detect)(mcpmx_view id, const mcpmx_server* server, int32_t* evidence,
                         const mcpmx_sink* reason);
} mcpmx_detector;

#ifdef __cplusplus
}
#endif

#endif /* MCPMX_EXT_DETECTOR_H */
