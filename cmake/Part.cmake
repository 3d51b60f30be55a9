# A part is one folder of lib/ or app/: include/<name>/ (what others may see), src/, tests/. Its target is ailab::<name>.

# Adds the folder unless AILAB_PARTS names others.
function(ailab_add_part group name)
  if(AILAB_PARTS AND NOT name IN_LIST AILAB_PARTS)
    return()
  endif()
  add_subdirectory(${CMAKE_SOURCE_DIR}/${group}/${name})
endfunction()

# ailab_part(<name> SOURCES file... [LINKS target...] [PRIVATE_LINKS target...] [TESTS file...] [TEST_LINKS target...]
#            [OVER_POSTGRESQL] [WITHOUT_DATABASE suite...])
# LINKS are visible in the part's headers, PRIVATE_LINKS only in its sources. All tests of a part are one program.
# OVER_POSTGRESQL: ctest runs it once over SQLite and once over PostgreSQL (see store/test_database.h), except the suites
# that are named in WITHOUT_DATABASE, and those whose names say that they are for the other: Sqlite…, Postgresql….
function(ailab_part name)
  cmake_parse_arguments(PART "OVER_POSTGRESQL" "" "SOURCES;LINKS;PRIVATE_LINKS;TESTS;TEST_LINKS;WITHOUT_DATABASE" ${ARGN})
  add_library(ailab_${name} STATIC ${PART_SOURCES})
  add_library(ailab::${name} ALIAS ailab_${name})
  target_include_directories(ailab_${name} PUBLIC "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>" PRIVATE src)
  target_compile_features(ailab_${name} PUBLIC cxx_std_23)
  target_link_libraries(ailab_${name} PUBLIC ${PART_LINKS} PRIVATE ${PART_PRIVATE_LINKS})
  if(AILAB_TESTS AND PART_TESTS)
    find_package(GTest REQUIRED)
    include(GoogleTest)
    add_executable(${name}_tests ${PART_TESTS})
    target_include_directories(${name}_tests PRIVATE src)
    target_link_libraries(${name}_tests PRIVATE ailab_${name} ${PART_TEST_LINKS} GTest::gmock GTest::gtest_main)
    gtest_discover_tests(${name}_tests TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60 TEST_FILTER "-Postgresql*"
                         PROPERTIES TIMEOUT 120)
    if(PART_OVER_POSTGRESQL)
      target_link_libraries(${name}_tests PRIVATE ailab::store_testing)
      list(TRANSFORM PART_WITHOUT_DATABASE APPEND ".*")
      list(JOIN PART_WITHOUT_DATABASE ":" without)
      gtest_discover_tests(${name}_tests TEST_PREFIX ${name}.postgresql. TEST_LIST ${name}_postgresql_tests
                           DISCOVERY_TIMEOUT 60 TEST_FILTER "-Sqlite*:${without}"
                           PROPERTIES TIMEOUT 120 ENVIRONMENT AILAB_TEST_DATABASE=postgresql)
    endif()
  endif()
endfunction()
