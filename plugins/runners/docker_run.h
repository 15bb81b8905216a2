// `docker run [options] image [arguments]` as a Compose service.
#pragma once

#include <mcpmx/mapper.hpp>

// Every option becomes its Compose key, or has no meaning for a service and goes. An option that is
// neither is unsupported and named, never dropped in silence.
mcpmx::Status render_docker_run(const mcpmx::Server& server, mcpmx::Intent& intent,
                                mcpmx::Reporter& report);
