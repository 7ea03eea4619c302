/// What remains to be done when the process ends.
#pragma once

namespace corogql::mapi {

/// Registers it, once, with std::atexit: waits for a drain that SIGTERM began, closes the default connection, ends the
/// shared pool, in this order. Called by whoever first needs one of the three; they are never destroyed.
void prepare_process_end();

} // namespace corogql::mapi
