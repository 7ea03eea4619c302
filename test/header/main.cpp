// All headers once more, together.
#include <corogql/blocking_client.hpp>
#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>
#include <corogql/version.hpp>

int main() { return COROGQL_VERSION > 0 ? 0 : 1; }
