/* The mapper of an imaginary npm server, in C11. The manifest says what it recognises; this says
 * how it runs. */
#include <mcpmx/ext/template.h>
#include <string.h>

static const char kIntent[] =
    "{\"schema\":\"mcpmx.render/1\",\"env\":{\"ACME_TOKEN\":{\"secret\":true,\"required\":true}},"
    "\"services\":[{\"key\":\"mcp\",\"primary\":true,\"from\":\"runner\"}]}";
static const char kRecovered[] = "{\"schema\":\"mcpmx.recover/1\",\"from\":\"runner\"}";

static mcpmx_view text(const char* literal) {
  mcpmx_view view = {literal, strlen(literal)};
  return view;
}

static mcpmx_status render(mcpmx_view id, const mcpmx_server* server, const mcpmx_sink* intent) {
  (void)id; /* the manifest names one template only */
  if (server->kind == MCPMX_KIND_BINARY) {
    intent->report(intent->context, MCPMX_ERROR, text("acme-c.host-program"),
                   text("Acme's desktop program needs a screen"), text(""));
    return MCPMX_UNSUPPORTED;
  }
  intent->emit(intent->context, text(kIntent));
  return MCPMX_OK;
}

static mcpmx_status recover(mcpmx_view id, const mcpmx_service* const* services,
                            uint64_t services_count, mcpmx_view memo, const mcpmx_sink* entry) {
  (void)id, (void)services, (void)services_count, (void)memo;
  entry->emit(entry->context, text(kRecovered));
  return MCPMX_OK;
}

static const mcpmx_template kTemplate = {sizeof(mcpmx_template), 0, render, recover};

static mcpmx_status init(const mcpmx_host* host) {
  (void)host;
  return MCPMX_OK;
}

static const void* extension(const char* id) {
  return strcmp(id, MCPMX_EXT_TEMPLATE) == 0 ? &kTemplate : 0;
}

const mcpmx_entry mcpmx_entry_v1 = {sizeof(mcpmx_entry), 0, init, 0, extension};
