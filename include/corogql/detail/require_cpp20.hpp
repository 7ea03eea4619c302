/// A compiler without C++20 says one line, in place of all that it would say of the headers behind this one. Public
/// headers that include no other header of corogql include this first.
#pragma once

#if !defined(__cplusplus) || __cplusplus < 202002L || !defined(__cpp_impl_coroutine)
#    error "corogql needs C++20 with coroutines: compile with -std=c++20 or later (g++ 12, clang 19 or newer)"
#    include <and nothing more was looked at> // ends the compilation here: no such file
#endif
