# The build's vocabulary: three functions carry every flag of the project.
#
#   entente_proto(NAME files...)     generated messages and stubs of a package
#   entente_library(NAME ...)        a static library, alias entente::NAME
#   entente_test(NAME ...)           a GoogleTest program, one CTest per case
#
# and entente_program / entente_benchmark, which are thin forms of the same.
# entente_embed makes a source file of a data file.

include(GoogleTest)

option(ENTENTE_WERROR "Treat warnings of our own code as errors" ON)
set(ENTENTE_SANITIZE "" CACHE STRING
    "Sanitizers for every target, e.g. address,undefined or thread")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(ENTENTE_CCACHE ccache)
if(ENTENTE_CCACHE)
  # Paths relative to the source tree let every build folder share one cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_NOHASHDIR=1 ${ENTENTE_CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)

# google.type, google.rpc and google.api are read from Debian's package
# libgoogle-common-protos-java and never copied into the tree.
set(ENTENTE_GOOGLE_PROTOS "${CMAKE_BINARY_DIR}/google_protos")
find_file(ENTENTE_GOOGLE_PROTOS_JAR proto-google-common-protos.jar
          PATHS /usr/share/java REQUIRED)
if(NOT EXISTS "${ENTENTE_GOOGLE_PROTOS}/google/type/money.proto")
  file(ARCHIVE_EXTRACT INPUT "${ENTENTE_GOOGLE_PROTOS_JAR}"
       DESTINATION "${ENTENTE_GOOGLE_PROTOS}" PATTERNS "*.proto")
endif()

# Flags for every target; generated code passes GENERATED and gets no warnings.
function(_entente_flags target)
  cmake_parse_arguments(ARG "GENERATED" "" "" ${ARGN})
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF
                                             POSITION_INDEPENDENT_CODE ON)
  if(ARG_GENERATED)
    # Debug information of generated code triples its build time for nothing.
    target_compile_options(${target} PRIVATE -w -g0 -O1)
  else()
    target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}")
    target_compile_options(
      ${target} PRIVATE -Wall -Wextra -Wno-unused-parameter -g1
                        $<$<BOOL:${ENTENTE_WERROR}>:-Werror>)
  endif()
  if(ENTENTE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${ENTENTE_SANITIZE}
                                             -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${ENTENTE_SANITIZE})
  endif()
endfunction()

# entente_proto(conventions FILES a.proto ... DEPS common) makes
#   entente::conventions_proto  messages, no gRPC
#   entente::conventions_grpc   the stubs, from the same files
# Paths are relative to proto/. GOOGLE names files of the Debian package.
function(entente_proto name)
  cmake_parse_arguments(ARG "" "" "FILES;GOOGLE;DEPS" ${ARGN})
  set(out "${CMAKE_BINARY_DIR}/gen")
  file(MAKE_DIRECTORY "${out}")
  set(messages)
  set(stubs)
  foreach(file IN LISTS ARG_FILES ARG_GOOGLE)
    if(file IN_LIST ARG_GOOGLE)
      set(root "${ENTENTE_GOOGLE_PROTOS}")
    else()
      set(root "${CMAKE_SOURCE_DIR}/proto")
    endif()
    string(REGEX REPLACE "\\.proto$" "" stem "${file}")
    file(STRINGS "${root}/${file}" has_service REGEX "^service ")
    set(produced "${out}/${stem}.pb.cc" "${out}/${stem}.pb.h")
    list(APPEND messages "${out}/${stem}.pb.cc")
    set(plugin)
    if(has_service)
      list(APPEND produced "${out}/${stem}.grpc.pb.cc"
           "${out}/${stem}.grpc.pb.h")
      list(APPEND stubs "${out}/${stem}.grpc.pb.cc")
      set(plugin "--grpc_out=${out}"
          "--plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>")
    endif()
    add_custom_command(
      OUTPUT ${produced}
      COMMAND protobuf::protoc "--cpp_out=${out}" ${plugin}
              "-I${CMAKE_SOURCE_DIR}/proto" "-I${ENTENTE_GOOGLE_PROTOS}"
              "${file}"
      DEPENDS "${root}/${file}" VERBATIM)
  endforeach()

  add_library(entente_${name}_proto STATIC ${messages})
  add_library(entente::${name}_proto ALIAS entente_${name}_proto)
  _entente_flags(entente_${name}_proto GENERATED)
  target_include_directories(entente_${name}_proto SYSTEM PUBLIC "${out}")
  target_link_libraries(entente_${name}_proto PUBLIC protobuf::libprotobuf)
  foreach(dep IN LISTS ARG_DEPS)
    target_link_libraries(entente_${name}_proto PUBLIC entente::${dep}_proto)
  endforeach()
  if(stubs)
    add_library(entente_${name}_grpc STATIC ${stubs})
    add_library(entente::${name}_grpc ALIAS entente_${name}_grpc)
    _entente_flags(entente_${name}_grpc GENERATED)
    target_link_libraries(entente_${name}_grpc PUBLIC entente::${name}_proto
                                                      gRPC::grpc++)
  endif()
endfunction()

# entente_library(store SOURCES ... DEPS ... PRIVATE_DEPS ...)
function(entente_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(entente_${name} STATIC ${ARG_SOURCES})
  add_library(entente::${name} ALIAS entente_${name})
  _entente_flags(entente_${name})
  target_link_libraries(entente_${name} PUBLIC ${ARG_DEPS}
                                        PRIVATE ${ARG_PRIVATE_DEPS})
endfunction()

# entente_embed(OUT codes.csv entente::conventions kCodesCsv): OUT becomes the
# path of a generated source that defines `const char kCodesCsv[]`, the whole of
# the text file. No program looks for the file when it runs.
function(entente_embed out file namespace name)
  set(in "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
  set(script "${CMAKE_SOURCE_DIR}/tools/cmake/EmbedText.cmake")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${file}.cc")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND ${CMAKE_COMMAND} "-DIN=${in}" "-DOUT=${source}"
            "-DNAMESPACE=${namespace}" "-DNAME=${name}" -P "${script}"
    DEPENDS "${in}" "${script}" VERBATIM)
  set(${out} "${source}" PARENT_SCOPE)
endfunction()

# entente_program(entente-conventions SOURCES ... DEPS ...)
function(entente_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  _entente_flags(${name})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
endfunction()

# entente_test(store_test SOURCES ... DEPS ... [LABELS ...])
# The working directory of every test is the source tree's root.
function(entente_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;LABELS" ${ARGN})
  entente_program(${name} SOURCES ${ARG_SOURCES}
                  DEPS ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
                       DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT 300 LABELS "${ARG_LABELS}")
endfunction()

# entente_benchmark(store_benchmark SOURCES ... DEPS ...): never run by CTest.
function(entente_benchmark name)
  find_package(benchmark CONFIG REQUIRED)
  entente_program(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE benchmark::benchmark_main)
endfunction()
