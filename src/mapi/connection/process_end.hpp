/// Some work remains to be done when the process ends.
#pragma once

namespace corogql::mapi::detail {

/// Registers the work at the process's end, once, with std::atexit: waits for a drain that SIGTERM began, closes the
/// default connection, ends the shared pool, in this order. Whoever first needs one of the three calls this; they are
/// never destroyed.
void prepare_process_end();

} // namespace corogql::mapi::detail
