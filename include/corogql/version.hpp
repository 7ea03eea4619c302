/// Version of the library, for the preprocessor and for people.
#pragma once

#define COROGQL_VERSION_MAJOR 0
#define COROGQL_VERSION_MINOR 1
#define COROGQL_VERSION_PATCH 0
#define COROGQL_VERSION_STRING "0.1.0"

/// One number that grows with every release: 100 * (100 * major + minor) + patch.
#define COROGQL_VERSION (COROGQL_VERSION_MAJOR * 10000 + COROGQL_VERSION_MINOR * 100 + COROGQL_VERSION_PATCH)
