# corogql_generate(TARGET target NAMESPACE namespace SCHEMA schema [extensions.graphqls] DOCUMENTS document...
#                  [OPTIONS option...])
#
# Makes C++ of a schema and documents, and adds it to a target of the same directory: the sources, and the folder of the
# headers to its include directories. The options are others of `corogql generate`. A document that changes is made
# again with all others, but a file that would not change is not touched, and so not compiled.
function(corogql_generate)
  cmake_parse_arguments(PARSE_ARGV 0 to "" "TARGET;NAMESPACE" "SCHEMA;DOCUMENTS;OPTIONS")
  if(to_UNPARSED_ARGUMENTS OR NOT to_TARGET OR NOT to_NAMESPACE OR NOT to_SCHEMA OR NOT to_DOCUMENTS)
    message(FATAL_ERROR "corogql_generate(TARGET target NAMESPACE namespace SCHEMA schema [extensions.graphqls] "
      "DOCUMENTS document... [OPTIONS option...])")
  endif()
  if(NOT TARGET corogql::generator)
    message(FATAL_ERROR "corogql_generate() has no program that runs on this machine: set COROGQL_GENERATOR to a corogql "
      "or corogql-generate of this version")
  endif()
  get_target_property(place ${to_TARGET} SOURCE_DIR)
  if(NOT place STREQUAL CMAKE_CURRENT_SOURCE_DIR)
    message(FATAL_ERROR "corogql_generate() must be called where ${to_TARGET} is made, in ${place}")
  endif()

  string(MAKE_C_IDENTIFIER ${to_NAMESPACE} name)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${to_TARGET}.graphql/${name})
  set(inputs)
  foreach(input IN LISTS to_SCHEMA to_DOCUMENTS)
    cmake_path(ABSOLUTE_PATH input BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
    list(APPEND inputs ${input})
  endforeach()
  set(outputs ${folder}/schema_types.hpp ${folder}/schema_types.cpp)
  foreach(document IN LISTS to_DOCUMENTS)
    cmake_path(GET document FILENAME document)
    list(APPEND outputs ${folder}/${document}.hpp ${folder}/${document}.cpp)
  endforeach()

  list(JOIN to_DOCUMENTS ", " names)
  # The stamp is as new as what it was made of. What was not touched is older, and yet need not be made again.
  set(stamp ${folder}/stamp)
  add_custom_command(OUTPUT ${stamp}
    BYPRODUCTS ${outputs}
    COMMAND corogql::generator generate --namespace ${to_NAMESPACE} --out ${folder} ${to_OPTIONS} ${inputs}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${inputs} corogql::generator $<TARGET_FILE:corogql::generator>
    COMMENT "Generating C++ of ${names}"
    VERBATIM)
  # A target of its own waits for no library, as what belongs to that target alone would.
  add_custom_target(${to_TARGET}_${name} DEPENDS ${stamp})
  add_dependencies(${to_TARGET} ${to_TARGET}_${name})
  target_sources(${to_TARGET} PRIVATE ${stamp} ${outputs})
  target_include_directories(${to_TARGET} PUBLIC $<BUILD_INTERFACE:${folder}>)
endfunction()
