/// These are the program's verbs; each returns the exit status.
#pragma once

#include "cli/options/command_line.hpp"

namespace corogql::cli {

int query(const query_arguments& arguments);
int subscribe(const subscribe_arguments& arguments);
int paginate(const paginate_arguments& arguments);
int schema(const schema_arguments& arguments);
int serve(const serve_arguments& arguments);
int demo(const demo_arguments& arguments);
int check(const check_arguments& arguments);
int generate(const generate_arguments& arguments);
int mapi(const mapi_arguments& arguments);

} // namespace corogql::cli
