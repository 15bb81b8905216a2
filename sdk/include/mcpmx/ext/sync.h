/* mcpmx.sync/1: both sides changed this field; which value stands?
 *
 * The host compares a server's fields three ways (base: both sides as they were after the last
 * sync) and asks only about true conflicts: both sides changed the field, to different values, or
 * one changed what the other removed. Values are JSON texts; a side without the field has size 0.
 * Of a secret no strategy learns more than which values are equal: the host puts a handle in its
 * place, also inside lists, and an answer may use the handles that it was given. */
#ifndef MCPMX_EXT_SYNC_H
#define MCPMX_EXT_SYNC_H

#include "../abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MCPMX_EXT_SYNC "mcpmx.sync/1"

#define MCPMX_FIELD_PRESENCE 1  /* the server itself: true, or nothing */
#define MCPMX_FIELD_IDENTITY 2  /* package, image or URL, without version */
#define MCPMX_FIELD_VERSION 3   /* version, range or tag */
#define MCPMX_FIELD_ARGUMENTS 4 /* a list of strings */
#define MCPMX_FIELD_VARIABLE 5  /* one environment variable */
#define MCPMX_FIELD_HEADER 6    /* one header of a remote server */
#define MCPMX_FIELD_OTHER 7

/* What stands in the end. */
#define MCPMX_DECIDE_MANUAL 0  /* neither: both stay, a person must decide */
#define MCPMX_DECIDE_PROFILE 1 /* the profile's value, or its absence */
#define MCPMX_DECIDE_DOCKER 2
#define MCPMX_DECIDE_VALUE 3 /* the JSON value that was emitted */

typedef struct mcpmx_field {
  uint32_t struct_size;
  int32_t kind;    /* MCPMX_FIELD_* */
  mcpmx_view path; /* "args", "env/TOKEN" */
  mcpmx_view base;
  mcpmx_view profile;
  mcpmx_view docker;
  uint32_t is_secret; /* 1: the values are the host's handles */
  uint32_t reserved;  /* 0 */
} mcpmx_field;

/* Owned by the host, borrowed until the call returns. */
typedef struct mcpmx_conflict {
  uint32_t struct_size;
  uint32_t has_base; /* 0: first sync, nothing is known of before */
  mcpmx_view server; /* its name in the profile */
  const mcpmx_field* field;
  int64_t profile_time; /* last modification of the profile's file, ns since 1970; 0: unknown */
  int64_t docker_time;  /* the same of the Compose file */
  const mcpmx_field* const* others; /* the server's other fields, in conflict or not */
  uint64_t others_count;
} mcpmx_conflict;

typedef struct mcpmx_sync {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  /* [host] id: which of the manifest's strategies is asked. *decision: in MCPMX_DECIDE_MANUAL, out
   * MCPMX_DECIDE_*. For MCPMX_DECIDE_VALUE the value goes to the sink; the host checks it against
   * what MCPM and Compose accept. MCPMX_OK, or MCPMX_NO_MATCH for an unknown id. */
  mcpmx_status (*decide)(mcpmx_view id, const mcpmx_conflict* conflict, int32_t* decision,
                         const mcpmx_sink* value);
} mcpmx_sync;

#ifdef __cplusplus
}
#endif

#endif /* MCPMX_EXT_SYNC_H */
