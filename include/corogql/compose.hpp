/// This header has all adaptors of generators.
///
///     auto names = api.subscribe(request("subscription { … }")) | filter(&is_new) | map(&name_of) | take(9);
///     auto batches = std::move(names) | buffer(3, 1s);
///     while (auto batch = co_await batches.next()) use(*batch);
///
/// A pipeline owns its sources: a source that has a name is moved in (`std::move(stream) | take(3)`). Make it in a
/// statement of its own: where a co_await stands in the same expression, g++ 12 destroys closures with captures twice.
#pragma once

#include <corogql/buffer.hpp>
#include <corogql/filter.hpp>
#include <corogql/generator.hpp>
#include <corogql/map.hpp>
#include <corogql/merge.hpp>
#include <corogql/source.hpp>
#include <corogql/take.hpp>
