# What `cmake --install` brings. Alone, all that `meson install` does but for pkg-config files; within another project only
# shared libraries, which what it installs cannot do without. Included by ../CMakeLists.txt.
set(corogql_libraries corogql corogql_testing corogql_mapi_testing)
if(TARGET corogql_mapi)
  list(APPEND corogql_libraries corogql_mapi)
endif()

if(NOT COROGQL_INSTALL)
  if(BUILD_SHARED_LIBS)
    # Those that nothing has linked were not built.
    install(TARGETS ${corogql_libraries} LIBRARY NAMELINK_SKIP OPTIONAL)
  endif()
  return()
endif()

set(corogql_package ${CMAKE_INSTALL_LIBDIR}/cmake/corogql)
install(TARGETS ${corogql_libraries} EXPORT corogql-targets)
install(DIRECTORY ${CMAKE_CURRENT_LIST_DIR}/../include/corogql TYPE INCLUDE)
install(EXPORT corogql-targets NAMESPACE corogql:: DESTINATION ${corogql_package})
if(TARGET corogql_program)
  install(TARGETS corogql_program)
endif()

set(version ${PROJECT_VERSION})
set(compatible_from ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(static TRUE)
if(BUILD_SHARED_LIBS)
  set(static FALSE)
endif()
foreach(name corogql-config.cmake corogql-config-version.cmake)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${name}.in ${CMAKE_CURRENT_BINARY_DIR}/packaging/${name} @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/packaging/${name} DESTINATION ${corogql_package})
endforeach()
