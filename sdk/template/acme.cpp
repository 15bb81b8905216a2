// The mapper of an imaginary npm server. The manifest says what it recognises; this says how it
// runs.
#include <mcpmx/mapper.hpp>

struct Acme {
  static constexpr std::string_view id = "acme";

  static mcpmx::Status render(const mcpmx::Server& server, mcpmx::Intent& intent,
                              mcpmx::Reporter& report) {
    if (server.is_host_program())
      return report.unsupported("host-program", "Acme's desktop program needs a screen");
    intent.variable("ACME_TOKEN").secret().required();
    intent.variable("ACME_REGION").secret(false).fallback("eu");
    intent.service("mcp").primary().from_runner();  // what npx runs, in the host's Node image
    return mcpmx::Status::kOk;
  }

  static mcpmx::Status recover(const mcpmx::ComposeServices&, std::string_view,
                               mcpmx::Recovered& entry) {
    entry.from_runner();
    return mcpmx::Status::kOk;
  }
};

MCPMX_MAPPERS(Acme)
