// mcpmx: joins MCPM profiles to Docker Compose. Everything is in the library; see
// docs/architecture.md.
#include "cli/program.h"

int main(int argc, char** argv) { return mcpmx::cli::run(argc, argv); }
