/// What the tests in a simulated world share.
#pragma once

#include "../support/caught.hpp"

#include <corogql/client.hpp>
#include <corogql/decode.hpp>
#include <corogql/testing/simulated_server.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>
