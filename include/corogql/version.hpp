/// The version of the library is here for the preprocessor and for people.
#pragma once

/// This is the first number of the version.
#define COROGQL_VERSION_MAJOR 0
/// This is the second number of the version.
#define COROGQL_VERSION_MINOR 1
/// This is the third number of the version.
#define COROGQL_VERSION_PATCH 0
/// This is the version as people write it.
#define COROGQL_VERSION_STRING "0.1.0"

/// This one number grows with every release: it is 100 * (100 * major + minor) + patch.
#define COROGQL_VERSION (COROGQL_VERSION_MAJOR * 10000 + COROGQL_VERSION_MINOR * 100 + COROGQL_VERSION_PATCH)
