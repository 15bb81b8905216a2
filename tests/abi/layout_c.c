/* The boundary as C sees it; that this file compiles is the test. */
#include <assert.h>
#include <mcpmx/ext/backend.h>
#include <mcpmx/ext/detector.h>
#include <mcpmx/ext/sync.h>
#include <mcpmx/ext/template.h>
#include <mcpmx/service/cancel.h>
#include <mcpmx/service/process.h>
#include <stddef.h>

#define PIN(type, field, offset) \
  static_assert(offsetof(type, field) == (offset), #type "." #field " has moved");
#define SIZE(type, size) static_assert(sizeof(type) == (size), #type " has another size");
#define VALUE(name, value) static_assert((name) == (value), #name " has another value");
#include "layout.inc"
