# What `cmake --install` puts into a prefix for find_package(socketio): the library with the parts that it stands on.
#
#   include/socketio-cpp/{base,runtime,net,engineio,socketio}/   a folder of their own: names like base/ belong to nobody
#   lib/libsocketio.a, lib/libsocketio_{base,…}.a
#   lib/cmake/socketio/, lib/pkgconfig/socketio.pc
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(socketio_parts base runtime net engineio socketio)
set(socketio_include_dir "${CMAKE_INSTALL_INCLUDEDIR}/socketio-cpp")
set(socketio_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/socketio")

if(BUILD_SHARED_LIBS)
  message(WARNING "The Socket.IO library is static only; BUILD_SHARED_LIBS changes nothing. With "
                  "CMAKE_POSITION_INDEPENDENT_CODE=ON, as the preset has it, it can go into a shared library of yours.")
endif()
if(AILAB_SANITIZE)
  message(FATAL_ERROR "A library with sanitizers in it is of no use to others: install from a build without AILAB_SANITIZE.")
endif()

foreach(part IN LISTS socketio_parts)
  if(NOT TARGET ailab_${part})
    message(FATAL_ERROR "The Socket.IO library needs the part \"${part}\", which AILAB_PARTS leaves out.")
  endif()
  set(file_name socketio_${part})
  if(part STREQUAL "socketio")
    set(file_name socketio)
  endif()
  set_target_properties(ailab_${part} PROPERTIES EXPORT_NAME ${part} OUTPUT_NAME ${file_name})
  target_include_directories(ailab_${part} INTERFACE $<INSTALL_INTERFACE:${socketio_include_dir}>)
  install(TARGETS ailab_${part} EXPORT socketioTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT socketio)
  install(DIRECTORY "lib/${part}/include/${part}" DESTINATION "${socketio_include_dir}" COMPONENT socketio
          FILES_MATCHING PATTERN "*.h")
endforeach()
install(EXPORT socketioTargets NAMESPACE socketio:: DESTINATION "${socketio_package_dir}" COMPONENT socketio)

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/socketioConfig.cmake.in"
                              "${CMAKE_BINARY_DIR}/socketioConfig.cmake" INSTALL_DESTINATION "${socketio_package_dir}")
write_basic_package_version_file("${CMAKE_BINARY_DIR}/socketioConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/socketioConfig.cmake" "${CMAKE_BINARY_DIR}/socketioConfigVersion.cmake"
        DESTINATION "${socketio_package_dir}" COMPONENT socketio)

# The prefix is known only when it is installed, so the file says where it is from where it stands itself.
set(socketio_pc_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH socketio_prefix_from_pc "/${socketio_pc_dir}" "/")
string(REGEX REPLACE "/$" "" socketio_prefix_from_pc "${socketio_prefix_from_pc}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/socketio.pc.in" "${CMAKE_BINARY_DIR}/socketio.pc" @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/socketio.pc" DESTINATION "${socketio_pc_dir}" COMPONENT socketio)

install(FILES LICENSE lib/socketio/README.md DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/socketio" COMPONENT socketio)
