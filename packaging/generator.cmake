# The target corogql::generator: what corogql_generate() runs, on the machine that builds. Included by ../CMakeLists.txt.
set(COROGQL_GENERATOR "" CACHE FILEPATH "A corogql or corogql-generate that builds can run, in place of one they make")
set(COROGQL_HOST_COMPILER "" CACHE STRING "The C++ compiler for the machine that builds, if CMake finds another one")
mark_as_advanced(COROGQL_GENERATOR COROGQL_HOST_COMPILER COROGQL_GENERATOR_ONLY)

if(COROGQL_GENERATOR)
  add_executable(corogql::generator IMPORTED GLOBAL)
  set_target_properties(corogql::generator PROPERTIES IMPORTED_LOCATION ${COROGQL_GENERATOR})
  return()
endif()
if(NOT CMAKE_CROSSCOMPILING AND TARGET corogql_program AND PROJECT_IS_TOP_LEVEL)
  add_executable(corogql::generator ALIAS corogql_program)
  return()
endif()

corogql_sources(sources src plain language codegen)
corogql_sources(shared src/cli generate generator)
list(APPEND sources ${shared})

if(NOT CMAKE_CROSSCOMPILING)
  add_executable(corogql_generator ${sources})
  add_executable(corogql::generator ALIAS corogql_generator)
  corogql_compiled(corogql_generator)
  target_compile_features(corogql_generator PRIVATE cxx_std_20)
  target_include_directories(corogql_generator PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/include)
  # Thirty files at a time, as those who build only this would wait for the rest of it.
  set_target_properties(corogql_generator PROPERTIES OUTPUT_NAME corogql-generate
    UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 30)
  if(NOT PROJECT_IS_TOP_LEVEL AND NOT COROGQL_INSTALL)
    set_property(TARGET corogql_generator PROPERTY EXCLUDE_FROM_ALL ON) # built when something is generated
  endif()
  return()
endif()

# For another machine: a build of its own makes it for this one, when something is generated. What the environment says
# of compilers is meant for that other machine.
set(folder ${CMAKE_CURRENT_BINARY_DIR}/generator)
set(program ${folder}/bin/corogql-generate)
set(choices -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER} -DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM})
if(COROGQL_HOST_COMPILER)
  list(APPEND choices -DCMAKE_CXX_COMPILER=${COROGQL_HOST_COMPILER})
endif()
set(kind Release)
if(DEFINED COROGQL_OPTIMISED AND NOT COROGQL_OPTIMISED)
  set(kind Debug)
endif()
file(GLOB_RECURSE headers src/values/*.hpp src/language/*.hpp src/codegen/*.hpp src/cli/*.hpp)
add_custom_command(OUTPUT ${program}
  COMMAND ${CMAKE_COMMAND} -E env --unset=CXX --unset=CXXFLAGS --unset=CPPFLAGS --unset=LDFLAGS
    ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_SOURCE_DIR} -B ${folder} -G ${CMAKE_GENERATOR} ${choices}
    -DCOROGQL_GENERATOR_ONLY=ON -DCMAKE_BUILD_TYPE=${kind} -DCMAKE_RUNTIME_OUTPUT_DIRECTORY=${folder}/bin/$<0:>
  COMMAND ${CMAKE_COMMAND} --build ${folder} --config ${kind}
  DEPENDS ${sources} ${headers}
  COMMENT "Building corogql-generate for this machine"
  VERBATIM)
add_custom_target(corogql_host_generator DEPENDS ${program})
add_executable(corogql::generator IMPORTED GLOBAL)
set_target_properties(corogql::generator PROPERTIES IMPORTED_LOCATION ${program})
add_dependencies(corogql::generator corogql_host_generator)
