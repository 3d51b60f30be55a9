# Writes page_files.cpp: every file of the built page as bytes of the program, with its compressed form and its hash.
# Called at build time: cmake -DDIST=… -DOUT=… -P EmbedPage.cmake
file(GLOB_RECURSE files RELATIVE "${DIST}" "${DIST}/*")
list(SORT files)
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS files)
  set(path "${DIST}/${file}")
  file(SHA256 "${path}" hash)
  string(SUBSTRING "${hash}" 0 16 hash)
  cmake_path(GET file EXTENSION LAST_ONLY ending)
  if(ending STREQUAL ".html")
    set(type "text/html; charset=utf-8")
  elseif(ending STREQUAL ".js")
    set(type "text/javascript; charset=utf-8")
  elseif(ending STREQUAL ".css")
    set(type "text/css; charset=utf-8")
  elseif(ending STREQUAL ".svg")
    set(type "image/svg+xml")
  elseif(ending STREQUAL ".json")
    set(type "application/json")
  elseif(ending STREQUAL ".woff2")
    set(type "font/woff2")
  else()
    message(FATAL_ERROR "${file}: give ${ending} a content type in EmbedPage.cmake.")
  endif()
  set(url "/${file}")
  set(immutable "true")  # the names under assets/ hold a hash of the content
  if(file STREQUAL "index.html")
    set(url "/")
    set(immutable "false")
  endif()
  set(gzip "${OUT}.${number}.gz")
  execute_process(COMMAND gzip -9 -n -c "${path}" OUTPUT_FILE "${gzip}" COMMAND_ERROR_IS_FATAL ANY)
  string(APPEND arrays
    "constexpr unsigned char kPlain${number}[] = {\n#embed \"${path}\"\n};\n"
    "constexpr unsigned char kGzip${number}[] = {\n#embed \"${gzip}\"\n};\n")
  string(APPEND rows
    "    {.path = \"${url}\",\n     .content_type = \"${type}\",\n     .etag = \"${hash}\",\n"
    "     .bytes = text_of(kPlain${number}),\n     .gzip_bytes = text_of(kGzip${number}),\n"
    "     .immutable = ${immutable}},\n")
  math(EXPR number "${number} + 1")
endforeach()
if(number EQUAL 0)
  message(FATAL_ERROR "There is no built page in ${DIST}; build it with: npm run build -w web")
endif()
file(WRITE "${OUT}.new"
"// Made by cmake/EmbedPage.cmake from the built page.
#include <webui/page.h>

#include <cstddef>
#include <string_view>

namespace webui {
namespace {

${arrays}
template <std::size_t size>
std::string_view text_of(const unsigned char (&bytes)[size]) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

const std::vector<net::StaticFile>& page_files() {
  static const std::vector<net::StaticFile> files{
${rows}  };
  return files;
}

}  // namespace webui
")
file(RENAME "${OUT}.new" "${OUT}")
