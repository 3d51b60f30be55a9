# The compiler's settings for every target: language, warnings, sanitizers, the linker and the compiler cache.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION OFF)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough
                    -Werror=unused-result -Werror=return-type -Werror=switch)
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # -O1 and line tables: the sanitizers' stacks stay readable and the tests run at a bearable speed.
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -gline-tables-only -fno-omit-frame-pointer")
endif()
if(AILAB_SANITIZE)
  add_compile_options(-fsanitize=${AILAB_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${AILAB_SANITIZE})
  if(AILAB_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-ffunction-sections -fdata-sections)
  add_link_options(-Wl,--gc-sections)
endif()

find_program(AILAB_LLD NAMES ld.lld-19 ld.lld)
if(AILAB_LLD)
  add_link_options(--ld-path=${AILAB_LLD})
endif()
find_program(AILAB_CCACHE ccache)
if(AILAB_CCACHE)
  # Paths count from the top of the checkout, so that another clone finds what this one has compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=true ${AILAB_CCACHE})
endif()
